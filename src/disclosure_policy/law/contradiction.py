"""What cannot be together across facts, ready to be looked for in a request."""

from __future__ import annotations

from dataclasses import dataclass

from disclosure_policy.conditions.expression import And, Expression, paths


@dataclass(frozen=True)
class Contradiction:
    """Conditions that cannot all be true of one disclosure."""

    jurisdiction: str
    number: int
    """Its place among those of its jurisdiction."""
    conditions: tuple[Expression, ...]
    because: str
    citation: str | None = None

    @property
    def together(self) -> Expression:
        """All of the conditions as one, which is never true."""
        return And(self.conditions)

    @property
    def paths(self) -> tuple[str, ...]:
        """What the conditions read, in the order written."""
        return tuple(dict.fromkeys(path for condition in self.conditions for path in paths(condition)))
