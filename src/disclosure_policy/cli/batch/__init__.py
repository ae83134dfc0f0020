"""`disclosure-policy batch`: the decisions on a file of requests."""

from __future__ import annotations

import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from disclosure_policy.cli.console import ALLOW, PROBLEMS, as_of_option, or_exit, register_option, rules_option
from disclosure_policy.cli.log_options import log_of_rows_options
from disclosure_policy.policy import load

if TYPE_CHECKING:
    from disclosure_policy.cli.batch.sources import FileFormat
    from disclosure_policy.log import DecisionLog

FORMATS = ("jsonl", "csv", "parquet")
_ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet", ".pq": "parquet"}
ROWS = 100_000


def _format(file: Path, told: str | None, option: str) -> FileFormat:
    """Return what a file is, as told or by its ending."""
    found = told or _ENDINGS.get(file.suffix.lower())
    if found is None:
        raise click.UsageError(f"the ending of `{file}` does not say what it is: say it with {option}")
    return cast("FileFormat", found)


@click.command("batch")
@click.argument("requests", metavar="IN", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
@as_of_option
@rules_option
@register_option
@click.option("--in-format", type=click.Choice(FORMATS), help="What IN is, if its ending does not say.")
@click.option("--out-format", type=click.Choice(FORMATS), help="What OUT is to be, if its ending does not say.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run left off.")
@click.option("--force", is_flag=True, help="Overwrite OUT if it is there already.")
@click.option("--missing/--no-missing", default=False, help="Work out missing facts too, which takes longer.")
@click.option(
    "--rows", type=click.IntRange(min=1), default=ROWS, show_default=True, help="How many to decide at a time."
)
@log_of_rows_options
def command(  # noqa: PLR0913, PLR0917 - one for each option
    requests: Path,
    out: Path,
    as_of: date | None,
    rules: Path | None,
    register: Path | None,
    in_format: str | None,
    out_format: str | None,
    rows: int,
    log: DecisionLog | None,
    *,
    resume: bool,
    force: bool,
    missing: bool,
) -> None:
    """Decide a file of requests, one in each row, and write them again with their decisions, in the same order.

    Files are JSON Lines (each line a request as `decide` takes it), CSV or Parquet (a column for each fact, named
    by its path, as `recipient.type`; in CSV `;` stands between terms). Columns that belong to no request are carried
    along. Added are verdict, basis, citations, determining, missing and error: a request that cannot be decided has
    an error and no verdict, and stops nothing. No day is taken for granted: state `as_of`, or give --as-of.

    OUT is there when all is decided. Until then its parts are in the folder OUT.parts, from which --resume goes on.
    A file that is there already is overwritten only with --force, IN never.

    With --log each row is decided by itself, which takes longer; its entry is about the name of IN with the number of
    the row. Entries are in the log before their rows are in OUT.

    Exits with 1 if some request had an error. Needs pip install 'disclosure-policy[batch]'.
    """
    lacking = [name for name in ("narwhals", "numpy", "pyarrow") if find_spec(name) is None]
    if lacking:
        click.echo(f"batch needs {', '.join(lacking)}: pip install 'disclosure-policy[batch]'", err=True)
        sys.exit(PROBLEMS)
    kinds = _format(requests, in_format, "--in-format"), _format(out, out_format, "--out-format")
    from disclosure_policy.cli.batch.deciding_file import Job  # noqa: PLC0415 - it needs the extra

    policy = or_exit(lambda: load(rules, register=register))
    job = Job(policy, requests, out, *kinds, as_of=as_of, rows=rows, missing=missing, log=log)
    tally = or_exit(lambda: job.run(resume=resume, force=force))
    for line in tally.lines():
        click.echo(line)
    sys.exit(PROBLEMS if tally.errors else ALLOW)
