"""Reads what a request states of each fact, its terms checked against the vocabulary, with every mistake in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.days import as_day
from disclosure_policy.deciding.shown_instruments import Shown, apart, label
from disclosure_policy.deciding.stated_terms import one_by_one, statement_of
from disclosure_policy.documents import Document, Path
from disclosure_policy.errors import Location, Problem, RequestError, instead, suggest
from disclosure_policy.law import NOTHING_SAID, Scheme, Statement
from disclosure_policy.limits import MAX_DIGITS, MAX_DISCLOSURES, MAX_TOLD
from disclosure_policy.requests import DERIVED, DisclosureRequest, stated
from disclosure_policy.requests.instruments import Covers, Instrument
from disclosure_policy.requests.request_part import InPart, Said
from disclosure_policy.rule_files import FactDeclaration


@dataclass
class RequestReader:
    """Collects what a request states by path, what it says of coded facts, its instruments, and its mistakes."""

    declared: Mapping[str, FactDeclaration]
    schemes: Mapping[str, Scheme]
    document: Document
    problems: list[Problem]
    plain: dict[str, Value | None] = field(default_factory=dict)
    said: dict[str, Statement] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)

    def read(self, request: DisclosureRequest) -> None:
        """Read a request."""
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
            help_ = instead(term, known, "its terms")
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
        if len(self.problems) > MAX_TOLD:
            raise RequestError(self.problems)


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


UNSTATED = frozenset({"as_of", *DERIVED})
"""Paths that no request states: they come from elsewhere."""
