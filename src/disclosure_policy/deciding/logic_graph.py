"""Three-valued logic as one graph, in which equal nodes are the same node and what is settled is simplified away.

What its atoms are, and what is worked out over it, those say who build one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from disclosure_policy.truth import Truth

Node = int
"""A node of a graph; what it is made of has lower numbers."""

FALSE, TRUE, UNKNOWN = 0, 1, 2

ValueTest = Literal["true", "possible", "unknown"]
"""Whether a value is true, possible (true or unknown) or unknown; the answer is always known."""
NodeKind = Literal["constant", "atom", "not", "and", "or"] | ValueTest

A = TypeVar("A", bound=Hashable)
"""What an atom stands for."""


@dataclass
class Graph(Generic[A]):
    """The graph, while it is built and after."""

    kinds: list[NodeKind] = field(default_factory=lambda: ["constant", "constant", "constant"], init=False)
    parts: list[tuple[Node, ...]] = field(default_factory=lambda: [(), (), ()], init=False)
    atoms: dict[Node, A] = field(default_factory=dict, init=False)
    _nodes: dict[tuple[NodeKind, object], Node] = field(default_factory=dict, init=False, repr=False)

    def known(self, value: Truth) -> Node:
        """Return the node of what is settled."""
        return UNKNOWN if value is None else TRUE if value else FALSE

    def atom(self, atom: A) -> Node:
        """Return the node of what can be true or false by itself."""
        node = self._node("atom", (), atom)
        self.atoms[node] = atom
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
        return self._join("and", self._flat("and", nodes))

    def any_of(self, nodes: Iterable[Node]) -> Node:
        """Return what is true where any is."""
        return self._join("or", self._flat("or", nodes))

    def _flat(self, kind: NodeKind, nodes: Iterable[Node]) -> dict[Node, None]:
        """Return nodes, and in place of one that joins others in the same way these."""
        found: dict[Node, None] = {}
        for node in nodes:
            if self.kinds[node] == kind:
                found |= dict.fromkeys(self.parts[node])
            else:
                found[node] = None
        return found

    def _join(self, kind: Literal["and", "or"], nodes: Iterable[Node]) -> Node:
        settling = FALSE if kind == "and" else TRUE
        found = dict.fromkeys(nodes)
        if settling in found:
            return settling
        found.pop(TRUE - settling, None)
        if len(found) <= 1:
            return next(iter(found), TRUE - settling)
        return self._node(kind, tuple(found))

    def _node(self, kind: NodeKind, parts: tuple[Node, ...], atom: object = None) -> Node:
        key = (kind, atom if kind == "atom" else parts)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = len(self.kinds)
            self.kinds.append(kind)
            self.parts.append(parts)
        return node
