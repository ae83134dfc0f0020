"""Answers to the requests of a table, and the columns that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from disclosure_policy.frames.columns import RESULTS
from disclosure_policy.frames.outcomes import Answer

LISTS = frozenset({"citations", "determining", "missing"})

SCHEMA = pa.schema([(name, pa.list_(pa.string()) if name in LISTS else pa.string()) for name in RESULTS])
"""The columns of answers as everybody reads them."""

CODED = pa.list_(pa.dictionary(pa.int32(), pa.string()))
"""Lists of texts as they are kept until then: each text once."""


@dataclass
class Answers:
    """The answers to some rows: the distinct ones, which one each row has, and what missing facts it waits for.

    `facts` are all facts by name, of which the missing ones are told by their places.
    """

    which: np.ndarray
    facts: Sequence[str]
    distinct: list[Answer] = field(default_factory=list)
    _waits: np.ndarray = field(init=False)
    _missing: list[pa.Array] = field(init=False)

    def __post_init__(self) -> None:
        self._waits = np.zeros(len(self.which), np.int64)
        self._missing = [_coded([None, ()], self.facts)]

    @property
    def unanswered(self) -> np.ndarray:
        """The rows that have no answer yet."""
        return np.nonzero(self.which < 0)[0]

    def give(self, rows: np.ndarray, answers: list[Answer], which: np.ndarray) -> None:
        """Give some rows their answers, which wait for no fact."""
        self.which[rows] = which + len(self.distinct)
        self._waits[rows] = 1
        self.distinct += answers

    def tell(self, rows: np.ndarray, which: np.ndarray, missing: Iterable[tuple[str, ...] | None]) -> None:
        """Tell which facts some rows wait for: which of some lists of facts each of them."""
        self._waits[rows] = which + sum(map(len, self._missing))
        self._missing.append(_coded(missing, self.facts))

    def table(self, *, missing: bool) -> pa.Table:
        """Return the columns of the answers."""
        which = pa.array(self.which)
        columns: dict[str, pa.Array] = {}
        for name in RESULTS:
            if name == "missing":
                facts = pa.concat_arrays(self._missing).take(pa.array(self._waits))
                columns[name] = facts if missing else pa.nulls(len(which), CODED)
                continue
            values = [getattr(answer, name) for answer in self.distinct]
            if name in LISTS:
                texts = sorted({text for value in values for text in value or ()})
                columns[name] = _coded(values, texts).take(which)
            else:
                columns[name] = pa.array(values, pa.string()).take(which)
        return pa.table(columns)


def spelled_out(table: pa.Table) -> pa.Table:
    """Return answers with their lists of texts as everybody reads them."""
    return table.cast(SCHEMA)


def _coded(lists: Iterable[Iterable[str] | None], texts: Sequence[str]) -> pa.Array:
    places = {text: number for number, text in enumerate(texts)}
    values = [None if one is None else [places[text] for text in one] for one in lists]
    numbered = pa.array(values, pa.list_(pa.int32()))
    coded = pa.DictionaryArray.from_arrays(numbered.values, pa.array(texts, pa.string()))
    return pa.ListArray.from_arrays(numbered.offsets, coded, mask=numbered.is_null())
