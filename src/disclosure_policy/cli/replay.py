"""`disclosure-policy replay`: the entries of a log, decided again."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from disclosure_policy.cli.console import ALLOW, PROBLEMS, or_exit
from disclosure_policy.escaping import terminal
from disclosure_policy.log import Replayed, RuleSets, entries_of, replay, verify


@click.command("replay")
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--rules",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Look for rules in this folder, or in the folders in it, besides the bundled ones; can be given again.",
)
@click.option(
    "--register",
    "registers",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Look for registers here; can be given again.",
)
def command(log: Path, rules: tuple[Path, ...], registers: tuple[Path, ...]) -> None:
    """Decide every entry of a log again, under the rules and the register that its receipt names.

    Tells each entry that comes out otherwise, with the rules that decided then and now, and each that cannot be
    decided again here, with what is missing. The log is verified first.

    Exits with 1 if there is such an entry, or if the log was changed.
    """
    if or_exit(lambda: verify(log)).problems:
        click.echo(f"{log}: this is not as it was written: see `disclosure-policy log verify {log}`", err=True)
        sys.exit(PROBLEMS)
    rule_sets = RuleSets(rules, registers)
    outcomes: Counter[str] = Counter()
    for line, entry in enumerate(entries_of(log), start=1):
        if entry is None:  # somebody changes it just now
            continue
        found = or_exit(lambda entry=entry: replay(entry, rule_sets))  # type: ignore[misc]
        outcomes[found.outcome] += 1
        _tell(f"{log}:{line}", found)
    for outcome, count in sorted(outcomes.items()):
        click.echo(f"{count:,} {outcome}")
    sys.exit(PROBLEMS if outcomes["different"] or outcomes["not decided again"] else ALLOW)


def _tell(place: str, found: Replayed) -> None:
    about = found.entry.content.get("reference")
    head = f"{place}: entry {found.entry.number}{f' ({about})' if about else ''}"
    if found.outcome == "different":
        click.echo(terminal(f"{head} is decided otherwise"))
        for difference in found.differences:
            click.echo(terminal(f"  {difference}"))
    if found.outcome == "not decided again":
        click.echo(terminal(f"{head} cannot be decided again here"))
    elif found.lacks:
        click.echo(terminal(f"{head} was decided by another version"))
    for lack in found.lacks:
        click.echo(terminal(f"  missing: {lack}"))
