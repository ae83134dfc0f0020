"""Keeps the finished parts of a run beside its file, so that an interrupted run is taken up again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from disclosure_policy.cli.batch.tally import Tally
from disclosure_policy.errors import DisclosurePolicyError


class WorkError(DisclosurePolicyError):
    """Work cannot be begun or taken up again."""


@dataclass(frozen=True)
class Work:
    """The folder of parts of a file.

    A part is written under another name and then renamed, after its tally: so a part that is there is whole and
    counted, and one that was interrupted is made again. `same` is what must not have changed in between.
    """

    out: Path
    same: dict[str, Any]

    @cached_property
    def folder(self) -> Path:
        """Where the parts are."""
        return self.out.with_name(f"{self.out.name}.parts")

    @property
    def parts(self) -> list[Path]:
        """The finished parts, in order."""
        return sorted(self.folder.glob("*.part"))

    @property
    def tally(self) -> Tally:
        """What the finished parts have."""
        total = Tally()
        for part in self.parts:
            total.add(Tally.from_json(part.with_suffix(".tally").read_text(encoding="utf-8")))
        return total

    def begin(self, *, resume: bool) -> None:
        """Begin the work, or take it up again.

        Raises:
            WorkError: if there is unfinished work and `resume` was not asked for, or if it was begun otherwise.
        """
        told = self.folder / "work.json"
        if told.exists() and not resume:
            raise WorkError(f"{self.folder}: there is unfinished work: go on with --resume, or delete the folder")
        if told.exists():
            before = json.loads(told.read_text(encoding="utf-8"))
            changed = sorted(name for name in self.same if before.get(name) != self.same[name])
            if changed:
                raise WorkError(
                    f"{self.folder}: begun with another {', '.join(changed)}: delete the folder and begin anew"
                )
            return
        self.folder.mkdir(exist_ok=True)
        made = told.with_suffix(".made")
        made.write_text(json.dumps(self.same), encoding="utf-8")
        made.replace(told)

    def finish_part(self, write: Callable[[Path], None], tally: Tally) -> None:
        """Write the next part."""
        part = self.folder / f"{len(self.parts):08}.part"
        made = part.with_suffix(".made")
        write(made)
        part.with_suffix(".tally").write_text(tally.as_json(), encoding="utf-8")
        made.replace(part)

    def end(self) -> None:
        """Clear the parts away."""
        shutil.rmtree(self.folder)
