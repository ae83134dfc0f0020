"""Writes a rule with all its exceptions as one condition over what a request states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from disclosure_policy.conditions.expression import And, Constant, Expression, FactReference, Not, Or, made_of, parts
from disclosure_policy.deciding.weighing import WeighedLayer, weigh_layers
from disclosure_policy.law import Layer, Provision
from disclosure_policy.proving.solver import NEVER_KNOWN
from disclosure_policy.truth import Truth


@dataclass(frozen=True)
class Element:
    """One thing that a rule needs: that a condition is true, or that an exception does not hold."""

    text: str
    """The condition in its author's words, or the summary of the exception."""
    citation: str
    expression: Expression
    """True where the element is there."""


StandIns = Mapping[str, Expression]
"""By path what stands in place of a fact that no request states."""


class _Conditions:
    """The algebra in which the truth of a rule is the condition on which it holds."""

    def known(self, value: Truth) -> Expression:
        return NEVER_KNOWN if value is None else Constant(value, "boolean")

    def negation(self, value: Expression) -> Expression:
        return Not(value)

    def all_of(self, values: Iterable[Expression]) -> Expression:
        return And(tuple(values))

    def any_of(self, values: Iterable[Expression]) -> Expression:
        return Or(tuple(values))

    def condition(self, expression: Expression, given: StandIns) -> Expression:
        if isinstance(expression, FactReference):
            return given.get(expression.path, expression)
        return made_of(expression, [self.condition(part, given) for part in parts(expression)])

    def given(self, facts: StandIns, derived: StandIns) -> StandIns:
        return {**facts, **derived}


@dataclass(frozen=True)
class Unfolding:
    """The law of a jurisdiction and its parents as in force on a day, root first."""

    layers: tuple[Layer, ...]
    day: date

    def layer_of(self, rule: str) -> Layer | None:
        """Return the layer that a rule decides in, the lowest if there are several."""
        found = [layer for layer in self.layers if any(provision.id == rule for provision in layer.provisions)]
        return found[-1] if found else None

    def elements(self, layer: Layer, provision: Provision) -> Iterator[Element]:
        """Yield what a rule needs, each as a condition in which derived facts are worked out."""
        one = self._weighed[layer.code]
        for clause, expression in zip(provision.clauses, one.clauses[provision.id], strict=True):
            yield Element(clause.text, clause.citation, expression)
        for exception in one.exceptions(provision):
            yield Element(exception.rule.summary, exception.citation, Not(one.holds[exception.id]))

    def holds(self, layer: Layer, provision: Provision) -> Expression:
        """Return the condition on which a rule holds."""
        return self._weighed[layer.code].holds[provision.id]

    def allows(self, layer: Layer) -> Expression:
        """Return the condition on which a layer lets a disclosure through."""
        return self._weighed[layer.code].allows

    def requires(self, layer: Layer) -> Expression:
        """Return the condition on which a layer requires a disclosure."""
        return self._weighed[layer.code].requires

    @cached_property
    def _weighed(self) -> dict[str, WeighedLayer[Expression, StandIns]]:
        given: StandIns = {"as_of": Constant(self.day, "date")}
        return {one.layer.code: one for one in weigh_layers(self.layers, given, _Conditions())}
