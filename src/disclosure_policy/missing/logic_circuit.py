"""A circuit of and, or and not over what is open, weighed under many suppositions at once.

A supposition says of some atoms that they are true or false. A set of suppositions is a whole number, one bit for
each, so one pass over the circuit weighs them all. Values are those of strong Kleene logic: a node is true under
some suppositions, false under others, and unknown under the rest.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from disclosure_policy.deciding.logic_graph import FALSE, TRUE, Graph, Node, NodeKind
from disclosure_policy.truth import Truth

Values = tuple[list[int], list[int]]
"""For each node the suppositions under which it is true, and those under which it is false."""
Barred = Mapping[Node, tuple[int, int]]
"""Nodes with the suppositions under which they are not to be true, and not to be false, whatever their parts are."""


@dataclass
class Circuit(Graph[Hashable]):
    """The graph of what is open."""

    support: list[int] = field(default_factory=lambda: [0, 0, 0])
    """The atoms under each node, one bit for each node that is an atom."""
    _resting: dict[tuple[int, int], list[Node]] = field(default_factory=dict)

    def weigh(
        self,
        suppositions: Mapping[Node, tuple[int, int]],
        everywhere: int,
        before: Values | None = None,
        closed: Barred | None = None,
        again: Node | None = None,
    ) -> Values:
        """Weigh every node; `suppositions` gives, by atom, those in which it is true and those in which it is false.

        `everywhere` has a bit for each supposition. With the values from `before`, only what depends on the atoms
        given, or on those of `again`, is weighed anew.
        """
        size = len(self.kinds)
        if before is None:
            true, false = [0] * size, [0] * size
            true[TRUE] = false[FALSE] = everywhere
            nodes: Iterable[Node] = range(3, size)
        else:
            true, false = before[0].copy(), before[1].copy()
            nodes = self._resting_on(
                sum(1 << node for node in suppositions) | (0 if again is None else self.support[again])
            )
        for node in nodes:
            kind = self.kinds[node]
            if kind == "atom":
                if node in suppositions:
                    true[node], false[node] = suppositions[node]
            elif kind == "not":
                (part,) = self.parts[node]
                true[node], false[node] = false[part], true[part]
            else:
                by_all, by_one = (true, false) if kind == "and" else (false, true)
                every, one = everywhere, 0
                for part in self.parts[node]:
                    every &= by_all[part]
                    one |= by_one[part]
                by_all[node], by_one[node] = every, one
            if closed and node in closed:
                true[node] &= ~closed[node][0]
                false[node] &= ~closed[node][1]
        return true, false

    def _resting_on(self, atoms: int) -> list[Node]:
        """Return the nodes that depend on some atoms, and these."""
        if (len(self.kinds), atoms) not in self._resting:
            self._resting[len(self.kinds), atoms] = [node for node, mask in enumerate(self.support) if mask & atoms]
        return self._resting[len(self.kinds), atoms]

    def helpful(self, root: Node) -> dict[Node, set[bool]]:
        """Return, by node, the values that help `root` to be true: true, false or, in different places, both.

        What can never have a value that would help is left out, with all that is of use only to it.
        """
        can = self._can()
        wanted: dict[Node, set[bool]] = {root: {True} & can[root]}
        for node in range(root, 2, -1):
            for value in wanted.get(node, ()):
                onward = value is not (self.kinds[node] == "not")
                for part in self.parts[node]:
                    wanted.setdefault(part, set()).update({onward} & can[part])
        return {node: values for node, values in wanted.items() if values}

    def _can(self) -> list[set[bool]]:
        """Return, by node, the values that it can have: what is unknown for good keeps a node from some."""
        can: list[set[bool]] = [{False}, {True}, set()]
        for node in range(3, len(self.kinds)):
            kind, parts = self.kinds[node], self.parts[node]
            if kind == "not":
                can.append({not value for value in can[parts[0]]})
            else:
                every = kind == "and"  # the value that takes every part, where the other takes one
                by_all = {every} if all(every in can[part] for part in parts) else set()
                by_one = {not every} if any((not every) in can[part] for part in parts) else set()
                can.append({True, False} if kind == "atom" else by_all | by_one)
        return can

    def _node(self, kind: NodeKind, parts: tuple[Node, ...], atom: object = None) -> Node:
        node = super()._node(kind, parts, atom)
        if node == len(self.support):
            support = 1 << node if kind == "atom" else 0
            for part in parts:
                support |= self.support[part]
            self.support.append(support)
        return node


def under(values: Values, node: Node, supposition: int = 0) -> Truth:
    """Return the value of a node under one supposition, named by its place."""
    true, false = values
    if true[node] >> supposition & 1:
        return True
    return False if false[node] >> supposition & 1 else None
