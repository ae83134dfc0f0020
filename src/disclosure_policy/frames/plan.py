"""Law as one graph of three-valued steps, in which equal steps are one and what is settled is folded away.

The graph says what is to be computed for a disclosure, whatever computes it. A coded fact is read as the number of
what was stated of it, so any condition on one coded fact is a table with a truth value for each number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from disclosure_policy.conditions.expression import (
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    evaluate,
    paths,
)
from disclosure_policy.deciding import in_terms_of
from disclosure_policy.frames.stated import Statements
from disclosure_policy.frames.steps import Among, Aside, Flag, Is, Joined, Known, Negated, Node, Step, Table, Versus
from disclosure_policy.frames.truths import (
    UNKNOWN,
    Question,
    Truths,
    all_of,
    answers,
    any_of,
    code_of,
    opposites,
    value_of,
)
from disclosure_policy.truth import Truth, negation

Given = Mapping[str, Node]
"""Facts that are computed, not stated, by path."""


@dataclass
class Plan:
    """The graph, while it is built and after: the algebra of weighing by the column.

    `stated` has the coded facts, `present` the facts of either kind of which anything is stated at all.
    """

    stated: Mapping[str, Statements]
    present: frozenset[str]
    steps: list[Step] = field(default_factory=list)
    _places: dict[Step, Node] = field(default_factory=dict)
    _definite: list[bool] = field(default_factory=list)
    _terms: dict[tuple[str, str], Node] = field(default_factory=dict)

    def known(self, value: Truth) -> Node:
        """Return the step that is this value."""
        return self._step(Known(value), definite=value is not None)

    def condition(self, expression: Expression, given: Given) -> Node:
        """Return the step for a Boolean expression; `given` facts are computed, not stated."""
        return in_terms_of(self, expression, given, self._leaf)

    def given(self, facts: Given, derived: Given) -> Given:
        """Return facts that are computed, with some more."""
        return {**facts, **derived}

    def unknown_at(self, path: str, given: Given) -> Node:
        """Return the step that says whether a fact of any type is unknown."""
        if path in given:
            return self.is_("unknown", given[path])
        return self.is_("unknown", self._read(path))

    def negation(self, node: Node) -> Node:
        """Return the step for the opposite."""
        match self.steps[node]:
            case Known(value):
                return self.known(negation(value))
            case Table(fact, truths):
                return self._table(fact, opposites(truths))
            case Negated(operand):
                return operand
        return self._step(Negated(node), definite=self._definite[node])

    def all_of(self, nodes: Iterable[Node]) -> Node:
        """Return the step that is true where all are."""
        return self._joined("and", nodes)

    def any_of(self, nodes: Iterable[Node]) -> Node:
        """Return the step that is true where some are."""
        return self._joined("or", nodes)

    def is_(self, what: Question, node: Node) -> Node:
        """Return the step that asks whether a value is true, possible or unknown."""
        if self._definite[node]:
            return self.known(value=False) if what == "unknown" else node
        match self.steps[node]:
            case Known(value):
                return self.known(value_of(answers(what, bytes((code_of(value),)))[0]))
            case Table(fact, truths):
                return self._table(fact, answers(what, truths))
        return self._step(Is(what, node), definite=True)

    def parts(self, node: Node) -> tuple[Node, ...]:
        """Return the steps on which a step rests."""
        match self.steps[node]:
            case Negated(operand) | Is(_, operand):
                return (operand,)
            case Joined(_, operands):
                return operands
        return ()

    def needed(self, outputs: Iterable[Node]) -> list[Node]:
        """Return the steps that some outputs rest on, and these, in order."""
        found: set[Node] = set()
        waiting = list(outputs)
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += self.parts(node)
        return sorted(found)

    def _read(self, path: str) -> Node:
        fact, _, term = path.rpartition(".")
        if fact in self.stated:
            if fact not in self.present:
                return self.known(None)
            if (fact, term) not in self._terms:
                self._terms[fact, term] = self._table(fact, self.stated[fact].truths(term))
            return self._terms[fact, term]
        if path not in self.present:
            return self.known(None)
        return self._step(Flag(path), definite=False)

    def _leaf(self, expression: Expression) -> Node:
        if isinstance(expression, FactReference):
            return self._read(expression.path)
        read = set(paths(expression))
        if not read:
            return self.known(evaluate(expression, lambda _: None) is True)
        if not read <= self.present:
            return self.known(None)
        match expression:
            case Compare(operation, FactReference(left), FactReference(right)):
                return self._step(Versus(operation, left, right))
            case Compare(operation, FactReference(left), Constant(constant)):
                return self._step(Versus(operation, left, None, constant))
            case Member(FactReference(path), choices) if choices:
                return self._step(Among(path, tuple(choice.value for choice in choices)))
        return self._step(Aside(expression))

    def _table(self, fact: str, truths: Truths) -> Node:
        distinct = set(truths)
        if len(distinct) == 1:
            return self.known(value_of(distinct.pop()))
        return self._step(Table(fact, truths), definite=UNKNOWN not in distinct)

    def _joined(self, how: Literal["and", "or"], nodes: Iterable[Node]) -> Node:
        """Join steps: what settles the whole settles it, tables of one fact become one table."""
        join, neutral, settling = (all_of, True, False) if how == "and" else (any_of, False, True)
        tables: dict[str, Truths] = {}
        others: dict[Node, None] = {}
        for node in nodes:
            match self.steps[node]:
                case Known(value) if value is neutral:
                    pass
                case Known(value) if value is settling:
                    return node
                case Table(fact, truths):
                    tables[fact] = join(tables[fact], truths) if fact in tables else truths
                case _:
                    others[node] = None
        found = dict.fromkeys([*(self._table(fact, truths) for fact, truths in tables.items()), *others])
        if self._places.get(Known(settling)) in found:
            return self.known(settling)
        found.pop(self._places.get(Known(neutral), -1), None)
        if len(found) < 2:  # noqa: PLR2004 - one step, or none
            return next(iter(found), self.known(neutral))
        return self._step(Joined(how, tuple(found)), definite=all(self._definite[node] for node in found))

    def _step(self, step: Step, *, definite: bool = False) -> Node:
        if step not in self._places:
            self._places[step] = len(self.steps)
            self.steps.append(step)
            self._definite.append(definite)
        return self._places[step]
