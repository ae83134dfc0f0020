"""Checks the terms of a jurisdiction against those above it: what they name, and what can never apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from operator import attrgetter

from disclosure_policy.documents import Document
from disclosure_policy.errors import Problem, suggest
from disclosure_policy.law import Scheme, merged
from disclosure_policy.loading.follow_on_mistakes import Doubt
from disclosure_policy.requests import shared_facts
from disclosure_policy.rule_files import Exclusion, Lawbook, Term


def term_problems(book: Lawbook, above: tuple[Lawbook, ...], doubt: Doubt) -> Iterator[Problem]:
    """Yield each term that is taken, or names what is not there, or itself."""
    if "vocabulary" not in book.documents:
        return
    document = book.documents["vocabulary"]
    inherited = merged(parent.terms for parent in above)
    coded = {path for path, fact in shared_facts().items() if fact.kind == "terms" and not fact.terms_of}
    coded |= {name for one in (*above, book) for name, fact in one.facts.items() if fact.kind == "terms"}
    for name, terms in book.terms.items():
        if name not in coded and not doubt.of_names(book.code, "facts", f"facts/{name}"):
            at = document.where((name,), key=True)
            hint = suggest(name, coded) or "declare a fact of type `terms` with its name, or remove it"
            yield Problem(at, f"no fact takes its terms from `{name}`", hint, code="unread-scheme")
        known = {**(inherited[name].terms if name in inherited else {}), **terms}
        for term, meaning in terms.items():
            where = partial(document.where, (name, term), key=True)
            if not (term.isidentifier() and term.isascii()):
                yield Problem(
                    where(), f"`{term}` is not a term", "use letters, digits and `_`", code="malformed-name"
                )
            if name in inherited and term in inherited[name].terms:
                hint = "a state adds terms, it changes none"
                yield Problem(where(), f"the term `{term}` is already defined", hint, code="term-redefined")
            for key, index, other in _named_terms(meaning):
                if other not in known and not doubt.of_names(book.code, "vocabulary", f"vocabulary/{name}/{other}"):
                    at = document.where((name, term, key, index))
                    hint = suggest(other, known) or "define it in this scheme, or remove it here"
                    yield Problem(at, f"`{name}` has no term `{other}`", hint, code="unknown-term")
        yield from _circle_problems(merged([*(one.terms for one in above), book.terms])[name], terms, document)


def _circle_problems(whole: Scheme, own: Mapping[str, Term], document: Document) -> Iterator[Problem]:
    for key, deed, keys in (
        ("broader", "fall under", "`broader` or `narrower`"),
        ("stands_for", "are short for", "`stands_for`"),
    ):
        cycle = whole.cycle(attrgetter(key))
        if cycle and not own.keys().isdisjoint(cycle):
            at = document.where((whole.name, next(term for term in cycle if term in own)), key=True)
            message = f"these terms {deed} each other in a circle: {' → '.join(cycle)}"
            yield Problem(at, message, f"remove one of the {keys}", code="circular-terms")


def _named_terms(term: Term) -> Iterator[tuple[str, int, str]]:
    for key, others in (("broader", term.broader), ("narrower", term.narrower), ("stands_for", term.stands_for)):
        yield from ((key, index, other) for index, other in enumerate(others))


def exclusion_problems(book: Lawbook, above: tuple[Lawbook, ...], doubt: Doubt) -> Iterator[Problem]:
    """Yield each exclusion that names what is not there, and each term that the exclusions leave no room for."""
    chain = (*above, book)
    schemes = merged((one.terms for one in chain), (one.exclusions for one in chain))
    for name, declared in book.exclusions.items():
        if name in schemes:
            yield from _unknown_excluded(book, schemes[name], declared, doubt)
        elif not doubt.of_names(book.code, "vocabulary", f"vocabulary/{name}"):
            where = book.documents["exclusions"].where((name,), key=True)
            hint = suggest(name, schemes) or "write the scheme in `vocabulary.yaml`, or remove it here"
            yield Problem(where, f"the vocabulary has no scheme `{name}`", hint, code="unknown-scheme")
    before = merged((one.terms for one in above), (one.exclusions for one in above))
    for name, scheme in schemes.items():
        impossible = _impossible_terms(scheme)
        told = _impossible_terms(before[name]) if name in before else frozenset[str]()
        for term in sorted(impossible - told):
            if impossible.isdisjoint(scheme.broader[term] - {term}):
                yield _impossible(book, scheme, term)


def _unknown_excluded(
    book: Lawbook, scheme: Scheme, declared: tuple[Exclusion, ...], doubt: Doubt
) -> Iterator[Problem]:
    for index, exclusion in enumerate(declared):
        for key, terms in (("terms", exclusion.terms), ("against", exclusion.against)):
            for number, term in enumerate(terms):
                name = f"vocabulary/{scheme.name}/{term}"
                if term not in scheme.terms and not doubt.of_names(book.code, "vocabulary", name):
                    where = book.documents["exclusions"].where((scheme.name, index, key, number))
                    hint = suggest(term, scheme.terms) or "define it in the vocabulary, or remove it here"
                    yield Problem(where, f"`{scheme.name}` has no term `{term}`", hint, code="unknown-term")


def _impossible_terms(scheme: Scheme) -> frozenset[str]:
    """Return the terms that can never apply; none if terms fall under what is not there, or under themselves."""
    there = all(other in scheme.terms for term in scheme.terms.values() for other in term.broader)
    return scheme.impossible if there and scheme.cycle(attrgetter("broader")) is None else frozenset()


def _impossible(book: Lawbook, scheme: Scheme, term: str) -> Problem:
    """Return the problem of a term, at what this jurisdiction adds: a term on its way up, or else the exclusion."""
    one, other = next(
        (one, other)
        for one in scheme.terms
        if one in scheme.broader[term]
        for other in scheme.exclusive.get(one, ())
        if other in scheme.broader[term]
    )
    own = [name for name in book.terms.get(scheme.name, {}) if name in scheme.broader[term]]
    if own:
        where = book.documents["vocabulary"].where((scheme.name, term if term in own else own[0]), key=True)
    else:
        pairs = [{*exclusion.pairs} for exclusion in book.exclusions[scheme.name]]
        index = next(index for index, found in enumerate(pairs) if {(one, other), (other, one)} & found)
        where = book.documents["exclusions"].where((scheme.name, index))
    both = f"excludes `{other if one == term else one}`"
    if term not in (one, other):
        both = f"falls under `{one}` and `{other}`, which exclude each other"
    help_ = "let it fall under one of them, or let them not exclude each other"
    return Problem(where, f"`{term}` can never apply: it {both}", help_, code="impossible-term")
