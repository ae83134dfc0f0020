"""Runs over a file of requests chunk by chunk: decides, writes and counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
import pyarrow.parquet as pq

from disclosure_policy.cli.batch.sinks import write_part, write_whole
from disclosure_policy.cli.batch.sources import Chunk, Format, Source
from disclosure_policy.cli.batch.tally import Tally
from disclosure_policy.cli.batch.work import Work
from disclosure_policy.errors import RequestError
from disclosure_policy.frames import Answer, answer_of
from disclosure_policy.frames.columns import RESULTS
from disclosure_policy.policy import Policy
from disclosure_policy.version import VERSION

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Job:
    """What to decide, where to write it, and how."""

    policy: Policy
    requests: Path
    out: Path
    in_format: Format
    out_format: Format
    as_of: date | None
    rows: int
    missing: bool

    def run(self, *, resume: bool) -> Tally:
        """Decide every request that is not decided yet, write the file, and return the counts of all.

        Raises:
            WorkError: if there is unfinished work that cannot be gone on with.
            RequestError: if the file cannot be read as requests at all.
        """
        source = Source(self.requests, self.policy.law, self.as_of, self.rows)
        work = Work(self.out, self._same())
        work.begin(resume=resume)
        done = work.tally.rows
        with _progress(self._length() if sys.stderr.isatty() else None) as tick:
            tick(done)
            for chunk in source.chunks(self.in_format, done):
                answers = self._answers(chunk)
                work.finish_part(
                    lambda file: write_part(file, self.out_format, chunk, answers),  # noqa: B023 - called at once
                    Tally().count(answers),
                )
                tick(len(answers))
        tally = work.tally
        write_whole(self.out, self.out_format, work.parts, source.names(self.in_format))
        work.end()
        return tally

    def _answers(self, chunk: Chunk) -> list[dict[str, Any]]:
        """Decide the requests of a chunk; whoever is told of a mistake is told where it is."""
        if not chunk.own.num_rows:
            return []
        decided = self.policy.decide_frame(chunk.requests, missing=self.missing).select(RESULTS).to_pylist()
        odd = set(chunk.odd)
        return [
            self._by_itself(chunk, row) if row in odd or answer["error"] is not None else answer
            for row, answer in enumerate(decided)
        ]

    def _by_itself(self, chunk: Chunk, row: int) -> dict[str, Any]:
        try:
            answer = answer_of(self.policy.decide_document(chunk.document(row)), missing=self.missing)
        except RequestError as error:
            answer = Answer(error=str(error).encode("utf-8", "replace").decode())
        return {name: getattr(answer, name) for name in RESULTS}

    def _same(self) -> dict[str, Any]:
        """Return what must not change between one run and the next."""
        about = self.requests.stat()
        return {
            "input": [str(self.requests), about.st_size, about.st_mtime_ns],
            "format": [self.in_format, self.out_format],
            "rules": self.policy.fingerprint,
            "version": VERSION,
            "day": self.as_of and self.as_of.isoformat(),
            "choice of missing facts": self.missing,
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
