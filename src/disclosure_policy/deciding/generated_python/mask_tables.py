"""Tables of the bits that each coded or declared fact of a request sets, filled as requests come.

What conditions on one fact come to depends on nothing but what is stated of it. So it is worked out when that is
first met and kept as a mask, in which the bits of the conditions that fail are not set: what all facts together meet
is what is left of their masks. Looking a mask up also checks the terms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from disclosure_policy.conditions.expression import Expression, Lookup, truth
from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.days import as_day
from disclosure_policy.deciding.stated_terms import one_by_one, statement_of
from disclosure_policy.law import NOTHING_SAID, Scheme, Statement
from disclosure_policy.limits import MAX_DISCLOSURES
from disclosure_policy.requests import Frozen, Judgment, NamedFacts
from disclosure_policy.requests.request_part import InPart, Said
from disclosure_policy.rule_files import FactDeclaration
from disclosure_policy.truth import Truth

StatedTerms = Said | str | None
"""The terms of a coded fact; one may be stated by itself."""
Mask = int
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


class Bits:
    """Numbers with one bit each, given out one after another."""

    def __init__(self) -> None:
        self._count = 0

    def another(self) -> int:
        """Return a bit that is nobody's."""
        self._count += 1
        return 1 << (self._count - 1)

    @property
    def all(self) -> Mask:
        """The bits that were given out."""
        return (1 << self._count) - 1


class MaskColumn:
    """The conditions on one fact, each with its bit and the question asked: whether surely true, or possibly."""

    def __init__(self, bits: Bits) -> None:
        self._bits = bits
        self._questions: dict[tuple[Expression, bool], int] = {}

    def ask(self, expression: Expression, bit: int, *, sure: bool) -> None:
        """Have a bit set only where a condition is surely, or possibly, true."""
        self._questions[expression, sure] = self._questions.get((expression, sure), 0) | bit

    @property
    def asked(self) -> bool:
        """Whether any condition reads the fact."""
        return bool(self._questions)

    def of_value(self, value: Truth) -> Mask:
        """Return the mask where a fact that is true or false has this value."""
        return self._mask(lambda _: value)

    def _mask(self, lookup: Lookup) -> Mask:
        failed = 0
        for (expression, sure), bits in self._questions.items():
            value = truth(expression, lookup)
            if not (value is True if sure else value is not False):
                failed |= bits
        return self._bits.all & ~failed


class CodedColumn(MaskColumn):
    """The conditions on one coded fact; `whole` says that a list of its terms is complete."""

    def __init__(self, bits: Bits, path: str, scheme: Scheme | None, *, whole: bool) -> None:
        super().__init__(bits)
        self._path = path
        self._scheme = scheme
        self._whole = whole
        self._of_statement: Table[Statement, Mask] = Table(self._row)

    def of_terms(self, stated: StatedTerms) -> Mask:
        """Return the mask where this was stated.

        Raises:
            Unfit: if a term is none of the vocabulary, or terms contradict each other.
        """
        if stated is None:
            return self._of_statement[NOTHING_SAID]
        said = statement_of(stated, self._checked(stated), whole=self._whole)
        return self._of_statement[replace(said, has=_in_order(said.has), lacks=_in_order(said.lacks))]

    def of_each(self, stated: StatedTerms) -> tuple[Mask, ...]:
        """Return the mask of each item, or purpose, that one stands for.

        Raises:
            Unfit: as `of_terms`.
        """
        scheme = None if stated is None else self._checked(stated)
        return tuple(self._of_statement[one] for one in one_by_one(stated, scheme))

    def of_all(self, stated: tuple[str | InPart, ...] | None) -> tuple[Mask, ...]:
        """Return the masks of several purposes, one after another.

        Raises:
            Unfit: as `of_terms`.
        """
        if stated is not None and len(stated) > MAX_DISCLOSURES:
            raise Unfit
        return tuple(mask for one in stated or (None,) for mask in self.of_each(one))

    def _row(self, said: Statement) -> Mask:
        def lookup(path: str) -> Truth:
            return self._scheme.truth(said, path[len(self._path) + 1 :]) if self._scheme else None

        if self._scheme and self._scheme.contradiction(said):
            raise Unfit
        return self._mask(lookup)

    def _checked(self, stated: Said | str) -> Scheme:
        """Return the vocabulary, if it has every term that is stated."""
        named = (stated,) if isinstance(stated, str) else stated
        terms = (*stated.has, *stated.lacks) if isinstance(stated, InPart) else named
        known = self._scheme.terms if self._scheme else {}
        if self._scheme is None or not all(term in known for term in terms):
            raise Unfit
        if isinstance(stated, InPart) and any(known[term].stands_for for term in stated.lacks):
            raise Unfit
        return self._scheme


def _in_order(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return terms so that neither their order nor repetition makes a difference."""
    return tuple(sorted(set(terms)))


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
    "terms": frozenset({"nothing", "text", "texts", "in part"}),
}
"""In what sorts of values a fact of a kind is stated."""
