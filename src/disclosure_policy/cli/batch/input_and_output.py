"""The two files that a batch is told: one that holds still while it is read, and one that may be written."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from disclosure_policy.cli.batch.resuming import WorkError, digest_of


@dataclass(frozen=True)
class Requests:
    """The file of requests as it was found: what the file system says of it, and its digest."""

    path: Path
    seen: tuple[int, ...]
    digest: str

    @property
    def is_unchanged(self) -> bool:
        """Whether nobody has written to it since, as far as the file system tells at once."""
        return self.path.exists() and _seen(self.path) == self.seen

    @property
    def is_the_same(self) -> bool:
        """Whether it is unchanged to the last byte."""
        return self.is_unchanged and digest_of(self.path) == self.digest


def requests_in(path: Path) -> Requests:
    """Look at the file of requests before it is read.

    Raises:
        WorkError: if it is no file that can be read twice, such as a device or a pipe.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise WorkError(f"{path}: this is not a file that can be read twice: write the requests to one first")
    seen = _seen(path)
    return Requests(path, seen, digest_of(path))


def target_of(out: Path, requests: Path) -> Path:
    """Return the file to which OUT leads, through whatever links.

    Raises:
        WorkError: if it is a device or the like, or the file of requests itself.
    """
    try:
        target = out.resolve()
        there = target.exists()
    except (OSError, RuntimeError):
        raise WorkError(f"{out}: this is a link that leads nowhere: choose another OUT") from None
    if there and not stat.S_ISREG(target.stat().st_mode):
        raise WorkError(f"{out}: this is not a file: choose another OUT")
    if there and target.samefile(requests):
        raise WorkError(f"{out}: this is the file of requests: choose another OUT")
    return target


def _seen(path: Path) -> tuple[int, ...]:
    about = path.stat()
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
