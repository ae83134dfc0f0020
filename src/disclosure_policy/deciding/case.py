"""Turns a request into a case: its terms checked against the vocabulary, the facts of each disclosure apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import product
from math import prod
from typing import NamedTuple, cast

from disclosure_policy.conditions.expression import truth
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding.contradictions import Asked, Places, contradiction_problem
from disclosure_policy.deciding.facts import Facts
from disclosure_policy.deciding.request_reader import RequestReader
from disclosure_policy.deciding.shown_instruments import Choice, Shown, choices
from disclosure_policy.deciding.stated_terms import named, one_by_one
from disclosure_policy.decision import FromRegister, Named
from disclosure_policy.documents import Document, of_value
from disclosure_policy.errors import Problem, RequestError
from disclosure_policy.law import Contradiction, Law
from disclosure_policy.limits import MAX_COMBINATIONS, MAX_WEIGHED
from disclosure_policy.requests import DisclosureRequest, Item, stated, validated


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
    request = validated(request)
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
    reader = RequestReader(declared, law.schemes[code], document, problems)
    reader.read(request)
    if problems or request.as_of is None:
        raise RequestError(problems)
    common = Facts({**reader.plain, "as_of": request.as_of}, reader.said, reader.schemes)
    placed = tuple(_bundle(request, common))
    disclosures = tuple(disclosure for _, disclosure in placed)
    shown = tuple(reader.shown)
    if shown:
        _refuse_too_many(disclosures, shown, request.as_of, document)
    _refuse_contradictions(law.contradictions.get(code, ()), placed, shown, request.as_of, document)
    return Case(code, request.as_of, disclosures, request, shown)


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


def _refuse_contradictions(
    entries: tuple[Contradiction, ...],
    placed: tuple[tuple[Asked, Disclosure], ...],
    shown: tuple[Shown, ...],
    day: date,
    document: Document,
) -> None:
    """Refuse what the law says cannot be together, each entry once; every combination of instruments counts alone."""
    found: dict[Contradiction, Problem] = {}
    for asked, disclosure in placed if entries else ():
        for chosen in product(*(choice.covering or (None,) for choice in disclosure.choices(shown, day))):
            looked_at = tuple(one for one in chosen if one is not None)
            facts = disclosure.facts.looking_at(looked_at) if looked_at else disclosure.facts
            for entry in entries:
                if entry not in found and truth(entry.together, facts.value) is True:
                    found[entry] = contradiction_problem(entry, facts, Places(document, asked, looked_at))
    if found:
        raise RequestError(found.values())


def _bundle(request: DisclosureRequest, common: Facts) -> Iterator[tuple[Asked, Disclosure]]:
    """Yield each item for each purpose; a term that is short for others stands for a disclosure of each.

    Equal disclosures share their facts, so that they need be looked at only once.
    """
    known: dict[tuple[object, ...], Facts] = {}
    purposes = common.schemes.get("purpose")
    asked = [(n, said) for n, one in enumerate(request.purposes or (None,)) for said in one_by_one(one, purposes)]
    for place, item in enumerate(request.items or (Item(),)):
        plain = {path: value for path, value in stated(item, "item.") if path != "item.type"}
        with_item = common.given(cast("dict[str, Value | None]", plain))
        for kind in one_by_one(item.type, common.schemes.get("item.type")):
            for number, purpose in asked:
                key = (*plain.items(), kind, purpose)
                if key not in known:
                    known[key] = with_item.stating("item.type", kind).stating("purpose", purpose)
                yield Asked(place, number), Disclosure(named(kind), named(purpose), known[key])


def digest_of(request: DisclosureRequest, taken: tuple[FromRegister, ...] = ()) -> str:
    """Digest what decides, and what of it was taken from a register.

    The names of people and the reasons of judgments are left out.
    """
    content = request.model_dump(mode="json", exclude_none=True)
    content.get("recipient", {}).pop("name", None)
    content["judgments"] = {name: judgment.answer for name, judgment in request.judgments.items()}
    content["facts"] = {name: value for name, value in content.get("facts", {}).items() if value is not None}
    if taken:
        content["taken"] = [one.model_dump(mode="json") for one in taken]
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
