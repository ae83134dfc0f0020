"""`disclosure-policy tree`: the law as a tree of exceptions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from disclosure_policy.cli.console import Day, jurisdictions, or_exit, rules_option, today
from disclosure_policy.policy import load
from disclosure_policy.rulebook import outline


@click.command("tree")
@click.argument("jurisdiction", shell_complete=jurisdictions)
@click.option("--as-of", type=Day(), metavar="DATE", help="Show the law of this day; without it, today's.")
@rules_option
def command(jurisdiction: str, as_of: date | None, rules: Path | None) -> None:
    """Print a jurisdiction's provisions as a tree of exceptions.

    NO marks what forbids, MAY what permits, MUST what the law requires; each line limits the one it hangs from.
    """
    policy = or_exit(lambda: load(rules))
    click.echo(or_exit(lambda: outline(policy.law, jurisdiction, as_of or today())))
