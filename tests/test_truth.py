from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_policy.truth import Truth, conjunction, disjunction, negation, word

T, F, U = True, False, None
TRUTHS = st.sampled_from([T, F, U])


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_and_and_or_are_kleenes(one: Truth, other: Truth, both: Truth, either: Truth) -> None:
    assert both is conjunction([one, other])
    assert either is disjunction([one, other])


@pytest.mark.parametrize(("expected", "value"), [(F, T), (T, F), (U, U)])
def test_not_is_kleenes(expected: Truth, value: Truth) -> None:
    assert expected is negation(value)


def test_of_nothing_all_are_true_and_none_is() -> None:
    assert conjunction([]) is True
    assert disjunction([]) is False


@given(st.lists(TRUTHS, max_size=5))
def test_de_morgan(values: list[Truth]) -> None:
    assert negation(conjunction(values)) is disjunction(map(negation, values))
    assert negation(disjunction(values)) is conjunction(map(negation, values))


@given(st.lists(TRUTHS, max_size=4))
def test_order_does_not_matter(values: list[Truth]) -> None:
    assert {conjunction(order) for order in permutations(values)} == {conjunction(values)}
    assert {disjunction(order) for order in permutations(values)} == {disjunction(values)}


@given(st.lists(TRUTHS, max_size=5))
def test_an_answer_is_definite_exactly_where_every_completion_agrees(values: list[Truth]) -> None:
    completions = list(product(*([value] if value is not None else [True, False] for value in values)))
    every = {all(completion) for completion in completions}
    some = {any(completion) for completion in completions}

    assert conjunction(values) is (every.pop() if len(every) == 1 else None)
    assert disjunction(values) is (some.pop() if len(some) == 1 else None)


@pytest.mark.parametrize(("expected", "value"), [("true", T), ("false", F), ("unknown", U)])
def test_a_truth_value_has_a_word(expected: str, value: Truth) -> None:
    assert expected == word(value)
