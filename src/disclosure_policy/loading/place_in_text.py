"""Maps an offset in a YAML string to its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from disclosure_policy.documents import Document, Path
from disclosure_policy.errors import Location

_CHARACTER = {
    "": re.compile("."),
    "'": re.compile("''|."),
    '"': re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\(?:x..|u....|U........|.)|\\$|."),
}
"""How one character of a text is written, by the quotation mark around it."""


def place_in_text(document: Document, path: Path, offset: int) -> Location:
    """Return the line and column of what is at `offset` in the text at `path`."""
    where, style = document.where(path), document.styles.get(path, "plain")
    if style == "block":
        return _in_block(document, where, offset)
    places = _in_flow(document.lines, where, quoted=style == "quoted")
    return Location(where.file, *next(islice(places, offset, None), (where.line, where.column)))


def _in_flow(lines: Sequence[str], where: Location, *, quoted: bool) -> Iterator[tuple[int, int]]:
    """Yield the place of each character; a break between two lines is a space, one more is a break."""
    line, column = where.line, where.column + quoted
    mark = lines[line - 1][where.column - 1] if quoted else ""
    written = _CHARACTER[mark]
    while 0 < line <= len(lines):
        text, goes_on = lines[line - 1].rstrip(), False
        while (character := written.match(text, column - 1)) is not None:
            goes_on = mark == '"' and character[0] == "\\"  # the last of its line: no space follows
            if not goes_on:
                yield line, column
            column += len(character[0])
        blank = 0
        while line + blank < len(lines) and not lines[line + blank].strip():
            blank += 1
        yield from [(line, column)] * (blank if goes_on else max(blank, 1))
        line += blank + 1
        column = len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1 if line <= len(lines) else 1


def _in_block(document: Document, where: Location, offset: int) -> Location:
    """Count through the lines of a block, of which each ends in a line break or a space; a blank one breaks off."""
    below = document.lines[where.line :]
    indent = len(below[0]) - len(below[0].lstrip()) if below else 0
    for number, line in enumerate(below, where.line + 1):
        if not line.strip() or line[:indent].strip():
            break
        length = len(line) - indent
        if offset <= length:
            return Location(where.file, number, indent + offset + 1)
        offset -= length + 1
    return where
