"""Where rules stand on disk: which folder is whose, what stands in it, how its author knows a file."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

JURISDICTION, SCENARIOS, SURVIVORS = "jurisdiction.yaml", "scenarios.yaml", "survivors.yaml"


def is_jurisdiction(folder: Traversable) -> bool:
    """Say whether a folder is that of a jurisdiction, in a folder of rules."""
    return (folder / JURISDICTION).is_file()


def entries(folder: Traversable) -> list[Traversable]:
    """Return what stands directly in a folder, by name."""
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def files_below(folder: Traversable, levels: int | None = None) -> Iterator[tuple[Traversable, tuple[str, ...]]]:
    """Yield every file in a folder and those below it, by name, each with its path from there; `levels` bounds it."""
    below = None if levels is None else levels - 1
    for entry in entries(folder):
        if not entry.is_dir():
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


def shown(file: Traversable, name: str) -> str:
    """Return a file's name as its author knows it: from the current folder, if it is below that."""
    if not isinstance(file, Path):
        return name
    path, here = file.absolute(), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(file)
