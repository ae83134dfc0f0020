"""What stands for a truth value when law is weighed, and how conditions are put in terms of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeVar, cast

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    truth,
)
from disclosure_policy.deciding.facts import Facts
from disclosure_policy.truth import Truth, conjunction, disjunction, negation

T = TypeVar("T")
"""What stands for a truth value."""
S = TypeVar("S")
"""What conditions are weighed against: facts, or what stands for them."""


class Algebra(Protocol[T, S]):
    """Three truth values in some form, joined as strong Kleene logic joins them."""

    def known(self, value: Truth, /) -> T:
        """Return what stands for a truth value."""
        ...

    def negation(self, value: T, /) -> T:
        """Return the opposite."""
        ...

    def all_of(self, values: Iterable[T], /) -> T:
        """Return what is true where all are."""
        ...

    def any_of(self, values: Iterable[T], /) -> T:
        """Return what is true where any is."""
        ...

    def condition(self, expression: Expression, facts: S, /) -> T:
        """Return the truth of a condition."""
        ...

    def given(self, facts: S, derived: Mapping[str, T], /) -> S:
        """Return the same facts with some that are derived from other law."""
        ...


class _Values:
    """Truth values themselves."""

    negation = staticmethod(negation)
    all_of = staticmethod(conjunction)
    any_of = staticmethod(disjunction)

    @staticmethod
    def known(value: Truth) -> Truth:
        return value

    @staticmethod
    def condition(expression: Expression, facts: Facts) -> Truth:
        return truth(expression, facts.value)

    @staticmethod
    def given(facts: Facts, derived: Mapping[str, Truth]) -> Facts:
        return facts.given(derived) if derived else facts


VALUES: Algebra[Truth, Facts] = _Values()
"""The algebra of plain weighing."""


def in_terms_of(
    algebra: Algebra[T, S], expression: Expression, derived: Mapping[str, T], leaf: Callable[[Expression], T]
) -> T:
    """Return a condition in terms of `and`, `or` and `not`; `leaf` gives what cannot be taken apart any further.

    Equality of truth values can be; what is derived from other law is already there.
    """

    def within(part: Expression) -> T:
        return in_terms_of(algebra, part, derived, leaf)

    match expression:
        case Constant():
            return algebra.known(cast("Truth", expression.value))
        case FactReference() if expression.path in derived:
            return derived[expression.path]
        case Not():
            return algebra.negation(within(expression.operand))
        case And():
            return algebra.all_of([within(operand) for operand in expression.operands])
        case Or():
            return algebra.any_of([within(operand) for operand in expression.operands])
        case Compare() if expression.left.kind == "boolean":
            equal = _same(algebra, within(expression.left), within(expression.right))
            return equal if expression.operation == "==" else algebra.negation(equal)
        case Member() if expression.item.kind == "boolean":
            return _among(algebra, within(expression.item), [within(choice) for choice in expression.choices])
    return leaf(expression)


def _same(algebra: Algebra[T, S], one: T, other: T) -> T:
    neither = algebra.negation(algebra.any_of((one, other)))
    return algebra.any_of((algebra.all_of((one, other)), neither))


def _among(algebra: Algebra[T, S], item: T, choices: list[T]) -> T:
    if not choices:  # false, but unknown where the item is
        return algebra.all_of((item, algebra.negation(item)))
    return algebra.any_of([_same(algebra, item, choice) for choice in choices])
