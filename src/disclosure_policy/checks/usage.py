"""Checks of usage: facts and terms that nothing uses, and rules, exceptions and duties that say nothing new."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_policy.checks.check_definition import Check, Finding
from disclosure_policy.checks.checked_rules import Subject, rule_place
from disclosure_policy.conditions.expression import paths
from disclosure_policy.law import Provision


def unused_facts(subject: Subject) -> Iterator[Finding]:
    """Yield each declared fact that no condition reads."""
    for book in subject.books:
        read = _read(subject, book.code)
        for name in book.facts:
            if not any(path == name or path.startswith(f"{name}.") for path in read):
                where = book.documents["facts"].where((name,), key=True)
                yield Finding(
                    where, f"no condition reads the fact `{name}`", "remove it, or write the rule that asks it"
                )


def unused_terms(subject: Subject) -> Iterator[Finding]:
    """Yield each term that no condition reads, by itself or under a broader one, and that no scenario states."""
    for book in subject.books:
        read = _read(subject, book.code)
        stated = subject.tried.words
        for scheme, terms in book.terms.items():
            facts = [p for p in subject.law.facts[book.code] if subject.law.scheme_name(book.code, p) == scheme]
            whole = subject.law.vocabularies[book.code][scheme]
            for term in terms:
                said = (term, *whole.spelled_out((term,)))
                near = whole.narrower[term].union(*(whole.broader[one] for one in said))
                if term not in stated and not any(f"{fact}.{one}" in read for fact in facts for one in near):
                    where = book.documents["vocabulary"].where((scheme, term), key=True)
                    message = f"no condition reads the term `{term}`, nor a broader one, and no scenario states it"
                    yield Finding(where, message, "remove it, or write a scenario that states it")


def repeated_exceptions(subject: Subject) -> Iterator[Finding]:
    """Yield each rule that is named twice as what another is an exception to."""
    for provision in subject.provisions:
        for number, target in enumerate(provision.exception_to):
            if target in provision.exception_to[:number]:
                where = rule_place(provision, "exception_to", number)
                yield Finding(where, f"`{provision.rule.exception_to[number]}` is named twice", "name it once")


def duplicate_rules(subject: Subject) -> Iterator[Finding]:
    """Yield each rule of a section that says all that an earlier one says, and is limited by the same rules."""
    limits: dict[str, set[str]] = {}
    for provision in (one for found in subject.law.provisions.values() for one in found):
        for target in provision.exception_to:
            limits.setdefault(target, set()).add(provision.id)
    alike: dict[object, Provision] = {}
    for other in subject.whole:
        conditions = frozenset(clause.expression for clause in other.clauses)
        says = (other.effect, frozenset(other.exception_to), conditions, other.duties, other.rule.mandatory)
        one = alike.setdefault((other.section.document.file, says, frozenset(limits.get(other.id, ()))), other)
        if one is not other:
            message = f"`{other.rule.id}` says what `{one.rule.id}` says"
            yield Finding(rule_place(other, "id"), message, "remove one of them, or say what is different")


def repeated_duties(subject: Subject) -> Iterator[Finding]:
    """Yield each duty that a rule names twice."""
    for provision in subject.provisions:
        said = [(duty.text, duty.bears) for duty in provision.duties]
        for number, duty in enumerate(said):
            if duty in said[:number]:
                where = rule_place(provision, "obligations", number)
                yield Finding(where, "this duty is named twice", "name it once, with one citation")


def idle_duties(subject: Subject) -> Iterator[Finding]:
    """Yield each permit with duties that can never come due, because what it is an exception to never holds."""
    for provision in subject.whole:
        if provision.duties and all(map(subject.never, subject.targets(provision))):
            message = f"these duties never come due: nothing that `{provision.rule.id}` is an exception to ever holds"
            where = rule_place(provision, "obligations", key=True)
            yield Finding(where, message, "correct `exception_to`, or the rules that it names")


def _read(subject: Subject, code: str) -> set[str]:
    """Return every path that a condition of a jurisdiction, or of one of its children, reads."""
    below = [one for one in subject.law.rule_set.codes if code in {b.code for b in subject.law.rule_set.chain(one)}]
    return {
        path
        for one in below
        for provision in subject.law.provisions[one]
        for clause in provision.on_either_side
        for path in paths(clause.expression)
    }


CHECKS = (
    Check("unused-fact", "warning", "No condition reads a fact.", unused_facts),
    Check("unused-term", "notice", "No condition reads a term, and no scenario states it.", unused_terms),
    Check("repeated-exception", "warning", "A rule names twice what it is an exception to.", repeated_exceptions),
    Check("duplicate-rule", "warning", "Two rules say the same.", duplicate_rules),
    Check("repeated-obligation", "warning", "A rule names a duty twice.", repeated_duties),
    Check("idle-obligation", "warning", "A duty can never come due.", idle_duties),
)
