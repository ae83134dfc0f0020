"""Measure everything and print it on one page, with the target of each figure beside it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

from benchmarks import page
from benchmarks.figures import Figure

SUITES = ("against_hand", "against_peers", "scaling", "starting", "batching")


@click.command()
@click.option("--quick", is_flag=True, help="Less of everything: for a look while working, in two minutes.")
@click.option("--only", type=click.Choice(SUITES), multiple=True, help="Measure only this; may be repeated.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Save the figures here.")
def main(*, quick: bool, only: tuple[str, ...], file: Path | None) -> None:
    """Measure what decisions cost, and print each figure with its target."""
    taken_on = page.machine()
    figures: list[Figure] = []
    for suite in only or SUITES:
        for figure in _measured(suite, quick=quick):
            click.echo(page.line_of(figure), err=True)
            figures.append(figure)
        if file:
            page.save(figures, taken_on, file)
    click.echo(page.as_text(figures, taken_on))


def _measured(suite: str, *, quick: bool) -> Iterator[Figure]:
    """Measure one suite; what fails in it is told on the page and stops nothing else."""
    try:
        yield from import_module(f"benchmarks.{suite}").measure(quick=quick)
    except Exception as error:  # noqa: BLE001
        yield Figure(suite, "failed", None, note=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
