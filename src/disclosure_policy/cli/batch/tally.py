"""Counts how many requests came out which way, and what was missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

COMMONEST = 10


@dataclass
class Tally:
    """Counts of answers; tallies of parts add up."""

    rows: int = 0
    errors: int = 0
    bases: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    def count(self, answers: Iterable[Mapping[str, Any]]) -> Tally:
        """Count some answers as well."""
        for answer in answers:
            self.rows += 1
            if answer["error"] is not None:
                self.errors += 1
            else:
                self.bases[f"{answer['verdict']} ({answer['basis']})"] += 1
                self.missing.update(answer["missing"] or ())
        return self

    def add(self, other: Tally) -> None:
        """Add another tally."""
        self.rows += other.rows
        self.errors += other.errors
        self.bases += other.bases
        self.missing += other.missing

    def as_json(self) -> dict[str, Any]:
        """Return the counts as JSON has them."""
        return {"rows": self.rows, "errors": self.errors, "bases": dict(self.bases), "missing": dict(self.missing)}

    @classmethod
    def from_json(cls, read: Mapping[str, Any]) -> Tally:
        """Return the counts that `as_json` told."""
        return cls(read["rows"], read["errors"], Counter(read["bases"]), Counter(read["missing"]))

    def lines(self) -> Iterator[str]:
        """Yield the lines of the summary."""
        yield f"{self.rows:,} requests"
        for basis, count in sorted(self.bases.items(), key=lambda entry: (-entry[1], entry[0])):
            yield f"  {count:>12,}  {basis}"
        if self.errors:
            yield f"  {self.errors:>12,}  with an error: see the column `error`"
        if self.missing:
            yield "missing most often"
            for fact, count in sorted(self.missing.items(), key=lambda entry: (-entry[1], entry[0]))[:COMMONEST]:
                yield f"  {count:>12,}  {fact}"
