"""Plans what has to be known of a disclosure to tell how it was decided: every layer of the law, weighed.

The same two sentences as in `weighing`, in steps instead of values. Besides each layer's answer the outputs say which
rules decided, as far as needed to name them in order, and what is still open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure_policy.frames.openings import Openings, openings
from disclosure_policy.frames.plan import Plan
from disclosure_policy.frames.steps import Node
from disclosure_policy.frames.weighed import WeighedLayer
from disclosure_policy.law import Layer


@dataclass(frozen=True)
class LayerOutputs:
    """The answer of one layer: whether it allows, settles a denial, requires disclosure, and reaches it at all.

    `marks` has the rules that can decide. In a layer that denies, a prohibition is marked if it does not come out
    false. Where all layers allow, what is marked is: a permit that is relied on; a prohibition or a limit that
    reaches the disclosure; and if no prohibition does, each that comes near.
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
    weighed: list[WeighedLayer] = []
    for depth, layer in enumerate(layers):
        given: dict[str, Node] = {"state_law.authorizes": plan.known(value=True)} if depth + 1 < len(layers) else {}
        if weighed:
            given |= {"federal_law.permits": weighed[0].allows, "federal_law.requires": weighed[0].requires}
        weighed.append(WeighedLayer(plan, layer, given))
        weighed[-1].weigh()
    allowed = plan.conjunction(plan.is_("true", one.allows) for one in weighed)
    undecided = plan.is_("unknown", plan.conjunction(one.allows for one in weighed))
    return Outputs(tuple(_layer_outputs(one, allowed) for one in weighed), openings(weighed, undecided))


def _layer_outputs(one: WeighedLayer, allowed: Node) -> LayerOutputs:
    plan, tops = one.plan, one.layer.prohibitions
    denies = plan.negation(plan.is_("true", one.allows))
    reaches = {top.id: plan.is_("possible", one.met[top.id]) for top in tops}
    reached = plan.conjunction((allowed, plan.disjunction(reaches.values())))
    only_near = plan.conjunction((allowed, plan.negation(reached)))
    on_allow: dict[str, Node] = {}
    for provision, targets in one.downwards():
        if provision.id in reaches:
            on_allow[provision.id] = plan.conjunction((allowed, reaches[provision.id]))
            continue
        what = "true" if provision.effect == "permit" else "possible"
        value = (one.holds if provision.effect == "permit" else one.met)[provision.id]
        comes_in = plan.disjunction(on_allow[target] for target in targets)
        on_allow[provision.id] = plan.conjunction((comes_in, plan.is_(what, value)))  # type: ignore[arg-type]
    marks: dict[str, Node] = {}
    for provision in one.layer.provisions:
        if provision.id in reaches:
            stands = plan.conjunction((denies, plan.is_("possible", one.holds[provision.id])))
            near = plan.disjunction(plan.is_("true", value) for value in one.clauses[provision.id])
            near = plan.conjunction((only_near, near))
            marks[provision.id] = plan.disjunction((stands, on_allow[provision.id], near))
        elif provision.effect == "permit" or one.exceptions(provision):
            marks[provision.id] = on_allow[provision.id]
    return LayerOutputs(
        one.layer,
        plan.is_("true", one.allows),
        plan.is_("true", plan.negation(one.allows)),
        plan.conjunction((allowed, plan.is_("true", one.requires))),
        reached,
        marks,
    )
