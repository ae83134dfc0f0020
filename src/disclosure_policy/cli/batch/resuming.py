"""Keeps the finished parts of a run beside its file, so that an interrupted run is taken up again."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from disclosure_policy.cli.batch import disk
from disclosure_policy.cli.batch.tally import Tally
from disclosure_policy.errors import DisclosurePolicyError

_RECORD, _WHOLE, _PLACED = "work.json", "whole", "placed.json"
_MARK = {"these are": "parts of what `disclosure-policy batch` writes"}
_OWN = re.compile(rf"(\d{{8,}}\.(part|json)|{re.escape(_RECORD)}|{_WHOLE}|{re.escape(_PLACED)})(\.made)?")


class WorkError(DisclosurePolicyError):
    """Work cannot be begun, taken up again or finished."""


def digest_of(file: Path) -> str:
    """Return the SHA-256 digest of what a file holds."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@dataclass
class Work:
    """The folder of parts of a file.

    `same` is what must not change from one run to the next; the record of the folder holds it. Beside each part
    stands what it was made of: the digest of that record, the rows before it, its own digest and its tally. A part
    of which one does not hold, and all after it, are made again. At the end the folder is renamed before anything
    in it is deleted, so that a folder of parts has either all that were finished or is not there.
    """

    out: Path
    same: dict[str, Any]
    tally: Tally = field(default_factory=Tally)
    """What the finished parts have."""
    parts: list[Path] = field(default_factory=list)
    """The finished parts, in order."""

    @cached_property
    def folder(self) -> Path:
        """Where the parts are."""
        return self.out.with_name(f"{self.out.name}.parts")

    @cached_property
    def _done(self) -> Path:
        """Where the parts are while they are deleted."""
        return self.out.with_name(f"{self.out.name}.parts.done")

    @cached_property
    def _name(self) -> str:
        """The digest of what must not change: parts of other work bear another."""
        return hashlib.sha256(json.dumps(self.same, sort_keys=True).encode()).hexdigest()

    @contextmanager
    def begun(self, *, resume: bool, force: bool) -> Iterator[None]:
        """Begin the work, or take it up again, alone until it is left; `force` lets it overwrite the file.

        Raises:
            WorkError: if there is unfinished work and `resume` was not asked for, if it was begun otherwise or is
                still going on, if something else stands where the parts or the file should be.
        """
        self._clear_what_was_left()
        self._begin(resume=resume, force=force)
        with disk.locked(self.folder / _RECORD) as alone:
            if not alone:
                raise WorkError(f"{self.folder}: another run is at work here: wait for it, or choose another OUT")
            while self._take_up():
                pass
            yield

    def finish_part(self, fill: Callable[[BinaryIO], object], tally: Tally) -> None:
        """Write the next part."""
        part = self._next()
        disk.write(part, fill)
        told = {
            "work": self._name,
            "before": self.tally.rows,
            "sha256": digest_of(part),
            "tally": tally.as_json(),
        }
        disk.write(part.with_suffix(".json"), lambda file: file.write(json.dumps(told).encode()))
        self._add(part, tally)

    def place(self, fill: Callable[[BinaryIO], object], *, force: bool) -> None:
        """Write the whole file, and put it where it belongs.

        Raises:
            WorkError: if another file is there by now.
        """
        whole = self.folder / _WHOLE
        disk.write(whole, fill)
        placed = json.dumps(digest_of(whole)).encode()
        disk.write(self.folder / _PLACED, lambda file: file.write(placed))
        self.refuse_overwriting(force=force)
        disk.rename(whole, self.out)

    def end(self) -> list[Path]:
        """Clear away what this work has made, and return what else was in its folder and is left."""
        disk.rename(self.folder, self._done)
        return _clear(self._done)

    def refuse_overwriting(self, *, force: bool) -> None:
        """Refuse if there is a file that this work did not put there.

        Raises:
            WorkError: unless overwriting it was asked for.
        """
        if force or not os.path.lexists(self.out):
            return
        placed = _read(self.folder / _PLACED)
        if placed is None or placed != digest_of(self.out):
            raise WorkError(f"{self.out}: it is there already: choose another OUT, or overwrite it with --force")

    def _begin(self, *, resume: bool, force: bool) -> None:
        if not os.path.lexists(self.folder):
            self.refuse_overwriting(force=force)
            disk.make_folder(self.folder)
            disk.write(self.folder / _RECORD, lambda file: file.write(json.dumps(_MARK | self.same).encode()))
            return
        before = _record(self.folder)
        if before is None:
            raise WorkError(
                f"{self.folder}: this is in the way, and no record says that it is unfinished work: "
                "delete or rename it, or choose another OUT"
            )
        if not resume:
            raise WorkError(f"{self.folder}: there is unfinished work: go on with --resume, or delete the folder")
        changed = sorted(name for name in self.same if before.get(name) != self.same[name])
        if changed:
            raise WorkError(
                f"{self.folder}: begun with another {', '.join(changed)}: delete the folder and begin anew"
            )
        self.refuse_overwriting(force=force)

    def _next(self) -> Path:
        return self.folder / f"{len(self.parts):08}.part"

    def _add(self, part: Path, tally: Tally) -> None:
        self.parts.append(part)
        self.tally.add(tally)

    def _take_up(self) -> bool:
        """Count the next part as finished, if it is."""
        part = self._next()
        told = _read(part.with_suffix(".json"))
        if not part.is_file() or not isinstance(told, dict) or told.get("sha256") != digest_of(part):
            return False
        if (told.get("work"), told.get("before")) != (self._name, self.tally.rows):
            return False
        self._add(part, Tally.from_json(told["tally"]))
        return True

    def _clear_what_was_left(self) -> None:
        """Go on with clearing up where an interrupted run left off."""
        if not os.path.lexists(self._done):
            return
        is_empty = _is_folder(self._done) and not any(self._done.iterdir())
        if (not is_empty and _record(self._done) is None) or _clear(self._done):
            raise WorkError(f"{self._done}: this is in the way: delete or rename it, or choose another OUT")


def _is_folder(path: Path) -> bool:
    """Say whether a folder itself is there, and no link to one."""
    return path.is_dir() and not path.is_symlink()


def _record(folder: Path) -> dict[str, Any] | None:
    """Return the record of a folder of parts, or None if it is not one."""
    found = _read(folder / _RECORD) if _is_folder(folder) else None
    return found if isinstance(found, dict) and found.items() >= _MARK.items() else None


def _read(file: Path) -> Any:  # noqa: ANN401 - what JSON holds
    """Return what a record holds, or None if there is none."""
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None


def _clear(folder: Path) -> list[Path]:
    """Delete what is ours in a folder, its record last, and then the folder; return what else is in it."""
    files = sorted(folder.iterdir(), key=lambda file: file.name == _RECORD)
    for file in files:
        if _OWN.fullmatch(file.name) and not _is_folder(file):
            disk.delete(file)
    left = sorted(folder.iterdir())
    if not left:
        disk.delete_folder(folder)
    return left
