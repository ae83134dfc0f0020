"""Finds the smallest sets of open facts that would make a denial an allow, the way that the request takes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product

from disclosure_policy.conditions.expression import paths
from disclosure_policy.deciding import Case, Weighed
from disclosure_policy.deciding.logic_graph import FALSE, Node
from disclosure_policy.decision import Decision
from disclosure_policy.decision.remedies import OpenWay
from disclosure_policy.law import Law, Layer, Statement
from disclosure_policy.missing.cheapest_ways import Price, Way, Ways
from disclosure_policy.missing.items_and_purposes import Bundle
from disclosure_policy.missing.open_verdict import Place, residue
from disclosure_policy.missing.proposals import Amendment, Proposing, Supposed
from disclosure_policy.missing.restated_request import refined, restated
from disclosure_policy.missing.smallest_amendments import Enough
from disclosure_policy.truth import Truth

MOST = 5
"""How many ways are told."""
KEPT = 16
"""How many are kept while they are sought."""
FEW = 4
"""How many of them for one permit."""

Decide = Callable[[Case, Law], Decision]
_Ranked = tuple[float, Way]
"""What share of the permits' conditions is met already, summed, and what is asked beside."""


def open_ways(
    case: Case, law: Law, layers: tuple[Layer, ...], weighed: Weighed, decide: Decide
) -> tuple[OpenWay, ...]:
    """Return the smallest sets of open facts that would make a denial an allow, the request's own way first.

    That is the way of whose facts the greatest share is stated already; of those alike, the one that takes the
    fewest facts and, of these, the fewest that somebody would first have to bring about. A way that is open only to
    one narrower kind of recipient comes after the others. Nothing that was stated is contradicted: a coded fact
    comes to be stated more narrowly or, if somebody can lawfully make it so, for the first time. Who asks, for what
    and of what is asked for where it is not stated, and never supposed; nor is a number or a date. Each way was
    decided before it is told, and no part of it would do. No more than `MOST` are told, and among very many one can
    be overlooked.
    """
    return _Openings(case, law, layers, weighed, decide).ways()


