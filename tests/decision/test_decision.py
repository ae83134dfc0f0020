import json
import pickle
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from pydantic import ValidationError

from disclosure_policy.decision.decision import Decision
from disclosure_policy.decision.decision_fields import PARTS, Parts
from disclosure_policy.decision.json_model import DecisionRecord
from disclosure_policy.errors import ReceiptError
from disclosure_policy.explaining.layout import explain
from disclosure_policy.policy import Policy
from tests.helpers.builders import POLICE, RESEARCH, a_request
from tests.helpers.registered import ASKS, law_policy, under

REQUESTS: list[dict[str, Any]] = [POLICE, RESEARCH, {}, {"items": ["number"], "recipient": {"type": "newspaper"}}]


@pytest.mark.parametrize("facts", REQUESTS)
def test_a_decision_has_no_truth_value(zedland: Policy, facts: dict[str, Any]) -> None:
    decision = zedland.decide(a_request(**facts))

    with pytest.raises(TypeError, match=r"ask for `decision\.allowed` or `decision\.verdict`"):
        bool(decision)
    assert decision.allowed is (decision.verdict == "allow")


@pytest.mark.parametrize("name", PARTS)
def test_a_decision_does_not_change(zedland: Policy, name: str) -> None:
    decision = zedland.decide(a_request(**POLICE))

    with pytest.raises(FrozenInstanceError, match="frozen"):
        setattr(decision, name, ())
    with pytest.raises(FrozenInstanceError, match="frozen"):
        delattr(decision, name)


@pytest.mark.parametrize("name", PARTS)
def test_what_is_said_of_a_part_is_said_once(name: str) -> None:
    told = DecisionRecord.model_json_schema()["properties"][name]

    assert told["description"] == getattr(Parts, name).__doc__ != ""


@pytest.mark.parametrize("facts", REQUESTS)
def test_every_part_is_of_its_declared_type(zedland: Policy, facts: dict[str, Any]) -> None:
    decision = zedland.decide(a_request(**facts))

    strict = DecisionRecord.model_validate(dict(decision.record), strict=True)
    assert dict(strict) == {name: getattr(decision, name) for name in PARTS}


def test_a_decision_lacks_what_nobody_declared(zedland: Policy) -> None:
    decision = zedland.decide(a_request())

    assert not hasattr(decision, "verdicts")
    assert not hasattr(Decision.model_validate_json(decision.model_dump_json()), "verdicts")


def test_no_part_of_a_decision_changes(zedland: Policy) -> None:
    decision = zedland.decide(a_request(recipient={"type": "newspaper"}, items=["name"]))

    parts = [
        decision.determining[0],
        decision.disclosures[0],
        decision.disclosures[0].layers[0],
        decision.findings[0],
        decision.findings[0].conditions[0],
        decision.missing[0],
        decision.closest[0],
        decision.closest[0].lacks[0],
        decision.receipt,
    ]
    for part in parts:
        for name in type(part).model_fields:
            with pytest.raises(ValidationError, match="frozen"):
                setattr(part, name, None)


@pytest.mark.parametrize("facts", REQUESTS)
def test_a_decision_is_json_with_its_explanations(zedland: Policy, facts: dict[str, Any]) -> None:
    decision = zedland.decide(a_request(**facts))

    found = json.loads(decision.model_dump_json())

    assert set(found) == set(PARTS)
    assert found == decision.model_dump(mode="json")
    assert found["verdict"] == decision.verdict
    assert [one["rule"] for one in found["findings"]] == [one.rule for one in decision.findings]


def test_an_explanation_is_worked_out_once(zedland: Policy) -> None:
    decision = zedland.decide(a_request())

    assert decision.findings is decision.findings
    assert decision.missing is decision.missing
    assert decision.closest is decision.closest
    assert decision.contested is decision.contested


def test_two_policies_of_the_same_rules_give_equal_decisions(zedland: Policy) -> None:
    again = Policy(zedland.law)

    assert zedland.decide(a_request(**POLICE)) == again.decide(a_request(**POLICE))
    assert hash(zedland.decide(a_request(**POLICE))) == hash(again.decide(a_request(**POLICE)))
    assert zedland.decide(a_request(**POLICE)) != zedland.decide(a_request())


