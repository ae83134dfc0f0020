"""Checks of completeness: what of the law is encoded or open, and whether its text is still the one read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from disclosure_policy.checks.check_definition import Check, Finding
from disclosure_policy.checks.checked_rules import Subject
from disclosure_policy.documents import Document
from disclosure_policy.documents import Path as Place
from disclosure_policy.errors import Location
from disclosure_policy.law import coverage
from disclosure_policy.rule_files import Lawbook, text_digest
from disclosure_policy.rule_files.section_file import AlternativePermits, Condition, Obligation, Rule

_OTHERWISE: dict[AlternativePermits, str] = {
    "more": "more",
    "less": "less",
    "other": "other things",
}


def unexplained_paragraphs(subject: Subject) -> Iterator[Finding]:
    """Yield each paragraph in `structure.yaml` that nothing encodes and that has no reason why not."""
    for book in subject.books:
        for row in coverage(subject.law, book.code):
            if not row.explained:
                where = book.documents["structure"].where((row.citation,), key=True)
                message = f"nothing encodes `{row.citation}`, and no reason says why it is no rule"
                yield Finding(where, message, "write its rule, or the reason beside it")


def unlisted_paragraphs(subject: Subject) -> Iterator[Finding]:
    """Yield each citation of a paragraph that is not among those listed of its section, however deep."""
    for book in subject.books:
        chain = subject.law.rule_set.chain(book.code)
        listed: dict[str, set[str]] = {}
        undivided: set[tuple[str, str]] = set()
        for one in chain:
            for name in one.structure:
                section, paragraph = one.jurisdiction.taken_apart(name) or (name, "")
                listed.setdefault(section, set()).add(paragraph)
                undivided |= {(section, paragraph)} if name in one.undivided else set()
        for document, place, citation in (*_citations_in_rules(book), *_citations(subject, book.code)):
            found = (one.jurisdiction.taken_apart(citation) for one in reversed(chain))
            section, paragraph = next(filter(None, found), (citation, ""))
            if section not in listed or any(one.startswith(paragraph) for one in listed[section]):
                continue
            if not any(where == section and paragraph.startswith(within) for where, within in undivided):
                message = f"`structure.yaml` lists no `{citation}`"
                help_ = "correct it, list it there, or write `below: not listed` at what it stands in"
                yield Finding(document.where(place), message, help_)


def _citations_in_rules(book: Lawbook) -> Iterator[tuple[Document, Place, str]]:
    """Yield each citation that a rule, a condition or an obligation gives of its own, and where."""
    for section in book.sections:
        for index, rule in enumerate(section.text.rules):
            at: Place = ("rules", index)
            parts: list[tuple[Place, Rule | Condition | Obligation]] = [(at, rule)]
            parts += [((*at, "conditions", number), one) for number, one in enumerate(rule.conditions)]
            parts += [((*at, "obligations", number), one) for number, one in enumerate(rule.obligations)]
            for place, part in parts:
                other = None if isinstance(part, Rule) else part.citation
                citation = book.jurisdiction.cite(other or section.text.citation, None if other else part.paragraph)
                if citation and (other or part.paragraph):
                    yield section.document, (*place, "citation" if other else "paragraph"), citation


def unknown_citations(subject: Subject) -> Iterator[Finding]:
    """Yield each citation of a fact or a term that neither its jurisdiction nor a parent of it cites so."""
    for code in (code for code in subject.codes if not subject.doubt.of_words(code)):
        chain = subject.law.rule_set.chain(code)
        forms = ", ".join(f"`{form}`" for book in chain for form in book.jurisdiction.citation_forms)
        for document, place, citation in _citations(subject, code):
            if not any(book.jurisdiction.cite(citation) for book in chain):
                message = f"`{citation}` is not a citation of `{code}` or of a parent of it"
                yield Finding(document.where(place), message, f"the forms are {forms}")


def _citations(subject: Subject, code: str) -> Iterator[tuple[Document, Place, str]]:
    book = subject.law.rule_set.lawbooks[code]
    if document := subject.sound_document(code, "facts"):
        for name, fact in book.facts.items():
            yield from ((document, (name, "citation"), text) for text in [fact.citation] if text)
    if document := subject.sound_document(code, "vocabulary"):
        for scheme, terms in book.terms.items():
            for name, term in terms.items():
                yield from ((document, (scheme, name, "citation"), text) for text in [term.citation] if text)
    for one in subject.properties[0]:
        if one.jurisdiction == code:
            yield one.document, (one.number, "citation"), one.stated.citation


def changed_texts(subject: Subject) -> Iterator[Finding]:
    """Yield each section whose text in the folder of texts is not the one that was read."""
    for section in subject.sections if subject.texts else ():
        digest, name = section.text.text_sha256, f"{section.id}/{section.text.effective.first}.txt"
        file = subject.texts / name if subject.texts else None
        if digest is not None and file is not None and file.is_file():
            found = text_digest(file.read_text(encoding="utf-8", errors="replace"))
            if found != digest:
                where = section.document.where(("text_sha256",))
                message = f"the text in `{file}` is not the one that was read on {section.text.read_on}"
                help_ = f"read it again, correct the rules, and write `read_on` and `text_sha256: {found}`"
                yield Finding(where, message, help_)


def missing_texts(subject: Subject) -> Iterator[Finding]:
    """Yield each section that has a digest but no text in the folder of texts."""
    for section in subject.sections if subject.texts else ():
        name = f"{section.id}/{section.text.effective.first}.txt"
        if subject.texts and section.text.text_sha256 is not None and not (subject.texts / name).is_file():
            where = section.document.where(("text_sha256",))
            message = f"there is no text to compare with at `{subject.texts / name}`"
            yield Finding(where, message, "put it there, or take it that this text was not compared")


def not_encoded(subject: Subject) -> Iterator[Finding]:
    """Yield how many rules of a jurisdiction are not wholly encoded."""
    for code in subject.codes:
        rules = [p.id for p in subject.law.provisions[code] if p.rule.not_encoded]
        if rules:
            message = (
                f"{_count(rules, 'rule')} not wholly encoded: a permit among them permits nothing until accepted"
            )
            yield Finding(_home(subject, code), message, _names(code, rules))


def contested(subject: Subject) -> Iterator[Finding]:
    """Yield how many readings of a jurisdiction's law are contested, and what the other reading of each would do."""
    for code in subject.codes:
        found: dict[tuple[str, str], AlternativePermits] = {}
        for p in subject.law.provisions[code]:
            for reading in (p.rule.contested, *(condition.contested for condition in p.rule.conditions)):
                if reading:
                    found[p.id, reading.reading] = reading.alternative_permits
        if found:
            counted = Counter(found.values())
            told = [f"{words} ({counted[kind]})" for kind, words in _OTHERWISE.items() if counted[kind]]
            rules = [rule for rule, _ in found]
            message = f"{_count(rules, 'contested reading')}; the other reading would let through {', '.join(told)}"
            yield Finding(_home(subject, code), message, _names(code, rules))


