"""The way in: answers for frames, wherever their rows are."""

from __future__ import annotations

from dataclasses import dataclass
from threading import local

import pyarrow as pa

from disclosure_policy.compiling import Law
from disclosure_policy.frames.answering import Answering, Decide, Options
from disclosure_policy.frames.answers import LookUp
from disclosure_policy.frames.engines import decided

__all__ = ["Answerer", "Memory", "Options", "decided"]

FULL = 1_000_000
"""How much is remembered before all is forgotten."""


class Memory(local):
    """What was worked out for a policy, kept from one frame to the next by each thread for itself."""

    answering: Answering | None = None

    def __reduce__(self) -> tuple[type[Memory], tuple[()]]:
        """Leave it behind when the policy is sent elsewhere."""
        return Memory, ()


@dataclass(frozen=True)
class Answerer:
    """Answers the requests of tables, on this machine or another."""

    law: Law
    decide: Decide
    memory: Memory
    options: Options

    def __call__(self, table: pa.Table) -> tuple[LookUp, ...]:
        """Return the answers to the requests of a table, row by row."""
        memory = self.memory
        if memory.answering is None or memory.answering.remembered > FULL:
            memory.answering = Answering(self.law, self.decide)
        return memory.answering.answers(table, self.options)
