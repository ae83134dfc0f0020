"""On what a verdict turns: what it would be, were the value of one rule or of one condition another.

Nothing is weighed again that does not change: a new value is carried from its rule upwards through what that rule
limits, and a layer that reads whether the law above permits is weighed again only if that answer changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from disclosure_policy.compiling import Law
from disclosure_policy.expression import paths
from disclosure_policy.facts import Case, facts_of
from disclosure_policy.provision import Clause, Layer, Provision
from disclosure_policy.request import DisclosureRequest
from disclosure_policy.truth import Truth, conjunction, disjunction, negation
from disclosure_policy.weighing import Weights, weigh

Holds = Callable[[Weights], Truth]
"""Gives the value of a rule in place of its own, in a layer that holds the rule."""


@dataclass(frozen=True, eq=False)
class Net:
    """A layer with what each of its rules limits, and the order in which values are carried upwards."""

    layer: Layer
    order: Mapping[str, int]
    limits: Mapping[str, tuple[str, ...]]
    reads_above: bool
    """Whether a condition reads what the law above says of the disclosure."""

    @classmethod
    def of(cls, layer: Layer) -> Net:
        """Return the net of a layer."""
        order = {provision.id: place for place, provision in enumerate(layer.provisions)}
        limits = {p.id: tuple(target for target in p.exception_to if target in order) for p in layer.provisions}
        read = (path for p in layer.provisions for clause in p.clauses for path in paths(clause.expression))
        return cls(layer, order, limits, any(path.startswith("federal_law.") for path in read))

    def carried(self, one: Weights, rule: str, holds: Truth) -> dict[str, Truth]:
        """Return the values that change if a rule has another one, its own included."""
        changed = {rule: holds}
        waiting = set(self.limits[rule])
        while waiting:
            at = min(waiting, key=self.order.__getitem__)
            waiting.remove(at)
            excepted = disjunction(changed.get(e.id, one.holds[e.id]) for e in self.layer.exceptions[at])
            value = conjunction((one.met[at], negation(excepted)))
            if value is not one.holds[at]:
                changed[at] = value
                waiting.update(self.limits[at])
        return changed


@dataclass(frozen=True, eq=False)
class Weighing:
    """A request as it was weighed: for each disclosure the weights of every layer, root first."""

    case: Case
    nets: tuple[Net, ...]
    weighed: tuple[tuple[Weights, ...], ...]
    _reopened: dict[tuple[int, tuple[Truth, Truth]], tuple[Weights, ...]] = field(default_factory=dict, repr=False)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers under which it was weighed."""
        return tuple(net.layer for net in self.nets)

    @property
    def allowed(self) -> bool:
        """Whether every disclosure passes every layer."""
        return all(map(passes, self.weighed))

    def allowed_if(self, rule: str, holds: Holds) -> bool:
        """Say whether the request is allowed if a rule has another value, in every disclosure."""
        return all(self.passes_if(index, rule, holds) for index in range(len(self.weighed)))

    def passes_if(self, index: int, rule: str, holds: Holds) -> bool:
        """Say whether one disclosure passes every layer if a rule has another value."""
        return not self.standing_if(index, rule, holds)

    def standing(self, index: int) -> frozenset[str]:
        """Return the citations of the prohibitions that deny one disclosure; empty if it passes every layer."""
        return frozenset(citation for one in self.weighed[index] for citation in _standing(one, one.holds))

    def standing_if(self, index: int, rule: str, holds: Holds) -> frozenset[str]:
        """Return the citations of the prohibitions that deny one disclosure if a rule has another value."""
        found: list[str] = []
        for depth, (net, one) in enumerate(zip(self.nets, self.weighed[index], strict=True)):
            value = holds(one) if rule in net.order else None
            changed: Mapping[str, Truth] = one.holds
            if rule in net.order and value is not one.holds[rule]:
                changed = {**one.holds, **net.carried(one, rule, value)}
            found += _standing(one, changed)
            if depth == 0 and changed is not one.holds and any(below.reads_above for below in self.nets[1:]):
                tops = net.layer.prohibitions
                allows = negation(disjunction(changed[top.id] for top in tops)) if tops else False
                mandatory = (p for top in tops for p in one.exceptions(top) if p.rule.mandatory)
                requires = disjunction(changed[permit.id] for permit in mandatory)
                if allows is not one.allows or requires is not one.requires:
                    return frozenset(found).union(*self._below(index, rule, holds, (allows, requires)))
        return frozenset(found)

    def _below(self, index: int, rule: str, holds: Holds, root: tuple[Truth, Truth]) -> Iterator[list[str]]:
        """Yield what stands in each layer below the root if the root permits and requires so."""
        key = (index, root)
        if key not in self._reopened:
            self._reopened[key] = self._weigh_below(index, root)
        for net, one in zip(self.nets[1:], self._reopened[key], strict=True):
            again = one
            if rule in net.order:
                (again,) = weigh((net.layer,), one.facts, {rule: holds(one)})
            yield _standing(again, again.holds)

    def _weigh_below(self, index: int, root: tuple[Truth, Truth]) -> tuple[Weights, ...]:
        above = dict(zip(("federal_law.permits", "federal_law.requires"), root, strict=True))
        below = {"state_law.authorizes": True} | above
        found: list[Weights] = []
        for depth, net in enumerate(self.nets[1:], start=1):
            known = below if depth + 1 < len(self.nets) else above
            found += weigh((net.layer,), self.case.disclosures[index][2].given(known))
        return tuple(found)


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
        asked = request if isinstance(request, DisclosureRequest) else DisclosureRequest.model_validate(request)
        return self.of_case(facts_of(asked, self.law))

    def of_case(self, case: Case) -> Weighing:
        """Weigh a request as facts."""
        key = (case.jurisdiction, case.as_of)
        if key not in self._nets:
            self._nets[key] = tuple(map(Net.of, self.law.layers(*key)))
        nets = self._nets[key]
        layers = tuple(net.layer for net in nets)
        return Weighing(case, nets, tuple(weigh(layers, facts) for _, _, facts in case.disclosures))


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
                for other in (True, False):
                    if (
                        other is not value
                        and weighing.allowed_if(provision.id, _with(provision, number, other)) != allowed
                    ):
                        yield TurningPoint(provision, clause, first[depth].clauses[provision.id][number])
                        break


def _shared(weighing: Weighing, depth: int, provision: Provision, number: int) -> Truth:
    values = {weights[depth].clauses[provision.id][number] for weights in weighing.weighed}
    return values.pop() if len(values) == 1 else None


def _with(provision: Provision, number: int, value: Truth) -> Holds:
    def holds(one: Weights) -> Truth:
        values = one.clauses[provision.id]
        met = conjunction((*values[:number], value, *values[number + 1 :], True if provision.usable else None))
        excepted = disjunction(one.holds[e.id] for e in one.exceptions(provision))
        return conjunction((met, negation(excepted)))

    return holds


def _standing(one: Weights, holds: Mapping[str, Truth]) -> list[str]:
    """Return the citations of a layer's prohibitions that are not false; an empty one where it has none at all."""
    tops = one.layer.prohibitions
    return [top.citation for top in tops if holds[top.id] is not False] if tops else [""]


def passes(weights: tuple[Weights, ...]) -> bool:
    """Say whether one disclosure passes every layer."""
    return all(one.allows is True for one in weights)
