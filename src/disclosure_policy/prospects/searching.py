"""A search for a completion of a request that is allowed, and would not be without what is looked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from disclosure_policy.prospects.choosing import Domain
from disclosure_policy.prospects.circuit import Node, Values, under
from disclosure_policy.prospects.residue import Place, Residue
from disclosure_policy.truth import Truth

BUDGET = 500_000
"""How many nodes are weighed in the search; what it leaves undecided is taken to matter."""

SHARE = 60_000
"""How many of them for one fact or term."""


Assigned = dict[Node, Truth]
"""Atoms with the values that what is supposed to be stated gives them."""


class OutOfBudgetError(Exception):
    """The search was broken off."""


@dataclass
class Search:
    """Searches what could still be stated for something under which the verdict is an allow.

    An atom is assigned at a time, first where it would help on the way to the target; a fact of which something is
    assigned is in the end stated as a whole, as its domain admits. It turns back where the verdict is settled as a
    denial, and where the target can make no difference any more.
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

    def search(
        self, assigned: Assigned, values: Values, target: set[Node], within: set[Node], unstated: set[Place]
    ) -> Assigned | None:
        """Find a completion that is allowed, and would not be without the target, if there is one."""
        root = self.residue.allowed
        if under(values, root) is False or (target and not self._bears_on(root, values, target)):
            return None
        if under(values, root) is True:
            atom = self._to_be_stated(assigned)
            if atom is None:
                return assigned
            options = self._options(atom, assigned, first=not self._helpful(atom))
        elif target - assigned.keys():
            atom = min(target - assigned.keys())  # a value that does not help makes as little so as none
            options = [value for value in self._options(atom, assigned, first=True) if value in self.helps[atom]]
        else:
            usable = {node for node in within - assigned.keys() if self.place_of[node] not in unstated}
            chosen = self._open(root, values, usable, sum(1 << node for node in target))
            if chosen is None:
                return None
            atom = chosen[0]
            options = self._options(atom, assigned, first=chosen[1])
        for value in options:
            said = self._statement(assigned, atom, value)
            weighed = self.weigh(said, target, values)
            found = self.search({**assigned, **said}, weighed, target, within, unstated)
            if found is not None:
                return found
        place = self.place_of[atom]
        if atom in target or place in unstated or any(other in assigned for other in self.domains[place].atoms):
            return None
        if self._may_go_against(place):
            return None
        return self.search(assigned, values, target, within, unstated | {place})

    def _statement(self, assigned: Assigned, atom: Node, value: Truth) -> Assigned:
        """Return a value for an atom, and for others of the same fact what that implies."""
        domain = self.domains[self.place_of[atom]]
        own = {other: assigned[other] for other in domain.atoms if other in assigned} | {atom: value}
        implied = {other: options[0] for other, options in domain.options(own).items() if len(options) == 1}
        return {atom: value, **implied}

    def _bears_on(self, root: Node, values: Values, target: set[Node]) -> bool:
        """Say whether the target could still make a difference, through nodes that are not settled without it."""
        circuit, aim = self.residue.circuit, sum(1 << atom for atom in target)
        seen: set[Node] = set()
        stack = [root]
        while stack:
            node = stack.pop()
            if node in target:
                return True
            if node not in seen and under(values, node, 1) is None:
                seen.add(node)
                stack += [p for p in circuit.parts[node] if circuit.support[p] & aim and p in self.helps]
        return False

    def _helpful(self, atom: Node) -> bool:
        return self.helps.get(atom) != {False}

    def _options(self, atom: Node, assigned: Assigned, *, first: bool) -> list[Truth]:
        """Return the values that an atom can have beside those assigned, in the order in which to try them."""
        domain = self.domains[self.place_of[atom]]
        own = {other: assigned[other] for other in domain.atoms if other in assigned}
        order: tuple[Truth, ...] = (first, not first, None)
        admitted = domain.options(own)[atom]
        return [value for value in order if value in admitted]

    def _may_go_against(self, place: Place) -> bool:
        """Say whether a fact can be stated so that nothing of it helps: leaving it unstated then shows no more."""
        against: Assigned = {}
        for atom in self.domains[place].atoms:
            helps = self.helps.get(atom, set())
            if len(helps) > 1:
                return False
            against.update((atom, not value) for value in helps)
        return self.domains[place].admits(against)

    def _to_be_stated(self, assigned: Assigned) -> Node | None:
        """Return something that is not yet assigned of a fact of which something is: a statement says it all."""
        for atom in assigned:
            for other in self.domains[self.place_of[atom]].atoms:
                if other not in assigned:
                    return other
        return None

    def _open(
        self, node: Node, values: Values, usable: set[Node], aim: int, *, wanted: bool = True
    ) -> tuple[Node, bool] | None:
        """Return an atom, and the value of it, that could bring a node nearer to a value, by way of the aim."""
        circuit = self.residue.circuit
        if under(values, node) is not None or wanted not in self.helps.get(node, ()):
            return None
        if circuit.kinds[node] == "atom":
            return (node, wanted) if node in usable else None
        onward = wanted is not (circuit.kinds[node] == "not")
        for part in sorted(circuit.parts[node], key=lambda part: not circuit.support[part] & aim):
            found = self._open(part, values, usable, aim, wanted=onward)
            if found is not None:
                return found
        return None

    def weigh(self, said: Assigned, target: set[Node], before: Values | None = None) -> Values:
        """Weigh what is said and, as a second supposition, the same without the target."""
        suppositions = {
            atom: (seen if value is True else 0, seen if value is False else 0)
            for atom, value in said.items()
            for seen in (1 if atom in target else 3,)
        }
        return self.spend(suppositions, 3, before)

    def spend(
        self, suppositions: dict[Node, tuple[int, int]], everywhere: int, before: Values | None = None
    ) -> Values:
        """Weigh suppositions at the expense of the budget.

        Raises:
            OutOfBudgetError: if it is spent.
        """
        if self.budget <= 0:
            raise OutOfBudgetError
        self.budget -= len(self.residue.circuit.kinds)
        return self.residue.circuit.weigh(suppositions, everywhere, before)
