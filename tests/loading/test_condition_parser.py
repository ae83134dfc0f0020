from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import rule_engine
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_engine import DataType

from disclosure_policy.conditions.expression import depth, truth
from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.loading import allowed_in_conditions as wording
from disclosure_policy.loading import condition_parser
from disclosure_policy.loading.allowed_in_conditions import ConditionError
from disclosure_policy.loading.condition_parser import Parser, kinds_of

FACTS = {
    "a": "boolean",
    "b": "boolean",
    "minister_consents": "boolean",
    "n": "number",
    "m": "number",
    "day": "date",
    "sealed_on": "date",
}
KINDS = kinds_of(FACTS | {"purpose": "terms"}, {"purpose": ["theft_investigation", "research"]})
PARSER = Parser(KINDS)
THEIRS = rule_engine.Context(
    type_resolver={
        "a": DataType.BOOLEAN,
        "b": DataType.BOOLEAN,
        "minister_consents": DataType.BOOLEAN,
        "n": DataType.FLOAT,
        "m": DataType.FLOAT,
        "day": DataType.DATETIME,
        "sealed_on": DataType.DATETIME,
        "purpose": DataType.OBJECT(
            "purpose", {"theft_investigation": DataType.BOOLEAN, "research": DataType.BOOLEAN}
        ),
    },
    default_timezone=UTC,
)

DAYS = st.dates(date(2000, 1, 1), date(2000, 3, 1))
BOOLEANS = st.sampled_from(["a", "b", "minister_consents", "purpose.theft_investigation", "purpose.research"])
COMPARISONS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
EQUALITIES = st.sampled_from(["==", "!="])
INTEGERS = st.integers(-4, 4).map(str)
DURATIONS = st.integers(0, 40).map('t"P{}D"'.format)
NUMBERS = st.recursive(
    st.sampled_from(["n", "m"]) | INTEGERS,
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-"), inner),
    max_leaves=4,
)
DATES = st.recursive(
    st.sampled_from(["day", "sealed_on"]) | DAYS.map('d"{}"'.format),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-"), DURATIONS),
    max_leaves=2,
)
SPANS = st.builds("({} - {})".format, DATES, DATES) | DURATIONS


def _listed(choices: list[str]) -> str:
    return f"[{', '.join(choices)}]"


LEAVES = (
    BOOLEANS
    | st.sampled_from(["true", "false"])
    | st.builds("{} {} {}".format, NUMBERS, COMPARISONS, NUMBERS)
    | st.builds("{} {} {}".format, DATES, COMPARISONS, DATES)
    | st.builds("{} {} {}".format, SPANS, COMPARISONS, SPANS)
    | st.builds("{} in {}".format, NUMBERS, st.builds(_listed, st.lists(INTEGERS, min_size=1, max_size=3)))
    | st.builds("{} {} {}".format, BOOLEANS, EQUALITIES, BOOLEANS | st.sampled_from(["true", "false"]))
)
CONDITIONS = st.recursive(
    LEAVES.map("({})".format) | BOOLEANS,
    lambda inner: (
        st.builds("{} and {}".format, inner, inner)
        | st.builds("{} or {}".format, inner, inner)
        | inner.map("not ({})".format)
        | inner.map("({})".format)
        | st.builds("({}) {} ({})".format, inner, EQUALITIES, inner)
    ),
    max_leaves=8,
)
KNOWN = st.fixed_dictionaries(
    {
        path: {"boolean": st.booleans(), "number": st.integers(-5, 5), "date": DAYS}[kind]
        for path, kind in KINDS.items()
    }
)


