"""A term in which coded facts are stated, as the vocabulary file defines it."""

from pydantic import ConfigDict

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
    stands_for: tuple[str, ...] = ()
    """The terms it is short for; it then stands in requests alone, never in a condition."""
