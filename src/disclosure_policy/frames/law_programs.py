"""The law of one period as a program that decides disclosures by the column."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from disclosure_policy.deciding.logic_graph import TRUE, Node
from disclosure_policy.deciding.verdict import DisclosureVerdict
from disclosure_policy.frames.answer_columns import ruled
from disclosure_policy.frames.arrow_arrays import Bytes, Integers
from disclosure_policy.frames.disclosures_of_rows import Bundles
from disclosure_policy.frames.expression_runner import BITS, Columns, Run
from disclosure_policy.frames.law_graph import Plan
from disclosure_policy.frames.layer_verdicts import outputs_of
from disclosure_policy.frames.statement_numbers import Sequences, Statements, distinguished
from disclosure_policy.law import Contradiction, Layer

_WORD = 8


class Program:
    """Decides disclosures under some layers of law."""

    def __init__(
        self,
        layers: tuple[Layer, ...],
        statements: Mapping[str, Statements],
        present: frozenset[str],
        contradictions: tuple[Contradiction, ...] = (),
    ) -> None:
        self._plan = Plan(statements, present)
        self._outputs = outputs_of(layers, self._plan)
        self.decide = Run(self._plan, (node for layer in self._outputs.layers for node in layer.nodes()))
        untrue = (self._plan.is_("true", self._plan.condition(one.together, {})) for one in contradictions)
        self._untrue = Run(self._plan, (self._plan.any_of(untrue),))
        openings = self._outputs.openings
        self._coded = {fact: node for fact, node in openings.coded.items() if fact in present}
        self.wait = Run(self._plan, (*openings.everywhere, *self._coded.values()))
        self._others = [path for path in self.wait.reads if path not in statements]
        self.asks = list(dict.fromkeys([*self.wait.reads, *self._coded]))
        self._signatures: dict[bytes, int] = {}
        self.sequences = Sequences()
        self.missing: dict[int, tuple[str, ...] | None] = {}
        """What is missing of those that leave the same to be found out, by the sequence of their signatures."""
        self._known: dict[bytes, DisclosureVerdict] = {}

    def consistent(self, bundles: Bundles) -> Bundles:
        """Return what is asked in rows that say nothing that cannot be together."""
        found = self._untrue(bundles.columns(self._untrue.reads), int(bundles.counts.sum()))
        if not found.any():
            return bundles
        return bundles.some(~np.logical_or.reduceat(found.any(axis=1), bundles.starts))

    def rulings(self, columns: Columns, rows: int) -> tuple[list[DisclosureVerdict], Integers]:
        """Return the distinct rulings of some disclosures, and for each disclosure which it is."""
        found = self.decide(columns, rows)
        first, places = _distinct(found)
        return [self._ruling(found[row].tobytes()) for row in first.tolist()], places

    def signatures(self, columns: Columns, rows: int, further: list[Integers]) -> Integers:
        """Return a number for each disclosure, the same where the same is left to be found out.

        `further` are values in which disclosures must agree besides.
        """
        found = self.wait(columns, rows)
        parts = [found]
        for fact, node in self._coded.items():
            place = self.wait.places.get(node)
            open_ = found[:, place // BITS] >> place % BITS & 1 if place is not None else np.full(rows, node == TRUE)
            parts.append(_bytes(columns[fact].to_numpy(zero_copy_only=False) * open_))
        for path in self._others:
            if not pa.types.is_boolean(columns[path].type):
                counted = columns[path].cast(pa.int32() if pa.types.is_date(columns[path].type) else pa.int64())
                parts.append(_bytes(pc.fill_null(counted.cast(pa.int64()), np.iinfo(np.int64).min).to_numpy()))
        together = np.hstack([*parts, *map(_bytes, further)])
        first, places = _distinct(together)
        numbers = [
            self._signatures.setdefault(together[row].tobytes(), len(self._signatures) + 1) for row in first.tolist()
        ]
        return np.array(numbers, np.int64)[places]

    def _ruling(self, found: bytes) -> DisclosureVerdict:
        if found not in self._known:

            def is_true(node: Node) -> bool:
                place = self.decide.places.get(node)
                return node == TRUE if place is None else bool(found[place // BITS] >> place % BITS & 1)

            self._known[found] = ruled(self._outputs, is_true)
        return self._known[found]


def _bytes(values: Integers) -> Bytes:
    """Return values as rows of bytes."""
    return np.ascontiguousarray(values.astype(np.int64)).view(np.uint8).reshape(len(values), _WORD)


def _distinct(rows: Bytes) -> tuple[Integers, Integers]:
    """Return where each distinct row of bytes comes first, and for each row which it is."""
    padded = np.zeros((len(rows), -(-rows.shape[1] // _WORD) * _WORD), np.uint8)
    padded[:, : rows.shape[1]] = rows
    places = np.zeros(len(rows), np.int64)
    for index, word in enumerate(padded.view(np.int64).T):
        _, finer = distinguished(np.ascontiguousarray(word))
        _, places = distinguished(places << 32 | finer) if index else (None, finer)
    first = np.zeros(int(places.max(initial=-1)) + 1, np.int64)
    first[places[::-1]] = np.arange(len(rows))[::-1]
    return first, places
