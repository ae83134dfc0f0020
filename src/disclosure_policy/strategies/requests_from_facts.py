"""Turns facts into a request that states them, and lists the days on which that makes a difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from disclosure_policy.law import Law, Scheme
from disclosure_policy.requests import DisclosureRequest, put, shared_facts


@dataclass(frozen=True)
class Stated:
    """What is stated of each fact, by the path at which a condition reads it; None where nothing is."""

    facts: Mapping[str, Any]
    items: Sequence[Mapping[str, Any]]
    """The facts of each item."""
    purposes: Sequence[Any]
    further: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """By kind, what is stated of each instrument that is shown beside the first."""


_ANSWER = {"by": "somebody", "day": "2000-01-01", "why": "for a reason"}


def request_stating(law: Law, code: str, day: date, stated: Stated) -> DisclosureRequest:
    """Return a request under a jurisdiction that states some facts."""
    request: dict[str, Any] = {"jurisdiction": code, "as_of": day, "discloser": None}
    shared = shared_facts()
    for path, value in stated.facts.items():
        if value is None:
            continue
        if path in shared:
            put(request, path, value)
        elif law.facts[code][path].type == "judgment":
            request.setdefault("judgments", {})[path] = _ANSWER | {"answer": value}
        else:
            request.setdefault("facts", {})[path] = value
    for kind, more in stated.further.items():
        if more:
            request[kind] = [request.get(kind, {}), *more]
    items = [{path.removeprefix("item."): value for path, value in item.items()} for item in stated.items]
    request |= {"items": items or None, "purposes": list(stated.purposes) or None}
    return DisclosureRequest.model_validate(request)


def days_near_change(law: Law, code: str) -> list[date]:
    """Return every day on which the law of a jurisdiction or of one above it changed, and the day before each."""
    changes = law.days_of_change[code]
    return sorted({*changes, *(day - timedelta(1) for day in changes if day > date.min)})


def schemes_of(law: Law, code: str) -> dict[str, Scheme]:
    """Return the terms of every coded fact of a jurisdiction, by its path; none where the vocabulary has none."""
    coded = [path for path, fact in law.facts[code].items() if fact.kind == "terms"]
    known = law.vocabularies[code]
    return {path: known.get(name) or Scheme(name, {}) for path in coded for name in [law.scheme_name(code, path)]}
