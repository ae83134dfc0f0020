"""Entries of a log are decided again under the rules and registers that they name, or it is told what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings

import disclosure_policy
from disclosure_policy.log.entries import Entry
from disclosure_policy.log.replaying import Replayed, replay
from disclosure_policy.log.rule_sets import RuleSets
from disclosure_policy.log.verifying import entries_of
from disclosure_policy.policy import Policy, load
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.strategies import requests
from tests.helpers.builders import POLICE, ZEDLAND, a_request, write_rules
from tests.helpers.logged import ASKED, a_log, logged
from tests.helpers.registered import ASKS, FILES, REGISTER, a_register

BUNDLED: Policy = disclosure_policy.load()
INVENTED: Policy = disclosure_policy.load(ZEDLAND)
HERE = RuleSets([ZEDLAND])


def replayed(path: Path, rule_sets: RuleSets = HERE) -> list[Replayed]:
    return [replay(entry, rule_sets) for entry in entries_of(path) if entry is not None]


def told(path: Path, rule_sets: RuleSets = HERE) -> list[tuple[Any, ...]]:
    return [(one.outcome, one.differences, one.lacks) for one in replayed(path, rule_sets)]


def changed(path: Path, **content: Any) -> Entry:
    """Return the first entry of a log, with changes that nobody looks for here."""
    return Entry(json.loads(path.read_bytes().splitlines()[0]) | content)


def test_every_entry_comes_out_as_it_did(tmp_path: Path) -> None:
    path = logged(INVENTED, a_log(tmp_path))

    assert told(path) == [("same", (), ())] * len(ASKED)


def test_an_entry_under_the_bundled_rules_needs_no_folder(tmp_path: Path) -> None:
    request = {"jurisdiction": "us-nm", "as_of": "2026-01-15", "discloser": "state_uc_agency"}

    assert told(logged(load(), a_log(tmp_path), [request]), RuleSets()) == [("same", (), ())]


def test_rules_are_found_in_a_folder_of_rule_sets(tmp_path: Path) -> None:
    write_rules(tmp_path / "sets" / "now", FILES)
    (tmp_path / "sets" / "then").symlink_to(ZEDLAND)
    (tmp_path / "sets" / "notes.txt").write_text("nothing")

    assert told(logged(INVENTED, a_log(tmp_path)), RuleSets([tmp_path / "sets"]))[0] == ("same", (), ())


def test_rules_that_are_not_here_are_told(tmp_path: Path) -> None:
    path = logged(INVENTED, a_log(tmp_path))

    assert told(path, RuleSets())[0] == (
        "not decided again",
        (),
        (f"rules with the digest {INVENTED.fingerprint}",),
    )


def test_a_permit_that_was_accepted_is_accepted_again(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", FILES)
    policy = load(rules, accept=["zz/code/1/custom"])
    asked = a_request(recipient={"type": "newspaper"}, purposes="news", items="name")

    path = logged(policy, a_log(tmp_path), [asked])

    assert json.loads(path.read_bytes())["verdict"] == "allow"
    assert told(path, RuleSets([rules])) == [("same", (), ())]


def test_an_entry_under_a_register_needs_that_register(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", FILES)
    (tmp_path / "register.yaml").write_text(yaml.safe_dump(REGISTER))
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(a_register(reviewed="2020-05-02")))
    (tmp_path / "foreign.yaml").write_text(yaml.safe_dump(a_register(jurisdiction="zz-b")))
    policy = load(rules, register=tmp_path / "register.yaml")
    path = logged(policy, a_log(tmp_path, mask="recipient.name: keep\n"), [ASKS])
    assert policy.register is not None

    files = [tmp_path / "foreign.yaml", tmp_path / "other.yaml"]
    lacking = ("not decided again", (), (f"a register with the digest {policy.register.digest}",))
    assert told(path, RuleSets([rules], files)) == [lacking]
    assert told(path, RuleSets([rules])) == [lacking]
    assert told(path, RuleSets([rules], [*files, tmp_path / "register.yaml"])) == [("same", (), ())]


def test_a_name_by_which_a_register_finds_what_is_on_file_is_missed(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", FILES)
    policy = load(rules, register=REGISTER)
    (tmp_path / "register.yaml").write_text(yaml.safe_dump(REGISTER))
    here = RuleSets([rules], [tmp_path / "register.yaml"])

    path = logged(policy, a_log(tmp_path), [ASKS, ASKS | {"recipient": {"name": "Nobody", "type": "newspaper"}}])

    missed = "what was masked of the request: recipient.name, by which the register finds what is on file"
    assert told(path, here) == [("not decided again", (), (missed,)), ("same", (), ())]


def test_what_decides_and_was_masked_is_told(tmp_path: Path) -> None:
    mask = "recipient.type: drop\nitems.type: hash\n"
    path = logged(INVENTED, a_log(tmp_path, mask=mask), [a_request(**POLICE)])

    assert told(path) == [
        ("not decided again", (), ("what was masked of the request: items.0.type, recipient.type",))
    ]


def test_names_and_reasons_are_not_missed(tmp_path: Path) -> None:
    asked = a_request(**POLICE) | {
        "recipient": {"type": "police", "name": "Ann"},
        "process": [{"name": "docket 17", "covers": {"items": "name"}}, {"name": "docket 18"}],
    }

    for mask in (None, "recipient.name: keep\nprocess.name: keep\njudgments: keep\n", "judgments.*.day: drop\n"):
        assert told(logged(INVENTED, a_log(tmp_path, mask=mask), [asked]))[-1] == ("same", (), ())


def test_another_verdict_is_told_with_the_rules_that_decided_then_and_now(tmp_path: Path) -> None:
    entry = changed(logged(INVENTED, a_log(tmp_path)), verdict="deny", rules=["zz/code/10/secret"], citations=[])

    found = replay(entry, HERE)

    assert found.outcome == "different"
    assert found.differences == (
        "verdict: deny then, allow now",
        "citations: none then, 1 ZC 20(a) now",
        "rules: zz/code/10/secret then, zz/code/20/police now",
    )


@pytest.mark.parametrize("name", ["facts", "decision"])
def test_a_receipt_that_is_of_another_request_or_decision_is_told(name: str, tmp_path: Path) -> None:
    path = logged(INVENTED, a_log(tmp_path))
    receipt = json.loads(path.read_bytes().splitlines()[0])["receipt"]

    found = replay(changed(path, receipt=receipt | {name: "0" * 64}), HERE)

    assert found.outcome == "different"
    assert found.differences == (f"{name}: {'0' * 64} then, {receipt[name]} now",)


def test_a_request_that_is_refused_now_is_told(tmp_path: Path) -> None:
    entry = changed(logged(INVENTED, a_log(tmp_path)), request=a_request(items="nothing"))

    assert replay(entry, HERE).differences[0].startswith("the request is refused now: ")


@pytest.mark.parametrize(
    "broken",
    [{"receipt": {}}, {"receipt": {"rules": 5}}, {"request": []}, {"dropped": [5]}, {"register": [5]}, {"rules": 5}],
)
def test_an_entry_that_nobody_could_have_written_is_told(broken: dict[str, Any], tmp_path: Path) -> None:
    entry = changed(logged(INVENTED, a_log(tmp_path)), **broken)

    assert replay(entry, HERE).lacks == ("a receipt and a request that can be read",)


@pytest.mark.parametrize("request_", [{}, {"judgments": []}, {"judgments": {"a": 5}}, {"jurisdiction": 5}])
def test_a_request_that_nobody_could_have_made_is_told(request_: dict[str, Any], tmp_path: Path) -> None:
    entry = changed(logged(INVENTED, a_log(tmp_path)), request=request_)

    assert replay(entry, HERE).differences[0].startswith("the request is refused now: ")


def test_another_version_is_told_and_decides_again(tmp_path: Path) -> None:
    path = logged(INVENTED, a_log(tmp_path))
    receipt = json.loads(path.read_bytes().splitlines()[0])["receipt"]

    found = replay(changed(path, receipt=receipt | {"package": "0.0.9", "decision": "0" * 64}), HERE)

    assert found.outcome == "same"
    assert found.lacks == ("disclosure-policy 0.0.9 (here is 0.1.0)",)


@settings(deadline=None, max_examples=40)
@given(requests(INVENTED) | requests(BUNDLED))
def test_every_request_can_be_decided_again_if_its_numbers_are_kept(request: DisclosureRequest) -> None:
    policy = INVENTED if request.jurisdiction.startswith("zz") else BUNDLED
    assume(abs(request.facts.get("people") or 0) < 2**53)
    with TemporaryDirectory() as folder:
        log = a_log(Path(folder), mask="facts: keep\n")
        policy.decide(request, log=log)
        found = replayed(log.path)

    assert [(one.outcome, one.differences, one.lacks) for one in found] == [("same", (), ())]
