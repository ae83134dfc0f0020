"""What was missing: open facts, the permits that came closest, what would permit, on what a verdict turns.

In comes a weighed case; out goes what explains its decision. It changes no verdict. Its names are imported when
they are asked for, since most decisions need few of them.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.missing.diagnosis import Diagnosis
    from disclosure_policy.missing.missing_facts import Asked, asked
    from disclosure_policy.missing.open_verdict import Closed
    from disclosure_policy.missing.restated_request import where_stated
    from disclosure_policy.missing.shortfall import truth_word
    from disclosure_policy.missing.what_if import Changes, Holds, Net, Scales, Weighing, passes, turning_points

__all__ = [
    "Asked",
    "Changes",
    "Closed",
    "Diagnosis",
    "Holds",
    "Net",
    "Scales",
    "Weighing",
    "asked",
    "passes",
    "truth_word",
    "turning_points",
    "where_stated",
]

if not TYPE_CHECKING:  # what is not asked for costs no time to start
    __getattr__ = lazily(
        __name__,
        {
            "Diagnosis": "diagnosis",
            "Asked": "missing_facts",
            "asked": "missing_facts",
            "Closed": "open_verdict",
            "where_stated": "restated_request",
            "truth_word": "shortfall",
            "Changes": "what_if",
            "Holds": "what_if",
            "Net": "what_if",
            "Scales": "what_if",
            "Weighing": "what_if",
            "passes": "what_if",
            "turning_points": "what_if",
        },
    )
