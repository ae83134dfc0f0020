"""Decides whether a confidential unemployment-insurance record may be disclosed, and under which provisions."""

from disclosure_policy.decision import Decision
from disclosure_policy.errors import DisclosurePolicyError, Problem, RequestError, RuleFileError
from disclosure_policy.explaining import explain
from disclosure_policy.policy import Policy, load
from disclosure_policy.request import DisclosureRequest

__all__ = [
    "Decision",
    "DisclosurePolicyError",
    "DisclosureRequest",
    "Policy",
    "Problem",
    "RequestError",
    "RuleFileError",
    "explain",
    "load",
]
