"""A rule or a condition with days of its own is the same as a copy of its file for each period."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from disclosure_policy.errors import RuleFileError
from disclosure_policy.mutation.mutants import mutants
from disclosure_policy.policy import Policy
from tests.helpers.builders import a_request
from tests.helpers.generated_law import PARTS, a_policy, requests, rule_books
from tests.missing.test_diagnosis import BAR, HERE, policy_of

CUTS = ("2020-03-01", "2020-03-02")
"""The days on which something of a generated law can change within a version."""


def copied(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a rule as one for each period between the days on which something in it changes."""
    whole = rule["effective"]
    firsts = [whole["from"], *CUTS]
    lasts = ["2020-02-29", "2020-03-01", whole.get("to")]
    copies = []
    for first, last in zip(firsts, lasts, strict=True):
        days = {"from": first} | ({"to": last} if last else {})

        def asked(part: dict[str, str] | None, day: str = first) -> bool:
            return part is None or (part.get("from", "") <= day <= part.get("to", "9"))

        if asked(rule["within"]):
            found = [one for one in rule["conditions"] if isinstance(one, str) or asked(one["effective"])]
            kept = [one if isinstance(one, str) else one["when"] for one in found]
            copies.append(rule | {"within": None, "conditions": kept, "effective": days})
    return copies


@settings(deadline=None)
@given(books=rule_books(), request=requests())
def test_what_is_dated_decides_as_copies_do(books: dict[str, list[dict[str, Any]]], request: dict[str, Any]) -> None:
    dated = a_policy(books)
    copies = a_policy({code: [one for rule in made for one in copied(rule)] for code, made in books.items()})

    for day in ("2019-12-31", "2020-02-29", *CUTS, "2021-01-01"):
        one, other = (policy.decide(request | {"as_of": day}) for policy in (dated, copies))
        assert (one.verdict, one.basis, one.determining) == (other.verdict, other.basis, other.determining)
    assert PARTS[2:] == [{"from": CUTS[0]}, {"to": CUTS[0]}]


AMENDED = f"""
{BAR}
- id: may
  effect: permit
  exception_to: bar
  summary: s
  conditions: [a, {{when: b, effective: {{to: 2019-12-31}}}}, {{when: c, effective: {{from: 2020-01-01}}}}]
"""


def on(policy: Policy, day: str, **facts: bool) -> bool:
    return policy.decide(a_request(facts=facts, as_of=day)).allowed


def test_a_condition_is_asked_for_on_its_days() -> None:
    policy = policy_of(AMENDED)

    assert on(policy, "2019-12-31", a=True, b=True)
    assert not on(policy, "2020-01-01", a=True, b=True)
    assert on(policy, "2020-01-01", a=True, c=True)
    assert policy.law.days_of_change["zz"] == [date(2000, 1, 1), date(2020, 1, 1)]


def test_a_rule_has_its_old_words_until_one_day_and_its_new_ones_from_the_next() -> None:
    may = "- {id: may, effect: permit, exception_to: bar, summary: s, conditions: [%s], effective: {%s}}"
    rules = f"{BAR}\n{may % ('a', 'to: 2019-12-31')}\n{may % ('b', 'from: 2020-01-01')}"
    policy = policy_of(rules)

    assert on(policy, "2019-12-31", a=True)
    assert not on(policy, "2020-01-01", a=True)
    assert on(policy, "2020-01-01", b=True)


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("period-outside", BAR.replace("effect:", "effective: {from: 1999-01-01}, effect:")),
        ("period-outside", AMENDED.replace("to: 2019-12-31", "to: 1999-12-31")),
        (
            "period-outside",
            AMENDED.replace("  summary: s", "  summary: s\n  effective: {from: 2019-06-01}").replace(
                "to: 2019-12-31", "to: 2019-05-31"
            ),
        ),
        ("empty-period", AMENDED.replace("to: 2019-12-31", "")),
        ("reversed-period", AMENDED.replace("to: 2019-12-31", "from: 2019-12-31, to: 2019-12-30")),
        ("duplicate-id", f"{BAR}\n{BAR.replace('effect:', 'effective: {from: 2019-01-01}, effect:')}"),
    ],
)
def test_days_that_cannot_be_are_told_of(code: str, rules: str) -> None:
    with pytest.raises(RuleFileError) as raised:
        policy_of(rules)

    assert [one.code for one in raised.value.problems] == [code]
    assert raised.value.problems[0].location.file.endswith(HERE)


def test_each_day_within_a_version_is_shifted_once_each_way_and_what_adjoins_gives_way() -> None:
    law = policy_of(AMENDED).law
    within = [one for one in mutants(law, frozenset({"zz"})) if "may in force" in one.what]

    assert [one.what for one in within] == ["may in force from 2019-12-31", "may in force from 2020-01-02"]
    for mutant, days in zip(within, (("2019-12-30", "2019-12-31"), ("2020-01-01", "2020-01-02")), strict=True):
        assert sorted(str(edit.value) for edit in mutant.edits) == list(days)
        mutated = Policy(mutant.law(law))
        assert on(mutated, days[0], a=True, b=True)
        assert on(mutated, days[1], a=True, c=True)
