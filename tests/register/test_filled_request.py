"""What a register supplies, and that it never lets more through than it should."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.decision import Decision
from disclosure_policy.errors import RegisterError, RequestError
from disclosure_policy.policy import load, read_request
from disclosure_policy.requests.at_a_path import put
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import problems_of
from tests.helpers.registered import ASKS, REGISTER, a_register, law_policy, under, without

PARTS = ("delegations", "recipients", "agreements", "determinations", "readings", "accepted")
NAMELESS = {"type": "school"}


def taken(decision: Decision) -> dict[str, tuple[str, ...]]:
    return {one.entry: one.supplied for one in decision.taken}


def passed_over(decision: Decision) -> dict[str, str | None]:
    return {one.entry: one.passed_over for one in decision.taken if one.passed_over}


def changed(request: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return deepcopy(request) | facts


def test_what_is_unknown_is_taken_from_the_register_and_named() -> None:
    assert law_policy().decide(ASKS).verdict == "deny"

    decision = under().decide(ASKS)

    assert decision.verdict == "allow"
    assert taken(decision) == {
        "recipients/school": ("recipient.subpoena_authority",),
        "agreements/A-1": (
            "agreement.on_file",
            "agreement.with_recipient",
            "agreement.in_force",
            "agreement.written",
            "agreement.terms",
            "safeguards",
        ),
        "determinations/no-harm": ("judgments.harms",),
        "determinations/consent": ("facts.consents",),
    }
    assert decision.receipt.agency_register is not None
    assert decision.model_validate_json(decision.model_dump_json()).taken == decision.taken


def test_an_agreement_is_named_by_the_request_or_found() -> None:
    named = under().decide(changed(ASKS, agreement={"on_file": "A-2"}))

    assert named.verdict == "allow"
    assert "agreements/A-1" not in taken(named)
    assert taken(named)["agreements/A-2"]


@pytest.mark.parametrize(
    ("agreement", "found"),
    [({"on_file": "A-1"}, True), ({}, False)],
    ids=["named", "to be found"],
)
def test_an_agreement_with_a_name_is_found_by_the_name_alone(agreement: dict[str, str], found: bool) -> None:
    register = without(without(REGISTER, "agreements", "A-2"), "recipients", "school")
    register["agreements"]["A-1"]["with"]["type"] = ["school"]

    decision = under(register).decide(changed(ASKS, recipient=NAMELESS, agreement=agreement))

    assert (decision.verdict == "allow") is found


def test_under_several_agreements_it_is_allowed_if_under_one_it_is() -> None:
    register = a_register()
    del register["agreements"]["A-1"]["terms"]
    register["readings"] = register["determinations"] = {}
    harmless = {"harms": {"answer": False, "by": "b", "day": "2020-01-01", "why": "w"}}

    decision = under(register).decide(changed(ASKS, judgments=harmless))

    assert decision.verdict == "allow"
    assert "agreements/A-2" in taken(decision)


@pytest.mark.parametrize(
    ("day", "because"),
    [("2017-12-31", "it begins on 2018-01-01"), ("2022-01-01", "it ended on 2021-12-31")],
)
def test_in_force_or_not_follows_from_the_dates(day: str, because: str) -> None:
    decision = under(without(REGISTER, "recipients", "school")).decide(
        changed(ASKS, as_of=day, agreement={"on_file": "A-1"})
    )

    assert decision.verdict == "deny"
    assert passed_over(decision) == {"agreements/A-1": because}


@pytest.mark.parametrize(
    ("asked", "what"), [({"purposes": None}, "purpose"), ({"items": ["name", "number"]}, "information")]
)
def test_an_agreement_that_is_not_known_to_cover_everything_supplies_nothing(asked: dict, what: str) -> None:
    decision = under().decide(changed(ASKS, **asked, agreement={"on_file": "A-1"}))

    assert passed_over(decision)["agreements/A-1"] == f"it is not known to cover the {what}"


def breached(register: dict[str, Any], name: str = "A-1", **more: str) -> dict[str, Any]:
    register["agreements"][name]["breach"] = {"day": "2020-02-01", "what": "it told a newspaper", **more}
    return register


def without_subpoena() -> dict[str, Any]:
    return without(a_register(), "recipients", "school")


@pytest.mark.parametrize(
    ("day", "more", "verdict"),
    [
        ("2020-01-31", {}, "allow"),
        ("2020-02-01", {}, "deny"),
        ("2020-03-01", {"put_right": "2020-03-02"}, "deny"),
        ("2020-03-02", {"put_right": "2020-03-02"}, "allow"),
    ],
)
@pytest.mark.parametrize("agreement", [{}, {"on_file": "A-1"}], ids=["not mentioned", "named"])
def test_a_breach_suspends_an_agreement_until_it_is_put_right(
    agreement: dict[str, str], day: str, more: dict[str, str], verdict: str
) -> None:
    register = without(breached(without_subpoena(), **more), "agreements", "A-2")

    decision = under(register).decide(changed(ASKS, as_of=day, agreement=agreement))

    assert decision.verdict == verdict


def test_a_suspended_agreement_is_told_beside_another() -> None:
    decision = under(breached(without_subpoena())).decide(ASKS)

    assert decision.verdict == "allow"
    assert passed_over(decision) == {"agreements/A-1": "it is suspended for a breach"}


OWN = {"with_recipient": True, "written": True, "terms": "keep_secret"}


def test_a_breach_is_not_dodged_by_writing_the_agreement_out() -> None:
    written_out = changed(ASKS, agreement={**OWN, "in_force": True}, safeguards="locked")

    assert under(without_subpoena()).decide(written_out).verdict == "allow"
    assert problems_of(under(breached(without_subpoena())).decide, written_out) == [
        "register: the request states `agreement.in_force` otherwise | it does so in request",
        (
            "request: `agreement.in_force` is stated otherwise than the register has it in `agreements/A-1`:"
            " it is suspended for a breach | leave it out, or correct the register (register)"
        ),
    ]


def test_what_is_stated_otherwise_is_told_with_both_places() -> None:
    text = b"""\
