"""What was decided, and why."""

from __future__ import annotations

from datetime import date
from typing import Literal, NoReturn, Protocol

from pydantic import PrivateAttr, computed_field

from disclosure_policy.reason import Answer, ClosestPermit, ContestedReading, Finding, MissingFact

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


class Evidence(Protocol):
    """Works out the costly parts of a decision when they are asked for."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every rule considered."""
        ...

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that could still change the verdict."""
        ...

    @property
    def closest(self) -> tuple[ClosestPermit, ...]:
        """Return the permits that failed by least."""
        ...

    @property
    def contested(self) -> tuple[ContestedReading, ...]:
        """Return the contested readings on which the verdict depends."""
        ...


class Decision(Answer):
    """The answer to a request: allow or deny, under which provisions, and what would matter.

    Verdict, basis, citations and obligations are there at once; findings, missing facts, the closest permits and
    contested readings are worked out when first asked for. It has no truth value: ask for `verdict` or `allowed`.
    """

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

    _evidence: Evidence | None = PrivateAttr(default=None)

    @property
    def allowed(self) -> bool:
        """Whether the verdict is allow."""
        return self.verdict == "allow"

    @computed_field  # type: ignore[prop-decorator]
    @property
    def contested(self) -> tuple[ContestedReading, ...]:
        """The contested readings on which the verdict depends."""
        return self._explained.contested

    @computed_field  # type: ignore[prop-decorator]
    @property
    def closest(self) -> tuple[ClosestPermit, ...]:
        """The permits that failed by least, nearest first, and what each lacked."""
        return self._explained.closest

    @computed_field  # type: ignore[prop-decorator]
    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that could still change the verdict, those that settle it first."""
        return self._explained.missing

    @computed_field  # type: ignore[prop-decorator]
    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every rule considered, with its truth value and each condition's."""
        return self._explained.findings

    @property
    def _explained(self) -> Evidence:
        if self._evidence is None:
            raise AttributeError("a decision that was read back cannot explain itself: decide the request again")
        return self._evidence

    def with_evidence(self, evidence: Evidence) -> Decision:
        """Return this decision, able to explain itself."""
        self._evidence = evidence
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decision) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(self.receipt)

    def __repr__(self) -> str:
        return (
            f"<Decision {self.verdict} ({self.basis}) {self.jurisdiction} {self.as_of}: {'; '.join(self.citations)}>"
        )

    def __bool__(self) -> NoReturn:
        raise TypeError("a decision is neither true nor false: ask for `decision.allowed` or `decision.verdict`")
