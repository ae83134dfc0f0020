"""Turns Python values of different types into one Arrow array."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa


def array_of(values: Sequence[Any]) -> pa.Array:
    """Return an array of values; if they are of different types, each keeps its own."""
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
