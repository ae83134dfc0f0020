"""How far a permit falls short of holding, and by what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from disclosure_policy.decision import Lack, TruthWord
from disclosure_policy.expression import truth
from disclosure_policy.fact import FactDeclaration, Value
from disclosure_policy.provision import Clause, Provision
from disclosure_policy.truth import Truth, word
from disclosure_policy.weighing import Weights

Cost = tuple[int, int, int]
"""Conditions that are false and cannot be changed, all conditions not met, those of them that are false."""


@dataclass(frozen=True)
class Shortfall:
    """What each permit of a layer lacks, for one disclosure."""

    weights: Weights
    declared: Mapping[str, FactDeclaration]

    def of_permits(self) -> Iterator[tuple[Provision, Cost, tuple[Lack, ...]]]:
        """Yield each permit that could lift a prohibition, what it would take, and what it lacks."""
        for top in self.weights.layer.prohibitions:
            if self.weights.holds[top.id] is not False:
                for permit in self.weights.exceptions(top):
                    lacks = self._of[permit.id]
                    if lacks is not None:
                        yield permit, cost(lacks), lacks

    @cached_property
    def _of(self) -> dict[str, tuple[Lack, ...] | None]:
        """What each permit lacks; None where no change could make it hold."""
        found: dict[str, tuple[Lack, ...] | None] = {}
        for provision in self.weights.layer.provisions:  # exceptions come first
            if provision.effect == "permit":
                found[provision.id] = self._lacks(provision, found)
        return found

    def _lacks(self, permit: Provision, found: Mapping[str, tuple[Lack, ...] | None]) -> tuple[Lack, ...] | None:
        lacks = [
            Lack(
                rule=permit.id,
                citation=clause.citation,
                summary=clause.summary,
                value=truth_word(value),
                changeable=self._changeable(clause, to=True),
            )
            for clause, value in self.weights.open_clauses(permit)
        ]
        if not permit.usable:
            summary = f"it is not wholly encoded: {permit.rule.not_encoded}"
            lacks.append(
                Lack(
                    rule=permit.id,
                    citation=permit.citation,
                    summary=summary,
                    value="unknown",
                    changeable=False,
                )
            )
        for carve_out in self.weights.exceptions(permit):
            if self.weights.holds[carve_out.id] is not False:
                way_round = self._way_round(carve_out, found)
                if way_round is None:
                    return None
                lacks += way_round
        return tuple(lacks)

    def _way_round(
        self, carve_out: Provision, found: Mapping[str, tuple[Lack, ...] | None]
    ) -> tuple[Lack, ...] | None:
        ways = [found[e.id] for e in self.weights.exceptions(carve_out)]
        if carve_out.clauses:
            lack = Lack(
                rule=carve_out.id,
                citation=carve_out.citation,
                summary=f"not stopped by this: {carve_out.rule.summary}",
                value=truth_word(None if self.weights.holds[carve_out.id] is None else False),
                changeable=any(self._changeable(clause, to=False) for clause in carve_out.clauses),
            )
            ways.append((lack,))
        return min((way for way in ways if way is not None), key=cost, default=None)

    def _changeable(self, clause: Clause, *, to: bool) -> bool:
        def lookup(path: str) -> Value | None:
            fact, _ = self.weights.facts.fact_of(path)
            declared = self.declared.get(fact)
            return None if declared is not None and declared.changeable else self.weights.facts.value(path)

        return truth(clause.expression, lookup) is not (not to)


def cost(lacks: tuple[Lack, ...]) -> Cost:
    """Weigh what is lacking: first what nobody can change, then how much, then how much of it is untrue."""
    false = [lack for lack in lacks if lack.value == "false"]
    return sum(not lack.changeable for lack in false), len(lacks), len(false)


def truth_word(value: Truth) -> TruthWord:
    """Return a truth value as findings show it."""
    return cast("TruthWord", word(value))
