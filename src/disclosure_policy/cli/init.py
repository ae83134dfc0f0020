"""`disclosure-policy init`: the skeleton of a state's own repository of rules."""

from __future__ import annotations

from pathlib import Path

import click

from disclosure_policy.cli.console import or_exit, today
from disclosure_policy.policy import load
from disclosure_policy.rulebook import all_schemas, is_code, skeleton, text_of


@click.command("init")
@click.argument("code", metavar="CODE")
@click.option("--name", help="The state's name, as in a sentence; without it, one to replace.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="Where to write; without it, the current folder.",
)
def command(code: str, name: str | None, into: Path) -> None:
    """Start a repository of a state's own rules: one invented section to replace, its scenarios, and CI for both.

    CODE is `us-` and the state's two letters, such as us-xx. What is written passes `check` and `test` as it
    stands. Nothing that is there already is overwritten.

    \b
    Then:
      disclosure-policy check rules
      disclosure-policy test rules
    """
    if not is_code(code):
        raise click.BadParameter(
            f"`{code}` is no code of a state: write `us-` and its two letters, such as `us-xx`", param_hint="CODE"
        )
    name = name or f"the state of {code.removeprefix('us-').upper()}"
    written = {into / path: text for path, text in skeleton(code, name, today())}
    _refuse_to_overwrite([*written, into / "schema"])
    for file, text in written.items():
        _write(file, text)
    law = or_exit(lambda: load(into / "rules")).law
    for file_name, schema in all_schemas(law, [code]):
        _write(into / "schema" / file_name, text_of(schema))
    click.echo("\n".join(str(file) for file in written))
    click.echo(f"{into / 'schema'}: what an editor needs to complete and check these files")
    click.echo(
        f"\nNext: disclosure-policy check {into / 'rules'} && disclosure-policy test {into / 'rules'}", err=True
    )


def _refuse_to_overwrite(files: list[Path]) -> None:
    there = [file for file in files if file.exists()]
    if there:
        listed = "\n".join(f"  {file}" for file in there)
        raise click.UsageError(
            f"nothing was written, because these are there already:\n{listed}\nchoose another --into"
        )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
