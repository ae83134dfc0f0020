from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Comparison,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    Sum,
    depth,
    evaluate,
    paths,
    truth,
    unknowns,
)
from disclosure_policy.conditions.value_kinds import Kind, Value

A, B, C = (FactReference(name, "boolean") for name in "abc")
N, M = (FactReference(name, "number") for name in "nm")
DAY, OTHER_DAY = FactReference("day", "date"), FactReference("other_day", "date")
LONG = FactReference("long", "duration")
MONTH = Constant(timedelta(30), "duration")
NOBODY_KNOWS: Mapping[str, Value | None] = {}


def number(value: int) -> Constant:
    return Constant(value, "number")


def day(text: str) -> Constant:
    return Constant(date.fromisoformat(text), "date")


def booleans() -> st.SearchStrategy[Expression]:
    numbers = st.recursive(
        st.sampled_from([N, M]) | st.integers(-2, 2).map(number),
        lambda inner: st.builds(Sum, inner, inner, st.booleans(), st.just("number")),
        max_leaves=3,
    )
    compared = st.builds(Compare, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), numbers, numbers)
    member = st.builds(Member, numbers, st.lists(st.integers(-2, 2).map(number), max_size=3).map(tuple))
    leaves = st.sampled_from([A, B, C, Constant(True, "boolean"), Constant(False, "boolean")]) | compared | member
    return st.recursive(
        leaves,
        lambda inner: (
            inner.map(Not)
            | st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts)))
            | st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts)))
            | st.builds(Compare, st.sampled_from(["==", "!="]), inner, inner)
        ),
        max_leaves=8,
    )


FACTS = st.fixed_dictionaries(
    {name: st.none() | st.booleans() for name in "abc"} | {name: st.none() | st.integers(-3, 3) for name in "nm"}
)
COMPLETIONS = st.fixed_dictionaries(
    {name: st.booleans() for name in "abc"} | {name: st.integers(-3, 3) for name in "nm"}
)


@pytest.mark.parametrize(
    ("expected", "expression", "facts"),
    [
        (True, A, {"a": True}),
        (None, A, {"a": None}),
        (None, A, {}),
        (False, Not(A), {"a": True}),
        (None, Not(A), {}),
        (False, And((A, B)), {"b": False}),
        (None, And((A, B)), {"b": True}),
        (True, Or((A, B)), {"b": True}),
        (None, Or((A, B)), {"b": False}),
        (None, Or((A, Not(A))), {}),  # a part is not compared with another part
        (None, Compare("==", A, A), {}),
        (True, Compare("==", A, B), {"a": False, "b": False}),
        (True, Member(N, (number(1), number(2))), {"n": 2}),
        (False, Member(N, (number(1), number(2))), {"n": 3}),
        (None, Member(N, (number(1), number(2))), {}),
        (False, Member(N, ()), {"n": 1}),
        (3, Sum(N, number(1), minus=False, kind="number"), {"n": 2}),
        (1, Sum(N, number(1), minus=True, kind="number"), {"n": 2}),
        (None, Sum(N, M, minus=False, kind="number"), {"n": 2}),
        (None, Sum(N, M, minus=False, kind="number"), {"m": 2}),
        (date(2020, 3, 1), Sum(DAY, MONTH, minus=False, kind="date"), {"day": date(2020, 1, 31)}),
        (date(2020, 1, 1), Sum(DAY, MONTH, minus=True, kind="date"), {"day": date(2020, 1, 31)}),
        (
            timedelta(31),
            Sum(DAY, OTHER_DAY, minus=True, kind="duration"),
            {"day": date(2020, 2, 1), "other_day": date(2020, 1, 1)},
        ),
        (timedelta(33), Sum(MONTH, LONG, minus=False, kind="duration"), {"long": timedelta(3)}),
    ],
)
def test_an_expression_has_the_value_it_must(
    expected: object, expression: Expression, facts: Mapping[str, Value | None]
) -> None:
    found = evaluate(expression, facts.get)

    assert expected == found
    assert type(expected) is type(found)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("==", (False, True, False)),
        ("!=", (True, False, True)),
        ("<", (True, False, False)),
        ("<=", (True, True, False)),
        (">", (False, False, True)),
        (">=", (False, True, True)),
    ],
)
@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        ("number", 1, 2),
        ("date", date(2020, 1, 31), date(2020, 2, 1)),
        ("duration", timedelta(1), timedelta(2)),
    ],
)
def test_comparisons_compare(
    operation: Comparison, expected: tuple[bool, bool, bool], kind: Kind, low: Value, high: Value
) -> None:
    fact = FactReference("x", kind)

    found = tuple(
        truth(Compare(operation, fact, Constant(other, kind)), {"x": value}.get)
        for value, other in ((low, high), (high, high), (high, low))
    )

    assert expected == found
    assert truth(Compare(operation, fact, Constant(low, kind)), NOBODY_KNOWS.get) is None
    assert truth(Compare(operation, Constant(low, kind), fact), NOBODY_KNOWS.get) is None


