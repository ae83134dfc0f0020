"""`disclosure-policy interview`: questions in plain English, only such as can still matter, until it is settled."""

from __future__ import annotations

import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from textwrap import wrap
from typing import Any

import click
import yaml

from disclosure_policy.cli.console import (
    ALLOW,
    DENY,
    Day,
    file_option,
    jurisdictions,
    load,
    or_exit,
    register_option,
    rules_option,
    today,
    write,
)
from disclosure_policy.escaping import plain, spelled, terminal
from disclosure_policy.explaining import WIDTH, explain
from disclosure_policy.interview import FIRST, Interview, Option, Question
from disclosure_policy.rule_files import SINGLE

HELP = (
    "Type a number, or a word of what you look for (police, immigration, wages); or:\n"
    "? why it is asked · unknown · back · quit · ? 2 what choice 2 means"
)
MOST_FOUND = 12
"""How many terms that a word finds are shown."""
YES_NO = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False}
NONE = ("0", "none")
UNKNOWN = ("unknown", "u")
SHOWN = 2
"""How many of the provisions that ask are shown, so that the question stays in sight."""


class _Back(Exception):  # noqa: N818 - a wish, no error
    """The last question is wanted again."""


class _Quit(Exception):  # noqa: N818
    """The interview is to end here."""


