"""Scenarios beside the law: requests with the decision that the text gives, decided, and what they show.

In comes a folder of rules with scenarios; out go trials, how each came out, which rules and conditions they show to
decide, and whether properties of the law hold of them (`coverage` and `properties`, open to those who ask that). They
are read here and never changed.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.scenarios.coverage_report import cover
    from disclosure_policy.scenarios.masked_points import MaskedFile
    from disclosure_policy.scenarios.reasoned_lists import reasoned_list
    from disclosure_policy.scenarios.running import OUTCOMES, Outcome, Result, differences, exercise
    from disclosure_policy.scenarios.scenario_files import ScenarioFile
    from disclosure_policy.scenarios.sketches import as_scenarios
    from disclosure_policy.scenarios.trials import Trial, read_trials, trials_in

__all__ = [
    "OUTCOMES",
    "MaskedFile",
    "Outcome",
    "Result",
    "ScenarioFile",
    "Trial",
    "as_scenarios",
    "cover",
    "coverage",
    "differences",
    "exercise",
    "properties",
    "read_trials",
    "reasoned_list",
    "trials_in",
]

if not TYPE_CHECKING:  # what is not asked for costs no time to start
    __getattr__ = lazily(
        __name__,
        {
            "cover": "coverage_report",
            "MaskedFile": "masked_points",
            "OUTCOMES": "running",
            "Outcome": "running",
            "Result": "running",
            "differences": "running",
            "exercise": "running",
            "ScenarioFile": "scenario_files",
            "Trial": "trials",
            "reasoned_list": "reasoned_lists",
            "read_trials": "trials",
            "trials_in": "trials",
            "as_scenarios": "sketches",
        },
    )
