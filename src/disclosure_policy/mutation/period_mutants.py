"""Makes mutants of the days on which a version of a section, a rule or a condition is in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from disclosure_policy.documents import Path as YamlPath
from disclosure_policy.law import Law, Provision
from disclosure_policy.mutation.mutant import Edit, Mutant
from disclosure_policy.rule_files import EffectivePeriod, Section
from disclosure_policy.rule_files.section_file import Condition, Rule

_DAY = timedelta(days=1)


def of_dates(provisions: list[Provision], law: Law) -> Iterator[Mutant]:
    """Shift by one each day on which something in a file comes into force or ends; what adjoins gives way."""
    section = provisions[0].section
    yield from _of_version(section, law)
    for provision in provisions:
        yield from _of_changes(provision, provisions, section)


def _of_version(section: Section, law: Law) -> Iterator[Mutant]:
    """Shift the first and the last day of a version; another version that adjoins gives way."""
    period = section.text.effective
    versions = {p.section.document.file: p.section for p in law.provisions[section.jurisdiction]}
    others = [one for one in versions.values() if one.id == section.id and one is not section]
    for end in ("from", "to"):
        day = period.first if end == "from" else period.last
        for step in (-_DAY, _DAY):
            if day is None or (moved := _shifted(period, end, step)) is None:
                continue
            changes = [(section, end, moved)]
            for other in others:
                if moved.overlaps(other.text.effective):
                    opposite = "to" if end == "from" else "from"
                    given_way = _shifted(other.text.effective, opposite, step)
                    if given_way is not None:
                        changes.append((other, opposite, given_way))
            yield _of_periods(changes, day + step, law)


def _of_periods(changes: list[tuple[Section, str, EffectivePeriod]], day: date, law: Law) -> Mutant:
    changed: list[tuple[Provision, Provision]] = []
    edits: list[Edit] = []
    for section, end, period in changes:
        for provision in (p for p in law.provisions[section.jurisdiction] if p.section is section):
            before = _end(provision.effective, end)
            if before == _end(section.text.effective, end):
                moved = _shifted(provision.effective, end, (_end(period, end) or day) - (before or day))
                if moved is not None:
                    changed.append((provision, replace(provision, effective=moved)))
        edits.append(Edit(section.document.file, ("effective", end), str(_end(period, end))))
    section, end = changes[0][0], changes[0][1]
    return Mutant("shift a date", f"in force {end} {day}", section.text.citation, tuple(changed), tuple(edits))


def _of_changes(provision: Provision, provisions: list[Provision], section: Section) -> Iterator[Mutant]:
    """Shift the first day of a rule as it reads from within a version on, and the last of one that ends there."""
    period, whole = provision.effective, section.text.effective
    same = [one for one in provisions if one.id == provision.id]
    before = [one for one in same if one.effective.last == period.first - _DAY]
    after = [one for one in same if period.last is not None and one.effective.first == period.last + _DAY]
    ends = [("from", period.first)] if period.first != whole.first else []
    ends += [("to", period.last)] if period.last not in (None, whole.last) and not after else []
    for end, day in ends:
        for step in (-_DAY, _DAY):
            pairs = [(provision, end), *((one, "to") for one in before if end == "from")]
            moved = [(one, _shifted(one.effective, which, step)) for one, which in pairs]
            changed = tuple((one, replace(one, effective=after)) for one, after in moved if after is not None)
            if len(changed) == len(moved) and all(whole.covers(new.effective.first) for _, new in changed):
                what = f"{provision.rule.id} in force {end} {day + step}"
                edits = tuple(_edits(provision, day if end == "from" else day + _DAY, step))
                yield Mutant("shift a date", what, provision.citation, changed, edits)


def _edits(provision: Provision, first: date, step: timedelta) -> Iterator[Edit]:
    """Yield the change to each end written in a rule, or in its versions, that makes it change on `first`."""
    for index, rule in enumerate(provision.section.text.rules):
        if rule.id == provision.rule.id:
            at: YamlPath = ("rules", index)
            written: list[tuple[YamlPath, Rule | Condition]] = [(at, rule)]
            written += [((*at, "conditions", number), one) for number, one in enumerate(rule.conditions)]
            for path, part in written:
                period = part.effective
                for end, day in (("from", first), ("to", first - _DAY)):
                    if period and day == (period.first if end == "from" else period.last):
                        yield Edit(provision.section.document.file, (*path, "effective", end), str(day + step))


def _shifted(period: EffectivePeriod, end: str, step: timedelta) -> EffectivePeriod | None:
    first = period.first + step if end == "from" else period.first
    last = period.last + step if end == "to" and period.last else period.last
    return None if last is not None and last < first else EffectivePeriod(first=first, last=last)


def _end(period: EffectivePeriod, end: str) -> date | None:
    return period.first if end == "from" else period.last
