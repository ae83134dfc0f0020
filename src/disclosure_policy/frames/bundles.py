"""The disclosures of many requests: each item that a row lists for each purpose that it lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from disclosure_policy.frames.coding import Coded, Each


@dataclass
class Bundles:
    """The disclosures that some rows ask for, one after the other, those of a row together."""

    coded: Coded
    rows: np.ndarray

    @cached_property
    def counts(self) -> np.ndarray:
        """How many disclosures each row asks for."""
        return self.coded.items.counts[self.rows] * self.coded.purposes.counts[self.rows]

    @cached_property
    def starts(self) -> np.ndarray:
        """Where the disclosures of each row begin."""
        return np.concatenate(([0], np.cumsum(self.counts)[:-1])).astype(np.int64)

    def columns(self) -> dict[str, pa.Array]:
        """Return the facts of each disclosure: coded facts by number, all others as they are."""
        of = np.repeat(self.rows, self.counts)
        within = np.arange(len(of)) - np.repeat(self.starts, self.counts)
        purposes = np.repeat(self.coded.purposes.counts[self.rows], self.counts)
        item = self.coded.items.starts[of] + within // purposes
        purpose = self.coded.purposes.starts[of] + within % purposes
        everything = len(of) == self.coded.rows == len(self.rows)
        place = pa.array(of)
        found = {path: array if everything else array.take(place) for path, array in self.coded.plain.items()}
        found |= {
            path: pa.array((codes if everything else codes[of]).astype(np.int32))
            for path, codes in self.coded.coded.items()
        }
        found |= {path: array.take(pa.array(item)) for path, array in self.coded.items.flags.items()}
        found["item.type"] = _numbers(self.coded.items, item)
        found["purpose"] = _numbers(self.coded.purposes, purpose)
        return found

    def some(self, wanted: np.ndarray) -> Bundles:
        """Return those of some of the rows."""
        return Bundles(self.coded, self.rows[wanted])

    def portions(self, most: int) -> Iterator[Bundles]:
        """Yield them in portions of not much more than `most` disclosures."""
        portion = np.cumsum(self.counts) // most
        for number in np.unique(portion).tolist():
            yield self.some(portion == number)


def _numbers(each: Each, places: np.ndarray) -> pa.Array:
    return pa.array(each.numbers[places].astype(np.int32))
