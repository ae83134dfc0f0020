"""Every scenario beside the law comes out as the law says."""

from pathlib import Path

import pytest

import disclosure_policy
from disclosure_policy.policy import Policy
from disclosure_policy.scenarios import Trial, read_trials

RULES = Path(__file__).parents[1] / "rules"


def _cases() -> list:
    found = []
    for file in sorted(RULES.glob("*/*/*/scenarios.yaml")):
        section = file.parent.relative_to(RULES.parent)
        found += [pytest.param(trial, id=f"{section}/{trial.name}") for trial in read_trials(file)]
    return found


@pytest.fixture(scope="session")
def policy() -> Policy:
    return disclosure_policy.load(RULES)


@pytest.mark.parametrize("trial", _cases())
def test_the_law_decides_as_its_scenario_says(policy: Policy, trial: Trial) -> None:
    differences = trial.run(policy)

    assert not differences, f"{trial.location}: " + "\n".join(differences)
