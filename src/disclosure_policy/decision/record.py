"""A decision as it is written down, with everything that explains it."""

from __future__ import annotations

from datetime import date

from disclosure_policy.decision.outcome import (
    Basis,
    DeterminingRule,
    DisclosureDecision,
    ObligationDue,
    Receipt,
    Verdict,
)
from disclosure_policy.decision.reasons import Answer, ClosestPermit, ContestedReading, Finding, MissingFact
from disclosure_policy.decision.remedies import Remedy


class DecisionRecord(Answer):
    """A decision written down: what its JSON holds."""

    verdict: Verdict
    basis: Basis
    jurisdiction: str
    as_of: date
    citations: tuple[str, ...]
    """The citations of the determining rules."""
    determining: tuple[DeterminingRule, ...]
    """The rules that decided: for an allow those that permit, for a denial those that forbid."""
    disclosures: tuple[DisclosureDecision, ...]
    """The decision on each item for each purpose."""
    obligations: tuple[ObligationDue, ...]
    """The duties that come with an allow, by the permit relied on."""
    receipt: Receipt
    labels: dict[str, str]
    """The words for the codes of jurisdictions, items, purposes and recipients that occur."""
    floor: bool
    """Whether states stand above this jurisdiction, whose own law may still forbid what it allows."""
    recipient: tuple[str, ...] | None
    """What the recipient was stated to be."""
    contested: tuple[ContestedReading, ...]
    """The contested readings on which the verdict depends."""
    closest: tuple[ClosestPermit, ...]
    """The permits that failed by least, nearest first, and what each lacked."""
    missing: tuple[MissingFact, ...]
    """The unknown facts that could still change the verdict, those that settle it first."""
    findings: tuple[Finding, ...]
    """Every rule considered, with its truth value and each condition's."""
    remedies: tuple[Remedy, ...]
    """The smallest sets of lawful changes after which a denied request would be allowed, best first."""
