"""States facts anew in a request, so that their terms come out as wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from disclosure_policy.deciding import Stated
from disclosure_policy.law import Scheme
from disclosure_policy.requests import DisclosureRequest, put, shared_facts, stated_at
from disclosure_policy.rule_files import FactDeclaration

Wanted = Mapping[str, bool]
"""Terms, and whether each is to apply."""


def restated(scheme: Scheme, stated: Stated, wanted: Wanted, *, several: bool) -> Stated:
    """Return terms under which all that is `wanted` comes out so, as near as can be to what is stated, or None.

    Where several terms commonly apply, those that are wanted join those stated; otherwise they take their place.
    """
    asked = _narrowest(scheme, (term for term, applies in wanted.items() if applies))
    kept = tuple(term for term in stated or () if not _contradicts(scheme, term, wanted))
    added = tuple(term for term in asked if scheme.truth(kept, term) is not True)
    kept = tuple(term for term in kept if not any(term in scheme.broader[other] for other in added))
    instead = [way for way in (asked or kept, kept + added) if way]  # something else, rather than nothing
    ways = [kept + added, asked] if several else instead
    return _first(scheme, [*ways, *_each(scheme), ()], wanted)


def refined(scheme: Scheme, stated: tuple[str, ...], wanted: Wanted) -> Stated:
    """Return narrower terms for those stated under which all that is `wanted` comes out so, or None."""
    below = [[term for term in scheme.plain if term in scheme.narrower[above]] for above in stated]
    ways = [
        tuple(dict.fromkeys(narrow if narrow in under else above for above, under in zip(stated, below, strict=True)))
        for narrow in scheme.plain
    ]
    return _first(scheme, ways, wanted)


def _first(scheme: Scheme, ways: Iterable[tuple[str, ...]], wanted: Wanted) -> Stated:
    for way in ways:
        if all(scheme.truth(way, term) is applies for term, applies in wanted.items()):
            return way
    return None


def _each(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    yield from ((term,) for term in scheme.plain)


def _narrowest(scheme: Scheme, terms: Iterable[str]) -> tuple[str, ...]:
    given = tuple(terms)
    return tuple(t for t in given if not any(t != other and t in scheme.broader[other] for other in given))


def _contradicts(scheme: Scheme, term: str, wanted: Wanted) -> bool:
    return any(not applies and scheme.truth((term,), other) is not False for other, applies in wanted.items())


def where_stated(fact: str, declared: FactDeclaration) -> str:
    """Return where in a request a fact is stated."""
    if fact in shared_facts():
        return stated_at(fact)
    return f"judgments.{fact}" if declared.type == "judgment" else f"facts.{fact}"


def with_stated(request: DisclosureRequest, statements: Mapping[str, Any]) -> DisclosureRequest:
    """Return a request with some things stated otherwise, each where a request states it, as in `release.signed`."""
    content = {"discloser": None} | request.model_dump(exclude_none=True)
    for path, value in statements.items():
        put(content, path, value)
    return DisclosureRequest.model_validate(content)
