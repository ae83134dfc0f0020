"""Checks of conditions: those that say nothing, say it twice or contradict each other, and permits too open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from disclosure_policy.checks.check_definition import Check, Finding
from disclosure_policy.checks.checked_rules import Subject, rule_place
from disclosure_policy.conditions.expression import And, Expression, Or, paths, truth
from disclosure_policy.errors import Location, Problem
from disclosure_policy.law import Provision, Statement
from disclosure_policy.proving import Possibilities
from disclosure_policy.requests import DERIVED
from disclosure_policy.rule_files import EffectivePeriod


def constant_conditions(subject: Subject) -> Iterator[Finding]:
    """Yield each condition that is true, or never true, whatever is stated."""
    for provision in subject.provisions:
        for number, clause in enumerate(provision.clauses):
            if said := _constant(subject.possibilities(provision), clause.expression):
                yield Finding(_place(provision, number), *said)


def _constant(possible: Possibilities, condition: Expression) -> tuple[str, str] | None:
    """Say what is wrong with a condition that is always or never true, and how to mend it."""
    values = possible.of(condition)
    if values is None:
        return None
    if (True,) not in values and not replace(possible, vague=False).never(condition):
        help_ = "a term that is stated leaves the narrower ones open: add a narrower term for the rest"
        return "nothing that can be stated makes this condition true", help_
    if (True,) not in values:
        return "this condition is always false, whatever is stated", "what it joins cannot be so together: correct it"
    if (False,) not in values:
        return "this condition is always true, whatever is stated", "remove it, or say what it should ask"
    return None


def contradictions(subject: Subject) -> Iterator[Finding]:
    """Yield each rule whose conditions cannot all be true together."""
    for provision in subject.provisions:
        possible = subject.possibilities(provision)
        if any(possible.never(clause.expression) for clause in provision.clauses):
            continue  # told of already
        pairs = list(combinations(enumerate(provision.clauses), 2))
        clash = next((p for p in pairs if possible.never(p[0][1].expression, p[1][1].expression)), None)
        if clash:
            (_, one), (number, _) = clash
            message = f"this cannot be true together with the condition `{one.text}`, so the rule never holds"
            yield Finding(_place(provision, number), message, "correct one of them, or remove the rule")
        elif provision.clauses and possible.never(*_all(provision)):
            message = f"the conditions of `{provision.rule.id}` cannot all be true, so the rule never holds"
            yield Finding(rule_place(provision, "conditions", key=True), message, "correct one of them")


def repetitions(subject: Subject) -> Iterator[Finding]:
    """Yield each condition that says the same as an earlier one of its rule."""
    for provision in subject.provisions:
        possible = subject.possibilities(provision)
        for (_, one), (number, other) in combinations(enumerate(provision.clauses), 2):
            if _same(possible, one.expression, other.expression):
                message = f"this condition says the same as `{one.text}`"
                yield Finding(_place(provision, number), message, "remove one of them, or say what it should ask")


def idle_parts(subject: Subject) -> Iterator[Finding]:
    """Yield each part of a condition that could be left out without changing its meaning."""
    for provision in subject.provisions:
        period = provision.effective
        free = Possibilities({}, period)  # that one term falls under another is no reason not to name both
        for number, clause in enumerate(provision.clauses):
            values = free.of(clause.expression)
            if values is None or {(True,), (False,)} - values:
                continue  # a constant condition is told of as a whole
            for place, shorter in _without_a_part(clause.expression):
                if _same(free, clause.expression, shorter):
                    message = f"the {_ORDINALS[place]} part of this condition makes no difference"
                    yield Finding(_place(provision, number), message, "remove it, or say what it should ask")
                    break


def permits_by_omission(subject: Subject) -> Iterator[Finding]:
    """Yield each permit that asks for nothing which somebody has to state.

    It is true with no Boolean, number or date known, and with every coded fact stated in terms that it does not name.
    Whatever nobody thought of when it was written falls under it.
    """
    for provision in subject.provisions:
        if provision.effect == "permit" and provision.usable and _by_omission(subject, provision):
            message = f"the permit `{provision.rule.id}` holds for whatever it does not name"
            help_ = "say what must be so, not only what must not be"
            yield Finding(rule_place(provision, "conditions", key=True), message, help_)


def _by_omission(subject: Subject, provision: Provision) -> bool:
    schemes = subject.possibilities(provision).schemes
    read: dict[str, set[str]] = {}
    for path in (path for expression in _all(provision) for path in paths(expression)):
        fact, _, term = path.rpartition(".")
        if fact in schemes:
            read.setdefault(fact, set()).add(term)
    unnamed = {
        fact
        for fact, terms in read.items()
        if any(
            all(schemes[fact].truth(Statement((one,)), term) is False for term in terms)
            for one in schemes[fact].terms
        )
    }
    return all(
        truth(expression, lambda path: False if path.rpartition(".")[0] in unnamed else None) is True
        for expression in _all(provision)
    )


def idle_exceptions(subject: Subject) -> Iterator[Finding]:
    """Yield each exception that can never be true where any of the rules that it limits is."""
    for provision in subject.whole:
        targets = [one for one in subject.targets(provision) if not subject.never(one)]
        if not targets or subject.never(provision):
            continue  # told of already
        possible = subject.possibilities(provision)
        if all(possible.never(*_all(provision), *_all(one)) for one in targets):
            message = f"`{provision.rule.id}` is never true where what it is an exception to is"
            help_ = "correct its conditions, unless the text says it for clearness only"
            yield Finding(rule_place(provision, "exception_to"), message, help_)


def idle_contradictions(subject: Subject) -> Iterator[Finding]:
    """Yield each entry of `not_together` that nothing stated could make true, so that it refuses no request."""
    for book in subject.books:
        possible = Possibilities(subject.law.schemes[book.code], EffectivePeriod(first=date.min))
        for entry in subject.law.contradictions[book.code]:
            derived = next((path for path in entry.paths if path in DERIVED), None)
            if entry.jurisdiction == book.code and (derived or possible.never(*entry.conditions)):
                where = book.documents["exclusions"].where(("not_together", entry.number, "all"))
                message = f"no request states `{derived}`" if derived else "these can never all be true anyway"
                yield Finding(where, message, "correct its conditions, or remove it: it refuses no request")


def properties(subject: Subject) -> Iterator[Finding | Problem]:
    """Yield each mistake in a file of properties, and each property that no request could try."""
    found, problems = subject.properties
    yield from problems
    for one in found:
        possible = Possibilities(subject.law.schemes[one.jurisdiction], EffectivePeriod(first=date.min))
        if possible.never(one.when):
            where = one.document.where((one.number, one.stated.key))
            yield Finding(where, f"the condition of {one.told} can never be true", "correct it: it says nothing")


def _all(provision: Provision) -> Iterator[Expression]:
    return (clause.expression for clause in provision.clauses)


_ORDINALS = [
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *(f"{number}th" for number in range(11, 200)),
]


def _place(provision: Provision, number: int) -> Location:
    return rule_place(provision, "conditions", provision.numbers[number])


def _same(possible: Possibilities, one: Expression, other: Expression) -> bool:
    values = possible.of(one, other)
    return values is not None and all(a is b for a, b in values)


def _without_a_part(condition: Expression) -> Iterator[tuple[int, Expression]]:
    if isinstance(condition, And | Or):
        for place in reversed(range(len(condition.operands))):
            rest = (*condition.operands[:place], *condition.operands[place + 1 :])
            yield place, rest[0] if len(rest) == 1 else type(condition)(rest)


CHECKS = (
    Check("constant-condition", "warning", "A condition is true, or false, whatever is stated.", constant_conditions),
    Check("contradictory-conditions", "warning", "The conditions of a rule cannot all be true.", contradictions),
    Check("repeated-condition", "warning", "A condition says the same as another of its rule.", repetitions),
    Check("idle-part", "warning", "A part of a condition makes no difference.", idle_parts),
    Check("permit-by-omission", "warning", "A permit asks only that something is not so.", permits_by_omission),
    Check("idle-contradiction", "error", "What is said not to be together could never be.", idle_contradictions),
    Check("idle-property", "error", "The condition of a property can never be true.", properties),
    Check("idle-exception", "notice", "An exception can never be true where what it limits is.", idle_exceptions),
)
