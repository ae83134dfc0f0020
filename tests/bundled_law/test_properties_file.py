"""What the bundled law says must never be and must always be holds on generated requests."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.loading import bundled_rules
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.scenarios import trials_in
from disclosure_policy.scenarios.properties import (
    LawProperty,
    PropertyTrial,
    premises_of,
    properties_in,
    try_properties,
)
from disclosure_policy.strategies import requests

POLICY = disclosure_policy.load()
PROPERTIES = properties_in(bundled_rules(), POLICY.law)
LEAST = 15
PREMISES, DRAWN = 2, 5
EACH = 4
"""Every fourth scenario is tried here; `disclosure-policy test` tries all."""


@pytest.mark.parametrize("code", POLICY.jurisdictions)
def test_there_are_enough(code: str) -> None:
    assert sum(one.jurisdiction == code for one in PROPERTIES) >= LEAST


def test_they_hold_on_scenarios_and_near_them() -> None:
    trials = (trial for trial in trials_in(bundled_rules()) if trial.register is None)
    scenarios = [trial.request for trial in sorted(trials, key=lambda trial: trial.expect.verdict != "allow")]

    trial = try_properties(POLICY.law, PROPERTIES, scenarios[::EACH])

    assert trial.sound, trial.told()


@pytest.mark.parametrize("one", PROPERTIES, ids=[f"{one.jurisdiction}-{one.stated.id}" for one in PROPERTIES])
def test_it_holds_on_drawn_requests_of_which_its_condition_is_true(one: LawProperty) -> None:
    trial = PropertyTrial(POLICY.law, [one])
    since = {} if one.stated.first is None else {"as_of": st.dates(min_value=one.stated.first)}
    premises = islice(premises_of(one, POLICY.law, Random(one.stated.id)), PREMISES)  # noqa: S311 - no secret
    fixed = [{path: st.just(value) for path, value in stated.items()} | since for stated in premises]
    drawn = st.one_of([requests(POLICY, one.jurisdiction, stating=stated) for stated in fixed])

    @settings(max_examples=DRAWN, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(drawn)
    def holds(request: DisclosureRequest) -> None:
        trial.on(request)
        assert trial.results[0].broken_by is None, trial.told()

    holds()
    assert trial.results[0].met > 0
