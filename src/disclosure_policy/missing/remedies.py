"""Finds the smallest lawful changes after which a denied request would be allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from disclosure_policy.deciding import Case, Weighed, settled
from disclosure_policy.deciding.logic_graph import Node
from disclosure_policy.decision import Decision
from disclosure_policy.decision.remedies import Remedy
from disclosure_policy.law import Law
from disclosure_policy.missing.cheapest_ways import Price, Way, Ways
from disclosure_policy.missing.items_and_purposes import Bundle, Left
from disclosure_policy.missing.open_verdict import Place, residue
from disclosure_policy.missing.proposals import Amendment, Proposing, Supposed
from disclosure_policy.missing.restated_request import refined, restated
from disclosure_policy.missing.smallest_amendments import Enough

MOST = 5
"""How many proposals are made."""
KEPT = 12
"""How many ways are kept for each rule while they are sought."""


class Decide(Protocol):
    """Decides a case that was weighed already."""

    def __call__(self, case: Case, law: Law, *, weighed: Weighed) -> Decision:
        """Return the decision; `weighed` is what weighing it came to."""
        ...


Wanted = dict[Place, dict[Node, bool]]
"""By fact, the values wanted of its atoms."""


def advise(case: Case, law: Law, decide: Decide) -> tuple[Remedy, ...]:
    """Return the smallest sets of lawful changes after which a request would be allowed, best first.

    Leaving items or purposes out comes first. Then come proposals that rest on nothing unknown that nobody can
    change, those that take fewer changes, those that involve fewer parties; a change of one fact counts as one
    whatever the fact, a court's order like a signature. Of proposals that change the same facts one is made. No more
    than `MOST` are made, and a number or a date is never proposed.
    """
    return tuple(_Advice(case, law, decide).remedies())


class _Advice:
    def __init__(self, case: Case, law: Law, decide: Decide) -> None:
        self.case, self.law, self.decide = case, law, decide
        self.declared = law.facts[case.jurisdiction]
        self.residue = residue(case, law.layers(case.jurisdiction, case.as_of), self._changeable)
        self.bundle = Bundle(case)
        self.proposing = Proposing(self.bundle, self.residue, law)
        self.left: dict[Node, Left] = {}
        self.said: dict[tuple[Place, tuple[tuple[Node, bool], ...]], Supposed | None] = {}
        self.root = self._with_narrowing()
        self.enough = Enough(self.residue, self.root, self.left)
        self.current = self.enough.current

    def remedies(self) -> Iterator[Remedy]:
        ways = Ways(self.residue.circuit, self._price, self._as_is, KEPT)
        tried: set[object] = set()
        made = 0
        for way in ways.to(self.root, wanted=True):
            for amendment in self.enough.smallest(self._amendment(way)):
                key = (amendment.left, frozenset(amendment.said))
                if key in tried or made == MOST:
                    continue
                tried.add(key)
                case = self.proposing.case(amendment)
                if case is None:
                    continue
                changed, weighed = settled(case, self.law)
                decision = self.decide(changed, self.law, weighed=weighed)
                if decision.allowed:
                    made += 1
                    yield self.proposing.proposal(amendment, changed, decision)

    def _changeable(self, fact: str) -> bool:
        declared = self.declared.get(fact)
        return declared is not None and declared.changeable

    def _with_narrowing(self) -> Node:
        """Return whether the request is allowed in what is not left out of it, and something is left."""
        circuit = self.residue.circuit
        left: dict[Left, Node] = {}
        for which in self.bundle.separable:
            left[which] = circuit.atom(which)
        self.left = {node: which for which, node in left.items()}
        goals: list[Node] = []
        for parts, allowed in zip(self.bundle.grid, self.residue.disclosures, strict=True):
            goals.append(circuit.any_of([*(left[which] for which in parts if which in left), allowed]))
        for kind in ("item", "purpose"):
            one_stays = [circuit.negation(node) for which, node in left.items() if which.kind == kind]
            goals += [circuit.any_of(one_stays)] if one_stays else []
        return circuit.all_of(goals)

    def _price(self, way: Way) -> Price | None:
        """Price a way: what it takes beyond narrowing, what is unknown, how much is changed, how many must act."""
        wanted = self._wanted(way)
        if any(self._saying(place, values) is None for place, values in wanted.items()):
            return None
        out = sum(value for node, value in way if node in self.left)
        changeable = [place for place in wanted if self._changeable(place[0])]
        parties = {self.declared[fact].supplied_by for fact, _ in changeable}
        unknown = len(wanted) - len(changeable)
        return bool(wanted), bool(unknown), len(wanted) + out, len(parties), unknown, out

    def _as_is(self, literal: tuple[Node, bool]) -> bool:
        node, value = literal
        return not value if node in self.left else self.current[node] is value

    def _wanted(self, way: Way) -> Wanted:
        """Return, of each fact that would have to be stated otherwise, all that the way asks of it."""
        wanted: Wanted = {}
        for node, value in way:
            if node not in self.left:
                wanted.setdefault(self.residue.atoms[node].places[0], {})[node] = value
        return {
            place: values
            for place, values in wanted.items()
            if any(self.current[node] is not value for node, value in values.items())
        }

    def _amendment(self, way: Way) -> Amendment:
        left = frozenset(self.left[node] for node, value in way if value and node in self.left)
        said = {place: self._saying(place, values) for place, values in self._wanted(way).items()}
        return Amendment(left, {place: supposed for place, supposed in said.items() if supposed is not None})

    def _saying(self, place: Place, values: Mapping[Node, bool]) -> Supposed | None:
        """Return what would be stated of a fact, as worked out before: many ways ask for the same."""
        key = place, tuple(values.items())
        if key not in self.said:
            self.said[key] = self._said(place, values)
        return self.said[key]

    def _said(self, place: Place, values: Mapping[Node, bool]) -> Supposed | None:
        """Return what would be stated of a fact for its atoms to have these values; None if nothing can be.

        Who asks, what the record holds and what else nobody can change is asked for, and never supposed; only
        narrower words for what was stated are, and the answer to a question that the law leaves to a person.
        """
        fact, facts = place[0], self.residue.facts[place]
        atoms = [self.residue.atoms[node] for node in values]
        declared = self.declared[fact]
        if fact not in facts.schemes:
            open_to_say = declared.type == "judgment" or (declared.changeable and declared.kind == "boolean")
            return next(iter(values.values())) if open_to_say else None
        wanted = {str(atom.term): value for atom, value in zip(atoms, values.values(), strict=True)}
        scheme, said = facts.schemes[fact], facts.said_of(fact)
        if declared.changeable:
            whole = replace(said, whole=said.whole or (declared.several and not said))
            return restated(scheme, whole, wanted)
        return refined(scheme, said, wanted) if said else None
