"""A fact that a rule can read: its type, the question it answers, and who can answer it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, StrictBool

from disclosure_policy.describing import Described

Value = bool | int | date | timedelta
Kind = Literal["boolean", "number", "date", "duration", "terms"]

SINGLE = frozenset({"item.type", "purpose"})
"""Coded facts of which a rule sees exactly one term: each of several that a request states is decided by itself."""


class FactDeclaration(Described):
    """What is asked when a fact is missing, and what may be answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["boolean", "number", "date", "terms", "judgment"]
    """`number` is whole; `terms` come from the vocabulary; a `judgment` is a question that the law leaves to a
    person, whose answer says who gave it, when and why."""
    question: str
    """The question that the fact answers, in plain words."""
    citation: str | None = None
    """Where the law asks for it."""
    supplied_by: str = "the agency"
    """Who can answer."""
    changeable: StrictBool = False
    """Whether the parties can lawfully make it otherwise, as by signing an agreement; who somebody is and what a
    record contains cannot be changed."""
    terms_of: str | None = None
    """The vocabulary scheme that a fact of type `terms` takes its terms from, if not the one of its own name."""
    several: StrictBool = False
    """Whether several terms commonly apply at once, as of an agreement's terms; otherwise one is the rule."""

    @property
    def kind(self) -> Kind:
        """The type that a condition sees: a judgment is a Boolean."""
        return "boolean" if self.type == "judgment" else self.type


@dataclass(frozen=True, slots=True)
class Asks:
    """Marks a field of the request as a fact: the question it answers, who can answer, and what may change it."""

    question: str
    supplied_by: str = "the requester"
    changeable: bool = False
    terms_of: str | None = None
    several: bool = False


def as_list(value: object) -> object:
    """Return the list of one that a text by itself stands for; all else unchanged."""
    return (value,) if isinstance(value, str) else value


Flag = StrictBool | None
OneOrMore = Annotated[tuple[str, ...], BeforeValidator(as_list, json_schema_input_type=str | tuple[str, ...])]
"""A list of texts, or one text that stands for a list of one."""
Terms = Annotated[
    tuple[str, ...] | None, BeforeValidator(as_list, json_schema_input_type=str | tuple[str, ...] | None)
]
"""One term or a list of terms. The list is complete: what is not on it, nor under it, is not so."""


def not_empty(value: tuple[object, ...] | None) -> tuple[object, ...] | None:
    """Return a list that says something; an empty one is refused."""
    if value == ():
        raise ValueError("the list must not be empty: leave it out if it is not known")
    return value


class Part(Described):
    """A part of a request."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Yield what is stated: a request has many facts, and most of them are left out."""
        defaults = {name: info.default for name, info in type(self).model_fields.items()}
        yield from (
            (name, value)
            for name, value in super().__repr_args__()
            if value not in (None, {}, defaults.get(str(name)))
        )
