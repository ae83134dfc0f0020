"""Turns a request into a case: its terms checked against the vocabulary, the facts of each disclosure apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from disclosure_policy.conditions.values import Value
from disclosure_policy.days import as_day
from disclosure_policy.documents import Document, Path, of_value
from disclosure_policy.errors import Location, Problem, RequestError, suggest
from disclosure_policy.law import Law, Scheme
from disclosure_policy.limits import MAX_DIGITS, MAX_DISCLOSURES
from disclosure_policy.requests import DERIVED, DisclosureRequest, Item, frozen, stated
from disclosure_policy.rule_files import FactDeclaration

Stated = tuple[str, ...] | None


@dataclass(frozen=True)
class Facts:
    """What is known of one disclosure: `plain` values by path, and the `terms` stated of each coded fact."""

    plain: Mapping[str, Value | None]
    terms: Mapping[str, Stated]
    schemes: Mapping[str, Scheme]
    _known: dict[str, Value | None] = field(default_factory=dict, repr=False, compare=False)

    def value(self, path: str) -> Value | None:
        """Return the value at a path, None where it is unknown; a term of a coded fact is a Boolean."""
        if path not in self._known:
            self._known[path] = self._value(path)
        return self._known[path]

    def fact_of(self, path: str) -> tuple[str, str | None]:
        """Return the path of the fact that is read at `path`, and the term if the fact is coded."""
        fact, _, term = path.rpartition(".")
        return (fact, term) if fact in self.schemes else (path, None)

    def given(self, values: Mapping[str, Value | None]) -> Facts:
        """Return the same facts with some plain values set."""
        known = {path: value for path, value in self._known.items() if path not in values}
        return replace(self, plain={**self.plain, **values}, _known=known)

    def stating(self, fact: str, terms: Stated) -> Facts:
        """Return the same facts with the terms of one coded fact set."""
        spelled_out = None if terms is None else self.schemes[fact].spelled_out(terms)
        return replace(self, terms={**self.terms, fact: spelled_out}, _known={})

    def refining(self, fact: str, terms: tuple[str, ...]) -> Facts:
        """Return the same facts with narrower terms in place of those that they fall under."""
        broader = {above for term in terms for above in self.schemes[fact].broader[term]}
        kept = tuple(term for term in self.terms.get(fact) or () if term not in broader)
        return self.stating(fact, kept + terms)

    def spelled_out(self, fact: str, terms: Stated) -> tuple[str | None, ...]:
        """Return the terms stated of a fact one by one, or None alone where nothing was stated."""
        return self.schemes[fact].spelled_out(terms) if terms else (None,)

    def _value(self, path: str) -> Value | None:
        fact, term = self.fact_of(path)
        if term is None:
            return self.plain.get(path)
        return self.schemes[fact].truth(self.terms.get(fact), term)


class Disclosure(NamedTuple):
    """One item for one purpose, each by its term, and what is known of disclosing it."""

    item: str | None
    purpose: str | None
    facts: Facts


@dataclass(frozen=True)
class Case:
    """A request as facts: one set of them for each disclosure, with the terms that name it."""

    jurisdiction: str
    as_of: date
    disclosures: tuple[Disclosure, ...]
    request: DisclosureRequest = field(compare=False, repr=False)

    @cached_property
    def digest(self) -> str:
        """The digest of what decides: the names of people and the reasons of judgments are left out."""
        return digest_of(self.request)


def facts_of(request: DisclosureRequest, law: Law, document: Document | None = None) -> Case:
    """Lower a request to facts.

    Raises:
        RequestError: with every unknown jurisdiction, term, fact and judgment, and every value of a wrong type,
            at its line and column if `document` is what the request was read from.
    """
    document = document or of_value(None, "request")
    problems: list[Problem] = []
    code = request.jurisdiction
    law.lawbook(code, document.where(("jurisdiction",)))
    if request.as_of is None:
        problems.append(
            Problem(
                document.where(()),
                "`as_of` is missing",
                "state the day as of which to decide, YYYY-MM-DD",
                code="missing-field",
            )
        )
    declared = law.facts[code]
    reader = _Reader(declared, law.schemes[code], document, problems)
    reader.read(request)
    if problems or request.as_of is None:
        raise RequestError(problems)
    common = Facts({**reader.plain, "as_of": request.as_of}, reader.terms, reader.schemes)
    disclosures = tuple(_bundle(request, common))
    return Case(code, request.as_of, disclosures, frozen(request))


def _bundle(request: DisclosureRequest, common: Facts) -> Iterator[Disclosure]:
    """Yield each item for each purpose; a term that is short for others stands for a disclosure of each."""
    for item in request.items or (Item(),):
        plain = {path: value for path, value in stated(item, "item.") if not isinstance(value, tuple)}
        with_item = common.given({path: value for path, value in plain.items() if path != "item.type"})
        for kind in common.spelled_out("item.type", _one(item.type)):
            for purpose in common.spelled_out("purpose", request.purposes):
                facts = with_item.stating("item.type", _one(kind)).stating("purpose", _one(purpose))
                yield Disclosure(kind, purpose, facts)


def _one(term: str | None) -> Stated:
    return None if term is None else (term,)


@dataclass
class _Reader:
    declared: Mapping[str, FactDeclaration]
    schemes: Mapping[str, Scheme]
    document: Document
    problems: list[Problem]
    plain: dict[str, Value | None] = field(default_factory=dict)
    terms: dict[str, Stated] = field(default_factory=dict)

    def read(self, request: DisclosureRequest) -> None:
        for path, value in stated(request, ""):
            if isinstance(value, tuple):
                where = ("purposes",) if path == "purpose" else tuple(path.split("."))
                self.terms[path] = self._terms(path, value, where)
            elif path in self.schemes:
                self.terms[path] = None
            else:
                self.plain[path] = value
        for index, item in enumerate(request.items or ()):
            if item.type is not None:
                at: Path = ("items", index)
                self._terms("item.type", (item.type,), (*at, "type") if self._has((*at, "type")) else at)
        count = len(request.items or (None,)) * len(request.purposes or (None,))
        if count > MAX_DISCLOSURES:
            place = self.document.where(("items",))
            help_ = f"ask for {MAX_DISCLOSURES:,} at most"
            self._problem(place, "oversized", f"{count:,} disclosures in one request", help_)
        self._facts(request)
        self._judgments(request)

    def _facts(self, request: DisclosureRequest) -> None:
        names = [n for n, fact in self.declared.items() if fact.type != "judgment" and _declared_apart(n, request)]
        for name, value in request.facts.items():
            at: Path = ("facts", name)
            if name not in names:
                self._unknown("fact", name, at, names, request.judgments.keys() | set(self.declared) - set(names))
            elif value is not None:
                self._fact(name, value, at)

    def _fact(self, name: str, value: Any, at: Path) -> None:  # noqa: ANN401
        fact = self.declared[name]
        known = value_of(fact, value)
        if isinstance(known, tuple):
            self.terms[name] = self._terms(name, known, at)
            return
        if known is not None:
            self.plain[name] = known
            return
        expected = {
            "boolean": "true or false",
            "number": f"a whole number of at most {MAX_DIGITS} digits",
            "date": "a date",
            "terms": "terms of the vocabulary",
        }[fact.kind]
        self._problem(self.document.where(at), "wrong-type", f"`{name}` must be {expected}", fact.question, name)

    def _judgments(self, request: DisclosureRequest) -> None:
        names = [name for name, fact in self.declared.items() if fact.type == "judgment"]
        for name, judgment in request.judgments.items():
            if name in names:
                self.plain[name] = judgment.answer
            else:
                self._unknown("judgment", name, ("judgments", name), names, set(self.declared) - set(names))

    def _terms(self, path: str, terms: tuple[str, ...], at: Path) -> tuple[str, ...]:
        scheme = self.schemes.get(path)
        known = scheme.terms if scheme else {}
        for index, term in enumerate(terms):
            if term not in known:
                where = self.document.where((*at, index) if self._has((*at, index)) else at)
                help_ = suggest(term, known) or f"its terms are {', '.join(sorted(known)) or 'none'}"
                self._problem(where, "unknown-term", f"`{path}` has no term `{term}`", help_, term)
        return scheme.spelled_out(term for term in terms if term in known) if scheme else ()

    def _unknown(self, what: str, name: str, at: Path, names: list[str], others: set[str]) -> None:
        help_ = suggest(name, names)
        if name in others:
            help_ = "state it under `judgments`" if what == "fact" else "state it under `facts`"
        at_key = self.document.where(at, key=True)
        self._problem(at_key, "unknown-fact", f"there is no {what} `{name}`", help_, name)

    def _has(self, path: Path) -> bool:
        return path in self.document.places

    def _problem(self, place: Location, code: str, message: str, help_: str | None, word: str | None = None) -> None:
        self.problems.append(Problem(place, message, help_, code=code, word=word))


def value_of(fact: FactDeclaration, stated: object) -> Value | tuple[str, ...] | None:
    """Return the value that was stated of a declared fact, None if it is not of the fact's kind."""
    if fact.kind == "boolean":
        return stated if isinstance(stated, bool) else None
    if fact.kind == "number":
        return stated if type(stated) is int and abs(stated) < 10**MAX_DIGITS else None
    if fact.kind == "date":
        return as_day(stated)
    listed = (stated,) if isinstance(stated, str) else stated
    if isinstance(listed, list | tuple) and all(isinstance(term, str) for term in listed):
        return tuple(listed)
    return None


def _declared_apart(name: str, request: DisclosureRequest) -> bool:
    return "." not in name and name not in type(request).model_fields and name not in ("purpose", "item")


def digest_of(request: DisclosureRequest) -> str:
    """Digest what decides: the names of people and the reasons of judgments are left out."""
    content = request.model_dump(mode="json", exclude_none=True)
    content.get("recipient", {}).pop("name", None)
    content["judgments"] = {name: judgment.answer for name, judgment in request.judgments.items()}
    content["facts"] = {name: value for name, value in content.get("facts", {}).items() if value is not None}
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


UNSTATED = frozenset({"as_of", *DERIVED})
"""Paths that no request states: they come from elsewhere."""
