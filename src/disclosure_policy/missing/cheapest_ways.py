"""Finds the smallest sets of values that make a verdict come true; drops ways that contain a cheaper way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from disclosure_policy.deciding.logic_graph import FALSE, TRUE, Node
from disclosure_policy.missing.logic_circuit import Circuit

Way = frozenset[tuple[Node, bool]]
"""Atoms with the values asked of them."""

Price = tuple[int, ...]


@dataclass
class Ways:
    """Finds for each node the ways to make it true or false, the cheapest of them, each smallest.

    `price` tells what a way costs, or None if it cannot be gone; ways that ask for a value and for its opposite
    cannot. `as_is` tells which values atoms have already. No more than `most` ways are kept for a node, those first
    that change least, so among very many one can be overlooked: what is found is always a way, and not always
    every one.
    """

    circuit: Circuit
    price: Callable[[Way], Price | None]
    as_is: Callable[[tuple[Node, bool]], bool]
    most: int
    _found: dict[tuple[Node, bool], list[Way]] = field(default_factory=dict)
    _prices: dict[Way, Price | None] = field(default_factory=dict)

    def to(self, node: Node, wanted: bool) -> list[Way]:  # noqa: FBT001 - a value, not a switch
        """Return the ways to make a node have a value, cheapest first."""
        for one, value in self._not_found(node, wanted):
            self._found[one, value] = self._ways(one, value)
        return self._found[node, wanted]

    def price_of(self, way: Way) -> Price | None:
        """Return what a way costs."""
        if way not in self._prices:
            self._prices[way] = self.price(way)
        return self._prices[way]

    def _not_found(self, node: Node, wanted: bool) -> list[tuple[Node, bool]]:  # noqa: FBT001
        """Return what is still to be found for a value of a node: values of it and of its parts, parts first."""
        asked = {(node, wanted)} - self._found.keys()
        waiting = list(asked)
        while waiting:
            one, value = waiting.pop()
            onward = value is not (self.circuit.kinds[one] == "not")
            new = {(part, onward) for part in self.circuit.parts[one]} - self._found.keys() - asked
            asked |= new
            waiting += new
        return sorted(asked)

    def _ways(self, node: Node, wanted: bool) -> list[Way]:  # noqa: FBT001
        kind, parts = self.circuit.kinds[node], self.circuit.parts[node]
        if kind == "constant":
            return [frozenset()] if node == (TRUE if wanted else FALSE) else []
        if kind == "atom":
            return self._cheapest([frozenset({(node, wanted)})])
        if kind == "not":
            return self._found[parts[0], not wanted]
        if (kind == "and") is not wanted:  # any part will do
            return self._cheapest(way for part in parts for way in self._found[part, wanted])
        ways: list[Way] = [frozenset()]
        for part in sorted(parts, key=lambda part: len(self._found[part, wanted])):
            ways = self._cheapest(one | other for one in ways for other in self._found[part, wanted])
        return ways

    def _cheapest(self, ways: Iterable[Way]) -> list[Way]:
        priced = [(price, len(way), way) for way in dict.fromkeys(ways) if (price := self._checked(way)) is not None]
        ranked = [way for _, _, way in sorted(priced, key=lambda entry: entry[:2])]
        kept = _smallest((way, way) for way in ranked)
        if len(kept) > self.most:  # what changes all that another changes, and more, goes first
            kept = _smallest((way, frozenset(one for one in way if not self.as_is(one))) for way in kept)
        return kept[: self.most]

    def _checked(self, way: Way) -> Price | None:
        if any((node, not value) in way for node, value in way):
            return None
        return self.price_of(way)


def _smallest(ways: Iterable[tuple[Way, Way]]) -> list[Way]:
    """Keep the ways of which no earlier one's part, given beside it, is contained in theirs."""
    kept: dict[Way, Way] = {}
    for way, part in ways:
        if not any(other <= part for other in kept.values()):
            kept[way] = part
    return list(kept)
