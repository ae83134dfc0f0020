"""For each term, what surely applies where it is stated and what still may; worked out once from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from disclosure_policy.law.vocabulary import Scheme, merged
from disclosure_policy.loading.rules_folder import load_rules
from disclosure_policy.requests.request_part import InPart

Terms = frozenset[str]
NOTHING: Terms = frozenset()

_CHECKLISTS = frozenset(
    ("agreement.terms", "safeguards", "release.statements", "record_names", "records_selected_by")
)
"""A list of these is whole: what it does not name, nor leaves open, does not apply."""


class Table:
    """The terms of one scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self.every = frozenset(scheme.terms)
        plain = {term: scheme.spelled_out([term]) for term in scheme.terms}
        self.sure = {term: _union(scheme.broader[one] for one in plain[term]) for term in scheme.terms}
        self.excluded = {term: _union(scheme.excluded[one] for one in plain[term]) for term in scheme.terms}
        self.denied = scheme.narrower
        self.open = dict.fromkeys(scheme.terms, self.every)
        if scheme.name in _CHECKLISTS:  # what is listed may turn out to be narrower, and that may fall under others
            self.open = {
                term: _union(scheme.broader[below] for one in plain[term] for below in scheme.narrower[one])
                for term in scheme.terms
            }
        self.may = {term: self.open[term] - self.excluded[term] for term in scheme.terms}

    def surely(self, said: str | Sequence[str] | InPart | None) -> Terms:
        """Return the terms that surely apply."""
        if said is None:
            return NOTHING
        if isinstance(said, str):
            return self.sure[said]
        has = said.has if isinstance(said, InPart) else said
        return self.sure[has[0]] if len(has) == 1 else NOTHING.union(*[self.sure[term] for term in has])

    def possibly(self, said: str | Sequence[str] | InPart | None) -> Terms:
        """Return the terms that may apply: of an empty list, none."""
        if said is None:
            return self.every
        if isinstance(said, str):
            return self.may[said]
        if isinstance(said, InPart):
            out = [self.excluded[term] for term in said.has]
            return self.every.difference(*out, *[self.denied[term] for term in said.lacks])
        if len(said) == 1:
            return self.may[said[0]]
        left = NOTHING.union(*[self.open[term] for term in said])
        return left.difference(*[self.excluded[term] for term in said])


def _union(of: Iterable[Terms]) -> Terms:
    return NOTHING.union(*of)


def _tables() -> Mapping[str, Table]:
    chain = load_rules().chain("us-nm")
    schemes = merged((book.terms for book in chain), (book.exclusions for book in chain))
    return {name: Table(scheme) for name, scheme in schemes.items()}


_TABLES = _tables()
DISCLOSER = _TABLES["discloser"]
RECIPIENT = _TABLES["recipient.type"]
PURPOSE = _TABLES["purpose"]
ITEM = _TABLES["item.type"]
SCOPE = _TABLES["scope"]
ACCESS = _TABLES["access"]
PROCESS = _TABLES["process.type"]
MOTION = _TABLES["process.motion_to_quash"]
PRECEDENT = _TABLES["process.precedent"]
RELEASE_FORM = _TABLES["release.form"]
RELEASE_STATEMENTS = _TABLES["release.statements"]
RELEASE_PURPOSE = _TABLES["release.purpose"]
AGREEMENT_TERMS = _TABLES["agreement.terms"]
SAFEGUARDS = _TABLES["safeguards"]
RECORD_NAMES = _TABLES["record_names"]
RECORDS_SELECTED_BY = _TABLES["records_selected_by"]
