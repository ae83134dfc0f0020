"""`disclosure-policy test`: the scenarios beside the law, and what they show of it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from disclosure_policy import escaping
from disclosure_policy.cli.console import (
    ALLOW,
    PROBLEMS,
    file_option,
    or_exit,
    register_option,
    rules_and_trials,
    tests_argument,
    write,
)
from disclosure_policy.loading import bundled_rules, is_jurisdiction, rules_around
from disclosure_policy.policy import Policy
from disclosure_policy.scenarios import OUTCOMES, Outcome, Result, Trial, as_scenarios, cover, exercise
from disclosure_policy.scenarios.properties import PropertyTrial, properties_in, try_properties


@click.command("test")
@tests_argument
@register_option
@click.option("-k", "chosen", metavar="TEXT", help="Only the scenarios with this text in their file's path or name.")
@click.option(
    "--coverage", is_flag=True, help="Print which rules and conditions no pair of scenarios shows to decide."
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="With --coverage, exit with 1 if a smaller share of rules and conditions is covered.",
)
@file_option(
    "--write-missing", "With --coverage, write scenarios that would cover what is missing, for a person to confirm."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the results; json has every scenario.",
)
def command(  # noqa: PLR0913 - one for each option
    path: Path | None,
    register: Path | None,
    chosen: str | None,
    *,
    coverage: bool,
    fail_under: float | None,
    write_missing: Path | None,
    form: str,
) -> None:
    """Decide every scenario in PATH, by default those of the bundled law, and print what comes out otherwise.

    PATH is a folder of rules, or a folder or a file in one. Each failure shows what was expected and what was
    decided, with citations, and the conditions on which the verdict turned.

    With --coverage, a condition is covered by two scenarios with different outcomes, one in which it is true and one
    in which it is false, each of which turns on it alone; `docs/testing-rules.md` says exactly what that means, and
    how what cannot be covered is explained in a `masked.yaml` beside `jurisdiction.yaml`.

    What `properties.yaml` says must never or must always be is tried on the requests of all the scenarios, and on
    such requests changed so that it applies.

    Exits with 1 if a scenario fails, if nobody has confirmed what to expect of it, if a property does not hold or no
    request tried it, or if something is said to be masked that is not.
    """
    if coverage and register:
        raise click.UsageError("what scenarios cover is told of the law by itself: leave out --register")
    policy, trials = or_exit(lambda: rules_and_trials(path, register))
    wanted = [t for t in trials if chosen is None or chosen.lower() in f"{t.location.file}::{t.name}".lower()]
    results = [exercise(trial, policy) for trial in wanted]
    counted = Counter(result.outcome for result in results)
    sound = counted["passed"] == len(results) > 0
    content: dict[str, Any] = {name: counted[name] for name in OUTCOMES}
    content["results"] = [result.as_json() for result in results]
    lines = [_text(results, counted)]
    if coverage:
        passed = (result.trial for result in results if result.outcome == "passed")
        found = or_exit(lambda: cover(policy.law, passed, path, thorough=write_missing is not None))
        if write_missing is not None:
            write(as_scenarios(found.sketches.values(), found.scales).encode(), write_missing)
        content["coverage"] = found.as_json()
        lines.append(found.told())
        sound &= not found.needless
        sound &= fail_under is None or found.percent >= fail_under
    if chosen is None and (tried := _tried(path, policy, trials)) is not None:
        content["properties"] = tried.as_json()
        lines.append(tried.told())
        sound &= tried.sound
    as_json = json.dumps(content, ensure_ascii=False, indent=2)
    click.echo(escaping.json(as_json) if form == "json" else escaping.terminal("\n\n".join(lines)))
    sys.exit(ALLOW if sound else PROBLEMS)


def _tried(path: Path | None, policy: Policy, trials: tuple[Trial, ...]) -> PropertyTrial | None:
    """Try the properties beside the rules on the scenarios, and on requests near these; None if there are none."""
    folder = bundled_rules() if path is None else path
    if not folder.is_dir() or (path is not None and rules_around(path) and not is_jurisdiction(path)):
        return None
    rules = folder if path is None else rules_around(path) or path
    only = path.name if path is not None and is_jurisdiction(path) else None
    properties = or_exit(lambda: properties_in(rules, policy.law))
    wanted = [one for one in properties if only in (None, one.jurisdiction)]
    alone = [trial for trial in trials if trial.register is None]
    first = sorted(alone, key=lambda trial: trial.expect.verdict != "allow")
    return try_properties(policy.law, wanted, [trial.request for trial in first]) if wanted else None


def _text(results: list[Result], counted: Counter[Outcome]) -> str:
    blocks = [result.told() for result in results if result.outcome != "passed"]
    if not results:
        return "no scenarios"
    return "\n\n".join([*blocks, ", ".join(f"{counted[name]:,} {name}" for name in OUTCOMES if counted[name])])
