"""Scenarios decided: what is told of a decision that is not as expected."""

from __future__ import annotations

from typing import Any

from disclosure_policy.errors import Location
from disclosure_policy.policy import Policy
from disclosure_policy.scenarios.running import Result, exercise
from disclosure_policy.scenarios.scenario_files import Expectation
from disclosure_policy.scenarios.trials import Trial
from tests.helpers.builders import POLICE, RESEARCH, a_request


def exercised(policy: Policy, expect: dict[str, Any], **facts: Any) -> Result:
    at = Location("zz/code/20/scenarios.yaml", 7, 5)
    return exercise(Trial("a name", at, a_request(**facts), Expectation.model_validate(expect)), policy)


def test_what_is_as_expected_has_no_difference(zedland: Policy) -> None:
    expect = {"verdict": "allow", "basis": "permitted", "citations": ["1 ZC 20(a)"]}

    result = exercised(zedland, expect, **POLICE)

    assert (result.outcome, result.differences, result.turned_on) == ("passed", (), ())


def test_a_failure_tells_its_line_both_verdicts_the_citations_and_the_condition_that_decided(zedland: Policy) -> None:
    harm = {"harms_the_office": {"answer": True, "by": "the head", "day": "2020-05-01", "why": "harm"}}

    told = exercised(
        zedland, {"verdict": "allow", "citations": ["1 ZC 20(a)"]}, **(POLICE | {"judgments": harm})
    ).told()

    assert told.startswith(
        "zz/code/20/scenarios.yaml:7:5: a name\n"
        "  expected allow (1 ZC 20(a)), got deny (insufficient facts: 1 ZC 10(a))"
    )
    assert "it turned on 1 ZC 20(b): it harms the work of the office (true; `zz/code/20/harm` forbids)" in told


def test_an_unexpected_allow_turned_on_each_condition_of_the_permit_relied_on(zedland: Policy) -> None:
    result = exercised(zedland, {"verdict": "deny"}, **RESEARCH)

    assert result.outcome == "failed"
    for named in (
        "1 ZC 20(d): the recipient is a researcher (true",
        "1 ZC 30(a)(1): the agreement is in writing (true",
    ):
        assert any(named in point for point in result.turned_on)


def test_where_no_condition_alone_decided_that_is_said(zedland: Policy) -> None:
    result = exercised(
        zedland, {"verdict": "allow"}, recipient={"type": "newspaper"}, purposes="news", items=["number"]
    )

    assert result.turned_on == ("no condition alone: more than one would have to be otherwise",)


def test_an_unknown_condition_that_decided_is_shown_as_unknown(zedland: Policy) -> None:
    result = exercised(zedland, {"verdict": "allow"}, **(POLICE | {"judgments": {}}))

    assert any("it harms the work of the office (unknown" in point for point in result.turned_on)


def test_every_difference_from_what_was_expected_is_told(zedland: Policy) -> None:
    named = {"citations": ["9 ZC 9"], "missing": ["people"], "lacking": ["9 ZC 9"]}
    expect = {"verdict": "allow", "basis": "required"} | named

    found = "\n".join(exercised(zedland, expect, recipient={"type": "newspaper"}, items=["name"]).differences)

    for told in ("expected allow (9 ZC 9), got deny", "the closest permits lacked", "expected the basis required"):
        assert told in found
    for told in ("expected citations to name 9 ZC 9", "expected missing to name people", "expected lacking to name"):
        assert told in found


def test_what_nobody_has_confirmed_does_not_pass_and_says_what_the_engine_says(zedland: Policy) -> None:
    result = exercised(zedland, {"verdict": "unconfirmed"}, **POLICE)

    assert result.outcome == "unconfirmed"
    assert "the engine says allow (permitted: 1 ZC 20(a)" in result.told()


def test_a_request_that_is_not_well_formed_fails_and_is_told(zedland: Policy) -> None:
    result = exercised(zedland, {"verdict": "deny"}, purposes="newz")

    assert result.outcome == "failed"
    assert "the request is not well formed: `purpose` has no term `newz`" in result.told()
    assert result.as_json()["actual"] is None


def test_json_has_the_line_what_was_expected_and_what_was_found(zedland: Policy) -> None:
    found = exercised(zedland, {"verdict": "deny", "citations": ["1 ZC 20(a)"]}, **POLICE).as_json()

    assert (found["line"], found["outcome"]) == (7, "failed")
    assert found["expected"] == {"verdict": "deny", "citations": ["1 ZC 20(a)"]}
    assert found["actual"] == {"verdict": "allow", "basis": "permitted", "citations": ["1 ZC 20(a)"]}


def test_a_citation_on_which_nothing_must_rest_is_told(zedland: Policy) -> None:
    result = exercised(zedland, {"verdict": "allow", "uncited": ["1 ZC 20(a)", "1 ZC 20(c)"]}, **POLICE)

    assert result.differences == ("expected nothing to rest on 1 ZC 20(a)",)
