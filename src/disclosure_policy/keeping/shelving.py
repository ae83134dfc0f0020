"""What is remembered of a folder of rules, kept between runs in a folder of the user's own.

Only plain values are kept, as JSON, and what is remembered is found by content: a file's values by the digest of its
bytes, a condition's tree by its text. So a rule file that has changed is read again, and nothing kept is executed.
Whatever is odd about what was kept, it is as if it were not there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from tempfile import NamedTemporaryFile

from disclosure_policy.keeping.memory import Memory
from disclosure_policy.keeping.transcribing import expression_of, plain_of

MOST_KEPT = 16
"""How many folders of rules are remembered."""
_MAKERS = (
    "document",
    "reading",
    "wording",
    "parsing",
    "converting",
    "expression",
    "keeping/transcribing",
    "keeping/shelving",
)
_OTHERS_WRITE = 0o022


def recall(rules: Path) -> Memory:
    """Return what is remembered of a folder of rules, or an empty memory."""
    with suppress(OSError, ValueError, TypeError, LookupError, RecursionError):
        file = _shelf() / _name(rules)
        if _is_own(file.parent) and _is_own(file):
            digest, _, content = file.read_bytes().partition(b"\n")
            if sha256(content).hexdigest().encode() == digest:
                kept = json.loads(content)
                conditions = {text: expression_of(plain) for text, plain in kept["conditions"].items()}
                return Memory(dict(kept["values"]), conditions)
    return Memory()


def keep(rules: Path, memory: Memory) -> None:
    """Keep what was used of a memory for the next time; where that is not possible, do nothing."""
    conditions = {text: plain_of(expression) for text, expression in memory.conditions.items()}
    with suppress(OSError):
        shelf = _shelf()
        shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(shelf):
            return
        content = json.dumps({"values": memory.values, "conditions": conditions}, separators=(",", ":")).encode()
        with NamedTemporaryFile(dir=shelf, delete=False) as new:  # readable and writable by its owner alone
            new.write(sha256(content).hexdigest().encode() + b"\n" + content)
        Path(new.name).replace(shelf / _name(rules))  # another process may do the same: either is whole
        _clear(shelf)


def _clear(shelf: Path) -> None:
    newest_first = sorted(shelf.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in newest_first[MOST_KEPT:]:
        file.unlink()


def _shelf() -> Path:
    """Return the folder for what programs keep of this user's, as each system has it."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "disclosure-policy"


def _is_own(path: Path) -> bool:
    """Say whether a file or folder, and no link to one, is the user's and can be written by nobody else."""
    status = path.lstat()
    if not (S_ISDIR(status.st_mode) or S_ISREG(status.st_mode)):
        return False
    return sys.platform == "win32" or (status.st_uid == os.getuid() and not status.st_mode & _OTHERS_WRITE)


def _name(rules: Path) -> str:
    """Return the name under which a folder is remembered by this very code."""
    parts = [str(rules.resolve()).encode(), sys.version.encode(), *_makers()]
    return f"{sha256(b'|'.join(sha256(part).digest() for part in parts)).hexdigest()}.json"


def _makers() -> Iterator[bytes]:
    """Yield the text of all code whose results are remembered, or a text with its version."""
    yield from ((Path(__file__).parents[1] / f"{name}.py").read_bytes() for name in _MAKERS)
    for package in ("rule_engine", "yaml"):
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).read_bytes()
