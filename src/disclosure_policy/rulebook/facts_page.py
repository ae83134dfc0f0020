"""Writes the page docs/requests: every fact that a request can state, with its question, and every term."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_policy.escaping import code, markdown, table
from disclosure_policy.law import Law, Scheme
from disclosure_policy.requests import DERIVED, shared_facts, stated_at
from disclosure_policy.rule_files import FactDeclaration, Term

_INSTRUMENTS = """\
Of `release`, `process` and `agreement` one is stated, or a list of several. Each can have a `name`, and what it
`covers`: `items` and `purposes` (terms, each with everything narrower), `from` and `to` (days).\
"""


def catalogue(law: Law, jurisdiction: str) -> str:
    """Return, in Markdown, what a request under a jurisdiction can state.

    Raises:
        RequestError: if there is no such jurisdiction.
    """
    name = law.lawbook(jurisdiction).jurisdiction.name
    facts = law.facts[jurisdiction]
    shared = shared_facts()
    blocks = [
        f"# What a request can state: {markdown(name)} ({code(jurisdiction)})",
        "A fact left out is unknown. The list of a checklist is whole; any other list says what applies, no more.",
        "## Facts of every request",
        *_table({path: fact for path, fact in facts.items() if path in shared and path not in DERIVED}),
        "`agreement.on_file` names an agreement in the agency's register, from which its facts then come.",
        _INSTRUMENTS,
        "## Under `facts`",
        *_table({n: f for n, f in facts.items() if n not in shared and f.type != "judgment"}),
        "## Under `judgments`",
        "Each with `answer` (true or false), `by`, `day` and `why`.",
        *_table({n: f for n, f in facts.items() if f.type == "judgment"}),
        "## Terms",
    ]
    for scheme in law.vocabularies[jurisdiction].values():
        used = [
            path for path, fact in facts.items() if fact.kind == "terms" and (fact.terms_of or path) == scheme.name
        ]
        blocks += [f"### {', '.join(code(stated_at(path)) for path in used)}", *_terms(scheme)]
    return "\n\n".join(blocks) + "\n"


def _table(facts: dict[str, FactDeclaration]) -> Iterator[str]:
    if not facts:
        yield "None."
        return
    kinds = {"boolean": "true or false", "number": "whole number"}
    rows = (
        (
            code(stated_at(path)),
            kinds.get(fact.type, fact.type),
            markdown(f"{fact.question} {_cited(fact.citation)}"),
            markdown(fact.supplied_by),
        )
        for path, fact in facts.items()
    )
    yield table(("fact", "value", "question", "asked of"), rows)


def _terms(scheme: Scheme) -> Iterator[str]:
    rows = ((code(name), _meaning(term), ", ".join(map(code, term.broader))) for name, term in scheme.terms.items())
    yield table(("term", "meaning", "falls under"), rows)


def _meaning(term: Term) -> str:
    meaning = markdown(term.label)
    if term.definition:
        meaning += f". {markdown(term.definition)}"
    elif term.stands_for:
        meaning += f". Short for {', '.join(map(code, term.stands_for))}"
    if term.bars:
        meaning += (
            f"{'' if meaning.endswith('.') else '.'} Of one, it stands in the way of every other that is shown."
        )
    return f"{meaning} {markdown(_cited(term.citation))}".rstrip()


def _cited(citation: str | None) -> str:
    return f"({citation})" if citation else ""
