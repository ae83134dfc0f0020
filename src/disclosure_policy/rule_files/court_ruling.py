"""What a court has ruled on a question of the law, as the rulings file states it."""

from calendar import monthrange
from datetime import date
from re import compile as pattern
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from disclosure_policy.days import as_day
from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described
from disclosure_policy.rule_files.fact import OneOrMore

_MONTH_OR_YEAR = pattern("[0-9]{4}(-(0[1-9]|1[0-2]))?")
_DECIDED = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


def _decided(text: str) -> str:
    if as_day(text) is None and not _MONTH_OR_YEAR.fullmatch(text):
        message = "expected a date, written as YYYY-MM-DD, or a month as YYYY-MM, or a year in quotes as 'YYYY'"
        raise refusal("malformed-date", message, help_="a month or a year alone says that the day was not found")
    return text


class Ruling(Described):
    """One decision of a court that takes a side on a question of the law, or bears on one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    """The parties' names, as the case is cited."""
    court: str
    """The court, and the judge where known."""
    docket: str | None = None
    """The docket number or the reporter's citation; absent if it was not found."""
    decided: Annotated[str, AfterValidator(_decided), Field(json_schema_extra={"pattern": _DECIDED})]
    """The day of the decision, or its month or year if the day was not found."""
    provision: str
    """The provision that was read."""
    question: str
    """The question, in our own words."""
    held: str
    """What was held, in our own words."""
    binds: OneOrMore = ()
    """The codes of the jurisdictions whose courts must follow it; none if it binds the parties alone."""
    status: str | None = None
    """What has become of it: an appeal, a stay, a reversal; absent if nothing is known to have."""
    certainty: Literal["read whole", "read in part", "reported", "weakly reported"]
    """How it is known: whether its text was read, or only what others wrote of it."""
    source: str
    """Where it was read, or who reports it."""

    @property
    def known_from(self) -> date:
        """The first day on which it was surely decided: of a month or a year, the last."""
        day = as_day(self.decided)
        if day is not None:
            return day
        year, month = map(int, (*self.decided.split("-"), "12")[:2])
        return date(year, month, monthrange(year, month)[1])
