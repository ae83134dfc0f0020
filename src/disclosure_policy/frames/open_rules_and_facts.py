"""Finds which rules and facts leave a disclosure undecided; equal openings share one answer.

Two disclosures with the same openings, and the same stated of the coded facts that are open, leave the same to be
found out: so the facts that are missing of both are the same, and are worked out for one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from disclosure_policy.conditions.expression import Compare, Expression, FactReference, parts
from disclosure_policy.deciding.logic_graph import Node
from disclosure_policy.deciding.weighing import WeighedLayer
from disclosure_policy.frames.law_graph import ComputedFacts, Plan
from disclosure_policy.law import Layer, Provision

PlannedLayer = WeighedLayer[Node, ComputedFacts]
"""A layer of the law, weighed in the steps of a plan."""


@dataclass(frozen=True)
class Openings:
    """Steps that say of each rule and each fact in it whether it is open; `coded` of each coded fact, anywhere."""

    everywhere: Sequence[Node]
    coded: dict[str, Node]


@dataclass
class _Opening:
    """Collects what is open in one layer; `derived` says where facts are open that another layer decides."""

    plan: Plan
    one: PlannedLayer
    found: list[tuple[str | None, Node]] = field(default_factory=list)
    derived: dict[str, list[Node]] = field(default_factory=dict)

    def open_up(self, undecided: Node, required: Node) -> None:
        """Go down from the prohibitions, which are open if the answer is, and from permits that may be required."""
        plan = self.plan
        open_: dict[str, Node] = {}
        mandatory = {permit.id for permit in self.one.mandatory}
        for provision, targets in downwards(self.one.layer):
            ways = [open_[target] for target in targets] if targets else [undecided]
            ways += [required] if provision.id in mandatory else []
            here = plan.all_of((plan.any_of(ways), plan.is_("unknown", self.one.holds[provision.id])))
            open_[provision.id] = here
            self.found.append((None, here))
            for clause in provision.clauses:
                self.found += self._unknowns(clause.expression, here)

    def _unknowns(self, expression: Expression, here: Node) -> Iterator[tuple[str | None, Node]]:
        plan, given = self.plan, self.one.facts
        if isinstance(expression, FactReference):
            node = plan.all_of((here, plan.unknown_at(expression.path, given)))
            if expression.path in given:
                self.derived.setdefault(expression.path, []).append(node)
            fact = expression.path.rpartition(".")[0]
            yield fact if fact in plan.stated else None, node
            return
        if expression.kind == "boolean":
            here = plan.all_of((here, plan.is_("unknown", plan.condition(expression, given))))
        for part in parts(expression):
            if isinstance(expression, Compare) and part.kind == "boolean":  # what is known of it, the rest depends on
                yield None, plan.all_of((here, plan.is_("true", plan.condition(part, given))))
            yield from self._unknowns(part, here)


def openings(plan: Plan, weighed: tuple[PlannedLayer, ...], undecided: Node) -> Openings:
    """Return what is open in the layers of a disclosure, if it is undecided at all; the root's last."""
    found: list[tuple[str | None, Node]] = []
    derived: dict[str, list[Node]] = {}
    for one in reversed(weighed):
        root = one is weighed[0]
        permits = derived.get("federal_law.permits", []) if root else []
        requires = derived.get("federal_law.requires", []) if root else []
        opening = _Opening(plan, one)
        opening.open_up(plan.any_of([undecided, *permits]), plan.any_of(requires))
        found += opening.found
        for path, nodes in opening.derived.items():
            derived.setdefault(path, []).extend(nodes)
    coded: dict[str, list[Node]] = {}
    for fact, node in found:
        if fact is not None:
            coded.setdefault(fact, []).append(node)
    everywhere = list(dict.fromkeys(node for _, node in found))
    return Openings(everywhere, {fact: plan.any_of(nodes) for fact, nodes in coded.items()})


def downwards(layer: Layer) -> Iterator[tuple[Provision, list[str]]]:
    """Yield each rule of a layer after all that it limits, with the ids of those."""
    here = {provision.id for provision in layer.provisions}
    for provision in reversed(layer.provisions):
        yield provision, [target for target in provision.exception_to if target in here]
