"""A request and the law to a decision.

In come a request, the law, and what explains decisions; out goes the `Decision`. The two sentences of the
semantics are stated here, in `weighing`; `generated_python` says the same as code, for what is asked again and
again. It explains nothing.
"""

from disclosure_policy.deciding import logic_graph, stated_terms, verdict, weighing
from disclosure_policy.deciding.case import Case, facts_of
from disclosure_policy.deciding.combinations import Weighed, settled, ways
from disclosure_policy.deciding.decider import Decider
from disclosure_policy.deciding.decision_by_weighing import decide
from disclosure_policy.deciding.facts import Bar, Facts
from disclosure_policy.deciding.request_reader import UNSTATED
from disclosure_policy.deciding.truth_algebras import in_terms_of

__all__ = [
    "UNSTATED",
    "Bar",
    "Case",
    "Decider",
    "Facts",
    "Weighed",
    "decide",
    "facts_of",
    "in_terms_of",
    "logic_graph",
    "settled",
    "stated_terms",
    "verdict",
    "ways",
    "weighing",
]
