"""Reduces a case's verdict to what is still open: a circuit with all that is settled put in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from disclosure_policy.conditions.expression import (
    Expression,
    FactReference,
    evaluate,
    paths,
)
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding import UNSTATED, Bar, Case, Facts, in_terms_of, ways
from disclosure_policy.deciding.logic_graph import FALSE, TRUE, UNKNOWN, Node
from disclosure_policy.deciding.weighing import WeighedLayer, weigh_layers
from disclosure_policy.decision import Named
from disclosure_policy.law import Layer
from disclosure_policy.missing.logic_circuit import Circuit
from disclosure_policy.truth import Truth

Place = tuple[str, int]
"""A fact and, where a bundle has several items, purposes or instruments, which of them it is stated of."""


@dataclass(frozen=True)
class Atom:
    """What can be true or false by itself: a fact, a term of one, or a comparison of numbers or dates."""

    expression: Expression
    places: tuple[Place, ...]
    """The facts that it reads."""
    term: str | None = None
    """The term that it reads, if its fact is coded."""


@dataclass
class Residue:
    """The open part of a verdict."""

    circuit: Circuit = field(default_factory=Circuit)
    disclosures: list[Node] = field(default_factory=list)
    """For each disclosure whether it is allowed."""
    allowed: Node = TRUE
    """Whether all are."""
    atoms: dict[Node, Atom] = field(default_factory=dict)
    facts: dict[Place, Facts] = field(default_factory=dict)
    """What is known of a disclosure in which the fact is stated."""
    conditions: dict[int, tuple[tuple[str, ...], dict[tuple[object, ...], Node]]] = field(default_factory=dict)
    """What conditions were lowered to, for each item and purpose that they read."""
    slots: list[dict[str, int]] = field(default_factory=list)
    """For each disclosure which item and which purpose it is of."""
    weighed: list[_Nodes] = field(default_factory=list)
    """For each disclosure every layer, with the node of each rule."""

    def current(self, node: Node) -> Truth:
        """Return the value that an atom has by what is stated."""
        atom = self.atoms[node]
        return truth_in(self.facts[atom.places[0]], atom.expression)


def truth_in(facts: Facts, expression: Expression) -> Truth:
    """Return the value of a Boolean expression by what is stated."""
    value = evaluate(expression, facts.value)
    return value if value is None else bool(value)


Derived = Mapping[str, Node]
"""By path what is derived from other law."""
_Nodes = tuple[WeighedLayer[Node, Derived], ...]
"""Every layer with the node of each rule, root first."""
Closed = Collection[tuple[str, Named]]
"""Facts that nobody will state, each with the item or purpose of which that is so, or None if of all there are."""


def residue(
    case: Case,
    layers: tuple[Layer, ...],
    is_open: Callable[[str], bool] = lambda _: False,
    closed: Closed = frozenset(),
) -> Residue:
    """Return what a case's verdict depends on.

    The facts that `is_open` names are open even where they are known; those that are `closed` stay unknown for good.
    """
    found = Residue()
    slots: dict[tuple[str, object], int] = {}
    known: dict[tuple[int, ...], tuple[_Nodes, Node]] = {}
    under_each = ways(case) if case.shown else tuple((one.facts,) for one in case.disclosures)
    for (item, purpose, facts), looked_at in zip(case.disclosures, under_each, strict=True):
        own = tuple((path, value) for path, value in facts.plain.items() if path.startswith("item."))
        which = {
            "item": slots.setdefault(("item", (facts.said_of("item.type"), own)), len(slots)),
            "purpose": slots.setdefault(("purpose", facts.said_of("purpose")), len(slots)),
        }
        key = tuple(which.values())
        if key not in known:
            lowering = Lowering(found, facts, which, is_open, closed, (item, purpose))
            known[key] = _lowered(lowering, layers, looked_at)
        weighed, allowed = known[key]
        found.slots.append(which)
        found.weighed.append(weighed)
        found.disclosures.append(allowed)
    found.allowed = found.circuit.all_of(found.disclosures)
    return found


def _lowered(lowering: Lowering, layers: tuple[Layer, ...], looked_at: tuple[Facts, ...]) -> tuple[_Nodes, Node]:
    """Return each layer under the combination that a disclosure goes by, and whether it is allowed under any."""
    circuit = lowering.residue.circuit
    places = [facts.under.places if facts.under else {} for facts in looked_at]
    under_each: list[_Nodes] = []
    for facts, slots in zip(looked_at, places, strict=True):
        under = replace(lowering, facts=facts, slots={**lowering.slots, **slots})
        under_each.append(weigh_layers(layers, dict[str, Node](), under))
    goes_by = lowering.facts.under
    chosen = places.index(goes_by.places) if goes_by and goes_by.places in places else 0
    allowed = circuit.any_of([circuit.all_of(one.allows for one in weighed) for weighed in under_each])
    return under_each[chosen], allowed


@dataclass
class Lowering:
    """The algebra of the circuit: lowers conditions as they bear on one disclosure.

    What conditions are weighed against are the facts derived from other law, as nodes; all else is in `facts`.
    """

    residue: Residue
    facts: Facts
    slots: dict[str, int]
    is_open: Callable[[str], bool]
    closed: Closed
    of: tuple[Named, Named]

    def __post_init__(self) -> None:
        circuit = self.residue.circuit
        self.known, self.negation = circuit.known, circuit.negation
        self.all_of, self.any_of = circuit.all_of, circuit.any_of

    def given(self, facts: Derived, derived: Derived) -> Derived:
        """Return what is derived."""
        return {**facts, **derived}

    def condition(self, expression: Expression, derived: Derived) -> Node:
        """Lower a condition once for all disclosures that share the item and the purpose, if it reads them."""
        known = self.residue.conditions
        if id(expression) not in known:
            read = [path.partition(".")[0] for path in paths(expression)]
            known[id(expression)] = (tuple(kind for kind in self.slots if kind in read), {})
        kinds, lowered = known[id(expression)]
        key = (*derived.items(), *(self.slots[kind] for kind in kinds))
        if key not in lowered:
            lowered[key] = in_terms_of(self, expression, derived, self._atom)
        return lowered[key]

    def _atom(self, expression: Expression) -> Node:
        if isinstance(expression, FactReference) and self.facts.under:
            bar = self.facts.under.barred.get(expression.path)
            if bar is not None:
                return self._bar(bar, expression)
        value = evaluate(expression, self._settled)
        if value is not None:
            return TRUE if value else FALSE
        read = [self.facts.fact_of(path) for path in paths(expression) if self._settled(path) is None]
        if not read or any(fact in UNSTATED for fact, _ in read):
            return UNKNOWN  # only other law can say, or the calendar ends
        if any((fact, of) in self.closed for fact, _ in read for of in (None, *self.of)):
            return UNKNOWN
        places = tuple(dict.fromkeys((fact, self._slot(fact)) for fact, _ in read))
        term = read[0][1] if isinstance(expression, FactReference) else None
        node = self.residue.circuit.atom((expression, places))
        self.residue.atoms[node] = Atom(expression, places, term)
        for place in places:
            self.residue.facts.setdefault(place, self.facts.alone)
        return node

    def _bar(self, bar: Bar, expression: Expression) -> Node:
        """Lower what bars whatever else is shown, as it stands in each instrument of its kind."""
        each = [
            replace(self, facts=facts, slots={**self.slots, bar.kind: place})._atom(expression)  # noqa: SLF001 - of its own
            for place, facts in bar.among.items()
        ]
        return self.any_of(each) if bar.when else self.all_of(each)

    def _settled(self, path: str) -> Value | None:
        return None if self.is_open(self.facts.fact_of(path)[0]) else self.facts.value(path)

    def _slot(self, fact: str) -> int:
        return self.slots.get(fact.partition(".")[0], -1)
