"""Whole processes, and loading: what it takes until the first decision."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from benchmarks.figures import Figure
from benchmarks.synthetic import ours
from benchmarks.synthetic.rules import rules
from benchmarks.timing import ROOT, Ratio, in_fresh_process, ratio_of

PROCESSES = "A whole process, times `python -c 'import pydantic'`"
LOADING = "Rule files without a cache: loading, times PyYAML parsing the same files"
_EXAMPLE = "examples/child-support-agency-locates-parent.yaml"


def measure(*, quick: bool) -> Iterator[Figure]:
    """Measure the command line with a warm cache, the import, and loading without a cache."""
    rounds = 5 if quick else 21
    command = str(Path(sys.executable).parent / "disclosure-policy")
    importing = [sys.executable, "-c", "import disclosure_policy"]
    with tempfile.TemporaryDirectory() as cache:
        deciding = _processes([command, "decide", _EXAMPLE], cache, rounds)
        yield _figure("disclosure-policy decide, warm cache", deciding, at_most=2.5)
        yield _figure("python -c 'import disclosure_policy'", _processes(importing, cache, rounds))
    size = 10 if quick else 50
    for name, figures in in_fresh_process("benchmarks.starting:loading", size, 2 if quick else 3).items():
        target = 5 if "libyaml" in name else None
        yield Figure(LOADING, f"{size * 40:,} rules, {name}", figures["value"], at_most=target, detail=figures)


def loading(places: int, rounds: int) -> dict[str, Any]:
    """Time loading of rules in turn with parsing by PyYAML, by its two parsers; every round reads new files."""
    import disclosure_policy

    loaded, fast, pure = [], [], []
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        for number in range(rounds):
            with tempfile.TemporaryDirectory() as name:
                folder = ours.write_rules(rules(places), Path(name))
                for file in folder.rglob("*.yaml"):
                    file.write_text(f"# round {number}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
                texts = [file.read_bytes() for file in folder.rglob("*.yaml")]
                fast.append(_parsing(texts, yaml.CSafeLoader))
                loaded.append(_loading(disclosure_policy.load, folder))
                pure.append(_parsing(texts, yaml.SafeLoader))
    return {
        "parsed by libyaml": asdict(ratio_of(loaded, fast)),
        "parsed in pure Python": asdict(ratio_of(loaded, pure)),
    }


def _parsing(texts: list[bytes], loader: Any) -> float:
    began = perf_counter()
    for text in texts:
        yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    return perf_counter() - began


def _loading(load: Any, folder: Path) -> float:
    began = perf_counter()
    load(folder)
    return perf_counter() - began


def _processes(command: list[str], cache: str, rounds: int) -> Ratio:
    environment = os.environ | {"XDG_CACHE_HOME": cache}
    other = [sys.executable, "-c", "import pydantic"]
    for warm in (command, other):
        _run(warm, environment)
    mine, theirs = [], []
    for _ in range(rounds):
        theirs.append(_run(other, environment))
        mine.append(_run(command, environment))
    return ratio_of(mine, theirs)


def _run(command: list[str], environment: dict[str, str]) -> float:
    began = perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - began


def _figure(name: str, ratio: Ratio, at_most: float | None = None) -> Figure:
    return Figure(PROCESSES, name, ratio.value, at_most=at_most, detail=asdict(ratio))
