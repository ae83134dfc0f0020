"""A rule unfolded into one condition holds exactly where the rule does, unknowns included."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings

from disclosure_policy.conditions.expression import evaluate, paths
from disclosure_policy.deciding.case import facts_of
from disclosure_policy.deciding.weighing import weigh
from disclosure_policy.proving.rule_as_condition import Unfolding
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import JURISDICTION, a_law, section
from tests.helpers.generated_law import a_policy, requests, rule_books

DAY = date(2020, 1, 1)


@settings(deadline=None)
@given(rule_books(), requests())
def test_the_unfolded_condition_is_what_weighing_gives(books: dict[str, Any], request: dict[str, Any]) -> None:
    law = a_policy(books).law
    case = facts_of(DisclosureRequest.model_validate(request), law)
    unfolding = Unfolding(law.layers(case.jurisdiction, case.as_of), case.as_of)
    for _, _, facts in case.disclosures:
        for weights in weigh(unfolding.layers, facts):
            for provision in weights.layer.provisions:
                condition = unfolding.holds(weights.layer, provision)
                assert evaluate(condition, facts.value) is weights.holds[provision.id]
            assert evaluate(unfolding.allows(weights.layer), facts.value) is weights.allows


def test_a_permit_not_wholly_encoded_is_never_known_to_hold() -> None:
    rules = """
    - {id: secret, effect: forbid, summary: s}
    - {id: open, effect: permit, exception_to: secret, summary: s, not_encoded: unread}
    """
    layers = a_law(rules).layers("zz", date(2020, 1, 1))
    unfolding = Unfolding(layers, date(2020, 1, 1))
    permit = next(one for one in layers[0].provisions if one.rule.id == "open")

    assert evaluate(unfolding.holds(layers[0], permit), {}.get) is None


def test_a_rule_is_found_in_its_layer_and_one_that_hangs_from_nothing_in_none() -> None:
    unfolding = Unfolding(
        a_law("- {id: secret, effect: forbid, summary: s}\n").layers("zz", date(2020, 1, 1)), date.min
    )

    assert unfolding.layer_of("zz/code/1/secret") is unfolding.layers[0]
    assert unfolding.layer_of("zz/code/1/other") is None


def test_the_day_is_a_constant() -> None:
    rules = """- {id: secret, effect: forbid, summary: s, conditions: ['as_of > d"2010-01-01"']}\n"""
    layers = a_law(rules).layers("zz", date(2020, 1, 1))
    condition = Unfolding(layers, date(2020, 1, 1)).holds(layers[0], layers[0].provisions[0])

    assert list(paths(condition)) == []
    assert evaluate(condition, {}.get) is True


def test_what_federal_law_permits_and_requires_is_worked_out_from_it() -> None:
    federal = """
    - {id: secret, effect: forbid, summary: s}
    - {id: court, effect: permit, exception_to: secret, summary: s, conditions: [process.covers_information]}
    - {id: child, effect: permit, exception_to: secret, mandatory: true, summary: s, conditions: [release.signed]}
    """
    state = """
    - {id: secret, effect: forbid, summary: s}
    - {id: open, effect: permit, exception_to: secret, summary: s, conditions: [federal_law.permits]}
    - {id: must, effect: permit, exception_to: secret, summary: s, conditions: [federal_law.requires]}
    """
    law = a_law(
        {
            "zz/code/1/2000-01-01.yaml": section(federal),
            "zz-a/jurisdiction.yaml": JURISDICTION + "parent: zz\n",
            "zz-a/code/1/2000-01-01.yaml": section(state),
        }
    )
    unfolding = Unfolding(law.layers("zz-a", DAY), DAY)
    layer = unfolding.layers[1]
    needs = {one.rule.id: set(paths(unfolding.holds(layer, one))) for one in layer.provisions}

    assert needs["open"] == {"process.covers_information", "release.signed"}
    assert needs["must"] == {"release.signed"}


def test_where_nothing_is_forbidden_by_any_rule_in_force_nothing_is_allowed() -> None:
    layers = a_law("- {id: secret, effect: forbid, summary: s}\n").layers("zz", date(1999, 12, 31))

    assert evaluate(Unfolding(layers, date(1999, 12, 31)).allows(layers[0]), {}.get) is False
