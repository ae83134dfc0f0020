"""Determination letters: the decision on a request as a letter for counsel to review and sign.

In comes the brief of one reader; out goes a letter as data, then as Markdown, HTML or PDF. It knows no statute
and no state: its sentences are made from what the rules and the facts say.
"""

from disclosure_policy.letters.typesetting import Form, typeset
from disclosure_policy.letters.writing import AGENCY, SIGNATORY, Letterhead, letter

__all__ = [
    "AGENCY",
    "SIGNATORY",
    "Form",
    "Letterhead",
    "letter",
    "typeset",
]
