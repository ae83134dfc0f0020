"""What a request states of coded and declared facts, looked up rather than worked out.

What conditions on one coded fact come to depends on nothing but the terms stated of it. So it is worked out when a
list of terms is first met and kept as a row; looking it up again also checks the terms.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from threading import Lock
from typing import Any, TypeVar

from disclosure_policy.authority import as_day
from disclosure_policy.expression import Expression, truth
from disclosure_policy.fact import FactDeclaration, Kind
from disclosure_policy.facts import MAX_DISCLOSURES
from disclosure_policy.frozen import Frozen, NamedFacts
from disclosure_policy.request import Judgment
from disclosure_policy.truth import Truth
from disclosure_policy.vocabulary import Scheme

Row = tuple[bool, ...]
Stated = tuple[str, ...] | None
MAX_ROWS = 4_096

Key = TypeVar("Key")
Found = TypeVar("Found")


class Unfit(Exception):  # noqa: N818 - no error: whoever catches it reads the request with more care
    """The request states something that the tables do not know; the reader of facts says what is wrong with it."""


class Table(dict[Key, Found]):
    """What was worked out once for each thing stated, as long as there is room."""

    def __init__(self, work_out: Callable[[Key], Found]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, stated: Key) -> Found:
        found = self._work_out(stated)
        if len(self) < MAX_ROWS:
            self[stated] = found
        return found


class Columns:
    """The conditions on one coded fact, each with the question asked of it: whether surely true, or possibly."""

    def __init__(self, path: str, scheme: Scheme | None) -> None:
        self._path = path
        self._scheme = scheme
        self._columns: dict[tuple[Expression, bool], int] = {}
        self._numbers: dict[Row, int] = {}
        self._of_terms: Table[frozenset[str], Row] = Table(self._stated)  # neither order nor repetition matters
        self._lock = Lock()
        self.rows: list[Row] = []
        """The rows that differ from each other, by number."""

    def index(self, expression: Expression, *, sure: bool) -> int:
        """Return the place in a row of the answer to a question."""
        return self._columns.setdefault((expression, sure), len(self._columns))

    def row(self, stated: Stated | str) -> Row:
        """Return the answer to each question where these terms, or this one, were stated.

        Raises:
            Unfit: if one of them is no term of the vocabulary.
        """
        if stated is None:
            return self._row(None)
        return self._of_terms[frozenset((stated,) if isinstance(stated, str) else stated)]

    def number(self, stated: Stated) -> int:
        """Return the number of the row.

        Raises:
            Unfit: as `row`.
        """
        return self._number(self.row(stated))

    def number_of_each(self, stated: Stated | str) -> tuple[int, ...]:
        """Return the number of the row of each term by itself, for what is decided term by term.

        Raises:
            Unfit: as `row`.
        """
        if stated is None or stated == ():
            return (self.number(None),)
        if len(stated) > MAX_DISCLOSURES and not isinstance(stated, str):
            raise Unfit
        terms = self._spelled_out((stated,) if isinstance(stated, str) else stated)
        return tuple(self.number((term,)) for term in terms)

    def _number(self, row: Row) -> int:
        with self._lock:  # two rows that are met at once must not get one number
            if row not in self._numbers:
                self.rows.append(row)
                self._numbers[row] = len(self.rows) - 1
            return self._numbers[row]

    def _stated(self, terms: frozenset[str]) -> Row:
        return self._row(self._spelled_out(terms))

    def _row(self, terms: Stated) -> Row:
        def lookup(path: str) -> Truth:
            return self._scheme.truth(terms, path[len(self._path) + 1 :]) if self._scheme else None

        values = ((truth(expression, lookup), sure) for expression, sure in self._columns)
        return tuple(value is True if sure else value is not False for value, sure in values)

    def _spelled_out(self, terms: Collection[str]) -> tuple[str, ...]:
        if self._scheme is None:
            if terms:
                raise Unfit
            return ()
        if not all(term in self._scheme.terms for term in terms):
            raise Unfit
        return self._scheme.spelled_out(terms)


class Declared:
    """The facts and judgments that a jurisdiction declares."""

    def __init__(self, facts: Mapping[str, FactDeclaration]) -> None:
        self._judgments = frozenset(name for name, fact in facts.items() if fact.type == "judgment")
        self._kinds = {name: facts[name].kind for name in facts.keys() - self._judgments}
        self._days_as_text: Table[tuple[str, ...], tuple[str, ...]] = Table(self._fitting)

    def read(self, facts: Mapping[str, Any], judgments: Mapping[str, Judgment]) -> Callable[[str], Any]:
        """Return what gives the values stated, by name; terms may be stated as one text.

        Raises:
            Unfit: if there is no such fact or judgment, a value is not of its kind, or nothing validated them.
        """
        if type(facts) is not NamedFacts or type(judgments) is not Frozen:
            raise Unfit
        written = self._days_as_text[facts.form]
        if not (written or judgments):
            return facts.get
        days = {name: as_day(facts[name]) for name in written}
        if None in days.values() or not judgments.keys() <= self._judgments:
            raise Unfit
        return {**facts, **days, **{name: judgment.answer for name, judgment in judgments.items()}}.get

    def _fitting(self, form: tuple[str, ...]) -> tuple[str, ...]:
        """Return which facts of a form are days written as text; all of them must be declared, and of their kind."""
        stated = tuple(zip(form[: len(form) // 2], form[len(form) // 2 :], strict=True))
        if not all(name in self._kinds and sort in _SORTS[self._kinds[name]] for name, sort in stated):
            raise Unfit
        return tuple(name for name, sort in stated if sort == "text" and self._kinds[name] == "date")


_SORTS: Mapping[Kind, frozenset[str]] = {
    "boolean": frozenset({"nothing", "flag"}),
    "number": frozenset({"nothing", "number"}),
    "date": frozenset({"nothing", "day", "text"}),
    "terms": frozenset({"nothing", "text", "texts"}),
}
"""In what sorts of values a fact of a kind is stated."""
