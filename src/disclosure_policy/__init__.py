"""Decides whether a confidential unemployment-insurance record may be disclosed, and under which provisions."""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.checks import check
    from disclosure_policy.decision import Decision
    from disclosure_policy.errors import DisclosurePolicyError, Problem, RequestError, RuleFileError
    from disclosure_policy.explaining import explain
    from disclosure_policy.policy import Policy, load
    from disclosure_policy.requests import DisclosureRequest

__all__ = [
    "Decision",
    "DisclosurePolicyError",
    "DisclosureRequest",
    "Policy",
    "Problem",
    "RequestError",
    "RuleFileError",
    "check",
    "explain",
    "load",
]

if not TYPE_CHECKING:  # one name costs no more time than itself
    __getattr__ = lazily(
        __name__,
        {
            "Decision": "decision",
            "DisclosurePolicyError": "errors",
            "DisclosureRequest": "requests",
            "Policy": "policy",
            "Problem": "errors",
            "RequestError": "errors",
            "RuleFileError": "errors",
            "check": "checks",
            "explain": "explaining",
            "load": "policy",
        },
    )
