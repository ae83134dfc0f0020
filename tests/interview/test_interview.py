from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.interview.interview import Interview
from disclosure_policy.interview.question import Given, Question
from disclosure_policy.policy import Policy
from tests.helpers.builders import POLICE, ROOT, a_request
from tests.helpers.generated_law import TERMS, a_policy, requests, rule_books
from tests.missing.test_diagnosis import BAR, policy_of

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
DAY = date(2020, 6, 1)
AT_MOST = {
    "state-police-trafficking-case": 32,
    "state-police-without-counsels-advice": 32,
    "child-support-agency-locates-parent": 22,
}
"""Where an allow needs an agreement with every term, more has to be asked."""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return disclosure_policy.load()


def stated(interview: Interview, request: dict[str, Any], question: Question) -> Any:
    """Return what a request states of what is asked; of an item, under whatever term it was named."""
    first, *rest = question.state_at.split(".")
    if first == "items":
        items = [{"type": item} if isinstance(item, str) else item for item in request.get("items") or ()]
        if question.fact == "item.type":
            return [item["type"] for item in items] or None
        above = interview.policy.law.vocabularies[interview.jurisdiction]["item.type"].broader
        fitting = (item for item in items if question.of is None or question.of in above.get(item.get("type"), ()))
        return next((item.get(rest[0]) for item in fitting), None)
    at = request.get(first)
    for name in rest:
        at = at.get(name) if isinstance(at, dict) else None
    return at


def answer(interview: Interview, request: dict[str, Any], question: Question, *, exact: bool = False) -> Any:
    """Answer as somebody would who knows what a request states: with the narrowest options that fit.

    `exact` says that nothing narrower applies than what is stated.
    """
    said = stated(interview, request, question)
    if said is None or question.kind not in ("one", "several"):
        return said
    law = interview.policy.law
    scheme = law.vocabularies[interview.jurisdiction][law.scheme_name(interview.jurisdiction, question.fact)]
    chosen: dict[str, None] = {}
    for term in scheme.spelled_out([said] if isinstance(said, str) else said):
        if question.of is None or question.of in scheme.broader[term]:
            fitting = [o.term for o in (*question.options, *question.others) if o.term in scheme.broader[term]]
            if question.of == term and not fitting and not exact:
                return None  # it is not said which, so to name those of the others would say that it is one of them
            chosen |= dict.fromkeys([max(fitting, key=lambda fit: len(scheme.broader[fit]))] if fitting else [])
    return list(chosen)


def held(interview: Interview, request: dict[str, Any], *, exact: bool = False) -> Interview:
    while interview.question is not None:
        interview = interview.answer(answer(interview, request, interview.question, exact=exact))
        assert len(interview.given) < 60
    return interview


def an_interview(policy: Policy, request: dict[str, Any], given: tuple[Given, ...] = ()) -> Interview:
    return Interview(policy, request["jurisdiction"], date.fromisoformat(str(request["as_of"])), given)


def _examples() -> list[Any]:
    quick = ("2019-request-for-all-records", "half-the-facts", "journalist-asks-for-names-and-wages")
    return [pytest.param(f, id=f.stem, marks=() if f.stem in quick else pytest.mark.slow) for f in EXAMPLES]


@pytest.mark.parametrize("file", _examples())
def test_an_interview_comes_to_the_decision_of_the_example_in_few_questions(policy: Policy, file: Path) -> None:
    request = read(file.read_bytes(), file.name).value

    interview = held(an_interview(policy, request), request)

    assert interview.decision.verdict == policy.decide(request).verdict
    assert len(interview.given) <= AT_MOST.get(file.stem, 13)
    if file.stem.startswith("2019"):
        assert len(interview.given) < 12


