from datetime import date
from importlib.metadata import version
from typing import Any

import pytest

from disclosure_policy.deciding.verdict import Known, known_of
from disclosure_policy.policy import Policy
from tests.helpers.builders import JURISDICTION, POLICE, RESEARCH, a_policy, a_request, section

OWN: dict[str, Any] = {"items": [{"type": "name", "about_recipient": True}]}
HARM = {"harms_the_office": {"answer": True, "by": "the head", "day": "2020-05-01", "why": "it would"}}
NEWS: dict[str, Any] = {"recipient": {"type": "newspaper"}, "items": ["number"], "purposes": "news"}
FLAGS = "".join(f"{flag}: {{type: boolean, question: Is it?}}\n" for flag in "abc")


@pytest.mark.parametrize(
    ("verdict", "basis", "citations", "facts"),
    [
        ("allow", "permitted", ["1 ZC 20(a)"], POLICE),
        ("allow", "permitted", ["1 ZC 20(d)", "1 ZC 30(a)"], RESEARCH),
        ("allow", "required", ["1 ZC 20(c)"], OWN),
        ("allow", "not confidential", ["1 ZC 10(a)", "1 ZC 10(b)"], {"items": ["average"]}),
        (
            "deny",
            "prohibited",
            ["1 ZC 10(a)", "1 ZC 10(b)"],
            NEWS | {"items": [{"type": "number", "about_recipient": False}]},
        ),
        ("deny", "prohibited", ["1 ZC 10(b)"], NEWS | {"items": [{"type": "number", "about_recipient": True}]}),
        ("deny", "insufficient facts", ["1 ZC 10(a)"], POLICE | {"judgments": {}}),
        ("deny", "insufficient facts", ["1 ZC 10(a)", "1 ZC 10(b)"], {}),
        ("deny", "no law in force", [], POLICE | {"as_of": "1999-12-31"}),
        ("deny", "prohibited", ["1 ZC 10"], POLICE | {"as_of": "2009-12-31"}),
    ],
)
def test_a_request_is_decided_on_its_basis_by_the_rules_that_determine_it(
    zedland: Policy, verdict: str, basis: str, citations: list[str], facts: dict[str, Any]
) -> None:
    decision = zedland.decide(a_request(**facts))

    assert (verdict, basis) == (decision.verdict, decision.basis)
    assert citations == list(decision.citations)


@pytest.mark.parametrize(
    ("expected", "facts"),
    [
        ([("zz/code/20/police", "permits")], POLICE),
        ([("zz/code/20/research", "permits"), ("zz/code/30/agreed", "meets a requirement")], RESEARCH),
        ([("zz/code/10/secret", "does not reach"), ("zz/code/10/numbers", "does not reach")], {"items": ["average"]}),
        (
            [("zz/code/10/secret", "forbids")],
            POLICE | {"judgments": HARM, "items": [{"type": "name", "about_recipient": False}]},
        ),
    ],
)
def test_every_determining_rule_says_what_it_did(
    zedland: Policy, expected: list[tuple[str, str]], facts: dict[str, Any]
) -> None:
    decision = zedland.decide(a_request(**facts))

    assert expected == [(rule.rule, rule.role) for rule in decision.determining]
    assert {rule.jurisdiction for rule in decision.determining} == {"zz"}


def test_a_permit_that_the_law_requires_is_marked(zedland: Policy) -> None:
    (rule,) = zedland.decide(a_request(**OWN)).determining

    assert rule.mandatory
    assert rule.summary == "everybody must be given their own record"


def test_obligations_come_with_an_allow_by_the_ground_relied_on(zedland: Policy) -> None:
    both = POLICE | {"items": ["name", {"type": "number", "about_recipient": True}]}

    def due(facts: dict[str, Any]) -> list[tuple[str, str, str, str]]:
        decision = zedland.decide(a_request(**facts))
        return [(one.ground, one.citation, one.bears, one.duty) for one in decision.obligations]

    police = [
        ("1 ZC 20(a)", "1 ZC 20(a)(3)", "the recipient", "lock the records away"),
        ("1 ZC 20(a)", "9 ZC 3(b)", "the agency", "keep a list of what was given"),
    ]
    assert police == due(POLICE)
    assert police == due(both)  # told once, whatever number of disclosures they come with
    assert due(RESEARCH) == [("1 ZC 20(d)", "1 ZC 30(b)", "the recipient", "destroy the copies afterwards")]
    assert due(OWN) == []


def test_a_denial_brings_no_obligations_even_if_part_of_it_would_be_allowed(zedland: Policy) -> None:
    decision = zedland.decide(a_request(**(POLICE | {"purposes": ["theft_investigation", "news"]})))

    assert decision.verdict == "deny"
    assert decision.obligations == ()


