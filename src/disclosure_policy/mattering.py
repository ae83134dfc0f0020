"""Which unknown facts can still matter: those without which something that could be stated would not allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from disclosure_policy.choosing import Domain
from disclosure_policy.circuit import FALSE, TRUE, Node, Values, under
from disclosure_policy.residue import Place, Residue
from disclosure_policy.truth import Truth

BUDGET = 800_000
"""How many nodes are weighed in the search; what it leaves undecided is taken to matter."""

SHARE = 60_000
"""How many of them for one fact or term."""

_Assigned = dict[Node, Truth]


class _OutOfBudgetError(Exception):
    """The search was broken off."""


@dataclass
class Mattering:
    """Finds the facts and terms that can still matter to a verdict.

    A *completion* of a request is a request that contradicts nothing in it and states more: facts that were unknown,
    or narrower terms for those that were stated. A fact **matters** if two completions differ in it alone, one of
    them perhaps leaving it unstated, and one is allowed and the other denied. Learning more never undoes an allow,
    so that comes to this: some completion is allowed, and would be denied without the fact. A term of a coded fact
    matters if some completion is allowed, and would be denied if all were known but whether the term applies.

    What can be stated is what the vocabulary lets be stated: one term for an item and for a purpose, a list for all
    other coded facts, which is complete; a term with all that is broader; narrower ones in place of a broad one, and
    nothing that a stated list excludes.

    The search is exact until its budget is spent. After that, what was not decided is taken to matter if in Kleene's
    logic it could, and `exact` says that this happened.
    """

    residue: Residue
    domains: dict[Place, Domain]
    budget: int = BUDGET
    exact: bool = True
    _place_of: dict[Node, Place] = field(default_factory=dict)
    _helps: dict[Node, set[bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the open atoms."""
        self._place_of = {atom: place for place, domain in self.domains.items() for atom in domain.atoms}
        self._helps = self.residue.circuit.helpful(self.residue.allowed)

    def atoms(self) -> set[Node]:
        """Return the atoms that matter, and all those of a fact that matters though no single one of them does."""
        if self.residue.allowed in (FALSE, TRUE):
            return set()
        found: set[Node] = set()
        for domain in self.domains.values():
            own = [atom for atom in domain.atoms if atom in self._helps]
            for atom in own:
                if atom not in found:
                    found |= self._found({atom})
            if len(own) > 1 and found.isdisjoint(own):
                found |= set(own) if self._found(set(own)) else set()
        return found

    def settles(self, places: Iterable[Place]) -> bool:
        """Say whether stating these facts, the right way, is by itself enough for an allow.

        If that is not decided within its share of the budget, no promise is made.
        """
        within = {atom for place in places for atom in self.domains[place].atoms}
        best: _Assigned = {atom: value for atom in within for value in self._helps.get(atom, ())}
        with self._limited(SHARE):
            either_way = any(len(self._helps.get(atom, ())) > 1 for atom in within)
            if not either_way and self._allowed(best, [[]]) == [False]:
                return False
            return self._search({}, self._weigh({}, set()), set(), within, set()) is not None
        return False

    def informs(self, place: Place) -> float:
        """Return how many nodes that matter a statement of one fact settles, on the average of what can be stated."""
        domain = self.domains[place]
        ways = [*domain.ways, *([(False,) * len(domain.atoms)] if domain.listed and not domain.kept else [])]
        suppositions = {
            atom: (
                sum((way[index] is True) << number for number, way in enumerate(ways)),
                sum((way[index] is False) << number for number, way in enumerate(ways)),
            )
            for index, atom in enumerate(domain.atoms)
        }
        true, false = self.residue.circuit.weigh(suppositions, (1 << len(ways)) - 1)
        return sum((true[node] | false[node]).bit_count() for node in self._helps) / len(ways)

    def _found(self, target: set[Node]) -> set[Node]:
        """Return the atoms that a completion shows to matter, one of them the target; nothing if it does not."""
        with self._limited():
            shown = self._search({}, self._weigh({}, target), target, set(self._place_of), set())
            return set() if shown is None else self._needed(shown, target)
        self.exact = False
        return target

    @contextmanager
    def _limited(self, least: int = 0) -> Iterator[None]:
        """Give a search its share of the budget, at least so much, and break it off when that is spent."""
        before = self.budget
        share = self.budget = max(least, min(before, SHARE))
        with suppress(_OutOfBudgetError):
            yield
        self.budget = before - (share - self.budget)

    def _search(
        self, assigned: _Assigned, values: Values, target: set[Node], within: set[Node], unstated: set[Place]
    ) -> _Assigned | None:
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
            options = [value for value in self._options(atom, assigned, first=True) if value in self._helps[atom]]
        else:
            usable = {node for node in within - assigned.keys() if self._place_of[node] not in unstated}
            chosen = self._open(root, values, usable, sum(1 << node for node in target))
            if chosen is None:
                return None
            atom = chosen[0]
            options = self._options(atom, assigned, first=chosen[1])
        for value in options:
            said = self._statement(assigned, atom, value)
            weighed = self._weigh(said, target, values)
            found = self._search({**assigned, **said}, weighed, target, within, unstated)
            if found is not None:
                return found
        place = self._place_of[atom]
        if atom in target or place in unstated or any(other in assigned for other in self.domains[place].atoms):
            return None
        if self._may_go_against(place):
            return None
        return self._search(assigned, values, target, within, unstated | {place})

    def _statement(self, assigned: _Assigned, atom: Node, value: Truth) -> _Assigned:
        """Return a value for an atom, and for others of the same fact what that implies."""
        domain = self.domains[self._place_of[atom]]
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
                stack += [p for p in circuit.parts[node] if circuit.support[p] & aim and p in self._helps]
        return False

    def _helpful(self, atom: Node) -> bool:
        return self._helps.get(atom) != {False}

    def _options(self, atom: Node, assigned: _Assigned, *, first: bool) -> list[Truth]:
        """Return the values that an atom can have beside those assigned, in the order in which to try them."""
        domain = self.domains[self._place_of[atom]]
        own = {other: assigned[other] for other in domain.atoms if other in assigned}
        order: tuple[Truth, ...] = (first, not first, None)
        admitted = domain.options(own)[atom]
        return [value for value in order if value in admitted]

    def _may_go_against(self, place: Place) -> bool:
        """Say whether a fact can be stated so that nothing of it helps: leaving it unstated then shows no more."""
        against: _Assigned = {}
        for atom in self.domains[place].atoms:
            helps = self._helps.get(atom, set())
            if len(helps) > 1:
                return False
            against.update((atom, not value) for value in helps)
        return self.domains[place].admits(against)

    def _to_be_stated(self, assigned: _Assigned) -> Node | None:
        """Return something that is not yet assigned of a fact of which something is: a statement says it all."""
        for atom in assigned:
            for other in self.domains[self._place_of[atom]].atoms:
                if other not in assigned:
                    return other
        return None

    def _open(
        self, node: Node, values: Values, usable: set[Node], aim: int, *, wanted: bool = True
    ) -> tuple[Node, bool] | None:
        """Return an atom, and the value of it, that could bring a node nearer to a value, by way of the aim."""
        circuit = self.residue.circuit
        if under(values, node) is not None or wanted not in self._helps.get(node, ()):
            return None
        if circuit.kinds[node] == "atom":
            return (node, wanted) if node in usable else None
        onward = wanted is not (circuit.kinds[node] == "not")
        for part in sorted(circuit.parts[node], key=lambda part: not circuit.support[part] & aim):
            found = self._open(part, values, usable, aim, wanted=onward)
            if found is not None:
                return found
        return None

    def _needed(self, shown: _Assigned, target: set[Node]) -> set[Node]:
        """Return the atoms without which a completion would not be allowed, dropping facts that it can do without."""
        found: set[Node] = set(target)
        while True:
            places = list(dict.fromkeys(self._place_of[atom] for atom in shown))
            own = {place: [atom for atom in self.domains[place].atoms if atom in shown] for place in places}
            without = [own[place] for place in places]
            singly = [[atom] for atom in shown]
            allowed = self._allowed(shown, [*without, *singly])
            found |= {atom for (atom,), allows in zip(singly, allowed[len(without) :], strict=True) if not allows}
            spare = next(
                (
                    atoms
                    for atoms, allows in zip(without, allowed, strict=False)
                    if allows and target.isdisjoint(atoms)
                ),
                None,
            )
            if spare is None:
                return found
            shown = {atom: value for atom, value in shown.items() if atom not in spare}

    def _allowed(self, shown: _Assigned, masked: list[list[Node]]) -> list[bool]:
        everywhere = (1 << len(masked)) - 1
        hidden: dict[Node, int] = {}
        for number, atoms in enumerate(masked):
            for atom in atoms:
                hidden[atom] = hidden.get(atom, 0) | 1 << number
        values = self._spend(
            {
                atom: (seen if value is True else 0, seen if value is False else 0)
                for atom, value in shown.items()
                for seen in (everywhere & ~hidden.get(atom, 0),)
            },
            everywhere,
        )
        return [under(values, self.residue.allowed, number) is True for number in range(len(masked))]

    def _weigh(self, said: _Assigned, target: set[Node], before: Values | None = None) -> Values:
        """Weigh what is said and, as a second supposition, the same without the target."""
        suppositions = {
            atom: (seen if value is True else 0, seen if value is False else 0)
            for atom, value in said.items()
            for seen in (1 if atom in target else 3,)
        }
        return self._spend(suppositions, 3, before)

    def _spend(
        self, suppositions: dict[Node, tuple[int, int]], everywhere: int, before: Values | None = None
    ) -> Values:
        if self.budget <= 0:
            raise _OutOfBudgetError
        self.budget -= len(self.residue.circuit.kinds)
        return self.residue.circuit.weigh(suppositions, everywhere, before)
