"""What works out the parts of a decision that are not there at once."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from disclosure_policy.decision.outcome import DisclosureDecision, ObligationDue, Receipt
from disclosure_policy.decision.reasons import ClosestPermit, ContestedReading, Finding, MissingFact
from disclosure_policy.decision.remedies import Remedy


class Evidence(Protocol):
    """Works out the other parts of a decision when they are asked for."""

    @property
    def jurisdiction(self) -> str:
        """Return the code of the jurisdiction."""

    @property
    def as_of(self) -> date:
        """Return the day whose law was applied."""

    @property
    def disclosures(self) -> tuple[DisclosureDecision, ...]:
        """Return the decision on each item for each purpose."""

    @property
    def obligations(self) -> tuple[ObligationDue, ...]:
        """Return the duties that come with an allow."""

    @property
    def receipt(self) -> Receipt:
        """Return what makes the decision replayable."""

    @property
    def labels(self) -> dict[str, str]:
        """Return the words for the codes that occur."""

    @property
    def floor(self) -> bool:
        """Return whether states stand above the jurisdiction."""

    @property
    def recipient(self) -> tuple[str, ...] | None:
        """Return what the recipient was stated to be."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every rule considered."""

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that could still change the verdict."""

    @property
    def closest(self) -> tuple[ClosestPermit, ...]:
        """Return the permits that failed by least."""

    @property
    def contested(self) -> tuple[ContestedReading, ...]:
        """Return the contested readings on which the verdict depends."""

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """Return the lawful changes that would turn a denial into an allow."""
