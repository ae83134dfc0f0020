"""A term in which coded facts are stated, as the vocabulary file defines it, and what excludes what."""

from collections.abc import Iterator
from itertools import combinations, product

from pydantic import ConfigDict, Field, StrictBool

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
