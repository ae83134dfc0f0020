"""What the bundled law says must never be and must always be holds on generated requests."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.loading import bundled_rules
from disclosure_policy.scenarios import LawProperty, PropertyTrial, premises_of, properties_in, trials_in, try_properties
from disclosure_policy.strategies import requests

POLICY = disclosure_policy.load()
PROPERTIES = properties_in(bundled_rules(), POLICY.law)
LEAST = 15
DRAWN = 6


@pytest.mark.parametrize("code", POLICY.jurisdictions)
def test_there_are_enough(code: str) -> None:
    assert sum(one.jurisdiction == code for one in PROPERTIES) >= LEAST


def test_they_hold_on_scenarios_and_near_them() -> None:
    scenarios = (trial.request for trial in trials_in(bundled_rules()) if trial.register is None)

    trial = try_properties(POLICY.law, PROPERTIES, scenarios)

    assert trial.sound, trial.told()


@pytest.mark.parametrize("one", PROPERTIES, ids=[f"{one.jurisdiction}-{one.stated.id}" for one in PROPERTIES])
@settings(max_examples=DRAWN, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_it_holds_on_drawn_requests_of_which_its_condition_is_true(one: LawProperty, data: st.DataObject) -> None:
    premises = premises_of(one, POLICY.law, Random(data.draw(st.integers(0, 2**16))))  # noqa: S311 - no secret
    stated = next(islice(premises, 1))
    day = {} if one.stated.first is None else {"as_of": st.dates(min_value=one.stated.first)}
    drawn = requests(POLICY, one.jurisdiction, stating={path: st.just(value) for path, value in stated.items()} | day)
    trial = PropertyTrial(POLICY.law, [one])

    trial.on(data.draw(drawn))

    assert trial.results[0].broken_by is None, trial.told()
