"""One question at a time, and only such as can still matter, until the verdict is settled.

In come the law and answers; out go questions, and at the end the request. It prints nothing and reads no key.
"""

from disclosure_policy.interview.interview import FIRST, Interview
from disclosure_policy.interview.question import Option, Question

__all__ = [
    "FIRST",
    "Interview",
    "Option",
    "Question",
]
