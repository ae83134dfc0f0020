"""The class `Decision`: the answer to a request, written down and read back as JSON, and never changed."""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING, Any, NoReturn, cast

from pydantic_core import to_jsonable_python

from disclosure_policy.canonical import digest
from disclosure_policy.decision.decision_fields import EXPLANATIONS, PARTS, Parts
from disclosure_policy.decision.outcome import Receipt
from disclosure_policy.errors import ReceiptError

if TYPE_CHECKING:
    from pydantic import BaseModel


class Decision(Parts):
    """The answer to a request: allow or deny, under which provisions, and what would matter.

    Verdict, basis, citations and determining rules are there at once; all else is worked out when first asked for.
    It has no truth value: ask for `verdict` or `allowed`. It does not change, and is written down as JSON by
    `model_dump_json` and read back by `model_validate_json`.
    """

    @property
    def allowed(self) -> bool:
        """Whether the verdict is allow."""
        return self.verdict == "allow"

    @property
    def record(self) -> BaseModel:
        """Everything, explanations included, as a pydantic model."""
        return _record().model_construct(**_parts(self))

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
            ReceiptError: if its receipt was made for another one.
        """
        decision = told(dict(_record().model_validate_json(data)))
        if decision.receipt.decision != decision.digest:
            raise ReceiptError(
                f"this is not what was decided: the receipt is for the decision {decision.receipt.decision[:12]}, "
                f"and this one is {decision.digest[:12]}"
            )
        return decision

    @property
    def digest(self) -> str:
        """The digest of what was decided, which its receipt has; what explains it is left out."""
        return self.digest_with(self.receipt)

    def digest_with(self, receipt: Receipt) -> str:
        """Return the digest of what was decided, and of a receipt but for this digest."""
        parts = {name: getattr(self, name) for name in PARTS if name not in (*EXPLANATIONS, "receipt")}
        return digest(to_jsonable_python([parts, receipt.model_dump(exclude={"decision"})]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decision) and all(
            getattr(self, name) == getattr(other, name) for name in PARTS if name not in EXPLANATIONS
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

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"a decision is frozen: `{name}` stays")

    def __reduce__(self) -> tuple[object, ...]:
        return told, (_parts(self),)

    def __copy__(self) -> Decision:
        return self

    def __deepcopy__(self, _: object) -> Decision:
        return self


_Told = cast("type[Decision]", ABCMeta("Told", (Decision,), dict.fromkeys(PARTS)))


def told(parts: Mapping[str, object]) -> Decision:
    """Return the decision with these parts, all of which are known: one that was written down."""
    decision = _Told()
    vars(decision).update(parts)
    return decision


def _parts(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in PARTS}


def _record() -> type[BaseModel]:
    from disclosure_policy.decision.json_model import DecisionRecord  # noqa: PLC0415 - many models, to write a decision down

    return DecisionRecord
