"""A line of a file in JSON Lines to the request that it writes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from disclosure_policy.documents import Document
from disclosure_policy.errors import Location, Problem, RequestError
from disclosure_policy.limits import MAX_BYTES
from disclosure_policy.policy import read_request


def object_of(line: bytes) -> dict[str, Any] | None:
    """Return the object that a line writes in JSON, or None if it is no such, is too long, or has a key twice."""
    if len(line) > MAX_BYTES:
        return None
    try:
        value = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_distinct, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


class _NoNumberError(ValueError):
    """A number that JSON does not have."""


def _no_number(name: str) -> None:
    raise _NoNumberError(f"`{name}` is no number in JSON")


def document_of(line: bytes, file: str, number: int) -> Document:
    """Read a line as a request of its own, with its places as they are in the file.

    Raises:
        RequestError: if it cannot be read.
    """
    try:
        json.loads(line[: MAX_BYTES + 1], parse_constant=_no_number)
    except _NoNumberError as error:
        place, help_ = Location(file, number, 1), "write null, or leave it out"
        raise RequestError([Problem(place, str(error), help_, code="malformed-row")]) from None
    except (ValueError, RecursionError):
        pass  # told below, with its place
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
