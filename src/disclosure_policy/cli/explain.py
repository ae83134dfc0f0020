"""`disclosure-policy explain`: the whole reasoning behind a decision, in words or as a picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import cast

import click

from disclosure_policy.cli.console import (
    as_of_option,
    audience_option,
    brief_of,
    or_exit,
    out_option,
    register_option,
    request_argument,
    request_from,
    rules_option,
    write,
)
from disclosure_policy.policy import load
from disclosure_policy.reasoning import Audience, Trace, narrate, pruned, told_once, trace, under_rule
from disclosure_policy.reasoning.picture import dot, mermaid, svg

_PICTURES: dict[str, Callable[[Trace], str]] = {"mermaid": mermaid, "dot": dot, "svg": svg}


@click.command("explain")
@request_argument
@as_of_option
@rules_option
@register_option
@click.option("--rule", metavar="ID", help="Show the reasoning about this rule alone, with all below it.")
@click.option("--all", "everything", is_flag=True, help="Show also the rules beside the point, and every expression.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", *_PICTURES]),
    default="text",
    show_default=True,
    help="How to show it; mermaid, dot and svg are pictures.",
)
@audience_option("counsel")
@out_option
def command(  # noqa: PLR0913, PLR0917 - one argument for each option
    request_file: str,
    as_of: date | None,
    rules: Path | None,
    register: Path | None,
    rule: str | None,
    everything: bool,  # noqa: FBT001 - an option
    form: str,
    audience: str,
    out: Path | None,
) -> None:
    """Show the reasoning on a request as a tree, every step with its truth value and citation.

    From each disclosure it leads through the layers of law to the prohibitions, their exceptions and what limits
    these, down to the conditions and what was stated of them. What decided is marked. Rules that did not matter are
    counted; --all shows them, and every condition down to the facts it reads.

    --for requester shows the law and the requester's own facts: what others supplied is left out, and unknown.
    """
    document = request_from(request_file, as_of)
    told = trace(brief_of(document, or_exit(lambda: load(rules, register=register)), cast("Audience", audience)))
    if rule:
        told = or_exit(lambda: under_rule(told, rule))
    told = told_once(told) if everything or rule else pruned(told)
    draw = _PICTURES.get(form)
    write(or_exit(lambda: draw(told)) if draw else narrate(told, form), out)
