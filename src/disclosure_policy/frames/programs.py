"""The law of one period, ready to decide disclosures by the column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from disclosure_policy.expression import Expression, evaluate, paths
from disclosure_policy.frames.lowering import column, stages
from disclosure_policy.frames.outcomes import Outcome, outcome
from disclosure_policy.frames.outputs import outputs_of
from disclosure_policy.frames.plan import Plan
from disclosure_policy.frames.stated import Statements, distinguished
from disclosure_policy.frames.steps import Among, Aside, Flag, Known, Node, Table, Versus
from disclosure_policy.provision import Layer
from disclosure_policy.truth import Truth

Columns = Mapping[str, pa.Array]
"""For a number of disclosures the coded facts by number and all others as they are, by path."""

_WORD = 64


class Program:
    """Decides disclosures under some layers of law.

    Expressions run on polars if it is installed, because its truth values are single bits and it uses every core;
    otherwise on pyarrow.
    """

    def __init__(
        self, layers: tuple[Layer, ...], statements: Mapping[str, Statements], present: frozenset[str]
    ) -> None:
        self.plan = Plan(statements, present)
        self.outputs = outputs_of(layers, self.plan)
        self._order = self._open(node for layer in self.outputs.layers for node in layer.nodes())
        self._stages = stages(self.plan, self._order)
        self._missing = {
            fact: node for fact, node in self.outputs.missing.items() if self.plan.steps[node] != Known(value=False)
        }
        self._missing_stages = stages(self.plan, self._open(self._missing.values()))

    def outcomes(self, columns: Columns, rows: int) -> tuple[list[Outcome], np.ndarray]:
        """Return the distinct outcomes of some disclosures, and for each disclosure which it is."""
        found = self._run(self._order, self._stages, columns, rows)
        words = _words(found, rows)
        places = np.zeros(rows, np.int64)
        for word in words:
            _, finer = distinguished(word)
            _, places = distinguished(places << 32 | finer)
        _, first = np.unique(places, return_index=True)
        index = {node: number for number, node in enumerate(self._order)}
        outcomes = [outcome(self.outputs, self._reader(found, index, row)) for row in first.tolist()]
        return outcomes, places

    def missing(self, columns: Columns, rows: int) -> tuple[list[str], np.ndarray]:
        """Return facts, and for each disclosure and fact whether the answer waits for it."""
        order = self._open(self._missing.values())
        found = self._run(order, self._missing_stages, columns, rows)
        index = {node: number for number, node in enumerate(order)}
        always = np.ones(rows, bool)
        waits = [found[index[node]] if node in index else always for node in self._missing.values()]
        return list(self._missing), np.array(waits, bool).reshape(len(waits), rows).T

    def _reader(self, found: list[np.ndarray], index: Mapping[Node, int], row: int) -> Any:  # noqa: ANN401
        def is_true(node: Node) -> bool:
            step = self.plan.steps[node]
            return step.value is True if isinstance(step, Known) else bool(found[index[node]][row])

        return is_true

    def _open(self, nodes: Iterable[Node]) -> list[Node]:
        return [node for node in dict.fromkeys(nodes) if not isinstance(self.plan.steps[node], Known)]

    def _run(self, outputs: list[Node], staged: list[list[nw.Expr]], columns: Columns, rows: int) -> list[np.ndarray]:
        """Compute some steps."""
        if not outputs or not rows:
            return [np.zeros(rows, bool) for _ in outputs]
        frame = nw.from_native(_engine(self._inputs(outputs, columns)))
        for expressions in staged:
            frame = frame.with_columns(*expressions)
        return [np.asarray(frame[column(node)].to_numpy(), bool) for node in outputs]

    def _inputs(self, outputs: Iterable[Node], columns: Columns) -> pa.Table:
        found: dict[str, pa.Array] = {}
        for node in self.plan.needed(outputs):
            match self.plan.steps[node]:
                case Table(path, _) | Flag(path) | Among(path, _) | Versus(_, path, None, _):
                    found[path] = columns[path]
                case Versus(_, left, str(right), _):
                    found |= {left: columns[left], right: columns[right]}
                case Aside(expression):
                    found[column(node)] = _worked_out(expression, columns)
        return pa.table(found)


def _worked_out(expression: Expression, columns: Columns) -> pa.Array:
    """Evaluate a condition once for each distinct combination of the facts it reads."""
    read = list(dict.fromkeys(paths(expression)))
    rows = pa.table({path: columns[path] for path in read}).to_pylist()
    known: dict[tuple[Any, ...], Truth] = {}
    found: list[Truth] = []
    for row in rows:
        key = tuple(row.values())
        if key not in known:
            known[key] = evaluate(expression, row.get)  # type: ignore[assignment]
        found.append(known[key])
    return pa.array(found, pa.bool_())


def _words(found: list[np.ndarray], rows: int) -> list[np.ndarray]:
    """Pack truth values into words, one bit each, row by row."""
    words: list[np.ndarray] = []
    for start in range(0, len(found), _WORD):
        some = found[start : start + _WORD]
        packed = np.packbits(np.array(some), axis=0)
        padded = np.zeros((rows, _WORD // 8), np.uint8)
        padded[:, : len(packed)] = packed.T
        words.append(padded.view(np.int64).ravel())
    return words


def _engine(table: pa.Table) -> Any:  # noqa: ANN401
    if find_spec("polars") is None:
        return table
    import polars as pl  # noqa: PLC0415 - only where it is installed

    return pl.from_arrow(table)
