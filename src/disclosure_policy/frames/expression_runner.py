"""Runs prepared expressions on columns, and packs the truth values of many disclosures into bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import narwhals as nw
import numpy as np
import pyarrow as pa

from disclosure_policy.conditions.expression import Expression, paths, truth
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding.logic_graph import Node
from disclosure_policy.frames.arrow_arrays import Bytes
from disclosure_policy.frames.graph_inputs import Among, Aside, BooleanInput, TermInput, Versus
from disclosure_policy.frames.law_graph import Plan
from disclosure_policy.frames.narwhals_expressions import column, stages
from disclosure_policy.truth import Truth

if TYPE_CHECKING:
    import polars as pl

Columns = Mapping[str, pa.Array]
"""Facts by path: coded facts by number, all others as they are."""

BITS = 8


class Run:
    """Some steps of a plan, ready to be computed for any number of disclosures.

    `reads` are the facts they rest on, with the type of each column.
    """

    def __init__(self, plan: Plan, outputs: Iterable[Node]) -> None:
        self.places = {
            node: number
            for number, node in enumerate(node for node in dict.fromkeys(outputs) if plan.kinds[node] != "constant")
        }
        self.width = -(-len(self.places) // BITS)
        self.reads, self._aside = _inputs(plan, self.places)
        self._staged = [*stages(plan, self.places), _packed(list(self.places))]
        self._engine: _Engine | None = None

    def __call__(self, columns: Columns, rows: int) -> Bytes:
        """Return a row of bytes for each disclosure; `places` says at which bit a step is."""
        if not self.places or not rows:
            return np.zeros((rows, self.width), np.uint8)
        found = {path: columns[path] for path in self.reads}
        found |= {column(node): _worked_out(expression, columns) for node, expression in self._aside.items()}
        table = pa.table(found)
        if self._engine is None:
            self._engine = _engine(self._staged, table.schema)
        frame = self._engine.run(table)
        packed = np.empty((rows, self.width), np.uint8)
        for byte in range(self.width):
            packed[:, byte] = frame[_byte(byte)].to_numpy()
        return packed


def _packed(outputs: list[Node]) -> list[nw.Expr]:
    """Return expressions for the bytes that hold the outputs, eight in each."""
    return [
        nw.sum_horizontal(
            *(
                nw.col(column(node)).cast(nw.UInt8) * nw.lit(1 << bit, dtype=nw.UInt8)
                for bit, node in enumerate(outputs[start : start + BITS])
            )
        ).alias(_byte(start // BITS))
        for start in range(0, len(outputs), BITS)
    ]


def _byte(number: int) -> str:
    return f"byte {number}"


def _inputs(plan: Plan, outputs: Iterable[Node]) -> tuple[list[str], dict[Node, Expression]]:
    """Return the facts that some steps read, and the conditions that are worked out aside."""
    read: dict[str, None] = {}
    aside: dict[Node, Expression] = {}
    for node in plan.needed(outputs):
        match plan.atoms.get(node):
            case TermInput(path, _) | BooleanInput(path) | Among(path, _) | Versus(_, path, None, _):
                read[path] = None
            case Versus(_, left, str(right), _):
                read |= {left: None, right: None}
            case Aside(expression):
                read |= dict.fromkeys(paths(expression))
                aside[node] = expression
    return list(read), aside


def _worked_out(expression: Expression, columns: Columns) -> pa.Array:
    """Evaluate a condition once for each distinct combination of the facts it reads."""
    read = list(dict.fromkeys(paths(expression)))
    known: dict[tuple[Value | None, ...], Truth] = {}
    found: list[Truth] = []
    for key in zip(*(columns[path].to_pylist() for path in read), strict=True):
        if key not in known:
            known[key] = truth(expression, dict(zip(read, key, strict=True)).get)
        found.append(known[key])
    return pa.array(found, pa.bool_())


class _Engine(Protocol):
    def run(self, table: pa.Table) -> nw.DataFrame[Any] | pl.DataFrame:
        """Return a frame with the bytes."""
        ...


class _Arrow:
    def __init__(self, staged: list[list[nw.Expr]]) -> None:
        self._staged = staged

    def run(self, table: pa.Table) -> nw.DataFrame[Any]:
        frame: nw.DataFrame[Any] = nw.from_native(table, eager_only=True)
        for expressions in self._staged:
            frame = frame.with_columns(*expressions)
        return frame


class _Polars:
    """Builds the query once, on a frame that is put in its place each time it runs.

    What runs inside another query of the same thread is finished before it goes on: hence the stack.
    """

    def __init__(self, staged: list[list[nw.Expr]], schema: pa.Schema) -> None:
        import polars as pl  # noqa: PLC0415 - only where it is installed

        self._from_arrow = pl.DataFrame
        self._frames: list[pl.DataFrame] = []
        query = nw.from_native(pl.defer(self._frames.pop, schema=pl.DataFrame(schema.empty_table()).schema))
        for expressions in staged:
            query = query.with_columns(*expressions)
        names = [name for name in query.collect_schema().names() if name.startswith(_byte(0)[:-1])]
        self._query = query.select(names).to_native()

    def run(self, table: pa.Table) -> pl.DataFrame:
        self._frames.append(self._from_arrow(table))
        return self._query.collect()


def _engine(staged: list[list[nw.Expr]], schema: pa.Schema) -> _Engine:
    """Return polars if it is installed, since its truth values are bits and it uses every core; else pyarrow."""
    try:
        import polars as pl  # noqa: PLC0415 - only where it is installed
    except ModuleNotFoundError:
        return _Arrow(staged)
    return _Polars(staged, schema) if hasattr(pl, "defer") else _Arrow(staged)
