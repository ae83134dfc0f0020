from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from disclosure_policy.errors import RequestError, RuleFileError
from disclosure_policy.explaining.layout import explain
from disclosure_policy.policy import Policy, load, read_request
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.version import VERSION
from tests.helpers.builders import POLICE, RESEARCH, ZEDLAND, a_folder, a_policy, a_request, problems_of, write_rules

BAR = "- {id: secret, effect: forbid, summary: all is secret}"
OLD = f"{BAR}\n- {{id: old, effect: permit, exception_to: secret, summary: s, not_encoded: much}}"


@pytest.mark.parametrize(
    "facts", [{}, POLICE, RESEARCH, {"items": ["average"]}, {"jurisdiction": "zz-a", "items": ["name"]}]
)
def test_a_request_as_a_mapping_as_a_model_and_from_a_file_is_decided_alike(
    zedland: Policy, facts: dict[str, Any]
) -> None:
    request = a_request(**facts)
    model = DisclosureRequest.model_validate(request)
    document = read_request(model.model_dump_json(exclude_none=True).encode())

    decision = zedland.decide(request)

    assert decision == zedland.decide(model)
    assert decision.model_dump() == zedland.decide(model).model_dump()
    assert decision.model_dump() == zedland.decide_document(document).model_dump()


@pytest.mark.parametrize("facts", [POLICE, RESEARCH, {}])
def test_equal_facts_have_equal_receipts_and_decisions(zedland: Policy, facts: dict[str, Any]) -> None:
    named = facts | {"recipient": facts.get("recipient", {}) | {"name": "A. Adams"}}
    again = load(ZEDLAND)

    one, other = zedland.decide(a_request(**facts)), again.decide(a_request(**named))

    assert one.receipt == other.receipt
    assert one.model_dump() == other.model_dump()


def test_deciding_again_and_in_other_threads_decides_the_same(zedland: Policy) -> None:
    requests = [a_request(**facts) for facts in (POLICE, RESEARCH, {}, {"jurisdiction": "zz-a"})] * 8
    expected = [explain(zedland.decide(request), "json") for request in requests]
    fresh = load(ZEDLAND)

    with ThreadPoolExecutor(4) as threads:
        assert expected == list(threads.map(lambda request: explain(fresh.decide(request), "json"), requests))


@pytest.mark.parametrize("kind", [str, Path])
def test_rules_are_loaded_from_a_folder_by_its_name_or_path(kind: type, tmp_path: Path) -> None:
    write_rules(tmp_path, BAR)

    assert load(kind(tmp_path)).jurisdictions == ("zz",)


def test_rules_are_loaded_from_any_tree_of_resources() -> None:
    assert load(a_folder(BAR)).fingerprint == a_policy(BAR).fingerprint


def test_without_a_folder_the_bundled_rules_are_loaded() -> None:
    assert "us" in load().jurisdictions


@pytest.mark.parametrize("name", ["nowhere", "a_file"])
def test_a_folder_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "a_file").write_text("a: 1")

    with pytest.raises(RuleFileError, match="there is no such folder of rules"):
        load(tmp_path / name)


def test_rules_that_are_not_wholly_encoded_are_accepted_by_name() -> None:
    folder = a_folder(OLD)

    assert not load(folder).decide(a_request()).allowed
    assert load(folder, accept=["zz/code/1/old"]).decide(a_request()).allowed
    with pytest.raises(RuleFileError, match=r"did you mean `zz/code/1/old`\?"):
        load(folder, accept=["zz/code/1/odl"])


def test_what_was_accepted_shows_in_the_receipt_in_whatever_order() -> None:
    rules = f"{OLD}\n- {{id: older, effect: permit, exception_to: secret, summary: s, not_encoded: much}}"
    names = ["zz/code/1/old", "zz/code/1/older"]

    prints = [a_policy(rules, accept).fingerprint for accept in ([], names[:1], names, names[::-1], names * 2)]

    assert len({*prints[:3]}) == 3
    assert prints[2] == prints[3] == prints[4]


def test_the_version_is_that_of_the_package() -> None:
    assert version("disclosure-policy") == VERSION


def test_a_policy_does_not_change(zedland: Policy) -> None:
    with pytest.raises(FrozenInstanceError):
        zedland.law = zedland.law  # type: ignore[misc]


