"""Checks what must be true across the files of a rule set before its conditions are even read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from itertools import combinations

from disclosure_policy.documents import Path as Place
from disclosure_policy.errors import Problem, suggest
from disclosure_policy.loading.allowed_in_conditions import names_in_use
from disclosure_policy.loading.consistent_terms import exclusion_problems, term_problems
from disclosure_policy.loading.follow_on_mistakes import Doubt
from disclosure_policy.loading.sound_parts import UNNAMED
from disclosure_policy.rule_files import EffectivePeriod, Lawbook, RuleSet, Section
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
        yield from term_problems(book, above, doubt)
        yield from exclusion_problems(book, above, doubt)
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
