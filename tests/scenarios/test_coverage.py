"""Coverage of the law by pairs of scenarios, against weighing everything again."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from disclosure_policy.conditions.editing import written
from disclosure_policy.deciding.weighing import weigh
from disclosure_policy.errors import Location
from disclosure_policy.missing.what_if import Scales
from disclosure_policy.policy import Policy
from disclosure_policy.scenarios.coverage import LawCoverage, coverage_of, points_of, turned_on
from disclosure_policy.scenarios.scenario_files import Expectation
from disclosure_policy.scenarios.trials import Trial
from tests.helpers.builders import POLICE, a_request, assuming
from tests.helpers.builders import a_policy as zz_policy
from tests.helpers.generated_law import a_policy, requests, rule_books

RULES = """
- {id: secret, paragraph: (a), effect: forbid, summary: secret}
- id: police
  paragraph: (b)
  effect: permit
  exception_to: secret
  summary: the police may
  conditions: [agreement.written and (release.signed or agreement.in_force)]
"""


def covered(policy: Policy, *found: tuple[str, dict[str, Any]]) -> LawCoverage:
    scales = Scales(policy.law)
    trials = [
        Trial(str(number), Location("zz/code/1/scenarios.yaml"), a_request(**facts), Expectation(verdict=verdict))
        for number, (verdict, facts) in enumerate(found)
    ]
    provisions = [p for rules in policy.law.provisions.values() for p in rules]
    return coverage_of(provisions, [(trial, scales.weigh(trial.request)) for trial in trials])


def conditions(coverage: LawCoverage, *, missing: bool) -> set[str]:
    found = [point for point, shown in coverage.shown.items() if shown.covered is not missing]
    return {written(point.condition) if point.condition else point.provision.rule.id for point in found}


@settings(max_examples=100, deadline=None)
@given(rule_books(), requests())
def test_a_rule_is_decisive_where_weighing_everything_again_without_it_gives_another_verdict(
    books: dict[str, list[dict[str, Any]]], request: dict
) -> None:
    policy = a_policy(books)
    weighing = Scales(policy.law).weigh(request)
    decisive = {(point.provision.id, value) for point, value in turned_on(weighing) if point.clause is None}

    for provision in {p.id: p for layer in weighing.layers for p in layer.provisions}.values():
        for value in (True, False):
            again, was = [], []
            for weights, (_, _, facts) in zip(weighing.weighed, weighing.case.disclosures, strict=True):
                held = [one.holds[provision.id] for one in weights if provision.id in one.holds]
                was += held
                assumed = {provision.id: not value} if value in held else {}
                other = weigh(assuming(weighing.layers, assumed), facts)
                again.append(all(one.allows is True for one in other))
            if len(set(was)) == 1:  # of one value in all layers and disclosures, so that one assumption says it
                expected = value in was and all(again) is not weighing.allowed
                assert ((provision.id, value) in decisive) is expected


def test_a_condition_is_covered_by_two_scenarios_that_differ_in_the_verdict_because_of_it() -> None:
    policy = zz_policy(RULES)
    both = {"agreement": {"written": True, "in_force": False}, "release": {"signed": True}}
    neither = {"agreement": {"written": True, "in_force": False}, "release": {"signed": False}}

    coverage = covered(policy, ("allow", both), ("deny", neither))

    assert conditions(coverage, missing=False) == {"secret", "police", "release.signed"}
    assert conditions(coverage, missing=True) == {"agreement.written", "agreement.in_force"}


def test_a_condition_whose_value_is_masked_is_not_covered() -> None:
    policy = zz_policy(RULES)
    masked = {"agreement": {"written": True, "in_force": True}, "release": {"signed": True}}
    unsigned = {"agreement": {"written": True, "in_force": True}, "release": {"signed": False}}

    assert "release.signed" in conditions(covered(policy, ("allow", masked), ("allow", unsigned)), missing=True)


def test_a_scenario_that_does_not_come_out_as_expected_shows_nothing() -> None:
    policy = zz_policy(RULES)
    both = {"agreement": {"written": True, "in_force": False}, "release": {"signed": True}}

    assert all(one.true is one.false is None for one in covered(policy, ("deny", both)).shown.values())


def test_a_denial_under_several_prohibitions_shows_those_that_it_names(zedland: Policy) -> None:
    scales = Scales(zedland.law)
    number = a_request(**(POLICE | {"recipient": {"type": "newspaper"}, "items": ["number"]}))
    weighing = scales.weigh(number)

    silent = {point.provision.rule.id for point, _ in turned_on(weighing)}
    named = {point.provision.rule.id for point, _ in turned_on(weighing, ["1 ZC 10(b)"])}

    assert "numbers" not in silent
    assert "numbers" in named


def test_a_permit_that_permits_nothing_yet_is_not_asked_for(zedland: Policy) -> None:
    old = next(p for p in zedland.law.provisions["zz"] if p.rule.id == "old")

    assert not list(points_of(old))
