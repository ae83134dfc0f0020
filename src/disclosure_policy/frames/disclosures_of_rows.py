"""The disclosures of many requests: each item that a row lists for each purpose that it lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from disclosure_policy.frames.arrow_arrays import Booleans, Integers
from disclosure_policy.frames.coded_requests import Coded


@dataclass
class Bundles:
    """The disclosures that some rows ask for, one after the other, those of a row together."""

    coded: Coded
    rows: Integers

    @cached_property
    def counts(self) -> Integers:
        """How many disclosures each row asks for."""
        return self.coded.items.counts[self.rows] * self.coded.purposes.counts[self.rows]

    @cached_property
    def starts(self) -> Integers:
        """Where the disclosures of each row begin."""
        return np.concatenate(([0], np.cumsum(self.counts)[:-1])).astype(np.int64)

    def columns(self, reads: Iterable[str]) -> dict[str, pa.Array]:
        """Return some facts of each disclosure: coded facts by number, all others as they are."""
        coded, each = self.coded, {"item.type": self.coded.items, "purpose": self.coded.purposes}
        of = np.repeat(self.rows, self.counts)
        within = np.arange(len(of)) - np.repeat(self.starts, self.counts)
        purposes = np.repeat(coded.purposes.counts[self.rows], self.counts)
        item, purpose = coded.items.starts[of] + within // purposes, coded.purposes.starts[of] + within % purposes
        everything = len(of) == coded.rows == len(self.rows)
        place = pa.array(of)
        found: dict[str, pa.Array] = {}
        for path in reads:
            if path in each:
                found[path] = pa.array(each[path].numbers[purpose if path == "purpose" else item].astype(np.int32))
            elif path in coded.items.flags:
                found[path] = coded.items.flags[path].take(pa.array(item))
            elif path in coded.coded:
                codes = coded.coded[path].astype(np.int32)
                found[path] = pa.array(codes if everything else codes[of])
            else:
                found[path] = coded.plain[path] if everything else coded.plain[path].take(place)
        return found

    def identities(self) -> list[Integers]:
        """Return values in which the disclosures of bundles differ if they are of different items or purposes."""
        flags = list(self.coded.items.flags)
        columns = self.columns(["item.type", "purpose", *flags])
        bundled = np.repeat(self.counts > 1, self.counts)
        whole = [columns[name].to_numpy(zero_copy_only=False) for name in ("item.type", "purpose")]
        truths = [pc.fill_null(columns[name].cast(pa.int8()), 2).to_numpy(zero_copy_only=False) for name in flags]
        return [values * bundled for values in (*whole, *truths)] if bundled.any() else []

    def some(self, wanted: Booleans) -> Bundles:
        """Return those of some of the rows."""
        return Bundles(self.coded, self.rows[wanted])

    def portions(self, most: int) -> Iterator[Bundles]:
        """Yield them in portions of not much more than `most` disclosures."""
        if self.counts.sum() <= most:
            yield self
            return
        portion = (np.cumsum(self.counts) - 1) // most
        for number in np.unique(portion).tolist():
            yield self.some(portion == number)
