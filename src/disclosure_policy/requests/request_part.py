"""The base of every part of a request: facts, each with the question it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import ConfigDict, Discriminator, StrictBool, Tag, ValidationError, model_validator

from disclosure_policy.documents import IN_PART, LISTED
from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described
from disclosure_policy.rule_files import OneOrMore


@dataclass(frozen=True, slots=True)
class Asks:
    """Marks a field of the request as a fact: the question it answers, who can answer, and what may change it."""

    question: str
    supplied_by: str = "the requester"
    changeable: bool = False
    terms_of: str | None = None
    several: bool = False
    together: str | None = None
    """A question that can be asked once instead of those of the part: no to this fact is no to it."""
    bars_when: bool | None = None
    """The answer that bars whatever else is shown, if this is a fact of an instrument and one does."""


Flag = StrictBool | None


class InPart(Described):
    """What is known of a coded fact, and no more: terms that apply, and terms that do not."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        revalidate_instances="always",
        json_schema_extra={
            "anyOf": [
                {"required": [field], "properties": {field: {"not": {"const": []}}}} for field in ("has", "lacks")
            ]
        },
    )

    has: OneOrMore = ()
    """The terms that apply."""
    lacks: OneOrMore = ()
    """The terms that do not apply."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.has and not self.lacks:
            raise ValueError("say which terms it `has`, or `lacks`")
        return self


def in_part(value: object) -> object:
    """Return what plain entries say of a fact in part; the same value, if they do not."""
    try:
        return InPart.model_validate(value)
    except ValidationError:
        return value


def _form(value: object) -> str:
    return IN_PART if isinstance(value, dict | InPart) else LISTED


Said = Annotated[Annotated[OneOrMore, Tag(LISTED)] | Annotated[InPart, Tag(IN_PART)], Discriminator(_form)]
"""One term, a list of terms, or what is known in part."""

Terms = Said | None
"""What is said of a coded fact.

Of a fact that lists what there is (an agreement's terms, safeguards, a release's statements) a list is whole: these
and no others. Of one that says what something is, or what for, nothing more is said than that these terms apply.
`InPart` says of either what applies and what does not, and leaves the rest unknown.
"""

Purpose = Annotated[Annotated[str, Tag(LISTED)] | Annotated[InPart, Tag(IN_PART)], Discriminator(_form)]
"""What is said of one purpose: a term, or what is known in part; several terms can apply to the one."""


def not_empty(value: tuple[object, ...] | None) -> tuple[object, ...] | None:
    """Return a list that says something; an empty one is refused."""
    if value == ():
        raise refusal("empty-list", "the list must not be empty: leave it out if it is not known")
    return value


class Part(Described):
    """A part of a request."""

    model_config = ConfigDict(frozen=True, extra="forbid", revalidate_instances="always")

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Yield what is stated: a request has many facts, and most of them are left out."""
        defaults = {name: info.default for name, info in type(self).model_fields.items()}
        yield from (
            (name, value)
            for name, value in super().__repr_args__()
            if value not in (None, {}, defaults.get(str(name)))
        )
