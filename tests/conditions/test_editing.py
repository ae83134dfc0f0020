"""Conditions with one part of them another, and their text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from disclosure_policy.conditions.editing import atoms, parts, replaced, without, written
from disclosure_policy.conditions.expression import Constant
from disclosure_policy.loading.condition_parser import Parser
from tests.helpers.generated_law import expressions

PARSER = Parser(
    {
        **dict.fromkeys(("a", "b", "c", "judged", "state_law.authorizes"), "boolean"),
        **{f"recipient.type.{term}": "boolean" for term in ("agency", "federal", "police", "fbi", "press")},
        **{f"purpose.{term}": "boolean" for term in ("law", "crime", "tax", "news")},
        **{f"item.type.{term}": "boolean" for term in ("record", "name", "wages")},
        "n": "number",
        "when": "date",
    }
)


@settings(max_examples=150, deadline=None)
@given(expressions())
def test_the_text_of_a_condition_parses_to_it(text: str) -> None:
    expression = PARSER.parse(text)

    assert PARSER.parse(written(expression)) == expression


@pytest.mark.parametrize(
    "text",
    ['when - t"P30D" < d"2026-01-31"', "n - (1 - n) >= 2", "n in [0, 2] and not (a or b)", "not (not a) == b"],
)
def test_sums_dates_and_durations_keep_their_meaning(text: str) -> None:
    expression = PARSER.parse(text)

    assert PARSER.parse(written(expression)) == expression


def test_every_part_is_found_at_its_place_and_can_be_replaced_there() -> None:
    expression = PARSER.parse("a and (b or not c) and n > 1")
    true = Constant(True, "boolean")

    for place, part in parts(expression):
        assert replaced(expression, place, part) == expression
    assert {written(part) for _, part in atoms(expression)} == {"a", "b", "c", "n > 1"}
    place = next(place for place, part in atoms(expression) if written(part) == "c")
    assert written(replaced(expression, place, true)) == "a and (b or not true) and n > 1"


def test_an_operand_is_left_out_of_what_joins_it() -> None:
    expression = PARSER.parse("a and (b or c)")

    assert written(without(expression, (0,))) == "b or c"
    assert written(without(expression, (1, 0))) == "a and c"
