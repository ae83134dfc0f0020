"""Writes problems for people, as JSON, as SARIF for code scanning, and as GitHub's annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, Literal
from urllib.parse import quote

from disclosure_policy import escaping
from disclosure_policy.checks.check_definition import Check
from disclosure_policy.checks.explanation_pages import page
from disclosure_policy.errors import Problem, Severity
from disclosure_policy.escaping import spelled
from disclosure_policy.version import VERSION

Form = Literal["text", "json", "sarif", "github"]
Problems = tuple[Problem, ...]

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "notice": "note"}


def report(problems: Problems, form: Form, checks: Iterable[Check]) -> str:
    """Write problems out; `checks` are all that could have been found. Of none, text and github say nothing."""
    writers: dict[Form, Callable[[], str]] = {
        "text": lambda: "\n".join(map(_line, problems)),
        "json": lambda: _dump({"problems": [_entry(problem) for problem in problems]}),
        "sarif": lambda: _dump(_sarif(problems, tuple(checks))),
        "github": lambda: "\n".join(map(_annotation, problems)),
    }
    return writers[form]()


def tally(problems: Problems) -> str:
    """Say how many problems of each severity there are."""
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(f"{counts[what]} {what}{'' if counts[what] == 1 else 's'}" for what in _SARIF_LEVELS)


def _line(problem: Problem) -> str:
    line = spelled(f"{problem.location} {problem.code} {problem.message}")
    return f"{line}\n  help: {spelled(problem.help)}" if problem.help else line


def _entry(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.location.file,
        "line": problem.location.line,
        "column": problem.location.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "help": problem.help,
    }


def _dump(value: object) -> str:
    return escaping.json(json.dumps(value, indent=2, ensure_ascii=False))


def _sarif(problems: Problems, checks: tuple[Check, ...]) -> dict[str, Any]:
    driver = {
        "name": "disclosure-policy",
        "version": VERSION,
        "rules": [_sarif_rule(check, found=check.code in {problem.code for problem in problems}) for check in checks],
    }
    places = {check.code: index for index, check in enumerate(checks)}
    results = [_result(problem, places[problem.code]) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _sarif_rule(check: Check, *, found: bool) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": check.code,
        "shortDescription": {"text": check.says},
        "defaultConfiguration": {"level": _SARIF_LEVELS[check.severity]},
    }
    return rule | {"help": {"text": page(check.code), "markdown": page(check.code)}} if found else rule


def _result(problem: Problem, index: int) -> dict[str, Any]:
    place = problem.location
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": place.column}
    print_ = sha256(f"{place.file}\n{problem.code}\n{problem.message}".encode()).hexdigest()
    return {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": _SARIF_LEVELS[problem.severity],
        "message": {"text": problem.message + (f" ({problem.help})" if problem.help else "")},
        "locations": [{"physicalLocation": physical}],
        "partialFingerprints": {"problem/v1": print_},
    }


def _uri(file: str) -> str:
    return Path(file).as_uri() if Path(file).is_absolute() else quote(PurePath(file).as_posix())


def _annotation(problem: Problem) -> str:
    """Write a workflow command; what would end a property or the line is escaped as GitHub's runner unescapes it."""
    place = problem.location
    properties = {"file": place.file}
    if place.line:
        properties |= {"line": str(place.line), "col": str(place.column)}
    properties["title"] = problem.code
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = spelled(problem.message) + (f"\nhelp: {spelled(problem.help)}" if problem.help else "")
    return f"::{problem.severity} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(spelled(text)).replace(":", "%3A").replace(",", "%2C")
