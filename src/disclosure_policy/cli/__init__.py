"""The command line: one module for each command, imported when it is called for."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click
from click.shell_completion import CompletionItem

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "decide": "Decide a request.",
    "interview": "Ask about a request, one question at a time, and decide it.",
    "batch": "Decide a file of requests, one in each row.",
    "explain": "Show the whole reasoning behind a decision.",
    "letter": "Write a determination letter, for review by counsel.",
    "test": "Decide scenarios and compare with what they expect.",
    "mutate": "Find mistakes in rules that no scenario would notice.",
    "tree": "Print the law as a tree of exceptions.",
    "facts": "Print everything that a request can state.",
    "coverage": "Print every paragraph of the law with what encodes it.",
    "check": "Print everything that is wrong with a folder of rules.",
    "log": "Verify a log of decisions.",
    "replay": "Decide the entries of a log again.",
    "register": "Check an agency's register.",
    "init": "Start a repository of a state's own rules.",
    "schema": "Print a JSON Schema of rule files or requests.",
    "completion": "Print the completion script for a shell.",
}
"""The commands in the order in which help lists them, and what each does; each is `command` in its own module."""


class _Commands(click.Group):
    """Imports a command's module only when the command is called, or its own help is shown.

    What cannot be read or written, such as standard output on a full disk, is told without a trace.
    """

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as click has it
        """Run a command."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # what a terminal has no sign for is spelled out
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

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        named = [CompletionItem(name, help=does) for name, does in COMMANDS.items() if name.startswith(incomplete)]
        return named + click.Command.shell_complete(self, ctx, incomplete)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="disclosure-policy", prog_name="disclosure-policy")
def main() -> None:
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
