"""Writes one layer of law as lines of Python that set the bits of the rules that decided a disclosure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disclosure_policy.conditions.expression import And, Expression, Or, paths
from disclosure_policy.deciding.generated_python.conditions import FALSE, TRUE, Asking
from disclosure_policy.deciding.generated_python.exceptions import Deeds, Lines, Rules, Tree, TreeWriter, conditional
from disclosure_policy.deciding.generated_python.mask_tables import Bits
from disclosure_policy.law import Layer


class LayerWriter:
    """Writes one layer.

    Its variables end in the layer's depth: `w` gets the bits, `x` those of the prohibitions that stand, `s` says
    whether one of them surely does. If `asked`, `y` and `z` say whether the layer surely or possibly requires it.
    """

    def __init__(self, layer: Layer, depth: int, asking: Asking, bits: Bits, *, asked: bool) -> None:
        self._rules = Rules(layer)
        self._depth = depth
        self._asking = asking
        self._asked = asked
        self._clauses: list[Expression] = [
            And(tuple(clause.expression for clause in provision.clauses)) for provision in layer.provisions
        ]
        self._bits = [bits.another() for _ in layer.provisions]
        self._near_bits = {top: bits.another() for top in self._rules.tops}
        self._forbids = {top: bits.another() for top in self._rules.tops}
        self._settled = bits.another()
        self._no_law = bits.another()

    @property
    def denials(self) -> int:
        """The bits of which one is set where this layer denies."""
        return sum(self._forbids.values()) | self._no_law

    def lines(self) -> Lines:
        """Return the text."""
        at = self._depth
        if not self._rules.tops:
            return [f"w{at} = x{at} = {self._no_law}", f"s{at} = True", f"y{at} = z{at} = False"]
        zeros = [f"s{at}", *([f"y{at}", f"z{at}"] if self._asked else [])]
        roots = (*self._rules.tops, *self._rules.mandatory)
        verdict = self._verdict(self._met(sure=False), roots)
        dual = self._dual(self._met(sure=True), roots if self._asked else self._rules.tops)
        result = [f"w{at} = x{at} | {self._settled} if s{at} else x{at}"]
        inside, outside = ([], dual) if self._asked else (dual, [])
        return [
            f"w{at} = x{at} = 0",
            " = ".join([*zeros, FALSE]),
            *verdict,
            *outside,
            *conditional(f"x{at}", [*inside, *result], []),
        ]

    def _verdict(self, met: Mapping[int, str], roots: tuple[int, ...]) -> Lines:
        """Ask of each prohibition whether it possibly holds."""
        tree = Tree(self._rules, frozenset(met), roots)
        reached = TRUE in (met.get(top) for top in self._rules.tops)
        unmet = _nothing if reached else self._unmet  # what comes near is told only if nothing reaches so far
        beyond = [line for top in self._rules.tops if top not in met for line in unmet(top)]
        writer = TreeWriter(tree, met, f"p{self._depth}", Deeds(self._holds, self._excepted, unmet))
        return [*writer.lines(), *beyond]

    def _dual(self, met: Mapping[int, str], roots: tuple[int, ...]) -> Lines:
        """Ask of each prohibition whether it surely holds."""
        tree = Tree(self._rules, frozenset(met), roots)
        return TreeWriter(tree, met, f"s{self._depth}", Deeds(self._settles)).lines()

    def _met(self, *, sure: bool) -> dict[int, str]:
        """Return, for each rule that can be met at all, the text that asks whether it is.

        A prohibition is asked whether its conditions are surely or possibly true, a permit the other question: it
        lifts a prohibition that possibly holds only if it surely does.
        """
        found: dict[int, str] = {}
        for number, provision in enumerate(self._rules.provisions):
            question = sure is (provision.effect == "forbid")
            if provision.usable or not question:
                text = self._asking(self._clauses[number], sure=question)
                if text != FALSE:
                    found[number] = text
        return found

    def _holds(self, number: int) -> Lines:
        if number in self._forbids:
            return [f"x{self._depth} |= {self._forbids[number]}"]
        if self._rules.provisions[number].effect == "forbid":
            return []
        required = [f"y{self._depth} = True"] if self._asked and number in self._rules.mandatory else []
        return [f"w{self._depth} |= {self._bits[number]}", *required]

    def _excepted(self, number: int) -> Lines:
        if self._rules.provisions[number].effect == "permit":
            return []
        return [f"w{self._depth} |= {self._bits[number]}"]

    def _unmet(self, number: int) -> Lines:
        if number not in self._near_bits:
            return []
        near = self._asking(Or(tuple(c.expression for c in self._rules.provisions[number].clauses)), sure=True)
        return conditional(near, [f"w{self._depth} |= {self._near_bits[number]}"], [])

    def _settles(self, number: int) -> Lines:
        if number in self._forbids:
            return [f"s{self._depth} = True"]
        return [f"z{self._depth} = True"] if self._asked and number in self._rules.mandatory else []


def _nothing(_: int) -> Lines:
    return []


def paths_of(layer: Layer) -> Iterator[str]:
    """Yield the path of every fact that a layer reads."""
    for provision in layer.provisions:
        for clause in provision.clauses:
            yield from paths(clause.expression)
