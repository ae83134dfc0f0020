"""`disclosure-policy letter`: a determination letter to whoever asked."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from disclosure_policy.cli.console import (
    Day,
    as_of_option,
    audience_option,
    brief_of,
    or_exit,
    out_option,
    register_option,
    request_argument,
    request_from,
    rules_option,
    today,
    write,
)
from disclosure_policy.cli.log_options import log_options
from disclosure_policy.letters import AGENCY, SIGNATORY, Form, Letterhead, letter, typeset
from disclosure_policy.policy import load
from disclosure_policy.reasoning import Audience

if TYPE_CHECKING:
    from disclosure_policy.log import DecisionLog


@click.command("letter")
@request_argument
@as_of_option
@rules_option
@register_option
@click.option("--agency", default=AGENCY, metavar="NAME", help="The agency that writes.")
@click.option("--signatory", default=SIGNATORY, metavar="NAME", help="Who signs, with the title.")
@click.option("--to", "addressee", multiple=True, metavar="LINE", help="A line of the address; can be given again.")
@click.option("--date", "day", type=Day(), metavar="DATE", help="The day of the letter; without it, today.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "pdf"]),
    default="markdown",
    show_default=True,
    help="What to write it as.",
)
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Your own template: Jinja2 for markdown and html, typst for pdf.",
)
@audience_option("requester")
@out_option
@log_options
def command(  # noqa: PLR0913, PLR0917 - one argument for each option
    request_file: str,
    as_of: date | None,
    rules: Path | None,
    register: Path | None,
    agency: str,
    signatory: str,
    addressee: tuple[str, ...],
    day: date | None,
    form: str,
    template: Path | None,
    audience: str,
    out: Path | None,
    log: DecisionLog | None,
) -> None:
    """Write a determination letter, for review by counsel and to be signed by the agency.

    It tells what was asked, the determination, the provisions with links to their official pages, the facts relied
    on, what the law would permit, the obligations that come with an allow, contested readings, and the receipt.

    Without --for counsel it is written for the requester: the law, the requester's own facts, and the decision.
    What nobody gave stands in brackets, to be filled in. Needs the extra `letters`.
    """
    if form == "pdf" and out is None and sys.stdout.isatty():
        raise click.UsageError("a PDF is no text: give --out FILE")
    document = request_from(request_file, as_of)
    told = brief_of(document, or_exit(lambda: load(rules, register=register)), cast("Audience", audience), log)
    written = letter(told, Letterhead(day or today(), agency, signatory, addressee))
    write(or_exit(lambda: typeset(written, cast("Form", form), template)), out)
