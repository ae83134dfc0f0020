"""Measure everything and print it on one page, with the target of each figure beside it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

from benchmarks import page
from benchmarks.figures import Figure
from benchmarks.timing import ROOT
from benchmarks.writing_up import RESULTS, write_up

SUITES = ("against_hand", "against_peers", "scaling", "starting", "batching")


@click.command()
@click.option("--quick", is_flag=True, help="Less of everything: for a look while working, in two minutes.")
@click.option("--only", type=click.Choice(SUITES), multiple=True, help="Measure only this; may be repeated.")
@click.option("--ten-million", is_flag=True, help="Decide ten million rows from Parquet to Parquet as well.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Save the figures here.")
@click.option("--docs", is_flag=True, help="Save the figures, and write docs/performance.md and its picture.")
def main(*, quick: bool, only: tuple[str, ...], ten_million: bool, file: Path | None, docs: bool) -> None:
    """Measure what decisions cost, and print each figure with its target."""
    figures: list[Figure] = []
    taken_on = page.machine() | {"quick": quick}
    for suite in only or SUITES:
        for figure in _measured(suite, quick=quick, ten_million=ten_million):
            click.echo(page.line_of(figure), err=True)
            figures.append(figure)
        if file:
            page.save(figures, taken_on, file)
    click.echo(page.as_text(figures, taken_on))
    if docs:
        page.save(figures, taken_on, RESULTS)
        write_up(figures, taken_on, ROOT / "docs")


def _measured(suite: str, *, quick: bool, ten_million: bool) -> Iterator[Figure]:
    """Measure one suite; what fails in it is told on the page and stops nothing else."""
    try:
        more = {"ten_million": ten_million} if suite == "batching" else {}
        yield from import_module(f"benchmarks.{suite}").measure(quick=quick, **more)
    except Exception as error:  # noqa: BLE001
        yield Figure(suite, "failed", None, note=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
