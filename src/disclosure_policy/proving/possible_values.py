"""Works out which values conditions can take together, over everything that can be stated.

The terms of a coded fact can be true or false in every way that contradicts neither what falls under what nor what
the vocabulary says excludes each other; a Boolean is true or false; a number or a date stands before, at or after
each value with which it is compared. A comparison of another form counts as either. So what is found impossible is
impossible; where there are too many ways to try, nothing is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    evaluate,
    made_of,
    parts,
    paths,
    truth,
    unknowns,
)
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.law import Scheme, Statement
from disclosure_policy.rule_files import EffectivePeriod
from disclosure_policy.truth import Truth

MOST_LISTS = 2_000
MOST_TRIALS = 20_000

KnownValues = Mapping[str, Value | None]


@dataclass(frozen=True)
class Possibilities:
    """What can be stated under one jurisdiction while a version of a section is in force."""

    schemes: Mapping[str, Scheme]
    """The scheme of each coded fact, by the fact's path."""
    period: EffectivePeriod
    vague: bool = True
    """Whether a stated term leaves open those that fall under it, as it does; if not, none of them applies."""
    _answers: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    """What was found: rules ask the same of the same terms and conditions again and again."""

    def of(self, *conditions: Expression) -> frozenset[tuple[Truth, ...]] | None:
        """Return every combination of values that the conditions can take; None if there are too many ways to try.

        Unknown is among the values only where a term is stated too vaguely; what is left out is not tried.
        """
        key = ("of", self.vague, conditions)
        if key not in self._answers:
            search = _Search(self, [_plain(condition) for condition in conditions])
            self._answers[key] = frozenset(search.found) if search.run() else None
        found: frozenset[tuple[Truth, ...]] | None = self._answers[key]
        return found

    def never(self, *conditions: Expression) -> bool:
        """Say whether the conditions can never all be true together; where there are too many ways to try, no."""
        wanted = [one for condition in conditions for one in _wanted(condition)]
        return any(self._never(together) for together in _connected(wanted, self.fact_of))

    def _never(self, conditions: Sequence[Expression]) -> bool:
        key = ("never", self.vague, tuple(conditions))
        if key not in self._answers:
            search = _Search(self, [_plain(And(tuple(conditions)))], until_true=True)
            self._answers[key] = search.run() and (True,) not in search.found
        return self._answers[key] is True

    def rows(self, fact: str, terms: tuple[str, ...]) -> list[tuple[Truth, ...]] | None:
        """Return the values that terms of a fact can have together; None if there are too many."""
        key = ("rows", self.vague, fact, terms)
        if key not in self._answers:
            values = (True, False, None) if self.vague else (True, False)
            self._answers[key] = _rows(self.schemes[fact], terms, values)
        found: list[tuple[Truth, ...]] | None = self._answers[key]
        return found

    def fact_of(self, path: str) -> str:
        """Return the fact that is read at a path: a coded one if a term of it is read."""
        owner = path.rpartition(".")[0]
        return owner if owner in self.schemes else path


@dataclass
class _Search:
    possibilities: Possibilities
    conditions: Sequence[Expression]
    until_true: bool = False
    found: set[tuple[Truth, ...]] = field(default_factory=set)
    trials: int = 0
    _ways: dict[str, list[KnownValues] | None] = field(default_factory=dict)

    def run(self, stated: KnownValues | None = None) -> bool:
        """Try every way to state what is not stated yet, as far as it matters; say whether that could be done."""
        known = stated or {}
        self.trials += 1
        if self.trials > MOST_TRIALS:
            return False
        open_ = next((p for c in self.conditions for p in unknowns(c, known.get) if p not in known), None)
        if open_ is None:
            self.found.add(tuple(truth(condition, known.get) for condition in self.conditions))
            return True
        ways = self._ways_to_state(self.possibilities.fact_of(open_))
        if ways is None:
            return False
        return all(self.run({**known, **way}) for way in ways if not (self.until_true and (True,) in self.found))

    def _ways_to_state(self, fact: str) -> list[KnownValues] | None:
        if fact not in self._ways:
            self._ways[fact] = self._terms(fact) if fact in self.possibilities.schemes else self._values(fact)
        return self._ways[fact]

    def _terms(self, fact: str) -> list[KnownValues] | None:
        read = (path.rpartition(".") for condition in self.conditions for path in paths(condition))
        terms = sorted({term for owner, _, term in read if owner == fact})
        values = self.possibilities.rows(fact, tuple(terms))
        if values is None:
            return None
        return [dict(zip((f"{fact}.{term}" for term in terms), row, strict=True)) for row in values]

    def _values(self, path: str) -> list[KnownValues]:
        constants = {c for condition in self.conditions for c in _compared(condition, path)}
        if not constants:
            return [{path: True}, {path: False}]
        values = {near for constant in constants for near in _neighbours(constant)}
        if path == "as_of":
            period = self.possibilities.period
            days = {value for value in values if isinstance(value, date)} | {period.first}
            values = {day for day in days | {period.last or max(days)} if period.covers(day)}
        return [{path: value} for value in values]


