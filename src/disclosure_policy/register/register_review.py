"""What to look at in a register that can be used: what ends soon, what is there twice, what no rule could use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from disclosure_policy.conditions.expression import paths
from disclosure_policy.documents import Path
from disclosure_policy.errors import Problem
from disclosure_policy.law import Law, Scheme
from disclosure_policy.proving import Possibilities
from disclosure_policy.register.fitting import plain
from disclosure_policy.register.register import Register
from disclosure_policy.register.register_file import AgreementOnFile
from disclosure_policy.rule_files import EffectivePeriod

SOON = timedelta(days=90)


def review(register: Register, law: Law, day: date | None = None) -> Iterator[Problem]:
    """Yield what to look at in a register; what ends soon or has ended only if the day is given."""
    if day is not None:
        yield from _ending(register, day)
    yield from _overlapping(register, law)
    yield from _breached_elsewhere(register)
    yield from _idle(register, law)


def _ending(register: Register, day: date) -> Iterator[Problem]:
    file = register.file
    ends: list[tuple[Path, str, date | None]] = [
        ((section, name), "to", one.last)
        for section, entries in (
            ("officials", file.officials),
            ("delegations", file.delegations),
            ("recipients", file.recipients),
            ("agreements", file.agreements),
        )
        for name, one in entries.items()
    ]
    ends += [(("determinations", name), "until", one.until) for name, one in file.determinations.items()]
    ends += [(("readings", name), "until", one.until) for name, one in file.readings.items()]
    ends += [(("accepted", name), "until", one.until) for name, one in file.accepted.items()]
    for path, key, end in ends:
        if end is not None and end <= day + SOON:
            left = (end - day).days
            when = f"ended on {end}" if left < 0 else f"ends on {end}, in {left} day{'' if left == 1 else 's'}"
            help_ = "renew it, or take it out once no decision before then is asked for"
            where = register.where(*path, key)
            yield Problem(where, f"`{path[1]}` {when}", help_, code="expiring-entry", severity="notice")


def _overlapping(register: Register, law: Law) -> Iterator[Problem]:
    file, schemes = register.file, law.schemes[register.file.jurisdiction]
    for (one, first), (other, second) in combinations(file.agreements.items(), 2):
        if (
            _same_party(first, second)
            and first.overlaps(second)
            and _meet(schemes["purpose"], first.purposes, second.purposes)
            and _meet(schemes["item.type"], first.items, second.items)
        ):
            message = f"`{one}` and `{other}` are with the same party for the same on the same days"
            help_ = "make them one, or end the earlier: a request that names neither is weighed under each"
            where = register.document.where(("agreements", other), key=True)
            yield Problem(where, message, help_, code="overlapping-entries", severity="warning")
    for (one, made), (other, also) in combinations(file.determinations.items(), 2):
        if made.fact == also.fact and made.answer == also.answer and made.overlaps(also):
            conditions = [register.conditions[name] for name in (one, other) if name in register.conditions]
            period = EffectivePeriod.model_validate({"from": max(made.day, also.day)})
            if not Possibilities(schemes, period).never(*conditions):
                message = f"`{one}` and `{other}` answer `{made.fact}` alike for the same requests"
                where = register.document.where(("determinations", other), key=True)
                help_ = "make them one, or end the earlier with `until`"
                yield Problem(where, message, help_, code="overlapping-entries", severity="warning")


def _breached_elsewhere(register: Register) -> Iterator[Problem]:
    """Yield each agreement with a party that is in breach of another one."""
    agreements, day = register.file.agreements, register.file.reviewed
    for name, one in agreements.items():
        for other, breached in agreements.items():
            suspended = breached.breach is not None and not breached.in_force(day)
            if one.breach is None and suspended and _same_party(one, breached) and one.overlaps(breached):
                message = f"`{name}` is with a party that is in breach of `{other}`"
                help_ = "say under `breach` of this one, too, what follows for it, or that it was put right"
                where = register.document.where(("agreements", name), key=True)
                yield Problem(where, message, help_, code="breach-elsewhere", severity="warning")


def _idle(register: Register, law: Law) -> Iterator[Problem]:
    """Yield each entry that no rule could use."""
    for path, why in (*_unread(register, law), *_never_asked(register, law), *_too_late(register, law)):
        where = register.document.where(path, key=True)
        message = f"no rule can use `{path[1]}`: {why}"
        yield Problem(where, message, "take it out, or correct it", code="idle-entry", severity="warning")


def _unread(register: Register, law: Law) -> Iterator[tuple[Path, str]]:
    """Yield each entry that only supplies facts which no condition reads."""
    file, read = register.file, _read(law, register.file.jurisdiction)
    for name, one in file.determinations.items():
        if one.fact not in read:
            yield ("determinations", name), f"no condition reads `{one.fact}`"
    for name, delegation in file.delegations.items():
        if read.isdisjoint(delegation.facts):
            yield ("delegations", name), "no condition reads what it lets answer"
    if not any(fact.startswith("agreement.") for fact in read):
        yield from ((("agreements", name), "no condition reads an agreement") for name in file.agreements)
    if read.isdisjoint({"recipient.type", "recipient.subpoena_authority"}):
        yield from ((("recipients", name), "no condition reads what a recipient is") for name in file.recipients)


def _never_asked(register: Register, law: Law) -> Iterator[tuple[Path, str]]:
    """Yield each determination for requests that there cannot be."""
    schemes = law.schemes[register.file.jurisdiction]
    for name, condition in register.conditions.items():
        one = register.file.determinations[name]
        period = EffectivePeriod.model_validate({"from": one.day, "to": one.until})
        if Possibilities(schemes, period).never(condition):
            yield ("determinations", name), "its condition can never be true"


def _too_late(register: Register, law: Law) -> Iterator[tuple[Path, str]]:
    """Yield each decision on a rule that was no longer in force."""
    chain = law.rule_set.chain(register.file.jurisdiction)
    for section, decided in (("readings", register.file.readings), ("accepted", register.file.accepted)):
        for rule, decision in decided.items():
            versions = [one for book in chain for one in law.provisions[book.code] if one.id == rule]
            ends = [one.effective.last for one in versions]
            if all(end is not None and end < decision.day for end in ends):
                yield (section, rule), "the rule was no longer in force then"


def _read(law: Law, code: str) -> set[str]:
    """Return the facts that the conditions of a jurisdiction and its parents read, other readings included."""
    found: set[str] = set()
    for book in law.rule_set.chain(code):
        for one in law.provisions[book.code]:
            for path in (path for clause in one.on_either_side for path in paths(clause.expression)):
                owner = path.rpartition(".")[0]
                found.add(owner if owner in law.schemes[code] else path)
    return found


def _same_party(one: AgreementOnFile, other: AgreementOnFile) -> bool:
    names = {*map(plain, one.party.name)} & {*map(plain, other.party.name)}
    return bool(names or {*one.party.type} & {*other.party.type})


def _meet(scheme: Scheme, one: Iterable[str], other: Iterable[str]) -> bool:
    """Say whether some term falls under terms of both."""
    return any(
        first in scheme.broader[second] or second in scheme.broader[first]
        for first in scheme.spelled_out(one)
        for second in scheme.spelled_out(other)
    )
