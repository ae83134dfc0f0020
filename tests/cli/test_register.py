"""Commands under an agency's register, and the command that checks one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from disclosure_policy.cli import main
from disclosure_policy.interview.interview import Interview
from disclosure_policy.interview.question import Given
from tests.helpers.builders import write_rules
from tests.helpers.registered import ASKS, FILES, REGISTER, a_register, law_policy, under


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("agency")
    write_rules(made / "rules", FILES)
    (made / "register.yaml").write_text(yaml.safe_dump(REGISTER))
    (made / "request.yaml").write_text(yaml.safe_dump(ASKS))
    (made / "wrong.yaml").write_text(yaml.safe_dump(a_register(jurisdiction="zz-b")))
    scenarios = [{"name": "a school asks", "request": ASKS, "expect": "allow"}]
    (made / "rules/zz/code/1/scenarios.yaml").write_text(yaml.safe_dump({"scenarios": scenarios}))
    return made


def run(folder: Path, *arguments: str, register: str = "register.yaml", rules: bool = True) -> Result:
    more = ["--rules", str(folder / "rules")] if rules else []
    given = [str(folder / one) if one.endswith(".yaml") or one == "rules" else one for one in arguments]
    return CliRunner().invoke(main, [*given, *more, "--register", str(folder / register)])


@pytest.mark.parametrize("command", ["decide", "explain", "letter"])
def test_a_request_is_decided_under_a_register(command: str, folder: Path) -> None:
    result = run(folder, command, "request.yaml", "--format", "json" if command != "letter" else "markdown")

    assert result.exit_code == 0
    assert "allow" in result.output or "permits this disclosure" in result.output


def test_a_decision_tells_in_text_what_it_took(folder: Path) -> None:
    output = run(folder, "decide", "request.yaml").output

    assert "From the agency's register" in output
    assert "agreements/A-1: agreement with First School, from 2018-01-01 to 2021-12-31" in output
    assert under().decide(ASKS).receipt.agency_register[:12] in output  # type: ignore[index]


def test_an_interview_asks_nothing_that_is_on_file() -> None:
    told = {"discloser": "records_office", "recipient.type": "school", "purpose": "research", "item.type": "name"}

    given = tuple(Given(fact=fact, offered=(term,), answer=[term]) for fact, term in told.items())

    asked: dict[str, set[str]] = {}
    for name, policy in (("alone", law_policy()), ("on file", under())):
        interview = Interview(policy, "zz", date(2020, 6, 1), given)
        asked[name] = set()
        while (question := interview.question) is not None:
            asked[name].add(question.fact)
            answers = {"yes or no": True, "judgment": {"answer": False, "by": "b", "day": "2020-01-01", "why": "w"}}
            interview = interview.answer(answers.get(question.kind))

    assert {"agreement.written", "harms"} <= asked["alone"]
    assert not {"agreement.written", "agreement.terms", "harms", "consents"} & asked["on file"]


def test_rows_are_decided_as_requests_are(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    asked = [ASKS, ASKS | {"agreement": {"on_file": "A-2"}}, ASKS | {"agreement": {"on_file": "A-3"}}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(one) + "\n" for one in asked))

    result = run(folder, "batch", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]

    assert result.exit_code == 1
    assert [row["verdict"] for row in rows] == ["allow", "allow", None]
    assert rows[0]["citations"] == list(under().decide(asked[0]).citations)
    assert "there is no agreement `A-3` on file" in rows[2]["error"]


def test_a_row_that_names_an_agreement_needs_a_register(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "in.csv").write_text(
        "jurisdiction,as_of,discloser,agreement.on_file\nzz,2020-06-01,records_office,A-1\n"
    )

    CliRunner().invoke(
        main,
        ["batch", str(tmp_path / "in.csv"), str(tmp_path / "out.jsonl"), "--rules", str(folder / "rules")],
    )

    assert "no register was given" in (tmp_path / "out.jsonl").read_text()


def test_scenarios_are_tried_under_a_register(folder: Path) -> None:
    alone = CliRunner().invoke(main, ["test", str(folder / "rules")])

    assert alone.exit_code == 1
    assert run(folder, "test", "rules", rules=False).exit_code == 0
    assert run(folder, "test", "rules", "--coverage", rules=False).exit_code == 2


@pytest.mark.parametrize("command", ["decide", "explain", "letter"])
def test_a_register_that_cannot_be_used_is_told(command: str, folder: Path) -> None:
    result = run(folder, command, "request.yaml", register="wrong.yaml")

    assert result.exit_code == 1
    assert "the register is for `zz-b`, of which there are no rules here" in result.output


def test_check_tells_what_ends_soon_and_what_overlaps(folder: Path) -> None:
    arguments = ["register", "check", str(folder / "register.yaml"), "--rules", str(folder / "rules")]

    soon = CliRunner().invoke(main, [*arguments, "--as-of", "2021-11-01"])
    later = CliRunner().invoke(main, [*arguments, "--as-of", "2021-10-01"])

    assert "expiring-entry `A-1` ends on 2021-12-31, in 60 days" in soon.output
    assert "A-1" not in later.output
    assert later.exit_code == 0


def test_check_looks_at_a_register_with_the_rules(folder: Path) -> None:
    result = CliRunner().invoke(
        main, ["check", str(folder / "rules"), "--register", str(folder / "wrong.yaml"), "--fail-on", "error"]
    )

    assert result.exit_code == 1
    assert "foreign-register" in result.output
