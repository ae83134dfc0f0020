"""What is timed against this package decides as it does: or the benchmarks would compare different things."""

from __future__ import annotations

import pytest

import disclosure_policy
from benchmarks.law.asking import asked, scenarios
from benchmarks.law.deciding import decide, disclosures
from benchmarks.law.federal import federal
from benchmarks.law.new_mexico import new_mexico
from benchmarks.synthetic.peers import ByHand, DisclosurePolicy
from benchmarks.synthetic.requests import requests
from benchmarks.synthetic.rules import rules
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.near_scenarios import Request

POLICY: Policy = disclosure_policy.load()


def _differs(request: Request) -> bool:
    """Compare the whole decision, and each layer of each part of it, which the whole may hide."""
    ready = DisclosureRequest.model_validate(request)
    decision, by_hand = POLICY.decide(ready), []
    for disclosure in disclosures(ready):
        above = federal(disclosure)
        allowed, citations = new_mexico(disclosure, above)
        by_hand += [(above.allowed, set(above.citations)), (allowed, set(citations))]
    layers = [
        (layer.verdict == "allow", {rule.citation for rule in layer.determining})
        for part in decision.disclosures
        for layer in part.layers
    ]
    verdict, named = decide(ready)
    return layers != by_hand or (decision.verdict, set(decision.citations)) != (verdict, set(named))


def test_the_law_written_by_hand_decides_the_scenarios_as_the_rules_do() -> None:
    assert [request for request in scenarios() if _differs(request)] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_the_law_written_by_hand_decides_random_requests_as_the_rules_do(seed: int) -> None:
    assert [request for request in asked(4_000, POLICY, seed) if _differs(request)] == []


def test_the_synthetic_policy_written_by_hand_decides_as_its_rule_files_do() -> None:
    by_hand, ours = ByHand(rules()), DisclosurePolicy(rules())

    for request in requests(300):
        allowed, named = by_hand.decide(request)
        verdict, decision = ours.decide(ours.request(request))

        assert (verdict, sorted(ours.ids_of(decision))) == (allowed, sorted(named or ()))
