"""Single decisions under pytest-benchmark: `pytest benchmarks`. Compare within a group, not between runs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pytest

import disclosure_policy
from benchmarks.law.deciding import decide as by_hand
from benchmarks.synthetic.peers import ENGINES
from benchmarks.synthetic.requests import requests
from benchmarks.synthetic.rules import rules
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.near_scenarios import scenario_requests


@pytest.mark.benchmark(group="200 requests, 40 rules")
@pytest.mark.parametrize("name", ENGINES)
def test_synthetic_policy(benchmark: Any, name: str) -> None:
    """Each engine that is installed decides the same requests."""
    package = ENGINES[name].package
    try:
        version(package or "disclosure-policy")
    except PackageNotFoundError:
        pytest.skip(f"not installed: {package}")
    engine = ENGINES[name](rules())
    asked = [engine.request(request) for request in requests(200)]

    verdicts = benchmark(lambda: [engine.decide(request)[0] for request in asked])

    expected = ENGINES["by hand"](rules())
    assert verdicts == [expected.decide(request)[0] for request in requests(200)]


@pytest.fixture(scope="module")
def policy() -> Policy:
    """Give the bundled law."""
    return disclosure_policy.load()


@pytest.fixture(scope="module")
def ready() -> list[DisclosureRequest]:
    """Give the requests of the scenarios."""
    return [DisclosureRequest.model_validate(request) for request in scenario_requests()]


@pytest.mark.benchmark(group="the scenarios under the bundled law")
def test_bundled_law(benchmark: Any, policy: Policy, ready: list[DisclosureRequest]) -> None:
    """The rules."""
    benchmark(lambda: [policy.decide(request).citations for request in ready])


@pytest.mark.benchmark(group="the scenarios under the bundled law")
def test_bundled_law_by_hand(benchmark: Any, ready: list[DisclosureRequest]) -> None:
    """The same law written by hand."""
    benchmark(lambda: [by_hand(request) for request in ready])


@pytest.mark.benchmark(group="the scenarios under the bundled law")
def test_what_is_worked_out_on_demand(benchmark: Any, policy: Policy, ready: list[DisclosureRequest]) -> None:
    """What a denial lacked and what is missing, which `decide` leaves until it is asked for."""
    few = ready[:50]
    benchmark.pedantic(lambda: [policy.decide(request).missing for request in few], rounds=3)
