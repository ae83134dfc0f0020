from datetime import date, timedelta

import pytest

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    Sum,
)
from disclosure_policy.loading.allowed_in_conditions import ConditionError
from disclosure_policy.loading.condition_parser import Parser, kinds_of

KINDS = kinds_of(
    {"a": "boolean", "b": "boolean", "n": "number", "m": "number", "day": "date", "item.new": "boolean"},
    {"purpose": ["theft", "research"], "recipient.type": ["police"]},
)
PARSER = Parser(KINDS)
A, B, N, DAY = (
    FactReference("a", "boolean"),
    FactReference("b", "boolean"),
    FactReference("n", "number"),
    FactReference("day", "date"),
)
THEFT = FactReference("purpose.theft", "boolean")


def refusal(text: str) -> ConditionError:
    with pytest.raises(ConditionError) as raised:
        PARSER.parse(text)
    return raised.value


def number(value: int) -> Constant:
    return Constant(value, "number")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (A, "a"),
        (A, "((a))"),
        (THEFT, "purpose.theft"),
        (FactReference("recipient.type.police", "boolean"), "recipient.type.police"),
        (Constant(True, "boolean"), "true"),
        (Constant(False, "boolean"), "false"),
        (Not(A), "not a"),
        (Not(Not(A)), "not not a"),
        (And((A, B)), "a and b"),
        (And((A, B, THEFT)), "a and b and purpose.theft"),
        (And((A, B, THEFT)), "a and (b and purpose.theft)"),
        (Or((A, B, THEFT)), "(a or b) or purpose.theft"),
        (Or((A, And((B, THEFT)))), "a or b and purpose.theft"),
        (And((Or((A, B)), THEFT)), "(a or b) and purpose.theft"),
        (And((Not(A), B)), "not a and b"),
        (Compare("==", A, B), "a == b"),
        (Compare("!=", A, Constant(True, "boolean")), "a != true"),
        (Compare("<", N, number(3)), "n < 3"),
        (Compare("<=", number(-3), N), "-3 <= n"),
        (Compare(">", N, number(5)), "n > 5"),
        (Compare(">=", N, Sum(N, number(1), minus=False, kind="number")), "n >= n + 1"),
        (Member(N, (number(1), number(-2))), "n in [1, -2]"),
        (Not(Member(N, (number(1),))), "not (n in [1])"),
        (Member(A, (Constant(True, "boolean"),)), "a in [true]"),
        (Member(DAY, (Constant(date(2020, 1, 31), "date"),)), 'day in [d"2020-01-31"]'),
        (Compare("<", DAY, Constant(date(2020, 1, 31), "date")), 'day < d"2020-01-31"'),
        (
            Compare("<", Sum(DAY, Constant(timedelta(30), "duration"), minus=False, kind="date"), DAY),
            'day + t"P30D" < day',
        ),
        (
            Compare(">", Sum(DAY, DAY, minus=True, kind="duration"), Constant(timedelta(7), "duration")),
            'day - day > t"P1W"',
        ),
    ],
)
def test_what_is_on_the_allow_list_becomes_our_own_tree(expected: Expression, text: str) -> None:
    assert expected == PARSER.parse(text)


