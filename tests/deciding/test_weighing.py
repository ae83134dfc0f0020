from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.deciding.weighing import Weights, weigh
from disclosure_policy.law.law import Law
from disclosure_policy.truth import Truth
from tests.helpers.builders import JURISDICTION, a_case, a_law, assuming, section

FLAGS = ["a", "b", "c"]
FACTS = "".join(f"{flag}: {{type: boolean, question: Is it?}}\n" for flag in FLAGS)
HERE = "zz/code/1/2000-01-01.yaml"


def weights_of(law: Law, **facts: Any) -> tuple[Weights, ...]:
    """Weigh the single disclosure of a request."""
    case = a_case(law, **facts)
    ((_, _, known),) = case.disclosures
    return weigh(law.layers(case.jurisdiction, case.as_of), known)


def files(rules: str, **more: str) -> dict[str, str]:
    return {HERE: section(rules), "zz/facts.yaml": FACTS, **more}


def holding(rules: str, **facts: bool | None) -> dict[str, Truth]:
    (weights,) = weights_of(a_law(files(rules)), facts=facts)
    return {identity.rpartition("/")[2]: value for identity, value in weights.holds.items()}


TREE = """
- {id: bar, effect: forbid, summary: s, conditions: [a]}
- {id: open, effect: permit, exception_to: bar, summary: s, conditions: [b]}
- {id: shut, effect: forbid, exception_to: open, summary: s, conditions: [c]}
"""


@pytest.mark.parametrize(
    ("bar", "open_", "shut", "facts"),
    [
        (True, False, False, {"a": True, "b": False, "c": False}),
        (False, True, False, {"a": True, "b": True, "c": False}),
        (True, False, True, {"a": True, "b": True, "c": True}),
        (False, False, False, {"a": False, "b": False, "c": False}),
        (None, False, False, {"b": False, "c": False}),
        (None, None, False, {"a": True, "c": False}),
        (None, None, None, {"a": True, "b": True}),
        (True, False, None, {"a": True, "b": False}),
        (True, False, True, {"a": True, "c": True}),
        (False, None, None, {"a": False}),
        (False, True, False, {"b": True, "c": False}),
        (None, None, None, {}),
    ],
)
def test_a_rule_holds_when_its_conditions_do_and_none_of_its_exceptions(
    bar: Truth, open_: Truth, shut: Truth, facts: dict[str, bool]
) -> None:
    assert {"bar": bar, "open": open_, "shut": shut} == holding(TREE, **facts)


def test_all_conditions_of_a_rule_must_be_true() -> None:
    rules = "- {id: bar, effect: forbid, summary: s, conditions: [a, b, not c]}"

    assert holding(rules, a=True, b=True, c=False) == {"bar": True}
    assert holding(rules, a=True, b=True) == {"bar": None}
    assert holding(rules, a=False) == {"bar": False}


def test_one_exception_that_holds_is_enough() -> None:
    rules = f"{TREE}\n- {{id: also, effect: permit, exception_to: bar, summary: s, conditions: [c]}}"

    assert holding(rules, a=True, b=False, c=True)["bar"] is False
    assert holding(rules, a=True, c=True)["bar"] is False
    assert holding(rules, a=True, b=True)["bar"] is None


def test_an_exception_to_two_rules_lifts_both() -> None:
    rules = """
- {id: bar, effect: forbid, summary: s}
- {id: fence, effect: forbid, summary: s}
- {id: open, effect: permit, exception_to: [bar, fence], summary: s, conditions: [a]}
"""

    assert holding(rules, a=True) == {"bar": False, "fence": False, "open": True}
    assert holding(rules, a=False) == {"bar": True, "fence": True, "open": False}


@pytest.mark.parametrize(
    ("expected", "facts"),
    [(True, {"a": False, "b": True}), (False, {"a": True, "b": False}), (None, {"b": True}), (False, {"b": False})],
)
def test_a_layer_allows_where_none_of_its_prohibitions_holds(expected: Truth, facts: dict[str, bool]) -> None:
    rules = """
- {id: one, effect: forbid, summary: s, conditions: [a]}
- {id: two, effect: forbid, summary: s, conditions: [not b]}
"""
    (weights,) = weights_of(a_law(files(rules)), facts=facts)

    assert expected is weights.allows


