from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.errors import RequestError
from disclosure_policy.policy import Policy
from disclosure_policy.reasoning.audience import brief
from disclosure_policy.reasoning.steps import Step, Trace
from disclosure_policy.reasoning.tracing import trace, under_rule
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import POLICE, RESEARCH, a_request
from tests.helpers.generated_law import a_policy, requests, rule_books

HARM = {"harms_the_office": {"answer": True, "by": "the head", "day": "2020-05-01", "why": "it would"}}


def traced(policy: Policy, **facts: Any) -> Trace:
    return trace(brief(DisclosureRequest.model_validate(a_request(**facts)), policy.law))


def steps(whole: Trace, **wanted: Any) -> list[Step]:
    return [
        step
        for disclosure in whole.disclosures
        for step in disclosure.walk()
        if all(getattr(step, key) == value for key, value in wanted.items())
    ]


def decided_rules(whole: Trace) -> list[str]:
    return [step.citation or "" for step in steps(whole, decided=True, again=False) if step.is_rule]


def test_the_tree_goes_from_the_disclosure_to_what_was_stated(zedland: Policy) -> None:
    whole = traced(zedland, **POLICE)

    (disclosure,) = whole.disclosures
    (layer,) = disclosure.parts
    top = layer.parts[0]
    police = next(part for part in top.parts if part.rule == "zz/code/20/police")
    condition = police.parts[0]
    leaf = condition.parts[0]
    assert (disclosure.kind, disclosure.text, disclosure.value) == (
        "disclosure",
        "a name, for the investigation of a theft",
        "true",
    )
    assert (layer.kind, layer.text, layer.value) == ("layer", "the law of Zedland", "true")
    assert (top.kind, top.citation, top.value) == ("forbid", "1 ZC 10(a)", "false")
    assert (police.kind, police.citation, police.value, police.decided) == ("permit", "1 ZC 20(a)", "true", True)
    assert police.source == "https://law.example/zz/20"
    assert (condition.kind, condition.citation, condition.value) == ("condition", "1 ZC 20(a)(1)", "true")
    assert (leaf.kind, leaf.facts, leaf.stated, leaf.value) == ("fact", ("recipient.type",), ("the police",), "true")
    assert leaf.text == "What is the recipient? the police"


def test_an_allow_was_decided_by_the_permit_and_what_met_its_limits(zedland: Policy) -> None:
    assert decided_rules(traced(zedland, **RESEARCH)) == ["1 ZC 10(a)", "1 ZC 20(d)", "1 ZC 30(a)", "1 ZC 30(a)"]


def test_a_denial_was_decided_by_the_prohibition_and_the_carve_out_that_beat_the_permit(zedland: Policy) -> None:
    whole = traced(zedland, **POLICE | {"judgments": HARM, "items": [{"type": "name", "about_recipient": False}]})

    assert decided_rules(whole) == ["1 ZC 10(a)", "1 ZC 20(a)", "1 ZC 20(b)"]
    (harm,) = steps(whole, citation="1 ZC 20(b)", kind="condition", decided=True)
    assert harm.parts[0].stated == ("yes (the head, 2020-05-01: it would)",)


def test_an_information_that_no_prohibition_reaches_was_decided_by_what_failed(
    zedland: Policy,
) -> None:
    whole = traced(zedland, items=["average"], recipient={"type": "newspaper"}, purposes=["news"])

    conditions = [step.text for step in steps(whole, kind="condition", decided=True)]
    assert conditions == ["item.type.number"]


def test_what_is_not_stated_says_who_can_answer(zedland: Policy) -> None:
    whole = traced(zedland)

    (leaf,) = steps(whole, kind="fact", text="Would the disclosure harm the work of the office?")
    assert (leaf.value, leaf.stated, leaf.supplied_by) == ("unknown", (), ("the head of the office",))


