"""`disclosure-policy mutate`: mistakes in the rules that the scenarios would not notice."""

from __future__ import annotations

import json
import sys
from os import cpu_count
from pathlib import Path

import click

from disclosure_policy import escaping
from disclosure_policy.cli.console import ALLOW, PROBLEMS, or_exit, tests_argument
from disclosure_policy.loading import rules_around
from disclosure_policy.mutation import Score, diff, score
from disclosure_policy.policy import load


@click.command("mutate")
@tests_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the survivors.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=cpu_count() or 1,
    show_default="all processors",
    help="How many processes try mutants.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 too if a smaller share of the mutants is noticed.",
)
def command(path: Path | None, form: str, jobs: int, fail_under: float | None) -> None:
    """Make one small mistake after another in the rules in PATH, and print those that no scenario notices.

    PATH is a folder of rules, or a folder or a file in one; without it, the bundled rules. A mistake is a condition
    dropped or negated, `and` for `or`, a broader or narrower term, an exception dropped, a date shifted by a day, an
    effect flipped. Each survivor is shown as a diff with its citation. Those that a `survivors.yaml` beside
    `jurisdiction.yaml` explains are accepted; `docs/testing-rules.md` says how.

    Exits with 1 if a survivor is not explained, or if something is accepted that does not survive.
    """
    folder = path and (rules_around(path) or path)
    within = path if path and folder != path else None
    found = or_exit(lambda: _scored(folder, within, jobs))
    click.echo(escaping.json(_json(found)) if form == "json" else escaping.terminal(_text(found)))
    enough = fail_under is None or found.percent >= fail_under
    sys.exit(ALLOW if enough and not found.unexplained and not found.needless else PROBLEMS)


def _scored(folder: Path | None, within: Path | None, jobs: int) -> Score:
    """Score with a bar on the terminal that shows how far it is."""
    policy = load(folder)
    if not sys.stderr.isatty():
        return score(policy, folder, within, jobs)
    with click.progressbar(length=1, label="Mutants", file=sys.stderr) as bar:

        def advance(total: int, more: int) -> None:
            bar.length = total
            bar.update(more)

        return score(policy, folder, within, jobs, advance)


def _json(found: Score) -> str:
    content = {
        "score": round(found.percent, 2),
        "noticed": found.noticed,
        "never": found.never,
        "survivors": [survivor.as_json() for survivor in found.survivors],
        "needless": [f"{where}: {accepted.rule}" for accepted, where in found.needless],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _text(found: Score) -> str:
    blocks = [f"{survivor.told}\n{diff(survivor.mutant)}".rstrip() for survivor in found.unexplained]
    blocks += [f"{where}: `{one.rule}` is accepted here, and nothing of it survives" for one, where in found.needless]
    accepted = len(found.survivors) - len(found.unexplained)
    counted = found.noticed + len(found.survivors)
    parts = [f"{found.noticed:,} of {counted:,} mutants noticed ({found.percent:.1f} %)"]
    parts += [f"{len(found.unexplained):,} survive"] if found.unexplained else []
    parts += [f"{accepted:,} accepted"] if accepted else []
    parts += [f"{found.never:,} that no request could show"] if found.never else []
    return "\n\n".join([*blocks, ", ".join(parts)])
