"""Replaces one part of a condition, tells where its parts stand, and writes a condition as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    Sum,
    made_of,
)
from disclosure_policy.conditions.expression import parts as operands
from disclosure_policy.conditions.value_kinds import Value

PartPath = tuple[int, ...]
"""The way from an expression to a part of it: at each step, which operand."""

_BINDS = {Or: 1, And: 2, Not: 3, Compare: 4, Member: 4, Sum: 5, Constant: 6, FactReference: 6}


def parts(expression: Expression) -> Iterator[tuple[PartPath, Expression]]:
    """Yield an expression and every part of it with its place, in the order written."""
    yield (), expression
    for number, operand in enumerate(operands(expression)):
        yield from (((number, *place), part) for place, part in parts(operand))


def atoms(expression: Expression) -> Iterator[tuple[PartPath, Expression]]:
    """Yield what `and`, `or` and `not` join: the facts, terms and comparisons, with their places."""
    if isinstance(expression, Not | And | Or):
        for number, operand in enumerate(operands(expression)):
            yield from (((number, *place), part) for place, part in atoms(operand))
    elif not isinstance(expression, Constant):
        yield (), expression


def replaced(expression: Expression, place: PartPath, part: Expression) -> Expression:
    """Return the expression with another part at a place."""
    if not place:
        return part
    found = list(operands(expression))
    found[place[0]] = replaced(found[place[0]], place[1:], part)
    return made_of(expression, found)


def without(expression: Expression, place: PartPath) -> Expression:
    """Return the expression without one operand of an `and` or an `or` in it."""
    *above, number = place
    joined = next(part for at, part in parts(expression) if at == tuple(above))
    rest = tuple(operand for index, operand in enumerate(operands(joined)) if index != number)
    return replaced(expression, tuple(above), rest[0] if len(rest) == 1 else made_of(joined, rest))


def written(expression: Expression) -> str:
    """Return the text of a condition that parses to this expression."""
    match expression:
        case Constant():
            return _constant(expression.value)
        case FactReference():
            return expression.path
        case Not():
            return f"not {_inside(expression.operand, expression)}"
        case And():
            return " and ".join(_inside(operand, expression) for operand in expression.operands)
        case Or():
            return " or ".join(_inside(operand, expression) for operand in expression.operands)
        case Member():
            choices = ", ".join(map(written, expression.choices))
            return f"{_inside(expression.item, expression)} in [{choices}]"
        case Compare():
            left, right = _inside(expression.left, expression), _inside(expression.right, expression)
            return f"{left} {expression.operation} {right}"
        case Sum():
            sign = "-" if expression.minus else "+"
            return f"{written(expression.left)} {sign} {_inside(expression.right, expression)}"


def _inside(part: Expression, whole: Expression) -> str:
    text = written(part)
    return text if _BINDS[type(part)] > _BINDS[type(whole)] else f"({text})"


def _constant(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return f'd"{value.isoformat()}"'
    if isinstance(value, timedelta):
        return f't"P{value.days}D"'
    return str(value)
