"""Checks what must be true across the files of a rule set before its conditions are even read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from itertools import combinations
from operator import attrgetter

from disclosure_policy.documents import Document
from disclosure_policy.documents import Path as Place
from disclosure_policy.errors import Problem, suggest
from disclosure_policy.law import Scheme, merged
from disclosure_policy.loading.allowed_in_conditions import names_in_use
from disclosure_policy.loading.doubtful_rules import Doubt
from disclosure_policy.loading.sound_parts import UNNAMED
from disclosure_policy.requests import shared_facts
from disclosure_policy.rule_files import EffectivePeriod, Exclusion, Lawbook, RuleSet, Section, Term
from disclosure_policy.rule_files.section_file import Contested


def chain_problems(books: Mapping[str, Lawbook]) -> Iterator[Problem]:
    """Yield each jurisdiction that does not say whose law binds it, or whose parents are missing or circular."""
    for code, book in books.items():
        where = partial(book.documents["jurisdiction"].where, ("parent",))
        if not _says_parent(book):
            hint = (
                "write `parent: us`, or `parent: none` if there is no law above; without a parent there is no floor"
            )
            yield Problem(where(), f"`{code}` does not say whose law binds it too", hint, code="missing-parent")
        for parent in _above(code, books):
            if parent not in books:
                known = suggest(parent, books.keys() - {code})
                hint = known or "name a folder beside this one, or a bundled jurisdiction"
                yield Problem(where(), f"the parent `{parent}` is not among the rules", hint, code="unknown-parent")
            elif parent == code:
                yield Problem(
                    where(), f"`{code}` is a parent of itself", "remove this `parent`", code="circular-parent"
                )


def is_linked(code: str, books: Mapping[str, Lawbook]) -> bool:
    """Say whether the parent of a jurisdiction is told, is there and leads up, not back to it."""
    parent = books[code].jurisdiction.parent
    return (parent is None and _says_parent(books[code])) or (parent in books and code not in _above(code, books))


def _says_parent(book: Lawbook) -> bool:
    """Say whether a jurisdiction tells whose law binds it; where part of its file is lost, that may be what is."""
    stated = book.documents["jurisdiction"].value
    return "jurisdiction" in book.lost or not isinstance(stated, dict) or stated.get("parent") is not None


def _above(code: str, books: Mapping[str, Lawbook]) -> dict[str, None]:
    """Return the jurisdictions above one, nearest first, up to one that is missing or that stood there before."""
    above: dict[str, None] = {}
    at = books[code].jurisdiction.parent
    while at is not None and at not in above:
        above[at] = None
        at = books[at].jurisdiction.parent if at in books else None
    return above


def section_problems(section: Section, version: str, *, sound: bool) -> Iterator[Problem]:
    """Yield what a section says against the name of its file, and each id that is used twice in it."""
    first = section.text.effective.first
    if version.removesuffix(".yaml") != first.isoformat() and (sound or first != date.min):
        where = section.document.where(("effective", "from"))
        message = f"the file is named `{version}` but is in force from {first}"
        help_ = "a version's file is named for the day it comes into force"
        yield Problem(where, message, help_, code="file-name-date")
    if sound or first != date.min:
        yield from _period_problems(section)
    periods: dict[str, list[EffectivePeriod]] = {}
    for index, rule in enumerate(section.text.rules):
        period = section.text.period_of(rule) or section.text.effective
        if any(map(period.overlaps, periods.get(rule.id, ()))) and (sound or rule.id != UNNAMED):
            where = section.document.where(("rules", index, "id"))
            message = f"the id `{rule.id}` is used twice in this section"
            help_ = "give it another id, or give both an `effective` of their own days"
            yield Problem(where, message, help_, code="duplicate-id")
        periods.setdefault(rule.id, []).append(period)


def _period_problems(section: Section) -> Iterator[Problem]:
    """Yield each rule that is in force on days not its section's, and each condition on days not its rule's."""
    for index, rule in enumerate(section.text.rules):
        at = ("rules", index)
        period = section.text.period_of(rule)
        if period is None:
            yield _outside(section, (*at, "effective"), "this version", section.text.effective)
            continue
        for number, condition in enumerate(rule.conditions):
            if condition.effective and condition.effective.within(period) is None:
                yield _outside(section, (*at, "conditions", number, "effective"), "its rule", period)


def _outside(section: Section, place: Place, whole: str, period: EffectivePeriod) -> Problem:
    days = f"from {period.first}" + (f" to {period.last}" if period.last else " on")
    message = f"these days are not all among those of {whole}, {days}"
    return Problem(section.document.where(place), message, "correct the days", code="period-outside")


def content_problems(books: Mapping[str, Lawbook]) -> Iterator[Problem]:
    """Yield each version, fact or term that contradicts another."""
    rule_set = RuleSet(books, "")
    doubt = Doubt(rule_set)
    for book in books.values():
        above = rule_set.chain(book.code)[:-1]
        yield from _discloser_problems(book, above, doubt)
        yield from _version_problems(book, doubt)
        yield from _fact_problems(book, above, doubt)
        yield from _term_problems(book, above, doubt)
        yield from _exclusion_problems(book, above, doubt)
        yield from _ruling_problems(book, above, doubt)


def _discloser_problems(book: Lawbook, above: tuple[Lawbook, ...], doubt: Doubt) -> Iterator[Problem]:
    term = book.jurisdiction.discloser
    known = {name for one in (*above, book) for name in one.terms.get("discloser", ())}
    if (
        term is not None
        and term not in known
        and not doubt.of_names(book.code, "vocabulary", f"vocabulary/discloser/{term}")
    ):
        where = book.documents["jurisdiction"].where(("discloser",))
        hint = suggest(term, known) or "define it in the vocabulary, or remove it here"
        yield Problem(where, f"`discloser` has no term `{term}`", hint, code="unknown-term")


def _version_problems(book: Lawbook, doubt: Doubt) -> Iterator[Problem]:
    dated = [section for section in book.sections if not doubt.of_first_day(book, section)]
    for one, other in combinations(dated, 2):
        if one.id == other.id and one.text.effective.overlaps(other.text.effective):
            where = other.document.where(("effective",))
            yield Problem(
                where,
                f"this version is in force on the same days as `{one.document.file}`",
                "give the earlier version a last day: `to`",
                code="overlapping-versions",
            )


def _fact_problems(book: Lawbook, above: tuple[Lawbook, ...], doubt: Doubt) -> Iterator[Problem]:
    taken = {name for parent in above for name in parent.facts}
    for name, fact in book.facts.items():
        where = partial(book.documents["facts"].where, (name,), key=True)
        if not (name.isidentifier() and name.isascii()):
            yield Problem(where(), f"`{name}` is not a name", "use letters, digits and `_`", code="malformed-name")
        if name in names_in_use() or name in taken:
            yield Problem(where(), f"`{name}` is already taken", "choose another name", code="name-taken")
        scheme = fact.terms_of or name
        schemes = {s for one in (*above, book) for s in one.terms}
        if (
            fact.kind == "terms"
            and scheme not in schemes
            and not doubt.of_names(book.code, "vocabulary", f"vocabulary/{scheme}")
        ):
            hint = suggest(scheme, schemes) or f"write the scheme `{scheme}` in `vocabulary.yaml`"
            yield Problem(where(), f"the vocabulary has no scheme `{scheme}`", hint, code="unknown-scheme")


def _ruling_problems(book: Lawbook, above: tuple[Lawbook, ...], doubt: Doubt) -> Iterator[Problem]:
    known = {name for one in (*above, book) for name in one.rulings}
    if doubt.of_names(book.code, "rulings"):
        return
    for section in book.sections:
        for index, rule in enumerate(section.text.rules):
            at = ("rules", index)
            points: list[tuple[Place, Contested | None]] = [(at, rule.contested)]
            points += [((*at, "conditions", n), one.contested) for n, one in enumerate(rule.conditions)]
            for place, contested in points:
                for number, one in enumerate(contested.rulings if contested else ()):
                    if one.ruling not in known:
                        where = section.document.where((*place, "contested", "rulings", number, "ruling"))
                        hint = suggest(one.ruling, known) or "add it to `rulings.yaml` beside `jurisdiction.yaml`"
                        message = f"there is no ruling `{one.ruling}`"
                        yield Problem(where, message, hint, code="unknown-ruling")


def _term_problems(book: Lawbook, above: tuple[Lawbook, ...], doubt: Doubt) -> Iterator[Problem]:
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


def _exclusion_problems(book: Lawbook, above: tuple[Lawbook, ...], doubt: Doubt) -> Iterator[Problem]:
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
