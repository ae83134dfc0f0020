"""`disclosure-policy log`: a log of decisions, verified."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from disclosure_policy.cli.console import ALLOW, PROBLEMS, or_exit
from disclosure_policy.log import verify as verified_log


@click.group("log")
def command() -> None:
    """Look after a log of decisions."""


@command.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--head",
    metavar="DIGEST",
    help="The digest of an entry that was the last one once, kept elsewhere; it must still be there.",
)
def verify(file: Path, head: str | None) -> None:
    """Find entries of a log that were changed, removed, put in or moved, and say in which line.

    At the end it prints the digest of the last entry. Keep it elsewhere, and give it with --head the next time:
    entries that were cut off from the end, or all written anew, leave no trace in the file itself.

    Exits with 1 if something was found.
    """
    found = or_exit(lambda: verified_log(file, head))
    for problem in found.problems:
        click.echo(str(problem))
    if found.untold:
        click.echo(f"and {found.untold:,} more")
    click.echo(f"{found.entries:,} {'entry' if found.entries == 1 else 'entries'}, the last {found.head or 'none'}")
    sys.exit(PROBLEMS if found.problems else ALLOW)
