"""What can go wrong for a caller, and where.

A denial is an answer and never an exception. The exceptions here say that no answer could be given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pydantic_core import PydanticCustomError

from disclosure_policy.escaping import spelled
from disclosure_policy.limits import MAX_LISTED, MAX_TOLD

Severity = Literal["error", "warning", "notice"]
"""An error is what keeps rules from loading; a warning should be mended; a notice is only to be known."""


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file that a person wrote.

    Lines and columns count from 1. Line 0 means that the text has no lines, as for a request built in Python.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a rule file or a request, for the person who wrote it.

    The message is lower case and puts the author's own words in backticks; `help` says how to mend it. `code` names
    the kind of mistake: those in rules and scenarios are explained in `docs/checks/<code>.md`, those in requests,
    templates and the like in `docs/request-errors.md`. `word` is the author's own word that is at fault, if it is
    one.
    """

    location: Location
    message: str
    help: str | None = None
    code: str = field(kw_only=True)
    severity: Severity = field(default="error", kw_only=True)
    word: str | None = field(default=None, kw_only=True, compare=False)

    def __str__(self) -> str:
        line = spelled(f"{self.location}: {self.message}")
        return f"{line}\n  help: {spelled(self.help)}" if self.help else line


class DisclosurePolicyError(Exception):
    """The base of every exception that this package raises on purpose."""


class ProblemsError(DisclosurePolicyError):
    """Some input cannot be used; `problems` lists everything that is wrong with it, in file order.

    Of very many mistakes the first are told, with a last line that says that there are more.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        every = sorted(set(problems), key=_place)
        self.problems: tuple[Problem, ...] = tuple(every[:MAX_TOLD])
        more = ["there are more mistakes than these; mend these first"] if len(every) > MAX_TOLD else []
        super().__init__("\n".join([*map(str, self.problems), *more]))


class RuleFileError(ProblemsError):
    """The rules cannot be used: no request can be decided until their author mends them."""


class RequestError(ProblemsError):
    """The request cannot be decided until the one who wrote it mends it."""


class RegisterError(ProblemsError):
    """The register cannot be used: no request can be decided under it until its author mends it."""


class LogError(ProblemsError):
    """A log cannot be used, or a decision not be kept in it: no decision is given out until that is mended."""


class ReceiptError(DisclosurePolicyError):
    """A decision that was read back is not the one for which its receipt was made."""


class ScenarioError(ProblemsError):
    """A scenario file cannot be run until its author mends it."""


def suggest(word: str, known: Iterable[str]) -> str | None:
    """Return a help line naming the known word nearest to `word`, or None if nothing is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for what is wrong

    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else None


def instead(word: str, known: Iterable[str], what: str) -> str:
    """Return a help line for a word that is none of the known ones: what was meant, all there are, or the nearest."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for what is wrong

    names = sorted(known)
    if len(names) <= MAX_LISTED:
        return suggest(word, names) or f"{what} are {', '.join(names) or 'none'}"
    near = ", ".join(get_close_matches(word, names, n=MAX_LISTED, cutoff=0.0))
    return suggest(word, names) or f"the nearest of {len(names)} are {near}"


def refusal(code: str, message: str, *, key: str = "", help_: str | None = None) -> PydanticCustomError:
    """Return the error by which a model refuses a value; `key` names the entry at fault, if it is one of several."""
    return PydanticCustomError(code, "{message}", {"message": message, "key": key, "help": help_})


def _place(problem: Problem) -> tuple[Location, str]:
    return problem.location, problem.message
