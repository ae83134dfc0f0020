"""A request and the law to a decision.

In come a request, the law, and what explains decisions; out goes the `Decision`. The two sentences of the
semantics are stated here, in `weighing`; `generated_python` says the same as code, for what is asked again and
again. It explains nothing.
"""

from disclosure_policy.deciding import graph, ruling
from disclosure_policy.deciding.algebra import in_terms_of
from disclosure_policy.deciding.case import UNSTATED, Case, Facts, Stated, facts_of
from disclosure_policy.deciding.decider import Decider
from disclosure_policy.deciding.deciding import Weighed, decide
from disclosure_policy.deciding.weighing import WeighedLayer, Weights, weigh, weigh_layers

__all__ = [
    "UNSTATED",
    "Case",
    "Decider",
    "Facts",
    "Stated",
    "Weighed",
    "WeighedLayer",
    "Weights",
    "decide",
    "facts_of",
    "graph",
    "in_terms_of",
    "ruling",
    "weigh",
    "weigh_layers",
]