@pytest.mark.parametrize("name", ["findings", "missing", "closest", "contested", "remedies"])
def test_an_explanation_of_a_decision_does_not_change(zedland: Policy, name: str) -> None:
    with pytest.raises((AttributeError, ValidationError)):
        setattr(zedland.decide(a_request()), name, ())


@pytest.mark.parametrize("facts", REQUESTS)
def test_a_decision_that_was_read_back_explains_itself_as_before(zedland: Policy, facts: dict[str, Any]) -> None:
    decision = zedland.decide(a_request(**facts))
    read_back = Decision.model_validate_json(decision.model_dump_json())

    assert read_back == decision
    assert read_back.model_dump() == decision.model_dump()
    assert explain(read_back) == explain(decision)


def test_a_decision_shows_itself_in_one_line(zedland: Policy) -> None:
    assert repr(zedland.decide(a_request())).startswith("<Decision deny (")


@pytest.mark.parametrize("facts", REQUESTS)
def test_a_decision_that_was_pickled_says_the_same(zedland: Policy, facts: dict[str, Any]) -> None:
    decision = zedland.decide(a_request(**facts))

    other = pickle.loads(pickle.dumps(decision))  # noqa: S301 - our own

    assert other == decision
    assert other.model_dump() == decision.model_dump()
    assert hash(other) == hash(decision)


def test_a_copy_of_a_decision_is_the_decision(zedland: Policy) -> None:
    decision = zedland.decide(a_request())

    assert copy(decision) is decision
    assert deepcopy([decision]) == [decision]


def test_a_decision_holds_what_its_record_says(zedland: Policy) -> None:
    decision = zedland.decide(a_request(**POLICE))

    for name in PARTS:
        assert getattr(decision, name) == getattr(decision.record, name)


SAID = [
    ("verdict", "allow"),
    ("basis", "permitted"),
    ("citations", []),
    ("determining", []),
    ("disclosures", []),
    ("obligations", [{"duty": "d", "citation": "c", "bears": "b", "ground": "g"}]),
    ("jurisdiction", "zz-a"),
    ("as_of", "2020-06-02"),
    ("recipient", ["police"]),
    ("labels", {}),
    ("floor", False),
]


@pytest.mark.parametrize(("name", "other"), SAID)
def test_a_decision_that_was_edited_is_not_read_back(zedland: Policy, name: str, other: object) -> None:
    written = zedland.decide(a_request(recipient={"type": "newspaper"}, items=["name"])).model_dump(mode="json")
    assert written[name] != other

    with pytest.raises(ReceiptError, match="this is not what was decided"):
        Decision.model_validate_json(json.dumps(written | {name: other}))


@pytest.mark.parametrize("name", ["package", "rules", "as_of", "facts", "agency_register", "decision"])
def test_a_receipt_that_was_edited_is_not_read_back(zedland: Policy, name: str) -> None:
    written = zedland.decide(a_request()).model_dump(mode="json")
    written["receipt"][name] = "2001-01-01"

    with pytest.raises(ReceiptError):
        Decision.model_validate_json(json.dumps(written))
    del written["receipt"]["decision"]
    with pytest.raises(ValidationError, match=r"receipt\.decision"):
        Decision.model_validate_json(json.dumps(written))


def test_a_receipt_tells_what_is_missing_to_reproduce_its_decision(zedland: Policy) -> None:
    receipt = zedland.decide(a_request()).receipt
    other = law_policy()
    registered = under()
    assert registered.register is not None

    assert receipt.lacking(zedland) == ()
    assert [one.what for one in receipt.lacking(other)] == ["rules"]
    assert [str(one) for one in receipt.lacking(registered)] == [
        f"rules with the digest {zedland.fingerprint}",
        "no register (here is one)",
    ]
    assert [one.what for one in registered.decide(ASKS).receipt.lacking(other)] == ["register"]
    older = receipt.model_copy(update={"package": "0.0.9"})
    assert [str(one) for one in older.lacking(zedland)] == ["disclosure-policy 0.0.9 (here is 0.1.0)"]


def test_the_digest_of_a_decision_is_the_same_however_it_was_decided(zedland: Policy) -> None:
    policy = Policy(zedland.law)  # which weighs the first requests, and asks generated code about all others
    digests = {policy.decide(a_request(**POLICE)).receipt.decision for _ in range(40)}

    assert len(digests) == 1
