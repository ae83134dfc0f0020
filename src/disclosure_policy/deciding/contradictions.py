"""Tells what of a request cannot be together: every fact that an entry reads, its value, its place and the reason."""

from __future__ import annotations

from dataclasses import dataclass

from disclosure_policy.deciding.facts import Facts
from disclosure_policy.deciding.shown_instruments import Shown
from disclosure_policy.documents import Document, Path
from disclosure_policy.errors import Location, Problem
from disclosure_policy.law import Contradiction, Statement
from disclosure_policy.requests import shared_facts, stated_at
from disclosure_policy.requests.instruments import INSTRUMENTS


@dataclass(frozen=True)
class Asked:
    """Which of the items of a request a disclosure is of, and for which of its purposes."""

    item: int
    purpose: int


@dataclass(frozen=True)
class Places:
    """Where in a document the facts of one disclosure stand, under the instruments that are looked at."""

    document: Document
    asked: Asked
    looked_at: tuple[Shown, ...]

    def of(self, fact: str) -> Location:
        """Return where a fact is stated."""
        first, *rest = fact.split(".")
        number = next((one.number for one in self.looked_at if one.kind == first), 0)
        if fact not in shared_facts():
            return self._first((("facts", fact), ("judgments", fact)))
        if first == "item":
            return self._first((("items", self.asked.item, *rest), ("items", self.asked.item), ("items", *rest)))
        if first == "purpose":
            return self._first((("purposes", self.asked.purpose),))
        if first in INSTRUMENTS:
            return self._first(((first, number, *rest), (first, *rest)))
        return self.document.where(tuple(stated_at(fact).split(".")))

    def _first(self, paths: tuple[Path, ...]) -> Location:
        return self.document.where(next((path for path in paths if path in self.document.places), paths[-1]))


def contradiction_problem(entry: Contradiction, facts: Facts, places: Places) -> Problem:
    """Return the problem of a request of which all conditions of an entry are true, at the first fact they read."""
    read = [fact for fact in facts.facts_in(entry.paths) if _is_stated(fact, facts)]
    where = [places.of(fact) for fact in read]
    first = where[0] if where else places.document.where(())
    told = [
        _told(fact, facts) + (f" (line {place.line})" if place.line != first.line else "")
        for fact, place in zip(read, where, strict=True)
    ]
    listed = " and ".join([*filter(None, [", ".join(told[:-1])]), *told[-1:]])
    help_ = f"{entry.because} ({entry.citation})" if entry.citation else entry.because
    message = f"these cannot be together: {listed or 'any facts'}"
    return Problem(first, message, help_, code="contradiction", word=read[0] if read else None)


def _is_stated(fact: str, facts: Facts) -> bool:
    return bool(facts.said_of(fact)) if fact in facts.schemes else facts.value(fact) is not None


def _told(fact: str, facts: Facts) -> str:
    if fact in facts.schemes:
        return f"`{fact}` is {_said(facts.said_of(fact))}"
    value = facts.value(fact)
    return f"`{fact}` is {str(value).lower() if isinstance(value, bool) else value}"


def _said(said: Statement) -> str:
    """Return what is said of a coded fact in words."""
    parts = [f"`{term}`" for term in said.has] + [f"not `{term}`" for term in said.lacks]
    return " and ".join(parts) or "none of its terms"
