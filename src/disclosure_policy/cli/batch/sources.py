"""Reads a file of requests in chunks of rows: JSON Lines, CSV or Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from disclosure_policy.cli.batch.json_lines import document_of, object_of
from disclosure_policy.cli.batch.line_reader import Row, lines, portions, rows
from disclosure_policy.cli.batch.rows import Rows, leaves
from disclosure_policy.documents import Document, of_value
from disclosure_policy.errors import Location, Problem, RequestError
from disclosure_policy.frames import stated_columns
from disclosure_policy.frames.columns import AS_OF, JURISDICTION, RESULTS, is_stated, request_of
from disclosure_policy.law import Law
from disclosure_policy.limits import MAX_BYTES

FileFormat = Literal["jsonl", "csv", "parquet"]

_RESULTS = frozenset(RESULTS)
_SHOWN = 1_000
"""How much is written again of a line that is too long to be decided."""


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

    def columns(self, form: FileFormat) -> list[str]:
        """Return the names of the columns that are written again.

        Raises:
            RequestError: if no row can be read, because of the columns or of the whole file.
        """
        if form == "jsonl":
            return ["line", "request"]
        if form == "parquet":
            with self._as_parquet() as file:
                names = list(file.schema_arrow.names)
                self._check(names)
                self._check_parts(stated_columns(file.schema_arrow.empty_table()).column_names)
                return names
        with self._as_csv() as file:
            names = self._header(rows(file))
            self._check(names)
            self._check_parts(names)
            return names

    def chunks(self, form: FileFormat, done: int) -> Iterator[Chunk]:
        """Yield the chunks of the file but for the rows that are done; at least one, if it has no rows at all."""
        read = {"jsonl": self._json_lines, "csv": self._csv, "parquet": self._parquet}[form]
        yield from read(done)

    def _json_lines(self, done: int) -> Iterator[Chunk]:
        with self.path.open("rb") as file:
            stated = ((number, line.strip()) for number, line in lines(file) if line.strip())
            rest = islice(stated, done, None)
            for some in portions(rest, self.rows, lambda row: len(row[1]), first=done == 0):
                yield self._of_lines(some)

    def _of_lines(self, some: list[tuple[int, bytes]]) -> Chunk:
        table, texts, whole = Rows(self.law), [], []
        for _, line in some:
            request = object_of(line)
            table.add(None if request is None else self._dated(leaves(request)))
            text = line.decode("utf-8-sig", "replace")
            texts.append(text if len(line) <= MAX_BYTES else f"{text[:_SHOWN]}…")
            whole.append(texts[-1] if request is not None and not _RESULTS & request.keys() else None)

        def document(row: int) -> Document:
            number, line = some[row]
            return self._own_parts(document_of(line, str(self.path), number))

        numbers = pa.array([number for number, _ in some], pa.int64())
        own = pa.table({"line": numbers, "request": pa.array(texts, pa.string())})
        return Chunk(table.table(), own, table.odd, document, whole)

    def _csv(self, done: int) -> Iterator[Chunk]:
        with self._as_csv() as file:
            found = rows(file)
            header = self._header(found)
            rest = islice(found, done, None)
            for some in portions(rest, self.rows, lambda row: sum(map(len, row.cells)), first=done == 0):
                yield self._of_cells(header, some)

    def _of_cells(self, header: list[str], some: list[Row]) -> Chunk:
        table = Rows(self.law)
        stated = [
            None
            if row.wrong or len(row.cells) != len(header)
            else self._dated(
                {
                    name: table.read(name, cell)
                    for name, cell in zip(header, row.cells, strict=True)
                    if is_stated(name)
                }
            )
            for row in some
        ]
        for values in stated:
            table.add(values)

        def document(row: int) -> Document:
            values, place = stated[row], f"{self.path}, line {some[row].number}"
            if values is None:
                wrong = some[row].wrong or f"{len(some[row].cells)} cells under {len(header)} headings"
                raise RequestError([Problem(Location(place), wrong, code="malformed-row")])
            return of_value(request_of(values), place)

        filled = [row.cells + [""] * len(header) for row in some]
        own = {name: pa.array([cells[place] for cells in filled], pa.string()) for place, name in enumerate(header)}
        return Chunk(table.table(), pa.table(own), table.odd, document)

    def _parquet(self, done: int) -> Iterator[Chunk]:
        with self._as_parquet() as file:
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
        if not requests.column_names:  # a table without columns would have no rows
            requests = pa.table({JURISDICTION: pa.nulls(len(table), pa.string())})

        def document(row: int) -> Document:
            request = stated_columns(requests.slice(row, 1)).to_pylist()[0]
            return of_value(request_of(request), f"{self.path}, row {before + row + 1}")

        return Chunk(requests, table, [], document)

    @contextmanager
    def _as_parquet(self) -> Iterator[pq.ParquetFile]:
        """Open the file as Parquet; what is wrong with it is told in a sentence, whenever it is found."""
        try:
            with pq.ParquetFile(self.path) as file:
                yield file
        except (pa.ArrowException, OSError) as error:
            told = str(error).partition("\n")[0]
            raise RequestError(
                [Problem(Location(str(self.path)), f"this cannot be read as Parquet: {told}", code="not-parquet")]
            ) from None

    def _as_csv(self) -> IO[str]:
        return self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")

    def _header(self, found: Iterator[Row]) -> list[str]:
        """Return the names of the columns of a CSV file, which are its first row."""
        first = next(found, None)
        if first is not None and first.wrong:
            raise RequestError(
                [Problem(Location(str(self.path), first.number, 1), first.wrong, code="malformed-row")]
            )
        return first.cells if first else []

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

    def _check_parts(self, names: list[str]) -> None:
        """Refuse a column that states a part of the request of which another column states a part."""
        place = Location(str(self.path), 1, 1)
        pairs = ((name, part) for name in names for part in names if is_stated(name) and part.startswith(f"{name}."))
        problems = [
            Problem(place, f"the columns `{name}` and `{part}` state the same", code="repeated-column")
            for name, part in pairs
        ]
        if problems:
            raise RequestError(problems)
