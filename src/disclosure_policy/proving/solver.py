"""Searches for facts on which conditions come out as wanted.

A wanted value is split into what must be so together and what may be so in one way or another; the ways are tried in
the order that the caller gives them, and one that contradicts what is already settled is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    evaluate,
    parts,
    references,
)
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.law import Scheme, Statement

MAX_STEPS = 5_000
NEVER_KNOWN = FactReference("", "boolean")
"""Stands for what no request can make true or false, such as whether a permit that is not wholly encoded holds."""

Shuffle = Callable[[list[Any]], list[Any]]
Goal = tuple[Expression, bool]


@dataclass(frozen=True)
class Settled:
    """What has been settled: plain facts, terms that must be true or false, and comparisons still to be met."""

    schemes: Mapping[str, Scheme]
    fixed: Mapping[str, Value | tuple[str, ...]] = field(default_factory=dict)
    """Facts that are stated so whatever is wanted, coded ones in the terms that are stated."""
    plain: Mapping[str, Value] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    comparisons: tuple[Goal, ...] = ()

    def value(self, path: str) -> Value | None:
        """Return the value of a fact or a term so far, None while it is open."""
        fact, _, term = path.rpartition(".")
        stated = self.fixed.get(fact if fact in self.schemes else path)
        if isinstance(stated, tuple):
            return self.schemes[fact].truth(Statement(self.schemes[fact].spelled_out(stated)), term)
        return self.terms.get(fact, {}).get(term) if fact in self.schemes else self.plain.get(path, stated)

    def settle(self, path: str, value: bool) -> Settled | None:  # noqa: FBT001 - the value of a fact
        """Return the same with one more fact settled, or None if it cannot be so."""
        known = self.value(path)
        if known is not None or path == NEVER_KNOWN.path:
            return self if known is value else None
        fact, _, term = path.rpartition(".")
        if fact in self.fixed:
            return None
        if fact not in self.schemes:
            return replace(self, plain={**self.plain, path: value})
        terms = {**self.terms.get(fact, {}), term: value}
        able = replace(self, terms={**self.terms, fact: terms})
        return None if able.stated(fact, min) is None else able

    def stated(self, fact: str, pick: Callable[[list[str]], str]) -> Statement | None:
        """Return what makes those terms true and false that must be, or None if nothing does.

        Each that must be true is stated by itself or by what falls under it, as `pick` chooses.
        """
        scheme, terms = self.schemes[fact], self.terms.get(fact, {})
        denied = tuple(name for name, value in terms.items() if not value)
        has = tuple(name for name, value in terms.items() if value)
        if scheme.contradiction(Statement(has, denied)):
            return None
        for name in has:
            instead = {
                term: tuple(dict.fromkeys(term if one == name else one for one in has))
                for term in scheme.plain
                if name in scheme.broader[term]
            }
            ways = [term for term in instead if not scheme.contradiction(Statement(instead[term], denied))]
            has = instead[pick(ways)]
        needed = tuple(name for name in denied if scheme.truth(Statement(has), name) is not False)
        return Statement(has, needed)


def solutions(goals: Iterable[Goal], settled: Settled, shuffle: Shuffle) -> Iterator[Settled]:
    """Yield facts on which every goal is met; stops after `MAX_STEPS`, found or not."""
    stack = [(_firm_first(goals), settled)]
    for _ in range(MAX_STEPS):
        if not stack:
            return
        waiting, known = stack.pop()
        if waiting:
            goal, *rest = waiting
            ways = shuffle(list(_ways(goal, known)))
            stack += [(_firm_first(parts_of_goal, rest), able) for parts_of_goal, able in ways]
        else:
            yield from _compared(known, shuffle)


def _firm_first(goals: Iterable[Goal], rest: Iterable[Goal] = ()) -> list[Goal]:
    """Return goals so that those that can be met in one way alone come first."""
    goals = list(goals)
    firm = [goal for goal in goals if not _is_choice(goal)]
    return [*firm, *rest, *(goal for goal in goals if _is_choice(goal))]


def _is_choice(goal: Goal) -> bool:
    expression, wanted = goal
    return isinstance(expression, Compare | (Or if wanted else And))


def _ways(goal: Goal, known: Settled) -> Iterator[tuple[tuple[Goal, ...], Settled]]:
    """Yield each way to meet a goal: the goals that remain then, and what is settled."""
    expression, wanted = goal
    if evaluate(expression, known.value) is wanted:
        yield (), known
        return
    match expression:
        case FactReference():
            able = known.settle(expression.path, wanted)
            if able is not None:
                yield (), able
        case Not():
            yield ((expression.operand, not wanted),), known
        case And() | Or() if _is_choice(goal):
            yield from ((((operand, wanted),), known) for operand in expression.operands)
        case And() | Or():
            yield tuple((operand, wanted) for operand in expression.operands), known
        case Compare() if expression.left.kind == "boolean":
            same = (expression.operation == "==") is wanted
            for value in (True, False):
                yield ((expression.left, value), (expression.right, value is same)), known
        case Compare() | Member():
            yield (), replace(known, comparisons=(*known.comparisons, goal))


def _compared(known: Settled, shuffle: Shuffle) -> Iterator[Settled]:
    """Yield the same facts with numbers and dates that meet the comparisons."""
    facts = (fact for goal, _ in known.comparisons for fact in references(goal))
    read = {fact.path: fact.kind for fact in facts if fact.path not in known.fixed}
    values = {"number": _numbers(known.comparisons), "date": _dates(known.comparisons)}
    ways = product(*(shuffle(values.get(kind, [])) for kind in read.values()))
    for chosen in islice(ways, MAX_STEPS):
        able = replace(known, plain={**known.plain, **dict(zip(read, chosen, strict=True))})
        if all(evaluate(expression, able.value) is wanted for expression, wanted in known.comparisons):
            yield able


def _constants(goals: Iterable[Goal]) -> list[Value]:
    found: list[Value] = []
    waiting = [expression for expression, _ in goals]
    while waiting:
        one = waiting.pop()
        waiting += parts(one)
        found += [one.value] if isinstance(one, Constant) else []
    return found


def _numbers(goals: Iterable[Goal]) -> list[Value]:
    """Return the numbers on both sides of every limit that the goals name, and of their sums and differences."""
    named = [0, *(value for value in _constants(goals) if type(value) is int)]
    limits = {one + sign * other for one in named for other in named for sign in (-1, 1)}
    return sorted({limit + step for limit in limits for step in (-1, 0, 1)})


def _dates(goals: Iterable[Goal]) -> list[Value]:
    """Return the days around every limit that the goals name."""
    constants = _constants(goals)
    spans = [timedelta(), *(value for value in constants if isinstance(value, timedelta))]
    limits = [value for value in constants if isinstance(value, date)] or [date(2020, 1, 1)]
    steps = [timedelta(days) for days in (-1, 0, 1)]
    return sorted(
        {day + sign * span + step for day in limits for span in spans for sign in (-1, 1) for step in steps}
    )