def test_a_bundle_is_allowed_only_if_all_of_it_is_and_says_which_part_would_be(zedland: Policy) -> None:
    decision = zedland.decide(
        a_request(
            **(POLICE | {"purposes": ["theft_investigation", "news"], "items": ["name", "average"]}),
        )
    )

    assert decision.verdict == "deny"
    assert [(one.item, one.purpose, one.verdict, one.basis) for one in decision.disclosures] == [
        ("name", "theft_investigation", "allow", "permitted"),
        ("name", "news", "deny", "insufficient facts"),
        ("average", "theft_investigation", "allow", "not confidential"),
        ("average", "news", "allow", "not confidential"),
    ]
    assert decision.basis == "insufficient facts"
    assert decision.citations == ("1 ZC 10(a)",)


@pytest.mark.parametrize(
    ("expected", "items"),
    [
        ("not confidential", ["average", "average"]),
        ("required", [{"type": "name", "about_recipient": True}] * 2),
        ("permitted", ["average", {"type": "name", "about_recipient": True}]),
    ],
)
def test_a_bundle_is_required_or_not_confidential_only_if_all_of_it_is(
    zedland: Policy, expected: str, items: list[Any]
) -> None:
    decision = zedland.decide(a_request(items=items))

    assert decision.allowed
    assert expected == decision.basis


def test_a_bundle_that_is_prohibited_in_part_is_prohibited(zedland: Policy) -> None:
    decision = zedland.decide(
        a_request(
            items=[{"type": "name"}, {"type": "number", "about_recipient": False}], recipient={"type": "newspaper"}
        )
    )

    assert [one.basis for one in decision.disclosures] == ["insufficient facts", "prohibited"]
    assert decision.basis == "prohibited"


def test_all_layers_must_let_a_disclosure_through(zedland: Policy) -> None:
    request = a_request(
        jurisdiction="zz-a", **(POLICE | {"recipient": {"type": {"has": "police_school", "lacks": "harbour_police"}}})
    )

    def layers(**changes: Any) -> list[tuple[str, str, str]]:
        (one,) = zedland.decide(request | changes).disclosures
        return [(layer.jurisdiction, layer.verdict, layer.basis) for layer in one.layers]

    assert layers() == [("zz", "allow", "permitted"), ("zz-a", "allow", "permitted")]
    stopped = {
        "judgments": HARM,
        "items": [{"type": "name", "about_recipient": False}],
        "facts": {"archive": "paper"},
    }
    assert layers(**stopped) == [
        ("zz", "deny", "prohibited"),
        ("zz-a", "deny", "prohibited"),
    ]
    assert layers(recipient={"type": "harbour_police"}) == [
        ("zz", "allow", "permitted"),
        ("zz-a", "deny", "insufficient facts"),
    ]
    assert layers(
        recipient={"type": "harbour_police"},
        items=[{"type": "name", "about_recipient": False}],
        facts={"harbour_closed": True},
    ) == [
        ("zz", "allow", "permitted"),
        ("zz-a", "deny", "prohibited"),
    ]
    assert layers(as_of="2014-12-31") == [("zz", "allow", "permitted"), ("zz-a", "deny", "no law in force")]


def test_an_allow_cites_every_layer_and_a_denial_those_that_deny(zedland: Policy) -> None:
    request = a_request(jurisdiction="zz-a", **(POLICE | {"recipient": {"type": "harbour_police"}}))

    assert zedland.decide(request | {"facts": {"harbour_closed": False}}).citations == ("1 ZC 20(a)", "AA 1(1)")
    assert zedland.decide(request | {"facts": {"harbour_closed": True}}).citations == ("AA 1",)


def test_what_any_layer_requires_is_required(zedland: Policy) -> None:
    decision = zedland.decide(a_request(jurisdiction="zz-a", **OWN))

    assert decision.basis == "required"
    assert [layer.basis for layer in decision.disclosures[0].layers] == ["required", "required"]


def a_layered(above: str, below: str) -> Policy:
    return a_policy(
        {
            "zz/facts.yaml": FLAGS,
            "zz/code/1/2000-01-01.yaml": section(above),
            "zz-a/jurisdiction.yaml": f"parent: zz{JURISDICTION}",
            "zz-a/code/1/2000-01-01.yaml": section(below),
        }
    )


