"""What could still be stated of an unknown fact, and what that would make of everything that is read of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from disclosure_policy.conditions.expression import (
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Sum,
    evaluate,
    paths,
)
from disclosure_policy.conditions.values import Value
from disclosure_policy.deciding import Facts
from disclosure_policy.deciding.graph import Node
from disclosure_policy.missing.open_verdict import Atom, Place, Residue, truth_in
from disclosure_policy.rule_files import SINGLE
from disclosure_policy.truth import Truth


@dataclass(frozen=True)
class Domain:
    """The values that the atoms of one fact can take together, by what can be stated of it.

    `ways` are the values that each single statement gives, in the order of `atoms`. Of a fact that takes a list, any
    number of them can be stated together: an atom is then true if one of them makes it so, false if all make it so.
    Of a list that was already stated in broad terms, each of these must stay, itself or as something narrower: one
    way out of each of `kept`. `exact` is false if more is thought possible here than is.
    """

    atoms: tuple[Node, ...]
    ways: tuple[tuple[Truth, ...], ...]
    listed: bool = False
    kept: tuple[int, ...] = ()
    exact: bool = True
    _options: dict[frozenset[tuple[Node, Truth]], dict[Node, list[Truth]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def options(self, values: Mapping[Node, Truth]) -> dict[Node, list[Truth]]:
        """Return, for each other atom, the values it can have beside these, by what can be stated."""
        key = frozenset(values.items())
        if key not in self._options:
            left, some = self._left(values)
            self._options[key] = {
                atom: [value for value in (True, False, None) if self._fits(index, value, left, some)]
                for index, atom in enumerate(self.atoms)
                if atom not in values
            }
        return self._options[key]

    def admits(self, values: Mapping[Node, Truth]) -> bool:
        """Say whether something can be stated that gives atoms these values; those not named may have any."""
        left, some = self._left(values)
        return all(left & mask for mask in some) if self.listed else bool(left)

    def rest(self, values: Mapping[Node, Truth], wanted: Mapping[Node, Iterable[Truth]]) -> dict[Node, Truth] | None:
        """Return values for all other atoms that can be stated beside these, each one of those wanted, if found."""
        left, some = self._left(values)
        found: dict[Node, Truth] = {}
        for index, atom in enumerate(self.atoms):
            if atom not in values:
                fitting = [value for value in wanted[atom] if self._fits(index, value, left, some)]
                if not fitting:
                    return None
                found[atom] = fitting[0]
                left, more = self._narrowed(index, found[atom], left)
                some += more
        return found

    def _left(self, values: Mapping[Node, Truth]) -> tuple[int, list[int]]:
        """Return the ways that contradict none of the values, and sets of which one way each has to be among them."""
        left, some = (1 << len(self.ways)) - 1, list(self.kept)
        for index, atom in enumerate(self.atoms):
            if atom in values:
                left, more = self._narrowed(index, values[atom], left)
                some += more
        return left, some

    def _narrowed(self, index: int, value: Truth, left: int) -> tuple[int, tuple[int, ...]]:
        true, false = self._masks[index]
        mine = true if value is True else false if value is False else ~(true | false)
        if not self.listed:
            return left & mine, ()
        if value is True:
            return left, (mine,)
        return (left & false, ()) if value is False else (left & ~true, (mine,))

    def _fits(self, index: int, value: Truth, left: int, some: list[int]) -> bool:
        fewer, more = self._narrowed(index, value, left)
        if not self.listed:
            return bool(fewer)
        return all(fewer & mask for mask in more) and (fewer == left or all(fewer & mask for mask in some))

    @cached_property
    def _masks(self) -> list[tuple[int, int]]:
        """For each atom the ways that make it true, and those that make it false, one bit for each."""
        return [
            (
                sum((way[index] is True) << number for number, way in enumerate(self.ways)),
                sum((way[index] is False) << number for number, way in enumerate(self.ways)),
            )
            for index in range(len(self.atoms))
        ]


def domains(residue: Residue) -> dict[Place, Domain]:
    """Return, for each fact that is open, what could be stated of it.

    Of a comparison between two unknown numbers or dates it is supposed that it can come out either way whatever is
    said of them elsewhere; that is the one place where more is thought possible than is.
    """
    atoms: dict[Place, dict[Node, Atom]] = {}
    mixed: dict[Node, Atom] = {}
    for node, atom in residue.atoms.items():
        if len(atom.places) == 1 and _solvable(atom, residue.facts[atom.places[0]]):
            atoms.setdefault(atom.places[0], {})[node] = atom
        else:
            mixed[node] = atom
    found = {place: _domain(place, own, residue.facts[place]) for place, own in atoms.items()}
    for node, atom in mixed.items():
        either = Domain((node,), ((True,), (False,)), exact=False)
        found[", ".join(fact for fact, _ in atom.places), -2 - node] = either
    return found


def _domain(place: Place, atoms: Mapping[Node, Atom], facts: Facts) -> Domain:
    fact, nodes = place[0], tuple(atoms)
    if fact in facts.schemes:
        return _coded(fact, nodes, [str(atom.term) for atom in atoms.values()], facts)
    expressions = [atom.expression for atom in atoms.values()]
    tried = (facts.given({fact: value}) for value in _candidates(expressions, facts))
    return Domain(nodes, _distinct(tuple(truth_in(one, expression) for expression in expressions) for one in tried))


def _coded(fact: str, nodes: tuple[Node, ...], read: list[str], facts: Facts) -> Domain:
    scheme, stated = facts.schemes[fact], facts.terms.get(fact)
    plain = [name for name, term in scheme.terms.items() if not term.stands_for]
    if stated is not None:
        plain = [name for name in plain if any(name in scheme.narrower[above] for above in stated)]
    ways = {name: tuple(scheme.truth((name,), term) for term in read) for name in plain}
    distinct = _distinct(ways.values())
    if fact in SINGLE:
        return Domain(nodes, distinct)
    kept = [{ways[name] for name in plain if name in scheme.narrower[above]} for above in stated or ()]
    masks = tuple(sum((way in those) << number for number, way in enumerate(distinct)) for those in kept)
    return Domain(nodes, distinct, listed=True, kept=masks)


def _distinct(ways: Iterable[tuple[Truth, ...]]) -> tuple[tuple[Truth, ...], ...]:
    return tuple(dict.fromkeys(ways))


def _candidates(expressions: list[Expression], facts: Facts) -> Iterator[Value]:
    """Yield values of a fact on both sides of, and at, everything that it is compared with."""
    if any(isinstance(expression, FactReference) for expression in expressions):
        yield from (True, False)
    for expression in expressions:
        for boundary in _boundaries(expression, facts):
            step = 1 if isinstance(boundary, int) else timedelta(days=1)
            yield boundary
            for sign in (-1, 1):
                try:
                    yield boundary + sign * step
                except OverflowError:  # there is no day before the first nor after the last
                    continue


def _boundaries(expression: Expression, facts: Facts) -> Iterator[Any]:
    match expression:
        case Compare():
            for side, other in ((expression.left, expression.right), (expression.right, expression.left)):
                value = evaluate(other, facts.value)
                if value is not None:
                    yield from _solved(side, value, facts)
        case Member():
            for choice in expression.choices:
                yield from _solved(expression.item, choice.value, facts)
        case _:
            return


def _solved(side: Expression, value: Any, facts: Facts) -> Iterator[Any]:  # noqa: ANN401 - of one kind with `side`
    """Yield the value of the one unknown fact of a sum under which the sum comes to `value`."""
    if isinstance(side, FactReference):
        if isinstance(value, int | date):
            yield value
    elif isinstance(side, Sum):
        left: Any = evaluate(side.left, facts.value)
        right: Any = evaluate(side.right, facts.value)
        try:
            if right is not None:
                rest = value + right if side.minus else value - right
                yield from _solved(side.left, rest, facts)
            elif left is not None:
                rest = left - value if side.minus else value - left
                yield from _solved(side.right, rest, facts)
        except OverflowError:
            return


def _solvable(atom: Atom, facts: Facts) -> bool:
    """Say whether the fact is read once: read twice in one comparison, it is not solved for."""
    fact = atom.places[0][0]
    read = [path for path in paths(atom.expression) if facts.fact_of(path)[0] == fact]
    return len(read) == 1 or isinstance(atom.expression, Constant)
