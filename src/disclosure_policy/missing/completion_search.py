"""Searches for facts under which the request is allowed, and is denied once the target is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from disclosure_policy.deciding.logic_graph import Node
from disclosure_policy.missing.logic_circuit import Barred, Values, under
from disclosure_policy.missing.open_verdict import Place, Residue
from disclosure_policy.missing.statable_values import Domain
from disclosure_policy.truth import Truth

BUDGET = 500_000
"""How many nodes are weighed in the search; what it leaves undecided is taken to matter."""

SHARE = 60_000
"""How many of them for one fact or term."""

_SAID, _REST, _CAN = 1, 2, 4
"""What is weighed at once: what is said, the same without the target, and the same with all that could be said."""
_EVERYTHING = _SAID | _REST | _CAN

Assigned = dict[Node, Truth]
"""Atoms with the values that what is supposed to be stated gives them."""

Target = tuple[Node, bool]
"""A node and the value that it is to have."""


class OutOfBudgetError(Exception):
    """The search was broken off."""


@dataclass(frozen=True)
class _Trail:
    """How far the search is: what is assigned, what that makes of every node; what is to be reached, and what not."""

    values: Values
    goals: tuple[Target, ...]
    assigned: Assigned = field(default_factory=dict)
    closed: Barred = field(default_factory=dict)


@dataclass
class CompletionSearch:
    """Searches what could still be stated for something under which the verdict is an allow.

    What every way to an allow needs is assigned at once. Where there are several ways, one is made a goal and, when
    that is exhausted, closed: what is found then does not take it. A fact of which something is assigned is in the
    end stated as a whole, as its domain admits. The search turns back where an allow is out of reach, and where the
    target can make no difference any more.
    """

    residue: Residue
    domains: dict[Place, Domain]
    budget: int = BUDGET
    exact: bool = True
    place_of: dict[Node, Place] = field(default_factory=dict)
    """The fact of each atom."""
    helps: dict[Node, set[bool]] = field(default_factory=dict)
    """For each node the values that help the verdict to be an allow."""

    def __post_init__(self) -> None:
        """Index the open atoms."""
        self.place_of = {atom: place for place, domain in self.domains.items() for atom in domain.atoms}
        self.helps = self.residue.circuit.helpful(self.residue.allowed)

    def search(self, target: set[Node], within: Iterable[Node]) -> Assigned | None:
        """Find a completion that is allowed, and would not be without the target, if there is one.

        Nothing is said of atoms that are not `within`.

        Raises:
            OutOfBudgetError: if the budget is spent before.
        """
        values = self.spend(dict.fromkeys(within, (_CAN, _CAN)), _EVERYTHING)
        waiting: list[Iterator[_Trail]] = [iter([_Trail(values, ((self.residue.allowed, True),))])]
        while waiting:
            trail = next(waiting[-1], None)
            if trail is None:
                waiting.pop()
            elif self._is_promising(trail, target):
                if self._is_complete(trail):
                    return trail.assigned
                waiting.append(self._onward(trail, target))
        return None

    def _is_promising(self, trail: _Trail, target: set[Node]) -> bool:
        in_reach = all(_can_be(wanted, node, trail.values) for node, wanted in trail.goals)
        return in_reach and (not target or self._bears_on(target, trail.values))

    def _is_complete(self, trail: _Trail) -> bool:
        return under(trail.values, self.residue.allowed) is True and self._to_be_stated(trail.assigned) is None

    def _onward(self, trail: _Trail, target: set[Node]) -> Iterator[_Trail]:
        """Yield each way on, the first the most promising."""
        if under(trail.values, self.residue.allowed) is True:
            for said in self._the_rest(trail.assigned):
                yield self._saying(said, trail, target)
            return
        needed, ways = self._ahead(trail)
        unsaid = target - trail.assigned.keys()
        if needed:
            said_together = self._together(needed, trail.assigned)
            if said_together is not None:
                yield self._saying(said_together, trail, target)
        elif unsaid:
            atom = min(unsaid)
            for said in self._statements(atom, trail.assigned):
                if said[atom] in self.helps[atom]:  # any other value makes as little difference as none
                    yield self._saying(said, trail, target)
        else:
            aim, support = _mask(target), self.residue.circuit.support
            way = min(ways, key=lambda way: not support[way[0]] & aim)
            yield replace(trail, goals=(*trail.goals, way))
            yield self._closing(way, trail)

    def _saying(self, said: Assigned, trail: _Trail, target: set[Node]) -> _Trail:
        suppositions = {
            atom: (seen if value is True else 0, seen if value is False else 0)
            for atom, value in said.items()
            for seen in (_EVERYTHING - _REST if atom in target else _EVERYTHING,)
        }
        values = self.spend(suppositions, _EVERYTHING, trail.values, trail.closed)
        return replace(trail, values=values, assigned={**trail.assigned, **said})

    def _closing(self, way: Target, trail: _Trail) -> _Trail:
        node, wanted = way
        true, false = trail.closed.get(node, (0, 0))
        closed = {**trail.closed, node: (true | _CAN, false) if wanted else (true, false | _CAN)}
        return replace(trail, values=self.spend({}, _EVERYTHING, trail.values, closed, node), closed=closed)

    def _ahead(self, trail: _Trail) -> tuple[list[Target], list[Target]]:
        """Return the atoms without which the goals are out of reach, and the ways where there are several."""
        circuit, values = self.residue.circuit, trail.values
        needed: list[Target] = []
        ways: list[Target] = []
        waiting = list(trail.goals)
        while waiting:
            node, wanted = waiting.pop()
            kind, parts = circuit.kinds[node], circuit.parts[node]
            if under(values, node) is not None:
                continue
            if kind == "atom":
                needed.append((node, wanted))
            elif kind == "not" or (kind == "and") is wanted:
                waiting += [(part, wanted is not (kind == "not")) for part in parts]
            else:
                open_ = [(part, wanted) for part in parts if _can_be(wanted, part, values)]
                if not any(way in trail.goals for way in open_):
                    (waiting if len(open_) == 1 else ways).extend(open_)
        return needed, ways

    def _together(self, needed: Iterable[tuple[Node, bool]], assigned: Assigned) -> Assigned | None:
        """Return these values and what they imply, if they can be stated beside what is assigned."""
        said: Assigned = {}
        for atom, value in needed:
            if atom not in said and value in self._options(atom, {**assigned, **said}):
                said |= self._statement(atom, value, {**assigned, **said})
            if said.get(atom) is not value:
                return None
        return said

    def _statement(self, atom: Node, value: Truth, assigned: Assigned) -> Assigned:
        """Return a value for an atom, and for others of the same fact what that implies."""
        domain = self.domains[self.place_of[atom]]
        own = _of_fact(domain, assigned) | {atom: value}
        implied = {other: options[0] for other, options in domain.options(own).items() if len(options) == 1}
        return {atom: value, **implied}

    def _bears_on(self, target: set[Node], values: Values) -> bool:
        """Say whether the target could still make a difference, through nodes that are not settled without it."""
        circuit, aim = self.residue.circuit, _mask(target)
        seen: set[Node] = set()
        stack = [self.residue.allowed]
        while stack:
            node = stack.pop()
            if node in target:
                return True
            if node not in seen and under(values, node, 1) is None:
                seen.add(node)
                stack += [p for p in circuit.parts[node] if circuit.support[p] & aim and self._can_help(p, values)]
        return False

    def _statements(self, atom: Node, assigned: Assigned) -> list[Assigned]:
        """Return the values that an atom can have beside those assigned, each with what it implies."""
        return [self._statement(atom, value, assigned) for value in self._options(atom, assigned)]

    def _options(self, atom: Node, assigned: Assigned) -> list[Truth]:
        domain = self.domains[self.place_of[atom]]
        return domain.options(_of_fact(domain, assigned))[atom]

    def _the_rest(self, assigned: Assigned) -> list[Assigned]:
        """Return what the rest of a fact can be; where it can be without effect that alone: nothing shows more."""
        atom = self._to_be_stated(assigned)
        if atom is None:
            return []
        domain = self.domains[self.place_of[atom]]
        order: tuple[Truth, ...] = (False, None, True)
        wanted = {other: [v for v in order if v not in self.helps.get(other, ())] for other in domain.atoms}
        idle = domain.rest(_of_fact(domain, assigned), wanted)
        return [idle] if idle else self._statements(atom, assigned)

    def _can_help(self, node: Node, values: Values) -> bool:
        return any(_can_be(value, node, values) for value in self.helps.get(node, ()))

    def _to_be_stated(self, assigned: Assigned) -> Node | None:
        """Return something that is not yet assigned of a fact of which something is: a statement says it all."""
        for atom in assigned:
            for other in self.domains[self.place_of[atom]].atoms:
                if other not in assigned:
                    return other
        return None

    def spend(
        self,
        suppositions: dict[Node, tuple[int, int]],
        everywhere: int,
        before: Values | None = None,
        closed: Barred | None = None,
        again: Node | None = None,
    ) -> Values:
        """Weigh suppositions at the expense of the budget.

        Raises:
            OutOfBudgetError: if it is spent.
        """
        if self.budget <= 0:
            raise OutOfBudgetError
        self.budget -= len(self.residue.circuit.kinds)
        return self.residue.circuit.weigh(suppositions, everywhere, before, closed, again)


def _can_be(value: bool, node: Node, values: Values) -> bool:  # noqa: FBT001
    """Say whether a node has a value, or what can still be said could give it that."""
    return bool(values[0 if value else 1][node] & _CAN)


def _of_fact(domain: Domain, assigned: Assigned) -> Assigned:
    return {atom: assigned[atom] for atom in domain.atoms if atom in assigned}


def _mask(atoms: Iterable[Node]) -> int:
    return sum(1 << atom for atom in atoms)
