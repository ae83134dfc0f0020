"""A term in which coded facts are stated, as the vocabulary file defines it, and what cannot be together."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StrictBool

from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described


class Term(Described):
    """A concept with a name, a definition and its source; `broader` are the terms it falls under.

    A term that is merely short for a list of others names them in `stands_for`: who states it states them all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    """What it is called in a sentence."""
    definition: str | None = None
    """What it means, in our own words."""
    citation: str | None = None
    """Where the law defines it."""
    broader: tuple[str, ...] = ()
    """The terms it falls under: whoever states it states them too."""
    narrower: tuple[str, ...] = ()
    """Terms of a jurisdiction above that fall under this one: a federal kind of agency can be one of the state's."""
    stands_for: tuple[str, ...] = ()
    """The terms it is short for; it then stands in requests alone, never in a condition."""
    bars: StrictBool = False
    """Whether it bars whatever else is shown: of one instrument it is true of every other of its kind."""


class Exclusion(Described):
    """Terms that exclude each other: where one applies, the others do not, nor what falls under them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: tuple[str, ...] = Field(min_length=1)
    """Terms that exclude each other or, with `against`, that exclude those."""
    against: tuple[str, ...] = ()
    """What each of the terms excludes, if they do not exclude each other."""
    because: str
    """Why nothing can be both, in our own words."""

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each two terms that exclude each other."""
        yield from product(self.terms, self.against) if self.against else combinations(self.terms, 2)


def _several(conditions: tuple[str, ...]) -> tuple[str, ...]:
    if len(conditions) < 2:  # noqa: PLR2004 - one condition is together with nothing
        message = "write at least two conditions that cannot be together"
        raise refusal("empty-list", message, help_="what one statement says of itself is for `terms` and `against`")
    return conditions


class NotTogether(Described):
    """Statements of several facts that cannot all be true of one disclosure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    all: Annotated[tuple[str, ...], AfterValidator(_several), Field(json_schema_extra={"minItems": 2})]
    """Conditions of which one at least is untrue, each written as in a rule."""
    because: str
    """Why they cannot be together, in our own words."""
    citation: str | None = None
    """Where the law says so, if it does."""
