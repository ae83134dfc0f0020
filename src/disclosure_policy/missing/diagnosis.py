"""Explains one decision when asked: findings, closest permits, missing facts, contested readings, remedies.

Worked out on demand, from what was weighed and by weighing again under other assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from disclosure_policy.conditions.expression import truth
from disclosure_policy.deciding import Case, Weighed, decide
from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.decision import Explanation
from disclosure_policy.decision.reasons import (
    AdoptedReading,
    ClosestPermit,
    ContestedReading,
    Finding,
    MissingFact,
    NotEncoded,
    RulingNamed,
)
from disclosure_policy.law import Clause, Law, Layer, Provision
from disclosure_policy.missing.what_if import Changes, Net, Weighing, passes, with_condition
from disclosure_policy.rule_files.section_file import Contested
from disclosure_policy.truth import Truth, conjunction

if TYPE_CHECKING:
    from disclosure_policy.decision.remedies import OpenWay, Remedy


@dataclass(frozen=True, eq=False)
class Diagnosis(Explanation):
    """Explains one decision, by weighing its disclosures when something is first asked."""

    case: Case
    law: Law
    weighed: Weighed

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Return the layers under which it was decided, root first."""
        return self.law.layers(self.case.jurisdiction, self.case.as_of)

    @cached_property
    def _apart(self) -> tuple[Case, Weighed]:
        """The case without its repetitions, and how it was weighed: of equal disclosures the first stands for all."""
        first = {id(weights): index for index, weights in reversed(list(enumerate(self.weighed)))}
        kept = sorted(first.values())
        disclosures = tuple(self.case.disclosures[index] for index in kept)
        return replace(self.case, disclosures=disclosures), tuple(self.weighed[index] for index in kept)

    @property
    def _allows(self) -> Truth:
        return conjunction(one.allows for weights in self.weighed for one in weights)

    @cached_property
    def remedies(self) -> tuple[Remedy, ...]:
        """Return the smallest sets of lawful changes after which a denied request would be allowed."""
        if self._allows is True:
            return ()
        from disclosure_policy.missing.remedies import advise  # noqa: PLC0415 - much code that few decisions need

        return advise(self.case, self.law, partial(decide, explain=Diagnosis))

    @cached_property
    def release_once(self) -> tuple[OpenWay, ...]:
        """Return the smallest sets of open facts that would make it an allow, or nothing if it is settled."""
        if self._allows is not None:
            return ()
        from disclosure_policy.missing.release_once import open_ways  # noqa: PLC0415 - the same

        return open_ways(self.case, self.law, self.layers, self.weighed, partial(decide, explain=Diagnosis))

    @cached_property
    def kept_open_by(self) -> tuple[NotEncoded, ...]:
        """Return the permits that are not wholly encoded and keep it open, or nothing if it is settled."""
        if self._allows is not None:
            return ()
        from disclosure_policy.missing.closest import not_encoded  # noqa: PLC0415 - the same

        return not_encoded(self.weighed)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return every rule considered; disclosures of which the same is true share a finding."""
        from disclosure_policy.missing.closest import finding  # noqa: PLC0415 - the same

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
        if self._allows is True:
            return ()
        from disclosure_policy.missing.closest import closest  # noqa: PLC0415 - the same

        return closest(self.weighed, self.layers, self.law.facts[self.case.jurisdiction])

    @cached_property
    def missing(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that could still change a denial, or nothing if it is settled."""
        if self._allows is not None:
            return ()
        from disclosure_policy.missing.missing_facts import missing  # noqa: PLC0415 - the same

        case, weighed = self._apart
        return missing(case, self.law, self.layers, weighed)

    @cached_property
    def contested(self) -> tuple[ContestedReading, ...]:
        """Return the contested readings on which the verdict depends.

        A denial depends on a reading if a disclosure that it stops could go through were the point read otherwise;
        an allow, if one could not.
        """
        named: dict[tuple[str, str], ContestedReading] = {}
        case, weighed = self._apart
        weighing = Weighing(case, tuple(map(Net.of, self.layers)), weighed)
        allowed = weighing.allowed
        for index, weights in enumerate(weighed):
            if passes(weights) is not allowed:  # it may go by itself, and depends on no reading
                continue
            for one in weights:
                for provision, clause, contested in _points(one.layer):
                    if contested.alternative_permits == ("more" if allowed else "less"):
                        continue
                    otherwise = (provision.effect == "permit") is not allowed
                    if _in_play(one, provision, clause, otherwise) and (
                        weighing.passes_if(index, self._read(provision, clause, otherwise)) is not allowed
                    ):
                        named[provision.id, contested.reading] = ContestedReading(
                            rule=provision.id,
                            citation=clause.citation if clause else provision.citation,
                            reading=contested.reading,
                            alternative=contested.alternative,
                            alternative_permits=contested.alternative_permits,
                            rulings=tuple(self._rulings(contested)),
                        )
        return tuple(named.values())

    @cached_property
    def adopted(self) -> tuple[AdoptedReading, ...]:
        """Return the adopted readings without which the verdict would be another."""
        from disclosure_policy.missing.readings_relied_on import adopted_readings  # noqa: PLC0415 - the same

        return adopted_readings(self.case, self.law, allowed=self._allows is True)

    def _rulings(self, contested: Contested) -> Iterator[RulingNamed]:
        """Yield the rulings on a contested point that had been made on the day of the decision, latest first."""
        code = self.case.jurisdiction
        codes = {book.code for book in self.law.rule_set.chain(code)}
        known = self.law.rulings(code)
        made = [(known[one.ruling], one.side) for one in contested.rulings]
        for ruling, side in sorted(made, key=lambda one: one[0].known_from, reverse=True):
            if ruling.known_from <= self.case.as_of:
                yield RulingNamed(
                    case=ruling.case,
                    court=ruling.court,
                    docket=ruling.docket,
                    decided=ruling.decided,
                    held=ruling.held,
                    side=side,
                    binds=not codes.isdisjoint(ruling.binds),
                    status=ruling.status,
                    certainty=ruling.certainty,
                )

    def _read(self, provision: Provision, clause: Clause | None, value: Truth) -> Changes:
        """Return what another reading changes: the rule itself or, in every rule that has it, the condition."""
        if clause is None:
            return {provision.id: lambda _: value}
        read = clause.supposing(value)
        return {other.id: with_condition(other, clause, read) for other in self._having[clause]}

    @cached_property
    def _having(self) -> dict[Clause, list[Provision]]:
        """The rules that have each contested condition: one text can stand in several."""
        found: dict[Clause, list[Provision]] = {}
        for layer in self.layers:
            for provision, clause, _ in _points(layer):
                if clause is not None:
                    found.setdefault(clause, []).append(provision)
        return found


def _in_play(one: Weights, provision: Provision, clause: Clause | None, otherwise: Truth) -> bool:
    """Say whether a reading is what the value of a rule, or of its condition, rests on as it is."""
    values = one.clauses[provision.id]
    if clause is not None and clause.branch is not None:
        value = values[provision.clauses.index(clause)]
        return truth(clause.supposing(otherwise), one.facts.value) is not value
    if clause is not None:
        return values[provision.clauses.index(clause)] is not otherwise
    return one.met[provision.id] is True if provision.effect == "permit" else not values or True in values


def _points(layer: Layer) -> Iterator[tuple[Provision, Clause | None, Contested]]:
    """Yield each rule that is contested, and each condition with its rule."""
    for provision in layer.provisions:
        if provision.rule.contested and provision.rule.contested is not provision.adopted:
            yield provision, None, provision.rule.contested
        for clause in provision.clauses:
            if clause.contested and clause.contested is not provision.adopted:
                yield provision, clause, clause.contested
