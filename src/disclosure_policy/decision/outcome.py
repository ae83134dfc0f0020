"""What a decision is made of: verdict, basis, determining rules, the duties that follow, the receipt."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from disclosure_policy.decision.reasons import Answer

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


class Receipt(Answer):
    """What makes a decision replayable: equal receipts give equal decisions."""

    package: str
    """The version of this package."""
    rules: str
    """The fingerprint of the rules."""
    as_of: date
    facts: str
    """The digest of the facts, those from a register included; names and reasons are left out."""
    agency_register: str | None = None
    """The digest of the agency's register, if there was one."""
