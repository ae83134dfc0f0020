"""Applies the answers to frames of each engine; what is lazy stays lazy, and is decided batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

from disclosure_policy.errors import Location, Problem, RequestError
from disclosure_policy.frames.columns import RESULTS, is_stated, lacking
from disclosure_policy.frames.distinct_answers import SCHEMA, LookUp, looked_up

if TYPE_CHECKING:
    import duckdb
    import polars as pl

ROWS = 1_000_000
"""How many requests are decided at a time at most; what it takes grows with the columns that they state."""

AnswerRows = Callable[[pa.Table], tuple[LookUp, ...]]
"""Answers the requests of a table, row by row; may be copied to other threads and other machines."""


def decided(frame: Any, answers: AnswerRows, jurisdiction: str | None = None, as_of: date | None = None) -> Any:  # noqa: ANN401 - whichever frame the caller has
    """Return a frame of the same engine with the columns of the answers added.

    Raises:
        RequestError: if the frame has columns of their names already, or lacks one that every request needs.
        TypeError: if it is no frame, or one of an engine that is not supported.
    """
    native = nw.from_native(frame)
    names = native.collect_schema().names()
    taken = [name for name in RESULTS if name in names]
    if taken:
        place, help_ = Location("columns"), "rename it before deciding"
        raise RequestError(
            [Problem(place, f"there is a column `{name}` already", help_, code="column-taken") for name in taken]
        )
    absent = lacking(names, jurisdiction=jurisdiction, as_of=as_of)
    if absent:
        place, help_ = Location("columns"), "every request needs it"
        raise RequestError(
            [Problem(place, f"there is no column `{name}`", help_, code="missing-column") for name in absent]
        )
    engine = native.implementation
    stated = [name for name in names if is_stated(name)]
    if engine.is_polars():
        return _polars(frame, stated, answers)
    if engine.is_pandas():
        return _pandas(frame, stated, answers)
    if engine.is_pyarrow():
        return pa.Table.from_batches(_batches(frame.to_batches(), answers), pa.schema([*frame.schema, *SCHEMA]))
    if engine.is_duckdb():
        return _duckdb(frame, answers)
    if engine.is_pyspark():
        return _spark(frame, answers)
    raise TypeError(f"frames of {engine.value} are not supported: convert it to polars, pandas or pyarrow")


def _with_answers(table: pa.Table, answers: AnswerRows) -> pa.Table:
    found = looked_up(answers(table))
    for name in RESULTS:
        table = table.append_column(SCHEMA.field(name), found.column(name))
    return table


def _polars(
    frame: pl.DataFrame | pl.LazyFrame, stated: list[str], answers: AnswerRows
) -> pl.DataFrame | pl.LazyFrame:
    import polars as pl  # noqa: PLC0415 - the caller has it

    in_place = (pl.String, pl.List(pl.String))
    newest = pl.CompatLevel.newest()  # which leaves texts where they are
    kinds = dict(pl.DataFrame(SCHEMA.empty_table()).schema)

    def decide(requests: pl.DataFrame) -> pl.DataFrame:
        columns = {
            name: _array_of(column.to_list())
            if column.dtype == pl.Object
            else column.to_arrow(compat_level=newest if column.dtype in in_place else None)
            for name, column in zip(requests.columns, requests.get_columns(), strict=True)
        }
        parts = (pl.DataFrame(one.distinct)[one.rows] for one in answers(pa.table(columns)))
        return pl.concat(parts, how="horizontal").select(RESULTS)

    if isinstance(frame, pl.DataFrame):
        parts = [decide(part) for part in frame.select(stated).iter_slices(ROWS)]
        return frame.hstack(pl.concat(parts) if parts else pl.DataFrame(schema=kinds))
    return frame.with_columns(
        pl.struct(stated)
        .map_batches(
            lambda requests: decide(requests.struct.unnest()).to_struct(),
            return_dtype=pl.Struct(kinds),
            is_elementwise=True,
        )
        .alias(_ANSWER)
    ).unnest(_ANSWER)


_ANSWER = "the answer to the request"


def _pandas(frame: Any, stated: list[str], answers: AnswerRows) -> Any:  # noqa: ANN401
    import pandas as pd  # noqa: PLC0415 - the caller has it

    columns = {name: _of_series(frame[name]) for name in stated}
    found = looked_up(answers(pa.table(columns))).to_pandas(types_mapper=pd.ArrowDtype)
    return pd.concat([frame, found.set_index(frame.index)], axis=1)


def _of_series(column: Any) -> pa.Array:  # noqa: ANN401
    if column.dtype == object:
        return _array_of([None if value is None or value != value else value for value in column])  # noqa: PLR0124 - not a number is what pandas writes for nothing
    array = pa.array(column, from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


@dataclass(frozen=True)
class _Stream:
    """A table that is decided each time it is read, batch by batch."""

    source: duckdb.DuckDBPyRelation
    answers: AnswerRows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        reader = pa.RecordBatchReader.from_stream(self.source)
        schema = pa.schema([*reader.schema, *SCHEMA])
        batches = _batches(reader, self.answers)
        return pa.RecordBatchReader.from_batches(schema, batches).__arrow_c_stream__(requested_schema)


def _duckdb(relation: duckdb.DuckDBPyRelation, answers: AnswerRows) -> duckdb.DuckDBPyRelation:
    import duckdb  # noqa: PLC0415 - the caller has it

    # A connection of its own: the one of the relation is busy while it is read.
    return duckdb.connect().from_arrow(_Stream(relation, answers))


def _spark(frame: Any, answers: AnswerRows) -> Any:  # noqa: ANN401
    from pyspark.sql.types import StructType  # noqa: PLC0415 - the caller has it

    texts = {True: "array<string>", False: "string"}
    results = ", ".join(f"{field.name} {texts[pa.types.is_list(field.type)]}" for field in SCHEMA)
    schema = StructType([*frame.schema.fields, *StructType.fromDDL(results).fields])
    names = frame.columns

    def decide(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _batches((batch.rename_columns(names) for batch in batches), answers)

    numbered = frame.toDF(*(f"column {number}" for number in range(len(names))))  # a dot in a name is a path there
    return numbered.mapInArrow(decide, schema)


def _batches(source: Iterable[pa.RecordBatch], answers: AnswerRows) -> Iterator[pa.RecordBatch]:
    """Decide batches, small ones together."""
    waiting: list[pa.RecordBatch] = []
    for batch in source:
        waiting.append(batch)
        if sum(one.num_rows for one in waiting) >= ROWS:
            yield from _decided(waiting, answers)
            waiting = []
    if waiting:
        yield from _decided(waiting, answers)


def _decided(batches: list[pa.RecordBatch], answers: AnswerRows) -> Iterator[pa.RecordBatch]:
    table = pa.Table.from_batches(batches)
    for start in range(0, table.num_rows, ROWS):
        yield from _with_answers(table.slice(start, ROWS), answers).to_batches()


def _array_of(values: Sequence[Any]) -> pa.Array:
    """Return an Arrow array of Python values; if they are of different types, each keeps its own."""
    if len(set(_shapes(values))) <= 1:
        try:
            return pa.array(values)
        except pa.ArrowException:
            pass
    kinds: dict[str, list[Any]] = {}
    types, offsets = [], []
    for value in values:
        kind = repr(sorted(set(_shapes([value]))))
        kinds.setdefault(kind, [])
        types.append(list(kinds).index(kind))
        offsets.append(len(kinds[kind]))
        kinds[kind].append(value)
    children = [_array_or_text(some) for some in kinds.values()]
    return pa.UnionArray.from_dense(pa.array(types, pa.int8()), pa.array(offsets, pa.int32()), children)


def _array_or_text(values: list[Any]) -> pa.Array:
    try:
        return pa.array(values)
    except (pa.ArrowException, OverflowError):
        return pa.array([repr(value) for value in values])


def _shapes(values: Iterable[Any]) -> Iterable[str]:
    """Yield the types of values, and of what is in them."""
    for value in values:
        if isinstance(value, list | tuple):
            yield from ({f"[{shape}]" for shape in _shapes(value)} or {"[]"})
        elif value is not None:
            yield type(value).__name__
