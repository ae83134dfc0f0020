"""The law weighed in every algebra says of every rule, in every layer, what plain weighing says."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

from hypothesis import given, settings

from disclosure_policy.conditions.expression import evaluate
from disclosure_policy.deciding import Facts, facts_of
from disclosure_policy.deciding.weighing import weigh, weigh_layers
from disclosure_policy.law import Law, Layer
from disclosure_policy.missing.logic_circuit import under
from disclosure_policy.missing.open_verdict import Lowering, Residue
from disclosure_policy.proving import Unfolding
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.truth import Truth
from tests.helpers.builders import JURISDICTION, a_case, a_law, section
from tests.helpers.generated_law import a_policy, requests, rule_books

Values = list[tuple[str, str, Truth]]
"""By layer the value of each rule, whether the layer allows, and whether it requires."""


def plainly(layers: tuple[Layer, ...], facts: Facts) -> Values:
    found: Values = []
    for one in weigh(layers, facts):
        found += [(one.layer.code, rule, value) for rule, value in one.holds.items()]
        found += [(one.layer.code, "allows", one.allows), (one.layer.code, "requires", one.requires)]
    return found


def by_circuit(layers: tuple[Layer, ...], facts: Facts) -> Values:
    """Weigh with every fact open, and put what is stated back."""
    residue = Residue()
    lowering = Lowering(residue, facts, {"item": 0, "purpose": 1}, lambda _: True, frozenset(), (None, None))
    weighed = weigh_layers(layers, {}, lowering)
    nodes: list[tuple[str, str, int]] = []
    for one in weighed:
        nodes += [(one.layer.code, rule, node) for rule, node in one.holds.items()]
        nodes += [(one.layer.code, "allows", one.allows), (one.layer.code, "requires", one.requires)]
    current = {node: residue.current(node) for node in residue.atoms}
    values = residue.circuit.weigh({node: (now is True, now is False) for node, now in current.items()}, 1)
    return [(code, rule, under(values, node)) for code, rule, node in nodes]


def by_conditions(layers: tuple[Layer, ...], facts: Facts, day: date) -> Values:
    """Evaluate the condition to which each rule unfolds."""
    law = Unfolding(layers, day)
    found: Values = []
    for layer in layers:
        whole = {rule.id: law.holds(layer, rule) for rule in layer.provisions}
        whole |= {"allows": law.allows(layer), "requires": law.requires(layer)}
        found += [(layer.code, rule, evaluate(it, facts.value)) for rule, it in whole.items()]  # type: ignore[misc]
    return found


def agrees(law: Law, request: dict[str, Any]) -> None:
    case = facts_of(DisclosureRequest.model_validate(request), law)
    layers = law.layers(case.jurisdiction, case.as_of)
    for disclosure in case.disclosures:
        expected = plainly(layers, disclosure.facts)
        assert by_circuit(layers, disclosure.facts) == expected
        assert by_conditions(layers, disclosure.facts, case.as_of) == expected


@settings(max_examples=60, deadline=None)
@given(rule_books(), requests())
def test_every_algebra_weighs_generated_law_alike(books: dict[str, Any], request: dict[str, Any]) -> None:
    agrees(a_policy(books).law, request)


def test_what_other_law_says_is_derived_alike_in_every_algebra_and_every_layer() -> None:
    above = """
- {id: bar, effect: forbid, summary: s}
- {id: open, effect: permit, exception_to: bar, summary: s, conditions: [a, state_law.authorizes]}
- {id: must, effect: permit, exception_to: bar, mandatory: true, summary: s, conditions: [b]}
"""
    below = """
- {id: permits, effect: forbid, summary: s, conditions: [not federal_law.permits]}
- {id: requires, effect: forbid, summary: s, conditions: [not federal_law.requires]}
- {id: bar, effect: forbid, summary: s, conditions: [not state_law.authorizes]}
"""
    law = a_law(
        {
            "zz/code/1/2000-01-01.yaml": section(above),
            "zz/facts.yaml": "".join(f"{name}: {{type: boolean, question: Is it?}}\n" for name in "ab"),
            "zz-a/jurisdiction.yaml": f"parent: zz{JURISDICTION}",
            "zz-a/code/1/2000-01-01.yaml": section(below),
            "zz-b/jurisdiction.yaml": f"parent: zz-a{JURISDICTION}",
            "zz-b/code/1/2000-01-01.yaml": section(below),
        }
    )
    for code, a, b, authorizes in product(("zz", "zz-a", "zz-b"), *[(True, False, None)] * 3):
        case = a_case(law, jurisdiction=code, facts={"a": a, "b": b}, state_law={"authorizes": authorizes})
        agrees(law, case.request.model_dump(exclude_none=True))
