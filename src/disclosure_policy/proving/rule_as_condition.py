"""Writes a rule with all its exceptions as one condition over what a request states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from disclosure_policy.conditions.expression import And, Constant, Expression, FactReference, Not, Or, made_of, parts
from disclosure_policy.law import Layer, Provision
from disclosure_policy.proving.solver import NEVER_KNOWN


@dataclass(frozen=True)
class Element:
    """One thing that a rule needs: that a condition is true, or that an exception does not hold."""

    text: str
    """The condition in its author's words, or the summary of the exception."""
    citation: str
    expression: Expression
    """True where the element is there."""


@dataclass(frozen=True)
class Unfolding:
    """The law of a jurisdiction and its parents as in force on a day, root first."""

    layers: tuple[Layer, ...]
    day: date
    _holds: dict[tuple[str, str], Expression] = field(default_factory=dict, repr=False)

    def layer_of(self, rule: str) -> Layer | None:
        """Return the layer that a rule decides in, the lowest if there are several."""
        found = [layer for layer in self.layers if any(provision.id == rule for provision in layer.provisions)]
        return found[-1] if found else None

    def elements(self, layer: Layer, provision: Provision) -> Iterator[Element]:
        """Yield what a rule needs, each as a condition in which derived facts are worked out."""
        for clause in provision.clauses:
            yield Element(clause.text, clause.citation, self._grounded(clause.expression, layer))
        for exception in layer.exceptions.get(provision.id, ()):
            yield Element(exception.rule.summary, exception.citation, Not(self.holds(layer, exception)))

    def holds(self, layer: Layer, provision: Provision) -> Expression:
        """Return the condition on which a rule holds."""
        key = (layer.code, provision.id)
        if key not in self._holds:
            needs = tuple(element.expression for element in self.elements(layer, provision))
            self._holds[key] = And(needs if provision.usable else (*needs, NEVER_KNOWN))
        return self._holds[key]

    def allows(self, layer: Layer) -> Expression:
        """Return the condition on which a layer lets a disclosure through."""
        if not layer.prohibitions:
            return Constant(False, "boolean")  # noqa: FBT003 - the value of a condition
        return Not(Or(tuple(self.holds(layer, top) for top in layer.prohibitions)))

    def requires(self, layer: Layer) -> Expression:
        """Return the condition on which a layer requires a disclosure."""
        return Or(
            tuple(
                self.holds(layer, permit)
                for top in layer.prohibitions
                for permit in layer.exceptions.get(top.id, ())
                if permit.rule.mandatory
            )
        )

    def _grounded(self, expression: Expression, layer: Layer) -> Expression:
        """Put what they are derived from in place of derived facts."""
        if isinstance(expression, FactReference):
            return self._derived(expression, layer)
        return made_of(expression, [self._grounded(part, layer) for part in parts(expression)])

    def _derived(self, fact: FactReference, layer: Layer) -> Expression:
        root, lowest = self.layers[0], self.layers[-1]
        derived: Mapping[str, Expression] = {"as_of": Constant(self.day, "date")}
        if layer is not lowest:
            derived = {**derived, "state_law.authorizes": Constant(True, "boolean")}  # noqa: FBT003
        if fact.path in derived:
            return derived[fact.path]
        if layer is not root and fact.path == "federal_law.permits":
            return self.allows(root)
        if layer is not root and fact.path == "federal_law.requires":
            return self.requires(root)
        return fact
