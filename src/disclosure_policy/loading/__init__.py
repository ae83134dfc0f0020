"""Folders of rule files to law, with every mistake in them.

In comes a folder; out goes the law, and each problem at its place. Conditions are parsed here, and nowhere else
is rule-engine imported. It decides nothing. Only this room, scenarios and the command line touch files.
"""

from disclosure_policy.loading.cache import Memory, keep, recall
from disclosure_policy.loading.compiling import gather_law
from disclosure_policy.loading.jurisdiction_folder import SCENARIOS, SURVIVORS, shown
from disclosure_policy.loading.rules_folder import bundled_rules, gather_rules

__all__ = [
    "SCENARIOS",
    "SURVIVORS",
    "Memory",
    "bundled_rules",
    "gather_law",
    "gather_rules",
    "keep",
    "recall",
    "shown",
]
