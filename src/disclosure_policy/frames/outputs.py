"""What is to be known of a disclosure to tell how it was decided: the layers of the law, weighed in a plan.

The same two sentences as in `weighing`, in steps instead of values. Besides each layer's answer the outputs say which
rules decided, as far as needed to name them in order, and which facts were missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from disclosure_policy.expression import Expression, FactReference, parts
from disclosure_policy.facts import UNSTATED
from disclosure_policy.frames.plan import Plan
from disclosure_policy.frames.steps import Node
from disclosure_policy.provision import Layer, Provision

Given = Mapping[str, Node]


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
    """All that is to be known of a disclosure; `missing` says for each fact whether the answer waits for it."""

    plan: Plan
    layers: tuple[LayerOutputs, ...]
    missing: Mapping[str, Node]


@dataclass
class _Layer:
    """A layer while it is weighed: the steps for its rules and their conditions."""

    plan: Plan
    layer: Layer
    given: Given
    holds: dict[str, Node] = field(default_factory=dict)
    met: dict[str, Node] = field(default_factory=dict)
    clauses: dict[str, tuple[Node, ...]] = field(default_factory=dict)

    def weigh(self) -> None:
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
        if not self.layer.prohibitions:
            return self.plan.known(value=False)
        return self.plan.negation(self.plan.disjunction(self.holds[top.id] for top in self.layer.prohibitions))

    @property
    def requires(self) -> Node:
        return self.plan.disjunction(
            self.holds[permit.id]
            for top in self.layer.prohibitions
            for permit in self.exceptions(top)
            if permit.rule.mandatory
        )

    def exceptions(self, provision: Provision) -> tuple[Provision, ...]:
        return self.layer.exceptions.get(provision.id, ())

    def downwards(self) -> Iterator[tuple[Provision, list[str]]]:
        """Yield each rule after all that it limits, with the ids of those."""
        here = {provision.id for provision in self.layer.provisions}
        for provision in reversed(self.layer.provisions):
            yield provision, [target for target in provision.exception_to if target in here]


def outputs_of(layers: tuple[Layer, ...], plan: Plan) -> Outputs:
    """Weigh a disclosure under a jurisdiction and those above it, root first, in steps of a plan."""
    weighed: list[_Layer] = []
    for depth, layer in enumerate(layers):
        given: dict[str, Node] = {"state_law.authorizes": plan.known(value=True)} if depth + 1 < len(layers) else {}
        if weighed:
            given |= {"federal_law.permits": weighed[0].allows, "federal_law.requires": weighed[0].requires}
        weighed.append(_Layer(plan, layer, given))
        weighed[-1].weigh()
    allowed = plan.conjunction(plan.is_("true", one.allows) for one in weighed)
    undecided = plan.is_("unknown", plan.conjunction(one.allows for one in weighed))
    missing: dict[str, list[Node]] = {}
    for one in weighed:
        for fact, node in _missing(one, undecided):
            missing.setdefault(fact, []).append(node)
    return Outputs(
        plan,
        tuple(_layer_outputs(one, allowed) for one in weighed),
        {fact: plan.disjunction(nodes) for fact, nodes in sorted(missing.items())},
    )


def _layer_outputs(one: _Layer, allowed: Node) -> LayerOutputs:
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


def _missing(one: _Layer, undecided: Node) -> Iterator[tuple[str, Node]]:
    """Yield each fact that is unknown where it keeps the answer open, with the step that says so."""
    plan = one.plan
    open_: dict[str, Node] = {}
    for provision, targets in one.downwards():
        above = [open_[target] for target in targets] if targets else [undecided]
        here = [plan.disjunction(above), plan.is_("unknown", one.holds[provision.id])]
        open_[provision.id] = plan.conjunction(here if provision.usable else (plan.known(value=False),))
        for clause in provision.clauses:
            yield from _unknowns(one, clause.expression, open_[provision.id])


def _unknowns(one: _Layer, expression: Expression, open_: Node) -> Iterator[tuple[str, Node]]:
    plan = one.plan
    if isinstance(expression, FactReference):
        fact, _, _ = expression.path.rpartition(".")
        fact = fact if fact in plan.stated else expression.path
        if fact not in UNSTATED:
            yield fact, plan.conjunction((open_, plan.unknown_at(expression.path, one.given)))
        return
    if expression.kind == "boolean":
        open_ = plan.conjunction((open_, plan.is_("unknown", plan.condition(expression, one.given))))
    for part in parts(expression):
        yield from _unknowns(one, part, open_)
