"""The law ready to be applied: rules with parsed conditions and pinpoints, in layers, as in force on a day.

Loading puts it together; out go the layers of a jurisdiction on a day, its vocabulary, its facts. It decides
nothing, and never looks at a request. `counsel_decisions`, what counsel decided of the rules, is open to whoever
reads a register.
"""

from disclosure_policy.law.contradiction import Contradiction
from disclosure_policy.law.law import Law
from disclosure_policy.law.official_pages import page, pages
from disclosure_policy.law.paragraph_coverage import CoveredParagraph, coverage
from disclosure_policy.law.provisions import Clause, Duty, Layer, Provision
from disclosure_policy.law.vocabulary import NOTHING_SAID, Scheme, Statement, merged

__all__ = [
    "NOTHING_SAID",
    "Clause",
    "Contradiction",
    "CoveredParagraph",
    "Duty",
    "Law",
    "Layer",
    "Provision",
    "Scheme",
    "Statement",
    "counsel_decisions",
    "coverage",
    "merged",
    "page",
    "pages",
]
