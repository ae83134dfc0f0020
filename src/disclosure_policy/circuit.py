"""And, or and not over what is open, weighed under many suppositions at once.

A supposition says of some atoms that they are true or false. A set of suppositions is a whole number, one bit for
each, so one pass over the circuit weighs them all. Values are those of strong Kleene logic: a node is true under
some suppositions, false under others, and unknown under the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from disclosure_policy.truth import Truth

Node = int
"""A node of a circuit; what it is made of has lower numbers."""

FALSE, TRUE, UNKNOWN = 0, 1, 2

Kind = Literal["constant", "atom", "not", "and", "or"]
Values = tuple[list[int], list[int]]
"""For each node the suppositions under which it is true, and those under which it is false."""


@dataclass
class Circuit:
    """Nodes of which equal ones are the same node; what is settled is simplified away."""

    kinds: list[Kind] = field(default_factory=lambda: ["constant", "constant", "constant"])
    parts: list[tuple[Node, ...]] = field(default_factory=lambda: [(), (), ()])
    support: list[int] = field(default_factory=lambda: [0, 0, 0])
    """The atoms under each node, one bit for each node that is an atom."""
    _known: dict[tuple[Kind, object], Node] = field(default_factory=dict)

    def atom(self, name: object) -> Node:
        """Return the node of what can be true or false by itself."""
        node = self._node("atom", (), name)
        self.support[node] = 1 << node
        return node

    def negation(self, node: Node) -> Node:
        """Return what is true where `node` is false."""
        if node in (FALSE, TRUE):
            return TRUE - node
        if node == UNKNOWN:
            return UNKNOWN
        return self.parts[node][0] if self.kinds[node] == "not" else self._node("not", (node,))

    def all_of(self, nodes: Iterable[Node]) -> Node:
        """Return what is true where all are."""
        return self._join("and", nodes, FALSE)

    def any_of(self, nodes: Iterable[Node]) -> Node:
        """Return what is true where any is."""
        return self._join("or", nodes, TRUE)

    def weigh(self, suppositions: Mapping[Node, tuple[int, int]], everywhere: int) -> Values:
        """Weigh every node; `suppositions` gives, by atom, those in which it is true and those in which it is false.

        `everywhere` has a bit for each supposition.
        """
        true, false = [0, everywhere, 0], [everywhere, 0, 0]
        for node in range(3, len(self.kinds)):
            kind, parts = self.kinds[node], self.parts[node]
            if kind == "atom":
                yes, no = suppositions.get(node, (0, 0))
            elif kind == "not":
                yes, no = false[parts[0]], true[parts[0]]
            elif kind == "and":
                yes, no = everywhere, 0
                for part in parts:
                    yes &= true[part]
                    no |= false[part]
            else:
                yes, no = 0, everywhere
                for part in parts:
                    yes |= true[part]
                    no &= false[part]
            true.append(yes)
            false.append(no)
        return true, false

    def polarities(self, root: Node) -> dict[Node, set[bool]]:
        """Return, by atom, which of its values help `root` to be true: true, false or, in different places, both."""
        wanted: dict[Node, set[bool]] = {root: {True}}
        for node in range(root, 2, -1):
            for part in self.parts[node]:
                flipped = self.kinds[node] == "not"
                wanted.setdefault(part, set()).update(value is not flipped for value in wanted.get(node, ()))
        return {node: found for node, found in wanted.items() if self.kinds[node] == "atom" and found}

    def _join(self, kind: Literal["and", "or"], nodes: Iterable[Node], absorbing: Node) -> Node:
        found: dict[Node, None] = {}
        for node in nodes:
            found |= dict.fromkeys(self.parts[node] if self.kinds[node] == kind else (node,))
        if absorbing in found:
            return absorbing
        found.pop(TRUE - absorbing, None)
        if len(found) <= 1:
            return next(iter(found), TRUE - absorbing)
        return self._node(kind, tuple(found))

    def _node(self, kind: Kind, parts: tuple[Node, ...], name: object = None) -> Node:
        key = (kind, name if kind == "atom" else parts)
        if key not in self._known:
            self._known[key] = len(self.kinds)
            self.kinds.append(kind)
            self.parts.append(parts)
            support = 0
            for part in parts:
                support |= self.support[part]
            self.support.append(support)
        return self._known[key]


def under(values: Values, node: Node, supposition: int = 0) -> Truth:
    """Return the value of a node under one supposition, named by its place."""
    true, false = values
    if true[node] >> supposition & 1:
        return True
    return False if false[node] >> supposition & 1 else None
