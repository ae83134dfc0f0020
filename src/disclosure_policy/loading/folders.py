"""Where rules stand on disk: which folder is whose, what stands in it, how a file is known and read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from stat import S_ISREG

from disclosure_policy.documents import ReadingError
from disclosure_policy.errors import Location, Problem
from disclosure_policy.limits import MAX_BYTES
from disclosure_policy.rule_files.side_files import PROPERTIES

JURISDICTION, SCENARIOS, SURVIVORS, MASKED = "jurisdiction.yaml", "scenarios.yaml", "survivors.yaml", "masked.yaml"
DECIDE_NOTHING = (SCENARIOS, SURVIVORS, MASKED, PROPERTIES)
"""The files beside the rules that say what is expected of them; no part of the law, nor of its fingerprint."""


def is_jurisdiction(folder: Traversable) -> bool:
    """Say whether a folder is that of a jurisdiction, in a folder of rules."""
    return (folder / JURISDICTION).is_file()


def entries(folder: Traversable) -> list[Traversable]:
    """Return what stands directly in a folder, by name."""
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def files_below(folder: Traversable, levels: int | None = None) -> Iterator[tuple[Traversable, tuple[str, ...]]]:
    """Yield every file in a folder and those below it, by name, each with its path from there; `levels` bounds it.

    A link to a folder is yielded as a file is: nothing is looked for behind it.
    """
    below = None if levels is None else levels - 1
    for entry in entries(folder):
        if not entry.is_dir() or (isinstance(entry, Path) and entry.is_symlink()):
            yield entry, (entry.name,)
        elif below != 0:
            yield from ((file, (entry.name, *parts)) for file, parts in files_below(entry, below))


def jurisdiction_around(path: Path) -> Path | None:
    """Return the folder of the jurisdiction in which a file or folder stands, or that it is; None if in none."""
    return next((one for one in (path, *path.parents) if is_jurisdiction(one)), None)


def rules_around(path: Path) -> Path | None:
    """Return the folder of rules in which a file or folder of a jurisdiction stands; None if it stands in none."""
    jurisdiction = jurisdiction_around(path)
    return jurisdiction and jurisdiction.parent


def is_within(file: str, folder: Path) -> bool:
    """Say whether a file, named from the current folder, stands in a folder or in one below it."""
    return Path(file).resolve().is_relative_to(folder.resolve())


def contents(file: Traversable, name: str) -> bytes:
    """Return what a file holds, and not much more than is ever read of one; `name` is how its author knows it.

    Raises:
        ReadingError: if it is no plain file, such as a device, a pipe or a folder, or cannot be opened.
    """
    if not isinstance(file, Path):
        return file.read_bytes()
    try:
        with open(file, "rb", opener=_without_waiting) as opened:
            if S_ISREG(os.fstat(opened.fileno()).st_mode):
                return opened.read(MAX_BYTES + 1)
            told = "this is no plain file"
    except OSError as error:
        told = f"this cannot be read: {(error.strerror or str(error)).lower()}"
    raise ReadingError([Problem(Location(name, 1, 1), told, "put a plain file here", code="not-text")])


def _without_waiting(name: str, flags: int) -> int:
    """Open a file at once: a pipe would wait for somebody who writes into it."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def stray_link(entry: Traversable, rules: Traversable, name: str) -> Problem | None:
    """Return what is wrong with a link that leads out of a folder of rules, or to a folder; None if nothing is."""
    if not (isinstance(entry, Path) and isinstance(rules, Path) and entry.is_symlink()):
        return None
    if not entry.is_dir() and entry.resolve().is_relative_to(rules.resolve()):
        return None
    place, help_ = Location(name, 1, 1), "put here what it leads to, or take it away"
    return Problem(place, "a link must lead to a file of these rules", help_, code="misplaced-file")


def shown(file: Traversable, name: str) -> str:
    """Return a file's name as its author knows it: from the current folder, if it is below that."""
    if not isinstance(file, Path):
        return name
    path, here = file.absolute(), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(file)
