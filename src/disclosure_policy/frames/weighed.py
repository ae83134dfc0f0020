"""Weighs a layer of the law in the steps of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from disclosure_policy.frames.plan import Plan
from disclosure_policy.frames.steps import Node
from disclosure_policy.law import Layer, Provision

Given = Mapping[str, Node]


@dataclass
class WeighedLayer:
    """The steps for the rules of a layer, once `weigh` was called; `given` are facts that are computed."""

    plan: Plan
    layer: Layer
    given: Given
    holds: dict[str, Node] = field(default_factory=dict)
    met: dict[str, Node] = field(default_factory=dict)
    clauses: dict[str, tuple[Node, ...]] = field(default_factory=dict)

    def weigh(self) -> None:
        """Add the steps to the plan."""
        plan = self.plan
        for provision in self.layer.provisions:
            values = tuple(plan.condition(clause.expression, self.given) for clause in provision.clauses)
            usable = plan.known(value=True if provision.usable else None)
            excepted = plan.disjunction(self.holds[exception.id] for exception in self.exceptions(provision))
            self.clauses[provision.id] = values
            self.met[provision.id] = met = plan.conjunction((*values, usable))
            self.holds[provision.id] = plan.conjunction((met, plan.negation(excepted)))

    @property
    def allows(self) -> Node:
        """Whether the layer lets the disclosure through."""
        if not self.layer.prohibitions:
            return self.plan.known(value=False)
        return self.plan.negation(self.plan.disjunction(self.holds[top.id] for top in self.layer.prohibitions))

    @property
    def requires(self) -> Node:
        """Whether a rule of the layer requires the disclosure."""
        return self.plan.disjunction(self.holds[permit.id] for permit in self.mandatory)

    @property
    def mandatory(self) -> list[Provision]:
        """The permits that say what must be disclosed."""
        tops = self.layer.prohibitions
        return [permit for top in tops for permit in self.exceptions(top) if permit.rule.mandatory]

    def exceptions(self, provision: Provision) -> tuple[Provision, ...]:
        """Return the rules that limit a rule."""
        return self.layer.exceptions.get(provision.id, ())

    def downwards(self) -> Iterator[tuple[Provision, list[str]]]:
        """Yield each rule after all that it limits, with the ids of those."""
        here = {provision.id for provision in self.layer.provisions}
        for provision in reversed(self.layer.provisions):
            yield provision, [target for target in provision.exception_to if target in here]
