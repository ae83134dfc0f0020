"""What was decided, and why."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from disclosure_policy.decision.outcome import (
    Basis,
    DeterminingRule,
    DisclosureDecision,
    ObligationDue,
    Outcome,
    Receipt,
    Verdict,
)
from disclosure_policy.decision.reasons import ClosestPermit, ContestedReading, Finding, MissingFact

if TYPE_CHECKING:
    from disclosure_policy.decision.evidence import Evidence
    from disclosure_policy.decision.record import DecisionRecord
    from disclosure_policy.decision.remedies import Remedy

_EXPLANATIONS = ("findings", "missing", "closest", "contested", "remedies")


class Decision:
    """The answer to a request: allow or deny, under which provisions, and what would matter.

    Verdict, basis, citations and determining rules are there at once; all else is worked out when first asked for.
    It has no truth value: ask for `verdict` or `allowed`. It does not change, and is written down as JSON by
    `model_dump_json` and read back by `model_validate_json`.
    """

    __slots__ = ("_evidence", "_outcome")

    _outcome: Outcome
    _evidence: Evidence

    def __init__(self, outcome: Outcome, evidence: Evidence) -> None:
        _set(self, "_outcome", outcome)
        _set(self, "_evidence", evidence)

    @property
    def verdict(self) -> Verdict:
        """`allow` or `deny`."""
        return self._outcome.verdict

    @property
    def allowed(self) -> bool:
        """Whether the verdict is allow."""
        return self._outcome.verdict == "allow"

    @property
    def basis(self) -> Basis:
        """What the verdict rests on."""
        return self._outcome.basis

    @property
    def citations(self) -> tuple[str, ...]:
        """The citations of the determining rules."""
        return self._outcome.citations

    @property
    def determining(self) -> tuple[DeterminingRule, ...]:
        """The rules that decided: for an allow those that permit, for a denial those that forbid."""
        return self._outcome.determining

    @property
    def jurisdiction(self) -> str:
        """The code of the jurisdiction whose law was applied, with that of those above it."""
        return self._evidence.jurisdiction

    @property
    def as_of(self) -> date:
        """The day as of which the law was applied."""
        return self._evidence.as_of

    @property
    def disclosures(self) -> tuple[DisclosureDecision, ...]:
        """The decision on each item for each purpose."""
        return self._evidence.disclosures

    @property
    def obligations(self) -> tuple[ObligationDue, ...]:
        """The duties that come with an allow, by the permit relied on."""
        return self._evidence.obligations

    @property
    def receipt(self) -> Receipt:
        """What makes the decision replayable."""
        return self._evidence.receipt

    @property
    def labels(self) -> dict[str, str]:
        """The words for the codes of jurisdictions, items, purposes and recipients that occur."""
        return self._evidence.labels

    @property
    def floor(self) -> bool:
        """Whether states stand above this jurisdiction, whose own law may still forbid what it allows."""
        return self._evidence.floor

    @property
    def recipient(self) -> tuple[str, ...] | None:
        """What the recipient was stated to be."""
        return self._evidence.recipient

    @property
    def contested(self) -> tuple[ContestedReading, ...]:
        """The contested readings on which the verdict depends."""
        return self._evidence.contested

    @property
    def closest(self) -> tuple[ClosestPermit, ...]:
        """The permits that failed by least, nearest first, and what each lacked."""
        return self._evidence.closest

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that could still change the verdict, those that settle it first."""
        return self._evidence.missing

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every rule considered, with its truth value and each condition's."""
        return self._evidence.findings

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """The smallest sets of lawful changes after which a denied request would be allowed, best first.

        See `Policy.what_would_permit`.
        """
        return self._evidence.remedies

    @property
    def record(self) -> DecisionRecord:
        """Everything, explanations included, as a pydantic model."""
        model = _record()
        return model.model_construct(**{name: getattr(self, name) for name in model.model_fields})

    def model_dump(self, **options: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return everything as plain values; `options` are pydantic's, such as `mode="json"`."""
        return self.record.model_dump(**options)

    def model_dump_json(self, **options: Any) -> str:  # noqa: ANN401
        """Return everything as JSON; `options` are pydantic's, such as `indent=2`."""
        return self.record.model_dump_json(**options)

    @classmethod
    def model_validate_json(cls, data: str | bytes) -> Decision:
        """Read a decision back from JSON, with all that explains it.

        Raises:
            pydantic.ValidationError: if it is no decision.
        """
        return _decision_of(_record().model_validate_json(data))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decision) and all(
            getattr(self, name) == getattr(other, name)
            for name in _record().model_fields
            if name not in _EXPLANATIONS
        )

    def __hash__(self) -> int:
        return hash(self.receipt)

    def __repr__(self) -> str:
        return (
            f"<Decision {self.verdict} ({self.basis}) {self.jurisdiction} {self.as_of}: {'; '.join(self.citations)}>"
        )

    def __bool__(self) -> NoReturn:
        raise TypeError("a decision is neither true nor false: ask for `decision.allowed` or `decision.verdict`")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"a decision is frozen: `{name}` does not change")

    def __reduce__(self) -> tuple[object, ...]:
        return _decision_of, (self.record,)

    def __copy__(self) -> Decision:
        return self

    def __deepcopy__(self, _: object) -> Decision:
        return self


_set = object.__setattr__


def _record() -> type[DecisionRecord]:
    from disclosure_policy.decision.record import DecisionRecord  # noqa: PLC0415 - many models, to write a decision down

    return DecisionRecord


def _decision_of(record: DecisionRecord) -> Decision:
    return Decision(Outcome(record.verdict, record.basis, record.citations, record.determining), record)
