"""`disclosure-policy check`: everything that is wrong with a folder of rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from disclosure_policy.checks import CHECKS, Form, check, page, report, tally
from disclosure_policy.cli.console import ALLOW, PROBLEMS
from disclosure_policy.errors import suggest

SEVERITIES = ("error", "warning", "notice")


@click.command("check")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How to print what is found: sarif for code scanning, github for annotations of a pull request.",
)
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Compare the texts of the law in this folder with the digests of those that were read.",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="The least severity that makes the command fail.",
)
@click.option(
    "--register",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Check this register of an agency too; `disclosure-policy register check` also tells what ends soon.",
)
@click.option("--explain", metavar="CODE", help="Print the page that explains a code, and check nothing.")
def command(  # noqa: PLR0913, PLR0917 - one argument for each option
    path: Path | None, form: str, texts: Path | None, fail_on: str, register: Path | None, explain: str | None
) -> None:
    """Print every problem of a folder of rules, of one jurisdiction's folder, or of one file; all at once.

    Each is told as `file:line:column CODE message`, most with a line of help; --explain CODE says why it matters.
    Errors keep rules from loading; warnings are to be mended; notices are to be known. Without PATH, the bundled
    rules are checked.

    \b
    Texts are looked for as <jurisdiction>/<instrument>/<section>/<date in force>.txt.

    Exits with 0 if nothing is found, or only notices, and with 1 otherwise.
    """
    if explain is not None:
        codes = [one.code for one in CHECKS]
        if explain not in codes:
            raise click.UsageError(f"there is no code `{explain}`: {suggest(explain, codes) or ', '.join(codes)}")
        click.echo(page(explain), nl=False)
        return

    problems = check(path, texts=texts, register=register)
    written = report(problems, cast("Form", form), CHECKS)
    if written:
        click.echo(written)
    click.echo(tally(problems), err=True)
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    sys.exit(PROBLEMS if any(problem.severity in failing for problem in problems) else ALLOW)
