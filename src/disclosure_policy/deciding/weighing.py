"""Weighs rules by the two sentences of the semantics, over whatever stands for a truth value.

A rule holds when it is in force, its conditions are true, and none of its exceptions holds. A disclosure is
allowed when no top-level prohibition of its jurisdiction, or of any of its parents, holds.

The sentences are stated once. An algebra says what they are about: the values of one disclosure, nodes of a circuit,
steps over columns, or one condition over what a request states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic

from disclosure_policy.deciding.facts import Facts
from disclosure_policy.deciding.truth_algebras import VALUES, Algebra, S, T
from disclosure_policy.law import Clause, Layer, Provision
from disclosure_policy.truth import Truth


@dataclass(frozen=True)
class WeighedLayer(Generic[T, S]):
    """The truth of every rule of one layer, and of each of its conditions, for one disclosure."""

    layer: Layer
    facts: S
    holds: Mapping[str, T]
    met: Mapping[str, T]
    clauses: Mapping[str, tuple[T, ...]]
    algebra: Algebra[T, S] = field(repr=False, compare=False)

    @property
    def allows(self) -> T:
        """Whether this layer lets the disclosure through; without a prohibition in force it does not."""
        if not self.layer.prohibitions:
            return self.algebra.known(False)  # noqa: FBT003 - a truth value
        return self.algebra.negation(self.algebra.any_of([self.holds[top.id] for top in self.layer.prohibitions]))

    @property
    def requires(self) -> T:
        """Whether a rule of this layer requires the disclosure."""
        return self.algebra.any_of([self.holds[permit.id] for permit in self.mandatory])

    @property
    def mandatory(self) -> list[Provision]:
        """The permits that say what must be disclosed."""
        tops = self.layer.prohibitions
        return [permit for top in tops for permit in self.exceptions(top) if permit.rule.mandatory]

    def exceptions(self, provision: Provision) -> tuple[Provision, ...]:
        """Return the rules that limit `provision`."""
        return self.layer.exceptions.get(provision.id, ())

    def holding(self, rule: str, met: T, changed: Mapping[str, T] | None = None) -> T:
        """Return the value that a rule has if its conditions have that of `met`, and some exceptions have others."""
        limits, holds = self.layer.exceptions.get(rule, ()), self.holds
        known = changed or {}
        return _limited(met, [known.get(e.id, holds[e.id]) for e in limits], self.algebra)

    def holding_with(self, provision: Provision, values: Iterable[T]) -> T:
        """Return the value that a rule has if its conditions have these values."""
        return self.holding(provision.id, self.met_with(provision, values))

    def met_with(self, provision: Provision, values: Iterable[T]) -> T:
        """Return whether the conditions of a rule are met if they have these values."""
        return _met(provision, values, self.algebra)

    def open_clauses(self: Weights, provision: Provision) -> Iterator[tuple[Clause, Truth]]:
        """Yield each condition of a rule that is not true, with its value."""
        for clause, value in zip(provision.clauses, self.clauses[provision.id], strict=True):
            if value is not True:
                yield clause, value


def weigh_layers(
    layers: tuple[Layer, ...], facts: S, algebra: Algebra[T, S], root: WeighedLayer[T, S] | None = None
) -> tuple[WeighedLayer[T, S], ...]:
    """Weigh one disclosure under a jurisdiction and its parents, root first, in any algebra.

    A `root` that is handed in stands for the first layer, which is then not weighed. A state's own layer decides
    whether state law authorizes, so the layers of its parents see that as true. A child's layer can read whether the
    root permits or requires the disclosure. No other fact is derived.
    """
    results = [] if root is None else [root]
    for layer in layers[len(results) :]:
        derived: dict[str, T] = {}
        if len(results) + 1 < len(layers):
            derived["state_law.authorizes"] = algebra.known(True)  # noqa: FBT003 - a truth value
        if results:
            derived |= {"federal_law.permits": results[0].allows, "federal_law.requires": results[0].requires}
        results.append(_weigh_layer(layer, algebra.given(facts, derived), algebra))
    return tuple(results)


def _weigh_layer(layer: Layer, facts: S, algebra: Algebra[T, S]) -> WeighedLayer[T, S]:
    condition = algebra.condition
    holds: dict[str, T] = {}
    met: dict[str, T] = {}
    clauses: dict[str, tuple[T, ...]] = {}
    for provision in layer.provisions:
        values = tuple([condition(clause.expression, facts) for clause in provision.clauses])
        clauses[provision.id] = values
        met[provision.id] = _met(provision, values, algebra)
        limits = [holds[exception.id] for exception in layer.exceptions.get(provision.id, ())]
        holds[provision.id] = _limited(met[provision.id], limits, algebra)
    return WeighedLayer(layer, facts, holds, met, clauses, algebra)


def _met(provision: Provision, values: Iterable[T], algebra: Algebra[T, S]) -> T:
    """Return what is true where every condition of a rule is; of one that is not wholly encoded nobody knows."""
    return algebra.all_of(values if provision.usable else (*values, algebra.known(None)))


def _limited(met: T, exceptions: list[T], algebra: Algebra[T, S]) -> T:
    """Return what is true where the conditions of a rule are met and none of its exceptions holds."""
    return algebra.all_of((met, algebra.negation(algebra.any_of(exceptions)))) if exceptions else met


Weights = WeighedLayer[Truth, Facts]
"""One layer weighed for one disclosure of which facts are known."""


def weigh(layers: tuple[Layer, ...], facts: Facts, root: Weights | None = None) -> tuple[Weights, ...]:
    """Weigh one disclosure by what is known of it, as `weigh_layers` does."""
    return weigh_layers(layers, facts, VALUES, root)
