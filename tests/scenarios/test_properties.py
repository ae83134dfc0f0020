"""Properties of invented law: what is read of them, and that one that does not hold is found with a request."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from disclosure_policy.errors import ScenarioError
from disclosure_policy.policy import Policy, load
from disclosure_policy.scenarios.properties import PropertyTrial, premises_of, stating, try_properties
from disclosure_policy.scenarios.properties_file import properties_in
from tests.helpers.builders import POLICE, RESEARCH, a_folder, a_policy, a_request, mistakes_of, section, write_rules

VOCABULARY = """
discloser: {records_office: {label: the records office}}
recipient.type: {police: {label: the police}, newspaper: {label: a newspaper}}
purpose: {inquiry: {label: an inquiry}, news: {label: news}}
process.type: {order: {label: an order}}
"""
RULES = """
- {id: secret, effect: forbid, summary: records are secret}
- id: police
  effect: permit
  exception_to: secret
  summary: the police may have them
  conditions: [recipient.type.police, purpose.inquiry]
"""
PLANTED = """
- id: planted
  effect: permit
  exception_to: secret
  summary: a slip
  conditions: [recipient.type.newspaper]
"""
NEVER = """
- id: no-news
  never_allowed: recipient.type.newspaper and not recipient.type.police
  citation: 1 ZC 1
  because: what is secret is not for print
"""
ALWAYS = """
- id: inquiries
  never_refused: recipient.type.police and purpose.inquiry
  citation: 1 ZC 1
  because: the police must be able to inquire
