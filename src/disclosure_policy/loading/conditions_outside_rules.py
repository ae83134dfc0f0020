"""Parses conditions that stand outside the rules, over the facts and terms of a law that was loaded."""

from __future__ import annotations

from collections.abc import Iterable

from disclosure_policy.conditions.expression import Expression
from disclosure_policy.documents import Document
from disclosure_policy.documents import Path as Place
from disclosure_policy.errors import Problem
from disclosure_policy.law import Law
from disclosure_policy.loading.allowed_in_conditions import ConditionError
from disclosure_policy.loading.compiling import parser_of
from disclosure_policy.loading.place_in_text import place_in_text


def parse_elsewhere(
    law: Law, code: str, document: Document, conditions: Iterable[tuple[Place, str]]
) -> tuple[dict[Place, Expression], tuple[Problem, ...]]:
    """Return the conditions at some places of a document as trees, and each that cannot be used."""
    parser = parser_of(law.facts[code], law.vocabularies[code])
    parsed: dict[Place, Expression] = {}
    problems: list[Problem] = []
    for place, text in conditions:
        try:
            parsed[place] = parser.parse(text)
        except ConditionError as error:
            where = place_in_text(document, place, error.offset)
            problems.append(Problem(where, error.message, error.help, code=error.code))
    return parsed, tuple(problems)
