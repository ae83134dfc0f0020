"""`disclosure-policy facts`: everything that a request can state."""

from __future__ import annotations

from pathlib import Path

import click

from disclosure_policy.cli.console import jurisdictions, or_exit, rules_option
from disclosure_policy.policy import load
from disclosure_policy.rulebook import catalogue


@click.command("facts")
@click.argument("jurisdiction", shell_complete=jurisdictions)
@rules_option
def command(jurisdiction: str, rules: Path | None) -> None:
    """Print what a request under a jurisdiction can state: every fact with its question, and every term.

    The output is Markdown.
    """
    policy = or_exit(lambda: load(rules))
    click.echo(or_exit(lambda: catalogue(policy.law, jurisdiction)), nl=False)