"""
NEWS = a_request(recipient={"type": {"has": ["newspaper"], "lacks": ["police"]}}, purposes="news")
INQUIRY = a_request(recipient={"type": "police"}, purposes="inquiry")


def files(properties: str, rules: str = RULES, first: str = "2000-01-01") -> dict[str, str]:
    return {
        "zz/vocabulary.yaml": VOCABULARY,
        "zz/code/1/2000-01-01.yaml": section(rules, first=first),
        "zz/properties.yaml": properties.lstrip("\n"),
    }


def tried(properties: str, rules: str, *requests: dict[str, Any]) -> PropertyTrial:
    policy, folder = a_policy(files(properties, rules)), a_folder(files(properties, rules))
    return try_properties(policy.law, properties_in(folder, policy.law), requests)


def test_what_holds_is_held_by_the_requests_that_met_it() -> None:
    trial = tried(NEVER + ALWAYS, RULES, NEWS, INQUIRY)

    assert trial.sound
    assert all(one.met for one in trial.results)
    assert trial.told() == f"2 properties held on {trial.requests} requests"


def test_a_planted_permit_is_found_with_the_request_that_it_lets_through() -> None:
    trial = tried(NEVER, RULES + PLANTED, NEWS)

    assert not trial.sound
    assert "zz/properties.yaml:1:3: `no-news` (1 ZC 1) does not hold: this is allowed" in trial.told()
    assert "has:\n      - newspaper" in trial.told()
    assert trial.as_json()["results"][0]["outcome"] == "broken"


def test_a_planted_permit_is_found_though_no_request_given_met_the_condition() -> None:
    assert not tried(NEVER, RULES + PLANTED, INQUIRY).sound


def test_a_planted_prohibition_is_found_where_something_is_never_to_be_refused() -> None:
    planted = "\n- {id: slip, effect: forbid, summary: a slip, conditions: [recipient.type.police]}"

    trial = tried(ALWAYS, RULES + planted, INQUIRY)

    assert "`inquiries` (1 ZC 1) does not hold: this is refused by the law of `zz`" in trial.told()


def test_what_leaves_the_rules_in_doubt_is_not_let_through() -> None:
    rules = RULES.replace("purpose.inquiry]", "purpose.inquiry, process.type.order]")

    assert not tried(ALWAYS, rules, INQUIRY).sound


def test_of_what_is_unknown_nothing_is_said() -> None:
    policy = a_policy(files(NEVER, RULES + PLANTED))
    trial = PropertyTrial(policy.law, properties_in(a_folder(files(NEVER, RULES + PLANTED)), policy.law))

    assert trial.on(a_request(recipient={"type": "newspaper"}))  # the police are not ruled out
    assert (trial.results[0].met, trial.results[0].broken_by) == (0, None)


def test_what_no_request_tried_has_not_passed() -> None:
    trial = tried(NEVER, RULES)

    assert not trial.sound
    assert "`no-news` (1 ZC 1) was not tried: its condition was true of no request" in trial.told()
    assert trial.told().endswith("0 of 1 property held on 0 requests")


@pytest.mark.parametrize(("day", "holds"), [("2019-12-31", True), ("2020-01-01", False), ("2021-01-01", True)])
def test_it_is_meant_for_its_days(day: str, holds: bool) -> None:
    dated = f"{NEVER}  from: 2020-01-01\n  to: 2020-12-31\n"
    policy = a_policy(files(dated, RULES + PLANTED))
    trial = PropertyTrial(policy.law, properties_in(a_folder(files(dated)), policy.law))

    trial.on(NEWS | {"as_of": day})

    assert (trial.results[0].broken_by is None) is holds


def test_each_instrument_is_looked_at_alone() -> None:
    never = NEVER.replace("recipient.type.newspaper and not recipient.type.police", "not process.type.order")
    order = "\n- {id: order, effect: permit, exception_to: secret, summary: o, conditions: [process.type.order]}\n"
    rules = RULES + order
    both = a_request(process=[{"type": "order"}, {"type": {"lacks": ["order"]}}])

    assert tried(never, rules, both).sound
    assert not tried(never, f"{RULES}{PLANTED}", both | {"recipient": {"type": "newspaper"}}).sound


def test_premises_make_the_condition_true_and_are_stated_in_any_shape_of_request() -> None:
    policy = a_policy(files(ALWAYS))
    (one,) = properties_in(a_folder(files(ALWAYS)), policy.law)
    premise = next(premises_of(one, policy.law, Random(1)))  # noqa: S311 - no secret

    changed = stating(a_request(purposes=["news"], items=["x"]), premise, one, policy.law)

    assert changed["purposes"] == [{"has": ["inquiry"], "lacks": []}]
    assert changed["recipient"]["type"]["has"] == ["police"]


def test_every_mistake_is_told_with_its_line() -> None:
    wrong = (
        NEVER.replace("newspaper and", "newspapr and")
        + ALWAYS.replace("1 ZC 1", "somewhere")
        + ALWAYS.replace("recipient.type.police", "purpose.news")
    )
    policy = a_policy(files(NEVER))

    assert mistakes_of(properties_in, a_folder(files(wrong)), policy.law) == [
        "zz/properties.yaml:2:33: `recipient.type` has no `newspapr`",
        "zz/properties.yaml:8:13: `somewhere` is not a citation of `zz`",
        "zz/properties.yaml:11:7: the id `inquiries` is used twice",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: a, citation: 1 ZC 1, because: b}\n", "this says nothing of what must never be"),
        (f"{NEVER}  never_refused: purpose.news\n", "a property says one thing only"),
        (f"{NEVER}  from: 2020-01-02\n  to: 2020-01-01\n", "the period ends on 2020-01-01, before it begins"),
        (NEVER.replace("no-news", "No news"), "`No news` is not a short id"),
    ],
)
def test_a_property_says_one_thing_of_some_days(text: str, told: str) -> None:
    policy = a_policy(files(NEVER))

    with pytest.raises(ScenarioError, match=told):
        properties_in(a_folder(files(text)), policy.law)


def test_it_decides_nothing(tmp_path: Path) -> None:
    with_it, without = write_rules(tmp_path / "a", files(NEVER)), write_rules(tmp_path / "b", files(NEVER))
    (without / "zz" / "properties.yaml").unlink()

    assert load(with_it).fingerprint == load(without).fingerprint
    assert load(with_it).decide(NEWS) == load(without).decide(NEWS)


def test_it_is_tried_on_law_with_judgments_and_agreements(zedland: Policy) -> None:
    properties = f"{NEVER.replace('newspaper and not recipient.type.police', 'police and harms_the_office')}"
    found = properties_in(a_folder({"zz/properties.yaml": properties.lstrip()}), zedland.law)

    trial = try_properties(zedland.law, found, [a_request(**POLICE), a_request(**RESEARCH)])

    assert trial.sound, trial.told()
