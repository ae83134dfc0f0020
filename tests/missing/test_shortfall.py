from typing import Any

import pytest

from disclosure_policy.decision.reasons import Lack
from disclosure_policy.missing.shortfall import cost, truth_word
from disclosure_policy.policy import Policy
from disclosure_policy.truth import Truth
from tests.helpers.builders import RESEARCH, a_request
from tests.missing.test_diagnosis import BAR, decided


def lacks(rules: str, facts: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """Return what the closest permit lacked: rule, summary, value, and whether that can be changed."""
    nearest = decided(rules, facts).closest[0]
    return [(lack.rule.rpartition("/")[2], lack.summary, lack.value, lack.changeable) for lack in nearest.lacks]


OPEN = f"""
{BAR}
- {{id: open, effect: permit, exception_to: bar, summary: s, conditions: [a, fixed, {{when: b, summary: b is so}}]}}
"""


@pytest.mark.parametrize(
    ("expected", "facts"),
    [
        (
            [
                ("open", "a", "unknown", True),
                ("open", "fixed", "unknown", False),
                ("open", "b is so", "unknown", True),
            ],
            {},
        ),
        ([("open", "a", "false", True)], {"a": False, "b": True, "fixed": True}),
        ([("open", "fixed", "false", False)], {"a": True, "b": True, "fixed": False}),
        ([("open", "b is so", "unknown", True)], {"a": True, "fixed": True}),
    ],
)
def test_a_permit_lacks_each_condition_that_is_not_true(
    expected: list[tuple[str, str, str, bool]], facts: dict[str, bool]
) -> None:
    assert expected == lacks(OPEN, facts)


@pytest.mark.parametrize(
    ("expected", "condition", "facts"),
    [
        (True, "a or fixed", {"a": False, "fixed": False}),
        (False, "a and fixed", {"a": False, "fixed": False}),
        (True, "a and fixed", {"a": False, "fixed": True}),
        (False, "not fixed", {"fixed": True}),
        (True, "not a", {"a": True}),
        (False, "people > 3", {"people": 1}),
        (False, "judged", {}),
    ],
)
def test_a_condition_can_be_changed_as_far_as_its_facts_can(
    expected: bool, condition: str, facts: dict[str, Any]
) -> None:
    rules = f"{BAR}\n- {{id: open, effect: permit, exception_to: bar, summary: s, conditions: [{condition}]}}"

    ((_, _, _, changeable),) = lacks(rules, facts)

    assert expected is changeable


def test_a_permit_not_wholly_encoded_lacks_what_is_not_encoded() -> None:
    rules = f"{BAR}\n- {{id: old, effect: permit, exception_to: bar, summary: s, not_encoded: left to custom}}"

    ((rule, summary, _, changeable),) = lacks(rules, {})

    assert rule == "old"
    assert "left to custom" in summary
    assert not changeable


LIMITED = f"""
{BAR}
- {{id: open, effect: permit, exception_to: bar, summary: s, conditions: [a]}}
- {{id: shut, effect: forbid, exception_to: open, summary: not so, conditions: [{{when: b, summary: b is so}}]}}
- {{id: key, effect: permit, exception_to: shut, summary: s, conditions: [c, d]}}
"""


@pytest.mark.parametrize(
    ("expected", "facts"),
    [
        ([("shut", "b is so", "false")], {"a": True, "b": True, "c": False, "d": False}),
        ([("shut", "b is so", "unknown")], {"a": True, "c": False, "d": False}),
        ([("open", "a", "false"), ("shut", "b is so", "false")], {"a": False, "b": True, "c": False, "d": False}),
        ([("open", "a", "false")], {"a": False, "b": True, "c": True, "d": True}),
        ([("open", "a", "false")], {"a": False, "b": False}),
    ],
)
def test_a_permit_lacks_a_way_round_each_limit_that_stands_in_its_way(
    expected: list[tuple[str, str, str]], facts: dict[str, bool]
) -> None:
    assert expected == [lack[:3] for lack in lacks(LIMITED, facts)]


@pytest.mark.parametrize(
    ("expected", "conditions", "facts"),
    [
        (True, "b", {"b": True}),
        (False, "fixed", {"fixed": True}),
        (False, "b or fixed", {"b": True, "fixed": True}),
        (True, "b and fixed", {"b": True, "fixed": True}),
        (True, "b, fixed", {"b": True, "fixed": True}),  # it is enough to undo one
    ],
)
def test_a_limit_can_be_changed_where_one_of_its_conditions_can_be_undone(
    expected: bool, conditions: str, facts: dict[str, bool]
) -> None:
    rules = f"""
{BAR}
- {{id: open, effect: permit, exception_to: bar, summary: s}}
- {{id: shut, effect: forbid, exception_to: open, summary: s, conditions: [{conditions}]}}
"""

    ((rule, _, _, changeable),) = lacks(rules, facts)

    assert (rule, changeable) == ("shut", expected)


def test_a_limit_is_told_apart_from_a_condition() -> None:
    (nearest,) = decided(LIMITED, {"a": False, "b": True, "c": False, "d": False}).closest

    assert [lack.effect for lack in nearest.lacks] == ["permit", "forbid"]


def test_the_way_round_a_limit_without_conditions_is_by_the_nearest_of_its_exceptions() -> None:
    rules = f"""
{BAR}
- {{id: open, effect: permit, exception_to: bar, summary: s}}
- {{id: shut, effect: forbid, exception_to: open, summary: never}}
- {{id: long, effect: permit, exception_to: shut, summary: s, conditions: [a, b]}}
- {{id: short, effect: permit, exception_to: shut, summary: s, conditions: [c]}}
"""

    assert lacks(rules, {"a": False, "b": False, "c": False}) == [("short", "c", "false", True)]
    assert lacks(rules, {"a": True, "c": False}) == [("long", "b", "unknown", True)]


def test_a_permit_behind_a_limit_that_nothing_lifts_is_not_close() -> None:
    rules = f"""
{BAR}
- {{id: open, effect: permit, exception_to: bar, summary: s}}
- {{id: shut, effect: forbid, exception_to: open, summary: never}}
"""

    assert decided(rules).closest == ()


def test_the_law_of_zedland_lacks_an_agreement_as_it_must_be(zedland: Policy) -> None:
    decision = zedland.decide(
        a_request(
            **(
                RESEARCH
                | {
                    "agreement": {"written": False, "terms": ["keep_secret"]},
                    "items": [{"type": "name", "about_recipient": False}],
                }
            )
        )
    )
    nearest = decision.closest[0]

    assert nearest.rule == "zz/code/20/research"
    assert [(lack.citation, lack.value, lack.changeable) for lack in nearest.lacks] == [
        ("1 ZC 30(a)(1)", "false", True),
        ("1 ZC 30(a)(2)", "false", True),
    ]


def a_lack(value: Truth, *, changeable: bool) -> Lack:
    return Lack(rule="r", effect="permit", citation="c", summary="s", value=truth_word(value), changeable=changeable)


def test_what_is_lacking_is_weighed_by_what_is_untrue_for_good_then_unknown_for_good_then_how_much() -> None:
    ranked = [
        (),
        (a_lack(None, changeable=True),),
        (a_lack(False, changeable=True),),
        (a_lack(False, changeable=True), a_lack(None, changeable=True)),
        (a_lack(False, changeable=True),) * 5,
        (a_lack(None, changeable=False),),
        (a_lack(None, changeable=False),) * 2,
        (a_lack(False, changeable=False),),
        (a_lack(False, changeable=False), a_lack(None, changeable=False)),
        (a_lack(False, changeable=False),) * 2,
    ]

    costs = [cost(lacks) for lacks in ranked]

    assert costs == sorted(set(costs))
