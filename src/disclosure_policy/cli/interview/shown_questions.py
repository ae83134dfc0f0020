"""Shows a question of an interview, its options, why it is asked, and what an option means."""

from __future__ import annotations

from textwrap import wrap

import click

from disclosure_policy.escaping import plain, spelled
from disclosure_policy.explaining import WIDTH
from disclosure_policy.interview import Option, Question
from disclosure_policy.rule_files import SINGLE

SHOWN = 2
"""How many of the provisions that ask are shown, so that the question stays in sight."""


def show(question: Question, number: int) -> None:
    """Print a question under its number, with what can be chosen."""
    about = f" ({question.of_label})" if question.of_label else ""
    exactly = " Which of these, more exactly?" if question.of and question.options else ""
    click.echo("")
    _wrapped(f"{question.text}{about}{exactly}", f"{number}. ", " " * len(f"{number}. "))
    listed(question.options)
    if question.options and (question.of or question.others or question.fact not in SINGLE):
        click.echo("    0  none of these")
    if any(option.more for option in question.options):
        click.echo("    …  a narrower choice follows")


def listed(options: tuple[Option, ...]) -> None:
    """Print options, each under a number, and further in than what it falls under."""
    depth: dict[str, int] = {}
    for number, option in enumerate(options, start=1):
        depth[option.term] = max((depth.get(above, 0) + 1 for above in option.under), default=0)
        indent = f"   {number:>2}  " + "  " * depth[option.term]
        _wrapped(option.label + (" …" if option.more else ""), indent, " " * len(indent))


def _wrapped(text: str, first: str, rest: str) -> None:
    lines = wrap(plain(text), WIDTH, initial_indent=spelled(first), subsequent_indent=rest, break_on_hyphens=False)
    click.echo("\n".join(lines))


def tell_why(question: Question, number: int) -> None:
    """Tell why it is asked and who can say, and ask again."""
    click.echo("   It is asked because of:")
    for why in question.why[:SHOWN]:
        _wrapped(why.summary, f"     {why.citation}  ", " " * 7)
    if len(question.why) > SHOWN:
        click.echo(f"     and {len(question.why) - SHOWN} more")
    click.echo(f"   Who can say: {plain(question.supplied_by)}.")
    show(question, number)


def define(question: Question, term: str) -> None:
    """Tell what an option means, where its label does not say it all."""
    option = next((one for one in question.options if one.term == term), None)
    meaning = f"{option.label}: {option.definition or 'no more than that'}" if option else ""
    _wrapped(meaning or f"`{term}` is none of the options", "   ", "   ")
