"""What the entries of a register supply, in the form in which a request states it, held against the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from disclosure_policy.deciding import facts_of
from disclosure_policy.documents import Document, Path
from disclosure_policy.errors import Problem, ProblemsError, suggest
from disclosure_policy.law import Law
from disclosure_policy.register.register import Register
from disclosure_policy.requests import put, request_in, shared_facts
from disclosure_policy.rule_files import FactDeclaration

Stated = tuple[str, Any, Path]
"""A path in a request, what is stated there, and where in the register it stands."""


def answer_of(register: Register, name: str, fact: FactDeclaration) -> tuple[str, Any]:
    """Return the path at which a request states what was determined, and the answer as it states it."""
    one = register.file.determinations[name]
    if fact.type == "judgment":
        by = register.official(one.by) if one.by in register.file.officials else one.by
        judgment = {"answer": one.answer, "by": by, "day": one.day.isoformat(), "why": one.why}
        return f"judgments.{one.fact}", judgment
    answer: Any = one.answer
    if fact.type == "date" and isinstance(answer, tuple) and len(answer) == 1:
        answer = answer[0]
    return f"facts.{one.fact}", answer


def statable_problems(register: Register, law: Law) -> Iterator[Problem]:
    """Yield each entry that says what no request could: an unknown term, a fact that is not there."""
    facts = law.facts[register.file.jurisdiction]
    for entry in _of_parties(register):
        yield from _refused(register, law, entry)
    for name, one in register.file.determinations.items():
        if one.fact not in facts or one.fact in shared_facts():
            yield _no_fact(register, ("determinations", name, "fact"), one.fact, facts)
            continue
        path, answer = answer_of(register, name, facts[one.fact])
        yield from _refused(register, law, (path, answer, ("determinations", name, "answer")))
    for name, delegation in register.file.delegations.items():
        for index, fact in enumerate(delegation.facts):
            if fact not in facts:
                yield _no_fact(register, ("delegations", name, "facts", index), fact, facts)


def _of_parties(register: Register) -> Iterator[Stated]:
    for name, agreement in register.file.agreements.items():
        at: Path = ("agreements", name)
        yield "purposes", list(agreement.purposes), (*at, "purposes")
        yield "items", list(agreement.items), (*at, "items")
        yield "agreement.terms", agreement.terms, (*at, "terms")
        yield "safeguards", agreement.safeguards, (*at, "safeguards")
        for index, kind in enumerate(agreement.party.type):
            yield "recipient.type", kind, (*at, "with", "type", index)
    for name, recipient in register.file.recipients.items():
        yield "recipient.type", list(recipient.type) or None, ("recipients", name, "type")


def _refused(register: Register, law: Law, stated: Stated) -> Iterator[Problem]:
    """Yield what would be wrong with a request that states the same, at its place in the register."""
    path, value, at = stated
    if value is None:
        return
    request: dict[str, Any] = {
        "jurisdiction": register.file.jurisdiction,
        "as_of": register.file.reviewed.isoformat(),
        "discloser": None,
    }
    put(request, path, value)
    inside: Path = tuple(path.split("."))
    places = {(*inside, *rest): place for rest, place in _below(register.document, at)}
    places |= {inside: _place(register, at), (): _place(register, at)}
    stating = Document(register.document.file, request, places)
    try:
        facts_of(request_in(stating), law, stating)
    except ProblemsError as error:
        for one in error.problems:
            yield Problem(one.location, one.message, one.help, code="unusable-entry", word=one.word)


def _below(document: Document, at: Path) -> Iterable[tuple[Path, tuple[int, int]]]:
    return ((path[len(at) :], place) for path, place in document.places.items() if path[: len(at)] == at)


def _place(register: Register, at: Path) -> tuple[int, int]:
    where = register.where(*at)
    return where.line, where.column


def _no_fact(register: Register, at: Path, name: str, facts: Iterable[str]) -> Problem:
    own = [fact for fact in facts if fact not in shared_facts()]
    help_ = suggest(name, own) or "name a fact or judgment that the jurisdiction or one above it declares"
    return Problem(register.where(*at), f"a register can answer no fact `{name}`", help_, code="unusable-entry")
