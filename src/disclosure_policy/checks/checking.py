"""Checks a folder of rules: runs every check and returns all problems at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib.resources.abc import Traversable
from os import PathLike
from pathlib import Path

from disclosure_policy.checks import (
    completeness,
    conditions,
    dates,
    loading_mistakes,
    registers,
    scenarios,
    style,
    usage,
)
from disclosure_policy.checks.check_definition import Check
from disclosure_policy.checks.checked_rules import survey
from disclosure_policy.errors import Location, Problem
from disclosure_policy.loading import rules_around
from disclosure_policy.policy import Policy

CHECKS: tuple[Check, ...] = (
    *loading_mistakes.CHECKS,
    *conditions.CHECKS,
    *dates.CHECKS,
    *style.CHECKS,
    *usage.CHECKS,
    *scenarios.CHECKS,
    *completeness.CHECKS,
    *registers.CHECKS,
)
"""Every check, by family."""


def check(
    path: str | PathLike[str] | Traversable | None = None,
    *,
    texts: str | PathLike[str] | None = None,
    register: str | PathLike[str] | None = None,
    as_of: date | None = None,
) -> tuple[Problem, ...]:
    """Check rules and return every problem found, in the order of files and lines.

    Rules that cannot be loaded are checked as far as they can be read: one mistake does not hide the others. A parent
    jurisdiction that is not in the folder comes from the bundled rules, and is not itself checked.

    Args:
        path: a folder with one folder for each jurisdiction, or the folder of one jurisdiction, or one file in it,
            of which alone the problems are then returned; without it, the bundled rules.
        texts: a folder with the texts of the law as `<jurisdiction>/<instrument>/<section>/<date in force>.txt`, to
            be compared with the digests of those that were read.
        register: the register of an agency, to be checked against the rules once they have no error.
        as_of: the day from which to look for what of the register ends soon; without it, nothing is said of that.
    """
    place = Path(path) if isinstance(path, str | PathLike) else path
    if place is not None and not (place.is_dir() or place.is_file()):
        return (Problem(Location(str(place)), "there is no such file or folder", code="no-rules"),)
    only = file = None
    if isinstance(place, Path):
        place, only, file = _within(place.absolute())
    subject = survey(place, only, None if texts is None else Path(texts))
    problems = {*subject.errors, *(problem for check in CHECKS for problem in check.run(subject))}
    found = [one for one in problems if file is None or Path(one.location.file).absolute() == file]
    if register is not None and not subject.errors:
        found += registers.register_problems(register, subject.law, as_of)
    return _in_order(found)


def check_register(register: str | PathLike[str], policy: Policy, as_of: date | None = None) -> tuple[Problem, ...]:
    """Check the register of an agency by itself, as `check` does, and return every problem found in it."""
    return _in_order(registers.register_problems(register, policy.law, as_of))


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems), key=lambda one: (one.location, one.code, one.message)))


def _within(path: Path) -> tuple[Path, str | None, Path | None]:
    """Return the folder of jurisdictions in which a path lies, the one jurisdiction meant, and the one file."""
    root = rules_around(path)
    if root is None:
        return path, None, None
    return root, path.relative_to(root).parts[0], path if path.is_file() else None
