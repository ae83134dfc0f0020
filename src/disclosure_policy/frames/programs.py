"""The law of one period, ready to decide disclosures by the column."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from disclosure_policy.frames.outcomes import Outcome, outcome
from disclosure_policy.frames.outputs import outputs_of
from disclosure_policy.frames.plan import Plan
from disclosure_policy.frames.running import BITS, Columns, Run
from disclosure_policy.frames.stated import Statements, distinguished
from disclosure_policy.frames.steps import Known, Node
from disclosure_policy.provision import Layer

_WORD = 8


class Program:
    """Decides disclosures under some layers of law."""

    def __init__(
        self, layers: tuple[Layer, ...], statements: Mapping[str, Statements], present: frozenset[str]
    ) -> None:
        self._plan = Plan(statements, present)
        self._outputs = outputs_of(layers, self._plan)
        self.decide = Run(self._plan, (node for layer in self._outputs.layers for node in layer.nodes()))
        self._waits = {fact: node for fact, node in self._outputs.missing.items() if not self._is_known(node)}
        self.wait = Run(self._plan, self._waits.values())
        self._always = [fact for fact, node in self._outputs.missing.items() if self._value(node)]
        self._known: dict[bytes, Outcome] = {}

    def outcomes(self, columns: Columns, rows: int) -> tuple[list[Outcome], np.ndarray]:
        """Return the distinct outcomes of some disclosures, and for each disclosure which it is."""
        found = self.decide(columns, rows)
        first, places = _distinct(found)
        return [self._outcome(found[row].tobytes()) for row in first.tolist()], places

    def missing(self, columns: Columns, rows: int) -> tuple[list[str], np.ndarray]:
        """Return facts by name, and for each disclosure and fact whether the answer waits for it."""
        found = np.unpackbits(self.wait(columns, rows), axis=1, bitorder="little")
        always = np.ones((rows, 1), np.uint8)
        everything = np.hstack([found, always])
        places = {fact: self.wait.places[node] for fact, node in self._waits.items()}
        places |= dict.fromkeys(self._always, found.shape[1])
        facts = sorted(places)
        return facts, everything[:, np.array([places[fact] for fact in facts], np.int64)]

    def _outcome(self, found: bytes) -> Outcome:
        if found not in self._known:

            def is_true(node: Node) -> bool:
                place = self.decide.places.get(node)
                return self._value(node) if place is None else bool(found[place // BITS] >> place % BITS & 1)

            self._known[found] = outcome(self._outputs, is_true)
        return self._known[found]

    def _is_known(self, node: Node) -> bool:
        return isinstance(self._plan.steps[node], Known)

    def _value(self, node: Node) -> bool:
        return self._plan.steps[node] == Known(value=True)


def _distinct(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where each distinct row of bytes comes first, and for each row which it is."""
    padded = np.zeros((len(rows), -(-rows.shape[1] // _WORD) * _WORD), np.uint8)
    padded[:, : rows.shape[1]] = rows
    places = np.zeros(len(rows), np.int64)
    for word in padded.view(np.int64).T:
        _, finer = distinguished(np.ascontiguousarray(word))
        _, places = distinguished(places << 32 | finer)
    first = np.zeros(int(places.max(initial=-1)) + 1, np.int64)
    first[places[::-1]] = np.arange(len(rows))[::-1]
    return first, places
