"""The class `Document`: what a file says, as plain values, and where in it each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from disclosure_policy.errors import Location, Problem, ProblemsError

Path = tuple[str | int, ...]
"""The way to a value: names of entries and places in lists, from the outside in."""


@dataclass(frozen=True)
class Document:
    """A file's contents as plain values, and where each of them stands."""

    file: str
    value: Any
    places: dict[Path, tuple[int, int]] = field(default_factory=dict, repr=False)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict, repr=False)
    styles: dict[Path, str] = field(default_factory=dict, repr=False)
    """`quoted` or `block` for text so written; other text is plain."""
    lines: tuple[str, ...] = field(default_factory=tuple, repr=False)

    def where(self, path: Path, *, key: bool = False) -> Location:
        """Return where the value at `path` stands, or its key; for an absent one, the nearest thing around it."""
        if key and path in self.keys:
            return Location(self.file, *self.keys[path])
        while path and path not in self.places:
            path = path[:-1]
        return Location(self.file, *self.places.get(path, (1, 1) if self.places else (0, 0)))


def below(document: Document, path: Path) -> Document:
    """Return what stands at a path of a document as a document of its own, each value at its place in the file."""
    value: Any = document.value
    for part in path:
        value = value[part]
    places, keys, styles = (_below(marks, path) for marks in (document.places, document.keys, document.styles))
    return Document(document.file, value, places, keys, styles, document.lines)


def _below(marks: Mapping[Path, Any], path: Path) -> dict[Path, Any]:
    return {at[len(path) :]: mark for at, mark in marks.items() if at[: len(path)] == path}


class ReadingError(ProblemsError):
    """A file cannot be used as it stands; `document` is what it says, if that much can be told."""

    def __init__(self, problems: Iterable[Problem], document: Document | None = None) -> None:
        super().__init__(problems)
        self.document = document


def of_value(value: Any, file: str) -> Document:  # noqa: ANN401 - any plain value a caller built
    """Return a document without lines for values that were built in Python."""
    return Document(file, value)
