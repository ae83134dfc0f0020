"""What rule files say, as data: jurisdictions, sections, rules, terms and facts, as written.

Loading puts the files in; whoever asks what the law's authors wrote takes it out. Nothing here reads a file,
parses a condition or links an exception. `section_file` and `side_files` are open to those who read or describe
the files themselves.
"""

from disclosure_policy.rule_files.court_ruling import Ruling
from disclosure_policy.rule_files.fact import SINGLE, FactDeclaration, OneOrMore
from disclosure_policy.rule_files.jurisdiction import PARAGRAPH, Jurisdiction
from disclosure_policy.rule_files.period import EffectivePeriod
from disclosure_policy.rule_files.rule_set import Lawbook, RuleSet, Section
from disclosure_policy.rule_files.statute_digest import text_digest
from disclosure_policy.rule_files.term import Exclusion, Term

__all__ = [
    "PARAGRAPH",
    "SINGLE",
    "EffectivePeriod",
    "Exclusion",
    "FactDeclaration",
    "Jurisdiction",
    "Lawbook",
    "OneOrMore",
    "RuleSet",
    "Ruling",
    "Section",
    "Term",
    "section_file",
    "side_files",
    "text_digest",
]
