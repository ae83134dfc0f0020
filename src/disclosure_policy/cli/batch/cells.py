"""A value to a cell of a CSV file or a value of JSON, and a cell to the list of terms that it writes."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import date, time
from math import isfinite
from typing import Any

from disclosure_policy.escaping import spreadsheet


def cell(value: Any) -> str:  # noqa: ANN401
    """Return a value as a cell, from which it can be read back; no spreadsheet takes it for a formula."""
    if value is None:
        return ""
    if isinstance(value, str):  # as most are
        return spreadsheet(value)
    value = plain(value)
    match value:
        case str():
            return spreadsheet(value)
        case list():
            return _list_cell(value)
        case bool() | dict():
            return json.dumps(value)
    return str(value)


def listed(text: str) -> list[Any]:
    """Return the terms in a cell: those between `;`, or what it writes as a list in JSON."""
    if text.startswith("["):
        try:
            return list(json.loads(text))
        except (ValueError, RecursionError):
            pass  # a term, if an odd one
    return [term.strip() for term in text.split(";") if term.strip()]


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON can have it: bytes in base64, a number that is none as text (as proto3 does), days."""
    match value:
        case float() if not isfinite(value):
            return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
        case None | str() | bool() | int() | float():
            return value
        case Mapping():
            return {str(name): plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case bytes():
            return b64encode(value).decode()
        case date() | time():
            return value.isoformat()
    return str(value)


def _list_cell(value: list[Any]) -> str:
    """Return a list as terms with `;` between them, if that can be read back."""
    text = "; ".join(value) or ";" if all(isinstance(one, str) for one in value) else ""
    return text if listed(text) == value and spreadsheet(text) == text else json.dumps(value)
