"""Turns conditions into plain values and back, so that they can be kept as JSON."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Comparison,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    Sum,
)
from disclosure_policy.conditions.value_kinds import Kind, Value

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def plain_of(expression: Expression) -> list[Any]:
    """Return an expression as plain values."""
    match expression:
        case Constant():
            return ["constant", expression.kind, _plain_value(expression.value)]
        case FactReference():
            return ["fact", expression.kind, expression.path]
        case Not():
            return ["not", plain_of(expression.operand)]
        case And() | Or():
            return ["and" if isinstance(expression, And) else "or", *map(plain_of, expression.operands)]
        case Compare():
            return [expression.operation, plain_of(expression.left), plain_of(expression.right)]
        case Member():
            return ["in", plain_of(expression.item), *map(plain_of, expression.choices)]
        case Sum():
            sign = "-" if expression.minus else "+"
            return [sign, expression.kind, plain_of(expression.left), plain_of(expression.right)]


def expression_of(plain: list[Any]) -> Expression:
    """Return the expression that was made plain.

    Raises:
        ValueError: if it is none.
    """
    match plain:
        case ["constant", kind, value]:
            return Constant(_value(cast("Kind", kind), value), cast("Kind", kind))
        case ["fact", kind, path]:
            return FactReference(path, kind)
        case ["not", operand]:
            return Not(expression_of(operand))
        case ["and", *operands]:
            return And(tuple(map(expression_of, operands)))
        case ["or", *operands]:
            return Or(tuple(map(expression_of, operands)))
        case ["in", item, *choices]:
            return Member(expression_of(item), tuple(cast("Constant", expression_of(choice)) for choice in choices))
        case ["+" | "-" as sign, kind, left, right]:
            return Sum(expression_of(left), expression_of(right), sign == "-", kind)
        case [operation, left, right] if operation in _COMPARISONS:
            return Compare(cast("Comparison", operation), expression_of(left), expression_of(right))
    raise ValueError("this is no expression")


def _plain_value(value: Value) -> bool | int | str:
    if isinstance(value, timedelta):
        return value.days
    return value.isoformat() if isinstance(value, date) else value


def _value(kind: Kind, plain: Any) -> Value:  # noqa: ANN401
    if kind == "duration":
        return timedelta(days=plain)
    return date.fromisoformat(plain) if kind == "date" else cast("Value", plain)
