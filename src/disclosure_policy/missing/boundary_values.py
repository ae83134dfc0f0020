"""Finds the values around which a condition on an unknown number or date changes: what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from disclosure_policy.conditions.expression import (
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Sum,
    evaluate,
    paths,
)
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding import Facts


def values_around(expressions: list[Expression], facts: Facts) -> Iterator[Value]:
    """Yield values of a fact on both sides of, and at, everything that it is compared with."""
    if any(isinstance(expression, FactReference) for expression in expressions):
        yield from (True, False)
    for expression in expressions:
        for boundary in _boundaries(expression, facts):
            step = 1 if isinstance(boundary, int) else timedelta(days=1)
            yield boundary
            for sign in (-1, 1):
                try:
                    yield boundary + sign * step
                except OverflowError:  # there is no day before the first nor after the last
                    continue


def _boundaries(expression: Expression, facts: Facts) -> Iterator[Any]:
    match expression:
        case Compare():
            for side, other in ((expression.left, expression.right), (expression.right, expression.left)):
                value = evaluate(other, facts.value)
                if value is not None:
                    yield from _solved(side, value, facts)
        case Member():
            for choice in expression.choices:
                yield from _solved(expression.item, choice.value, facts)
        case _:
            return


def _solved(side: Expression, value: Any, facts: Facts) -> Iterator[Any]:  # noqa: ANN401 - of one kind with `side`
    """Yield the value of the one unknown fact of a sum under which the sum comes to `value`."""
    if isinstance(side, FactReference):
        if isinstance(value, int | date):
            yield value
    elif isinstance(side, Sum):
        left: Any = evaluate(side.left, facts.value)
        right: Any = evaluate(side.right, facts.value)
        try:
            if right is not None:
                rest = value + right if side.minus else value - right
                yield from _solved(side.left, rest, facts)
            elif left is not None:
                rest = left - value if side.minus else value - left
                yield from _solved(side.right, rest, facts)
        except OverflowError:
            return


def read_once(expression: Expression, fact: str, facts: Facts) -> bool:
    """Say whether a fact is read once: read twice in one comparison, it is not solved for."""
    read = [path for path in paths(expression) if facts.fact_of(path)[0] == fact]
    return len(read) == 1 or isinstance(expression, Constant)
