"""The model of `properties.yaml`: what must never be and what must always be, whatever the rules say one by one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, RootModel, model_validator
from pydantic.config import JsonDict

from disclosure_policy.days import Day
from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described
from disclosure_policy.rule_files.key_forms import SHORT_ID, short_id

_ONE_OF_BOTH: JsonDict = {
    "oneOf": [
        {"required": [key], "properties": {key: {"type": "string"}}} for key in ("never_allowed", "never_refused")
    ]
}


class Property(Described):
    """What holds of every disclosure of which a condition is definitely true.

    It decides nothing: it is tried against the rules, as a scenario is.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, json_schema_extra=_ONE_OF_BOTH
    )

    id: Annotated[str, AfterValidator(short_id), Field(json_schema_extra={"pattern": SHORT_ID})]
    """A short name, unique in the file."""
    never_allowed: str | None = None
    """A condition as in a rule: no disclosure of which it is true is allowed."""
    never_refused: str | None = None
    """A condition as in a rule: this jurisdiction's own law lets every disclosure through of which it is true."""
    citation: str
    """Where the law says so."""
    because: str
    """Why it must be so, in our own words."""
    first: Day | None = Field(default=None, alias="from")
    """The first day on which it holds; without it, every day until the last."""
    last: Day | None = Field(default=None, alias="to")
    """The last day on which it holds; without it, every day from the first."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        help_ = "write `never_allowed` or `never_refused`, with a condition"
        if self.never_allowed is None and self.never_refused is None:
            raise refusal("missing-field", "this says nothing of what must never be", help_=help_)
        if self.never_allowed is not None and self.never_refused is not None:
            raise refusal("unknown-field", "a property says one thing only", key="never_refused", help_=help_)
        if self.first is not None and self.last is not None and self.last < self.first:
            message = f"the period ends on {self.last}, before it begins on {self.first}"
            raise refusal("reversed-period", message, key="to", help_="correct one of the days")
        return self

    @property
    def key(self) -> str:
        """The key under which its condition stands."""
        return "never_refused" if self.never_allowed is None else "never_allowed"

    @property
    def condition(self) -> str:
        """The text of its condition."""
        return self.never_allowed or self.never_refused or ""

    def holds_on(self, day: date) -> bool:
        """Say whether it is meant for a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class PropertiesFile(RootModel[tuple[Property, ...]]):
    """What must never be and what must always be under one jurisdiction."""
