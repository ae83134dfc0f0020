"""Maps an offset in a YAML string to its line and column."""

from __future__ import annotations

from disclosure_policy.documents import Document, Path
from disclosure_policy.errors import Location


def place_in_text(document: Document, path: Path, offset: int) -> Location:
    """Return the line and column of what is at `offset` in the text at `path`."""
    where, style = document.where(path), document.styles.get(path, "plain")
    if style == "block":
        return _in_block(document, where, offset)
    return Location(where.file, where.line, where.column + offset + (style == "quoted"))


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
