"""Keeps between runs what reading files and parsing conditions came to, so that neither is done twice.

Only plain values are kept, as JSON in a folder of the user's own, and what is remembered is found by content: a
file's values by the digest of its bytes, a condition's tree by its text, used only where its facts are of the
same kinds. So a rule file that has changed is read again, and nothing kept is executed. Whatever is odd about
what was kept, it is as if it were not there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from tempfile import NamedTemporaryFile
from typing import Any

from disclosure_policy.conditions.expression import Expression, references
from disclosure_policy.conditions.json_form import expression_of, plain_of
from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.documents import Document, read

MOST_KEPT = 16
"""How many folders of rules are remembered."""
_MAKERS = ("documents", "conditions", "loading")
"""The rooms whose results are remembered."""
_OTHERS_WRITE = 0o022


class Memory:
    """What is remembered from before, and what was used or learned since."""

    def __init__(
        self, values: Mapping[str, Any] | None = None, conditions: Mapping[str, Expression] | None = None
    ) -> None:
        self._values = values or {}
        self._conditions = conditions or {}
        self.values: dict[str, Any] = {}
        """The plain values of each file that was used, by the SHA-256 of its bytes."""
        self.conditions: dict[str, Expression] = {}
        """The tree of each condition that was used, by its text."""
        self.learned = False
        """Whether there is something that was not remembered from before."""

    def document(self, digest: str, data: bytes, file: str) -> Document | None:
        """Return the document whose bytes have this digest, if it is remembered."""
        if digest not in self._values:
            return None
        self.values[digest] = self._values[digest]
        return Remembered(file, self._values[digest], data)

    def learn_document(self, digest: str, document: Document) -> None:
        """Remember what a file says."""
        self.values[digest] = document.value
        self.learned = True

    def condition(self, text: str, kinds: Mapping[str, Kind]) -> Expression | None:
        """Return the tree of a condition, if it is remembered and its facts are of these kinds."""
        found = self.conditions.get(text) or self._conditions.get(text)
        if found is None or any(kinds.get(fact.path) != fact.kind for fact in references(found)):
            return None
        self.conditions[text] = found
        return found

    def learn_condition(self, text: str, expression: Expression) -> None:
        """Remember the tree of a condition."""
        self.conditions[text] = expression
        self.learned = True


class Remembered(Document):
    """A document whose values are remembered; where they stand is read again when it is asked for."""

    def __init__(self, file: str, value: Any, data: bytes) -> None:  # noqa: ANN401 - as of any document
        self.__dict__.update(file=file, value=value, _data=data)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name not in ("places", "keys", "styles", "lines"):
            raise AttributeError(name)
        whole = read(self._data, self.file)
        self.__dict__.update(places=whole.places, keys=whole.keys, styles=whole.styles, lines=whole.lines)
        return getattr(whole, name)


def recall(rules: Path) -> Memory:
    """Return what is remembered of a folder of rules, or an empty memory."""
    name = _name(rules)
    with suppress(OSError, ValueError, TypeError, LookupError, RecursionError):
        file = _shelf() / name
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
    name = _name(rules)  # before anything is written: only what the system refuses is passed over
    with suppress(OSError):
        shelf = _shelf()
        shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(shelf):
            return
        content = json.dumps({"values": memory.values, "conditions": conditions}, separators=(",", ":")).encode()
        _write(shelf / name, sha256(content).hexdigest().encode() + b"\n" + content)
        _clear(shelf)


def _write(file: Path, content: bytes) -> None:
    """Write a file that is whole whenever it is there: another process may write the same."""
    new = NamedTemporaryFile(dir=file.parent, delete=False)  # noqa: SIM115 - its owner alone may read it; closed below
    try:
        with new:
            new.write(content)
        Path(new.name).replace(file)
    except OSError:
        Path(new.name).unlink()
        raise


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
    for room in _MAKERS:
        modules = (file for file in files(f"disclosure_policy.{room}").iterdir() if file.name.endswith(".py"))
        yield from (file.read_bytes() for file in sorted(modules, key=lambda file: file.name))
    for package in ("rule_engine", "yaml"):
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).read_bytes()
