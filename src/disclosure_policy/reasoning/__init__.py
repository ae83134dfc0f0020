"""The whole reasoning behind a decision as a tree, down to what was stated, for one reader.

In come a request and the law; out goes a `Trace`, cut back or whole, as text or as a picture. What its reader may
not see is left out before anything is reasoned. It decides nothing by itself.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.reasoning.audience import REQUESTER, Audience, Brief, brief
    from disclosure_policy.reasoning.pruning import pruned, told_once
    from disclosure_policy.reasoning.stated_values import denied, said, value_words
    from disclosure_policy.reasoning.steps import Step, Trace
    from disclosure_policy.reasoning.text import narrate
    from disclosure_policy.reasoning.tracing import trace, under_rule

__all__ = [
    "REQUESTER",
    "Audience",
    "Brief",
    "Step",
    "Trace",
    "brief",
    "denied",
    "narrate",
    "picture",
    "pruned",
    "said",
    "told_once",
    "trace",
    "under_rule",
    "value_words",
]

if not TYPE_CHECKING:  # what is not asked for costs no time to start
    __getattr__ = lazily(
        __name__,
        {
            "REQUESTER": "audience",
            "Audience": "audience",
            "Brief": "audience",
            "brief": "audience",
            "pruned": "pruning",
            "told_once": "pruning",
            "denied": "stated_values",
            "said": "stated_values",
            "value_words": "stated_values",
            "Step": "steps",
            "Trace": "steps",
            "narrate": "text",
            "trace": "tracing",
            "under_rule": "tracing",
        },
    )
