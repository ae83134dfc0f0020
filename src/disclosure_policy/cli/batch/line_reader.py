"""Lines of text files and rows of CSV in bounded memory, each with the number of the line on which it begins."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, AnyStr, TypeVar

from disclosure_policy.limits import MAX_BYTES

_MOST = MAX_BYTES + len("\r\n")
_PORTION = 16 * MAX_BYTES
"""How much text is decided at a time, roughly, however many rows that is."""
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")

One = TypeVar("One")


@dataclass(frozen=True)
class Row:
    """The cells of a row of a CSV file, as far as they could be read, and what is wrong with it."""

    number: int
    cells: list[str]
    wrong: str | None


def lines(file: IO[AnyStr]) -> Iterator[tuple[int, AnyStr]]:
    """Yield each line with its number; of one that is too long for a request only the beginning, still too long."""
    number = 0
    while line := file.readline(_MOST + 1):
        number += 1
        yield number, line
        while len(line) > _MOST and line[-1:] not in {"\n", b"\n"}:
            line = file.readline(_MOST + 1)


def rows(file: IO[str]) -> Iterator[Row]:
    """Yield the rows of a CSV file but for empty ones; bytes that are not UTF-8 are to come as lone surrogates."""
    csv.field_size_limit(_MOST)
    bounded = _Bounded(file)
    reader = csv.reader(bounded)
    while True:
        number, bounded.size = reader.line_num + 1, 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Row(number, [], f"this is not CSV: {error}")
            continue
        if cells is None:
            return
        if any(map(_NOT_UTF_8.search, cells)):
            readable = [_NOT_UTF_8.sub("\ufffd", cell) for cell in cells]
            yield Row(number, readable, "this is not UTF-8 text: save the file as UTF-8")
        elif cells:
            yield Row(number, cells, None)


def portions(found: Iterator[One], most: int, length: Callable[[One], int], *, first: bool) -> Iterator[list[One]]:
    """Yield rows in portions of at most so many, fewer if they are long; an empty one if there are none at all."""
    portion: list[One] = []
    size = 0
    for one in found:
        portion.append(one)
        size += length(one)
        if len(portion) == most or size > _PORTION:
            yield portion
            portion, size, first = [], 0, False
    if portion or first:
        yield portion


class _Bounded:
    """The lines of a file, until those of one row together are too long."""

    def __init__(self, file: IO[str]) -> None:
        self.size = 0
        self._lines = lines(file)

    def __iter__(self) -> _Bounded:
        return self

    def __next__(self) -> str:
        _, line = next(self._lines)
        self.size += len(line)
        if self.size > _MOST:
            raise csv.Error(f"a row larger than {MAX_BYTES:,} bytes")
        return line
