"""Decides whether a confidential unemployment-insurance record may be disclosed, and under which provisions."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disclosure_policy.checking import check
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
    "check",
    "explain",
    "load",
]

_HOMES = {
    "Decision": "decision",
    "DisclosurePolicyError": "errors",
    "DisclosureRequest": "request",
    "Policy": "policy",
    "Problem": "errors",
    "RequestError": "errors",
    "RuleFileError": "errors",
    "check": "checking",
    "explain": "explaining",
    "load": "policy",
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name when it is first asked for, so that one module of ours costs no more than itself."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
