"""A decision in words: what was decided, why, and what to do next.

In comes a `Decision`; out goes text, Markdown or JSON. It weighs nothing, and knows no rule but those that the
decision names.
"""

from disclosure_policy.explaining.instruments_told import went_by
from disclosure_policy.explaining.layout import WIDTH, Format, explain

__all__ = [
    "WIDTH",
    "Format",
    "explain",
    "went_by",
]
