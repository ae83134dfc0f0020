"""What an agency's counsel decided of the rules: readings adopted, permits accepted, each from a day on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from disclosure_policy.law.provisions import Provision


@dataclass(frozen=True)
class Adoption:
    """A decision on one rule: by whom, from which day on, why, and until when it counts."""

    by: str
    day: date
    why: str
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether it counts on a day."""
        return self.day <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Standing:
    """What was decided of the rules, by the id of the rule.

    It only ever opens: a reading is adopted as one that lets more through, and what is accepted is a permit.
    """

    register: str | None = None
    """The digest of the register that says so; None if there is no register."""
    readings: Mapping[str, Adoption] = field(default_factory=dict)
    accepted: Mapping[str, Adoption] = field(default_factory=dict)

    def applied(self, provision: Provision, day: date) -> Provision | None:
        """Return a rule as it is to be read on a day; None if on the adopted reading there is no such rule."""
        reading, accepted = self.readings.get(provision.id), self.accepted.get(provision.id)
        if accepted is not None and accepted.holds(day) and not provision.usable:
            provision = replace(provision, usable=True)
        other, adoptable = provision.other_side, provision.adoptable
        if reading is None or other is None or adoptable is None or not reading.holds(day):
            return provision
        return None if other == "never" else replace(provision, clauses=other, adopted=adoptable[0])

    def without(self, rules: frozenset[str]) -> Standing:
        """Return the same without the readings adopted of some rules."""
        return replace(self, readings={rule: one for rule, one in self.readings.items() if rule not in rules})

    def days_of_change(self) -> Iterator[date]:
        """Yield the days on which a decision begins to count or has ceased to."""
        for one in (*self.readings.values(), *self.accepted.values()):
            yield one.day
            if one.until is not None and one.until < date.max:
                yield one.until + timedelta(days=1)