@pytest.mark.parametrize(
    ("expected", "offset", "text"),
    [
        ("a built-in is not allowed in a condition", 0, "$now"),
        ("a built-in is not allowed in a condition", 6, "day < $now"),
        ("text in quotes is not allowed in a condition", 5, 'n == "x"'),
        ("text in quotes is not allowed in a condition", 5, "n == 'x'"),
        ("`=` is not allowed in a condition", 2, "a =~ b"),
        ("`=` is not allowed in a condition", 2, "a = b"),
        ("`!` is not allowed in a condition", 0, "!a"),
        ("`!` is not allowed in a condition", 2, "a !~ b"),
        ("a choice or a default with `?` is not allowed in a condition", 2, "a ? b : a"),
        ("a choice or a default with `?` is not allowed in a condition", 2, "a ?? b"),
        ("a comment is not allowed in a condition", 2, "a # b"),
        ("`*` is not allowed in a condition", 2, "n * 2 == 4"),
        ("`/` is not allowed in a condition", 2, "n / 2 == 4"),
        ("`%` is not allowed in a condition", 2, "n % 2 == 0"),
        ("`^` is not allowed in a condition", 2, "a ^ b"),
        ("`|` is not allowed in a condition", 2, "a | b"),
        ("`&` is not allowed in a condition", 2, "a && b"),
        ("a list may only follow `in`", 0, "[1:2]"),
        ("a list may only follow `in`", 1, "a[0]"),
        ("a list may only follow `in`", 8, "n in [1][0]"),
        ("`{` is not allowed in a condition", 5, "n in {1}"),
        ("`\\` is not allowed in a condition", 0, "\\a"),
        ("`é` is not allowed in a condition", 0, "é"),
        ("there is no fact `null`", 5, "a == null"),
        ("there is no fact `x`", 6, "n in [x for x in [1]]"),
        ("a minus sign before a fact is not allowed", 0, "-n < 1"),
        ("the list after `in` must hold constants, each a number", 0, "n in [m]"),
        ("the list after `in` must hold constants, each a number", 0, "n in [true]"),
        ("the list after `in` must hold constants, each a boolean", 0, "a in [b]"),
        ("a date is compared with a number", 0, "day == n"),
        ("a boolean is compared with a number", 0, "a == 1"),
        ("a number is compared with a date", 0, 'n != d"2020-01-01"'),
        ("a boolean has no order", 0, "a < b"),
        ("`and` joins what is true or false; here is a number", 6, "a and n"),
        ("`or` joins what is true or false; here is a date", 0, "day or a"),
        ("`not` joins what is true or false; here is a number", 4, "not n"),
        ("`1.5` is not allowed in a condition", 5, "n == 1.5"),
        ("`.5` is not allowed in a condition", 5, "n == .5"),
        ("`purpose` is not true or false by itself", 1, "(purpose)"),
        ("`recipient` is not true or false by itself", 0, "recipient"),
        ("`recipient.type` is not true or false by itself", 0, "recipient.type"),
        ("`day` has no parts", 4, "day.year == 2020"),
        ("`n` has no parts", 2, "n.ceiling == 1"),
        ("`purpose` is not true or false by itself", 6, "a and purpose"),
        ("`purpose` has no `thef`", 26, "purpose.theft and purpose.thef"),
        ("`1e9` is not allowed in a condition", 5, "n == 1e9"),
        ("`0x10` is not allowed in a condition", 5, "n == 0x10"),
        ("`1.0` is not allowed in a condition", 5, "n == 1.0"),
        ("`1999999999999999999` is not allowed in a condition", 5, "n == 1999999999999999999"),
        ("there is no fact `inf`", 5, "n == inf"),
        ("there is no fact `nan`", 5, "n == nan"),
        ("`.year` is not allowed in a condition", 13, 'd"2020-01-01".year == 2020'),
        ("the condition cannot be worked out: date value out of range", 0, 'd"9999-12-31" + t"P30D" == day'),
    ],
)
def test_what_is_not_on_the_allow_list_is_refused_with_its_reason(expected: str, offset: int, text: str) -> None:
    error = refusal(text)

    assert expected == error.message
    assert offset == error.offset


@pytest.mark.parametrize("text", ["n in m", "n + a == 1", "day + day == day"])
def test_what_has_no_sense_for_its_types_is_refused(text: str) -> None:
    assert (refusal(text).code, refusal(text).offset) == ("mixed-kinds", 0)


@pytest.mark.parametrize(
    ("expected", "offset", "text"),
    [
        ("a date is compared with a number", 0, "day < n"),
        ("a date is compared with a number", 6, "a and day < 2020"),
        ("a number is compared with a date", 10, 'n == 1 or n < d"2020-01-01" and a'),
    ],
)
def test_a_comparison_of_two_kinds_is_refused_where_it_stands(expected: str, offset: int, text: str) -> None:
    assert (refusal(text).message, refusal(text).offset) == (expected, offset)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("name one of its parts, as in `purpose.theft`", "purpose"),
        ("compare it with `==` or `!=`", "a < b"),
        ("use facts with `and`, `or`, `not`, and `==`, `<` and the like for numbers and dates", "n in {1}"),
        ("use facts with `and`, `or`, `not`, and `==`, `<` and the like for numbers and dates", "$now"),
    ],
)
def test_a_refusal_says_what_to_write_instead(expected: str, text: str) -> None:
    assert expected == refusal(text).help
