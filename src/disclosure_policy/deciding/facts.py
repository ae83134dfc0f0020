"""What is known of one disclosure, as a condition reads it: plain values by path, and what is said of coded facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding.shown_instruments import Shown
from disclosure_policy.law import NOTHING_SAID, Scheme, Statement
from disclosure_policy.truth import Truth, conjunction, disjunction


@dataclass(frozen=True)
class Facts:
    """What is known of one disclosure: `plain` values by path, and what is `said` of each coded fact."""

    plain: Mapping[str, Value | None]
    said: Mapping[str, Statement]
    schemes: Mapping[str, Scheme]
    under: Combination | None = None
    """The instruments that it is looked at under, if there are others."""
    _known: dict[str, Value | None] = field(default_factory=dict, repr=False, compare=False)

    def value(self, path: str) -> Value | None:
        """Return the value at a path, None where it is unknown; a term of a coded fact is a Boolean."""
        if path not in self._known:
            self._known[path] = self._value(path)
        return self._known[path]

    def fact_of(self, path: str) -> tuple[str, str | None]:
        """Return the path of the fact that is read at `path`, and the term if the fact is coded."""
        fact, _, term = path.rpartition(".")
        return (fact, term) if fact in self.schemes else (path, None)

    def facts_in(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return the facts that are read at some paths, each once."""
        return tuple(dict.fromkeys(self.fact_of(path)[0] for path in paths))

    def given(self, values: Mapping[str, Value | None]) -> Facts:
        """Return the same facts with some plain values set."""
        known = {path: value for path, value in self._known.items() if path not in values}
        return replace(self, plain={**self.plain, **values}, _known=known)

    @property
    def alone(self) -> Facts:
        """The same facts, as they would be if no other instruments were shown."""
        return self if self.under is None else replace(self, under=None, _known={})

    def looking_at(self, shown: Iterable[Shown]) -> Facts:
        """Return the same facts with what some instruments say, as if no others were shown."""
        plain, said = dict(self.plain), dict(self.said)
        for one in shown:
            plain |= one.plain
            said |= one.said
        return replace(self, plain=plain, said=said, under=None, _known={})

    def looked_at(self, path: str) -> tuple[Facts, ...]:
        """Return the facts in which the value at a path is looked for: several, if it bars whatever else is shown."""
        bar = self.under.barred.get(path) if self.under else None
        return tuple(bar.among.values()) if bar else (self,)

    def stating(self, fact: str, said: Statement) -> Facts:
        """Return the same facts with something else said of one coded fact."""
        return replace(self, said={**self.said, fact: said}, _known={})

    def said_of(self, fact: str) -> Statement:
        """Return what is said of a coded fact."""
        return self.said.get(fact, NOTHING_SAID)

    def _value(self, path: str) -> Value | None:
        if self.under and path in self.under.barred:
            return self.under.barred[path].value(path)
        fact, term = self.fact_of(path)
        if term is None:
            return self.plain.get(path)
        return self.schemes[fact].truth(self.said_of(fact), term)


@dataclass(frozen=True)
class Bar:
    """What bars whatever else is shown: it is true in every instrument of a kind, or false, if it is in any."""

    kind: str
    when: bool
    among: Mapping[int, Facts]
    """For each instrument, by its place among its kind, what is known if it alone is looked at."""

    def value(self, path: str) -> Truth:
        """Return the value that a condition reads, whichever instrument it looks at."""
        values = (cast("Truth", facts.value(path)) for facts in self.among.values())
        return disjunction(values) if self.when else conjunction(values)


@dataclass(frozen=True)
class Combination:
    """Which instrument of each kind is looked at; a place beyond the last stands for none of those shown."""

    places: Mapping[str, int]
    labels: tuple[str, ...]
    uncovered: tuple[str, ...]
    """The kinds of which something is shown and nothing covers the disclosure."""
    barred: Mapping[str, Bar]