def test_every_part_of_an_expression_has_a_value(zedland: Policy) -> None:
    whole = traced(zedland, **RESEARCH | {"agreement": {"written": True, "terms": ["keep_secret"]}})

    (both,) = steps(whole, kind="and")
    assert both.value == "false"
    assert [(part.value, part.stated) for part in both.parts] == [
        ("true", ("to keep it secret",)),
        ("false", ("to keep it secret",)),
    ]
    assert [part.value for part in both.settling] == ["false"]


def test_a_rule_that_limits_two_is_spelled_out_once(zedland: Policy) -> None:
    harm = steps(traced(zedland, **POLICE), rule="zz/code/20/harm")

    assert sorted(step.again for step in harm) == [False, True]


def test_disclosures_of_which_the_same_is_true_share_one_reasoning(zedland: Policy) -> None:
    assert len(traced(zedland, **POLICE | {"items": ["name", "number"]}).disclosures) == 2
    twice = POLICE | {"purposes": ["theft_investigation"], "items": ["name", {"type": "name"}]}
    assert len(traced(zedland, **twice).disclosures) == 1


def test_a_rule_can_be_asked_for_alone(zedland: Policy) -> None:
    alone = under_rule(traced(zedland, **POLICE), "zz/code/20/police")

    assert [part.rule for part in alone.disclosures[0].parts] == ["zz/code/20/police"]


@pytest.mark.parametrize("word", ["zz/code/20/polise", "police", "polise"])
def test_a_misspelt_rule_gets_a_suggestion(zedland: Policy, word: str) -> None:
    with pytest.raises(RequestError, match="did you mean `zz/code/20/police`"):
        under_rule(traced(zedland, **POLICE), word)


def test_a_rule_not_in_force_was_not_considered(zedland: Policy) -> None:
    with pytest.raises(RequestError, match="no rule `x` was considered"):
        under_rule(traced(zedland, **POLICE), "x")


def test_a_day_without_law_says_so(zedland: Policy) -> None:
    whole = traced(zedland, as_of="1999-12-31")

    (layer,) = steps(whole, kind="layer")
    assert layer.text.endswith("no prohibition is in force, so nothing may be disclosed")


@settings(max_examples=60, deadline=None)
@given(rule_books(), requests())
def test_values_are_those_of_the_findings(books: dict[str, Any], request: dict) -> None:
    policy = a_policy(books)
    decision = policy.decide(request)
    whole = trace(brief(DisclosureRequest.model_validate(request), policy.law))

    found = {(f.rule, f.holds, tuple(c.value for c in f.conditions)) for f in decision.findings}
    told = {
        (step.rule, step.value, tuple(part.value for part in step.parts if part.kind == "condition"))
        for step in steps(whole)
        if step.is_rule and not step.again
    }
    assert told == found


@settings(max_examples=60, deadline=None)
@given(rule_books(), requests(), st.sampled_from(["counsel", "requester"]))
def test_the_rules_that_determined_lie_on_the_path(books: dict[str, Any], request: dict, audience: Any) -> None:
    policy = a_policy(books)
    decision = policy.decide(request)
    seen, whole = (
        brief(DisclosureRequest.model_validate(request), policy.law, reader) for reader in (audience, "counsel")
    )
    otherwise = {  # what rests on facts that the requester may not see is no part of what the requester is told
        rule
        for mine, all_ in zip(seen.weighed, whole.weighed, strict=True)
        for one, other in zip(mine, all_, strict=True)
        for rule, value in one.holds.items()
        if value is not other.holds[rule]
    }

    path = {step.rule for step in steps(trace(seen), decided=True) if step.is_rule}
    assert {rule.rule for rule in decision.determining} - otherwise <= path


@settings(max_examples=60, deadline=None)
@given(rule_books(), requests())
def test_each_rule_is_spelled_out_once_under_each_disclosure(books: dict[str, Any], request: dict) -> None:
    policy = a_policy(books)
    whole = trace(brief(DisclosureRequest.model_validate(request), policy.law))

    for disclosure in whole.disclosures:
        for layer in disclosure.parts:
            rules = [step for step in layer.walk() if step.is_rule]
            spelled = [step.rule for step in rules if not step.again]
            assert sorted(spelled, key=str) == sorted({step.rule for step in rules}, key=str)
