"""Reads an agency's template, and keeps typst to the folder in which it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Lock

from disclosure_policy.errors import Location, Problem, ProblemsError
from disclosure_policy.limits import MAX_BYTES
from disclosure_policy.loading import contents, files_below

_MOST_FILES = 10_000
"""How many files a template's folder can have with what is below it."""
_NOWHERE = "http://127.0.0.1:0"
"""A proxy to which nothing can connect."""
_PROXIES = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")
_EXEMPT = ("no_proxy", "NO_PROXY")
_ALONE = Lock()


class TemplateError(ProblemsError):
    """A letter cannot be written until the author of its template mends it."""


def read_template(template: Path) -> bytes:
    """Return what a template holds.

    Raises:
        TemplateError: if it cannot be read, is no plain file, or is larger than any template.
    """
    try:
        data = contents(template, str(template))
    except ProblemsError as error:
        raise unreadable(template, error.problems[0].message) from None
    if len(data) > MAX_BYTES:
        raise unreadable(template, f"it is larger than {MAX_BYTES:,} bytes")
    return data


def unreadable(template: Path, why: str) -> TemplateError:
    """Return the error for a template that cannot be read."""
    return TemplateError([Problem(Location(str(template)), f"it cannot be read: {why}", code="unreadable-template")])


@contextmanager
def closed_in(template: Path) -> Iterator[None]:
    """Keep typst to the template's folder while a letter is made: no link leads out of it, nothing is fetched.

    typst itself refuses paths out of the folder, but follows links, and has no switch against fetching packages; so
    it is given a proxy that is not there.

    Raises:
        TemplateError: if something in the folder leads out of it.
    """
    _refuse_ways_out(template)
    with _ALONE:
        before = {name: os.environ.get(name) for name in (*_PROXIES, *_EXEMPT)}
        os.environ.update(dict.fromkeys(_PROXIES, _NOWHERE))
        for name in _EXEMPT:
            os.environ.pop(name, None)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _refuse_ways_out(template: Path) -> None:
    folder = template.parent.resolve()
    try:
        found = [Path(str(file)) for file, _ in islice(files_below(folder), _MOST_FILES + 1)]
    except OSError as error:
        raise unreadable(template, f"{error.filename}: {(error.strerror or str(error)).lower()}") from None
    help_ = "put the template, with what it uses, into a folder of its own"
    if len(found) > _MOST_FILES:
        message = f"there are more than {_MOST_FILES:,} files in its folder"
        raise TemplateError([Problem(Location(str(template)), message, help_, code="open-template")])
    for file in found:
        if file.is_symlink() and not file.resolve().is_relative_to(folder):
            message = f"the link `{file.relative_to(folder)}` leads out of its folder"
            raise TemplateError([Problem(Location(str(template)), message, help_, code="open-template")])
        if not file.is_symlink() and not file.is_file():
            message = f"`{file.relative_to(folder)}` in its folder is no plain file"
            raise TemplateError([Problem(Location(str(template)), message, help_, code="open-template")])
