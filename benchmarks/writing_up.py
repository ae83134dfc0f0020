"""Figures to `docs/performance.md` and its picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.against_peers import SUITE
from benchmarks.drawing import draw
from benchmarks.figures import Figure
from benchmarks.page import amount, saved
from benchmarks.timing import ROOT

_OPENING = """\
# Performance

What a decision costs, compared with what somebody would write by hand and with other engines. This page and its
picture are written by `python -m benchmarks --docs` from what it measured.

![How many times as long as a function written by hand each engine takes](performance.svg)

## How it is measured

- Every figure is a ratio. The two things compared are timed in turn, a short slice each, in one process, and the
  median of the ratios is reported: the speed of a shared machine changes by a factor of two within minutes, and
  weighs on both alike. Of single decisions and of loading, what counts is the time that the process spends on the
  processor; of whole processes and of frames, which use several processors, the time that passes. Do not compare
  seconds across tables.
- Everything decides the same before it is timed: each peer on 10,000 random requests (with more than 40 rules on as
  many as fit into eight seconds), the law written by hand on every scenario of the bundled rules and on 20,000
  random requests, verdicts and citations or rule ids alike where a peer tells them.
- Decisions are timed as in a process that runs on: this package generates code for what is asked again and again,
  so 100,000 other requests come first. What the first decisions after loading cost is a line of its own.
- **By hand** is plain `if`s, sets worked out beforehand, early exits, and nothing else. `benchmarks/law` is the
  bundled law of New Mexico over the federal rules, about 135 provisions, as in force since 2026-05-20. It returns
  the verdict and the citations, and gives up what a decision has besides: other days, findings, what is missing,
  obligations, a receipt, and being told that a fact or a term does not exist. `benchmarks/synthetic` has a policy
  of 40 invented rules.
- Each peer has the 40 rules in its own language, gets a request in the form that it likes best, made beforehand,
  and runs in a process of its own. Our own requests are ready `DisclosureRequest`s there, and a decision counts
  only with its determining rules.
- With more rules loaded, the peers get all of them in one set. A peer whose user keeps one set for each
  jurisdiction stays at its figure for 40 rules.
"""

_CLOSING = """\
## To measure again

```console
pip install -e '.[bench,batch]'
python -m benchmarks            # everything, in a quarter of an hour
python -m benchmarks --quick    # less of everything, in two minutes
pytest benchmarks               # the same work under pytest-benchmark
```

A peer that is not installed is reported as such. `--ten-million` decides ten million rows from Parquet to Parquet as
well; `--docs` writes this page.
"""


RESULTS = ROOT / "benchmarks" / "results.json"


def write_up(figures: Sequence[Figure], taken_on: dict[str, Any], folder: Path) -> None:
    """Write the page and its picture into a folder."""
    (folder / "performance.md").write_text("\n".join(_page(figures, taken_on)), encoding="utf-8")
    if any(figure.suite == SUITE for figure in figures):
        draw(figures, folder / "performance.svg")


def _page(figures: Sequence[Figure], taken_on: dict[str, Any]) -> Iterator[str]:
    yield _OPENING
    yield "## Figures\n"
    yield (
        f"Taken on {taken_on['day']}: {taken_on['processor']}, {taken_on['cores']} cores, "
        f"{taken_on['memory_gigabytes']} GB, {taken_on['system']}, Python {taken_on['python']}."
    )
    if taken_on.get("quick"):
        yield "\nFrom a quick run, with a tenth of the requests, rows and jurisdictions."
    for suite, group in groupby(figures, key=lambda figure: figure.suite):
        yield f"\n### {suite}\n"
        yield from _table(list(group))
    yield "\n### Versions\n"
    yield ", ".join(f"{name} {version}" for name, version in taken_on["versions"].items()) + ".\n"
    yield _CLOSING


def _table(figures: list[Figure]) -> Iterator[str]:
    targets, notes = any(figure.target for figure in figures), any(figure.note for figure in figures)
    columns = ["", "measured", *(["target", ""] if targets else []), *(["note"] if notes else [])]
    yield f"| {' | '.join(columns)} |"
    yield "|---|--:|" + "--:|---|" * targets + "---|" * notes
    for figure in figures:
        verdict = {True: "met", False: "**missed**", None: ""}[figure.met]
        cells = [figure.name, amount(figure), *([figure.target, verdict] if targets else [])]
        yield f"| {' | '.join([*cells, *([figure.note] if notes else [])])} |"


if __name__ == "__main__":
    write_up(*saved(RESULTS), ROOT / "docs")
