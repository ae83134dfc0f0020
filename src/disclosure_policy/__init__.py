"""Decides whether a confidential unemployment-insurance record may be disclosed, and under which provisions.

Everything that a program needs stands here; each name is imported when it is first asked for. Tests of rules find
more in `disclosure_policy.strategies`.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.checks import check
    from disclosure_policy.decision import Decision
    from disclosure_policy.errors import (
        DisclosurePolicyError,
        LogError,
        Problem,
        ReceiptError,
        RegisterError,
        RequestError,
        RuleFileError,
    )
    from disclosure_policy.explaining import explain
    from disclosure_policy.interview import Interview
    from disclosure_policy.letters import Letterhead, letter, typeset
    from disclosure_policy.log import DecisionLog
    from disclosure_policy.policy import Policy, load
    from disclosure_policy.reasoning import Brief, Trace, narrate, pruned, trace
    from disclosure_policy.register import Register
    from disclosure_policy.requests import DisclosureRequest
    from disclosure_policy.rule_files import text_digest

__all__ = [
    "Brief",
    "Decision",
    "DecisionLog",
    "DisclosurePolicyError",
    "DisclosureRequest",
    "Interview",
    "Letterhead",
    "LogError",
    "Policy",
    "Problem",
    "ReceiptError",
    "Register",
    "RegisterError",
    "RequestError",
    "RuleFileError",
    "Trace",
    "check",
    "explain",
    "letter",
    "load",
    "narrate",
    "pruned",
    "text_digest",
    "trace",
    "typeset",
]

if not TYPE_CHECKING:  # one name costs no more time than itself
    __getattr__ = lazily(
        __name__,
        {
            "Brief": "reasoning",
            "Decision": "decision",
            "DecisionLog": "log",
            "DisclosurePolicyError": "errors",
            "DisclosureRequest": "requests",
            "Interview": "interview",
            "Letterhead": "letters",
            "LogError": "errors",
            "Policy": "policy",
            "Problem": "errors",
            "ReceiptError": "errors",
            "Register": "register",
            "RegisterError": "errors",
            "RequestError": "errors",
            "RuleFileError": "errors",
            "Trace": "reasoning",
            "check": "checks",
            "explain": "explaining",
            "letter": "letters",
            "load": "policy",
            "narrate": "reasoning",
            "pruned": "reasoning",
            "text_digest": "rule_files",
            "trace": "reasoning",
            "typeset": "letters",
        },
    )


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
