"""Three truth values: true, false, and unknown, which is None.

Strong Kleene logic: a definite answer is given only where it holds however the unknowns turn out.
Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.
"""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def negation(value: Truth) -> Truth:
    """Return the opposite; the opposite of unknown is unknown."""
    return None if value is None else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """Return false if any value is false, else unknown if any is unknown, else true."""
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def disjunction(values: Iterable[Truth]) -> Truth:
    """Return true if any value is true, else unknown if any is unknown, else false."""
    result: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def word(value: Truth) -> str:
    """Return the value as a person reads it: `true`, `false` or `unknown`."""
    return {True: "true", False: "false", None: "unknown"}[value]
