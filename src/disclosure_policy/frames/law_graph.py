"""Law as a graph of three-valued steps.

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
from disclosure_policy.deciding.logic_graph import FALSE, TRUE, UNKNOWN, Graph, Node, NodeKind, ValueTest
from disclosure_policy.frames import truth_bytes
from disclosure_policy.frames.graph_inputs import Among, Aside, BooleanInput, GraphInput, TermInput, Versus
from disclosure_policy.frames.statement_numbers import Statements
from disclosure_policy.frames.truth_bytes import (
    Truths,
    all_of,
    answers,
    any_of,
    opposites,
    value_of,
)

ComputedFacts = Mapping[str, Node]
"""Facts that are computed, not stated, by path."""


@dataclass
class Plan(Graph[GraphInput]):
    """The graph, while it is built and after: the algebra of weighing by the column.

    `stated` has the coded facts, `present` the facts of either kind of which anything is stated at all.
    """

    stated: Mapping[str, Statements]
    present: frozenset[str]
    _definite: list[bool] = field(default_factory=lambda: [True, True, False])
    _terms: dict[tuple[str, str], Node] = field(default_factory=dict)

    def condition(self, expression: Expression, given: ComputedFacts) -> Node:
        """Return the step for a Boolean expression; `given` facts are computed, not stated."""
        return in_terms_of(self, expression, given, self._leaf)

    def given(self, facts: ComputedFacts, derived: ComputedFacts) -> ComputedFacts:
        """Return facts that are computed, with some more."""
        return {**facts, **derived}

    def unknown_at(self, path: str, given: ComputedFacts) -> Node:
        """Return the step that says whether a fact of any type is unknown."""
        if path in given:
            return self.is_("unknown", given[path])
        return self.is_("unknown", self._read(path))

    def negation(self, node: Node) -> Node:
        """Return the step for the opposite."""
        atom = self.atoms.get(node)
        return (
            self._table(atom.fact, opposites(atom.truths)) if isinstance(atom, TermInput) else super().negation(node)
        )

    def is_(self, what: ValueTest, node: Node) -> Node:
        """Return the step that asks whether a value is true, possible or unknown."""
        if self._definite[node]:
            return FALSE if what == "unknown" else node
        if node == UNKNOWN:
            return FALSE if what == "true" else TRUE
        atom = self.atoms.get(node)
        return (
            self._table(atom.fact, answers(what, atom.truths))
            if isinstance(atom, TermInput)
            else self._node(what, (node,))
        )

    def needed(self, outputs: Iterable[Node]) -> list[Node]:
        """Return the steps that some outputs rest on, and these, in order."""
        found: set[Node] = set()
        waiting = list(outputs)
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += self.parts[node]
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
        return self.atom(BooleanInput(path))

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
                return self.atom(Versus(operation, left, right))
            case Compare(operation, FactReference(left), Constant(constant)):
                return self.atom(Versus(operation, left, None, constant))
            case Member(FactReference(path), choices) if choices:
                return self.atom(Among(path, tuple(choice.value for choice in choices)))
        return self.atom(Aside(expression))

    def _table(self, fact: str, truths: Truths) -> Node:
        distinct = set(truths)
        return self.known(value_of(distinct.pop())) if len(distinct) == 1 else self.atom(TermInput(fact, truths))

    def _join(self, kind: Literal["and", "or"], nodes: Iterable[Node]) -> Node:
        """Join steps: tables of one fact become one table."""
        join = all_of if kind == "and" else any_of
        tables: dict[str, Truths] = {}
        others: list[Node] = []
        for node in nodes:
            atom = self.atoms.get(node)
            if isinstance(atom, TermInput):
                tables[atom.fact] = join(tables[atom.fact], atom.truths) if atom.fact in tables else atom.truths
            else:
                others.append(node)
        return super()._join(kind, [*(self._table(fact, truths) for fact, truths in tables.items()), *others])

    def _node(self, kind: NodeKind, parts: tuple[Node, ...], atom: object = None) -> Node:
        node = super()._node(kind, parts, atom)
        if node == len(self._definite):
            by_itself = isinstance(atom, TermInput) and truth_bytes.UNKNOWN not in atom.truths
            asked = kind in ("true", "possible", "unknown")
            self._definite.append(asked or by_itself or (bool(parts) and all(self._definite[part] for part in parts)))
        return node
