"""What the commands share: exit codes, days, the folder of rules, and mistakes told without a trace."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

import click
from click.shell_completion import CompletionItem

from disclosure_policy.days import as_day
from disclosure_policy.decision_keeper import Keeper
from disclosure_policy.documents import Document
from disclosure_policy.errors import DisclosurePolicyError
from disclosure_policy.limits import MAX_BYTES
from disclosure_policy.loading import bundled_rules, contents, rules_around
from disclosure_policy.policy import Policy, load, read_request
from disclosure_policy.requests import request_in

if TYPE_CHECKING:
    from disclosure_policy.reasoning import Audience, Brief
    from disclosure_policy.scenarios import Trial

ALLOW, PROBLEMS, DENY = 0, 1, 3

_FORCE = "disclosure_policy.force"
"""Under this the context remembers that a file may be overwritten."""

Command = TypeVar("Command", bound=Callable[..., None])
Result = TypeVar("Result")


class Day(click.ParamType[date]):
    """A day, written as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that an option writes."""
        day = as_day(value)
        return day if day is not None else self.fail(f"`{value}` is not a date: write YYYY-MM-DD", param, ctx)


def jurisdictions(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the code of a bundled jurisdiction."""
    return [CompletionItem(code) for code in load().jurisdictions if code.startswith(incomplete)]


def rules_option(command: Command) -> Command:
    """Give a command the option `--rules`."""
    return click.option(
        "--rules",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="FOLDER",
        help="Use the rules in this folder instead of the bundled ones.",
    )(command)


def register_option(command: Command) -> Command:
    """Give a command the option `--register`."""
    return click.option(
        "--register",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Decide under this register of an agency: what is on file fills what a request leaves unknown.",
    )(command)


def request_argument(command: Command) -> Command:
    """Give a command the argument `REQUEST`, a file or `-`, as `request_file`."""
    return click.argument(
        "request_file", metavar="REQUEST", type=click.Path(exists=True, dir_okay=False, allow_dash=True)
    )(command)


def as_of_option(command: Command) -> Command:
    """Give a command the option `--as-of`, which wins over the day that the request states."""
    return click.option(
        "--as-of", type=Day(), metavar="DATE", help="Apply the law of this day; it wins over the request's own."
    )(command)


def audience_option(default: Audience) -> Callable[[Command], Command]:
    """Give a command the option `--for`, as `audience`."""
    from disclosure_policy.reasoning import Audience  # noqa: PLC0415 - only some commands have it

    return click.option(
        "--for",
        "audience",
        type=click.Choice(get_args(Audience)),
        default=default,
        show_default=True,
        help="Who will read it: counsel sees everything, the requester the law and its own facts.",
    )


def file_option(name: str, help_: str) -> Callable[[Command], Command]:
    """Give a command an option that names a file to `write`, and `--force`, without which none is overwritten."""

    def given(command: Command) -> Command:
        named = click.option(
            name,
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            callback=_refuse_what_is_there,
            help=help_,
        )
        forced = click.option(
            "--force",
            is_flag=True,
            is_eager=True,  # so that it is known when the file is looked at
            expose_value=False,
            callback=_remember_force,
            help="Overwrite the file if it is there already.",
        )
        return named(forced(command))

    return given


def out_option(command: Command) -> Command:
    """Give a command the options `--out` and `--force`."""
    return file_option("--out", "Write to this file.")(command)


def write(content: str | bytes, out: Path | None) -> None:
    """Write what a command made to the file of its `file_option`, or else to standard output."""
    if out is None:
        click.echo(content, nl=isinstance(content, str))
        return
    data = content if isinstance(content, bytes) else f"{content}\n".encode()
    try:
        with out.open("wb" if _FORCE in click.get_current_context().meta else "xb") as file:
            file.write(data)
    except OSError as error:
        click.echo(f"{out}: it cannot be written: {error.strerror}", err=True)
        sys.exit(PROBLEMS)


def _remember_force(context: click.Context, _: click.Parameter, force: bool) -> None:  # noqa: FBT001 - click gives it
    if force:
        context.meta[_FORCE] = True


def _refuse_what_is_there(context: click.Context, _: click.Parameter, file: Path | None) -> Path | None:
    """Refuse a file that is there already before anything is worked out."""
    if file is not None and os.path.lexists(file) and _FORCE not in context.meta:
        raise click.UsageError(f"{file} is there already: choose another name, or overwrite it with --force")
    return file


def brief_of(document: Document, policy: Policy, audience: Audience, log: Keeper | None = None) -> Brief:
    """Decide a request that was read from a file, for a reader; the decision is kept in a log if there is one."""

    def decided() -> Brief:
        policy.decide_document(document, log=log)  # which reports every mistake at its line and column
        return policy.brief(request_in(document), audience)

    return or_exit(decided)


def request_from(file: str, as_of: date | None) -> Document:
    """Read a request from a file or standard input; without a day, it gets the one given or today."""
    name = "standard input" if file == "-" else file
    document = or_exit(lambda: read_request(_stated(file, name), name))
    if isinstance(document.value, dict) and (as_of or document.value.get("as_of") is None):
        document.value["as_of"] = (as_of or today()).isoformat()
    return document


def _stated(file: str, name: str) -> bytes:
    """Return what a plain file or standard input holds."""
    if file == "-":
        with click.open_file(file, "rb") as opened:
            return bytes(opened.read(MAX_BYTES + 1))  # of which a reader says that it is too much
    return contents(Path(file), name)


def today() -> date:
    """Return the day here; nothing else reads the clock."""
    return datetime.now(tz=UTC).astimezone().date()


def or_exit(step: Callable[[], Result]) -> Result:
    """Take a step; if it raises one of our errors, print it to standard error and exit with 1."""
    try:
        return step()
    except DisclosurePolicyError as error:
        click.echo(str(error), err=True)
        sys.exit(PROBLEMS)


def tests_argument(command: Command) -> Command:
    """Give a command the argument `PATH`, a folder of rules or something in one, as `path`."""
    return click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))(command)


def rules_and_trials(path: Path | None, register: Path | None = None) -> tuple[Policy, tuple[Trial, ...]]:
    """Load the rules in which `path` stands, or the bundled ones, and read the scenarios in it.

    Raises:
        RuleFileError, RegisterError, ScenarioError: with every mistake.
    """
    from disclosure_policy.scenarios import trials_in  # noqa: PLC0415 - only some commands have them

    if path is None:
        return load(register=register), trials_in(bundled_rules())
    alone = path if path.is_dir() else None  # a file that stands nowhere is about the bundled law
    return load(rules_around(path) or alone, register=register), trials_in(path)
