"""Finds unknown facts that can still turn a denial into an allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from disclosure_policy.deciding.logic_graph import FALSE, TRUE, Node
from disclosure_policy.missing.completion_search import SHARE, Assigned, CompletionSearch, OutOfBudgetError
from disclosure_policy.missing.logic_circuit import under
from disclosure_policy.missing.open_verdict import Place


@dataclass
class Mattering(CompletionSearch):
    """Finds the facts and terms that can still matter to a verdict.

    A *completion* of a request is a request that contradicts nothing in it and states more: facts that were unknown,
    or more terms of those that were stated. A fact **matters** if two completions differ in it alone, one of
    them perhaps leaving it unstated, and one is allowed and the other denied. Learning more never undoes an allow,
    so that comes to this: some completion is allowed, and would be denied without the fact. A term of a coded fact
    matters if some completion is allowed, and would be denied if all were known but whether the term applies.

    What can be stated is what the vocabulary lets be stated: of a coded fact, that further terms apply, each with all
    that is broader, and that others do not, each with all that is narrower; nothing that contradicts what is stated,
    and nothing that the vocabulary says excludes it.

    The search is exact until its budget is spent. After that, what was not decided is taken to matter if in Kleene's
    logic it could, and `exact` says that this happened.
    """

    def atoms(self) -> set[Node]:
        """Return the atoms that matter, and all those of a fact that matters though no single one of them does."""
        if self.residue.allowed in (FALSE, TRUE):
            return set()
        found: set[Node] = set()
        for domain in self.domains.values():
            own = [atom for atom in domain.atoms if atom in self.helps]
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
        best: Assigned = {atom: value for atom in within for value in self.helps.get(atom, ())}
        with self._limited(SHARE):
            either_way = any(len(self.helps.get(atom, ())) > 1 for atom in within)
            if not either_way and self._allowed(best, [[]]) == [False]:
                return False
            return self.search(set(), within) is not None
        return False

    def informs(self, place: Place) -> float:
        """Return how many nodes that matter a statement of one fact settles, on the average of what can be stated."""
        domain = self.domains[place]
        ways = domain.ways or ((None,) * len(domain.atoms),)
        suppositions = {
            atom: (
                sum((way[index] is True) << number for number, way in enumerate(ways)),
                sum((way[index] is False) << number for number, way in enumerate(ways)),
            )
            for index, atom in enumerate(domain.atoms)
        }
        true, false = self.residue.circuit.weigh(suppositions, (1 << len(ways)) - 1)
        return sum((true[node] | false[node]).bit_count() for node in self.helps) / len(ways)

    def _found(self, target: set[Node]) -> set[Node]:
        """Return the atoms that a completion shows to matter, one of them the target; nothing if it does not."""
        with self._limited():
            shown = self.search(target, self.place_of)
            return set() if shown is None else self._needed(shown, target)
        self.exact = False
        return target

    @contextmanager
    def _limited(self, least: int = 0) -> Iterator[None]:
        """Give a search its share of the budget, at least so much, and break it off when that is spent."""
        before = self.budget
        share = self.budget = max(least, min(before, SHARE))
        with suppress(OutOfBudgetError):
            yield
        self.budget = before - (share - self.budget)

    def _needed(self, shown: Assigned, target: set[Node]) -> set[Node]:
        """Return the atoms without which a completion would not be allowed, dropping facts that it can do without."""
        found: set[Node] = set(target)
        while True:
            places = list(dict.fromkeys(self.place_of[atom] for atom in shown))
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

    def _allowed(self, shown: Assigned, masked: list[list[Node]]) -> list[bool]:
        everywhere = (1 << len(masked)) - 1
        hidden: dict[Node, int] = {}
        for number, atoms in enumerate(masked):
            for atom in atoms:
                hidden[atom] = hidden.get(atom, 0) | 1 << number
        values = self.spend(
            {
                atom: (seen if value is True else 0, seen if value is False else 0)
                for atom, value in shown.items()
                for seen in (everywhere & ~hidden.get(atom, 0),)
            },
            everywhere,
        )
        return [under(values, self.residue.allowed, number) is True for number in range(len(masked))]
