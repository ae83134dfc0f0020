"""The same law over columns: a frame of requests to a frame of decisions, millions at a time.

In comes a frame of any of five libraries; out goes the same with the decisions added, row by row what
`Policy.decide` says. It never says anything else. Its names are imported when they are asked for: they need an
extra. `columns` says what the columns are called, and needs none.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.frames.answer_columns import RowAnswer, answer_of
    from disclosure_policy.frames.answered_table import stated_columns
    from disclosure_policy.frames.decide_frame import Answerer, FrameMemory, Options, decided
    from disclosure_policy.frames.distinct_answers import SCHEMA

__all__ = [
    "SCHEMA",
    "Answerer",
    "FrameMemory",
    "Options",
    "RowAnswer",
    "answer_of",
    "columns",
    "decided",
    "stated_columns",
]

if not TYPE_CHECKING:  # what is not asked for costs no time to start
    __getattr__ = lazily(
        __name__,
        {
            "stated_columns": "answered_table",
            "SCHEMA": "distinct_answers",
            "Answerer": "decide_frame",
            "FrameMemory": "decide_frame",
            "Options": "decide_frame",
            "decided": "decide_frame",
            "RowAnswer": "answer_columns",
            "answer_of": "answer_columns",
        },
    )