def _wanted(condition: Expression) -> Iterator[Expression]:
    """Yield what has to be true for a condition to be: what it joins by `and`, one by one."""
    if isinstance(condition, And):
        for operand in condition.operands:
            yield from _wanted(operand)
    else:
        yield condition


def _connected(conditions: Sequence[Expression], fact_of: Callable[[str], str]) -> list[list[Expression]]:
    """Return the conditions in groups that have no fact in common, so that none bears on another group."""
    groups: list[tuple[set[str], list[Expression]]] = []
    for condition in conditions:
        facts, together = {fact_of(path) for path in paths(condition)}, [condition]
        apart = []
        for others, group in groups:
            if facts.isdisjoint(others):
                apart.append((others, group))
            else:
                facts, together = facts | others, [*group, *together]
        groups = [*apart, (facts, together)]
    return [group for _, group in groups]


def _rows(scheme: Scheme, terms: Sequence[str], values: tuple[Truth, ...]) -> list[tuple[Truth, ...]] | None:
    """Return the values that terms can have together, by what can be said of their fact; None if too many."""
    rows: list[tuple[Truth, ...]] = [()]
    for number in range(len(terms)):
        rows = [
            (*row, value) for row in rows for value in values if _can_be(scheme, terms[: number + 1], (*row, value))
        ]
        if len(rows) > MOST_LISTS:
            return None
    return rows


def _can_be(scheme: Scheme, terms: Sequence[str], row: tuple[Truth, ...]) -> bool:
    said = Statement(
        tuple(term for term, value in zip(terms, row, strict=True) if value is True),
        tuple(term for term, value in zip(terms, row, strict=True) if value is False),
    )
    return not scheme.contradiction(said) and all(
        scheme.truth(said, term) is value for term, value in zip(terms, row, strict=True)
    )


def _plain(condition: Expression) -> Expression:
    """Return a condition in which every comparison is of a fact with constants; others become facts."""
    match condition:
        case Compare(left=left) if left.kind == "boolean":
            return made_of(condition, [*map(_plain, parts(condition))])
        case Compare(_, FactReference(), Constant()) | Compare(_, Constant(), FactReference()):
            return condition
        case Member(FactReference(), _):
            return condition
        case Compare() | Member():
            if not any(paths(condition)):
                return Constant(evaluate(condition, lambda _: None) is True, "boolean")
            return FactReference(repr(condition), "boolean")
        case _:
            return made_of(condition, [*map(_plain, parts(condition))])


def _compared(condition: Expression, path: str) -> Iterator[int | date]:
    """Yield the constants with which a fact is compared."""
    match condition:
        case Compare(_, FactReference(name), Constant(value)) | Compare(_, Constant(value), FactReference(name)):
            if name == path and not isinstance(value, bool | timedelta):
                yield value
        case Member(FactReference(name), choices):
            values = (choice.value for choice in choices if name == path)
            yield from (value for value in values if not isinstance(value, bool | timedelta))
        case _:
            for part in parts(condition):
                yield from _compared(part, path)


def _neighbours(value: int | date) -> Iterator[int | date]:
    yield value
    if isinstance(value, int):
        yield from (value - 1, value + 1)
    else:
        yield from (value - timedelta(1) for _ in range(value > date.min))
        yield from (value + timedelta(1) for _ in range(value < date.max))
