"""Answers to the requests of a table: each distinct one once, and which one each row has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from disclosure_policy.frames.answer_columns import RowAnswer
from disclosure_policy.frames.arrow_arrays import Integers
from disclosure_policy.frames.columns import RESULTS

LISTS = frozenset({"citations", "determining", "missing"})

SCHEMA = pa.schema([(name, pa.list_(pa.string()) if name in LISTS else pa.string()) for name in RESULTS])
"""The columns of answers."""

_MISSING = pa.schema([SCHEMA.field("missing")])
_OTHERS = pa.schema([field for field in SCHEMA if field.name != "missing"])


@dataclass(frozen=True)
class LookUp:
    """Some columns of a table that is written shortly: row by row the place of it in `distinct`."""

    distinct: pa.Table
    rows: Integers


@dataclass
class Answers:
    """The answers to some rows: the distinct ones, which one each row has, and what missing facts it waits for."""

    which: Integers
    _distinct: list[RowAnswer] = field(default_factory=list)
    _waits: Integers = field(init=False)
    _missing: list[tuple[str, ...] | None] = field(default_factory=lambda: [None, ()])

    def __post_init__(self) -> None:
        self._waits = np.zeros(len(self.which), np.int64)

    @property
    def unanswered(self) -> Integers:
        """The rows that have no answer yet."""
        return np.nonzero(self.which < 0)[0]

    def give(self, rows: Integers, answers: list[RowAnswer], which: Integers) -> None:
        """Give some rows their answers, which wait for no fact."""
        self.which[rows] = which + len(self._distinct)
        self._waits[rows] = 1
        self._distinct += answers

    def tell(self, rows: Integers, which: Integers, missing: Iterable[tuple[str, ...] | None]) -> None:
        """Tell which facts some rows wait for: which of some lists of facts each of them."""
        self._waits[rows] = which + len(self._missing)
        self._missing += missing

    def look_ups(self, *, missing: bool) -> tuple[LookUp, LookUp]:
        """Return the columns of the answers; without missing facts those are null."""
        answers = pa.table({name: [getattr(one, name) for one in self._distinct] for name in _OTHERS.names}, _OTHERS)
        facts = pa.table({"missing": self._missing if missing else [None]}, _MISSING)
        return LookUp(answers, self.which), LookUp(facts, self._waits if missing else np.zeros_like(self._waits))


def looked_up(look_ups: Iterable[LookUp]) -> pa.Table:
    """Return columns written out."""
    columns = {
        name: column
        for one in look_ups
        for name, column in zip(one.distinct.column_names, one.distinct.take(pa.array(one.rows)).columns, strict=True)
    }
    return pa.table(columns).select(RESULTS)
