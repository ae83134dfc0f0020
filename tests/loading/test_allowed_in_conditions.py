import pytest

from disclosure_policy.loading.allowed_in_conditions import MAX_LENGTH, ConditionError, check_words

KINDS = {"a": "boolean", "purpose.theft": "boolean", "purpose.theft_a": "boolean", "n": "number"}


@pytest.mark.parametrize(
    "text", ["a", "not (a and purpose.theft)", "n in [1, 2] or n == -3", 'd"2020-01-01" == d"2020-01-01"']
)
def test_what_may_stand_in_a_condition_passes(text: str) -> None:
    check_words(text, KINDS)


@pytest.mark.parametrize(
    ("offset", "message", "text"),
    [
        (28, "`purpose` has no `theft_b`", "purpose.theft_a and purpose.theft_b"),
        (0, "there is no fact `b`", "b"),
        (6, "a list may only follow `in`", "a and [1]"),
        (5, "`12a` is not allowed in a condition", "n == 12a"),
        (1, "a call is not allowed in a condition", "a(n)"),
        (20, "a call is not allowed in a condition", "a and purpose.theft ()"),
        (0, "`a.` is not allowed in a condition", "a. b"),
    ],
)
def test_what_may_not_is_refused_at_its_place(offset: int, message: str, text: str) -> None:
    with pytest.raises(ConditionError) as raised:
        check_words(text, KINDS)

    assert (raised.value.offset, raised.value.message) == (offset, message)


def test_a_condition_has_a_greatest_length() -> None:
    with pytest.raises(ConditionError, match="longer than 2,000"):
        check_words("a" + " " * MAX_LENGTH, KINDS)
