"""Makes the skeleton of a state's own repository of rules, as files that a caller can write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import PurePosixPath
from string import Template

from disclosure_policy.escaping import markdown
from disclosure_policy.loading import files_below
from disclosure_policy.version import VERSION

_CODE = re.compile("us-[a-z]{2}")


class _Text(Template):
    """A text with places marked by `%`, because `$` has a meaning of its own in schemas and workflows."""

    delimiter = "%"


def is_code(text: str) -> bool:
    """Say whether a text can be the code of a state: `us-` and its two letters, in lower case."""
    return _CODE.fullmatch(text) is not None


def skeleton(code: str, name: str, today: date) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield the path and the text of every file of a new repository of rules.

    Its one section is invented and says so: `today` stands as the day on which nothing was read.
    """
    values = {
        "code": code,
        "state": code.removeprefix("us-"),
        "name": markdown(name),
        "quoted_name": json.dumps(name, ensure_ascii=False),
        "today": today.isoformat(),
        "version": VERSION,
    }
    for file, path in files_below(files("disclosure_policy.rulebook") / "skeleton"):
        parts = (code if part == "CODE" else re.sub("^dot-", ".", part) for part in path)
        yield PurePosixPath(*parts), _Text(file.read_text(encoding="utf-8")).substitute(values)
