"""The class `DecisionLog`: decisions appended to a file that is only ever appended to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from os import PathLike
from pathlib import Path

from disclosure_policy.decision import Decision
from disclosure_policy.law import Law
from disclosure_policy.log import log_file
from disclosure_policy.log.entries import Draft, Entry, draft_of, entry_in, placed
from disclosure_policy.log.log_file import LONGEST, refuse
from disclosure_policy.log.masking import Mask, read_mask
from disclosure_policy.requests import DisclosureRequest

LOGGER = logging.getLogger("disclosure_policy.decisions")
"""Each entry goes there as well, at the level of information, once it is in the file."""


class DecisionLog:
    """A file to which decisions are appended, each bearing the digest of the one before.

    A decision under it is given out once its entry is on the disk. Threads and processes can append at once.

    Args:
        path: the file; it is made with the first entry.
        now: tells the time of an entry, with its time zone; nothing else reads a clock.
        mask: a file that says what of a request is kept, hashed or dropped; without it names, texts and numbers are
            dropped.
        key: the agency's secret with which values are hashed.
        reference: what the decisions are about, such as the number of a case.

    Raises:
        LogError: with everything that is wrong with the mask.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        now: Callable[[], datetime],
        mask: str | PathLike[str] | None = None,
        key: bytes | None = None,
        reference: str | None = None,
    ) -> None:
        self.path = Path(path)
        self._now = now
        self._mask = Mask() if mask is None else read_mask(Path(mask), key)
        self._reference = reference

    def about(self, reference: str | None) -> DecisionLog:
        """Return the same log for decisions about something else."""
        other = copy(self)
        other._reference = reference  # noqa: SLF001 - of its own
        return other

    def keep(self, request: DisclosureRequest, law: Law, decide: Callable[[], Decision]) -> Decision:
        """Have a request decided, append the decision, and return it; `Policy.decide(request, log=…)` calls it.

        Raises:
            RequestError: if it cannot be decided, or not be masked, and is then not decided.
            LogError: if the mask does not fit the law, or the entry cannot be written.
        """
        decision, draft = self.drafted(request, law, decide)
        self.append([draft])
        return decision

    def drafted(self, request: DisclosureRequest, law: Law, decide: Callable[[], Decision]) -> tuple[Decision, Draft]:
        """Have a request decided, and return the decision with its entry, which is not yet in the log.

        Raises:
            RequestError: if it cannot be decided, or not be masked, and is then not decided.
            LogError: if the mask does not fit the law.
        """
        masked = self._mask.masked(request, law)
        decision = decide()
        return decision, draft_of(decision, masked, self._now(), self._reference)

    @contextmanager
    def together(self) -> Iterator[Together]:
        """Give a log whose entries are appended at once, when it is left without an error."""
        together = Together(self)
        yield together
        self.append(together.drafts)

    def append(self, drafts: Iterable[Draft]) -> tuple[Entry, ...]:
        """Append entries, wait until they are on the disk, and return them with their places.

        Raises:
            LogError: if the file is no log, if its last line is damaged, or if it cannot be written.
        """
        drafts = tuple(drafts)
        if not drafts:
            return ()
        with log_file.locked(self.path) as file:
            try:
                entries = tuple(self._following(log_file.last_line(file), drafts))
            except ValueError as error:  # such as a reference that is no text
                refuse(self.path, f"the entry cannot be written: {error}", code="unwritable-log")
            lines = [entry.as_json().encode() + b"\n" for entry in entries]
            if max(map(len, lines)) > LONGEST:
                refuse(self.path, "the entry is too long", "drop some of the request", code="unwritable-log")
            log_file.append(self.path, file, b"".join(lines))
        for entry in entries:
            LOGGER.info("%s", entry.as_json())
        return entries

    def _following(self, line: bytes | None, drafts: Iterable[Draft]) -> Iterator[Entry]:
        """Yield entries in their places after the last line of a log."""
        last = None if line is None else entry_in(line.removesuffix(b"\n"))
        if line is not None and (last is None or not line.endswith(b"\n") or not last.is_as_digested):
            help_ = f"see what `disclosure-policy log verify {self.path}` says, or begin another log"
            refuse(self.path, "this does not end as a log does: nothing is added to it", help_, code="not-a-log")
        number, previous = (last.number, last.digest) if last else (0, None)
        for draft in drafts:
            number += 1
            entry = placed(draft, number, previous)
            previous = entry.digest
            yield entry


@dataclass
class Together:
    """A log whose entries are held until they are appended together."""

    log: DecisionLog
    drafts: list[Draft] = field(default_factory=list)

    def about(self, reference: str | None) -> Together:
        """Return the same for decisions about something else."""
        return replace(self, log=self.log.about(reference))

    def keep(self, request: DisclosureRequest, law: Law, decide: Callable[[], Decision]) -> Decision:
        """Have a request decided, and hold its entry.

        Raises:
            RequestError, LogError: as `DecisionLog.drafted`.
        """
        decision, draft = self.log.drafted(request, law, decide)
        self.drafts.append(draft)
        return decision