@pytest.mark.parametrize(
    "expression",
    [
        Sum(day("9999-12-31"), MONTH, minus=False, kind="date"),
        Sum(day("0001-01-01"), MONTH, minus=True, kind="date"),
        Sum(MONTH, Constant(timedelta.max, "duration"), minus=False, kind="duration"),
    ],
)
def test_a_day_beyond_the_calendar_is_not_known_to_be_anything(expression: Sum) -> None:
    beyond = Compare(">", expression, expression)

    assert evaluate(expression, NOBODY_KNOWS.get) is None
    assert truth(beyond, NOBODY_KNOWS.get) is None
    assert list(unknowns(beyond, NOBODY_KNOWS.get)) == []


@given(booleans(), FACTS, COMPLETIONS)
def test_what_is_definite_stays_so_whatever_is_learnt(
    expression: Expression, facts: dict[str, Value | None], learnt: dict[str, Value]
) -> None:
    before = evaluate(expression, facts.get)
    completed = {name: learnt[name] if value is None else value for name, value in facts.items()}
    after = evaluate(expression, completed.get)

    assert after is not None
    assert before is None or before is after


@given(booleans(), FACTS)
def test_the_unknowns_are_unknown_facts_of_an_unknown_expression(
    expression: Expression, facts: dict[str, Value | None]
) -> None:
    found = list(unknowns(expression, facts.get))

    assert bool(found) is (evaluate(expression, facts.get) is None)
    assert all(facts[path] is None for path in found)
    assert set(found) <= set(paths(expression))


@given(booleans(), FACTS, COMPLETIONS)
def test_stating_the_unknowns_settles_an_expression(
    expression: Expression, facts: dict[str, Value | None], learnt: dict[str, Value]
) -> None:
    known = facts | {path: learnt[path] for path in unknowns(expression, facts.get)}

    assert evaluate(expression, known.get) is not None


@pytest.mark.parametrize(
    ("expected", "expression", "facts"),
    [
        (["a", "b"], And((A, B)), {}),
        (["b"], And((A, B)), {"a": True}),
        ([], And((A, B)), {"a": False}),
        (["c"], And((Or((A, B)), C)), {"a": True}),  # b cannot matter any more
        (["a"], Not(A), {}),
        (["n"], Compare("<", number(1), N), {}),
        (["n", "m"], Compare("<", Sum(N, M, minus=False, kind="number"), number(1)), {}),
        (["m"], Compare("<", Sum(N, M, minus=False, kind="number"), number(1)), {"n": 1}),
        (["n"], Member(N, (number(1),)), {}),
    ],
)
def test_only_what_can_still_matter_is_asked_in_the_order_written(
    expected: list[str], expression: Expression, facts: Mapping[str, Value | None]
) -> None:
    assert expected == list(unknowns(expression, facts.get))


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        ([], Constant(True, "boolean")),
        (["b", "a", "b"], Or((B, And((A, Not(B)))))),
        (["n", "m", "n"], And((Compare("<", N, Sum(M, number(1), minus=True, kind="number")), Member(N, ())))),
    ],
)
def test_every_path_is_given_in_the_order_written(expected: list[str], expression: Expression) -> None:
    assert expected == list(paths(expression))


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (1, A),
        (1, Constant(1, "number")),
        (2, Not(A)),
        (3, And((A, Or((B, C))))),
        (3, Compare("<", Sum(N, M, minus=False, kind="number"), number(1))),
        (2, Member(N, (number(1),))),
    ],
)
def test_depth_counts_levels(expected: int, expression: Expression) -> None:
    assert expected == depth(expression)