class _Openings:
    def __init__(self, case: Case, law: Law, layers: tuple[Layer, ...], weighed: Weighed, decide: Decide) -> None:
        self.case, self.law, self.weighed, self.decide = case, law, weighed, decide
        self.declared = law.facts[case.jurisdiction]
        self.residue = residue(case, layers)
        self.proposing = Proposing(Bundle(case), self.residue, law)
        self.enough = Enough(self.residue, self.residue.allowed, {})
        self.said: dict[tuple[Place, frozenset[tuple[Node, bool]]], Supposed | None] = {}
        self.searching = Ways(self.residue.circuit, self._price, lambda _: False, KEPT)

    def ways(self) -> tuple[OpenWay, ...]:
        """Return what was found, best first."""
        found: dict[frozenset[Place], OpenWay] = {}
        for _, way in self._together(list(self._goals().values())):
            for amendment in self.enough.smallest(self._amendment(way)):
                places = frozenset(amendment.said)
                if places not in found:
                    changed = self.proposing.case(amendment)
                    if changed is None:
                        continue
                    decision = self.decide(changed, self.law)
                    if decision.allowed:
                        found[places] = self._way(amendment, changed, decision)
        least = [way for places, way in found.items() if not any(other < places for other in found)]
        return tuple(sorted(least, key=self._rank)[:MOST])

    def _goals(self) -> dict[tuple[Node, ...], list[_Ranked]]:
        """Return, for each prohibition that may stand in a disclosure, the ways in which it would not."""
        goals: dict[tuple[Node, ...], list[_Ranked]] = {}
        for known, nodes in zip(self.weighed, self.residue.weighed, strict=True):
            for weights, one in zip(known, nodes, strict=True):
                for top in one.layer.prohibitions:
                    if one.holds[top.id] == FALSE:
                        continue
                    permits = one.exceptions(top)
                    key = (one.met[top.id], *(one.holds[permit.id] for permit in permits))
                    if key in goals:
                        continue
                    ranked: list[_Ranked] = [(0, way) for way in self.searching.to(one.met[top.id], wanted=False)]
                    for permit in permits:
                        share = _share(weights.clauses[permit.id])
                        found = self.searching.to(one.holds[permit.id], wanted=True)[:FEW]
                        ranked += [(share, way) for way in found]
                    goals[key] = self._best(ranked)
        return goals

    def _together(self, goals: list[list[_Ranked]]) -> list[_Ranked]:
        """Return the ways that reach all goals at once, the best of them."""
        found: list[_Ranked] = [(0, frozenset())]
        for goal in goals:
            found = self._best((met + more, one | other) for (met, one), (more, other) in product(found, goal))
        return found

    def _best(self, ways: Iterable[_Ranked]) -> list[_Ranked]:
        priced = [
            (-met, price, number, way)
            for number, (met, way) in enumerate(dict.fromkeys(ways))
            if not any((node, not value) in way for node, value in way)
            and (price := self.searching.price_of(way)) is not None
        ]
        kept: dict[Way, float] = {}
        for met, _, _, way in sorted(priced, key=lambda entry: entry[:3]):
            kept.setdefault(way, -met)
        return [(met, way) for way, met in kept.items()][:KEPT]

    def _price(self, way: Way) -> Price | None:
        """Price a way: how much of what was stated must turn out to be narrower, how much is open, how much to do."""
        asked = self._asked(way)
        if any(self._supposed(place, values) is None for place, values in asked.items()):
            return None
        narrowed = sum(not self.declared[fact].changeable and bool(self._stated((fact, n))) for fact, n in asked)
        to_do = [self.declared[fact] for fact, _ in asked if self.declared[fact].changeable]
        return narrowed, len(asked), len(to_do), len({one.supplied_by for one in to_do})

    def _stated(self, place: Place) -> Statement | None:
        facts = self.residue.facts[place]
        return facts.said_of(place[0]) if place[0] in facts.schemes else None

    def _asked(self, way: Way) -> dict[Place, dict[Node, bool]]:
        asked: dict[Place, dict[Node, bool]] = {}
        for node, value in way:
            asked.setdefault(self.residue.atoms[node].places[0], {})[node] = value
        return asked

    def _amendment(self, way: Way) -> Amendment:
        said = {place: self._supposed(place, values) for place, values in self._asked(way).items()}
        return Amendment(frozenset(), {place: supposed for place, supposed in said.items() if supposed is not None})

    def _supposed(self, place: Place, values: Mapping[Node, bool]) -> Supposed | None:
        key = place, frozenset(values.items())
        if key not in self.said:
            self.said[key] = self._stating(place, values)
        return self.said[key]

    def _stating(self, place: Place, values: Mapping[Node, bool]) -> Supposed | None:
        """Return what would be stated of a fact for its atoms to have these values; None if nothing can be."""
        fact, facts = place[0], self.residue.facts[place]
        atoms = [self.residue.atoms[node] for node in values]
        if any(len(atom.places) > 1 for atom in atoms):
            return None
        if fact not in facts.schemes:
            return next(iter(values.values())) if self.declared[fact].kind == "boolean" else None
        wanted = {str(atom.term): value for atom, value in zip(atoms, values.values(), strict=True)}
        scheme, said = facts.schemes[fact], facts.said_of(fact)
        if not self.declared[fact].changeable:
            return refined(scheme, said, wanted) if said else None
        return restated(scheme, said, wanted)

    def _way(self, amendment: Amendment, changed: Case, decision: Decision) -> OpenWay:
        proposal = self.proposing.proposal(amendment, changed, decision)
        amended = (*proposal.provided, *proposal.changes)
        return OpenWay(
            facts=amended,
            stated=tuple(sorted(self._stated_for(decision) - {change.fact for change in amended})),
            grounds=proposal.grounds,
            obligations=proposal.obligations,
            request=proposal.request,
        )

    def _stated_for(self, decision: Decision) -> set[str]:
        """Return the facts stated that the permits relied on read, in the law that denies the request now."""
        relied_on = {rule.rule for rule in decision.determining if rule.role != "does not reach"}
        return {
            fact
            for one in (one for weights in self.weighed for one in weights if one.allows is not True)
            for provision in one.layer.provisions
            if provision.id in relied_on
            for clause in provision.clauses
            for fact in (one.facts.fact_of(path)[0] for path in paths(clause.expression))
            if one.facts.said_of(fact) or one.facts.plain.get(fact) is not None
        }

    def _rank(self, way: OpenWay) -> tuple[float, ...]:
        to_do = [one for one in way.facts if self.declared[one.fact].changeable]
        narrowed = [one for one in way.facts if not self.declared[one.fact].changeable and one.before is not None]
        return (
            any(one.fact.startswith("recipient.") for one in narrowed),
            -len(way.stated) / (len(way.stated) + len(way.facts)),
            len(narrowed),
            len(way.facts),
            len(to_do),
            len({one.supplied_by for one in to_do}),
        )


def _share(values: tuple[Truth, ...]) -> float:
    return sum(value is True for value in values) / len(values) if values else 0