@settings(max_examples=30, deadline=None)
@given(rule_books(), requests(known=True))
def test_whoever_knows_everything_gets_the_verdict_on_everything(books: Any, request: dict[str, Any]) -> None:
    policy = a_policy(books)
    for path, key in (("purpose", "purposes"), ("item.type", "items")):  # what falls under another is asked with it
        broader = policy.law.vocabularies[request["jurisdiction"]][path].broader
        request[key] = [one for one in request[key] if not any(one in broader[o] - {o} for o in request[key])]

    interview = held(an_interview(policy, request), request, exact=True)

    assert interview.decision.verdict == policy.decide(with_nothing_else(policy, request)).verdict


def with_nothing_else(policy: Policy, request: dict[str, Any]) -> dict[str, Any]:
    """Return a request that says of each term that does not follow from what it states that it does not apply.

    Of one purpose or item nothing is said of what another may be: that two are named does not keep them apart.
    """

    def alone(path: str, term: str, stated: Iterable[str]) -> dict[str, list[str]]:
        scheme = policy.law.vocabularies[request["jurisdiction"]][path]
        open_ = {other for one in stated if one != term for other in scheme.broader[one] | scheme.narrower[one]}
        return {"has": [term], "lacks": [o for o in TERMS[path] if o not in scheme.broader[term] | open_]}

    return request | {
        "recipient": {"type": alone("recipient.type", request["recipient"]["type"], ())},
        "purposes": [alone("purpose", term, request["purposes"]) for term in request["purposes"]],
        "items": [{"type": alone("item.type", term, request["items"])} for term in request["items"]],
    }


@settings(max_examples=30, deadline=None)
@given(rule_books(), requests(), st.data())
def test_no_question_is_asked_whose_answer_nobody_knows_twice(
    books: Any, request: dict[str, Any], data: st.DataObject
) -> None:
    interview = an_interview(a_policy(books), request)
    unknown = set()
    while (question := interview.question) is not None:
        assert (question.fact, question.of) not in unknown
        said = None if data.draw(st.booleans()) else answer(interview, request, question)
        unknown |= {(question.fact, question.of)} if said is None else set()
        interview = interview.answer(said)
        assert len(interview.given) < 60


