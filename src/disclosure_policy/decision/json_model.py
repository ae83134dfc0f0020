"""The model that a decision is written down by as JSON, made from what `decision_fields` declares."""

from __future__ import annotations

from typing import Any, get_type_hints

from pydantic import BaseModel, Field, create_model

from disclosure_policy.decision.decision_fields import PARTS, Parts
from disclosure_policy.decision.reasons import Answer
from disclosure_policy.decision.remedies import OpenWay, Remedy


def _field(name: str) -> tuple[Any, Any]:
    """Return the type of a part of a decision, and what is said of it there."""
    getter = getattr(Parts, name).fget
    return get_type_hints(getter, localns={"OpenWay": OpenWay, "Remedy": Remedy})["return"], Field(
        description=getter.__doc__
    )


_FIELDS: dict[str, Any] = {name: _field(name) for name in PARTS}

DecisionRecord: type[BaseModel] = create_model(
    "DecisionRecord",
    __base__=Answer,
    __doc__="A decision written down: what its JSON holds.",
    __module__=__name__,
    **_FIELDS,
)
