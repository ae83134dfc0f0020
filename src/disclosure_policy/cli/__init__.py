"""The command line: one module for each command, imported when it is called for."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

__all__ = ["COMMANDS", "main"]

COMMANDS = (
    "decide",
    "interview",
    "batch",
    "explain",
    "letter",
    "test",
    "mutate",
    "tree",
    "facts",
    "coverage",
    "check",
    "init",
    "schema",
    "completion",
)
"""The commands in the order in which help lists them; each is `command` in the module of its name."""


class _Commands(click.Group):
    """Imports a command's module only when the command is called, or its help is shown.

    What cannot be read or written, such as standard output on a full disk, is told without a trace.
    """

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as click has it
        """Run a command."""
        try:
            return super().main(*args, **options)
        except OSError as error:
            if error.filename is None:  # what could not be written is not tried again when Python ends
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            click.echo(f"{error.filename or 'standard output'}: {error.strerror or error}", err=True)
            sys.exit(1)

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="disclosure-policy", prog_name="disclosure-policy")
@click.option(
    "--no-cache",
    is_flag=True,
    envvar="DISCLOSURE_POLICY_NO_CACHE",
    help="Read and parse all rules anew, and keep nothing for the next time.",
)
def main(*, no_cache: bool) -> None:
    """Decide whether a confidential unemployment-insurance record may be disclosed, and by what law.

    \b
    Try:
      disclosure-policy decide examples/2019-request-for-all-records.yaml
      disclosure-policy tree us-nm
      disclosure-policy facts us-nm

    A request names who asks, for what, for which purpose, and what is known of consent, process and agreements.
    What it leaves out is unknown, and nothing is allowed on an unknown fact.

    \b
    Exit codes: 0 allow (or done), 3 deny, 1 mistakes in the rules or the request, 2 wrong usage.
    """
