"""The parts of a decision: each is declared once, here, with its type and what it means."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import TYPE_CHECKING

from disclosure_policy.decision.outcome import (
    Basis,
    DeterminingRule,
    DisclosureDecision,
    FromRegister,
    ObligationDue,
    Receipt,
    Verdict,
)
from disclosure_policy.decision.reasons import (
    AdoptedReading,
    ClosestPermit,
    ContestedReading,
    Finding,
    MissingFact,
    NotEncoded,
)

if TYPE_CHECKING:
    from disclosure_policy.decision.remedies import OpenWay, Remedy


class Explanation(ABC):
    """The parts of a decision that explain it; they cost more to work out than the decision itself."""

    @property
    @abstractmethod
    def contested(self) -> tuple[ContestedReading, ...]:
        """The contested readings on which the verdict depends."""

    @property
    @abstractmethod
    def adopted(self) -> tuple[AdoptedReading, ...]:
        """The readings adopted by the agency's counsel without which the verdict would be another."""

    @property
    @abstractmethod
    def closest(self) -> tuple[ClosestPermit, ...]:
        """The permits that failed by least, nearest first, and what each lacked."""

    @property
    @abstractmethod
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that could still change the verdict, those that settle it first."""

    @property
    @abstractmethod
    def release_once(self) -> tuple[OpenWay, ...]:
        """The smallest sets of open facts that would make a denial an allow, the way that the request takes first.

        Only where the denial rests on insufficient facts: what is settled waits for nothing.
        """

    @property
    @abstractmethod
    def kept_open_by(self) -> tuple[NotEncoded, ...]:
        """The permits that are not wholly encoded and keep a denial open, those whose conditions are met first."""

    @property
    @abstractmethod
    def findings(self) -> tuple[Finding, ...]:
        """Every rule considered, with its truth value and each condition's."""

    @property
    @abstractmethod
    def remedies(self) -> tuple[Remedy, ...]:
        """The smallest sets of lawful changes after which a denied request would be allowed, best first.

        See `Policy.what_would_permit`.
        """


class Parts(Explanation):
    """All parts of a decision; some are there at once, others are worked out when first asked for."""

    @property
    @abstractmethod
    def verdict(self) -> Verdict:
        """`allow` or `deny`."""

    @property
    @abstractmethod
    def basis(self) -> Basis:
        """What the verdict rests on."""

    @property
    @abstractmethod
    def jurisdiction(self) -> str:
        """The code of the jurisdiction whose law was applied, with that of its parents."""

    @property
    @abstractmethod
    def as_of(self) -> date:
        """The day as of which the law was applied."""

    @property
    @abstractmethod
    def citations(self) -> tuple[str, ...]:
        """The citations of the determining rules."""

    @property
    @abstractmethod
    def determining(self) -> tuple[DeterminingRule, ...]:
        """The rules that decided: for an allow those that permit, for a denial those that forbid."""

    @property
    @abstractmethod
    def disclosures(self) -> tuple[DisclosureDecision, ...]:
        """The decision on each item for each purpose."""

    @property
    @abstractmethod
    def obligations(self) -> tuple[ObligationDue, ...]:
        """The duties that come with an allow, by the permit relied on."""

    @property
    @abstractmethod
    def taken(self) -> tuple[FromRegister, ...]:
        """The entries of the agency's register that bore on the request, with the facts that each supplied."""

    @property
    @abstractmethod
    def receipt(self) -> Receipt:
        """What makes the decision replayable."""

    @property
    @abstractmethod
    def labels(self) -> dict[str, str]:
        """The words for the codes of jurisdictions, items, purposes and recipients that occur."""

    @property
    @abstractmethod
    def floor(self) -> bool:
        """Whether this jurisdiction has children, whose own law may still forbid what it allows."""

    @property
    @abstractmethod
    def recipient(self) -> tuple[str, ...] | None:
        """What the recipient was stated to be."""


def _declared(kind: type) -> tuple[str, ...]:
    return tuple(name for name, member in vars(kind).items() if getattr(member, "__isabstractmethod__", False))


EXPLANATIONS = _declared(Explanation)
PARTS = _declared(Parts) + EXPLANATIONS
"""The names of all parts of a decision, in the order in which they are written down."""
