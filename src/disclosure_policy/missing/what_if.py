"""What-if: the verdict if some rules or one condition had another value.

Nothing is weighed again that does not change: new values are carried from their rules upwards through what those
limit, and a layer that reads whether the law of its parents permits is weighed again only if that answer changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from disclosure_policy.conditions.expression import Expression, paths, truth
from disclosure_policy.deciding import Case, facts_of, settled, ways
from disclosure_policy.deciding.weighing import Weights, weigh
from disclosure_policy.documents import of_value
from disclosure_policy.law import Clause, Law, Layer, Provision
from disclosure_policy.requests import DisclosureRequest, request_in
from disclosure_policy.truth import Truth

Holds = Callable[[Weights], Truth]
"""Gives the value of a rule in place of its own, in a layer that holds the rule."""

Changes = Mapping[str, Holds]
"""By rule, what gives its value; it is handed the layer with what has changed in the exceptions to the rule."""


@dataclass(frozen=True, eq=False)
class Net:
    """A layer with what each of its rules limits, and the order in which values are carried upwards."""

    layer: Layer
    order: Mapping[str, int]
    limits: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, layer: Layer) -> Net:
        """Return the net of a layer."""
        order = {provision.id: place for place, provision in enumerate(layer.provisions)}
        limits = {p.id: tuple(target for target in p.exception_to if target in order) for p in layer.provisions}
        return cls(layer, order, limits)

    @cached_property
    def reads_above(self) -> bool:
        """Whether a condition reads what the law of the parents says of the disclosure."""
        read = (path for p in self.layer.provisions for clause in p.clauses for path in paths(clause.expression))
        return any(path.startswith("federal_law.") for path in read)

    def carried(self, one: Weights, changes: Changes) -> Weights:
        """Return the layer with changes and what follows from them; the very same layer if nothing changes."""
        changed: dict[str, Truth] = {}
        waiting = changes.keys() & self.order.keys()
        while waiting:
            at = min(waiting, key=self.order.__getitem__)
            waiting.remove(at)
            if (change := changes.get(at)) is not None:
                value = change(_with_holds(one, changed))
            else:
                value = one.holding(at, one.met[at], changed)
            if value is not one.holds[at]:
                changed[at] = value
                waiting.update(self.limits[at])
        return _with_holds(one, changed)


def _with_holds(one: Weights, changed: Mapping[str, Truth]) -> Weights:
    return replace(one, holds={**one.holds, **changed}) if changed else one


@dataclass(frozen=True, eq=False)
class Weighing:
    """A request as it was weighed: for each disclosure the weights of every layer, root first."""

    case: Case
    nets: tuple[Net, ...]
    weighed: tuple[tuple[Weights, ...], ...]
    """For each disclosure the weights under the instruments that it goes by."""
    _reopened: dict[tuple[int, tuple[Truth, Truth]], tuple[Weights, ...]] = field(default_factory=dict, repr=False)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers under which it was weighed."""
        return tuple(net.layer for net in self.nets)

    @property
    def allowed(self) -> bool:
        """Whether every disclosure passes every layer."""
        return all(map(passes, self.weighed))

    def allowed_if(self, changes: Changes) -> bool:
        """Say whether the request is allowed if some rules have other values, in every disclosure."""
        return all(self.passes_if(index, changes) for index in range(len(self.weighed)))

    def passes_if(self, index: int, changes: Changes) -> bool:
        """Say whether one disclosure passes every layer if some rules have other values, under any instruments."""
        if not self.standing_if(index, changes):
            return True
        others = self._others[index] if self.case.shown else None
        return others is not None and any(not others.standing_if(n, changes) for n in range(len(others.weighed)))

    @cached_property
    def _others(self) -> tuple[Weighing, ...]:
        """For each disclosure what it comes to under each combination of the instruments shown."""
        return tuple(
            _weighed(replace(self.case, disclosures=tuple(one._replace(facts=facts) for facts in found)), self.nets)
            for one, found in zip(self.case.disclosures, ways(self.case), strict=True)
        )

    def standing(self, index: int) -> frozenset[str]:
        """Return the citations of the prohibitions that deny one disclosure; empty if it passes every layer."""
        return frozenset(citation for one in self.weighed[index] for citation in _standing(one))

    def standing_if(self, index: int, changes: Changes) -> frozenset[str]:
        """Return the citations of the prohibitions that deny one disclosure if some rules have other values."""
        return frozenset(citation for one in self.weights_if(index, changes) for citation in _standing(one))

    def weights_if(self, index: int, changes: Changes) -> tuple[Weights, ...]:
        """Return every layer as it is for one disclosure if some rules have other values."""
        before, *others = self.weighed[index]
        net, *nets = self.nets
        root = net.carried(before, changes)
        if root is not before and any(other.reads_above for other in nets):
            said = root.allows, root.requires
            others = others if said == (before.allows, before.requires) else list(self._below(index, said, root))
        return root, *(net.carried(one, changes) for net, one in zip(nets, others, strict=True))

    def _below(self, index: int, said: tuple[Truth, Truth], root: Weights) -> tuple[Weights, ...]:
        """Return each layer below the root as it is if the root says so of what it permits and requires."""
        if (index, said) not in self._reopened:
            _, *below = weigh(self.layers, self.case.disclosures[index].facts, root)
            self._reopened[index, said] = tuple(below)
        return self._reopened[index, said]


