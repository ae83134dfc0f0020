"""A new repository of rules is complete as it stands, says that it is invented, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import disclosure_policy
from disclosure_policy.checks import check
from disclosure_policy.cli import main
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.mutation.scoring import score
from disclosure_policy.rulebook.json_schemas import kind_of, schema_of
from disclosure_policy.rulebook.new_repository import is_code
from disclosure_policy.scenarios.running import exercise
from disclosure_policy.scenarios.trials import read_trials
from tests.helpers.builders import ROOT
from tests.rulebook.test_json_schemas import named_schema


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", *arguments])


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    done = run("us-xx", "--name", 'Xanadu: the "State"')
    assert done.exit_code == 0, done.output
    return tmp_path


def test_a_new_repository_has_nothing_to_mend_and_its_scenarios_pass(repository: Path) -> None:
    policy = disclosure_policy.load(repository / "rules")
    trials = read_trials(repository / "rules/us-xx/invented-act/1/scenarios.yaml")

    assert policy.law.rule_set.lawbooks["us-xx"].jurisdiction.name == 'Xanadu: the "State"'
    assert [problem for problem in check(repository / "rules") if problem.severity != "notice"] == []
    assert {exercise(trial, policy).outcome for trial in trials} == {"passed"}
    assert {trial.expect.verdict for trial in trials if trial.expect} == {"allow", "deny"}


@pytest.mark.parametrize("which", ["new", "example"])
def test_its_scenarios_notice_every_small_mistake_in_its_rules(repository: Path, which: str) -> None:
    rules = repository / "rules" if which == "new" else ROOT / "examples" / "rules-repository" / "rules"
    found = score(disclosure_policy.load(rules), rules)
    unnoticed = [survivor.told for survivor in found.unexplained]

    assert unnoticed == []


def test_the_request_to_try_is_denied_for_what_its_story_says(repository: Path) -> None:
    tried = ["decide", "requests/court-order.yaml", "--rules", "rules"]
    done = CliRunner().invoke(main, tried)

    assert done.exit_code == 3
    assert "lacked  counsel has reviewed the order (Invented Act § 1(b))" in done.output


def test_every_file_names_a_schema_that_is_there_and_meets_it(repository: Path) -> None:
    files = sorted(repository.glob("rules/**/*.yaml"))

    assert len(files) == 6
    for file in files:
        schema = named_schema(file)
        assert schema == repository / "schema" / f"{kind_of(file)}.schema.json"
        assert schema.is_file()
        assert Draft202012Validator(schema_of(kind_of(file))).is_valid(read(file.read_bytes(), file.name).value)
    assert named_schema(repository / "requests/court-order.yaml").is_file()


def test_no_text_of_the_skeleton_passes_for_law(repository: Path) -> None:
    section = read((repository / "rules/us-xx/invented-act/1/2020-01-01.yaml").read_bytes(), "section").value

    assert "invented" in section["incomplete"]
    assert section["citation"].startswith("Invented Act")
    assert all("Invented; replace." in rule["summary"] for rule in section["rules"])
    assert "invented" in (repository / "README.md").read_text(encoding="utf-8")


def test_no_place_to_fill_in_is_left(repository: Path) -> None:
    for file in repository.rglob("*"):
        if file.is_file() and file.suffix != ".json":
            assert "%" not in file.read_text(encoding="utf-8"), file


def test_nothing_is_overwritten_nor_half_written(repository: Path) -> None:
    (repository / "rules/us-xx/facts.yaml").unlink()
    before = {file: file.read_bytes() for file in repository.rglob("*") if file.is_file()}
    done = run("us-xx")

    assert done.exit_code == 2
    assert "nothing was written" in done.output
    assert "  rules/us-xx/vocabulary.yaml\n" in done.output
    assert "facts.yaml" not in done.output
    assert {file: file.read_bytes() for file in repository.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("code", ["us", "US-XX", "us-xxx", "us-x", "us_xx", "nm", "us-xx/..", "us-xx\n"])
def test_only_the_code_of_a_state_will_do(tmp_path: Path, code: str) -> None:
    done = run(code, "--into", str(tmp_path))

    assert not is_code(code)
    assert done.exit_code == 2
    assert "write `us-` and its two letters, such as `us-xx`" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_state_that_is_not_named_gets_a_name_to_replace(tmp_path: Path) -> None:
    assert run("us-xx", "--into", str(tmp_path / "new")).exit_code == 0
    assert 'name: "the state of XX"' in (tmp_path / "new/rules/us-xx/jurisdiction.yaml").read_text(encoding="utf-8")
