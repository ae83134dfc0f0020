"""Everything that is wrong or doubtful in a folder of rules, each kind under its own code.

In comes a folder; out goes every problem at its place, as text, JSON, SARIF or annotations. Nothing is mended,
and no request is decided but the scenarios'.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.checks.checking import CHECKS, check, check_register
    from disclosure_policy.checks.explanation_pages import page
    from disclosure_policy.checks.reporting import Form, report, tally

__all__ = [
    "CHECKS",
    "Form",
    "check",
    "check_register",
    "page",
    "report",
    "tally",
]

if not TYPE_CHECKING:  # what is not asked for costs no time to start
    __getattr__ = lazily(
        __name__,
        {
            "CHECKS": "checking",
            "check": "checking",
            "check_register": "checking",
            "page": "explanation_pages",
            "Form": "reporting",
            "report": "reporting",
            "tally": "reporting",
        },
    )
