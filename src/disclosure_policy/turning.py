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

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers under which it was weighed."""
        return tuple(net.layer for net in self.nets)

    @property
    def allowed(self) -> bool:
        """Whether every disclosure passes every layer."""
        return all(map(_passes, self.weighed))

    def allowed_if(self, rule: str, holds: Holds) -> bool:
        """Say whether the request is allowed if a rule has another value, in every disclosure."""
        return all(self.passes_if(index, rule, holds) for index in range(len(self.weighed)))

    def passes_if(self, index: int, rule: str, holds: Holds) -> bool:
        """Say whether one disclosure passes every layer if a rule has another value."""
        weights = self.weighed[index]
        passed, reopened = True, False
        for depth, (net, one) in enumerate(zip(self.nets, weights, strict=True)):
            if rule not in net.order:
                passed = passed and one.allows is True
                continue
            value = holds(one)
            if value is one.holds[rule]:
                passed = passed and one.allows is True
                continue
            changed = net.carried(one, rule, value)
            tops = net.layer.prohibitions
            allows = negation(disjunction(changed.get(top.id, one.holds[top.id]) for top in tops))
            passed = passed and allows is True
            if depth == 0:
                mandatory = (
                    changed.get(p.id, one.holds[p.id]) for t in tops for p in one.exceptions(t) if p.rule.mandatory
                )
                above = {"federal_law.permits": allows, "federal_law.requires": disjunction(mandatory)}
                moved = allows is not one.allows or above["federal_law.requires"] is not one.requires
                reopened = moved and any(below.reads_above for below in self.nets[1:])
        return passed and self._below(index, rule, holds, above) if reopened else passed

    def _below(self, index: int, rule: str, holds: Holds, above: Mapping[str, Truth]) -> bool:
        """Weigh the layers below the root again, which read what the root says."""
        facts = self.case.disclosures[index][2]
        for depth, net in enumerate(self.nets[1:], start=1):
            known: dict[str, Truth] = {"state_law.authorizes": True} if depth + 1 < len(self.nets) else {}
            (one,) = weigh((net.layer,), facts.given({**known, **above}))
            if rule in net.order:
                (one,) = weigh((net.layer,), facts.given({**known, **above}), {rule: holds(one)})
            if one.allows is not True:
                return False
        return True


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


def _passes(weights: tuple[Weights, ...]) -> bool:
    return all(one.allows is True for one in weights)