def _thing(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts as rule-engine takes them: coded facts as objects, and dates as moments."""
    thing: dict[str, Any] = {"purpose": SimpleNamespace()}
    for path, value in facts.items():
        branch, _, leaf = path.rpartition(".")
        if branch:
            setattr(thing[branch], leaf, value)
        else:
            midnight = isinstance(value, date) and datetime(value.year, value.month, value.day, tzinfo=UTC)
            thing[leaf] = midnight or value
    return thing


def refusal(text: str) -> ConditionError:
    with pytest.raises(ConditionError) as raised:
        PARSER.parse(text)
    return raised.value


@settings(max_examples=400, deadline=None)
@given(CONDITIONS, KNOWN)
def test_on_known_facts_a_condition_is_what_rule_engine_says_it_is(text: str, facts: dict[str, Any]) -> None:
    expected = rule_engine.Rule(text, context=THEIRS).evaluate(_thing(facts))

    assert expected is truth(PARSER.parse(text), facts.get)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("abnm ().<=!+-[]{},0159$\"'dtP:?~ \n") | st.characters(codec="utf-8"), max_size=25))
def test_any_text_is_a_condition_or_refused_at_a_place_in_it(text: str) -> None:
    try:
        expression = PARSER.parse(text)
    except ConditionError as error:
        assert 0 <= error.offset <= len(text)
        assert error.message
    else:
        assert expression.kind == "boolean"


@settings(max_examples=150, deadline=None)
@given(CONDITIONS, st.randoms())
def test_a_condition_with_a_piece_cut_out_is_a_condition_or_refused(text: str, chance: Any) -> None:
    start, end = sorted(chance.randint(0, len(text)) for _ in range(2))

    try:
        expression = PARSER.parse(text[:start] + text[end:])
    except ConditionError as error:
        assert 0 <= error.offset <= len(text)
    else:
        assert expression.kind == "boolean"


@pytest.mark.parametrize(
    ("expected", "offset", "help_", "text"),
    [
        ("there is no fact `minister_consent`", 6, "did you mean `minister_consents`?", "a and minister_consent"),
        ("there is no fact `unheard_of`", 0, None, "unheard_of"),
        ("`purpose` has no `reserch`", 14, "did you mean `research`?", "a and purpose.reserch"),
        ("`purpose` has no `xyz`", 8, None, "purpose.xyz"),
        ("the condition cannot be read at `)`", 1, None, "a)"),
        ("the condition cannot be read at `b`", 2, None, "a b"),
        ("the condition cannot be read at `and`", 0, None, "and a"),
        ("the condition cannot be read at `<`", 6, None, "1 < n < 3"),
        ("the condition breaks off or cannot be read", 5, None, "a and"),
        ("the condition breaks off or cannot be read", 2, None, "(a"),
        ("the condition breaks off or cannot be read", 0, None, ""),
        ("a condition must be true or false; this is a number", 0, None, "n + 1"),
        ("a condition must be true or false; this is a date", 0, None, "day"),
        ("a condition must be true or false; this is a duration", 0, None, "day - day"),
        *(
            (f'`d"{text}"` is not a day', 6, 'write a day alone, as in `d"2024-06-01"`', f'day < d"{text}"')
            for text in (
                *("2020-02-30", "2024-06", "2024", "20240601", "2024-W03-1", "2024-153", "2024-06-01T00:00:00"),
                *("2024-06-01T00:00:00+14:00", "2024-06-01T10:30", "2024-06-01Z", " 2024-06-01", ""),
            )
        ),
        *(
            (f'`t"{text}"` is not a number of days', 12, 'count in days, as in `t"P30D"`', f'day - day < t"{text}"')
            for text in ("P1M", "P1Y", "PT24H", "PT36H", "P1DT24H", "P1.5D", "30", "-P1D", "P-1D", "")
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_suggestion(
    expected: str, offset: int, help_: str | None, text: str
) -> None:
    error = refusal(text)

    assert (expected, offset) == (error.message, error.offset)
    assert help_ in (None, error.help)


def test_a_condition_is_as_long_as_is_allowed_and_no_longer() -> None:
    fits = "a or " * 200 + "b" + " " * (wording.MAX_LENGTH - 1_001)

    assert truth(PARSER.parse(fits), {"a": False, "b": True}.get) is True
    assert refusal(f"{fits} ").message == "the condition is longer than 2,000 characters"


@pytest.mark.parametrize(
    "text",
    [
        "not " * 45 + "a",
        "not " * 490 + "a",
        "n - " * 45 + "1 == 1",
        "(a and (b or " * 45 + "a" + "))" * 45,
    ],
)
def test_a_condition_nested_too_deeply_is_refused(text: str) -> None:
    assert "nested" in refusal(text).message


def test_the_deepest_condition_allowed_is_read() -> None:
    deepest = "not " * (condition_parser.MAX_DEPTH - 1) + "a"

    assert depth(PARSER.parse(deepest)) == condition_parser.MAX_DEPTH
    assert "nested more than 40 deep" in refusal("not " + deepest).message


def test_the_same_text_is_parsed_once() -> None:
    assert PARSER.parse("a and b") is PARSER.parse("a and b")


def test_a_condition_sees_each_plain_fact_and_each_term() -> None:
    found = kinds_of({"a": "boolean", "n": "number", "purpose": "terms"}, {"purpose": ["x", "y"], "empty": []})

    assert found == {"a": "boolean", "n": "number", "purpose.x": "boolean", "purpose.y": "boolean"}


def test_a_duration_can_be_a_fact() -> None:
    expression = Parser({"long": "duration"}).parse('long > t"P2D"')

    assert truth(expression, {"long": timedelta(3)}.get) is True


def test_a_condition_that_is_a_fact_by_itself_is_what_the_parser_makes_of_it() -> None:
    kinds: dict[str, Kind] = {"agreement.written": "boolean", "people": "number"}

    assert Parser(kinds).parse("agreement.written") == Parser(kinds).parse("(agreement.written)")
    with pytest.raises(ConditionError, match="must be true or false"):
        Parser(kinds).parse("people")
