from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    evaluate,
    truth,
)
from disclosure_policy.deciding.truth_algebras import VALUES, in_terms_of
from disclosure_policy.truth import Truth

FLAGS = "abc"
CONSTANTS = st.sampled_from([Constant(value, "boolean") for value in (True, False)])
NUMBER = Compare("<", FactReference("n", "number"), Constant(1, "number"))


def _larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Not),
        several.map(And),
        several.map(Or),
        st.builds(Compare, st.sampled_from(["==", "!="]), inner, inner),
        st.builds(Member, inner, st.lists(CONSTANTS, max_size=2).map(tuple)),
    )


CONDITIONS = st.recursive(
    st.one_of(st.sampled_from([*(FactReference(flag, "boolean") for flag in FLAGS), NUMBER]), CONSTANTS),
    _larger,
    max_leaves=8,
)
TRUTHS = st.sampled_from([True, False, None])


@given(
    CONDITIONS,
    st.fixed_dictionaries(dict.fromkeys(FLAGS, TRUTHS)),
    st.sampled_from([0, 2, None]),
    st.sets(st.sampled_from(FLAGS)),
)
def test_a_condition_in_terms_of_values_has_the_value_that_evaluating_it_gives(
    condition: Expression, flags: dict[str, Truth], number: int | None, derived: set[str]
) -> None:
    stated = {flag: value for flag, value in flags.items() if flag not in derived} | {"n": number}

    found = in_terms_of(
        VALUES, condition, {flag: flags[flag] for flag in derived}, lambda leaf: truth(leaf, stated.get)
    )

    assert found is evaluate(condition, (flags | {"n": number}).get)
