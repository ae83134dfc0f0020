"""What a decision is made of: verdict, basis, determining rules, the duties that follow, the receipt."""

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


class DisclosureDecision(Answer):
    """What was decided of one item for one purpose."""

    item: str | None
    purpose: str | None
    verdict: Verdict
    basis: Basis
    layers: tuple[LayerDecision, ...]


class ObligationDue(Answer):
    """A duty that comes with an allow."""

    duty: str
    citation: str
    bears: str
    """Who bears it: the recipient or the agency."""
    ground: str
    """The citation of the permit relied on that brings it."""


class Receipt(Answer):
    """What makes a decision replayable: equal receipts give equal decisions."""

    package: str
    """The version of this package."""
    rules: str
    """The fingerprint of the rules."""
    as_of: date
    facts: str
    """The digest of the facts; names and reasons are left out."""
