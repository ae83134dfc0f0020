"""Whole processes, and loading: what it takes until the first decision."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter, process_time
from typing import Any

import yaml

from benchmarks.figures import Figure
from benchmarks.synthetic import ours
from benchmarks.synthetic.rules import ISSUERS, KINDS, PROCESSES, PURPOSES, rules
from benchmarks.timing import ROOT, Ratio, in_fresh_process, ratio_of

WHOLE_PROCESSES = "A whole process, times `python -c 'import pydantic'`"
LOADING = "Rule files: loading, times PyYAML parsing the same files"
_NAMES = "|".join((*KINDS, *PURPOSES, *PROCESSES, *ISSUERS))
_TERM = re.compile(rf"((?:type|purpose|issuer)\.|^  (?:- )?)({_NAMES})\b", re.MULTILINE)
_EXAMPLE = "examples/child-support-agency-locates-parent.yaml"


def measure(*, quick: bool) -> Iterator[Figure]:
    """Measure the command line the import, and loading."""
    rounds = 5 if quick else 21
    command = str(Path(sys.executable).parent / "disclosure-policy")
    importing = [sys.executable, "-c", "import disclosure_policy"]
    with tempfile.TemporaryDirectory() as compiled:
        whole, processor = _processes([command, "decide", _EXAMPLE], compiled, rounds)
        yield _figure("disclosure-policy decide", whole, at_most=2.5)
        yield _figure("disclosure-policy decide, on the processor", processor)
        yield _figure("python -c 'import disclosure_policy'", _processes(importing, compiled, rounds)[0])
    size = 10 if quick else 50
    for name, figures in in_fresh_process("benchmarks.starting:loading", size, 2 if quick else 3).items():
        target = 5 if "libyaml" in name else None
        yield Figure(LOADING, f"{size * 40:,} rules, {name}", figures["value"], at_most=target, detail=figures)


def loading(places: int, rounds: int) -> dict[str, Any]:
    """Time loading of rules in turn with parsing by PyYAML, by its two parsers; every round reads new files."""
    import disclosure_policy

    loaded, fast, pure = [], [], []
    with tempfile.TemporaryDirectory() as name:  # imports, and tables that are built once, do not count as loading
        disclosure_policy.load(ours.write_rules(rules()[:2], Path(name)))
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = ours.write_rules(rules(places), Path(name))
            for file in folder.rglob("*.yaml"):
                _make_different(file, f"{file.relative_to(folder).parts[0][-3:]}_{number}")
            texts = [file.read_bytes() for file in folder.rglob("*.yaml")]
            fast.append(_parsing(texts, yaml.CSafeLoader))
            loaded.append(_loading(disclosure_policy.load, folder))
            pure.append(_parsing(texts, yaml.SafeLoader))
    return {
        "parsed by libyaml": asdict(ratio_of(loaded, fast)),
        "parsed in pure Python": asdict(ratio_of(loaded, pure)),
    }


def _make_different(file: Path, suffix: str) -> None:
    """Give a jurisdiction terms of its own, so that nothing parsed for one serves another."""
    text = _TERM.sub(rf"\1\2_{suffix}", file.read_text(encoding="utf-8"))
    file.write_text(f"# {suffix}\n{text}", encoding="utf-8")


def _parsing(texts: list[bytes], loader: Any) -> float:
    began = process_time()
    for text in texts:
        yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    return process_time() - began


def _loading(load: Any, folder: Path) -> float:
    began = process_time()
    load(folder)
    return process_time() - began


def _processes(command: list[str], compiled: str, rounds: int) -> tuple[Ratio, Ratio]:
    """Run a command in turn with the other; return the ratios of the time passed and of that on the processor."""
    # Modules are compiled once, as by an installer, whatever the caller's settings and whoever owns the files.
    environment = os.environ | {"PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    other = [sys.executable, "-c", "import pydantic"]
    for warm in (command, other):
        _run(warm, environment)
    mine, theirs = [], []
    for _ in range(rounds):
        theirs.append(_run(other, environment))
        mine.append(_run(command, environment))
    whole, processor = ([times[which] for times in mine] for which in (0, 1))
    other_whole, other_processor = ([times[which] for times in theirs] for which in (0, 1))
    return ratio_of(whole, other_whole), ratio_of(processor, other_processor)


def _run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    before, began = getrusage(RUSAGE_CHILDREN), perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    passed, after = perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    return passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _figure(name: str, ratio: Ratio, at_most: float | None = None) -> Figure:
    return Figure(WHOLE_PROCESSES, name, ratio.value, at_most=at_most, detail=asdict(ratio))
