"""`disclosure-policy interview`: questions in plain English, only such as can still matter, until it is settled."""

from __future__ import annotations

import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click
import yaml

from disclosure_policy.cli.console import (
    ALLOW,
    DENY,
    Day,
    file_option,
    jurisdictions,
    or_exit,
    register_option,
    rules_option,
    today,
    write,
)
from disclosure_policy.cli.interview.shown_questions import show
from disclosure_policy.cli.interview.typed_answers import Back, Quit, typed
from disclosure_policy.cli.log_options import log_options
from disclosure_policy.escaping import plain, terminal
from disclosure_policy.explaining import WIDTH, explain
from disclosure_policy.interview import Interview, Question
from disclosure_policy.policy import load

if TYPE_CHECKING:
    from disclosure_policy.log import DecisionLog

HELP = (
    "Type a number, or a word of what you look for (police, immigration, wages); or:\n"
    "? why it is asked · unknown · back · quit · ? 2 what choice 2 means"
)


@click.command("interview")
@click.argument("jurisdiction", shell_complete=jurisdictions)
@file_option("--save", "Write the request to this file.")
@click.option("--as-of", type=Day(), metavar="DATE", help="Apply the law of this day; without it, today's.")
@click.option("--discloser", metavar="TERM", help="Who would disclose, if not the agency.")
@rules_option
@register_option
@log_options
def command(  # noqa: PLR0913, PLR0917 - one argument for each option
    jurisdiction: str,
    save: Path | None,
    as_of: date | None,
    discloser: str | None,
    rules: Path | None,
    register: Path | None,
    log: DecisionLog | None,
) -> None:
    """Ask about a request, one question at a time, and decide it.

    Only what can still change the verdict is asked; it ends as soon as nothing can. Answer with numbers, the words
    shown, or yes and no; `?` tells why something is asked, `? 2` what the second choice means, `unknown` leaves it
    open for good, `back` returns to the question before, `quit` ends it. Then the decision is printed, and the
    request is saved as YAML.

    Exits with 0 for allow and 3 for deny.
    """
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # what is no text is no answer
    policy = or_exit(lambda: load(rules, register=register))
    name = or_exit(lambda: policy.law.lawbook(jurisdiction).jurisdiction.name)
    if discloser is not None:
        known = policy.law.vocabularies[jurisdiction]["discloser"].terms
        if discloser not in known:
            raise click.BadParameter(f"there is no term `{discloser}`; the terms are {', '.join(known)}")
    interview = Interview(policy, jurisdiction, as_of or today(), discloser=discloser)
    click.echo(f"{plain(name)} ({jurisdiction}), the law of {interview.as_of}\n{HELP}")
    interview = or_exit(lambda: _held(interview))
    or_exit(lambda: policy.decide(interview.request, log=log))
    click.echo(f"\n{_ended(interview)}\n")
    click.echo(explain(interview.decision))
    if save is not None:
        write(_as_yaml(interview).rstrip("\n"), save)
        click.echo(f"\nThe request is in {save}.")
    sys.exit(ALLOW if interview.decision.allowed else DENY)


def _ended(interview: Interview) -> str:
    count = len(interview.given)
    after = f"after {count} question{'' if count == 1 else 's'}"
    if not interview.settled:
        return f"Ended {after}."
    return f"Settled {after}{', unless what is unknown becomes known' if interview.decision.missing else ''}."


def _held(interview: Interview) -> Interview:
    """Ask until nothing matters any more, or whoever is asked wants to stop."""
    shown: Question | None = None
    while (question := interview.question) is not None:
        if question is not shown:
            show(question, len(interview.given) + 1)
            shown = question
        try:
            interview = interview.answer(typed(interview, question))
        except Back:
            interview, shown = interview.back(), None
        except Quit:
            break
        except ValueError as error:
            click.echo(terminal(f"   {error}"))
    return interview


def _as_yaml(interview: Interview) -> str:
    content = interview.content | {"as_of": interview.as_of}
    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, default_flow_style=None, width=WIDTH)
    return text
