"""Finds the smallest parts of an amendment that are enough for an allow, by weighing many of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from disclosure_policy.deciding.logic_graph import Node
from disclosure_policy.law import Statement
from disclosure_policy.missing.items_and_purposes import Left
from disclosure_policy.missing.logic_circuit import under
from disclosure_policy.missing.open_verdict import Place, Residue, truth_in
from disclosure_policy.missing.proposals import Amendment, Piece, Supposed
from disclosure_policy.truth import Truth

EXHAUSTIVE = 12
"""Up to so many changes, every part of a proposal is tried by itself; of more, leaving one out at a time."""


@dataclass(frozen=True)
class Enough:
    """Knows of a part of an amendment whether the request is allowed with it."""

    residue: Residue
    root: Node
    """Whether the request is allowed."""
    left: Mapping[Node, Left]
    """What can be left out."""

    @cached_property
    def current(self) -> Mapping[Node, Truth]:
        """The value of each atom by what is stated."""
        return {node: self.residue.current(node) for node in self.residue.atoms}

    def smallest(self, amendment: Amendment) -> Iterator[Amendment]:
        """Yield the smallest parts of an amendment that would do by themselves; mostly that is all of it."""
        pieces = amendment.pieces
        while len(pieces) > EXHAUSTIVE:
            fewer = [tuple(piece for piece in pieces if piece != one) for one in pieces]
            enough = next(self._enough(amendment, fewer), None)
            if enough is None:
                yield amendment.only(pieces)
                return
            pieces = enough
        subsets = [chosen for size in range(len(pieces) + 1) for chosen in combinations(pieces, size)]
        least: list[frozenset[Piece]] = []
        for chosen in self._enough(amendment, subsets):
            if not any(smaller <= set(chosen) for smaller in least):
                least.append(frozenset(chosen))
                yield amendment.only(chosen)

    def _enough(self, amendment: Amendment, subsets: list[tuple[Piece, ...]]) -> Iterator[tuple[Piece, ...]]:
        """Yield those of the subsets of an amendment with which the request is allowed, all weighed at once."""
        everywhere = (1 << len(subsets)) - 1
        within = dict.fromkeys(amendment.pieces, 0)
        for number, chosen in enumerate(subsets):
            for piece in chosen:
                within[piece] |= 1 << number
        suppositions: dict[Node, tuple[int, int]] = {
            node: (within.get(which, 0), everywhere & ~within.get(which, 0)) for node, which in self.left.items()
        }
        for node, atom in self.residue.atoms.items():
            place = atom.places[0]
            changed = within.get(place, 0)
            before = self.current[node]
            after = self._after(node, place, amendment.said[place]) if changed else before
            yes = (changed if after is True else 0) | (everywhere & ~changed if before is True else 0)
            no = (changed if after is False else 0) | (everywhere & ~changed if before is False else 0)
            suppositions[node] = (yes, no)
        values = self.residue.circuit.weigh(suppositions, everywhere)
        yield from (chosen for number, chosen in enumerate(subsets) if under(values, self.root, number) is True)

    def _after(self, node: Node, place: Place, said: Supposed) -> bool | None:
        facts = self.residue.facts[place]
        changed = facts.stating(place[0], said) if isinstance(said, Statement) else facts.given({place[0]: said})
        return truth_in(changed, self.residue.atoms[node].expression)
