"""Weighs rules in three truth values: the two sentences of the semantics.

A rule holds when it is in force, its conditions are true, and none of its exceptions holds. A disclosure is
allowed when no top-level prohibition of its jurisdiction, or of any of its parents, holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from disclosure_policy.conditions.expression import truth
from disclosure_policy.deciding.case import Facts
from disclosure_policy.law import Clause, Layer, Provision
from disclosure_policy.truth import Truth, conjunction, disjunction, negation


@dataclass(frozen=True)
class Weights:
    """The truth value of every rule of one layer, and of each of its conditions, for one disclosure."""

    layer: Layer
    facts: Facts
    holds: Mapping[str, Truth]
    met: Mapping[str, Truth]
    clauses: Mapping[str, tuple[Truth, ...]]

    @property
    def allows(self) -> Truth:
        """Whether this layer lets the disclosure through; without a prohibition in force it does not."""
        if not self.layer.prohibitions:
            return False
        return negation(disjunction(self.holds[top.id] for top in self.layer.prohibitions))

    @property
    def requires(self) -> Truth:
        """Whether a rule of this layer requires the disclosure."""
        return disjunction(
            self.holds[permit.id]
            for top in self.layer.prohibitions
            for permit in self.exceptions(top)
            if permit.rule.mandatory
        )

    def exceptions(self, provision: Provision) -> tuple[Provision, ...]:
        """Return the rules that limit `provision`."""
        return self.layer.exceptions.get(provision.id, ())

    def open_clauses(self, provision: Provision) -> Iterator[tuple[Clause, Truth]]:
        """Yield each condition of a rule that is not true, with its value."""
        for clause, value in zip(provision.clauses, self.clauses[provision.id], strict=True):
            if value is not True:
                yield clause, value


def weigh(layers: tuple[Layer, ...], facts: Facts) -> tuple[Weights, ...]:
    """Weigh one disclosure under a jurisdiction and its parents, root first.

    A state's own layer decides whether state law authorizes, so the layers of its parents see that as true. A
    child's layer can read whether the root permits or requires the disclosure.
    """
    results: list[Weights] = []
    authorizes, seen = facts.plain.get("state_law.authorizes"), facts
    for depth, layer in enumerate(layers):
        known: dict[str, Truth] = {}
        if len(layers) > 1:
            known["state_law.authorizes"] = True if depth + 1 < len(layers) else cast("Truth", authorizes)
        if results:
            known |= {"federal_law.permits": results[0].allows, "federal_law.requires": results[0].requires}
        seen = seen.given(known) if known else seen
        results.append(_weigh_layer(layer, seen))
    return tuple(results)


def _weigh_layer(layer: Layer, facts: Facts) -> Weights:
    holds: dict[str, Truth] = {}
    met: dict[str, Truth] = {}
    clauses: dict[str, tuple[Truth, ...]] = {}
    for provision in layer.provisions:
        values = tuple([truth(clause.expression, facts.value) for clause in provision.clauses])
        clauses[provision.id] = values
        met[provision.id] = conjunction(values if provision.usable else (*values, None))
        excepted = disjunction([holds[exception.id] for exception in layer.exceptions.get(provision.id, ())])
        holds[provision.id] = conjunction((met[provision.id], negation(excepted)))
    return Weights(layer, facts, holds, met, clauses)
