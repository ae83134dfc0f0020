"""Turns a request into a case: its terms checked against the vocabulary, the facts of each disclosure apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from math import prod
from typing import Any, NamedTuple, cast

from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.days import as_day
from disclosure_policy.deciding.coded_fact_statement import named, one_by_one, statement_of
from disclosure_policy.deciding.shown_instruments import Choice, Shown, apart, choices, label
from disclosure_policy.decision import Named
from disclosure_policy.documents import Document, Path, of_value
from disclosure_policy.errors import Location, Problem, RequestError, suggest
from disclosure_policy.law import NOTHING_SAID, Law, Scheme, Statement
from disclosure_policy.limits import MAX_COMBINATIONS, MAX_DIGITS, MAX_DISCLOSURES, MAX_WEIGHED
from disclosure_policy.requests import DERIVED, DisclosureRequest, Item, frozen, stated
from disclosure_policy.requests.instruments import Covers, Instrument
from disclosure_policy.requests.request_part import InPart, Said
from disclosure_policy.rule_files import FactDeclaration
from disclosure_policy.truth import Truth, conjunction, disjunction


@dataclass(frozen=True)
class Facts:
    """What is known of one disclosure: `plain` values by path, and what is `said` of each coded fact."""

    plain: Mapping[str, Value | None]
    said: Mapping[str, Statement]
    schemes: Mapping[str, Scheme]
    under: Combination | None = None
    """The instruments that it is looked at under, if there are others."""
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

    @property
    def alone(self) -> Facts:
        """The same facts, as they would be if no other instruments were shown."""
        return self if self.under is None else replace(self, under=None, _known={})

    def looked_at(self, path: str) -> tuple[Facts, ...]:
        """Return the facts in which the value at a path is looked for: several, if it bars whatever else is shown."""
        bar = self.under.barred.get(path) if self.under else None
        return tuple(bar.among.values()) if bar else (self,)

    def stating(self, fact: str, said: Statement) -> Facts:
        """Return the same facts with something else said of one coded fact."""
        return replace(self, said={**self.said, fact: said}, _known={})

    def said_of(self, fact: str) -> Statement:
        """Return what is said of a coded fact."""
        return self.said.get(fact, NOTHING_SAID)

    def _value(self, path: str) -> Value | None:
        if self.under and path in self.under.barred:
            return self.under.barred[path].value(path)
        fact, term = self.fact_of(path)
        if term is None:
            return self.plain.get(path)
        return self.schemes[fact].truth(self.said_of(fact), term)


@dataclass(frozen=True)
class Bar:
    """What bars whatever else is shown: it is true in every instrument of a kind, or false, if it is in any."""

    kind: str
    when: bool
    among: Mapping[int, Facts]
    """For each instrument, by its place among its kind, what is known if it alone is looked at."""

    def value(self, path: str) -> Truth:
        """Return the value that a condition reads, whichever instrument it looks at."""
        values = (cast("Truth", facts.value(path)) for facts in self.among.values())
        return disjunction(values) if self.when else conjunction(values)


@dataclass(frozen=True)
class Combination:
    """Which instrument of each kind is looked at; a place beyond the last stands for none of those shown."""

    places: Mapping[str, int]
    labels: tuple[str, ...]
    uncovered: tuple[str, ...]
    """The kinds of which something is shown and nothing covers the disclosure."""
    barred: Mapping[str, Bar]


class Disclosure(NamedTuple):
    """One item for one purpose, each by its term or several, and what is known of disclosing it."""

    item: Named
    purpose: Named
    facts: Facts

    def choices(self, shown: tuple[Shown, ...], day: date) -> Iterator[Choice]:
        """Yield, for each kind of instrument, those between which it can choose."""
        said_of, schemes = self.facts.said_of, self.facts.schemes
        return choices(shown, said_of("item.type"), said_of("purpose"), schemes, day)


@dataclass(frozen=True)
class Case:
    """A request as facts: one set of them for each disclosure, with the terms that name it."""

    jurisdiction: str
    as_of: date
    disclosures: tuple[Disclosure, ...]
    request: DisclosureRequest = field(compare=False, repr=False)
    shown: tuple[Shown, ...] = ()
    """The instruments of which it matters which one is looked at; until one is, nothing is known of their kinds."""

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
    common = Facts({**reader.plain, "as_of": request.as_of}, reader.said, reader.schemes)
    disclosures = tuple(_bundle(request, common))
    shown = tuple(reader.shown)
    if shown:
        _refuse_too_many(disclosures, shown, request.as_of, document)
    return Case(code, request.as_of, disclosures, frozen(request), shown)


def _refuse_too_many(
    disclosures: tuple[Disclosure, ...], shown: tuple[Shown, ...], day: date, document: Document
) -> None:
    counts = [prod(one.count for one in disclosure.choices(shown, day)) for disclosure in disclosures]
    for count, most, what in (
        (max(counts), MAX_COMBINATIONS, "for one disclosure"),
        (sum(counts), MAX_WEIGHED, "in one request"),
    ):
        if count > most:
            place = document.where((shown[0].kind,))
            message = f"{count:,} combinations of instruments {what}"
            help_ = f"say what each instrument `covers`, or show fewer: {most:,} combinations are looked at at most"
            raise RequestError([Problem(place, message, help_, code="oversized")])


def _bundle(request: DisclosureRequest, common: Facts) -> Iterator[Disclosure]:
    """Yield each item for each purpose; a term that is short for others stands for a disclosure of each."""
    purposes = common.schemes.get("purpose")
    asked = [said for one in request.purposes or (None,) for said in one_by_one(one, purposes)]
    for item in request.items or (Item(),):
        plain = {path: value for path, value in stated(item, "item.") if path != "item.type"}
        with_item = common.given(cast("dict[str, Value | None]", plain))
        for kind in one_by_one(item.type, common.schemes.get("item.type")):
            for purpose in asked:
                facts = with_item.stating("item.type", kind).stating("purpose", purpose)
                yield Disclosure(named(kind), named(purpose), facts)


@dataclass
class _Reader:
    declared: Mapping[str, FactDeclaration]
    schemes: Mapping[str, Scheme]
    document: Document
    problems: list[Problem]
    plain: dict[str, Value | None] = field(default_factory=dict)
    said: dict[str, Statement] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)

    def read(self, request: DisclosureRequest) -> None:
        several = apart(request)
        for path, value in stated(request, ""):
            if path == "purpose":
                for index, one in enumerate(request.purposes or ()):
                    at: Path = ("purposes", index) if self._has(("purposes", index)) else ("purposes",)
                    self._statement("purpose", one, at)
            elif path.partition(".")[0] not in several:
                self._shared(path, value, self._listed(tuple(path.split("."))), self.plain, self.said)
        for kind, instruments in several.items():
            for number, instrument in enumerate(instruments):
                self._instrument(kind, number, instrument, of=len(instruments))
        for index, item in enumerate(request.items or ()):
            if item.type is not None:
                at = ("items", index)
                self._statement("item.type", item.type, (*at, "type") if self._has((*at, "type")) else at)
        count = len(request.items or (None,)) * len(request.purposes or (None,))
        if count > MAX_DISCLOSURES:
            place = self.document.where(("items",))
            help_ = f"ask for {MAX_DISCLOSURES:,} at most"
            self._problem(place, "oversized", f"{count:,} disclosures in one request", help_)
        self._facts(request)
        self._judgments(request)

    def _shared(
        self,
        path: str,
        value: Value | Said | None,
        at: Path,
        plain: dict[str, Value | None],
        said: dict[str, Statement],
    ) -> None:
        if path not in self.schemes and not isinstance(value, tuple | InPart):
            plain[path] = value
        elif value is not None:
            said[path] = self._statement(path, cast("Said", value), at)

    def _instrument(self, kind: str, number: int, instrument: Instrument, *, of: int) -> None:
        """Read one of the instruments of a kind by itself, with the terms of what it covers."""
        plain: dict[str, Value | None] = {}
        said: dict[str, Statement] = {}
        here: Path = (kind, number) if self._has((kind, number)) else (kind,)
        for path, value in stated(instrument, f"{kind}."):
            said |= {path: NOTHING_SAID} if path in self.schemes else {}
            self._shared(path, value, (*here, *path.split(".")[1:]), plain, said)
        covers = instrument.covers or Covers()
        for path, key, terms in (("item.type", "items", covers.items), ("purpose", "purposes", covers.purposes)):
            for index, term in enumerate(terms):
                self._term(path, self.schemes.get(path), term, (*here, "covers", key), index)
        self.shown.append(Shown(kind, number, label(kind, number, instrument, of=of), covers, plain, said))

    def _listed(self, path: Path) -> Path:
        """Return where a fact stands: that of a single instrument may stand in a list of one."""
        in_list = (path[0], 0, *path[1:])
        return in_list if self._has(in_list) else path

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
        if isinstance(known, tuple | InPart):
            self.said[name] = self._statement(name, known, at)
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

    def _statement(self, path: str, said: Said | str, at: Path) -> Statement:
        """Return what is said of a coded fact, with every term that is none, and terms that cannot go together."""
        scheme = self.schemes.get(path)
        parts: dict[Path, tuple[str, ...]]
        if isinstance(said, InPart):
            parts = {("has",): said.has, ("lacks",): said.lacks}
        else:
            parts = {(): (said,) if isinstance(said, str) else said}
        before = len(self.problems)
        for inside, terms in parts.items():
            for index, term in enumerate(terms):
                self._term(path, scheme, term, (*at, *inside), index)
        if scheme is None or len(self.problems) > before:
            return NOTHING_SAID
        statement = statement_of(said, scheme, whole=self.declared[path].several)
        apart = one_by_one(said, scheme) if path in ("item.type", "purpose") else (statement,)
        both = next(filter(None, map(scheme.contradiction, apart)), None)
        if both:
            message = f"`{path}` cannot be `{both[0]}` and {'not ' if both[1] in statement.lacks else ''}`{both[1]}`"
            help_ = scheme.reason(*both) or "take one of them out"
            self._problem(self.document.where(at), "contradiction", message, help_, both[1])
        return statement

    def _term(self, path: str, scheme: Scheme | None, term: str, at: Path, index: int) -> None:
        known = scheme.terms if scheme else {}
        where = self.document.where((*at, index) if self._has((*at, index)) else at)
        if term not in known:
            help_ = suggest(term, known) or f"its terms are {', '.join(sorted(known)) or 'none'}"
            self._problem(where, "unknown-term", f"`{path}` has no term `{term}`", help_, term)
        elif known[term].stands_for and at[-1:] == ("lacks",):
            help_ = f"say which of these it lacks: {', '.join(known[term].stands_for)}"
            self._problem(where, "short-for-several", f"`{term}` is short for several terms", help_, term)

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


def value_of(fact: FactDeclaration, stated: object) -> Value | Said | None:
    """Return the value that was stated of a declared fact, None if it is not of the fact's kind."""
    if fact.kind == "boolean":
        return stated if isinstance(stated, bool) else None
    if fact.kind == "number":
        return stated if type(stated) is int and abs(stated) < 10**MAX_DIGITS else None
    if fact.kind == "date":
        return as_day(stated)
    if isinstance(stated, InPart):
        return stated
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
