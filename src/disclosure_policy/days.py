"""Reads days written as YYYY-MM-DD."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from disclosure_policy.errors import refusal

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def as_day(value: object) -> date | None:
    """Return the day that a value is, or that it writes as YYYY-MM-DD; None if it is neither."""
    if isinstance(value, date):
        return None if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        return None


def _day(value: object) -> date:
    day = as_day(value)
    if day is None:
        raise refusal("malformed-date", "expected a date, written as YYYY-MM-DD")
    return day


_DayText = Annotated[str, Field(json_schema_extra={"format": "date", "pattern": f"^{_DAY.pattern}$"})]


Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=_DayText)]
"""A day, written as YYYY-MM-DD."""
