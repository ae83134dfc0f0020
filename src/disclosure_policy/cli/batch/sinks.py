"""Writes each chunk of rows with its answers to a part of a file, and joins the parts to the file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from disclosure_policy.cli.batch.cells import cell, plain
from disclosure_policy.cli.batch.sources import Chunk, FileFormat
from disclosure_policy.frames import SCHEMA
from disclosure_policy.frames.columns import RESULTS

AnswerRecords = list[dict[str, Any]]


def write_part(form: FileFormat, chunk: Chunk, answers: AnswerRecords, file: BinaryIO) -> None:
    """Write a chunk with its answers."""
    if form == "parquet":
        found = pa.Table.from_pylist(answers, SCHEMA)
        table = chunk.own
        for name in RESULTS:
            table = table.append_column(SCHEMA.field(name), found.column(name))
        pq.write_table(table, file)
    elif form == "jsonl":
        _write_text(file, (f"{line}\n" for line in _lines(chunk, answers)))
    else:
        _write_rows(file, _rows(chunk, answers))


def write_whole(form: FileFormat, parts: list[Path], names: list[str], file: BinaryIO) -> None:
    """Join parts; `names` are the columns of the rows."""
    if form == "parquet":
        schema = pq.read_schema(parts[0])
        with pq.ParquetWriter(file, schema) as writer:
            for part in parts:
                writer.write_table(pq.read_table(part, schema=schema))
        return
    if form == "csv":
        _write_rows(file, [map(cell, (*names, *RESULTS))])
    for part in parts:
        with part.open("rb") as opened:
            copyfileobj(opened, file)


def _write_rows(file: BinaryIO, rows: Iterable[Iterable[str]]) -> None:
    text = TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    csv.writer(text).writerows(rows)
    text.detach()


def _write_text(file: BinaryIO, lines: Iterable[str]) -> None:
    text = TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    text.writelines(lines)
    text.detach()


def _rows(chunk: Chunk, answers: AnswerRecords) -> Iterator[Iterator[str]]:
    """Yield the cells of each row and its answer; there an empty cell is an empty list."""
    for row, answer in zip(chunk.own.to_pylist(), answers, strict=True):
        yield map(cell, (*row.values(), *(answer[name] or None for name in RESULTS)))


def _lines(chunk: Chunk, answers: AnswerRecords) -> Iterator[str]:
    """Yield each row with its answer as a JSON text; what was no object stands under `unread`."""
    if chunk.lines is None:
        for row, answer in zip(chunk.own.to_pylist(), answers, strict=True):
            yield json.dumps(plain(row | answer), allow_nan=False)
        return
    texts = chunk.own.column("request").to_pylist()
    for line, text, answer in zip(chunk.lines, texts, answers, strict=True):
        if line is None:
            yield json.dumps({"unread": text, **answer})
        else:
            comma = ", " if line[1:-1].strip() else ""
            yield f"{line[:-1]}{comma}{json.dumps(answer)[1:]}"
