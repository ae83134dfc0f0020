"""Evidence that lasts: decisions appended to a log, the log verified, and its entries decided again.

In comes a decision with its request; out goes a line of the log, which holds of the request what a mask lets through,
and bears the digest of the line before. In comes a log; out goes what was changed, removed or moved in it, or what is
decided otherwise now. It never decides what it cannot keep, never rewrites a line, and never reads the clock.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.log.decision_log import DecisionLog
    from disclosure_policy.log.entries import Entry
    from disclosure_policy.log.replaying import Replayed, replay
    from disclosure_policy.log.rule_sets import RuleSets
    from disclosure_policy.log.verifying import Verified, entries_of, verify

__all__ = ["DecisionLog", "Entry", "Replayed", "RuleSets", "Verified", "entries_of", "replay", "verify"]

if not TYPE_CHECKING:  # what is not asked for costs no time to start
    __getattr__ = lazily(
        __name__,
        {
            "DecisionLog": "decision_log",
            "Entry": "entries",
            "Replayed": "replaying",
            "RuleSets": "rule_sets",
            "Verified": "verifying",
            "entries_of": "verifying",
            "replay": "replaying",
            "verify": "verifying",
        },
    )
