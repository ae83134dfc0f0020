"""Tells what rows state of instruments that they do not mention, where they say that nothing else was presented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from disclosure_policy.frames.arrow_arrays import Booleans, valid
from disclosure_policy.frames.columns import DISCLOSER, JURISDICTION, NOTHING_ELSE
from disclosure_policy.requests import DisclosureRequest


def absent(arrays: Mapping[str, pa.Array], count: int) -> Iterator[tuple[str, Booleans, Any]]:
    """Yield each column of which some of `count` rows state by their silence that there is none, which, and what."""
    said = arrays.get(NOTHING_ELSE)
    if said is None or not pa.types.is_boolean(said.type):
        return
    nothing_else = pc.fill_null(said, False).to_numpy(zero_copy_only=False)  # noqa: FBT003
    for part, stated in _where_nothing_else().items():
        mentioned = [valid(array) for name, array in arrays.items() if name.startswith(f"{part}.")]
        rows = nothing_else & ~np.logical_or.reduce([np.zeros(count, bool), *mentioned])
        if rows.any():
            yield from ((f"{part}.{name}", rows, value) for name, value in stated.items())


@cache
def _where_nothing_else() -> dict[str, dict[str, Any]]:
    """Return, by part of a request, what is stated where nothing else was presented."""
    stated = {JURISDICTION: "", DISCLOSER: None, NOTHING_ELSE: True}
    said = DisclosureRequest.model_validate(stated).model_dump(exclude_none=True)
    return {part: fields for part, fields in said.items() if isinstance(fields, dict) and fields}
