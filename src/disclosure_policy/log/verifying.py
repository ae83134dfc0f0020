"""Verifies a log: whether each entry is as it was written, and stands where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from disclosure_policy.errors import Location, Problem
from disclosure_policy.log.entries import Entry, entry_in
from disclosure_policy.log.log_file import LONGEST, lines_of

MOST_TOLD = 100
"""How many problems of a log are told; a file that is something else has one in each line."""


@dataclass
class Verified:
    """What was found in a log: how many entries, the digest of the last, and each problem at its line."""

    path: Path
    entries: int = 0
    head: str | None = None
    """The digest of the last entry. Kept elsewhere, it shows later whether the log was cut off before it."""
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0
    """How many more problems there are than are told."""
    _due: int = 1
    _before: frozenset[str | None] | None = frozenset({None})
    """The digests by which the next entry can name the one before it; None if that one cannot be read."""

    def add(self, line: int, entry: Entry | None) -> None:
        """Look at the next entry, None if a line writes none."""
        if entry is None:
            self._tell(line, "this is no entry as it was written: it was changed", "changed-entry")
            self._due, self._before = self._due + 1, None
            return
        self.entries += 1
        self.head = entry.digest
        if not entry.is_as_digested:
            self._tell(line, f"entry {entry.number} was changed", "changed-entry")
        if entry.number < self._due:
            message = f"entry {entry.number} stands where entry {self._due} is due: it was moved here, or put in"
            self._tell(line, message, "misplaced-entry")
            return
        if entry.number > self._due:
            last = entry.number - 1
            span = f"entry {last} is" if last == self._due else f"entries {self._due} to {last} are"
            self._tell(line, f"{span} missing before entry {entry.number}", "missing-entry")
        elif self._before is not None and entry.previous not in self._before:
            message = f"entry {entry.number} does not follow the entry before it: one of them was replaced"
            self._tell(line, message, "replaced-entry")
        self._due, self._before = entry.number + 1, frozenset({entry.digest, entry.own_digest})

    def _tell(self, line: int, message: str, code: str) -> None:
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(Location(str(self.path), line, 1), message, code=code))
        else:
            self.untold += 1


def verify(path: str | PathLike[str], head: str | None = None) -> Verified:
    """Verify a log.

    Args:
        path: the log.
        head: the digest of an entry that was the last one once, and was kept elsewhere; it must still be there.

    Raises:
        LogError: if it cannot be read, or is no log at all.
    """
    found = Verified(Path(path))
    is_there = head is None
    for line, entry in enumerate(entries_of(found.path), start=1):
        found.add(line, entry)
        is_there |= entry is not None and entry.digest == head
    if not is_there:
        message = f"no entry has the digest {head}: the end of the log was cut off, or replaced"
        found.problems.append(Problem(Location(str(found.path)), message, code="missing-head"))
    return found


def entries_of(path: Path) -> Iterator[Entry | None]:
    """Yield the entry in each line of a log, None for a line that writes none."""
    for line in lines_of(path):
        whole = line.endswith(b"\n") and len(line) <= LONGEST
        yield entry_in(line[:-1]) if whole else None
