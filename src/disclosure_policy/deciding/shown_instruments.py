"""Instruments of which it matters which one is looked at: several of a kind, or one that covers only something.

Each is read by itself. What it covers is known of each disclosure, or cannot be known yet: a term that is broader
than what is covered may turn out to be covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.law import Scheme, Statement
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.requests.instruments import INSTRUMENTS, Covers, Instrument
from disclosure_policy.truth import Truth, conjunction, disjunction


@dataclass(frozen=True)
class Shown:
    """An instrument with what it says, by the path at which a condition reads it."""

    kind: str
    number: int
    """Its place among those of its kind, from 0."""
    label: str
    covers: Covers
    plain: Mapping[str, Value | None]
    said: Mapping[str, Statement]

    def covers_disclosure(self, item: Statement, purpose: Statement, schemes: Mapping[str, Scheme]) -> Truth:
        """Say whether it covers an item for a purpose."""
        within = (
            (item, self.covers.items, schemes.get("item.type")),
            (purpose, self.covers.purposes, schemes.get("purpose")),
        )
        return conjunction(_falls_under(said, terms, scheme) for said, terms, scheme in within if terms)


def apart(request: DisclosureRequest) -> dict[str, tuple[Instrument, ...]]:
    """Return the instruments that a request shows, by kind, where it matters which one is looked at."""
    found: dict[str, tuple[Instrument, ...]] = {}
    for kind in INSTRUMENTS:
        shown: Instrument | tuple[Instrument, ...] = getattr(request, kind)
        if isinstance(shown, tuple):
            found[kind] = shown
        elif shown.covers is not None:
            found[kind] = (shown,)
    return found


def label(kind: str, number: int, instrument: Instrument, *, of: int) -> str:
    """Return what an instrument is called: its kind, its number if there are others, and its name if it has one."""
    counted = f"{kind} {number + 1}" if of > 1 else kind
    return f"{counted} ({instrument.name})" if instrument.name else counted


@dataclass(frozen=True)
class Choice:
    """The instruments of one kind between which a disclosure can choose."""

    kind: str
    good: tuple[Shown, ...]
    """Those that count on the day, whatever they cover."""
    covering: tuple[Shown, ...]
    doubtful: bool
    """Whether one is shown that may cover it, and need not."""

    @property
    def count(self) -> int:
        """How many there are, with none of them where that makes a difference."""
        return len(self.covering) + (self.doubtful or not self.covering)


def choices(
    shown: Iterable[Shown], item: Statement, purpose: Statement, schemes: Mapping[str, Scheme], day: date | None
) -> Iterator[Choice]:
    """Yield, for each kind, the instruments between which a disclosure can choose."""
    by_kind: dict[str, list[Shown]] = {}
    for one in shown:
        by_kind.setdefault(one.kind, []).extend([one] if day is None or one.covers.is_good_on(day) else [])
    for kind, good in by_kind.items():
        covered = [one.covers_disclosure(item, purpose, schemes) for one in good]
        covering = tuple(one for one, covers in zip(good, covered, strict=True) if covers is True)
        yield Choice(kind, tuple(good), covering, None in covered)


def _falls_under(said: Statement, terms: tuple[str, ...], scheme: Scheme | None) -> Truth:
    if scheme is None:
        return None
    return disjunction(scheme.truth(said, term) for term in scheme.spelled_out(terms))
