"""`disclosure-policy decide`: the decision on one request."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from disclosure_policy.cli.console import (
    ALLOW,
    DENY,
    as_of_option,
    or_exit,
    register_option,
    request_argument,
    request_from,
    rules_option,
)
from disclosure_policy.cli.log_options import log_options
from disclosure_policy.explaining import Format, explain
from disclosure_policy.policy import load

if TYPE_CHECKING:
    from disclosure_policy.log import DecisionLog


@click.command("decide")
@request_argument
@as_of_option
@rules_option
@register_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the decision; json has every finding.",
)
@log_options
def command(  # noqa: PLR0913, PLR0917 - one argument for each option
    request_file: str,
    as_of: date | None,
    rules: Path | None,
    register: Path | None,
    form: str,
    log: DecisionLog | None,
) -> None:
    """Decide a request in YAML or JSON, from a file or from standard input (-).

    Prints the verdict, the provisions that decided, what was missing or came closest, and the obligations that
    come with an allow. Without a date in the request or in --as-of, today's law is applied.

    \b
    A request:
      jurisdiction: us-nm
      as_of: 2026-01-15
      discloser: state_uc_agency
      recipient: {type: journalist}
      purposes: [publication]
      items: [individual_name, wages]

    Exits with 0 for allow and 3 for deny.
    """
    document = request_from(request_file, as_of)
    decision = or_exit(lambda: load(rules, register=register).decide_document(document, log=log))
    click.echo(explain(decision, cast("Format", form)))
    sys.exit(ALLOW if decision.allowed else DENY)
