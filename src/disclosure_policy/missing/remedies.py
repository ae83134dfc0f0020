"""Finds the smallest lawful changes after which a denied request would be allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from disclosure_policy.deciding import Case, facts_of, settled
from disclosure_policy.deciding.logic_graph import Node
from disclosure_policy.decision import Decision
from disclosure_policy.decision.remedies import Remedy
from disclosure_policy.law import Law, Statement
from disclosure_policy.missing.cheapest_ways import Price, Way, Ways
from disclosure_policy.missing.circuit import under
from disclosure_policy.missing.open_verdict import Place, residue, truth_in
from disclosure_policy.missing.proposals import Amendment, Bundle, Left, Piece, Proposing, Supposed
from disclosure_policy.missing.restated_request import refined, restated

MOST = 5
"""How many proposals are made."""
KEPT = 12
"""How many ways are kept for each rule while they are sought."""
EXHAUSTIVE = 12
"""Up to so many changes, every part of a proposal is tried by itself; of more, leaving one out at a time."""

Decide = Callable[[Case, Law], Decision]
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
        self.current = {node: self.residue.current(node) for node in self.residue.atoms}

    def remedies(self) -> Iterator[Remedy]:
        ways = Ways(self.residue.circuit, self._price, self._as_is, KEPT)
        tried: set[object] = set()
        made = 0
        for way in ways.to(self.root, wanted=True):
            for amendment in self._smallest(self._amendment(way)):
                key = (amendment.left, frozenset(amendment.said))
                if key in tried or made == MOST:
                    continue
                tried.add(key)
                changed, _ = settled(facts_of(self.proposing.request(amendment), self.law), self.law)
                decision = self.decide(changed, self.law)
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

    def _smallest(self, amendment: Amendment) -> Iterator[Amendment]:
        """Yield the smallest parts of an amendment that would do by themselves; mostly that is all of it."""
        pieces = amendment.pieces
        while len(pieces) > EXHAUSTIVE:
            fewer = [tuple(piece for piece in pieces if piece != one) for one in pieces]
            enough = next(self._enough(amendment, fewer), None)
            if enough is None:
                yield amendment.only(pieces)
                return
            pieces = enough
        subsets = [chosen for size in range(len(pieces) + 1) for chosen in combinations(pieces, size)]
        least: list[frozenset[Piece]] = []
        for chosen in self._enough(amendment, subsets):
            if not any(smaller <= set(chosen) for smaller in least):
                least.append(frozenset(chosen))
                yield amendment.only(chosen)

    def _enough(self, amendment: Amendment, subsets: list[tuple[Piece, ...]]) -> Iterator[tuple[Piece, ...]]:
        """Yield those of the subsets of an amendment with which the request is allowed, all weighed at once."""
        everywhere = (1 << len(subsets)) - 1
        within = dict.fromkeys(amendment.pieces, 0)
        for number, chosen in enumerate(subsets):
            for piece in chosen:
                within[piece] |= 1 << number
        suppositions: dict[Node, tuple[int, int]] = {
            node: (within.get(which, 0), everywhere & ~within.get(which, 0)) for node, which in self.left.items()
        }
        for node, atom in self.residue.atoms.items():
            place = atom.places[0]
            changed = within.get(place, 0)
            before = self.current[node]
            after = self._after(node, place, amendment.said[place]) if changed else before
            yes = (changed if after is True else 0) | (everywhere & ~changed if before is True else 0)
            no = (changed if after is False else 0) | (everywhere & ~changed if before is False else 0)
            suppositions[node] = (yes, no)
        values = self.residue.circuit.weigh(suppositions, everywhere)
        yield from (chosen for number, chosen in enumerate(subsets) if under(values, self.root, number) is True)

    def _after(self, node: Node, place: Place, said: Supposed) -> bool | None:
        facts = self.residue.facts[place]
        changed = facts.stating(place[0], said) if isinstance(said, Statement) else facts.given({place[0]: said})
        return truth_in(changed, self.residue.atoms[node].expression)
