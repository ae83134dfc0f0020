"""Files of requests in chunks of rows: JSON Lines, CSV and Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from disclosure_policy.cli.batch.rows import Rows, leaves
from disclosure_policy.documents import Document, of_value
from disclosure_policy.errors import Location, Problem, RequestError
from disclosure_policy.frames import stated_columns
from disclosure_policy.frames.columns import AS_OF, RESULTS, is_stated, request_of
from disclosure_policy.law import Law
from disclosure_policy.limits import MAX_BYTES
from disclosure_policy.policy import read_request

Format = Literal["jsonl", "csv", "parquet"]

_RESULTS = frozenset(RESULTS)


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file: the requests as a table, and the rows as they are to be written again.

    `odd` are the rows that the table of requests cannot hold; `document` gives the request of any row where it
    stands, or raises what is wrong with the row. `lines` are the rows as JSON texts, where they can be added to.
    """

    requests: pa.Table
    own: pa.Table
    odd: list[int]
    document: Callable[[int], Document]
    lines: list[str | None] | None = None


@dataclass(frozen=True)
class Source:
    """A file of requests; `as_of` wins over the day that a row states."""

    path: Path
    law: Law
    as_of: date | None
    rows: int
    """How many rows a chunk has."""

    def chunks(self, form: Format, done: int) -> Iterator[Chunk]:
        """Yield the chunks of the file but for the rows that are done; at least one, if it has no rows at all."""
        read = {"jsonl": self._json_lines, "csv": self._csv, "parquet": self._parquet}[form]
        yield from read(done)

    def names(self, form: Format) -> list[str]:
        """Return the names of the columns that are written again."""
        if form == "jsonl":
            return ["line", "request"]
        if form == "parquet":
            return list(pq.read_schema(self.path).names)
        with self.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return next(csv.reader(file), [])

    def _json_lines(self, done: int) -> Iterator[Chunk]:
        with self.path.open("rb") as file:
            lines = ((number, line) for number, line in enumerate(file, start=1) if line.strip())
            for some in _portions(islice(lines, done, None), self.rows, first=done == 0):
                yield self._of_lines(some)

    def _of_lines(self, some: list[tuple[int, bytes]]) -> Chunk:
        rows, texts = Rows(self.law), [line.decode("utf-8", "replace").strip() for _, line in some]
        plain = []
        for _, line in some:
            request = _object(line)
            rows.add(None if request is None else self._dated(leaves(request)))
            plain.append(request is not None and not _RESULTS & request.keys())

        def document(row: int) -> Document:
            number, line = some[row]
            return self._own_parts(_document(line, str(self.path), number))

        numbers = pa.array([number for number, _ in some], pa.int64())
        own = pa.table({"line": numbers, "request": pa.array(texts, pa.string())})
        lines = [text if whole else None for text, whole in zip(texts, plain, strict=True)]
        return Chunk(rows.table(), own, rows.odd, document, lines)

    def _csv(self, done: int) -> Iterator[Chunk]:
        csv.field_size_limit(MAX_BYTES)
        with self.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            self._check(header)
            for some in _portions(islice(_cells(reader), done, None), self.rows, first=done == 0):
                yield self._of_cells(header, some)

    def _of_cells(self, header: list[str], some: list[tuple[int, list[str] | str]]) -> Chunk:
        rows = Rows(self.law)
        stated = [
            None
            if isinstance(cells, str) or len(cells) != len(header)
            else self._dated(
                {name: rows.read(name, cell) for name, cell in zip(header, cells, strict=True) if is_stated(name)}
            )
            for _, cells in some
        ]
        for row in stated:
            rows.add(row)

        def document(row: int) -> Document:
            number, cells = some[row]
            if isinstance(cells, str) or len(cells) != len(header):
                wrong = cells if isinstance(cells, str) else f"{len(cells)} cells under {len(header)} headings"
                raise RequestError([Problem(Location(f"{self.path}, line {number}"), wrong, code="malformed-row")])
            return of_value(request_of(stated[row] or {}), f"{self.path}, line {number}")

        filled = [([] if isinstance(cells, str) else cells) + [""] * len(header) for _, cells in some]
        own = {name: pa.array([cells[place] for cells in filled], pa.string()) for place, name in enumerate(header)}
        return Chunk(rows.table(), pa.table(own), rows.odd, document)

    def _parquet(self, done: int) -> Iterator[Chunk]:
        with pq.ParquetFile(self.path) as file:
            self._check(file.schema_arrow.names)
            number = 0
            for batch in file.iter_batches(self.rows):
                skipped = min(max(done - number, 0), batch.num_rows)
                if skipped < batch.num_rows:
                    yield self._of_table(pa.Table.from_batches([batch.slice(skipped)]), number + skipped)
                number += batch.num_rows
            if not number:
                yield self._of_table(file.schema_arrow.empty_table(), 0)

    def _of_table(self, table: pa.Table, before: int) -> Chunk:
        requests = table.select([name for name in table.column_names if is_stated(name)])
        if self.as_of is not None:
            requests = requests.drop_columns([AS_OF]) if AS_OF in requests.column_names else requests
            requests = requests.append_column(AS_OF, pa.array([self.as_of] * len(table), pa.date32()))

        def document(row: int) -> Document:
            request = stated_columns(requests.slice(row, 1)).to_pylist()[0]
            return of_value(request_of(request), f"{self.path}, row {before + row + 1}")

        return Chunk(requests, table, [], document)

    def _dated(self, stated: dict[str, Any] | None) -> dict[str, Any] | None:
        return stated if stated is None or self.as_of is None else stated | {AS_OF: self.as_of.isoformat()}

    def _own_parts(self, document: Document) -> Document:
        """Return what of a document belongs to the request."""
        if not isinstance(document.value, dict):
            return document
        value = {name: one for name, one in document.value.items() if is_stated(name) or name in RESULTS}
        return replace(document, value=self._dated(value))

    def _check(self, names: list[str]) -> None:
        """Refuse columns that bear a name twice, or that of an answer."""
        place, help_ = Location(str(self.path), 1, 1), "rename it before deciding"
        problems = [
            Problem(place, f"there is a column `{name}` already", help_, code="column-taken")
            for name in RESULTS
            if name in names
        ]
        twice = sorted({name for name in names if names.count(name) > 1})
        problems += [Problem(place, f"there are two columns `{name}`", code="repeated-column") for name in twice]
        if problems:
            raise RequestError(problems)


