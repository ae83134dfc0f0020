"""What is known of one disclosure, as a condition reads it: plain values by path, and what is said of coded facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.law import NOTHING_SAID, Scheme, Statement


@dataclass(frozen=True)
class Facts:
    """What is known of one disclosure: `plain` values by path, and what is `said` of each coded fact."""

    plain: Mapping[str, Value | None]
    said: Mapping[str, Statement]
    schemes: Mapping[str, Scheme]
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

    def given(self, values: Mapping[str, Value | None]) -> Facts:
        """Return the same facts with some plain values set."""
        known = {path: value for path, value in self._known.items() if path not in values}
        return replace(self, plain={**self.plain, **values}, _known=known)

    def stating(self, fact: str, said: Statement) -> Facts:
        """Return the same facts with something else said of one coded fact."""
        return replace(self, said={**self.said, fact: said}, _known={})

    def said_of(self, fact: str) -> Statement:
        """Return what is said of a coded fact."""
        return self.said.get(fact, NOTHING_SAID)

    def _value(self, path: str) -> Value | None:
        fact, term = self.fact_of(path)
        if term is None:
            return self.plain.get(path)
        return self.schemes[fact].truth(self.said_of(fact), term)
