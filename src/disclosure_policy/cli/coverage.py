"""`disclosure-policy coverage`: every paragraph of the law with what encodes it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from disclosure_policy.cli.console import ALLOW, PROBLEMS, jurisdictions, or_exit, rules_option
from disclosure_policy.law import coverage
from disclosure_policy.policy import load
from disclosure_policy.rulebook import coverage_page


@click.command("coverage")
@click.argument("jurisdiction", shell_complete=jurisdictions)
@rules_option
def command(jurisdiction: str, rules: Path | None) -> None:
    """Print every paragraph of a jurisdiction's law with what encodes it, or the reason why it is no rule.

    The output is Markdown. Exits with 1 if a paragraph is neither encoded nor explained.
    """
    policy = or_exit(lambda: load(rules))
    rows = or_exit(lambda: coverage(policy.law, jurisdiction))
    click.echo(coverage_page(policy.law, jurisdiction, rows), nl=False)
    sys.exit(ALLOW if all(row.explained for row in rows) else PROBLEMS)
