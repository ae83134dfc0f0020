"""`disclosure-policy register`: an agency's register against the rules."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import cast

import click

from disclosure_policy.checks import CHECKS, Form, check_register, report, tally
from disclosure_policy.cli.console import ALLOW, PROBLEMS, Day, or_exit, rules_option, today
from disclosure_policy.policy import load


@click.group("register")
def command() -> None:
    """Look after an agency's register: agreements on file, standing determinations, adopted readings."""


@command.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@rules_option
@click.option("--as-of", type=Day(), metavar="DATE", help="Look ahead from this day; without it, from today.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How to print what is found, as `disclosure-policy check` does.",
)
def check(file: Path, rules: Path | None, as_of: date | None, form: str) -> None:
    """Print what is wrong with a register, what ends within ninety days, what overlaps, and what no rule could use.

    Exits with 1 if there is more than what ends soon.
    """
    policy = or_exit(lambda: load(rules))
    problems = check_register(file, policy, as_of or today())
    written = report(problems, cast("Form", form), CHECKS)
    if written:
        click.echo(written)
    click.echo(tally(problems), err=True)
    sys.exit(PROBLEMS if any(problem.severity != "notice" for problem in problems) else ALLOW)