def incomplete(subject: Subject) -> Iterator[Finding]:
    """Yield how many versions of a jurisdiction's sections say that something was not in hand."""
    for code in subject.codes:
        book: Lawbook = subject.law.rule_set.lawbooks[code]
        found = [f"{one.id}/{one.text.effective.first}" for one in book.sections if one.text.incomplete]
        if found:
            message = f"{_count(found, 'version')} of sections for which something was not in hand, or is uncertain"
            yield Finding(_home(subject, code), message, _names(code, found))


def _home(subject: Subject, code: str) -> Location:
    return Location(subject.law.rule_set.lawbooks[code].documents["jurisdiction"].file, 1, 1)


def _count(found: list[str], what: str) -> str:
    return f"{len(found)} {what}{'' if len(found) == 1 else 's'}"


def _names(code: str, found: list[str]) -> str:
    return ", ".join(dict.fromkeys(one.removeprefix(f"{code}/") for one in found))


CHECKS = (
    Check(
        "unexplained-paragraph", "warning", "A paragraph is neither encoded nor explained.", unexplained_paragraphs
    ),
    Check("unlisted-paragraph", "warning", "A citation is of a paragraph that is not listed.", unlisted_paragraphs),
    Check("unknown-citation", "warning", "A fact or a term cites what is no citation.", unknown_citations),
    Check("text-changed", "warning", "A text of the law is not the one that was read.", changed_texts),
    Check("text-missing", "notice", "A text of the law is not there to be compared.", missing_texts),
    Check("not-encoded", "notice", "Some rules are not wholly encoded.", not_encoded),
    Check("contested", "notice", "Some readings are contested.", contested),
    Check("incomplete", "notice", "For some sections not everything was in hand.", incomplete),
)
