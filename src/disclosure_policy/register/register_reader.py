"""Reads a register, and refuses one that is not well formed or does not fit the law."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any

from disclosure_policy.documents import Document, of_value, read
from disclosure_policy.errors import Problem, ProblemsError, RegisterError
from disclosure_policy.law import Law
from disclosure_policy.loading import contents, salvage
from disclosure_policy.register.entry_problems import conditions_of, entry_problems
from disclosure_policy.register.register import Register
from disclosure_policy.register.register_file import RegisterFile

Source = str | PathLike[str] | Mapping[str, Any] | Document
"""A file, or what one says."""


def read_register(source: Source, law: Law) -> Register:
    """Read a register that is to be used with some law.

    Raises:
        RegisterError: with everything that is wrong with it, at its line and column; if it cannot be read, too.
    """
    register, problems = gather_register(source, law)
    if problems or register is None:
        raise RegisterError(problems)
    return register


def gather_register(source: Source, law: Law) -> tuple[Register | None, tuple[Problem, ...]]:
    """Read a register as `read_register` does, mistakes and all; None if nothing of it could be read.

    With a problem it serves to look for more of them and for nothing else.
    """
    try:
        document = _document(source)
    except ProblemsError as error:
        return None, error.problems
    file, sound, problems = salvage(RegisterFile, document)
    if file is None:
        return None, problems
    conditions, unreadable = conditions_of(file, sound, law)
    register = Register(file, document if not problems else sound, _digest(file), conditions)
    found = entry_problems(register, law) if not problems else ()
    return register, (*problems, *unreadable, *found)


def _document(source: Source) -> Document:
    if isinstance(source, Document):
        return source
    if isinstance(source, Mapping):
        return of_value(dict(source), "register")
    return read(contents(Path(source), str(source)), str(source))


def _digest(file: RegisterFile) -> str:
    content = file.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
