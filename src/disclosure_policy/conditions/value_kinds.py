"""The kinds of values that facts have and conditions compare."""

from datetime import date, timedelta
from typing import Literal

Value = bool | int | date | timedelta


Kind = Literal["boolean", "number", "date", "duration", "terms"]
