"""Who says so, where, and when: jurisdictions, citations and periods in force."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from disclosure_policy.describing import Described
from disclosure_policy.errors import refusal

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
PARAGRAPH = re.compile(r"(\([A-Za-z0-9]+\))+")
_FIELD = re.compile(r"\\\{(\w+)\\\}")


def _paragraph(text: str) -> str:
    if not PARAGRAPH.fullmatch(text):
        raise refusal(
            "malformed-paragraph", f"`{text}` is no paragraph", help_="a paragraph is written as in `(d)(2)(i)`"
        )
    return text


Paragraph = Annotated[str, AfterValidator(_paragraph), Field(json_schema_extra={"pattern": f"^{PARAGRAPH.pattern}$"})]
"""A place inside a section, as in `(d)(2)(i)`."""


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


@lru_cache(4096)
def pinpoint(form: str, citation: str, paragraph: str) -> str | None:
    """Return `citation` with `paragraph` added in its place, or None if it is not of this form.

    A form is such as `{title} CFR {section}{paragraph}`. Words in braces stand for text without spaces; `{paragraph}`
    for none or more of `(a)(1)(i)`.
    """
    match = _pattern(form).fullmatch(citation)
    if match is None:
        return None
    parts = match.groupdict(default="")
    if paragraph and "paragraph" not in parts:
        return None
    parts.setdefault("paragraph", "")
    parts["paragraph"] += paragraph
    return re.sub(r"\{(\w+)\}", lambda field: parts[field[1]], form)


@lru_cache(256)
def _pattern(form: str) -> re.Pattern[str]:
    def group(match: re.Match[str]) -> str:
        name = match[1]
        return rf"(?P<{name}>{PARAGRAPH.pattern}|)" if name == "paragraph" else rf"(?P<{name}>[^\s()]+)"

    return re.compile(_FIELD.sub(group, re.escape(form)))


_EXAMPLE = "write it as in `{title} CFR {section}{paragraph}`"


def _form(template: str) -> str:
    names = re.findall(r"\{(\w*)\}", template)
    if len(set(names)) < len(names) or not all(name.isidentifier() for name in names):
        message = f"each name in braces in `{template}` must be a word, and stand there once"
        raise refusal("malformed-citation-form", message, help_=_EXAMPLE)
    if re.search(r"\}\{(?!paragraph\})", template):
        message = f"something must stand between the names in `{template}`"
        raise refusal("malformed-citation-form", message, help_=_EXAMPLE)
    return template


class Jurisdiction(Described):
    """A government whose law is encoded: its name, its parent if any, and how its law is cited."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """Its name, as in a sentence."""
    parent: str | None = None
    """The code of the jurisdiction whose law binds this one too, such as `us`."""
    citation_forms: tuple[Annotated[str, AfterValidator(_form)], ...] = Field(min_length=1)
    """Ways of citing its law, such as `{title} CFR {section}{paragraph}`."""

    def cite(self, citation: str, paragraph: str | None = None) -> str | None:
        """Return the pinpoint citation, or None if no citation form of this jurisdiction fits."""
        found = (pinpoint(form, citation, paragraph or "") for form in self.citation_forms)
        return next((one for one in found if one is not None), None)


def text_digest(text: str) -> str:
    """Return the SHA-256 of a statute's text, by which a later change in the law is noticed.

    The text is normalised first: Unicode NFKC, every run of white space made one space, ends trimmed.
    """
    return sha256(" ".join(unicodedata.normalize("NFKC", text).split()).encode()).hexdigest()
