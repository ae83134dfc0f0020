"""The class `Law`: the law that was loaded, and what of it is in force on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from disclosure_policy.errors import Location, Problem, RequestError, suggest
from disclosure_policy.law.contradiction import Contradiction
from disclosure_policy.law.counsel_decisions import Standing
from disclosure_policy.law.provisions import Layer, Provision
from disclosure_policy.law.vocabulary import Scheme, Vocabulary
from disclosure_policy.rule_files import FactDeclaration, Lawbook, RuleSet, Ruling


@dataclass(frozen=True)
class Law:
    """All law that was loaded, and what applying it to a request needs."""

    rule_set: RuleSet
    fingerprint: str
    provisions: Mapping[str, tuple[Provision, ...]] = field(repr=False)
    """Every version of every provision, by jurisdiction."""
    facts: Mapping[str, Mapping[str, FactDeclaration]] = field(repr=False)
    """The facts of each jurisdiction, its own, those of its parents and the shared ones, by path."""
    vocabularies: Mapping[str, Vocabulary] = field(repr=False)
    contradictions: Mapping[str, tuple[Contradiction, ...]] = field(default_factory=dict, repr=False)
    """What cannot be together across facts, by jurisdiction, what those above it say first."""
    standing: Standing = field(default_factory=Standing)
    """What the counsel of an agency decided of the rules, as its register has it."""
    _layers: dict[tuple[str, int], tuple[Layer, ...]] = field(default_factory=dict, repr=False)

    def layers(self, code: str, day: date) -> tuple[Layer, ...]:
        """Return the law of a jurisdiction and its parents as in force on `day`, root first."""
        period = code, self.period(code, day)
        if period not in self._layers:
            self._layers[period] = tuple(self._layer(book, code, day) for book in self.rule_set.chain(code))
        return self._layers[period]

    def period(self, code: str, day: date) -> int:
        """Return the number of the period, between one change of the law and the next, in which a day falls."""
        return bisect_right(self.days_of_change[code], day)

    @cached_property
    def days_of_change(self) -> Mapping[str, list[date]]:
        """The days on which a rule comes into force, changes or has ceased to be, by jurisdiction, in order."""
        decided = set(self.standing.days_of_change())
        return {
            code: sorted(decided.union(*(_changes(self.provisions[book.code]) for book in self.rule_set.chain(code))))
            for code in self.rule_set.codes
        }

    def under(self, standing: Standing) -> Law:
        """Return the same law with what counsel decided of its rules."""
        return replace(self, standing=standing, _layers={})

    @cached_property
    def schemes(self) -> dict[str, dict[str, Scheme]]:
        """For each jurisdiction, the vocabulary scheme of each coded fact, by path; those that have one."""
        return {
            code: {
                path: vocabulary[name]
                for path in self.facts[code]
                if (name := self.scheme_name(code, path)) in vocabulary
            }
            for code, vocabulary in self.vocabularies.items()
        }

    def lawbook(self, code: str, named_at: Location | None = None) -> Lawbook:
        """Return what a jurisdiction's folder says.

        Raises:
            RequestError: if there is no such jurisdiction; `named_at` is where the request names it.
        """
        if code not in self.rule_set.lawbooks:
            known = self.rule_set.codes
            help_ = suggest(code, known) or f"the jurisdictions are {', '.join(known)}"
            message = f"there is no jurisdiction `{code}`"
            place = named_at or Location(code)
            raise RequestError([Problem(place, message, help_, code="unknown-jurisdiction", word=code)])
        return self.rule_set.lawbooks[code]

    def rulings(self, code: str) -> Mapping[str, Ruling]:
        """Return the rulings on the law of a jurisdiction and of those above it, by short name."""
        return {name: ruling for book in self.rule_set.chain(code) for name, ruling in book.rulings.items()}

    def scheme_name(self, code: str, path: str) -> str:
        """Return the name of the vocabulary scheme from which a coded fact takes its terms."""
        return self.facts[code][path].terms_of or path

    def _layer(self, book: Lawbook, code: str, day: date) -> Layer:
        in_force = {
            provision.id: provision
            for lawbook in self.rule_set.chain(code)
            for written in self.provisions[lawbook.code]
            if written.effective.covers(day) and (provision := self.standing.applied(written, day))
        }
        exceptions: dict[str, list[Provision]] = {}
        for provision in in_force.values():
            for target in provision.exception_to:
                exceptions.setdefault(target, []).append(provision)
        linked = {target: tuple(found) for target, found in exceptions.items()}
        tops = tuple(
            provision
            for provision in in_force.values()
            if provision.jurisdiction == book.code and not provision.exception_to
        )
        return Layer(book.code, book.jurisdiction, tuple(exceptions_first(tops, linked)), tops, linked)


def _changes(provisions: Iterable[Provision]) -> Iterator[date]:
    for period in {provision.effective for provision in provisions}:
        yield period.first
        if period.last is not None and period.last < date.max:
            yield period.last + timedelta(days=1)


def exceptions_first(
    tops: tuple[Provision, ...], exceptions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Provision]:
    """Yield provisions and all that hangs from them, every exception before what it limits."""
    done: set[str] = set()
    stack = list(reversed(tops))
    while stack:
        provision = stack[-1]
        waiting = [e for e in exceptions.get(provision.id, ()) if e.id not in done]
        if waiting:
            stack.extend(reversed(waiting))
        else:
            stack.pop()
            if provision.id not in done:
                done.add(provision.id)
                yield provision
