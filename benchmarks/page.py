"""Figures as a page of text, as JSON, and read back."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

_PACKAGES = (
    "disclosure-policy pydantic PyYAML rule-engine narwhals polars duckdb pyarrow datalogic-py"
    " common-expression-language vakt zen-engine yacedar cedarpy regopy casbin"
).split()


def machine() -> dict[str, Any]:
    """Return what the figures were taken on: processor, cores, memory and versions; nothing that names a place."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gigabytes": round(memory),
        "system": platform.system(),
        "python": platform.python_version(),
        "versions": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def as_text(figures: Iterable[Figure], taken_on: dict[str, Any]) -> str:
    """Write figures as one page."""
    lines = [
        f"{taken_on['day']}  Python {taken_on['python']}, {taken_on['cores']} cores, {taken_on['processor']}",
        "Ratios are medians of slices timed in turn; they hold on a busy machine, seconds do not.",
    ]
    for suite, group in groupby(figures, key=lambda figure: figure.suite):
        lines += ["", suite]
        lines += [line_of(figure) for figure in group]
    return "\n".join(lines)


def line_of(figure: Figure) -> str:
    """Write one figure: its name, what was measured, the target, and whether it is met."""
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    line = f"  {figure.name:<58}{amount(figure):>14}  {figure.target:<7} {verdict:<7}{figure.note}"
    return line.rstrip()


def amount(figure: Figure) -> str:
    """Write what was measured, to two or three digits."""
    if figure.value is None:
        return "not measured"
    digits = f"{figure.value:,.0f}" if figure.value >= 100 else f"{figure.value:.3g}"
    return f"{digits} {figure.unit}"


def save(figures: list[Figure], taken_on: dict[str, Any], file: Path) -> None:
    """Write figures as JSON."""
    content = {"machine": taken_on, "figures": [asdict(figure) for figure in figures]}
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def saved(file: Path) -> tuple[list[Figure], dict[str, Any]]:
    """Read figures that were saved."""
    content = json.loads(file.read_text(encoding="utf-8"))
    return [Figure(**figure) for figure in content["figures"]], content["machine"]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
