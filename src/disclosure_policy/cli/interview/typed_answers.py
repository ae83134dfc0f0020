"""Reads what somebody types in answer to a question of an interview."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import click

from disclosure_policy.cli.interview.shown_questions import define, listed, tell_why
from disclosure_policy.escaping import spelled
from disclosure_policy.interview import FIRST, Interview, Option, Question

MOST_FOUND = 12
"""How many terms that a word finds are shown."""
YES_NO = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False}
NONE = ("0", "none")
UNKNOWN = ("unknown", "u")


class Back(Exception):  # noqa: N818 - a wish, no error
    """The last question is wanted again."""


class Quit(Exception):  # noqa: N818
    """The interview is to end here."""


def typed(interview: Interview, question: Question) -> object:
    """Return an answer, having shown why it is asked as often as wanted.

    Raises:
        ValueError: if what was said is no answer.
    """
    hint = {"judgment": "yes or no", "one": "a number or a word", "several": "numbers, such as 1, 3, or a word"}
    while True:
        said = _line(hint.get(question.kind, question.kind))
        if said in ("?", "why"):
            tell_why(question, len(interview.given) + 1)
        elif said.startswith("?"):
            for term in _terms(question.options, said.removeprefix("?")):
                define(question, term)
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
            listed(question.others)
            return _terms(question.others, _line("numbers"))
        case _:
            return [] if said in NONE else _named_or_found(interview, question.options, said)


def _named_or_found(interview: Interview, options: tuple[Option, ...], said: str) -> list[str] | None:
    """Return the terms that were named or, where words name none, of those that have them; None for unknown."""
    terms = _terms(options, said)
    found = interview.found(said) if terms == [said] else ()
    exactly = [option.term for option in found if option.label.lower() == said]
    if exactly:
        return exactly
    if not found or said in {option.term for option in (*options, *found)}:
        return terms
    if len(found) > MOST_FOUND:
        raise ValueError(f"{len(found)} choices have `{said}` in them: add another word")
    click.echo(f"   With `{spelled(said)}`:")
    listed(found)
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
        Back, Quit: if that is what it says; the end of the input ends the interview.
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
        raise Quit
    if said.lower() in ("back", "b"):
        raise Back
    return said if keep else said.lower()
