"""The days on which a text of law, a rule or a condition is in force."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
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

    def cut_by(self, parts: "Collection[EffectivePeriod]") -> "Iterator[EffectivePeriod]":
        """Yield the periods, one after the other, into which the ends of some parts cut this one."""
        day = timedelta(days=1)
        cuts = {part.first for part in parts}
        cuts |= {part.last + day for part in parts if part.last is not None and part.last < date.max}
        firsts = sorted({self.first, *(cut for cut in cuts if cut > self.first and self.covers(cut))})
        for first, following in zip(firsts, [*firsts[1:], None], strict=True):
            yield EffectivePeriod(first=first, last=following - day if following else self.last)

    def overlaps(self, other: "EffectivePeriod") -> bool:
        """Say whether there is a day on which both texts are in force."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)


class PeriodWithin(Described):
    """The days on which a part of a text is in force; an end that is not given is that of the whole."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    first: Day | None = Field(default=None, alias="from")
    """The first day; without it, that of what it is part of."""
    last: Day | None = Field(default=None, alias="to")
    """The last day; without it, that of what it is part of."""

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.first is None and self.last is None:
            message = "a period within another needs a first or a last day"
            raise refusal("empty-period", message, help_="write `from` or `to`, or remove `effective`")
        if self.first is not None and self.last is not None and self.last < self.first:
            message = f"the period ends on {self.last}, before it begins on {self.first}"
            raise refusal("reversed-period", message, key="to", help_="correct one of the days")
        return self

    def within(self, whole: EffectivePeriod) -> EffectivePeriod | None:
        """Return the days that are meant; None if one of the ends is no day of the whole."""
        if any(day is not None and not whole.covers(day) for day in (self.first, self.last)):
            return None
        return EffectivePeriod(first=self.first or whole.first, last=self.last or whole.last)
