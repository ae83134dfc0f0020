"""Declares a check for each mistake that keeps rules from loading; the passes that load rules find them."""

from __future__ import annotations

from disclosure_policy.checks.check_definition import Check

_FILES = {
    "no-rules": "There are no rules in the folder.",
    "not-text": "A file is not plain UTF-8 text.",
    "not-yaml": "A file cannot be read as YAML.",
    "empty-file": "A file says nothing.",
    "forbidden-yaml": "A file uses a feature of YAML that rules do without.",
    "oversized": "A file, a number or the nesting is beyond what is read.",
    "duplicate-key": "A key is given twice.",
    "unread-file": "A file is named so that it is not read.",
    "misplaced-file": "A rule file stands where none belongs.",
    "file-name-date": "A version's file is not named for the day on which it comes into force.",
}
_FORM = {
    "missing-field": "A field that must be given is missing.",
    "unknown-field": "A field is not known in this place.",
    "wrong-type": "A value is of the wrong kind.",
    "unknown-value": "A value is none of those that may stand here.",
    "empty-list": "A list has nothing in it.",
    "malformed-date": "A date is not written as YYYY-MM-DD.",
    "malformed-paragraph": "A paragraph is not written as in `(d)(2)(i)`.",
    "malformed-id": "A rule's id is not made of lower-case words and hyphens.",
    "malformed-name": "A fact or term is not named with letters, digits and underscores.",
    "malformed-digest": "A digest is not a SHA-256.",
    "malformed-citation-form": "A citation form cannot be read.",
    "reversed-period": "A period ends before it begins.",
    "empty-period": "A period within another has no end of its own.",
    "period-outside": "A rule or a condition is in force on days that are not its section's.",
    "missing-digest": "A section has neither the digest of its text nor a word on why not.",
    "duplicate-id": "Two rules of a section have the same id.",
    "only-on-permit": "A prohibition carries what belongs to a permit.",
    "permit-standing-alone": "A permit is an exception to nothing.",
    "unadoptable-reading": "The other side of a contested point could not be adopted, or would let less through.",
}
_NAMES = {
    "unknown-ruling": "A contested reading names a ruling that is not there.",
    "missing-parent": "A jurisdiction does not say whose law binds it too.",
    "unknown-parent": "A jurisdiction's parent is not there.",
    "circular-parent": "A jurisdiction is a parent of itself.",
    "overlapping-versions": "Two versions of a section are in force on the same day.",
    "name-taken": "A fact has the name of something else.",
    "unknown-scheme": "A fact or an exclusion names a scheme that is not there.",
    "unread-scheme": "A scheme of terms belongs to no fact.",
    "unknown-term": "A term is said to be above, below, short for or excluded by one that is not there.",
    "term-redefined": "A term is defined by a parent already.",
    "circular-terms": "Terms fall under each other, or are short for each other, in a circle.",
    "impossible-term": "A term falls under terms that exclude each other.",
}
_CONDITIONS = {
    "unknown-name": "A condition names a fact, a part or a term that is not there.",
    "incomplete-name": "A condition names a group of facts or terms, which is neither true nor false.",
    "forbidden-word": "A condition uses what conditions do without.",
    "unknown-branch": "What is contested is no one part of its condition.",
    "unreadable-condition": "A condition cannot be read.",
    "oversized-condition": "A condition is too long or nested too deeply.",
    "not-boolean": "A condition, or a part joined by `and`, `or` or `not`, is neither true nor false.",
    "mixed-kinds": "Two values are compared or added that are not of a kind.",
    "malformed-constant": "A date in a condition is not written as YYYY-MM-DD, or a duration not in days.",
}
_LINKS = {
    "citation-form": "A citation has none of the forms in which the jurisdiction cites.",
    "dangling-exception": "A rule is an exception to a rule that is not there.",
    "same-effect-exception": "A rule is an exception to one of the same effect.",
    "exception-out-of-reach": "A rule is an exception to one of a jurisdiction that is no parent of its own.",
    "circular-exception": "A rule is, through others, an exception to itself.",
    "exception-too-deep": "A rule is an exception to an exception, and so on, too many times.",
}

CHECKS = tuple(
    Check(code, "error", says)
    for group in (_FILES, _FORM, _NAMES, _CONDITIONS, _LINKS)
    for code, says in group.items()
)