@click.command("interview")
@click.argument("jurisdiction", shell_complete=jurisdictions)
@file_option("--save", "Write the request to this file.")
@click.option("--as-of", type=Day(), metavar="DATE", help="Apply the law of this day; without it, today's.")
@rules_option
@register_option
def command(
    jurisdiction: str, save: Path | None, as_of: date | None, rules: Path | None, register: Path | None
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
    policy = or_exit(lambda: load(rules, register))
    name = or_exit(lambda: policy.law.lawbook(jurisdiction).jurisdiction.name)
    interview = Interview(policy, jurisdiction, as_of or today())
    click.echo(f"{plain(name)} ({jurisdiction}), the law of {interview.as_of}\n{HELP}")
    interview = or_exit(lambda: _held(interview))
    or_exit(lambda: interview.decision)
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
            _show(question, len(interview.given) + 1)
            shown = question
        try:
            interview = interview.answer(_said(interview, question))
        except _Back:
            interview, shown = interview.back(), None
        except _Quit:
            break
        except ValueError as error:
            click.echo(terminal(f"   {error}"))
    return interview


def _show(question: Question, number: int) -> None:
    about = f" ({question.of_label})" if question.of_label else ""
    exactly = " Which of these, more exactly?" if question.of and question.options else ""
    click.echo("")
    _wrapped(f"{question.text}{about}{exactly}", f"{number}. ", " " * len(f"{number}. "))
    _list(question.options)
    if question.options and (question.of or question.others or question.fact not in SINGLE):
        click.echo("    0  none of these")
    if any(option.more for option in question.options):
        click.echo("    …  a narrower choice follows")


def _list(options: tuple[Option, ...]) -> None:
    depth: dict[str, int] = {}
    for number, option in enumerate(options, start=1):
        depth[option.term] = max((depth.get(above, 0) + 1 for above in option.under), default=0)
        indent = f"   {number:>2}  " + "  " * depth[option.term]
        _wrapped(option.label + (" …" if option.more else ""), indent, " " * len(indent))


def _wrapped(text: str, first: str, rest: str) -> None:
    lines = wrap(plain(text), WIDTH, initial_indent=spelled(first), subsequent_indent=rest, break_on_hyphens=False)
    click.echo("\n".join(lines))


def _said(interview: Interview, question: Question) -> object:
    """Return an answer, having shown why it is asked as often as wanted.

    Raises:
        ValueError: if what was said is no answer.
    """
    hint = {"judgment": "yes or no", "one": "a number or a word", "several": "numbers, such as 1, 3, or a word"}
    while True:
        said = _line(hint.get(question.kind, question.kind))
        if said in ("?", "why"):
            _why(question, len(interview.given) + 1)
        elif said.startswith("?"):
            for term in _terms(question.options, said.removeprefix("?")):
                _define(question, term)
        elif said in UNKNOWN:
            return None
        elif said:
            return _meant(interview, question, said)


def _meant(interview: Interview, question: Question, said: str) -> object:
    match question.kind:
        case "yes or no":
            return _yes_no(said)
        case "judgment":
            return {"answer": _yes_no(said), **_grounds(question, interview.as_of)}
        case "number":
            return int(said) if said.lstrip("-").isdigit() else said
        case "date":
            return said
        case _ if said in NONE and question.others and question.fact in FIRST:
            click.echo("   None of the others makes a difference; for the record, which is it?")
            _list(question.others)
            return _terms(question.others, _line("numbers"))
        case _:
            return [] if said in NONE else _named_or_found(interview, question.options, said)


def _named_or_found(interview: Interview, options: tuple[Option, ...], said: str) -> list[str] | None:
    """Return the terms that were named or, where words name none, of those that have them; None for unknown."""
    terms = _terms(options, said)
    found = interview.found(said) if terms == [said] else ()
    if not found or said in {option.term for option in (*options, *found)}:
        return terms
    if len(found) > MOST_FOUND:
        raise ValueError(f"{len(found)} choices have `{said}` in them: add another word")
    click.echo(f"   With `{spelled(said)}`:")
    _list(found)
    which = _line("which of these, by its number")
    return None if which in UNKNOWN else _terms(found, which)


def _yes_no(said: str) -> bool:
    if said not in YES_NO:
        raise ValueError("answer yes or no")
    return YES_NO[said]


def _terms(options: tuple[Option, ...], said: str) -> list[str]:
    """Return the terms that numbers, their labels or their own names stand for; what is none of these stays whole."""
    named = {option.label.lower(): option.term for option in options} | {
        option.term: option.term for option in options
    }
    if said in named:
        return [named[said]]
    words = said.replace(",", " ").split()
    if not all(word in named or word.isdigit() for word in words):
        words = [word.strip() for word in said.split(",")]
    for word in words:
        if word.isdigit() and not 1 <= int(word) <= len(options):
            raise ValueError(f"there is no {word} among the options")
    return [options[int(word) - 1].term if word.isdigit() else named.get(word, word) for word in words]


def _grounds(question: Question, day: date) -> dict[str, Any]:
    """Ask what goes with a judgment: who gave it, when and why."""
    by = _line(f"who says so ({question.supplied_by})", keep=True)
    on = _line(f"on what day ({day})", keep=True)
    why = _line("for what reason", keep=True)
    return {"by": by or question.supplied_by, "day": on or day.isoformat(), "why": why}


def _line(prompt: str, *, keep: bool = False) -> str:
    """Read a line; `keep` leaves its capitals.

    Raises:
        _Back, _Quit: if that is what it says; the end of the input ends the interview.
    """
    click.echo(f"   {prompt} > ", nl=False)
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:  # what was answered so far is kept
        line = ""
    said = line.strip()
    if not sys.stdin.isatty():
        click.echo(spelled(said))  # so that what was piped in can be read along with the questions
    if not line or said.lower() in ("quit", "q"):
        raise _Quit
    if said.lower() in ("back", "b"):
        raise _Back
    return said if keep else said.lower()


def _why(question: Question, number: int) -> None:
    """Tell why it is asked and who can say, and ask again."""
    click.echo("   It is asked because of:")
    for why in question.why[:SHOWN]:
        _wrapped(why.summary, f"     {why.citation}  ", " " * 7)
    if len(question.why) > SHOWN:
        click.echo(f"     and {len(question.why) - SHOWN} more")
    click.echo(f"   Who can say: {plain(question.supplied_by)}.")
    _show(question, number)


def _define(question: Question, term: str) -> None:
    """Tell what an option means, where its label does not say it all."""
    option = next((one for one in question.options if one.term == term), None)
    meaning = f"{option.label}: {option.definition or 'no more than that'}" if option else ""
    _wrapped(meaning or f"`{term}` is none of the options", "   ", "   ")


def _as_yaml(interview: Interview) -> str:
    content = interview.content | {"as_of": interview.as_of}
    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, default_flow_style=None, width=WIDTH)
    return text
