"""The file of a log: opened without harm, locked while it is added to, read line by line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import NoReturn

from disclosure_policy.errors import Location, LogError, Problem

if sys.platform != "win32":
    import fcntl

LONGEST = 8_000_000
"""How many bytes a line can have."""
_BLOCK = 65_536
_ONLY_OWN = 0o600
"""Whoever makes a log can read it, and nobody else until they say so."""


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Open a log to add to it, alone; it is made if it is not there.

    Raises:
        LogError: if it is no plain file, or cannot be opened or locked.
    """
    if sys.platform == "win32":
        refuse(path, "this system has no lock by which two that write at once would wait", code="unwritable-log")
    made = not path.exists()
    with _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if made:
            _sync_folder(path.parent)
        yield file


def append(path: Path, file: int, lines: bytes) -> None:
    """Add lines to the end of a log, and wait until they are on the disk; what cannot be written whole is taken back.

    Raises:
        LogError: if they cannot be written.
    """
    end = os.fstat(file).st_size
    try:
        left = memoryview(lines)
        while left:
            left = left[os.write(file, left) :]
        os.fsync(file)
    except OSError as error:
        os.ftruncate(file, end)
        refuse(path, f"it cannot be written: {error.strerror}", code="unwritable-log")


def last_line(file: int) -> bytes | None:
    """Return the last line of a log with what ends it, or the end of one that is too long; None if it is empty."""
    at = os.fstat(file).st_size
    if not at:
        return None
    tail = b""
    while at and len(tail) <= LONGEST:
        size = min(_BLOCK, at)
        at -= size
        tail = os.pread(file, size, at) + tail
        before = tail.rfind(b"\n", 0, -1)
        if before >= 0:
            return tail[before + 1 :]
    return tail


def lines_of(path: Path) -> Iterator[bytes]:
    """Yield each line of a log with what ends it, as far as it goes now; one that is too long comes cut off.

    Raises:
        LogError: if it is no plain file, or cannot be read.
    """
    with _opened(path, os.O_RDONLY) as number, open(number, "rb", closefd=False) as file:
        left = _whole_length(number)
        while left > 0:
            line = file.readline(min(left, LONGEST + 1))
            left -= len(line)
            yield line
            while line and not line.endswith(b"\n") and left > 0:  # the rest of one that is too long
                line = file.readline(min(left, LONGEST))
                left -= len(line)
            if not line:
                return


def refuse(path: Path, message: str, help_: str | None = None, *, code: str) -> NoReturn:
    """Raise what is wrong with a log."""
    raise LogError([Problem(Location(str(path)), message, help_, code=code)])


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    """Open a file at once: a pipe would wait for somebody at its other end."""
    try:
        file = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0), _ONLY_OWN)
    except OSError as error:
        refuse(path, f"it cannot be opened: {error.strerror}", code="unwritable-log")
    try:
        if not S_ISREG(os.fstat(file).st_mode):
            refuse(path, "this is no plain file", "name one for the log", code="not-a-log")
        yield file
    finally:
        os.close(file)


def _whole_length(file: int) -> int:
    """Return how long a file is when nobody is in the middle of adding to it."""
    if sys.platform == "win32":
        return os.fstat(file).st_size
    fcntl.flock(file, fcntl.LOCK_SH)
    try:
        return os.fstat(file).st_size
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