TWO = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: the rule, conditions: [purpose.theft, a, judged]}}
- {{id: two, effect: permit, exception_to: bar, summary: s, conditions: [purpose.news, people > 3]}}
"""


def started() -> Interview:
    return Interview(policy_of(TWO), "zz", DAY)


def test_the_purpose_is_asked_first_and_then_only_what_still_matters() -> None:
    interview = started()

    assert interview.question is not None
    assert (interview.question.fact, interview.question.kind) == ("purpose", "several")
    assert {option.term for option in interview.question.options} == {"law", "crime", "theft", "news"}
    theft = interview.answer(["theft"])
    assert [theft.question.fact if theft.question else None for theft in (theft, theft.answer(True))] == [
        "a",
        "judged",
    ]
    assert theft.answer(False).settled
    news = interview.answer(["news"])
    assert news.question is not None
    assert (news.question.fact, news.question.kind) == ("people", "number")
    assert (news.answer(9).decision.verdict, news.answer(1).decision.verdict) == ("allow", "deny")


def test_a_broad_answer_is_asked_about_more_exactly_and_may_stay() -> None:
    rules = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [purpose.theft]}}"
    interview = Interview(policy_of(rules), "zz", DAY).answer(["law"])

    assert interview.question is not None
    assert (interview.question.of, [option.term for option in interview.question.options]) == (
        "law",
        ["crime", "theft"],
    )
    assert interview.answer([]).settled
    assert interview.answer(None).settled
    assert interview.answer(None).request.purposes == ("law",)
    assert interview.answer(["theft"]).decision.allowed


def test_a_question_says_why_it_is_asked() -> None:
    question = started().answer(["theft"]).question

    assert question is not None
    assert [(why.citation, why.summary) for why in question.why] == [("1 ZC 1", "the rule")]
    assert (question.text, question.supplied_by) == ("Is it a?", "the agency")


def test_one_can_go_back_and_answer_otherwise() -> None:
    first = started()
    second = first.answer(["theft"])

    assert second.answer(True).back() == second
    assert second.back() == first
    assert first.back() == first


def test_what_was_answered_can_be_stored_and_taken_up_again() -> None:
    judgment = {"answer": True, "by": "the head", "day": "2020-06-01", "why": "it is"}
    interview = started().answer(["theft"]).answer(True).answer(judgment)
    stored = [one.model_dump_json() for one in interview.given]

    again = Interview(interview.policy, "zz", DAY, tuple(map(Given.model_validate_json, stored)))

    assert again.request == interview.request
    assert again.decision.allowed
    assert again.settled


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("`murder` is none of the options", ["murder"]),
    ],
)
def test_an_answer_that_is_none_is_refused_with_the_reason(message: str, value: object) -> None:
    with pytest.raises(ValueError, match=message):
        started().answer(value)


@pytest.mark.parametrize(
    ("message", "before", "value"),
    [
        ("answer yes or no", [["theft"]], "perhaps"),
        ("answer with a whole number", [["news"]], True),
        ("say what the answer is, who gave it, when and why", [["theft"], True], True),
        ("`why`: ", [["theft"], True], {"answer": True, "by": "a", "day": "2020-06-01", "why": ""}),
    ],
)
def test_each_kind_of_question_takes_its_own_kind_of_answer(message: str, before: list[Any], value: object) -> None:
    interview = started()
    for said in before:
        interview = interview.answer(said)

    with pytest.raises(ValueError, match=message):
        interview.answer(value)


def test_the_agency_that_holds_the_records_discloses_unless_told_otherwise(policy: Policy) -> None:
    granted = Interview(policy, "us-nm", DAY)

    assert granted.request.discloser == ("state_uc_agency",)
    assert Interview(policy, "us-nm", DAY, discloser="federal_agency").request.discloser == ("federal_agency",)
    assert started().content["discloser"] is None


def test_where_nothing_can_be_settled_nothing_is_asked() -> None:
    interview = Interview(policy_of(BAR), "zz", DAY)

    assert interview.settled
    with pytest.raises(ValueError, match="no question"):
        interview.answer(True)


def test_what_is_asked_of_one_item_is_answered_for_that_item() -> None:
    rules = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [item.type.name]}}
- {{id: two, effect: permit, exception_to: bar, summary: s, conditions: [item.type.wages, item.about_recipient]}}
"""
    interview = Interview(policy_of(rules), "zz", DAY).answer(["name", "wages"])

    assert interview.question is not None
    assert (interview.question.fact, interview.question.of, interview.question.of_label) == (
        "item.about_recipient",
        "wages",
        "wages",
    )
    done = interview.answer(True)
    assert done.decision.allowed
    assert [item.about_recipient for item in done.request.items or ()] == [None, True]


def test_zedland_lets_the_police_have_a_name(zedland: Policy) -> None:
    request = a_request(**POLICE)

    interview = held(an_interview(zedland, request), request)

    assert interview.decision.allowed
    assert len(interview.given) <= 6


def test_a_term_short_for_others_denies_neither_itself_nor_them_where_it_is_chosen_or_not() -> None:
    vocabulary = (
        "discloser: {records_office: {label: r}}\n"
        "purpose: {a: {label: a}, b: {label: b}, c: {label: c}, both: {label: both, stands_for: [a, b]}}\n"
    )
    rules = (
        f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [purpose.a or purpose.b]}}"
    )
    interview = Interview(
        policy_of(rules, **{"zz/vocabulary.yaml": vocabulary, "zz/exclusions.yaml": "{}"}), "zz", DAY
    )

    assert interview.question is not None
    assert "both" in [option.term for option in interview.question.options]
    assert interview.answer(["both"]).decision.allowed
    assert interview.answer([]).decision.basis == "prohibited"
