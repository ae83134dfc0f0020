"""Chooses the terms to offer as answers: those that can still matter, broad ones first, narrower as room allows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from disclosure_policy.interview.question import Option
from disclosure_policy.law import Scheme, Statement

ROOM = 22
"""How many options are shown, before narrower ones wait for a question of their own."""


def options(scheme: Scheme, matter: Collection[str], above: str | None = None) -> tuple[Option, ...]:
    """Return the terms to choose from where the terms in `matter` do, or what a broad one may turn out to be.

    A term is offered if it is one that matters, or falls under one, or if such a one falls under it. A broad one may
    turn out to be what falls under it, and what shares with it something that falls under both. Narrower terms
    are shown at once if there is room, those of which there are fewest first; the rest is asked for when a broader
    one was chosen.
    """
    useful = [term for term in scheme.plain if term != above and _says(scheme, term, matter, above)]
    shown = _without_narrower(scheme, useful)
    while True:
        more = [(new, term) for term in shown if (new := _next_below(scheme, term, useful, shown))]
        fitting = [(len(new), useful.index(term), new) for new, term in more if len(shown) + len(new) <= ROOM]
        if not fitting:
            break
        shown += min(fitting)[2]
    short = [
        name
        for name, term in scheme.terms.items()
        if len(term.stands_for) > 1 and set(term.stands_for) <= set(useful)
    ]
    return tuple(_option(scheme, term, shown, useful) for term in (*short, *_in_order(scheme, shown)))


def joined(scheme: Scheme, *groups: Iterable[Option]) -> tuple[Option, ...]:
    """Return options of several groups in the order of the vocabulary, each after what it falls under."""
    found = {option.term: option for group in groups for option in group}
    short = [term for term in found if scheme.terms[term].stands_for]
    return tuple(found[term] for term in (*short, *_in_order(scheme, [t for t in scheme.plain if t in found])))


def others(scheme: Scheme, offered: Collection[str]) -> tuple[Option, ...]:
    """Return the remaining terms that fall under none of those offered."""
    left = [term for term in scheme.plain if scheme.broader[term].isdisjoint(offered)]
    return tuple(_option(scheme, term, left) for term in _in_order(scheme, left))


def matching(scheme: Scheme, words: str, above: str | None = None) -> tuple[Option, ...]:
    """Return the terms whose words, label or definition have each of some words, or words that begin so."""
    sought = words.casefold().split()
    within = [term for term in scheme.plain if above is None or term in scheme.narrower[above]]
    found = [
        term
        for term in within
        if sought and all(any(word.startswith(one) for word in _words_of(scheme, term)) for one in sought)
    ]
    return tuple(_option(scheme, term, found) for term in _in_order(scheme, found))


def _words_of(scheme: Scheme, term: str) -> list[str]:
    said = scheme.terms[term]
    return re.findall(r"\w+", f"{term.replace('_', ' ')} {said.label} {said.definition or ''}".casefold())


def _says(scheme: Scheme, term: str, matter: Collection[str], above: str | None) -> bool:
    if above is None:
        return any(not scheme.narrower[term].isdisjoint(scheme.narrower[other]) for other in matter)
    said = Statement((above,))
    if term in scheme.broader[above] or scheme.narrower[above].isdisjoint(scheme.narrower[term]):
        return False
    return any(
        scheme.truth(Statement((narrow,)), other) is not None
        for narrow in scheme.narrower[term]
        for other in matter
        if scheme.truth(said, other) is None
    )


def _without_narrower(scheme: Scheme, terms: list[str]) -> list[str]:
    return [term for term in terms if not any(other != term and other in scheme.broader[term] for other in terms)]


def _next_below(scheme: Scheme, term: str, useful: list[str], shown: list[str]) -> list[str]:
    """Return the terms next below one that are not shown yet."""
    below = [other for other in useful if other != term and other not in shown and other in scheme.narrower[term]]
    return _without_narrower(scheme, below)


def _in_order(scheme: Scheme, terms: Iterable[str]) -> list[str]:
    """Sort so that each term follows the one that it falls under."""
    given = list(terms)
    ordered: dict[str, None] = {}

    def place(term: str) -> None:
        ordered.setdefault(term)
        for other in given:
            if other not in ordered and term in scheme.terms[other].broader:
                place(other)

    for term in given:
        if term not in ordered and scheme.broader[term].isdisjoint(set(given) - {term}):
            place(term)
    return [*ordered, *(term for term in given if term not in ordered)]


def _option(scheme: Scheme, term: str, shown: Collection[str], useful: Collection[str] = ()) -> Option:
    said = scheme.terms[term]
    under = (
        () if said.stands_for else tuple(other for other in shown if other != term and other in scheme.broader[term])
    )
    more = any(other != term and term in scheme.broader[other] for other in useful if other not in shown)
    return Option(term=term, label=said.label, definition=said.definition, under=under, more=more)
