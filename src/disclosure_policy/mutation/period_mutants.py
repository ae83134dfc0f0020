"""Makes mutants of the days on which a version of a section is in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from disclosure_policy.law import Law, Provision
from disclosure_policy.mutation.mutant import Edit, Mutant
from disclosure_policy.rule_files import EffectivePeriod, Section

_DAY = timedelta(days=1)


def of_dates(provisions: list[Provision], law: Law) -> Iterator[Mutant]:
    """Shift the first and the last day of a version by one; a version that adjoins gives way."""
    section = provisions[0].section
    period = section.text.effective
    versions = {p.section.document.file: p.section for p in law.provisions[section.jurisdiction]}
    others = [one for one in versions.values() if one.id == section.id and one is not section]
    for end in ("from", "to"):
        day = period.first if end == "from" else period.last
        for step in (-_DAY, _DAY):
            if day is None or (moved := _shifted(period, end, step)) is None:
                continue
            changes = [(section, end, day + step, moved)]
            for other in others:
                if moved.overlaps(other.text.effective):
                    opposite = "to" if end == "from" else "from"
                    given_way = _shifted(other.text.effective, opposite, step)
                    if given_way is not None:
                        changes.append((other, opposite, _end(given_way, opposite), given_way))
            yield _of_periods(changes, day + step, law)


def _of_periods(changes: list[tuple[Section, str, date, EffectivePeriod]], day: date, law: Law) -> Mutant:
    changed: list[tuple[Provision, Provision]] = []
    edits: list[Edit] = []
    for section, end, moved, period in changes:
        other = replace(section, text=section.text.model_copy(update={"effective": period}))
        found = (p for p in law.provisions[section.jurisdiction] if p.section is section)
        changed += [(provision, replace(provision, section=other)) for provision in found]
        edits.append(Edit(section.document.file, ("effective", end), moved.isoformat()))
    section, end = changes[0][0], changes[0][1]
    what = f"in force {end} {day}"
    return Mutant("shift a date", what, section.text.citation, tuple(changed), tuple(edits))


def _shifted(period: EffectivePeriod, end: str, step: timedelta) -> EffectivePeriod | None:
    first = period.first + step if end == "from" else period.first
    last = period.last + step if end == "to" and period.last else period.last
    return None if last is not None and last < first else EffectivePeriod(first=first, last=last)


def _end(period: EffectivePeriod, end: str) -> date:
    return period.first if end == "from" else (period.last or period.first)
