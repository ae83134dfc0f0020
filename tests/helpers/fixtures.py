"""Rule folders written as what differs from `tests/helpers/check_fixtures/base`.

A fixture names a file on a line of its own, then gives lines with a sign before each, as a patch does: ` ` is there
and stays, `-` is there and goes, `+` comes. `(new)` after the name writes the file anew, `(absent)` removes it. The
signs for control characters (U+2400 and on) stand for these.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

FIXTURES = Path(__file__).parent / "check_fixtures"
BASE = FIXTURES / "base"
_CONTROL = {0x2400 + code: code for code in range(32)}


def build(fixture: Path, folder: Path) -> Path:
    """Write the base with a fixture's changes into a folder."""
    shutil.copytree(BASE, folder)
    for name, mark, lines in _files(fixture.read_text(encoding="utf-8")):
        file = folder / name
        if mark == "(absent)":
            file.unlink()
            continue
        before = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
        after = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +").translate(_CONTROL)
        text = "" if mark == "(new)" else file.read_text(encoding="utf-8")
        assert before or mark == "(new)", f"{fixture}: name a line of {name} to change"
        assert mark == "(new)" or text.count(before) == 1, f"{fixture}: {name} must have once:\n{before}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace(before, after) if before else after, encoding="utf-8", newline="\n")
    return folder


def excerpts(fixture: Path) -> Iterator[str]:
    """Yield the text that a fixture shows of each file."""
    for *_, lines in _files(fixture.read_text(encoding="utf-8")):
        yield dedent("\n".join(line[1:] for line in lines if line[0] in " +")).strip("\n")


def _files(text: str) -> Iterator[tuple[str, str, list[str]]]:
    lines: list[str] = []
    name = mark = ""
    for line in [*text.splitlines(), ""]:
        if line[:1] in (" ", "-", "+"):
            lines.append(line)
            continue
        if name:
            yield name, mark, lines
        name, _, mark = line.partition(" ")
        lines = []
