"""The days on which a text of law is in force."""

from datetime import date
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from disclosure_policy.days import Day
from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described


class EffectivePeriod(Described):
    """The days on which a text is in force, both ends included; without `to` it is still in force."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    first: Day = Field(alias="from")
    """The first day."""
    last: Day | None = Field(default=None, alias="to")
    """The last day; absent while the text is in force."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.last is not None and self.last < self.first:
            message = f"the period ends on {self.last}, before it begins on {self.first}"
            raise refusal("reversed-period", message, key="to", help_="correct one of the days")
        return self

    def covers(self, day: date) -> bool:
        """Say whether the text is in force on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: "EffectivePeriod") -> bool:
        """Say whether there is a day on which both texts are in force."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)
