"""What a verdict would be with one value changed, against weighing everything again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.deciding.weighing import weigh
from disclosure_policy.errors import RequestError
from disclosure_policy.missing.what_if import Scales, turning_points
from disclosure_policy.policy import Policy
from tests.helpers.builders import POLICE, RESEARCH, a_request, assuming
from tests.helpers.generated_law import a_policy, requests, rule_books


@settings(max_examples=150, deadline=None)
@given(rule_books(), requests(known=True) | requests(), st.sampled_from([True, False, None]))
def test_a_value_carried_upwards_gives_what_weighing_everything_again_gives(
    books: dict[str, list[dict[str, Any]]], request: dict, value: bool | None
) -> None:
    policy = a_policy(books)
    weighing = Scales(policy.law).weigh(request)

    for provision in {p.id: p for layer in weighing.layers for p in layer.provisions}.values():
        for index, (_, _, facts) in enumerate(weighing.case.disclosures):
            again = weigh(assuming(weighing.layers, {provision.id: value}), facts)
            assert weighing.passes_if(index, {provision.id: lambda _: value}) == all(w.allows is True for w in again)


@settings(max_examples=100, deadline=None)
@given(rule_books(), requests())
def test_a_weighing_allows_what_the_decision_allows(books: dict[str, list[dict[str, Any]]], request: dict) -> None:
    policy = a_policy(books)

    assert Scales(policy.law).weigh(request).allowed == policy.decide(request).allowed


def test_a_value_is_carried_all_the_way_up(zedland: Policy) -> None:
    weighing = Scales(zedland.law).weigh(a_request(**RESEARCH))
    rules = {provision.rule.id: provision for provision in weighing.layers[0].provisions}

    assert weighing.allowed
    for limit in ("harm", "local-law", "agreement"):
        assert not weighing.allowed_if({rules[limit].id: lambda _: True})
    assert not weighing.allowed_if({rules["agreed"].id: lambda _: False})


def test_a_denial_turns_on_the_one_condition_that_is_not_met(zedland: Policy) -> None:
    points = list(turning_points(Scales(zedland.law).weigh(a_request(**(POLICE | {"purposes": "news"})))))

    found = {(point.clause.citation, point.value) for point in points}
    assert ("1 ZC 20(a)(2)", False) in found
    assert ("1 ZC 20(a)(1)", True) not in found


def test_a_denial_in_a_bundle_turns_on_what_every_denied_part_lacks(zedland: Policy) -> None:
    both = POLICE | {"purposes": ["news", "theft_investigation"]}

    found = {point.clause.citation for point in turning_points(Scales(zedland.law).weigh(a_request(**both)))}

    assert "1 ZC 20(a)(2)" in found


@pytest.mark.parametrize("wrong", [{"jurisdiction": 5}, {"recipient": "police"}, {"as_of": None}])
def test_a_request_that_is_not_well_formed_is_refused_as_in_deciding(zedland: Policy, wrong: dict[str, Any]) -> None:
    request = a_request() | wrong
    with pytest.raises(RequestError) as decided:
        zedland.decide(request)

    with pytest.raises(RequestError) as weighed:
        Scales(zedland.law).weigh(request)

    assert set(weighed.value.problems) <= set(decided.value.problems)
