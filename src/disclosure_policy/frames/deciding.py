"""The way in: answers for frames, wherever their rows are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from threading import local
from typing import Any

import pyarrow as pa

from disclosure_policy.compiling import Law
from disclosure_policy.frames.answering import Answering, Decide
from disclosure_policy.frames.engines import decided

__all__ = ["Answers", "decided"]


@dataclass
class Answers:
    """Answers the requests of tables, in each thread and on each machine with a memory of its own.

    What each of these says is told by `Policy.decide_frame`.
    """

    law: Law
    decide: Decide
    jurisdiction: str | None = None
    as_of: date | None = None
    missing: bool = True
    _memory: local = field(default_factory=local, repr=False, compare=False)

    def __call__(self, table: pa.Table) -> pa.Table:
        """Return the answers to the requests of a table, row by row."""
        if not hasattr(self._memory, "answering"):
            self._memory.answering = Answering(
                self.law, self.decide, jurisdiction=self.jurisdiction, as_of=self.as_of, missing=self.missing
            )
        answers: pa.Table = self._memory.answering.answers(table)
        return answers

    def __reduce__(self) -> tuple[type[Answers], tuple[Any, ...]]:
        """Leave the memory behind when sent elsewhere."""
        return type(self), (self.law, self.decide, self.jurisdiction, self.as_of, self.missing)
