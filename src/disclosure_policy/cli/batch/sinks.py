"""Writes each chunk of rows with its answers to a part of a file, and joins the parts to the file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfileobj
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from disclosure_policy.cli.batch.sources import Chunk, Format
from disclosure_policy.frames import SCHEMA
from disclosure_policy.frames.columns import RESULTS

Answers = list[dict[str, Any]]


def write_part(file: Path, form: Format, chunk: Chunk, answers: Answers) -> None:
    """Write a chunk with its answers."""
    if form == "parquet":
        found = pa.Table.from_pylist(answers, SCHEMA)
        table = chunk.own
        for name in RESULTS:
            table = table.append_column(SCHEMA.field(name), found.column(name))
        pq.write_table(table, file)
        return
    with file.open("w", encoding="utf-8", errors="replace", newline="") as out:
        if form == "jsonl":
            out.writelines(f"{line}\n" for line in _lines(chunk, answers))
            return
        rows = csv.writer(out)
        for row, answer in zip(chunk.own.to_pylist(), answers, strict=True):
            rows.writerow([_cell(value) for value in (*row.values(), *(answer[name] for name in RESULTS))])


def write_whole(out: Path, form: Format, parts: list[Path], names: list[str]) -> None:
    """Join parts to a file that is there at once or not at all; `names` are the columns of the rows."""
    made = out.with_name(f"{out.name}.part")
    if form == "parquet":
        schema = pq.read_schema(parts[0])
        with pq.ParquetWriter(made, schema) as writer:
            for part in parts:
                writer.write_table(pq.read_table(part, schema=schema))
    else:
        with made.open("wb") as whole:
            if form == "csv":
                whole.write((",".join(map(_quoted, [*names, *RESULTS])) + "\r\n").encode())
            for part in parts:
                with part.open("rb") as opened:
                    copyfileobj(opened, whole)
    made.replace(out)


def _lines(chunk: Chunk, answers: Answers) -> Iterator[str]:
    """Yield each row with its answer as a JSON text; what was no object stands under `unread`."""
    if chunk.lines is None:
        for row, answer in zip(chunk.own.to_pylist(), answers, strict=True):
            yield json.dumps(row | answer, default=str)
        return
    texts = chunk.own.column("request").to_pylist()
    for line, text, answer in zip(chunk.lines, texts, answers, strict=True):
        if line is None:
            yield json.dumps({"unread": text, **answer})
        else:
            comma = ", " if line[1:-1].strip() else ""
            yield f"{line[:-1]}{comma}{json.dumps(answer)[1:]}"


def _cell(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        plain = all(isinstance(one, str) for one in value)
        return "; ".join(value) if plain else json.dumps(value, default=str)
    return json.dumps(value, default=str) if isinstance(value, dict) else str(value)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if any(sign in name for sign in '",\r\n') else name