def _portions(rows: Iterator[Any], size: int, *, first: bool) -> Iterator[list[Any]]:
    """Yield portions of rows; an empty one if there are none at all."""
    while some := list(islice(rows, size)):
        yield some
        first = False
    if first:
        yield []


def _object(line: bytes) -> dict[str, Any] | None:
    """Return the object that a line writes in JSON, or None if it is no such, or has a key twice."""
    try:
        value = json.loads(line, object_pairs_hook=_distinct)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _document(line: bytes, file: str, number: int) -> Document:
    """Read a line as a request of its own, with its places as they are in the file.

    Raises:
        RequestError: if it cannot be read.
    """
    try:
        found = read_request(line, file)
    except RequestError as error:
        raise RequestError(_moved(problem, number) for problem in error.problems) from None
    places = {path: (row + number - 1, column) for path, (row, column) in found.places.items()}
    keys = {path: (row + number - 1, column) for path, (row, column) in found.keys.items()}
    return replace(found, places=places, keys=keys)


def _moved(problem: Problem, number: int) -> Problem:
    """Return what is wrong with a line alone at its place in the file."""
    help_ = problem.help and problem.help.replace("on line 1", "on this line")
    return replace(problem, location=replace(problem.location, line=problem.location.line + number - 1), help=help_)


def _cells(reader: Any) -> Iterator[tuple[int, list[str] | str]]:  # noqa: ANN401 - the csv module names no type
    """Yield the cells of each row, or what is wrong with it, with the line on which it begins."""
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield number, f"this is not CSV: {error}"
            continue
        if cells is None:
            return
        if cells:
            yield number, cells
