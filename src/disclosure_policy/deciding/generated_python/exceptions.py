"""Writes the tree of exceptions as nested `if`s: what limits a rule is asked only if the rule is met.

A rule may limit several others, so that the tree is a graph. Each rule is written inside the innermost rule through
which every way to it leads (its dominator), and asked only if one of the rules that it limits is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from disclosure_policy.deciding.generated_python.conditions import FALSE, TRUE
from disclosure_policy.law import Layer, Provision

ROOT = -1
Lines = list[str]


class Rules:
    """The rules of one layer by number, every exception before what it limits."""

    def __init__(self, layer: Layer) -> None:
        self.provisions = layer.provisions
        number = {provision.id: number for number, provision in enumerate(layer.provisions)}

        def numbers(provisions: Iterable[Provision]) -> tuple[int, ...]:
            return tuple(number[provision.id] for provision in provisions)

        self.tops = numbers(layer.prohibitions)
        self.exceptions = tuple(numbers(layer.exceptions.get(one.id, ())) for one in layer.provisions)
        found = (e for top in self.tops for e in self.exceptions[top] if layer.provisions[e].rule.mandatory)
        self.mandatory = tuple(dict.fromkeys(found))
        """The permits by which the layer can require a disclosure."""


class Tree:
    """The rules that can be met, and inside which other each is written; `always` are asked whatever they limit."""

    def __init__(self, rules: Rules, alive: frozenset[int], always: Iterable[int]) -> None:
        self.always = alive.intersection(always)
        self._limited: dict[int, list[int]] = {number: [] for number in alive}
        for number in alive:
            for exception in rules.exceptions[number]:
                if exception in alive:
                    self._limited[exception].append(number)
        self._inside: dict[int, int] = {}
        self._depth = {ROOT: 0}
        for number in sorted(alive, reverse=True):  # what is limited comes before what limits it
            ways = [ROOT] if number in self.always else []
            ways += [target for target in self._limited[number] if target in self._inside]
            if ways:
                self._inside[number] = self._common(ways)
                self._depth[number] = self._depth[self._inside[number]] + 1

    @cached_property
    def limited(self) -> dict[int, list[int]]:
        """For each rule that is asked, those that it limits."""
        return {number: sorted(t for t in self._limited[number] if t in self._inside) for number in self._inside}

    @cached_property
    def kids(self) -> dict[int, list[int]]:
        """For each rule, those written inside it, every exception before what it limits."""
        found: dict[int, list[int]] = {}
        for number in sorted(self._inside):
            found.setdefault(self._inside[number], []).append(number)
        return found

    @cached_property
    def entered(self) -> dict[int, int]:
        """For each rule that has exceptions, the outermost rule inside which one of them is written."""
        found: dict[int, int] = {}
        for number, targets in self.limited.items():
            inside = self._inside[number]
            for target in targets:
                found[target] = min(found.get(target, inside), inside, key=self._depth.__getitem__)
        return found

    def waits_for(self, number: int) -> list[int]:
        """Return the rules beside this one of which one must be met before it is asked; none if it always is."""
        inside = self._inside[number]
        if number in self.always or inside in self.limited[number]:
            return []
        return sorted({self._beside(target, inside) for target in self.limited[number]})

    def _beside(self, number: int, inside: int) -> int:
        while self._inside[number] != inside:
            number = self._inside[number]
        return number

    def _common(self, ways: list[int]) -> int:
        found, *others = ways
        for other in others:
            at = other
            while found != at:
                if self._depth[found] >= self._depth[at]:
                    found = self._inside[found]
                else:
                    at = self._inside[at]
        return found


@dataclass(frozen=True, slots=True)
class Deeds:
    """What to do where a rule, given by its number, holds, is met but excepted, or is not met."""

    holds: Callable[[int], Lines]
    excepted: Callable[[int], Lines] = lambda _: []
    unmet: Callable[[int], Lines] = lambda _: []


class TreeWriter:
    """Writes the rules of a layer; `met` has the text that asks of each rule whether its conditions are met."""

    def __init__(self, tree: Tree, met: Mapping[int, str], prefix: str, deeds: Deeds) -> None:
        self._tree = tree
        self._met = met
        self._prefix = prefix
        self._do = deeds
        self._resets: dict[int, list[int]] = {}
        for number, outermost in tree.entered.items():
            self._resets.setdefault(outermost, []).append(number)

    def lines(self) -> Lines:
        """Return the text."""
        return self._block(ROOT)

    def _block(self, number: int) -> Lines:
        kids = self._tree.kids.get(number, [])
        waits = {kid: self._tree.waits_for(kid) for kid in kids}
        watched = {other for found in waits.values() for other in found}
        resets = self._resets.get(number, ())
        lines = [" = ".join([*(f"{self._prefix}e{one}" for one in resets), FALSE])] if resets else []
        tests: dict[int, str] = {}
        for kid in reversed(kids):
            guards = [tests[other] for other in waits[kid]]
            test = self._met[kid]
            if guards and TRUE not in guards:
                guard = guards[0] if len(guards) == 1 else f"({' or '.join(guards)})"
                test = guard if test == TRUE else f"{guard} and {test}"
            tests[kid] = test
            if kid in watched and test != TRUE:
                tests[kid] = f"{self._prefix}m{kid}"
                lines.append(f"{tests[kid]} = {test}")
        for kid in kids:
            lines += conditional(tests[kid], self._rule(kid), self._do.unmet(kid))
        return lines

    def _rule(self, number: int) -> Lines:
        targets = [f"{self._prefix}e{target}" for target in self._tree.limited[number]]
        held = self._do.holds(number) + ([" = ".join([*targets, TRUE])] if targets else [])
        if number not in self._tree.entered:
            return self._block(number) + held
        return self._block(number) + conditional(f"not {self._prefix}e{number}", held, self._do.excepted(number))


def conditional(test: str, then: Lines, otherwise: Lines) -> Lines:
    """Return the text of `if test: then, else: otherwise`."""
    if test == TRUE or not (then or otherwise):
        return then
    if test == FALSE:
        return otherwise
    if not then:
        return [f"if not ({test}):", *indented(otherwise)]
    return [f"if {test}:", *indented(then), *(["else:", *indented(otherwise)] if otherwise else [])]


def indented(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines one step further in."""
    return (f" {line}" for line in lines)
