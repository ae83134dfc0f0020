"""`disclosure-policy test`: output and exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from disclosure_policy.cli import main
from tests.helpers.builders import ZEDLAND
from tests.test_pytest_plugin import SCENARIOS


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    shutil.copytree(ZEDLAND, folder)
    (folder / "zz" / "code" / "10" / "scenarios.yaml").write_text(SCENARIOS)
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["test", *map(str, arguments)])


def test_a_failure_is_printed_and_exits_with_one(rules: Path) -> None:
    result = run(rules)

    assert result.exit_code == 1
    assert "zz/code/10/scenarios.yaml:8:9: a newspaper asks for a name, but it is its own\n" in result.output
    assert result.output.endswith("\n2 passed, 1 failed\n")


def test_scenarios_that_come_out_as_expected_exit_with_zero(rules: Path) -> None:
    result = run(rules, "-k", "Average")

    assert (result.exit_code, result.output) == (0, "1 passed\n")


def test_a_folder_or_a_file_in_a_folder_of_rules_is_tested_alone(rules: Path) -> None:
    (rules / "zz" / "code" / "20" / "scenarios.yaml").write_text(SCENARIOS)

    assert run(rules).output.endswith("4 passed, 2 failed\n")
    assert run(rules / "zz" / "code" / "20").output.endswith("2 passed, 1 failed\n")
    assert run(rules / "zz" / "code" / "20" / "scenarios.yaml").output.endswith("2 passed, 1 failed\n")


def test_nothing_to_test_is_no_success(rules: Path) -> None:
    result = run(rules, "-k", "nowhere")

    assert (result.exit_code, result.output) == (1, "no scenarios\n")


def test_json_counts_and_lists_every_scenario(rules: Path) -> None:
    found = json.loads(run(rules, "--format", "json").output)

    assert (found["passed"], found["failed"], found["unconfirmed"]) == (2, 1, 0)
    assert [one["outcome"] for one in found["results"]] == ["passed", "passed", "failed"]


def test_a_mistake_in_the_scenarios_is_told_without_a_trace(rules: Path) -> None:
    (rules / "zz" / "code" / "10" / "scenarios.yaml").write_text("scenarios: [{name: a}]\n")

    result = run(rules)

    assert result.exit_code == 1
    assert "scenarios.yaml:1:13: `expect` is missing" in result.output


def test_a_file_that_stands_in_no_folder_of_rules_is_about_the_bundled_law(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "scenarios:\n"
        "  - name: a newspaper asks for wages\n"
        "    request: {jurisdiction: us, as_of: 2026-01-15, discloser: state_uc_agency, items: [wages]}\n"
        "    expect: deny\n"
    )

    assert run(file).output == "1 passed\n"


def test_properties_beside_the_rules_are_tried_and_one_that_does_not_hold_fails(rules: Path) -> None:
    file = rules / "zz" / "properties.yaml"
    never = "- {id: police, %s: recipient.type.police and purpose.investigation, citation: 1 ZC 10(a), because: x}\n"
    file.write_text(never % "never_allowed")

    result = run(rules)

    assert result.exit_code == 1
    assert "`police` (1 ZC 10(a)) does not hold: this is allowed\n" in result.output
    assert json.loads(run(rules, "--format", "json").output)["properties"]["results"][0]["outcome"] == "broken"
    assert "propert" not in run(rules, "-k", "police").output
