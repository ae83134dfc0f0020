"""Small mistakes in the law that no scenario would notice.

In comes a folder of rules with scenarios; out goes which of the mistakes that could be made its scenarios notice.
The files themselves are never changed.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.mutation.accepted_mutants import SurvivorsFile
    from disclosure_policy.mutation.mutant_files import diff
    from disclosure_policy.mutation.scoring import Score, score

__all__ = [
    "Score",
    "SurvivorsFile",
    "diff",
    "score",
]

if not TYPE_CHECKING:  # what is not asked for costs no time to start
    __getattr__ = lazily(
        __name__,
        {
            "SurvivorsFile": "accepted_mutants",
            "diff": "mutant_files",
            "Score": "scoring",
            "score": "scoring",
        },
    )
