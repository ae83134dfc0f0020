"""The base of every part of a request: facts, each with the question it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, StrictBool

from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described
from disclosure_policy.rule_files import as_list


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


Flag = StrictBool | None


Terms = Annotated[
    tuple[str, ...] | None, BeforeValidator(as_list, json_schema_input_type=str | tuple[str, ...] | None)
]
"""One term or a list of terms. The list is complete: what is not on it, nor under it, is not so."""


def not_empty(value: tuple[object, ...] | None) -> tuple[object, ...] | None:
    """Return a list that says something; an empty one is refused."""
    if value == ():
        raise refusal("empty-list", "the list must not be empty: leave it out if it is not known")
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