@st.composite
def trees(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw rules, each of which excepts earlier ones of the opposite effect."""
    rules: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 7))):
        effect = draw(st.sampled_from(["forbid", "permit"])) if number else "forbid"
        opposite = [rule["id"] for rule in rules if rule["effect"] != effect]
        targets = draw(st.lists(st.sampled_from(opposite), unique=True, max_size=2)) if opposite else []
        if effect == "permit" and not targets:
            continue
        conditions = draw(st.lists(st.sampled_from([*FLAGS, *(f"not {flag}" for flag in FLAGS)]), max_size=2))
        rules.append({"id": f"r{number}", "effect": effect, "exception_to": targets, "conditions": conditions})
    return rules


def _law_of(rules: list[dict[str, Any]]) -> Law:
    lines = [
        f"- {{id: {r['id']}, effect: {r['effect']}, summary: s, exception_to: [{', '.join(r['exception_to'])}],"
        f" conditions: [{', '.join(r['conditions'])}]}}"
        for r in rules
    ]
    return a_law(files("\n".join(lines)))


def _holds(rule: Mapping[str, Any], rules: list[dict[str, Any]], facts: Mapping[str, bool]) -> bool:
    """Apply the first sentence of the semantics to facts that are all known."""
    met = all(facts[condition[-1]] is not condition.startswith("not") for condition in rule["conditions"])
    return met and not any(_holds(other, rules, facts) for other in rules if rule["id"] in other["exception_to"])


@settings(max_examples=80, deadline=None)
@given(trees(), st.fixed_dictionaries({flag: st.booleans() for flag in FLAGS}), st.sets(st.sampled_from(FLAGS)))
def test_weighing_is_the_two_sentences_and_never_guesses(
    rules: list[dict[str, Any]], facts: dict[str, bool], forgotten: set[str]
) -> None:
    law = _law_of(rules)
    expected = {f"zz/code/1/{rule['id']}": _holds(rule, rules, facts) for rule in rules}

    (known,) = weights_of(law, facts=facts)
    (partly,) = weights_of(law, facts={flag: value for flag, value in facts.items() if flag not in forgotten})

    assert expected == known.holds
    assert known.allows is not any(expected[f"zz/code/1/{rule['id']}"] for rule in rules if not rule["exception_to"])
    for identity, value in partly.holds.items():
        assert value is None or value is expected[identity]
    assert partly.allows in (None, known.allows)


CHILD = {"zz-a/jurisdiction.yaml": f"parent: zz{JURISDICTION}"}
GRANDCHILD = CHILD | {"zz-b/jurisdiction.yaml": f"parent: zz-a{JURISDICTION}"}


def test_a_layer_above_sees_that_state_law_authorizes_and_the_last_sees_what_was_stated() -> None:
    rules = "- {id: bar, effect: forbid, summary: s, conditions: [not state_law.authorizes]}"
    law = a_law(
        files(
            rules,
            **GRANDCHILD,
            **{f"{code}/code/1/2000-01-01.yaml": section(rules) for code in ("zz-a", "zz-b")},
        )
    )

    def allows(code: str, stated: bool | None) -> list[Truth]:
        return [one.allows for one in weights_of(law, jurisdiction=code, state_law={"authorizes": stated})]

    assert allows("zz", None) == [None]
    assert allows("zz", True) == [True]
    assert allows("zz", False) == [False]
    assert allows("zz-a", False) == [True, False]
    assert allows("zz-b", None) == [True, True, None]


@pytest.mark.parametrize("stated", [True, False, None])
def test_a_layer_below_sees_what_the_root_permits_and_requires(stated: bool | None) -> None:
    above = """
- {id: bar, effect: forbid, summary: s}
- {id: open, effect: permit, exception_to: bar, summary: s, conditions: [a]}
- {id: must, effect: permit, exception_to: bar, mandatory: true, summary: s, conditions: [b]}
"""
    below = """
- {id: permits, effect: forbid, summary: s, conditions: [federal_law.permits]}
- {id: requires, effect: forbid, summary: s, conditions: [federal_law.requires]}
"""
    law = a_law(files(above, **CHILD, **{"zz-a/code/1/2000-01-01.yaml": section(below)}))

    def seen(**facts: bool | None) -> dict[str, Truth]:
        _, weights = weights_of(law, jurisdiction="zz-a", facts=facts)
        return {identity.rpartition("/")[2]: value for identity, value in weights.holds.items()}

    assert seen(a=stated, b=False) == {"permits": stated, "requires": False}
    assert seen(a=False, b=stated) == {"permits": stated, "requires": stated}
    assert seen(a=True, b=stated) == {"permits": True, "requires": stated}


def test_the_root_itself_does_not_know_what_federal_law_permits() -> None:
    rules = "- {id: bar, effect: forbid, summary: s, conditions: [federal_law.permits]}"

    assert holding(rules) == {"bar": None}


def test_a_permit_that_only_limits_a_limit_requires_nothing() -> None:
    rules = """
- {id: bar, effect: forbid, summary: s}
- {id: open, effect: permit, exception_to: bar, summary: s, conditions: [a]}
- {id: shut, effect: forbid, exception_to: open, summary: s}
- {id: anyway, effect: permit, exception_to: shut, mandatory: true, summary: s, conditions: [b]}
"""
    (weights,) = weights_of(a_law(files(rules)), facts={"a": True, "b": True})

    assert weights.allows is True
    assert weights.requires is False


@pytest.mark.parametrize(
    ("expected", "day"),
    [
        (None, "1999-12-31"),
        ("first", "2000-01-01"),
        ("first", "2004-12-31"),
        (None, "2005-01-01"),
        (None, "2009-12-31"),
        ("second", "2010-01-01"),
        ("second", "2999-01-01"),
    ],
)
def test_only_the_version_in_force_is_weighed_and_between_two_there_is_none(expected: str | None, day: str) -> None:
    law = a_law(
        {
            HERE: section("- {id: first, effect: forbid, summary: s}", last="2004-12-31"),
            "zz/code/1/2010-01-01.yaml": section("- {id: second, effect: forbid, summary: s}", first="2010-01-01"),
        }
    )
    (weights,) = weights_of(law, as_of=day)

    assert [identity.rpartition("/")[2] for identity in weights.holds] == ([expected] if expected else [])
    assert weights.allows is False


def test_an_exception_out_of_force_lifts_nothing() -> None:
    law = a_law(
        {
            HERE: section("- {id: bar, effect: forbid, summary: s}"),
            "zz/code/2/2010-01-01.yaml": section(
                "- {id: open, effect: permit, exception_to: zz/code/1/bar, summary: s}",
                first="2010-01-01",
                last="2019-12-31",
            ),
        }
    )

    assert [weights_of(law, as_of=day)[0].allows for day in ("2009-12-31", "2010-01-01", "2020-01-01")] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("expected", "accept", "facts"),
    [
        (None, [], {"a": True}),
        (False, [], {"a": False}),
        (True, ["zz/code/1/open"], {"a": True}),
        (False, ["zz/code/1/open"], {"a": False}),
    ],
)
def test_a_permit_not_wholly_encoded_permits_once_it_is_accepted(
    expected: Truth, accept: list[str], facts: dict[str, bool]
) -> None:
    rules = """
- {id: bar, effect: forbid, summary: s}
- {id: open, effect: permit, exception_to: bar, summary: s, conditions: [a], not_encoded: much}
"""
    law = a_law(files(rules), accept)
    case = a_case(law, facts=facts)
    ((_, _, known),) = case.disclosures
    (weights,) = weigh(law.layers("zz", date(2020, 6, 1)), known)

    assert expected is weights.allows


def test_a_limit_not_wholly_encoded_limits_all_the_same() -> None:
    rules = """
- {id: bar, effect: forbid, summary: s}
- {id: open, effect: permit, exception_to: bar, summary: s}
- {id: shut, effect: forbid, exception_to: open, summary: s, conditions: [a], not_encoded: some}
"""

    assert holding(rules, a=True)["open"] is False
    assert holding(rules, a=False)["open"] is True


def test_assuming_a_rule_or_a_condition_otherwise_changes_what_follows_from_it() -> None:
    law = a_law(files(TREE))
    case = a_case(law, facts={"a": True, "b": True, "c": True})
    ((_, _, known),) = case.disclosures
    layers = law.layers("zz", date(2020, 6, 1))
    shut = next(one for one in layers[0].provisions if one.rule.id == "shut")

    assert weigh(layers, known)[0].allows is False
    assert weigh(assuming(layers, {"zz/code/1/shut": False}), known)[0].allows is True
    assert weigh(assuming(layers, {shut.clauses[0]: None}), known)[0].allows is None


def test_open_conditions_are_those_that_are_not_true() -> None:
    law = a_law(files("- {id: bar, effect: forbid, summary: s, conditions: [a, b, c]}"))
    (weights,) = weights_of(law, facts={"a": True, "b": False})

    assert [(clause.text, value) for clause, value in weights.open_clauses(weights.layer.prohibitions[0])] == [
        ("b", False),
        ("c", None),
    ]