@pytest.mark.parametrize(
    ("expected", "request_"),
    [
        ("request: discloser: `discloser` is missing", {"jurisdiction": "zz"}),
        ("request: purpose: `purpose` is not a field here | did you mean `purposes`?", a_request(purpose="news")),
        (
            "request: agreement.written: expected true or false, not `yes` | write true or false, without quotes",
            a_request(agreement={"written": "yes"}),
        ),
        ("request: as_of: `soon` is not a date | write a date as YYYY-MM-DD", a_request(as_of="soon")),
        (
            "request: items.0.tpye: `tpye` is not a field here | did you mean `type`?",
            a_request(items=[{"tpye": "name"}]),
        ),
        ("request: expected entries with names, not a list", []),
        ("request: expected entries with names, not nothing", None),
    ],
)
def test_a_request_that_is_not_well_formed_is_refused(zedland: Policy, expected: str, request_: Any) -> None:
    assert [expected] == problems_of(zedland.decide, request_)
    with pytest.raises(RequestError):
        zedland.decide(request_)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            "f:2:1: `agrement` is not a field here | did you mean `agreement`?",
            "jurisdiction: zz\nagrement: {}\ndiscloser: records_office",
        ),
        (
            "f:3:22: expected true or false, not `yes` | write true or false, without quotes",
            "jurisdiction: zz\ndiscloser: records_office\nagreement: {written: yes}",
        ),
        ("f:1:1: expected entries with names, not `hello`", "hello"),
    ],
)
def test_a_request_file_is_refused_at_the_line_and_column(zedland: Policy, expected: str, text: str) -> None:
    assert [expected] == problems_of(zedland.decide_document, read_request(text.encode(), "f"))


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 60_000, b"a: &a [*a]", b"a: 1\na: 2", b"{"])
def test_a_request_file_that_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(RequestError):
        read_request(data)


def test_the_jurisdictions_that_are_loaded_are_named(zedland: Policy) -> None:
    assert zedland.jurisdictions == ("zz", "zz-a")


@pytest.mark.parametrize("facts", [{}, POLICE, RESEARCH, {"items": ["average"]}])
def test_a_brief_for_counsel_holds_the_decision_and_the_requester_sees_no_more(
    zedland: Policy, facts: dict[str, Any]
) -> None:
    request = a_request(**facts)
    decision = zedland.decide(request)

    for given in (request, DisclosureRequest.model_validate(request)):
        assert zedland.brief(given).decision.model_dump() == decision.model_dump()
        assert zedland.brief(given, "requester").decision.model_dump() == decision.model_dump()
        assert zedland.brief(given, "requester").request.judgments == {}


def test_a_brief_lists_what_is_wrong_with_a_request_as_a_decision_does(zedland: Policy) -> None:
    request = a_request(items=["numberr"], purposes=3)

    assert problems_of(lambda: zedland.brief(request)) == problems_of(lambda: zedland.decide(request))


def test_a_mistake_of_form_does_not_hide_a_wrong_term_beside_it() -> None:
    text = b"""\
jurisdiction: zz
as_of: 2020-13-01
recipient: {type: gossip, title: x}
items: [5, {type: rumours, signed: true}]
facts: {unheard: true}
"""

    with pytest.raises(RequestError) as raised:
        a_policy(BAR).decide_document(read_request(text))

    assert [f"{problem.location} {problem.code}" for problem in raised.value.problems] == [
        "request:1:1 missing-field",
        "request:2:8 malformed-date",
        "request:3:19 unknown-term",
        "request:3:27 unknown-field",
        "request:4:9 wrong-type",
        "request:4:19 unknown-term",
        "request:4:28 unknown-field",
        "request:5:9 unknown-fact",
    ]


def test_what_is_wrong_beside_a_value_that_cannot_be_copied_is_told() -> None:
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    request = a_request(facts={"deep": deep, "endless": (n for n in range(3))}, oddity=1)

    with pytest.raises(RequestError) as raised:
        a_policy(BAR).decide(request)

    assert {problem.code for problem in raised.value.problems} == {"unknown-field", "unknown-fact"}


@pytest.mark.parametrize(
    ("request_", "word"),
    [
        ({"recipient": {"type": "polise"}}, "polise"),
        ({"items": ["nam"]}, "nam"),
        ({"facts": {"peopel": 3}}, "peopel"),
        ({"facts": {"people": "three"}}, "people"),
        ({"judgments": {"people": {"answer": True, "by": "b", "day": "2020-01-01", "why": "w"}}}, "people"),
        ({"jurisdiction": "zy"}, "zy"),
        ({"agrement": {}}, "agrement"),
        ({"as_of": "May"}, "May"),
        ({"agreement": {"written": 3}}, "written"),
        ({"as_of": None}, None),
    ],
)
def test_a_problem_names_the_authors_word_that_is_at_fault(
    zedland: Policy, request_: dict[str, Any], word: str | None
) -> None:
    with pytest.raises(RequestError) as raised:
        zedland.decide(a_request(**request_))

    assert [problem.word for problem in raised.value.problems] == [word]


def test_what_a_failing_assertion_shows_is_short(zedland: Policy) -> None:
    law = zedland.law

    assert repr(zedland) == f"<Policy of zz, zz-a; fingerprint {zedland.fingerprint}>"
    assert all(len(repr(part)) < 4_000 for part in (law, law.rule_set, law.provisions["zz"][0]))
