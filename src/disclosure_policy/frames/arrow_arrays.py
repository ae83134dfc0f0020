"""Turns Arrow arrays into numbers: texts into places in a list, lists into their elements, days into days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from disclosure_policy.days import as_day

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

NOTHING, WRONG = 0, -1
"""The numbers of a null, and of a text that is not among the known ones."""

_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
_DAY_IN = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


@dataclass(frozen=True)
class Lists:
    """The elements of one list in each row, all in one array; `present` says where there is a list at all."""

    elements: pa.Array
    starts: Integers
    lengths: Integers
    present: Booleans


def together(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def takeable(table: pa.Table) -> pa.Table:
    """Return a table from which rows can be taken: texts that are views become texts of their own."""
    kinds = [(field.name, _without_views(field.type)) for field in table.schema]
    return (
        table.cast(pa.schema(kinds)) if any(kind != table.schema.field(name).type for name, kind in kinds) else table
    )


def is_text(kind: pa.DataType) -> bool:
    """Say whether a column holds texts, dictionary-encoded or not."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def is_list(kind: pa.DataType) -> bool:
    """Say whether a column holds lists."""
    types = pa.types
    views = types.is_list_view(kind) or types.is_large_list_view(kind)
    return bool(types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind) or views)


def valid(array: pa.Array) -> Booleans:
    """Return where an array is not null."""
    return np.asarray(array.is_valid().to_numpy(zero_copy_only=False), bool)


def numbers(array: pa.Array, known: Mapping[str, int]) -> Integers:
    """Return the number of each text, `NOTHING` for a null and `WRONG` for a text that is not known."""
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    found = [NOTHING if text is None else known.get(text, WRONG) for text in texts]
    places = encoded.indices
    if places.null_count:
        places = pc.fill_null(places.cast(pa.int64()), len(texts))
    found_at: Integers = np.array([*found, NOTHING], np.int64)[places.to_numpy(zero_copy_only=False)]
    return found_at


def lists(array: pa.Array) -> Lists:
    """Return the elements of a column of lists."""
    array = array.cast(pa.large_list(array.type.value_type))
    offsets = array.offsets.to_numpy(zero_copy_only=False)
    present = valid(array)
    return Lists(array.values, offsets[:-1], np.where(present, np.diff(offsets), 0), present)


def one_each(array: pa.Array) -> Lists:
    """Return a column as lists of its values, one in each row, none where it is null."""
    present = valid(array)
    return Lists(array, np.arange(len(array)), present.astype(np.int64), present)


def stated_in(array: pa.Array) -> Booleans:
    """Return where a column is neither null nor an empty text."""
    if not is_text(array.type):
        return valid(array)
    texts = array.dictionary_decode() if pa.types.is_dictionary(array.type) else _plain_text(array)
    return np.asarray(pc.fill_null(pc.not_equal(texts, ""), False).to_numpy(zero_copy_only=False), bool)  # noqa: FBT003


def days(array: pa.Array) -> tuple[pa.Array, Booleans]:
    """Return a column as days, and where it holds something else: days, texts that write one, or midnights."""
    kind, there = array.type, valid(array)
    if pa.types.is_date(kind):
        counted = array.cast(pa.date32()).cast(pa.int32())
    elif is_text(kind):
        encoded = array if pa.types.is_dictionary(kind) else array.dictionary_encode()
        written = pa.array([as_day(text) for text in encoded.dictionary.to_pylist()], pa.date32())
        counted = written.take(encoded.indices).cast(pa.int32())
    elif pa.types.is_timestamp(kind) and kind.tz is None:
        ticks = array.cast(pa.int64())
        whole, length = pc.fill_null(ticks, 0).to_numpy(zero_copy_only=False), _DAY_IN[kind.unit]
        counted = pa.array(whole // length, pa.int64(), mask=~there | (whole % length != 0))
        counted = pc.if_else(_in_calendar(counted), counted, None).cast(pa.int32())
    else:
        counted = pa.nulls(len(array), pa.int32())
    counted = pc.if_else(_in_calendar(counted), counted, None)
    return counted.cast(pa.date32()), there & ~valid(counted)


def any_in(rows: Lists, elements: Booleans) -> Booleans:
    """Return for each list whether it has any of the elements that are true in `elements`."""
    before = np.concatenate(([0], np.cumsum(elements)))
    return np.asarray(before[rows.starts + rows.lengths] > before[rows.starts], bool)


def sets(rows: Lists, elements: Integers) -> Integers:
    """Return for each list the elements in it as the bits of a number."""
    filled = np.nonzero(rows.lengths)[0]
    found = np.zeros(len(rows.lengths), np.int64)
    if len(filled):
        bits = np.append(np.left_shift(1, elements, dtype=np.int64), 0)
        ends = np.stack((rows.starts[filled], rows.starts[filled] + rows.lengths[filled]), axis=1).ravel()
        found[filled] = np.bitwise_or.reduceat(bits, ends)[::2]
    return found


def _in_calendar(counted: pa.Array) -> pa.Array:
    return pc.and_(pc.greater_equal(counted, _FIRST_DAY), pc.less_equal(counted, _LAST_DAY))


def _plain_text(array: pa.Array) -> pa.Array:
    return array.cast(pa.large_string()) if pa.types.is_string_view(array.type) else array


def _without_views(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_string_view(kind):
        return pa.large_string()
    if is_list(kind):
        return pa.large_list(_without_views(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _without_views(field.type)) for field in kind])
    return kind
