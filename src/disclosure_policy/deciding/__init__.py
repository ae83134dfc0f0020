"""A request and the law to a decision.

In come a request, the law, and what explains decisions; out goes the `Decision`. The two sentences of the
semantics are stated here, in `weighing`; `generated_python` says the same as code, for what is asked again and
again. It explains nothing.
"""

from disclosure_policy.deciding import graph, ruling, statements, weighing
from disclosure_policy.deciding.algebra import in_terms_of
from disclosure_policy.deciding.case import UNSTATED, Case, Facts, facts_of
from disclosure_policy.deciding.decider import Decider
from disclosure_policy.deciding.deciding import Weighed, decide, weigh_case

__all__ = [
    "UNSTATED",
    "Case",
    "Decider",
    "Facts",
    "Weighed",
    "decide",
    "facts_of",
    "graph",
    "in_terms_of",
    "ruling",
    "statements",
    "weigh_case",
    "weighing",
]
