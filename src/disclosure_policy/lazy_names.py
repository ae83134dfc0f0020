"""Imports the names of a room when they are first asked for, so that no command waits for what it does not use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def lazily(room: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a room; `homes` names the module of each of its names."""

    def of_room(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{homes[name]}"), name)

    return of_room
