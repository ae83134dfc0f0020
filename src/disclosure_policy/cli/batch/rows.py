"""Turns rows of text files into a table of requests, and sets rows of an odd shape aside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from disclosure_policy.cli.batch.cells import listed
from disclosure_policy.frames.columns import (
    DISCLOSER,
    ITEMS,
    JURISDICTION,
    RESULTS,
    Column,
    Content,
    declared_columns,
    is_stated,
    shared_columns,
)
from disclosure_policy.law import Law
from disclosure_policy.limits import MAX_DIGITS

_LONE = re.compile("[\ud800-\udfff]")
_PARTS = frozenset(
    {name.partition(".")[0] for name in shared_columns() if "." in name} - {ITEMS} | {"facts", "judgments"}
)
"""The parts of a request that have parts of their own."""
_IN_PART = ("has", "lacks")
"""What is said of a coded fact in part has a column for each: `agreement.terms.has`, `agreement.terms.lacks`."""
_WHOLE = re.compile(f"-?[0-9]{{1,{MAX_DIGITS}}}")
_ARROW: dict[Content, pa.DataType] = {
    "text": pa.string(),
    "truth": pa.bool_(),
    "number": pa.int64(),
    "day": pa.string(),
    "terms": pa.string(),
}


class Rows:
    """A table of requests while it is filled; `odd` are the rows that it cannot hold as they are."""

    def __init__(self, law: Law) -> None:
        self.columns = dict(shared_columns())
        for code in law.rule_set.codes:
            self.columns = declared_columns(law, code) | self.columns
        of_item = f"{ITEMS}."
        self._item = {
            name.removeprefix(of_item): column for name, column in self.columns.items() if name.startswith(of_item)
        }
        self.count = 0
        self.odd: list[int] = []
        self._values: dict[str, list[Any]] = {}
        self._listed: set[str] = set()

    def add(self, stated: Mapping[str, Any] | None) -> None:
        """Add a row by the paths of what it states, or one that is odd in itself."""
        if stated is None or not self._fits(stated):
            self.odd.append(self.count)
            stated = {}
        for name, value in stated.items():
            if value is None and name != DISCLOSER:
                continue
            column = self._values.setdefault(name, [])
            column += [None] * (self.count - len(column))
            column.append(value)
            if isinstance(value, list):
                self._listed.add(name)
        self.count += 1

    def read(self, name: str, cell: str) -> Any:  # noqa: ANN401
        """Return the value that a cell of a CSV file writes: `;` stands between terms, an empty cell is a null."""
        fact, _, part = name.rpartition(".")
        column = self.columns.get(fact if part in _IN_PART else name)
        text = cell.strip()
        if not text:
            return None
        if name == ITEMS:
            return [{"type": term} if isinstance(term, str) else term for term in listed(text)]
        if column is None or column.holds in ("text", "day"):
            return text
        if column.holds == "terms":
            return listed(text) if part in _IN_PART or ";" in text or text.startswith("[") else text
        value = {"true": True, "false": False}.get(text)
        if column.holds == "number" and _WHOLE.fullmatch(text):
            return int(text)
        return text if value is None else value

    def table(self) -> pa.Table:
        """Return the table; odd rows state nothing."""
        columns = {JURISDICTION: pa.nulls(self.count, pa.string())}
        for name, values in self._values.items():
            columns[name] = self._array(name, values + [None] * (self.count - len(values)))
        return pa.table(columns)

    def _array(self, name: str, values: list[Any]) -> pa.Array:
        if name == ITEMS:
            kind = pa.struct([(field, _ARROW[column.holds]) for field, column in self._item.items()])
            return pa.array(values, pa.list_(kind))
        kind = _ARROW[self.columns[name].holds]
        if name in self._listed:
            return pa.array([[one] if isinstance(one, str) else one for one in values], pa.list_(kind))
        return pa.array(values, kind)

    def _fits(self, stated: Mapping[str, Any]) -> bool:
        if DISCLOSER not in stated or stated.get(JURISDICTION) is None:
            return False
        return all(
            self._are_items(value) if name == ITEMS else _fits(self.columns.get(name), value)
            for name, value in stated.items()
        )

    def _are_items(self, value: Any) -> bool:  # noqa: ANN401
        return value is None or (isinstance(value, list) and all(map(self._is_item, value)))

    def _is_item(self, item: Any) -> bool:  # noqa: ANN401
        return (
            isinstance(item, dict)
            and not isinstance(item.get("type"), list)
            and all(_fits(self._item.get(field), value) for field, value in item.items())
        )


def leaves(request: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the values of a nested request by their paths, or None if it is nested otherwise.

    That is so if a value stands where a part should be, or at the top under its whole path. Items come as a list of
    items; what does not belong to the request is left out.
    """
    found: dict[str, Any] = {}
    for name, value in request.items():
        if name == ITEMS:
            listed = value if value is None or isinstance(value, list) else [value]
            found[name] = listed and [{"type": item} if isinstance(item, str) else item for item in listed]
        elif name in _PARTS:
            parts = _part(name, value)
            if parts is None:
                return None
            found |= parts
        elif is_stated(name) and "." in name:
            return None
        elif is_stated(name) or name in RESULTS:
            found[name] = value
    return found


def _part(name: str, value: Any) -> dict[str, Any] | None:  # noqa: ANN401
    """Return the values in a part of a request by their paths; a judgment says everything or nothing."""
    if not isinstance(value, dict) or not (value or name in ("facts", "judgments")):
        return None  # an empty part has no path that would say that it is there
    if name != "judgments":
        return {f"{name}.{field}": one for field, one in value.items()}
    found: dict[str, Any] = {}
    for judgment, fields in value.items():
        if not isinstance(fields, dict) or not fields or None in fields.values():
            return None
        found |= {f"{name}.{judgment}.{field}": one for field, one in fields.items()}
    return found


def _fits(column: Column | None, value: Any) -> bool:  # noqa: ANN401
    """Say whether a column can hold a value; what it cannot hold is wrong, or shaped in an unusual way."""
    if column is None:
        return False
    match column.holds:
        case _ if value is None:
            return True
        case "truth":
            return isinstance(value, bool)
        case "number":
            return type(value) is int and abs(value) < 10**MAX_DIGITS
        case "terms" if isinstance(value, list):
            return all(isinstance(one, str) and not _LONE.search(one) for one in value)
    return isinstance(value, str) and not _LONE.search(value)
