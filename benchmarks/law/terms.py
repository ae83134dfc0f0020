"""For each term, those that then surely apply and those that may; worked out once from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from disclosure_policy.law.vocabulary import Scheme, merged
from disclosure_policy.loading.rules_folder import load_rules

Terms = frozenset[str]
NOTHING: Terms = frozenset()


class Table:
    """The terms of one scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self.every = frozenset(scheme.terms)
        self.sure = {term: self._sure(scheme, term) for term in scheme.terms}
        self.out = {term: self._out(scheme, term) for term in scheme.terms}
        self.may = {term: self.every - self.out[term] for term in scheme.terms}

    def surely(self, stated: Iterable[str] | None) -> Terms:
        """Return the terms that surely apply where some are stated, and those alone."""
        if stated is None:
            return NOTHING
        if isinstance(stated, str):
            return self.sure[stated]
        if len(stated) == 1:  # type: ignore[arg-type]
            return self.sure[stated[0]]  # type: ignore[index]
        return NOTHING.union(*[self.sure[term] for term in stated])

    def possibly(self, stated: Iterable[str] | None) -> Terms:
        """Return the terms that may apply where some are stated, and those alone."""
        if stated is None:
            return self.every
        if isinstance(stated, str):
            return self.may[stated]
        if len(stated) == 1:  # type: ignore[arg-type]
            return self.may[stated[0]]  # type: ignore[index]
        return self.every.difference(*[self.out[term] for term in stated])

    @staticmethod
    def _sure(scheme: Scheme, term: str) -> Terms:
        return NOTHING.union(*(scheme.broader[one] for one in scheme.spelled_out([term])))

    @staticmethod
    def _out(scheme: Scheme, term: str) -> Terms:
        """Return the terms that a stated term excludes."""
        return NOTHING.union(*(scheme.excluded[one] for one in scheme.spelled_out([term])))


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