@dataclass(frozen=True, eq=False)
class Scales:
    """Weighs requests under one law, keeping what its layers have in common."""

    law: Law
    _nets: dict[tuple[str, Any], tuple[Net, ...]] = field(default_factory=dict, repr=False)

    def weigh(self, request: DisclosureRequest | Mapping[str, Any]) -> Weighing:
        """Weigh a request.

        Raises:
            RequestError: if it is not well formed.
        """
        asked = request if isinstance(request, DisclosureRequest) else request_in(of_value(request, "request"))
        return self.of_case(facts_of(asked, self.law))

    def of_case(self, case: Case) -> Weighing:
        """Weigh a request as facts."""
        key = (case.jurisdiction, case.as_of)
        if key not in self._nets:
            self._nets[key] = tuple(map(Net.of, self.law.layers(*key)))
        settled_case, weighed = settled(case, self.law)
        return Weighing(settled_case, self._nets[key], weighed)


def _weighed(case: Case, nets: tuple[Net, ...]) -> Weighing:
    layers = tuple(net.layer for net in nets)
    return Weighing(case, nets, tuple(weigh(layers, disclosure.facts) for disclosure in case.disclosures))


@dataclass(frozen=True)
class TurningPoint:
    """A condition whose value alone decided the verdict."""

    provision: Provision
    clause: Clause
    value: Truth


def turning_points(weighing: Weighing) -> Iterator[TurningPoint]:
    """Yield each condition that would reverse the verdict, were it true where it is not, or false where it is not."""
    allowed = weighing.allowed
    first = weighing.weighed[0]
    for depth, net in enumerate(weighing.nets):
        for provision in net.layer.provisions:  # the narrowest come first
            for number, clause in enumerate(provision.clauses):
                value = _shared(weighing, depth, provision, number)
                for other in {True, False} - {value}:
                    changes = {provision.id: with_conditions(provision, {number: other})}
                    if weighing.allowed_if(changes) != allowed:
                        yield TurningPoint(provision, clause, first[depth].clauses[provision.id][number])
                        break


def _shared(weighing: Weighing, depth: int, provision: Provision, number: int) -> Truth:
    values = {weights[depth].clauses[provision.id][number] for weights in weighing.weighed}
    return values.pop() if len(values) == 1 else None


def with_conditions(provision: Provision, otherwise: Mapping[int, Truth]) -> Holds:
    """Return what gives the value of a rule of whose conditions some, by their place, have other values."""

    def holds(one: Weights) -> Truth:
        values = (otherwise.get(number, value) for number, value in enumerate(one.clauses[provision.id]))
        return one.holding_with(provision, values)

    return holds


def with_condition(provision: Provision, clause: Clause, read: Expression) -> Holds:
    """Return what gives the value of a rule that asks for something else wherever it has a condition."""

    def holds(one: Weights) -> Truth:
        values = (
            truth(read, one.facts.value) if own == clause else value
            for own, value in zip(provision.clauses, one.clauses[provision.id], strict=True)
        )
        return one.holding_with(provision, values)

    return holds


def _standing(one: Weights) -> list[str]:
    """Return the citations of a layer's prohibitions that are not false; an empty one where it has none at all."""
    tops = one.layer.prohibitions
    return [top.citation for top in tops if one.holds[top.id] is not False] if tops else [""]


def passes(weights: tuple[Weights, ...]) -> bool:
    """Say whether one disclosure passes every layer."""
    return all(one.allows is True for one in weights)
