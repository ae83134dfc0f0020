"""Plans what has to be known of a disclosure to tell how it was decided: every layer of the law, weighed.

Besides each layer's answer the outputs say which rules decided, as far as needed to name them in order, and what is
still open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure_policy.deciding.logic_graph import Node
from disclosure_policy.deciding.weighing import weigh_layers
from disclosure_policy.frames.law_graph import Plan
from disclosure_policy.frames.open_rules_and_facts import Openings, PlannedLayer, downwards, openings
from disclosure_policy.law import Layer


@dataclass(frozen=True)
class LayerOutputs:
    """The answer of one layer: whether it allows, settles a denial, requires disclosure, and reaches it at all.

    `marks` has the rules that can be named, as `deciding.ruling.Marks` has them; but what nothing that is named
    hangs on, and all of a layer that allows what another denies, is left unmarked, so that fewer answers differ.
    """

    layer: Layer
    allows: Node
    forbids: Node
    requires: Node
    reached: Node
    marks: Mapping[str, Node]

    def nodes(self) -> tuple[Node, ...]:
        """Return all outputs, in one order."""
        return (self.allows, self.forbids, self.requires, self.reached, *self.marks.values())


@dataclass(frozen=True)
class Outputs:
    """All that is to be known of a disclosure: the answer of each layer, and what keeps the answer open."""

    layers: tuple[LayerOutputs, ...]
    openings: Openings


def outputs_of(layers: tuple[Layer, ...], plan: Plan) -> Outputs:
    """Weigh a disclosure under a jurisdiction and its parents, root first, in steps of a plan."""
    weighed = weigh_layers(layers, {}, plan)
    allowed = plan.all_of(plan.is_("true", one.allows) for one in weighed)
    undecided = plan.is_("unknown", plan.all_of(one.allows for one in weighed))
    return Outputs(tuple(_layer_outputs(plan, one, allowed) for one in weighed), openings(plan, weighed, undecided))


def _layer_outputs(plan: Plan, one: PlannedLayer, allowed: Node) -> LayerOutputs:
    tops = one.layer.prohibitions
    denies = plan.negation(plan.is_("true", one.allows))
    reaches = {top.id: plan.is_("possible", one.met[top.id]) for top in tops}
    reached = plan.all_of((allowed, plan.any_of(reaches.values())))
    only_near = plan.all_of((allowed, plan.negation(reached)))
    on_allow: dict[str, Node] = {}
    for provision, targets in downwards(one.layer):
        if provision.id in reaches:
            on_allow[provision.id] = plan.all_of((allowed, reaches[provision.id]))
            continue
        what = "true" if provision.effect == "permit" else "possible"
        value = (one.holds if provision.effect == "permit" else one.met)[provision.id]
        comes_in = plan.any_of(on_allow[target] for target in targets)
        on_allow[provision.id] = plan.all_of((comes_in, plan.is_(what, value)))  # type: ignore[arg-type]
    marks: dict[str, Node] = {}
    for provision in one.layer.provisions:
        if provision.id in reaches:
            stands = plan.all_of((denies, plan.is_("possible", one.holds[provision.id])))
            near = plan.any_of(plan.is_("true", value) for value in one.clauses[provision.id])
            near = plan.all_of((only_near, near))
            marks[provision.id] = plan.any_of((stands, on_allow[provision.id], near))
        elif provision.effect == "permit" or one.exceptions(provision):
            marks[provision.id] = on_allow[provision.id]
    return LayerOutputs(
        one.layer,
        plan.is_("true", one.allows),
        plan.is_("true", plan.negation(one.allows)),
        plan.all_of((allowed, plan.is_("true", one.requires))),
        reached,
        marks,
    )
