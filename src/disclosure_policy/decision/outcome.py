"""What a decision is made of: verdict, basis, determining rules, the duties that follow, the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, Protocol

from disclosure_policy.decision.reasons import Answer
from disclosure_policy.version import VERSION

Verdict = Literal["allow", "deny"]
Basis = Literal["required", "permitted", "not confidential", "prohibited", "insufficient facts", "no law in force"]
Role = Literal["forbids", "permits", "meets a requirement", "does not reach"]


class DeterminingRule(Answer):
    """A rule that decided."""

    rule: str
    """Its full id."""
    jurisdiction: str
    citation: str
    role: Role
    """What it did: forbade, permitted, met a requirement of a permit, or did not reach the disclosure."""
    summary: str
    mandatory: bool = False
    """Whether the law requires the disclosure that it permits."""


class LayerDecision(Answer):
    """What the law of one jurisdiction says of one disclosure."""

    jurisdiction: str
    verdict: Verdict
    basis: Basis
    determining: tuple[DeterminingRule, ...]


Named = str | tuple[str, ...] | None
"""The term for an item or a purpose, several if several apply to the one, None if none is said to."""


def in_words(labels: Mapping[str, str], path: str, named: Named) -> str | None:
    """Return the words for an item or a purpose, by the labels of a decision; None where no term is said to apply."""
    terms = (named,) if isinstance(named, str) else named or ()
    return " and ".join(labels.get(f"{path}.{term}", term) for term in terms) or None


class DisclosureDecision(Answer):
    """What was decided of one item for one purpose."""

    item: Named
    purpose: Named
    verdict: Verdict
    basis: Basis
    layers: tuple[LayerDecision, ...]
    went_by: tuple[str, ...] = ()
    """The instruments that it goes by, where it matters which: those under which it is allowed, or comes nearest."""
    uncovered: tuple[str, ...] = ()
    """The kinds of instruments of which something was shown, and nothing that surely covers this."""


class ObligationDue(Answer):
    """A duty that comes with an allow."""

    duty: str
    citation: str
    bears: str
    """Who bears it: the recipient or the agency."""
    ground: str
    """The citation of the permit relied on that brings it."""


class FromRegister(Answer):
    """An entry of the agency's register that bore on the request."""

    entry: str
    """Its place in the register, such as `agreements/DWS-HSD-2021`."""
    says: str
    """What it says, in words."""
    supplied: tuple[str, ...] = ()
    """The facts that it supplied, by the paths at which a request states them."""
    passed_over: str | None = None
    """Why it supplied nothing, if it did not."""


class Lack(Answer):
    """Something without which a decision cannot be reproduced here."""

    what: Literal["package", "rules", "register"]
    needed: str | None
    """The version, fingerprint or digest that the receipt names; None if it was decided without a register."""
    here: str | None
    """What there is instead."""

    def __str__(self) -> str:
        if self.what == "package":
            return f"disclosure-policy {self.needed} (here is {self.here})"
        if self.needed is None:
            return "no register (here is one)"
        return f"{'a register' if self.what == 'register' else 'rules'} with the digest {self.needed}"


class Receipt(Answer):
    """What makes a decision replayable: equal receipts give equal decisions."""

    package: str
    """The version of this package."""
    rules: str
    """The fingerprint of the rules as applied: of every file that was loaded, and the permits accepted by name."""
    as_of: date
    facts: str
    """The digest of the facts, those from a register included; names and reasons are left out."""
    agency_register: str | None = None
    """The digest of the agency's register, if there was one."""
    decision: str
    """The digest of what was decided, and of the rest of this receipt; what explains the decision is left out."""

    def lacking(self, policy: HasLaw) -> tuple[Lack, ...]:
        """Return what is missing to reproduce the decision with a policy here; nothing if only the request is needed.

        Whether a request is the one that was decided, `facts` tells once it is decided again.
        """
        register = None if policy.register is None else policy.register.digest
        found: tuple[tuple[Literal["package", "rules", "register"], str | None, str | None], ...] = (
            ("package", self.package, VERSION),
            ("rules", self.rules, policy.fingerprint),
            ("register", self.agency_register, register),
        )
        return tuple(Lack(what=what, needed=needed, here=here) for what, needed, here in found if needed != here)


class HasDigest(Protocol):
    """A register, as far as a receipt is concerned."""

    @property
    def digest(self) -> str:
        """The digest of what it says."""
        ...


class HasLaw(Protocol):
    """A policy, as far as a receipt is concerned."""

    @property
    def fingerprint(self) -> str:
        """The fingerprint of its rules."""
        ...

    @property
    def register(self) -> HasDigest | None:
        """Its register, if it has one."""
        ...