jurisdiction: zz
as_of: 2020-06-01
discloser: records_office
recipient: {name: First School, type: school, subpoena_authority: false}
purposes: research
items: [name]
agreement:
  on_file: A-1
  written: true
  terms: keep_secret
  in_force: true
safeguards: locked
judgments:
  harms: {answer: false, by: b, day: 2020-01-01, why: w}
"""
    register = breached(without_subpoena())

    with pytest.raises(RequestError) as raised:
        under(register).decide_document(read_request(text, "request.yaml"))

    assert {(str(one.location), one.code) for one in raised.value.problems} == {
        ("request.yaml:11:13", "register-conflict"),
        ("request.yaml:10:10", "register-conflict"),
        ("register", "register-conflict"),
    }


def test_what_is_stated_stands_where_it_is_less_or_makes_no_difference() -> None:
    less = under().decide(changed(ASKS, facts={"consents": False}, agreement={"on_file": "A-1", "written": False}))
    no_matter = under().decide(changed(ASKS, facts={"consents": False}))

    assert less.verdict == "deny"
    assert passed_over(less)["determinations/consent"] == "the request states otherwise"
    assert no_matter.verdict == "allow"
    assert no_matter.citations == ("1 ZC 1(a)",)


def test_a_recipient_on_file_has_its_kind_and_powers_unless_the_request_says_that_it_is_something_else() -> None:
    policy = under()

    found = policy.filled(DisclosureRequest.model_validate(changed(ASKS, recipient={"name": "1ST SCHOOL"})))
    other = policy.decide(changed(ASKS, recipient={"name": "First School", "type": "newspaper"}))

    assert found.recipient.type == ("school",)
    assert passed_over(other)["recipients/school"] == "the request says that the recipient is something else"


@pytest.mark.parametrize(
    ("asked", "day", "counts"),
    [
        ({}, "2019-06-01", True),
        ({}, "2019-05-31", False),
        ({}, "2023-01-01", False),
        ({"purposes": None}, "2020-01-01", False),
        ({"purposes": ["research", "news"]}, "2020-01-01", False),
        ({"recipient": {"name": "another"}}, "2020-01-01", False),
    ],
)
def test_a_determination_counts_in_its_time_and_for_what_is_surely_of_its_kind(
    asked: dict[str, Any], day: str, counts: bool
) -> None:
    decision = under().decide(changed(ASKS, as_of=day, **asked))

    assert ("determinations/no-harm" in taken(decision)) is counts


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"agreement": {"on_file": "A-3"}}, "unknown-agreement"),
        ({"agreement": {"on_file": "A-1"}, "recipient": {"name": "Second School"}}, "register-conflict"),
        ({"items": ["nothing"]}, "unknown-term"),
    ],
)
def test_what_cannot_be_asked_of_the_register_is_refused(asked: dict[str, Any], code: str) -> None:
    with pytest.raises(RequestError) as raised:
        under().decide(changed(ASKS, **asked))

    assert {one.code for one in raised.value.problems} == {code}


def test_an_agreement_on_file_needs_a_register() -> None:
    assert problems_of(law_policy().decide, changed(ASKS, agreement={"on_file": "A-1"})) == [
        "request: the agreement `A-1` is on file, but no register was given | give the agency's register"
    ]


def test_a_register_is_of_one_jurisdiction() -> None:
    policy = load().with_register({"jurisdiction": "us-nm", "agency": "a", "reviewed": "2020-01-01"})

    assert problems_of(policy.decide, {"jurisdiction": "us", "as_of": "2020-06-01", "discloser": None}) == [
        (
            "request: the request is under `us`, and the register is of `us-nm`"
            " | give the register of an agency of `us`, or none"
        )
    ]


def test_equal_receipts_give_equal_decisions() -> None:
    policy = under()
    by_hand = policy.decide(
        changed(policy.filled(DisclosureRequest.model_validate(ASKS)).model_dump(exclude_none=True))
    )

    assert by_hand.verdict == policy.decide(ASKS).verdict
    assert by_hand.receipt != policy.decide(ASKS).receipt
    assert under(a_register(agency="another")).decide(ASKS).receipt != policy.decide(ASKS).receipt
    assert under().decide(ASKS) == policy.decide(ASKS)


# The property: whatever is taken out of a register, or ends, nothing is allowed that was not.

DAYS = ("2017-06-01", "2019-03-01", "2020-02-01", "2020-06-01", "2022-06-01", "2024-01-01")
KINDS: tuple[Any, ...] = ("school", "official", "newspaper", {"lacks": ["newspaper"]}, {"lacks": ["school"]})
TERMS: tuple[Any, ...] = (["keep_secret"], [], {"has": ["keep_secret"]}, {"lacks": ["keep_secret"]})
CHANGES: dict[str, tuple[Any, ...]] = {
    "as_of": DAYS,
    "recipient.name": ("1st  school", "Another", None),
    "recipient.type": (*KINDS, None),
    "recipient.subpoena_authority": (True, False),
    "agreement.on_file": ("A-1", "A-2"),
    "agreement.written": (True, False),
    "agreement.with_recipient": (True, False),
    "agreement.in_force": (True, False),
    "agreement.terms": TERMS,
    "safeguards": (["locked"], []),
    "facts.consents": (True, False),
    "facts.sealed_on": ("2010-01-01", "2025-01-01"),
    "facts.people": (5, 15),
    "purposes": (["research"], ["news"], ["research", "news"], None),
    "items": (["number"], ["name", "number"], None),
}
change = st.sampled_from(sorted(CHANGES)).flatmap(lambda at: st.tuples(st.just(at), st.sampled_from(CHANGES[at])))
some_changes = st.lists(change, max_size=3, unique_by=lambda one: one[0])
right = {"day": "2019-02-01", "what": "it was late", "put_right": "2020-01-01"}
breaches = st.sampled_from([None, None, {"day": "2020-02-01", "what": "it told"}, right])
spared = st.sets(st.sampled_from([(part, name) for part in PARTS for name in REGISTER[part]]), max_size=3)


def verdict(register: dict[str, Any], request: dict[str, Any]) -> str:
    """Return the verdict, or that there is none because the register or the request is refused."""
    try:
        return under(register).decide(request).verdict
    except (RegisterError, RequestError):
        return "refused"


@settings(max_examples=150, deadline=None)
@given(some_changes, spared, st.data())
def test_without_an_entry_or_with_one_ended_nothing_more_is_allowed(
    changes: list[tuple[str, Any]], gone: set[tuple[str, str]], data: st.DataObject
) -> None:
    request, register = deepcopy(ASKS), deepcopy(REGISTER)
    for path, value in changes:
        put(request, path, value)
    for name in register["agreements"]:
        if (breach := data.draw(breaches)) is not None:
            register["agreements"][name]["breach"] = breach
    if data.draw(st.booleans()):
        del register["agreements"]["A-1"]["terms"]
    for part, name in gone:
        del register[part][name]
    part, name = data.draw(st.sampled_from([(part, name) for part in PARTS for name in register[part]]))
    less = deepcopy(register)
    if data.draw(st.booleans()):
        del less[part][name]
    else:
        end = "to" if part in ("delegations", "recipients", "agreements") else "until"
        begins = less[part][name].get("from") or less[part][name]["day"]
        less[part][name][end] = max(begins, data.draw(st.sampled_from(DAYS)))

    assert (verdict(register, request), verdict(less, request)) != ("deny", "allow")


def test_the_property_sees_allows_of_every_kind() -> None:
    """Nothing would follow from it if nothing were allowed."""
    assert verdict(REGISTER, ASKS) == "allow"
    assert verdict(REGISTER, ASKS | {"recipient": {"type": "newspaper"}, "purposes": "news"}) == "allow"
    many = ASKS | {"facts": {"people": 15}, "agreement": {"written": False}}
    assert verdict(REGISTER, many) == "allow"
    assert verdict(without(REGISTER, "readings", "zz/code/1/bulk"), many) == "deny"
