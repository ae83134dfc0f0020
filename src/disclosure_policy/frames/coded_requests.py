"""The requests of a table as numbers, flags and days: what each row states, and what it lists."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from disclosure_policy.frames.arrow_arrays import (
    Booleans,
    Integers,
)


@dataclass
class Each:
    """What a row lists, one for each disclosure: `counts` elements from `starts` on; nothing counts as one."""

    numbers: Integers
    starts: Integers
    counts: Integers
    flags: dict[str, pa.Array] = field(default_factory=dict)


@dataclass
class Coded:
    """The requests of one jurisdiction: coded facts by number, other facts as they are, and what each row lists."""

    rows: int
    sound: Booleans
    coded: dict[str, Integers] = field(default_factory=dict)
    plain: dict[str, pa.Array] = field(default_factory=dict)
    purposes: Each = field(init=False)
    items: Each = field(init=False)

    def __post_init__(self) -> None:
        self.purposes = self.items = self.nothing()

    @property
    def present(self) -> frozenset[str]:
        """The facts of which anything is stated."""
        return frozenset(self.coded) | frozenset(self.plain) | frozenset(self.items.flags) | {"purpose", "item.type"}

    def nothing(self) -> Each:
        """Return what rows list that list nothing."""
        return Each(np.zeros(1, np.int64), np.zeros(self.rows, np.int64), np.ones(self.rows, np.int64))

    def refuse(self, wrong: Booleans) -> None:
        """Leave rows out."""
        self.sound &= ~wrong
