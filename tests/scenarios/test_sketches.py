"""Scenarios proposed for what coverage lacks: what is tried first, and no more than was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from disclosure_policy.conditions.editing import written
from disclosure_policy.errors import Location
from disclosure_policy.missing.what_if import Scales, Weighing
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.scenarios.coverage import Shown, points_of
from disclosure_policy.scenarios.scenario_files import Expectation
from disclosure_policy.scenarios.sketches import Sketch, sketch, sketches
from disclosure_policy.scenarios.trials import Trial
from tests.helpers.builders import a_policy, a_request

RULES = """
- {id: secret, paragraph: (a), effect: forbid, summary: secret}
- id: police
  paragraph: (b)
  effect: permit
  exception_to: secret
  summary: the police may
  conditions: [agreement.in_force, agreement.written, release.from_subject, release.signed]
"""


@dataclass(frozen=True, eq=False)
class Counted(Scales):
    """Scales that remember what they weighed."""

    weighed: list[Any] = field(default_factory=list)

    def weigh(self, request: DisclosureRequest | Mapping[str, Any]) -> Weighing:
        self.weighed.append(request)
        return super().weigh(request)


def proposed(condition: str, tries: int, **release: bool | None) -> tuple[Sketch | None, int]:
    """Look for a request that turns on a condition where it is true; return how many were weighed for it too."""
    policy = a_policy(RULES)
    scales = Counted(policy.law)
    facts = {"agreement": {"in_force": True, "written": True}, "release": release}
    trial = Trial("near", Location("zz/code/1/scenarios.yaml"), a_request(**facts), Expectation(verdict="deny"))
    points = [point for provision in policy.law.provisions["zz"] for point in points_of(provision)]
    (point,) = (one for one in points if one.condition is not None and written(one.condition) == condition)
    return sketch(point, value=True, starts=[trial], scales=scales, tries=tries), len(scales.weighed)


def test_what_the_condition_itself_reads_is_changed_first() -> None:
    found, _ = proposed("release.signed", 1, from_subject=True, signed=False)

    assert found is not None
    assert found.changes == {"release.signed": True}


def test_no_more_requests_are_tried_than_was_asked_for() -> None:
    for tries in (0, 1, 3, 100):
        found, weighed = proposed("release.from_subject", tries, from_subject=None, signed=None)

        assert (found is None) is (tries < 100)  # two facts have to be changed
        assert weighed <= 2 * tries + 2  # the start, and once more each request that is changed further


def test_a_long_search_weighs_each_scenario_once_to_find_the_nearest_for_all_that_is_missing() -> None:
    policy = a_policy(RULES)
    scales = Counted(policy.law)
    trials = [
        Trial(
            str(number),
            Location("zz/code/1/scenarios.yaml"),
            a_request(agreement=stated),
            Expectation(verdict="deny"),
        )
        for number, stated in enumerate([{}] * 30 + [{"in_force": True, "written": True}] * 4 + [{}] * 30)
    ]
    points = [point for provision in policy.law.provisions["zz"] for point in points_of(provision)]
    missing = [(point, Shown()) for point in points if point.condition is not None]

    found = [*sketches(missing, trials, scales, thorough=True)]

    assert {id(request) for request in scales.weighed[:64]} == {id(trial.request) for trial in trials}
    again = [request for request in scales.weighed[64:] if any(request is trial.request for trial in trials)]
    assert {id(request) for request in again} == {id(trial.request) for trial in trials[30:34]}
    assert {(written(one.point.condition), one.value) for one in found if one.point.condition} == {
        (written(point.condition), value) for point, _ in missing if point.condition for value in (True, False)
    }
    assert all(one.near in trials[30:34] for one in found)
