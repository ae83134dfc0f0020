"""The costly parts of a decision: findings, the closest permits, missing facts and contested readings.

Worked out on demand, from what was weighed and by weighing again under other assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from disclosure_policy.compiling import Law
from disclosure_policy.facts import Case, Facts
from disclosure_policy.prospects.asking import missing
from disclosure_policy.prospects.nearing import closest, finding
from disclosure_policy.provision import Clause, Layer, Provision
from disclosure_policy.reason import ClosestPermit, ContestedReading, Finding, MissingFact
from disclosure_policy.remedy import Remedy
from disclosure_policy.rule import Contested
from disclosure_policy.truth import Truth, conjunction
from disclosure_policy.weighing import Weights, weigh

if TYPE_CHECKING:
    from disclosure_policy.prospects.advising import Decide


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
        from disclosure_policy.prospects.advising import advise  # noqa: PLC0415 - much code that few decisions need

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
        return missing(self.case, self.law, self.layers, self.weighed)

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

    def _facts(self, index: int) -> Facts:
        return self.case.disclosures[index][2]


def _contested_in(provision: Provision) -> Iterator[tuple[Clause | None, Contested]]:
    if provision.rule.contested:
        yield None, provision.rule.contested
    for clause in provision.clauses:
        if clause.contested:
            yield clause, clause.contested