@pytest.mark.parametrize(
    ("expected", "a", "b"),
    [
        ("not confidential", False, False),
        ("permitted", True, False),
        ("permitted", False, True),
        ("permitted", True, True),
        ("permitted", None, None),
    ],
)
def test_what_any_layer_confines_is_permitted_not_free(expected: str, a: bool | None, b: bool | None) -> None:
    def rules(flag: str) -> str:
        return (
            f"- {{id: bar, effect: forbid, summary: s, conditions: [{flag}]}}\n"
            "- {id: open, effect: permit, exception_to: bar, summary: s}"
        )

    decision = a_layered(rules("a"), rules("b")).decide(a_request(jurisdiction="zz-a", facts={"a": a, "b": b}))

    assert decision.allowed
    assert expected == decision.basis


def test_the_basis_of_a_denial_is_the_firmest_of_its_layers() -> None:
    rules = "- {id: bar, effect: forbid, summary: s, conditions: [FLAG]}"
    policy = a_layered(rules.replace("FLAG", "a"), rules.replace("FLAG", "b"))

    def basis(**facts: bool) -> str:
        return policy.decide(a_request(jurisdiction="zz-a", facts=facts)).basis

    assert basis(a=True) == "prohibited"
    assert basis(b=True) == "prohibited"
    assert basis(a=False) == "insufficient facts"
    assert basis(a=False, b=False) == "not confidential"


def test_a_mandatory_permit_does_not_override_what_a_state_forbids() -> None:
    bar = "- {id: bar, effect: forbid, summary: s}"
    must = "- {id: must, effect: permit, exception_to: bar, mandatory: true, summary: s}"
    decision = a_layered(f"{bar}\n{must}", bar).decide(a_request(jurisdiction="zz-a"))

    assert (decision.verdict, decision.basis) == ("deny", "prohibited")
    assert [rule.rule for rule in decision.determining] == ["zz-a/code/1/bar"]


def test_limits_overcome_at_any_depth_are_told_as_requirements_met() -> None:
    rules = """
- {id: bar, effect: forbid, summary: s}
- {id: open, effect: permit, exception_to: bar, summary: s}
- {id: shut, effect: forbid, exception_to: open, summary: s}
- {id: key, effect: permit, exception_to: shut, summary: s, obligations: [{duty: turn it}]}
- {id: bolt, effect: forbid, exception_to: key, summary: s, conditions: [a]}
- {id: unbolt, effect: permit, exception_to: bolt, summary: s}
- {id: far, effect: forbid, exception_to: open, summary: s, conditions: [b]}
- {id: unneeded, effect: permit, exception_to: far, summary: s}
"""
    policy = a_policy({"zz/facts.yaml": FLAGS, "zz/code/1/2000-01-01.yaml": section(rules)})

    def determining(**facts: bool) -> list[str]:
        decision = policy.decide(a_request(facts=facts))
        assert decision.allowed
        assert [one.duty for one in decision.obligations] == ["turn it"]
        return [rule.rule.rpartition("/")[2] for rule in decision.determining]

    assert determining(a=False, b=False) == ["open", "key"]
    assert determining(a=True, b=False) == ["open", "key", "unbolt"]
    assert determining(a=True, b=True) == ["open", "key", "unbolt", "unneeded"]


def test_a_receipt_names_package_rules_day_and_facts(zedland: Policy) -> None:
    receipt = zedland.decide(a_request(**POLICE)).receipt

    assert receipt.package == version("disclosure-policy")
    assert receipt.rules == zedland.fingerprint
    assert receipt.as_of == date(2020, 6, 1)
    assert len(receipt.facts) == 64


def test_the_words_for_the_codes_that_occur_come_with_the_decision(zedland: Policy) -> None:
    decision = zedland.decide(a_request(jurisdiction="zz-a", **POLICE))

    assert decision.labels == {
        "zz": "Zedland",
        "zz-a": "Ayland",
        "recipient.type.police": "the police",
        "purpose.theft_investigation": "the investigation of a theft",
        "item.type.name": "a name",
    }
    assert decision.recipient == ("police",)
    assert zedland.decide(a_request()).recipient is None


def test_a_permit_that_lifts_what_does_not_reach_brings_no_obligations() -> None:
    policy = a_policy(
        """
        - {id: shut, effect: forbid, summary: s}
        - {id: sealed, effect: forbid, summary: s, conditions: [state_law.authorizes]}
        - {id: key, effect: permit, exception_to: shut, summary: s, obligations: [{duty: turn it}]}
        - {id: knife, effect: permit, exception_to: sealed, summary: s, obligations: [{duty: sheathe it}]}
        """
    )

    def duties(authorized: bool) -> list[str]:
        decision = policy.decide(a_request(state_law={"authorizes": authorized}))
        assert decision.allowed
        return [one.duty for one in decision.obligations]

    assert duties(False) == ["turn it"]
    assert duties(True) == ["turn it", "sheathe it"]


def test_where_nothing_was_weighed_nothing_is_allowed() -> None:
    assert known_of(()) == Known("deny", "insufficient facts", (), (), (), ())
