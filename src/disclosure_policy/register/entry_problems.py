"""Finds what is wrong with the entries of a register, by themselves, with each other and against the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from disclosure_policy.conditions.expression import Expression, paths
from disclosure_policy.documents import Document
from disclosure_policy.errors import Problem, suggest
from disclosure_policy.law import Law
from disclosure_policy.loading import parse_elsewhere
from disclosure_policy.register.entries_as_stated import statable_problems
from disclosure_policy.register.fitting import plain
from disclosure_policy.register.powers import power_problems
from disclosure_policy.register.register import Register
from disclosure_policy.register.register_file import Determination, RegisterFile
from disclosure_policy.requests import DERIVED
from disclosure_policy.rule_files import EffectivePeriod


def conditions_of(
    file: RegisterFile, document: Document, law: Law
) -> tuple[dict[str, Expression], tuple[Problem, ...]]:
    """Return the conditions of determinations by their short names, and each that cannot be used."""
    if file.jurisdiction not in law.rule_set.lawbooks:
        return {}, ()
    written = {name: one.when for name, one in file.determinations.items() if one.when is not None}
    places = ((("determinations", name, "when"), text) for name, text in written.items())
    parsed, problems = parse_elsewhere(law, file.jurisdiction, document, places)
    return {str(place[1]): expression for place, expression in parsed.items()}, problems


def entry_problems(register: Register, law: Law) -> tuple[Problem, ...]:
    """Return each entry that cannot be used with some law; of a register for a law that is not there, no more."""
    code = register.file.jurisdiction
    if code not in law.rule_set.lawbooks:
        known = law.rule_set.codes
        help_ = suggest(code, known) or f"the jurisdictions are {', '.join(known)}"
        message = f"the register is for `{code}`, of which there are no rules here"
        return (Problem(register.where("jurisdiction"), message, help_, code="foreign-register"),)
    return (
        *_future(register),
        *power_problems(register, law),
        *statable_problems(register, law),
        *_circular(register, law),
        *_contradictory(register, law),
        *_without_object(register, law),
    )


def _future(register: Register) -> Iterator[Problem]:
    """Yield each decision that was made after the register was last gone through."""
    file = register.file
    made: list[tuple[tuple[str, ...], date | None]] = [
        (("determinations", name, "day"), one.day) for name, one in file.determinations.items()
    ]
    made += [(("readings", rule, "day"), one.day) for rule, one in file.readings.items()]
    made += [(("accepted", rule, "day"), one.day) for rule, one in file.accepted.items()]
    for name, one in file.agreements.items():
        if one.breach is not None:
            made += [(("agreements", name, "breach", "day"), one.breach.day)]
            made += [(("agreements", name, "breach", "put_right"), one.breach.put_right)]
    for path, day in made:
        if day is not None and day > file.reviewed:
            message = f"{day} is after the register was last gone through, on {file.reviewed}"
            help_ = "correct the day, or `reviewed` once the register was gone through again"
            yield Problem(register.where(*path), message, help_, code="future-entry")


def _circular(register: Register, law: Law) -> Iterator[Problem]:
    """Yield each condition that reads what determinations supply or what the rules decide."""
    determined = {one.fact for one in register.file.determinations.values()}
    schemes = law.schemes[register.file.jurisdiction]
    for name, condition in register.conditions.items():
        for path in dict.fromkeys(paths(condition)):
            owner = path.rpartition(".")[0]
            fact = owner if owner in schemes else path
            if fact in determined:
                message = f"the condition reads `{fact}`, which this register itself determines"
            elif fact in DERIVED:
                message = f"the condition reads `{fact}`, which the rules decide"
            else:
                continue
            help_ = "a determination is for requests as they are stated: read another fact"
            where = register.where("determinations", name, "when")
            yield Problem(where, message, help_, code="circular-entry")


def _contradictory(register: Register, law: Law) -> Iterator[Problem]:
    """Yield each two entries that could be meant at once and say different things."""
    for (one, first), (other, second) in combinations(register.file.recipients.items(), 2):
        same = {*map(plain, first.name)} & {*map(plain, second.name)}
        if same and first.overlaps(second):
            where = register.where("recipients", other, "name")
            message = f"`{one}` and `{other}` have a name in common on the same days"
            yield Problem(where, message, "make them one entry, or end the earlier", code="contradictory-entries")
    for (one, made), (other, also) in combinations(register.file.determinations.items(), 2):
        if (
            made.fact == also.fact
            and made.answer != also.answer
            and made.overlaps(also)
            and not _never_together(register, law, (one, made), (other, also))
        ):
            message = f"`{one}` and `{other}` answer `{made.fact}` differently, and can both be for a request"
            help_ = "let their conditions exclude each other, or end the earlier with `until`"
            where = register.where("determinations", other, "answer")
            yield Problem(where, message, help_, code="contradictory-entries")


def _never_together(register: Register, law: Law, *both: tuple[str, Determination]) -> bool:
    """Say whether no request can be of both kinds, each on a day on which both determinations count."""
    from disclosure_policy.proving import Possibilities  # noqa: PLC0415 - only where two could contradict each other

    period = EffectivePeriod.model_validate({"from": max(one.day for _, one in both)})
    conditions = [register.conditions[name] for name, _ in both if name in register.conditions]
    schemes = law.schemes[register.file.jurisdiction]
    return bool(conditions) and Possibilities(schemes, period).never(*conditions)


def _without_object(register: Register, law: Law) -> Iterator[Problem]:
    """Yield each reading that no rule offers, and each acceptance of what needs none."""
    chain = law.rule_set.chain(register.file.jurisdiction)
    versions = [one for book in chain for one in law.provisions[book.code]]
    known = {one.id for one in versions}
    offered = {one.id for one in versions if one.other_side is not None}
    open_ = {one.id for one in versions if one.effect == "permit" and one.rule.not_encoded is not None}
    for section, rules, able, what in (
        ("readings", register.file.readings, offered, "carries no other side as conditions"),
        ("accepted", register.file.accepted, open_, "is no permit that waits to be accepted"),
    ):
        for rule in rules:
            if rule not in able:
                message = f"`{rule}` {what}" if rule in known else f"there is no rule `{rule}`"
                help_ = suggest(rule, able) or f"those that do are {', '.join(sorted(able)) or 'none'}"
                where = register.document.where((section, rule), key=True)
                yield Problem(where, message, help_, code="nothing-to-adopt")
