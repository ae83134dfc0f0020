"""Runs over a file of requests chunk by chunk: decides, writes and counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
import pyarrow.parquet as pq

from disclosure_policy.cli.batch.input_and_output import Requests, requests_in, target_of
from disclosure_policy.cli.batch.resuming import Work, WorkError
from disclosure_policy.cli.batch.sinks import write_part, write_whole
from disclosure_policy.cli.batch.sources import Chunk, FileFormat, Source
from disclosure_policy.cli.batch.tally import Tally
from disclosure_policy.decision_keeper import Keeper
from disclosure_policy.errors import RequestError
from disclosure_policy.escaping import spelled
from disclosure_policy.frames import RowAnswer, answer_of
from disclosure_policy.frames.columns import RESULTS, lacking
from disclosure_policy.log import DecisionLog
from disclosure_policy.policy import Policy
from disclosure_policy.version import VERSION

_BLOCK = 1 << 20
_LOGGED = 1_000
"""How many entries are appended to a log at a time."""


@dataclass(frozen=True)
class Job:
    """What to decide, where to write it, and how."""

    policy: Policy
    requests: Path
    out: Path
    in_format: FileFormat
    out_format: FileFormat
    as_of: date | None
    rows: int
    missing: bool
    log: DecisionLog | None = None

    def run(self, *, resume: bool, force: bool) -> Tally:
        """Decide every request that is not decided yet, write the file, and return the counts of all.

        Raises:
            WorkError: if there is unfinished work that cannot be gone on with, if a file is in the way or cannot be
                read or written, or if the requests change while they are read.
            RequestError: if the file cannot be read as requests at all.
        """
        try:
            return self._run(resume=resume, force=force)
        except OSError as error:
            raise WorkError(f"{error.filename or self.out}: {error.strerror or error}") from None

    def _run(self, *, resume: bool, force: bool) -> Tally:
        target = target_of(self.out, self.requests)
        file = requests_in(self.requests)
        source = Source(self.requests, self.policy.law, self.as_of, self.rows)
        columns = source.columns(self.in_format)
        work = Work(target, self._same(file))
        with work.begun(resume=resume, force=force):
            try:
                self._decide(source, file, work)
            except RequestError:  # nothing can be gone on with, since a file that is mended is another file
                work.end()
                raise
            if not file.is_the_same:
                work.end()
                raise WorkError(
                    f"{self.requests}: this was changed while it was read: nothing was written, begin anew"
                )
            work.place(partial(write_whole, self.out_format, work.parts, columns), force=force)
            for left in work.end():
                click.echo(f"{left}: this was found among the parts and is left as it is", err=True)
        return work.tally

    def _decide(self, source: Source, file: Requests, work: Work) -> None:
        """Decide what is left to decide, until the file of requests turns out to have changed."""
        with _progress(self._length() if sys.stderr.isatty() else None) as tick:
            tick(work.tally.rows)
            for chunk in source.chunks(self.in_format, work.tally.rows):
                answers = self._answers(chunk, work.tally.rows)
                if not file.is_unchanged:
                    return
                work.finish_part(partial(write_part, self.out_format, chunk, answers), Tally().count(answers))
                tick(len(answers))

    def _answers(self, chunk: Chunk, done: int) -> list[dict[str, Any]]:
        """Decide the requests of a chunk; whoever is told of a mistake is told where it is."""
        if not chunk.own.num_rows:
            return []
        if self.log is not None:
            return list(self._logged(chunk, self.log, done))
        if lacking(chunk.requests.column_names):  # no row states what every request needs: each has its mistake
            return [self._by_itself(chunk, row) for row in range(chunk.own.num_rows)]
        decided = self.policy.decide_frame(chunk.requests, missing=self.missing).select(RESULTS).to_pylist()
        odd = set(chunk.odd)
        return [
            self._by_itself(chunk, row) if row in odd or answer["error"] is not None else answer
            for row, answer in enumerate(decided)
        ]

    def _logged(self, chunk: Chunk, log: DecisionLog, done: int) -> Iterator[dict[str, Any]]:
        """Decide each request by itself, and keep the decisions in a log."""
        for first in range(0, chunk.own.num_rows, _LOGGED):
            with log.together() as together:
                for row in range(first, min(first + _LOGGED, chunk.own.num_rows)):
                    yield self._by_itself(
                        chunk, row, together.about(f"{spelled(self.requests.name)}, row {done + row + 1}")
                    )

    def _by_itself(self, chunk: Chunk, row: int, log: Keeper | None = None) -> dict[str, Any]:
        try:
            answer = answer_of(self.policy.decide_document(chunk.document(row), log=log), missing=self.missing)
        except RequestError as error:
            answer = RowAnswer(error=str(error).encode("utf-8", "replace").decode())
        return asdict(answer)

    def _same(self, file: Requests) -> dict[str, Any]:
        """Return what must not change between one run and the next."""
        return {
            "input": file.digest,
            "format": [self.in_format, self.out_format],
            "rules": self.policy.fingerprint,
            "register": self.policy.register and self.policy.register.digest,
            "version": VERSION,
            "day": self.as_of and self.as_of.isoformat(),
            "choice of missing facts": self.missing,
            "log": self.log and str(self.log.path.resolve()),
        }

    def _length(self) -> int:
        """Return how many rows there are, or at least lines."""
        if self.in_format == "parquet":
            return int(pq.read_metadata(self.requests).num_rows)
        with self.requests.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b""))


@contextmanager
def _progress(length: int | None) -> Iterator[Callable[[int], object]]:
    """Give what to call when so many more rows are done; it shows a bar, unless nobody is looking."""
    if length is None:
        yield lambda _: None
        return
    with click.progressbar(length=length, file=sys.stderr, label="deciding", width=0) as bar:
        yield bar.update
