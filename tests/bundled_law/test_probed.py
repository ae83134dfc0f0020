"""How well the bundled scenarios probe the bundled law: floors that may rise and never fall."""

from __future__ import annotations

from os import cpu_count

import pytest

import disclosure_policy
from disclosure_policy.mutation.scoring import score
from disclosure_policy.scenarios.coverage_report import cover
from disclosure_policy.scenarios.trials import trials_in
from tests.helpers.builders import ROOT

RULES = ROOT / "rules"


@pytest.mark.slow
def test_the_scenarios_notice_nearly_every_mistake_in_the_rules_and_the_rest_is_explained() -> None:
    found = score(disclosure_policy.load(RULES), RULES, jobs=cpu_count() or 1)

    percent = found.percent  # pytest would print the whole law for an attribute of it
    unexplained = [survivor.told for survivor in found.unexplained]
    needless = [accepted.rule for accepted, _ in found.needless]

    assert percent >= 95
    assert unexplained == []
    assert needless == []


@pytest.mark.slow
def test_pairs_of_scenarios_show_each_condition_of_the_law_to_decide_or_the_reason_is_told() -> None:
    report = cover(disclosure_policy.load(RULES).law, trials_in(RULES), RULES)
    covered = report.coverage.percent
    missing = [f"{point.provision.id}: {point.citation}" for point, _ in report.missing]
    needless = [masked.rule for masked, _ in report.needless]

    assert covered >= 91
    assert missing == []
    assert needless == []
