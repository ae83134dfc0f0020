"""Lists what could still be stated of an unknown fact, and what that would make of everything read of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from disclosure_policy.deciding import Facts
from disclosure_policy.deciding.logic_graph import Node
from disclosure_policy.law import Scheme, Statement
from disclosure_policy.missing.boundary_values import read_once, values_around
from disclosure_policy.missing.open_verdict import Atom, Place, Residue, truth_in
from disclosure_policy.missing.restated_request import joined
from disclosure_policy.truth import Truth


class Domain(Protocol):
    """The values that the atoms of one fact can take together, by what could still be stated of it."""

    @property
    def atoms(self) -> tuple[Node, ...]:
        """Return the atoms of the fact."""

    @property
    def ways(self) -> tuple[tuple[Truth, ...], ...]:
        """Return the values that single statements give, in the order of the atoms."""

    @property
    def exact(self) -> bool:
        """Say whether no more is thought possible here than is."""

    def options(self, values: Mapping[Node, Truth]) -> dict[Node, list[Truth]]:
        """Return, for each other atom, the values it can have beside these, by what can be stated."""

    def admits(self, values: Mapping[Node, Truth]) -> bool:
        """Say whether something can be stated that gives atoms these values; those not named may have any."""

    def rest(self, values: Mapping[Node, Truth], wanted: Mapping[Node, Iterable[Truth]]) -> dict[Node, Truth] | None:
        """Return values for all other atoms that can be stated beside these, each one of those wanted, if found."""


@dataclass(frozen=True)
class PlainDomain:
    """What can be stated of a number, a date, or what is true or false: one of so many `ways`."""

    atoms: tuple[Node, ...]
    ways: tuple[tuple[Truth, ...], ...]
    exact: bool = True

    def options(self, values: Mapping[Node, Truth]) -> dict[Node, list[Truth]]:
        """Return, for each other atom, the values it can have beside these."""
        left = self._left(values)
        return {
            atom: [value for value in (True, False, None) if any(way[index] is value for way in left)]
            for index, atom in enumerate(self.atoms)
            if atom not in values
        }

    def admits(self, values: Mapping[Node, Truth]) -> bool:
        """Say whether something can be stated that gives atoms these values."""
        return bool(self._left(values))

    def rest(self, values: Mapping[Node, Truth], wanted: Mapping[Node, Iterable[Truth]]) -> dict[Node, Truth] | None:
        """Return values for all other atoms, each one of those wanted, if something gives them."""
        for way in self._left(values):
            found = {atom: value for atom, value in zip(self.atoms, way, strict=True) if atom not in values}
            if all(value in wanted[atom] for atom, value in found.items()):
                return found
        return None

    def _left(self, values: Mapping[Node, Truth]) -> list[tuple[Truth, ...]]:
        known = [(index, values[atom]) for index, atom in enumerate(self.atoms) if atom in values]
        return [way for way in self.ways if all(way[index] is value for index, value in known)]


@dataclass(frozen=True)
class CodedDomain:
    """What can be stated of a coded fact: that further terms apply to it, and that others do not.

    Sets of atoms are whole numbers, one bit for each. What a further statement makes of the others follows from the
    vocabulary, so nothing has to be tried.
    """

    atoms: tuple[Node, ...]
    ways: tuple[tuple[Truth, ...], ...]
    settled: tuple[int, int]
    """What is true, and what is false, by what is stated already."""
    applying: tuple[tuple[int, int], ...]
    """For each atom what becomes true, and what false, where its term is said to apply."""
    denied: tuple[int, ...]
    """For each atom what becomes false where its term is said not to apply."""
    exact: bool = True

    def options(self, values: Mapping[Node, Truth]) -> dict[Node, list[Truth]]:
        """Return, for each other atom, the values it can have beside these."""
        known = self._known(values)
        return {
            atom: [value for value in (True, False, None) if self._with(known, index, value) is not None]
            for index, atom in enumerate(self.atoms)
            if atom not in values
        }

    def admits(self, values: Mapping[Node, Truth]) -> bool:
        """Say whether something can be stated that gives atoms these values."""
        return self._known(values) is not None

    def rest(self, values: Mapping[Node, Truth], wanted: Mapping[Node, Iterable[Truth]]) -> dict[Node, Truth] | None:
        """Return values for all other atoms, each one of those wanted, if something can be stated that gives them."""
        known, found = self._known(values), dict[Node, Truth]()
        for index, atom in enumerate(self.atoms):
            if atom not in values:
                ways = [(value, after) for value in wanted[atom] if (after := self._with(known, index, value))]
                if not ways:
                    return None
                found[atom], known = ways[0]
        return found

    def _known(self, values: Mapping[Node, Truth]) -> _Known | None:
        known: _Known | None = (*self.settled, 0)
        for index, atom in enumerate(self.atoms):
            if atom in values:
                known = self._with(known, index, values[atom])
        return known

    def _with(self, known: _Known | None, index: int, value: Truth) -> _Known | None:
        """Return what is true, what is false and what stays open with one more value, or None if it cannot be."""
        if known is None:
            return None
        true, false, open_ = known
        if value is True:
            true, false = true | self.applying[index][0], false | self.applying[index][1]
        elif value is False:
            false |= self.denied[index]
        else:
            open_ |= 1 << index
        return None if true & false or open_ & (true | false) else (true, false, open_)


_Known = tuple[int, int, int]


def domains(residue: Residue) -> dict[Place, Domain]:
    """Return, for each fact that is open, what could be stated of it.

    Of a comparison between two unknown numbers or dates it is supposed that it can come out either way whatever is
    said of them elsewhere; that is the one place where more is thought possible than is.
    """
    atoms: dict[Place, dict[Node, Atom]] = {}
    mixed: dict[Node, Atom] = {}
    for node, atom in residue.atoms.items():
        if len(atom.places) == 1 and read_once(atom.expression, atom.places[0][0], residue.facts[atom.places[0]]):
            atoms.setdefault(atom.places[0], {})[node] = atom
        else:
            mixed[node] = atom
    found: dict[Place, Domain] = {place: _domain(place, own, residue.facts[place]) for place, own in atoms.items()}
    for node, atom in mixed.items():
        either = PlainDomain((node,), ((True,), (False,)), exact=False)
        found[", ".join(fact for fact, _ in atom.places), -2 - node] = either
    return found


def _domain(place: Place, atoms: Mapping[Node, Atom], facts: Facts) -> PlainDomain | CodedDomain:
    fact, nodes = place[0], tuple(atoms)
    if fact in facts.schemes:
        return _coded(fact, nodes, [str(atom.term) for atom in atoms.values()], facts)
    expressions = [atom.expression for atom in atoms.values()]
    tried = (facts.given({fact: value}) for value in values_around(expressions, facts))
    return PlainDomain(
        nodes, _distinct(tuple(truth_in(one, expression) for expression in expressions) for one in tried)
    )


def _coded(fact: str, nodes: tuple[Node, ...], read: list[str], facts: Facts) -> CodedDomain:
    scheme, said = facts.schemes[fact], facts.said_of(fact)

    def settles(more: Statement) -> tuple[int, int]:
        truths = [scheme.truth(more, term) for term in read]
        true = sum((one is True) << index for index, one in enumerate(truths))
        return true, sum((one is False) << index for index, one in enumerate(truths))

    further = [name for name, term in scheme.terms.items() if not term.stands_for]
    possible = [name for name in further if scheme.truth(said, name) is not False and not _clash(scheme, said, name)]
    return CodedDomain(
        nodes,
        _distinct(tuple(scheme.truth(joined(said, has=(name,)), term) for term in read) for name in possible),
        settles(said),
        tuple(settles(Statement((term,))) for term in read),
        tuple(settles(Statement(lacks=(term,)))[1] for term in read),
    )


def _clash(scheme: Scheme, said: Statement, term: str) -> bool:
    return scheme.contradiction(joined(said, has=(term,))) is not None


def _distinct(ways: Iterable[tuple[Truth, ...]]) -> tuple[tuple[Truth, ...], ...]:
    return tuple(dict.fromkeys(ways))
