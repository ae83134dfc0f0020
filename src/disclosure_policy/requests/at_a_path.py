"""A value put where a dotted path leads in a request that is written as plain values."""

from __future__ import annotations

from copy import deepcopy
from typing import Any


def put(request: Any, path: str, value: object) -> bool:  # noqa: ANN401 - plain values of any shape
    """Set what a dotted path such as `items.0.type` leads to, or leave it unstated if it is None.

    Returns whether that can be: a path cannot lead through a text, nor to a place that a list has not.
    """
    *branch, leaf = path.split(".")
    at = request
    for part in branch:
        if isinstance(at, list):
            if not part.isdigit() or int(part) >= len(at):
                return False
            at = at[int(part)]
        elif isinstance(at, dict) and value is None and part not in at:
            return True  # nothing is stated there
        elif isinstance(at, dict):
            at = at.setdefault(part, {})
        else:
            return False
    if not isinstance(at, dict):
        return False
    if value is None:
        at.pop(leaf, None)
    else:
        at[leaf] = deepcopy(value)
    return True
