"""The command line: the only place that reads the clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar, cast

import click
from click.shell_completion import CompletionItem, get_completion_class

from disclosure_policy.cataloguing import catalogue
from disclosure_policy.covering import coverage, coverage_page
from disclosure_policy.errors import DisclosurePolicyError
from disclosure_policy.explaining import Format, explain
from disclosure_policy.outlining import outline
from disclosure_policy.policy import Policy, load, read_request
from disclosure_policy.reading import Document

ALLOW, PROBLEMS, DENY = 0, 1, 3

Command = TypeVar("Command", bound=Callable[..., None])


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is not a date: write YYYY-MM-DD", param, ctx)


def _jurisdictions(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(code) for code in load().jurisdictions if code.startswith(incomplete)]


def _rules_option(command: Command) -> Command:
    return click.option(
        "--rules",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="FOLDER",
        help="Use the rules in this folder instead of the bundled ones.",
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


@main.command("decide")
@click.argument("request_file", metavar="REQUEST", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--as-of", type=_Day(), metavar="DATE", help="Apply the law of this day; it wins over the request's own."
)
@_rules_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the decision; json has every finding.",
)
def decide_command(request_file: str, as_of: date | None, rules: Path | None, form: str) -> None:
    """Decide a request in YAML or JSON, from a file or from standard input (-).

    Prints the verdict, the provisions that decided, what was missing or came closest, and the obligations that
    come with an allow. Without a date in the request or in --as-of, today's law is applied.

    \b
    A request:
      jurisdiction: us-nm
      as_of: 2026-01-15
      discloser: state_uc_agency
      recipient: {type: journalist}
      purposes: [publication]
      items: [individual_name, wages]

    Exits with 0 for allow and 3 for deny.
    """
    name = "standard input" if request_file == "-" else request_file
    with click.open_file(request_file, "rb") as file:
        data = file.read()
    document = _dated(_or_exit(lambda: read_request(data, name)), as_of)
    decision = _or_exit(lambda: load(rules).decide_document(document))
    click.echo(explain(decision, cast("Format", form)))
    sys.exit(ALLOW if decision.allowed else DENY)


@main.command("tree")
@click.argument("jurisdiction", shell_complete=_jurisdictions)
@click.option("--as-of", type=_Day(), metavar="DATE", help="Show the law of this day; without it, today's.")
@_rules_option
def tree_command(jurisdiction: str, as_of: date | None, rules: Path | None) -> None:
    """Print a jurisdiction's provisions as a tree of exceptions.

    NO marks what forbids, MAY what permits, MUST what the law requires; each line limits the one it hangs from.
    """
    policy: Policy = _or_exit(lambda: load(rules))
    click.echo(_or_exit(lambda: outline(policy.law, jurisdiction, as_of or _today())))


@main.command("facts")
@click.argument("jurisdiction", shell_complete=_jurisdictions)
@_rules_option
def facts_command(jurisdiction: str, rules: Path | None) -> None:
    """Print what a request under a jurisdiction can state: every fact with its question, and every term.

    The output is Markdown.
    """
    policy: Policy = _or_exit(lambda: load(rules))
    click.echo(_or_exit(lambda: catalogue(policy.law, jurisdiction)), nl=False)


@main.command("coverage")
@click.argument("jurisdiction", shell_complete=_jurisdictions)
@_rules_option
def coverage_command(jurisdiction: str, rules: Path | None) -> None:
    """Print every paragraph of a jurisdiction's law with what encodes it, or the reason why it is no rule.

    The output is Markdown. Exits with 1 if a paragraph is neither encoded nor explained.
    """
    policy: Policy = _or_exit(lambda: load(rules))
    rows = _or_exit(lambda: coverage(policy.law, jurisdiction))
    click.echo(coverage_page(policy.law, jurisdiction, rows), nl=False)
    sys.exit(ALLOW if all(row.explained for row in rows) else PROBLEMS)


@main.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the completion script for a shell.

    \b
    For bash, add to ~/.bashrc:
      eval "$(disclosure-policy completion bash)"
    """
    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover - click knows all three
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(main, {}, "disclosure-policy", "_DISCLOSURE_POLICY_COMPLETE").source())


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


def _dated(document: Document, as_of: date | None) -> Document:
    """Put in the day given on the command line, or today if the request has none."""
    if isinstance(document.value, dict) and (as_of or document.value.get("as_of") is None):
        document.value["as_of"] = (as_of or _today()).isoformat()
    return document


Result = TypeVar("Result")


def _or_exit(step: Callable[[], Result]) -> Result:
    try:
        return step()
    except DisclosurePolicyError as error:
        click.echo(str(error), err=True)
        sys.exit(PROBLEMS)
