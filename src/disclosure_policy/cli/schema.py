"""`disclosure-policy schema`: the JSON Schemas of rule files and requests."""

from __future__ import annotations

from pathlib import Path

import click

from disclosure_policy.cli.console import jurisdictions, or_exit, rules_option
from disclosure_policy.policy import load
from disclosure_policy.rulebook import all_schemas, request_schema, schema_of, text_of

KINDS = {
    "rule": "a section of law: <jurisdiction>/<instrument>/<section>/<date in force>.yaml",
    "vocabulary": "vocabulary.yaml",
    "exclusions": "exclusions.yaml: which terms exclude each other, and what cannot be together across facts",
    "facts": "facts.yaml",
    "jurisdiction": "jurisdiction.yaml",
    "structure": "structure.yaml",
    "rulings": "rulings.yaml",
    "register": "an agency's register",
    "scenarios": "scenarios.yaml",
    "survivors": "survivors.yaml: mutants of the rules that no scenario need notice",
    "masked": "masked.yaml: rules and conditions that no scenarios can show to decide",
    "properties": "properties.yaml: what must never be and what must always be",
    "request": "a request; with --jurisdiction, its terms, facts and judgments too",
}
"""What each schema describes."""


@click.command("schema")
@click.argument("kind", required=False, type=click.Choice(list(KINDS)))
@click.option(
    "--jurisdiction",
    metavar="CODE",
    shell_complete=jurisdictions,
    help="Make the schema of a request name the terms and facts of this jurisdiction.",
)
@rules_option
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write every schema into this folder instead, in place of the ones there.",
)
def command(kind: str | None, jurisdiction: str | None, rules: Path | None, into: Path | None) -> None:
    """Print a JSON Schema, by which an editor completes and checks a file while it is written.

    Without a kind, tells the kinds. A file names its schema in its first line:

    \b
      # yaml-language-server: $schema=../../schema/facts.schema.json
    """
    if jurisdiction and kind != "request":
        raise click.UsageError("--jurisdiction goes with `request` alone")
    if into and kind:
        raise click.UsageError(f"--into writes every schema: leave `{kind}` out")
    if into:
        policy = or_exit(lambda: load(rules))
        into.mkdir(parents=True, exist_ok=True)
        own = [code for code in policy.jurisdictions if rules is None or (rules / code).is_dir()]
        for name, schema in all_schemas(policy.law, own):
            (into / name).write_text(text_of(schema), encoding="utf-8", newline="\n")
            click.echo(into / name)
    elif kind is None:
        click.echo("\n".join(f"{name:<14}{what}" for name, what in KINDS.items()))
    elif jurisdiction:
        policy = or_exit(lambda: load(rules))
        click.echo(text_of(or_exit(lambda: request_schema(policy.law, jurisdiction))), nl=False)
    else:
        click.echo(text_of(schema_of(kind)), nl=False)
