"""The few ways in which a batch changes the disk: a file comes into being whole, or not at all.

Tests stop the process at each of these.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl


def write(file: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Write a file: it gets its name once all of it is on the disk."""
    made = file.with_name(f"{file.name}.made")
    if os.path.lexists(made):
        delete(made)  # what an interrupted run left
    with create(made) as opened:
        fill(opened)
        sync(opened)
    rename(made, file)


def create(file: Path) -> BinaryIO:
    """Open a file that is not there yet: what bears its name, be it a link, is never written to."""
    return file.open("xb")


def sync(opened: BinaryIO) -> None:
    """Wait until what was written is on the disk."""
    opened.flush()
    os.fsync(opened.fileno())


def rename(old: Path, new: Path) -> None:
    """Give a file or a folder another name, and wait until the disk has it."""
    old.replace(new)
    if os.name != "nt":  # where a folder cannot be opened
        folder = os.open(new.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def delete(file: Path) -> None:
    """Delete a file."""
    file.unlink()


def make_folder(folder: Path) -> None:
    """Make a folder that is not there yet."""
    folder.mkdir()


def delete_folder(folder: Path) -> None:
    """Delete an empty folder."""
    folder.rmdir()


@contextmanager
def locked(file: Path) -> Iterator[bool]:
    """Give whether no other run has locked a file; until the end, be it sudden, none will have."""
    if sys.platform == "win32":  # where no folder can be renamed while a file in it is open
        yield True
        return
    with file.open("r+b") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
