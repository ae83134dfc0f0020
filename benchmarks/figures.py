"""A figure, and what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """Something measured."""

    suite: str
    """The heading it stands under."""
    name: str
    value: float | None
    """What was measured; None if it could not be, and `note` says why."""
    unit: str = "×"
    at_most: float | None = None
    """The target, where less is better."""
    at_least: float | None = None
    """The target, where more is better."""
    note: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """The target as written on the page."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return "" if self.at_least is None else f"≥ {self.at_least:g}"

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None if there is none, or nothing was measured."""
        if self.value is None or not self.target:
            return None
        return self.value <= self.at_most if self.at_most is not None else self.value >= (self.at_least or 0)
