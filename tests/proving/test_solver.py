"""What the search finds is so, and it finds something where there is something."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.conditions.expression import And, Constant, Expression, FactReference, Not, evaluate
from disclosure_policy.deciding.case import facts_of
from disclosure_policy.deciding.facts import Facts
from disclosure_policy.law.vocabulary import NOTHING_SAID
from disclosure_policy.loading.condition_parser import Parser, kinds_of
from disclosure_policy.policy import Policy
from disclosure_policy.proving.solver import NEVER_KNOWN, Settled, solutions
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.strategies.requests_from_facts import schemes_of
from tests.helpers.generated_law import EXCLUSIONS, TERMS, a_policy, expressions, requests

BAR: dict[str, Any] = {
    "id": "bar",
    "paragraph": "(a)",
    "effect": "forbid",
    "summary": "s",
    "effective": {"from": "2019-01-01"},
    "exclusions": EXCLUSIONS,
}
POLICY: Policy = a_policy({"zz": [BAR], "zz-a": []})
LAW = POLICY.law
SCHEMES = schemes_of(LAW, "zz")
PARSER = Parser(kinds_of({path: fact.kind for path, fact in LAW.facts["zz"].items()}, TERMS))


def found(expression: Expression, wanted: bool, seed: int = 1) -> Facts | None:
    """Return facts that the search finds, stated in terms as a request states them."""
    random = Random(seed)  # noqa: S311 - repeatable
    known = next(
        solutions([(expression, wanted)], Settled(SCHEMES), lambda ways: random.sample(ways, len(ways))), None
    )
    if known is None:
        return None
    said = {fact: known.stated(fact, random.choice) or NOTHING_SAID for fact in known.terms}
    assert all(SCHEMES[fact].contradiction(one) is None for fact, one in said.items())
    return Facts(known.plain, said, SCHEMES)


@settings(deadline=None)
@given(expressions(), st.booleans(), st.integers(0, 9))
def test_what_is_found_gives_the_wanted_value(text: str, wanted: bool, seed: int) -> None:
    expression = PARSER.parse(text)
    facts = found(expression, wanted, seed)

    assert facts is None or evaluate(expression, facts.value) is wanted


@settings(deadline=None)
@given(expressions(), requests())
def test_where_some_facts_give_a_value_some_are_found(text: str, request: dict[str, Any]) -> None:
    expression = PARSER.parse(text)
    for _, _, facts in facts_of(DisclosureRequest.model_validate(request | {"jurisdiction": "zz"}), LAW).disclosures:
        value = evaluate(expression, facts.value)
        assert value is None or found(expression, value is True) is not None


def test_numbers_and_dates_are_found_on_the_side_of_the_limit_that_is_wanted() -> None:
    within = PARSER.parse('n > 1 and n in [1, 5, 7] and when < d"2020-01-01" and when + t"P3D" >= d"2020-01-01"')
    facts = found(within, wanted=True)

    assert facts is not None
    assert facts.plain["n"] in (5, 7)
    assert str(facts.plain["when"])[:8] == "2019-12-"


@pytest.mark.parametrize("text", ["a == b", "a != true", "(n > 1) == (n < 5)", "purpose.crime != item.type.name"])
@pytest.mark.parametrize("wanted", [True, False])
def test_truths_that_are_compared_are_found_alike_or_unlike(text: str, wanted: bool) -> None:
    facts = found(PARSER.parse(text), wanted)

    assert facts is not None
    assert evaluate(PARSER.parse(text), facts.value) is wanted


def test_what_is_fixed_stays_so_and_leaves_open_what_it_leaves_unknown() -> None:
    fixed = Settled(SCHEMES, {"purpose": ("law",), "n": 3})

    def can_be(text: str, wanted: bool) -> bool:
        return next(solutions([(PARSER.parse(text), wanted)], fixed, list), None) is not None

    assert can_be("purpose.law", wanted=True)
    assert not can_be("purpose.news", wanted=True)
    assert not can_be("purpose.crime", wanted=True)
    assert not can_be("purpose.crime", wanted=False)
    assert can_be("n > 2", wanted=True)
    assert not can_be("n > 2", wanted=False)
    assert can_be("n > 2 and a", wanted=False)


def test_what_nobody_can_know_is_never_found() -> None:
    flag = FactReference("a", "boolean")

    assert found(NEVER_KNOWN, wanted=True) is None
    assert found(And((flag, NEVER_KNOWN)), wanted=True) is None
    assert found(Constant(value=False, kind="boolean"), wanted=True) is None
    assert found(And((flag, Not(flag))), wanted=True) is None
    assert found(And((flag, NEVER_KNOWN)), wanted=False) is not None
