"""Folders of rule files to law, with every mistake in them.

In comes a folder; out goes the law, and each problem at its place. Conditions are parsed here, and nowhere else
is rule-engine imported. It decides nothing. Only this room, register, scenarios, log and the command line touch
files.
"""

from disclosure_policy.loading.compiling import gather_law
from disclosure_policy.loading.conditions_outside_rules import parse_elsewhere
from disclosure_policy.loading.folders import (
    MASKED,
    SCENARIOS,
    SURVIVORS,
    contents,
    files_below,
    is_jurisdiction,
    is_within,
    rules_around,
    shown,
)
from disclosure_policy.loading.follow_on_mistakes import Doubt
from disclosure_policy.loading.rules_folder import bundled_rules, gather_rules
from disclosure_policy.loading.sound_parts import salvage

__all__ = [
    "MASKED",
    "SCENARIOS",
    "SURVIVORS",
    "Doubt",
    "bundled_rules",
    "contents",
    "files_below",
    "gather_law",
    "gather_rules",
    "is_jurisdiction",
    "is_within",
    "parse_elsewhere",
    "rules_around",
    "salvage",
    "shown",
]
