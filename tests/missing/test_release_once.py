"""What a denial waits for: the smallest sets of open facts, the way that the request takes first."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.deciding import facts_of
from disclosure_policy.decision.remedies import OpenWay
from disclosure_policy.missing.release_once import MOST
from disclosure_policy.requests import DisclosureRequest
from tests.helpers.builders import a_request
from tests.helpers.generated_law import a_policy, requests, rule_books
from tests.missing.test_diagnosis import BAR, decided, policy_of

FLAGS = ("a", "b", "c", "fixed")


def waits_for(ways: tuple[OpenWay, ...]) -> list[dict[str, Any]]:
    return [{one.fact: one.after for one in way.facts} for way in ways]


@settings(max_examples=60, deadline=None)
@given(books=rule_books(), request=requests())
def test_a_way_allows_and_no_part_of_it_and_contradicts_nothing(
    books: dict[str, list[dict[str, Any]]], request: dict[str, Any]
) -> None:
    policy = a_policy(books)
    decision = policy.decide(request)

    if decision.basis != "insufficient facts":
        assert decision.release_once == ()
    for way in decision.release_once:
        assert way.request is not None
        assert policy.decide(way.request).allowed
        stated = facts_of(DisclosureRequest.model_validate(request), policy.law)
        after = facts_of(way.request, policy.law)
        for before, now in zip(stated.disclosures, after.disclosures, strict=True):
            known = {path: value for path, value in before.facts.plain.items() if value is not None}
            assert known.items() <= now.facts.plain.items()
            for path, scheme in before.facts.schemes.items():
                for term in scheme.terms:
                    known = scheme.truth(before.facts.said_of(path), term)
                    assert known in (None, scheme.truth(now.facts.said_of(path), term))
        for one in way.facts:
            if isinstance(one.after, bool) and one.of is None and one.state_at.startswith("facts."):
                without = way.request.model_copy(
                    update={"facts": {k: v for k, v in way.request.facts.items() if k != one.fact}}
                )
                assert not policy.decide(without).allowed


CONDITIONS = st.lists(st.sampled_from([*FLAGS, *(f"not {flag}" for flag in FLAGS)]), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(
    permits=st.lists(CONDITIONS, min_size=1, max_size=3),
    stated=st.dictionaries(st.sampled_from(FLAGS), st.booleans()),
)
def test_every_smallest_set_is_found(permits: list[list[str]], stated: dict[str, bool]) -> None:
    rules = BAR + "".join(
        f"\n- {{id: p{n}, effect: permit, exception_to: bar, summary: s, conditions: {conditions}}}"
        for n, conditions in enumerate(permits)
    )
    policy = policy_of(rules.replace("'", '"'))
    decision = policy.decide(a_request(facts=stated))
    open_ = [flag for flag in FLAGS if flag not in stated]
    least: list[frozenset[str]] = []
    for size in range(1, len(open_) + 1):
        for chosen in combinations(open_, size):
            if any(small <= set(chosen) for small in least):
                continue
            said = (dict(zip(chosen, values, strict=True)) for values in product((True, False), repeat=size))
            if any(policy.decide(a_request(facts=stated | one)).allowed for one in said):
                least.append(frozenset(chosen))
    expected = set(least) if decision.basis == "insufficient facts" else set()

    assert {frozenset(one.fact for one in way.facts) for way in decision.release_once} == expected
    assert len(expected) <= MOST


TWO = f"""
{BAR}
- {{id: long, effect: permit, exception_to: bar, summary: s, conditions: [a, b, c, d]}}
- {{id: short, effect: permit, exception_to: bar, summary: s, conditions: [fixed]}}
"""


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, [{"fixed": True}, {"a": True, "b": True, "c": True, "d": True}]),
        ({"a": True}, [{"b": True, "c": True, "d": True}, {"fixed": True}]),
        ({"a": True, "b": False}, [{"fixed": True}]),
        ({"fixed": False}, [{"a": True, "b": True, "c": True, "d": True}]),
        ({"fixed": False, "a": False}, []),
    ],
)
def test_the_way_that_the_request_takes_comes_first(stated: dict[str, bool], expected: list[dict[str, bool]]) -> None:
    assert waits_for(decided(TWO, stated).release_once) == expected


def test_who_asks_is_not_supposed_but_a_vague_purpose_may_turn_out_narrower() -> None:
    rules = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [purpose.theft]}}"

    assert decided(rules, purposes=None).release_once == ()
    assert waits_for(decided(rules, purposes=["law"]).release_once) == [{"purpose": ("theft",)}]
