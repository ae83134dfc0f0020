"""Conditions as a small typed tree, and their value in strong Kleene logic.

The tree is what every other form of a condition is made from; nothing in it comes from a parser's own classes.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, cast

from disclosure_policy.conditions.value_kinds import Kind, Value
from disclosure_policy.truth import Truth, conjunction, disjunction, negation

Lookup = Callable[[str], Value | None]
"""Gives the value of a fact by its path, or None where it is unknown."""

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]

_COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the condition."""

    value: Value
    kind: Kind


@dataclass(frozen=True, slots=True)
class FactReference:
    """A fact read by its path, such as `recipient.type.public_official`; a term is read as a Boolean."""

    path: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Not:
    """True where the operand is false."""

    operand: Expression
    kind: Kind = "boolean"


@dataclass(frozen=True, slots=True)
class And:
    """True where every operand is."""

    operands: tuple[Expression, ...]
    kind: Kind = "boolean"


@dataclass(frozen=True, slots=True)
class Or:
    """True where some operand is."""

    operands: tuple[Expression, ...]
    kind: Kind = "boolean"


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two values of the same kind."""

    operation: Comparison
    left: Expression
    right: Expression
    kind: Kind = "boolean"


@dataclass(frozen=True, slots=True)
class Member:
    """True where the item equals one of the constants."""

    item: Expression
    choices: tuple[Constant, ...]
    kind: Kind = "boolean"


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum, or with `minus` a difference, of numbers, dates and durations."""

    left: Expression
    right: Expression
    minus: bool
    kind: Kind


Expression = Constant | FactReference | Not | And | Or | Compare | Member | Sum


def evaluate(expression: Expression, lookup: Lookup) -> Value | None:
    """Return the value of an expression, or None where it cannot be known; nothing makes unknown definite."""
    match expression:
        case Constant():
            return expression.value
        case FactReference():
            return lookup(expression.path)
        case Not():
            return negation(truth(expression.operand, lookup))
        case And():
            return conjunction(truth(operand, lookup) for operand in expression.operands)
        case Or():
            return disjunction(truth(operand, lookup) for operand in expression.operands)
        case Member():
            item = evaluate(expression.item, lookup)
            return None if item is None else any(item == choice.value for choice in expression.choices)
        case Compare():
            left, right = evaluate(expression.left, lookup), evaluate(expression.right, lookup)
            return None if left is None or right is None else _COMPARE[expression.operation](left, right)
        case Sum():
            return shifted(evaluate(expression.left, lookup), evaluate(expression.right, lookup), expression.minus)


truth = cast("Callable[[Expression, Lookup], Truth]", evaluate)
"""Returns the truth value of a Boolean expression, which is its value."""


def paths(expression: Expression) -> Iterator[str]:
    """Yield the path of every fact that an expression reads, in the order written."""
    return (fact.path for fact in references(expression))


def references(expression: Expression) -> Iterator[FactReference]:
    """Yield every fact that an expression reads, in the order written."""
    if isinstance(expression, FactReference):
        yield expression
    for part in parts(expression):
        yield from references(part)


def unknowns(expression: Expression, lookup: Lookup) -> Iterator[str]:
    """Yield the unknown facts that leave an expression unknown, in the order written.

    A part whose value is already settled is not looked into: no fact in it can matter any more.
    """
    if evaluate(expression, lookup) is not None:
        return
    if isinstance(expression, FactReference):
        yield expression.path
    for part in parts(expression):
        yield from unknowns(part, lookup)


def depth(expression: Expression) -> int:
    """Return how deeply an expression is nested; a constant or a fact is 1."""
    deepest, level = 0, [expression]
    while level:
        deepest += 1
        level = [part for parent in level for part in parts(parent)]
    return deepest


def parts(expression: Expression) -> tuple[Expression, ...]:
    """Return what an expression is directly made of."""
    match expression:
        case Constant() | FactReference():
            return ()
        case Not():
            return (expression.operand,)
        case And() | Or():
            return expression.operands
        case Member():
            return (expression.item, *expression.choices)
        case Compare() | Sum():
            return (expression.left, expression.right)


def made_of(expression: Expression, found: Sequence[Expression]) -> Expression:
    """Return the same expression made of other parts, as many as it has and in the same order."""
    match expression:
        case Not():
            return replace(expression, operand=found[0])
        case And() | Or():
            return replace(expression, operands=tuple(found))
        case Member():
            choices = tuple(one for one in found[1:] if isinstance(one, Constant))
            return replace(expression, item=found[0], choices=choices)
        case Compare() | Sum():
            return replace(expression, left=found[0], right=found[1])
        case Constant() | FactReference():
            return expression


def shifted(left: Any, right: Any, minus: bool) -> Value | None:  # noqa: ANN401, FBT001 - kinds were checked before
    """Return the sum or the difference of two values, None if one of them is unknown or no calendar holds it."""
    if left is None or right is None:
        return None
    try:
        result: int | date | timedelta = left - right if minus else left + right
    except OverflowError:  # a date beyond the calendar is not known to be anything
        return None
    return result
