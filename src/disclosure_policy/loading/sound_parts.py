"""Salvages what is sound of a document with mistakes, so that one mistake does not hide the next.

What is wrong is left out, and what cannot be left out gets a stand-in. The result serves to look for further mistakes
and for nothing else: rules with a problem do not load, and a request with one is not decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from disclosure_policy.documents import Document, Path, details_of, mismatches
from disclosure_policy.errors import Problem
from disclosure_policy.limits import MAX_TOLD

Model = TypeVar("Model", bound=BaseModel)
ROUNDS = 8
_BEARS_ON = {"mandatory": ("effect",), "obligations": ("effect",), "exception_to": ("effect",)}
"""The entries whose stand-in may make another one seem wrong."""
STAND_IN = "…"
"""Stands for a text that is missing or wrong."""
UNNAMED = "unnamed"
"""Stands for an id that is missing or wrong."""
_TEXTS = ("citation", "title", "source", "summary", "duty", "reading", "alternative", "name", "label", "question")
_STAND_INS: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, STAND_IN),
    "id": UNNAMED,
    "effect": "forbid",
    "exception_to": [STAND_IN],
    "citation_forms": [STAND_IN],
    "read_on": "9999-12-31",
    "from": "0001-01-01",
    "effective": {"from": "0001-01-01"},
    "text_sha256": "0" * 64,
    "discloser": None,
}


def salvage(kind: type[Model], document: Document) -> tuple[Model | None, Document, tuple[Problem, ...]]:
    """Return a model of what is sound in a document, the document without the rest, and every mismatch.

    The model is None if nothing could be saved.
    """
    problems: list[Problem] = []
    mended: set[Path] = set()
    for _ in range(ROUNDS):
        try:
            return kind.model_validate(document.value), document, tuple(problems)
        except ValidationError as error:
            details = details_of(error)
            told = mismatches(kind, document, error)
            problems += [one for one, detail in zip(told, details, strict=True) if not _follows(detail, mended)]
            rest = None if len(details) > MAX_TOLD else _mended(document, details, mended)
        if rest is None:
            break
        document = rest
    return None, document, tuple(problems)


def _follows(detail: ErrorDetails, mended: Iterable[Path]) -> bool:
    """Say whether a mismatch may only be there because something near it was left out or got a stand-in."""
    path = _path(detail)
    near = {path, *((*path[:-1], key) for key in _BEARS_ON.get(str(path[-1]), ()))} if path else {()}
    return any(one in near or one[: len(path)] == path for one in mended)


def _path(detail: ErrorDetails) -> Path:
    return (*detail["loc"], key) if (key := detail.get("ctx", {}).get("key")) else detail["loc"]


def _mended(document: Document, details: Iterable[ErrorDetails], mended: set[Path]) -> Document | None:
    """Return a document without what is wrong in it, or None if that is all of it; `mended` gets what was changed."""
    value = document.value
    gone: set[Path] = set()
    for detail in details:
        path = _path(detail)
        value = _copied_along(value, path)
        there = _there(value, path)
        mended.add(path)
        if there == path:
            gone.add(path)
        elif there == path[:-1] and path[-1] in _STAND_INS and isinstance(_at(value, there), dict):
            _at(value, there)[path[-1]] = deepcopy(_STAND_INS[str(path[-1])])
        else:
            gone.add(there)
    if () in gone:
        return None
    places, keys, styles = dict(document.places), dict(document.keys), dict(document.styles)
    for path in sorted(gone, key=_from_the_end, reverse=True):
        if _there(value, path) == path:
            inside = _at(value, path[:-1])
            del inside[path[-1]]
            places, keys, styles = (_renumbered(one, path) for one in (places, keys, styles))
            shifted = set(_renumbered(dict.fromkeys(mended), path))
            mended.clear()
            mended.update(shifted)
            if isinstance(path[-1], str) or not inside:  # a list that is empty now was not
                mended.add(path if isinstance(path[-1], str) else path[:-1])
    return Document(document.file, value, places, keys, styles, document.lines)


def _copied_along(value: Any, path: Path) -> Any:  # noqa: ANN401
    """Return a value that can be changed at a path, and shares the rest with the one given."""
    if not path or not isinstance(value, dict | list):
        return value
    copied: Any = value.copy()
    if _there(value, path[:1]):
        copied[path[0]] = _copied_along(copied[path[0]], path[1:])
    return copied


def _there(value: Any, path: Path) -> Path:  # noqa: ANN401
    """Return as much of a path as exists."""
    for depth, part in enumerate(path):
        inside = part in value if isinstance(value, dict) else isinstance(value, list) and part in range(len(value))
        if not inside:
            return path[:depth]
        value = value[part]
    return path


def _at(value: Any, path: Path) -> Any:  # noqa: ANN401
    for part in path:
        value = value[part]
    return value


def _from_the_end(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (-1, part) for part in path)


def _renumbered(marks: Mapping[Path, Any], gone: Path) -> dict[Path, Any]:
    """Return the marks without those at `gone`; what follows it in a list moves up."""
    *before, last = gone
    depth, kept = len(before), {}
    for path, mark in marks.items():
        if path[: depth + 1] == gone:
            continue
        follows = isinstance(last, int) and path[:depth] == tuple(before) and len(path) > depth
        if follows and isinstance(part := path[depth], int) and isinstance(last, int) and part > last:
            path = (*path[:depth], part - 1, *path[depth + 1 :])  # noqa: PLW2901
        kept[path] = mark
    return kept
