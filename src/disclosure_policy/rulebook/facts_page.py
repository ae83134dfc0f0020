"""Writes the page docs/requests: every fact that a request can state, with its question, and every term."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_policy.law import Law, Scheme
from disclosure_policy.requests import DERIVED, shared_facts, stated_at
from disclosure_policy.rule_files import FactDeclaration


def catalogue(law: Law, jurisdiction: str) -> str:
    """Return, in Markdown, what a request under a jurisdiction can state.

    Raises:
        RequestError: if there is no such jurisdiction.
    """
    name = law.lawbook(jurisdiction).jurisdiction.name
    facts = law.facts[jurisdiction]
    shared = shared_facts()
    blocks = [
        f"# What a request can state: {name} (`{jurisdiction}`)",
        "A fact left out is unknown. A list of terms is complete: what is not on it is not so.",
        "## Facts of every request",
        *_table({path: fact for path, fact in facts.items() if path in shared and path not in DERIVED}),
        "## Under `facts`",
        *_table({n: f for n, f in facts.items() if n not in shared and f.type != "judgment"}),
        "## Under `judgments`",
        "Each with `answer` (true or false), `by`, `on` and `why`.",
        *_table({n: f for n, f in facts.items() if f.type == "judgment"}),
        "## Terms",
    ]
    for scheme in law.vocabularies[jurisdiction].values():
        used = [
            path for path, fact in facts.items() if fact.kind == "terms" and (fact.terms_of or path) == scheme.name
        ]
        blocks += [f"### {', '.join(f'`{stated_at(path)}`' for path in used)}", *_terms(scheme)]
    return "\n\n".join(blocks) + "\n"


def _table(facts: dict[str, FactDeclaration]) -> Iterator[str]:
    if not facts:
        yield "None."
        return
    rows = ["| fact | value | question | asked of |", "|---|---|---|---|"]
    for path, fact in facts.items():
        kind = {"boolean": "true or false", "judgment": "judgment", "number": "whole number"}.get(
            fact.type, fact.type
        )
        citation = f" ({fact.citation})" if fact.citation else ""
        rows.append(f"| `{stated_at(path)}` | {kind} | {fact.question}{citation} | {fact.supplied_by} |")
    yield "\n".join(rows)


def _terms(scheme: Scheme) -> Iterator[str]:
    rows = ["| term | meaning | falls under |", "|---|---|---|"]
    for name, term in scheme.terms.items():
        short = f". Short for {', '.join(f'`{one}`' for one in term.stands_for)}" if term.stands_for else ""
        meaning = term.label + (f". {term.definition}" if term.definition else short)
        citation = f" ({term.citation})" if term.citation else ""
        rows.append(f"| `{name}` | {meaning}{citation} | {', '.join(f'`{above}`' for above in term.broader)} |")
    yield "\n".join(rows)
