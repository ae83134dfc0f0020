"""Decides a frame of requests: `Policy.decide_frame` enters here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from disclosure_policy.frames.answered_table import Answering, DecideRow, Options
from disclosure_policy.frames.distinct_answers import LookUp
from disclosure_policy.frames.engines import decided
from disclosure_policy.law import Law

__all__ = ["Answerer", "FrameMemory", "Options", "decided"]

FULL = 1_000_000
"""How much is remembered before it is forgotten."""


class FrameMemory:
    """What was worked out for a policy, kept from one frame to the next: whoever needs it borrows it.

    Who finds it borrowed begins anew. A thread's own memory would not do: engines decide on threads of theirs, of
    which Python forgets everything after each call.
    """

    def __init__(self) -> None:
        self._idle: list[Answering] = []

    @contextmanager
    def borrowed(self, law: Law, decide: DecideRow) -> Iterator[Answering]:
        """Give what was worked out, to be used by nobody else in the meantime."""
        try:
            answering = self._idle.pop()
        except IndexError:
            answering = Answering(law, decide)
        yield answering
        if answering.remembered <= FULL:
            self._idle.append(answering)

    def __reduce__(self) -> tuple[type[FrameMemory], tuple[()]]:
        """Leave it behind when the policy is sent elsewhere."""
        return FrameMemory, ()


@dataclass(frozen=True)
class Answerer:
    """Answers the requests of tables, on this machine or another."""

    law: Law
    decide: DecideRow
    memory: FrameMemory
    options: Options

    def __call__(self, table: pa.Table) -> tuple[LookUp, ...]:
        """Return the answers to the requests of a table, row by row."""
        with self.memory.borrowed(self.law, self.decide) as answering:
            return answering.answers(table, self.options)
