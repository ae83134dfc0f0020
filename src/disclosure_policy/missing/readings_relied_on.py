"""The readings adopted by an agency's counsel on which a verdict rests: without them it would be another."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_policy.deciding import Case, settled
from disclosure_policy.deciding.verdict import known_of
from disclosure_policy.decision.reasons import AdoptedReading
from disclosure_policy.law import Law


def adopted_readings(case: Case, law: Law, *, allowed: bool) -> tuple[AdoptedReading, ...]:
    """Return the adopted readings on which an allow rests; a denial rests on none, since they only ever open.

    Named is each without which the request would be denied and, where it would be denied without all the others too,
    because one of several is needed, every one of those.
    """
    read = tuple(_in_force(case, law)) if allowed else ()
    alone = tuple(one for one in read if not _allowed_without(case, law, (one,)))
    others = tuple(one for one in read if one not in alone)
    return alone if not others or _allowed_without(case, law, others) else read


def _in_force(case: Case, law: Law) -> Iterator[AdoptedReading]:
    """Yield the readings that apply on the day instead of those that are encoded."""
    for book in law.rule_set.chain(case.jurisdiction):
        for written in law.provisions[book.code]:
            reading, adoptable = law.standing.readings.get(written.id), written.adoptable
            in_force = written.effective.covers(case.as_of)
            if adoptable and reading and reading.holds(case.as_of) and in_force:
                contested, citation = adoptable
                yield AdoptedReading(
                    rule=written.id,
                    citation=citation,
                    reading=contested.reading,
                    alternative=contested.alternative,
                    by=reading.by,
                    day=reading.day,
                    why=reading.why,
                )


def _allowed_without(case: Case, law: Law, read: tuple[AdoptedReading, ...]) -> bool:
    other = law.under(law.standing.without(frozenset(one.rule for one in read)))
    return known_of(settled(case, other)[1]).verdict == "allow"
