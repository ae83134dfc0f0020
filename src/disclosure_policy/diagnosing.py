"""The costly parts of a decision: findings, the closest permits, missing facts and contested readings.

Worked out on demand, from what was weighed and by weighing again under other assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from disclosure_policy.advising import Decide, advise
from disclosure_policy.compiling import Law
from disclosure_policy.expression import unknowns
from disclosure_policy.fact import Value
from disclosure_policy.facts import UNSTATED, Case, Facts
from disclosure_policy.nearing import closest, finding
from disclosure_policy.provision import Clause, Layer, Provision
from disclosure_policy.reason import ClosestPermit, ContestedReading, Finding, MissingFact
from disclosure_policy.remedy import Remedy
from disclosure_policy.restating import where_stated
from disclosure_policy.rule import Contested
from disclosure_policy.shortfall import Cost, Shortfall
from disclosure_policy.truth import Truth, conjunction
from disclosure_policy.weighing import Weights, weigh

_FAR: Cost = (1_000,)


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """Explains one decision, by weighing its disclosures when something is first asked."""

    case: Case
    law: Law
    layers: tuple[Layer, ...]
    decide: Decide

    @cached_property
    def weighed(self) -> tuple[tuple[Weights, ...], ...]:
        """Return the layers of each disclosure, root first."""
        return tuple(weigh(self.layers, facts) for _, _, facts in self.case.disclosures)

    @cached_property
    def remedies(self) -> tuple[Remedy, ...]:
        """Return the smallest sets of lawful changes after which a denied request would be allowed."""
        if all(one.allows is True for weights in self.weighed for one in weights):
            return ()
        return advise(self.case, self.law, self.decide)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return every rule considered; disclosures of which the same is true share a finding."""
        found: dict[tuple[str, Truth, tuple[Truth, ...]], tuple[Provision, list[int]]] = {}
        for index, weights in enumerate(self.weighed):
            for one in weights:
                for provision in one.layer.provisions:
                    key = (provision.id, one.holds[provision.id], one.clauses[provision.id])
                    found.setdefault(key, (provision, []))[1].append(index)
        return tuple(
            finding(provision, holds, values, tuple(indexes))
            for (_, holds, values), (provision, indexes) in found.items()
        )

    @cached_property
    def closest(self) -> tuple[ClosestPermit, ...]:
        """Return the permits that failed by least, for each jurisdiction that denies."""
        return closest(self.weighed, self.layers, self.law.facts[self.case.jurisdiction])

    @cached_property
    def missing(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that could still change a denial, or nothing if it is settled."""
        outcomes = [conjunction(one.allows for one in weights) for weights in self.weighed]
        if conjunction(outcomes) is not None:
            return ()
        gaps: dict[str, _Gap] = {}
        for weights in self.weighed:
            for one in weights:
                shortfall = Shortfall(one, self.law.facts[self.case.jurisdiction])
                costs = {permit.id: cost for permit, cost, _ in shortfall.of_permits()}
                for provision, path, clause in _unknown_leaves(one):
                    fact, term = one.facts.fact_of(path)
                    if fact not in UNSTATED:
                        gap = gaps.setdefault(fact, _Gap())
                        gap.terms.update({term: None} if term else {})
                        gap.citations.setdefault(clause.citation)
                        for permit in _permits_above(provision, one):
                            gap.permits[permit] = costs.get(permit, _FAR)
        ranked = sorted(gaps.items(), key=lambda gap: min(gap[1].permits.values(), default=_FAR))
        found = [self._missing_fact(fact, gap) for fact, gap in ranked]
        return tuple(sorted(found, key=lambda fact: not fact.settles))

    @cached_property
    def contested(self) -> tuple[ContestedReading, ...]:
        """Return the contested readings on which the verdict depends.

        A denial depends on a reading if a disclosure that it stops could go through were the point read otherwise;
        an allow, if one could not.
        """
        named: dict[tuple[str, str], ContestedReading] = {}
        allowed = all(one.allows is True for weights in self.weighed for one in weights)
        for index, weights in enumerate(self.weighed):
            for one in weights:
                for provision in one.layer.provisions:
                    for clause, contested in _contested_in(provision):
                        permits_less = contested.alternative_permits == "less"
                        if permits_less is allowed and self._depends(index, one, provision, clause, allowed=allowed):
                            named[provision.id, contested.reading] = ContestedReading(
                                rule=provision.id,
                                citation=clause.citation if clause else provision.citation,
                                reading=contested.reading,
                                alternative=contested.alternative,
                            )
        return tuple(named.values())

    def _depends(
        self, index: int, one: Weights, provision: Provision, clause: Clause | None, *, allowed: bool
    ) -> bool:
        """Weigh the disclosure with the point read otherwise, and say whether that changes its verdict."""
        values = one.clauses[provision.id]
        otherwise = (provision.effect == "permit") is not allowed
        if clause is None:
            in_play = one.met[provision.id] is True if provision.effect == "permit" else not values or True in values
        else:
            in_play = values[provision.clauses.index(clause)] is not otherwise
        if not in_play or (conjunction(w.allows for w in self.weighed[index]) is True and not allowed):
            return False
        weighed = weigh(self.layers, self._facts(index), {clause or provision.id: otherwise})
        return (conjunction(w.allows for w in weighed) is True) is not allowed

    def _missing_fact(self, fact: str, gap: _Gap) -> MissingFact:
        declared = self.law.facts[self.case.jurisdiction][fact]
        return MissingFact(
            fact=fact,
            state_at=where_stated(fact, declared),
            question=declared.question,
            terms=tuple(gap.terms),
            citations=tuple(gap.citations),
            supplied_by=declared.supplied_by,
            settles=any(self._settles(fact, value) for value in self._trials(fact, gap)),
            opens=len(gap.permits),
        )

    def _trials(self, fact: str, gap: _Gap) -> Iterator[Value | tuple[str, ...]]:
        if gap.terms:
            yield from ((term,) for term in gap.terms)
            yield tuple(gap.terms)
            yield ()
        elif self.law.facts[self.case.jurisdiction][fact].kind == "boolean":
            yield from (True, False)

    def _settles(self, fact: str, value: Value | tuple[str, ...]) -> bool:
        for index in range(len(self.weighed)):
            facts = self._facts(index)
            tried = facts.refining(fact, value) if isinstance(value, tuple) else facts.given({fact: value})
            if conjunction(one.allows for one in weigh(self.layers, tried)) is not True:
                return False
        return True

    def _facts(self, index: int) -> Facts:
        return self.case.disclosures[index][2]


@dataclass
class _Gap:
    """Where an unknown fact is read: which of its terms, in which provisions, for which permits."""

    terms: dict[str, None] = field(default_factory=dict)
    citations: dict[str, None] = field(default_factory=dict)
    permits: dict[str, Cost] = field(default_factory=dict)


def _unknown_leaves(one: Weights) -> Iterator[tuple[Provision, str, Clause]]:
    """Yield the facts that leave the layer's answer unknown, with the rule and condition that read them."""
    stack = [top for top in one.layer.prohibitions if one.holds[top.id] is None]
    seen: set[str] = set()
    while stack:
        provision = stack.pop()
        if provision.id in seen:
            continue
        seen.add(provision.id)
        for clause, value in one.open_clauses(provision):
            if value is None:
                yield from ((provision, path, clause) for path in unknowns(clause.expression, one.facts.value))
        stack += [e for e in one.exceptions(provision) if one.holds[e.id] is None and e.usable]


def _permits_above(provision: Provision, one: Weights) -> Iterator[str]:
    """Yield the permits that a condition bears on: its own rule, or those which that rule limits however far up."""
    by_id = {p.id: p for p in one.layer.provisions}
    stack = [provision]
    while stack:
        at = stack.pop()
        above = [by_id[target] for target in at.exception_to if target in by_id]
        if at.effect == "permit" and any(not limited.exception_to for limited in above):
            yield at.id
        stack += [limited for limited in above if limited.exception_to]


def _contested_in(provision: Provision) -> Iterator[tuple[Clause | None, Contested]]:
    if provision.rule.contested:
        yield None, provision.rule.contested
    for clause in provision.clauses:
        if clause.contested:
            yield clause, clause.contested
