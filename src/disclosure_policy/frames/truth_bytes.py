"""Tables of truth values, a byte each: false is 0, unknown 1, true 2, so `and` is the least and `or` the most."""

from __future__ import annotations

import numpy as np

from disclosure_policy.deciding.logic_graph import ValueTest
from disclosure_policy.truth import Truth

Truths = bytes
FALSE, UNKNOWN, TRUE = 0, 1, 2
_CODES = {False: FALSE, None: UNKNOWN, True: TRUE}
_VALUES = {code: value for value, code in _CODES.items()}
_IS: dict[ValueTest, bytes] = {
    "true": bytes((FALSE, FALSE, TRUE)),
    "possible": bytes((FALSE, TRUE, TRUE)),
    "unknown": bytes((FALSE, TRUE, FALSE)),
}
_OPPOSITE = bytes((TRUE, UNKNOWN, FALSE))


def code_of(value: Truth) -> int:
    """Return the byte of a truth value."""
    return _CODES[value]


def value_of(code: int) -> Truth:
    """Return the truth value of a byte."""
    return _VALUES[code]


def opposites(table: Truths) -> Truths:
    """Return the opposite of each value."""
    return table.translate(_OPPOSITE.ljust(256))


def answers(question: ValueTest, table: Truths) -> Truths:
    """Return for each value whether it is true, possible (true or unknown) or unknown."""
    return table.translate(_IS[question].ljust(256))


def all_of(left: Truths, right: Truths) -> Truths:
    """Return the conjunction of two tables, value by value."""
    return bytes(np.minimum(np.frombuffer(left, np.uint8), np.frombuffer(right, np.uint8)))


def any_of(left: Truths, right: Truths) -> Truths:
    """Return the disjunction of two tables, value by value."""
    return bytes(np.maximum(np.frombuffer(left, np.uint8), np.frombuffer(right, np.uint8)))
