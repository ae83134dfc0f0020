"""Measures how far a permit falls short of holding, and by what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from disclosure_policy.conditions.expression import paths, truth
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.decision.reasons import Lack, TruthWord
from disclosure_policy.law import Clause, Provision
from disclosure_policy.rule_files import FactDeclaration
from disclosure_policy.truth import Truth, negation, word

Cost = tuple[int, ...]
"""How much is lacking; the less, the nearer."""


@dataclass(frozen=True)
class Shortfall:
    """What each permit of a layer lacks, for one disclosure."""

    weights: Weights
    declared: Mapping[str, FactDeclaration]

    def of_permits(self) -> Iterator[tuple[Provision, Cost, tuple[Lack, ...]]]:
        """Yield each permit that could lift a prohibition, what it would take, and what it lacks."""
        standing = [top for top in self.weights.layer.prohibitions if self.weights.holds[top.id] is not False]
        ways = [[permit for permit in self.weights.exceptions(top) if self._of[permit.id]] for top in standing]
        if not all(ways):  # some prohibition that stands has no way round: the rest cannot help
            return
        for permit in dict.fromkeys(permit for found in ways for permit in found):
            lacks = self._of[permit.id] or ()
            untrue, *rest = cost(lacks)
            yield permit, (untrue, -self._fits(permit), *rest), lacks

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
                effect="permit",
                citation=clause.citation,
                summary=clause.summary,
                value=truth_word(value),
                changeable=self._changeable(clause, to=True),
            )
            for clause, value in self.weights.open_clauses(permit)
        ]
        if not permit.usable:
            summary = f"the rest of the text, which is not encoded: {permit.rule.not_encoded}"
            lacks.append(_unencoded(permit, summary))
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
                effect="forbid",
                citation=carve_out.citation,
                summary="; ".join(self._in_doubt(carve_out)),
                value=truth_word(negation(self.weights.holds[carve_out.id])),
                changeable=any(self._changeable(clause, to=False) for clause in carve_out.clauses),
            )
            ways.append((lack,))
        return min((way for way in ways if way is not None), key=cost, default=None)

    def _in_doubt(self, limit: Provision) -> list[str]:
        """Return the conditions of a limit that are not known yet or, if all are known, every one."""
        values = zip(limit.clauses, self.weights.clauses[limit.id], strict=True)
        unknown = [clause.summary for clause, value in values if value is None]
        return unknown or [clause.summary for clause in limit.clauses]

    def _fits(self, permit: Provision) -> int:
        """Count the conditions that what nobody can change already meets: who asks, for what, of what."""
        return sum(self._settled(clause) is True for clause in permit.clauses)

    def _settled(self, clause: Clause) -> Truth:
        """Return the value of a condition as far as it rests on what the parties cannot lawfully change."""

        def lookup(path: str) -> Value | None:
            return None if self._may_change(path) else self.weights.facts.value(path)

        return truth(clause.expression, lookup)

    def _changeable(self, clause: Clause, *, to: bool) -> bool:
        """Say whether the parties could lawfully bring a condition to a value, as far as is known."""
        return self._settled(clause) is not (not to) and any(map(self._may_change, paths(clause.expression)))

    def _may_change(self, path: str) -> bool:
        declared = self.declared.get(self.weights.facts.fact_of(path)[0])
        return declared is not None and declared.changeable


def cost(lacks: tuple[Lack, ...]) -> Cost:
    """Weigh what is lacking: what nobody can change and is untrue, the same where it is unknown, then how much."""
    fixed = [lack.value for lack in lacks if not lack.changeable]
    return fixed.count("false"), fixed.count("unknown"), len(lacks), sum(lack.value == "false" for lack in lacks)


def _unencoded(permit: Provision, summary: str) -> Lack:
    return Lack(
        rule=permit.id, effect="permit", citation=permit.citation, summary=summary, value="false", changeable=False
    )


def truth_word(value: Truth) -> TruthWord:
    """Return a truth value as findings show it."""
    return cast("TruthWord", word(value))
