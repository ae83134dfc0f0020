"""The options of the commands that can keep their decisions in a log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from disclosure_policy.cli.console import Command, or_exit
from disclosure_policy.loading import contents

if TYPE_CHECKING:
    from disclosure_policy.log import DecisionLog

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_log = click.option(
    "--log",
    "log_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Append the decision to this log, which is made if it is not there.",
)
_reference = click.option(
    "--reference", metavar="TEXT", help="What the entry in the log is about, such as a case number."
)
_mask = click.option(
    "--mask",
    type=_FILE,
    metavar="FILE",
    help="What of the request the log keeps, hashes or drops; without it no name, text or number is kept.",
)
_mask_key = click.option(
    "--mask-key",
    type=_FILE,
    metavar="FILE",
    help="The secret with which values are hashed: this file, but for a line end after it.",
)


def log_options(command: Command) -> Callable[..., None]:
    """Give a command the options of a log, as `log`: a `DecisionLog`, or None."""
    return _with_log(_log(_reference(_mask(_mask_key(command)))))


def log_of_rows_options(command: Command) -> Callable[..., None]:
    """Give a command the same options, but for the reference: each row has its own."""
    return _with_log(_log(_mask(_mask_key(command))))


def _with_log(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def with_log(
        *arguments: Any,  # noqa: ANN401 - as click gives them
        log_path: Path | None,
        mask: Path | None,
        mask_key: Path | None,
        reference: str | None = None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        command(*arguments, log=_log_of(log_path, mask, mask_key, reference), **options)

    return with_log


def _log_of(path: Path | None, mask: Path | None, key: Path | None, reference: str | None) -> DecisionLog | None:
    given = {"--mask": mask, "--mask-key": key, "--reference": reference}
    if path is None:
        useless = next((name for name, value in given.items() if value is not None), None)
        if useless is not None:
            raise click.UsageError(f"{useless} is about a log: name it with --log FILE")
        return None
    if key is not None and mask is None:
        raise click.UsageError("without --mask nothing is hashed, and --mask-key is of no use")
    from disclosure_policy.log import DecisionLog  # noqa: PLC0415 - models that only a log needs

    secret = None if key is None else or_exit(lambda: contents(key, str(key))).rstrip(b"\r\n")
    return or_exit(lambda: DecisionLog(path, now=_now, mask=mask, key=secret, reference=reference))


def _now() -> datetime:
    """Return the time; only the command line reads the clock."""
    return datetime.now(tz=UTC)
