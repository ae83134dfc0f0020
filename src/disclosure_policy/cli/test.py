"""`disclosure-policy test`: the scenarios beside the law."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click

from disclosure_policy.cli.console import ALLOW, PROBLEMS, or_exit, rules_and_trials, tests_argument
from disclosure_policy.exercising import OUTCOMES, Outcome, Result, exercise


@click.command("test")
@tests_argument
@click.option("-k", "chosen", metavar="TEXT", help="Only the scenarios with this text in their file's path or name.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the results; json has every scenario.",
)
def command(path: Path | None, chosen: str | None, form: str) -> None:
    """Decide every scenario in PATH, by default those of the bundled law, and print what comes out otherwise.

    PATH is a folder of rules, or a folder or a file in one. Each failure shows what was expected and what was
    decided, with citations, and the conditions on which the verdict turned.

    Exits with 1 if a scenario fails, or if nobody has confirmed what to expect of it.
    """
    policy, trials = or_exit(lambda: rules_and_trials(path))
    wanted = [t for t in trials if chosen is None or chosen.lower() in f"{t.location.file}::{t.name}".lower()]
    results = [exercise(trial, policy) for trial in wanted]
    counted = Counter(result.outcome for result in results)
    click.echo(_json(results, counted) if form == "json" else _text(results, counted))
    sys.exit(ALLOW if counted["passed"] == len(results) > 0 else PROBLEMS)


def _text(results: list[Result], counted: Counter[Outcome]) -> str:
    blocks = [result.told() for result in results if result.outcome != "passed"]
    if not results:
        return "no scenarios"
    return "\n\n".join([*blocks, ", ".join(f"{counted[name]:,} {name}" for name in OUTCOMES if counted[name])])


def _json(results: list[Result], counted: Counter[Outcome]) -> str:
    found = {name: counted[name] for name in OUTCOMES}
    return json.dumps({**found, "results": [result.as_json() for result in results]}, ensure_ascii=False, indent=2)
