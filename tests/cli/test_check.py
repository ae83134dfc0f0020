import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from disclosure_policy.cli import main
from tests.helpers.builders import ROOT, section, write_rules

BAR = "- {id: secret, effect: forbid, summary: all is secret}"


def check(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return write_rules(tmp_path, {"zz/code/1/2000-01-01.yaml": section(f"{BAR}\n{BAR}")})


def test_the_bundled_rules_have_notices_and_nothing_worse() -> None:
    result = check("--fail-on", "notice")

    assert result.exit_code == 1
    assert result.stderr.startswith("0 errors, 0 warnings, "), result.output


def test_findings_go_to_standard_output_and_the_tally_to_standard_error(broken: Path) -> None:
    result = check(broken)

    assert result.exit_code == 1
    expected = f"{broken}/zz/code/1/2000-01-01.yaml:9:8 duplicate-id the id `secret` is used twice in this section"
    assert expected in result.stdout
    assert result.stderr.startswith("1 error, ")


def test_every_form_is_printed_whole(broken: Path) -> None:
    codes = {problem["code"] for problem in json.loads(check(broken, "--format", "json").stdout)["problems"]}

    assert "duplicate-id" in codes
    sarif = json.loads(check(broken, "--format", "sarif").stdout)
    assert codes == {result["ruleId"] for result in sarif["runs"][0]["results"]}
    assert all(line.startswith("::") for line in check(broken, "--format", "github").stdout.splitlines())


def test_a_place_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere").exit_code == 2


def test_a_code_is_explained_by_its_page() -> None:
    result = check("--explain", "permit-by-omission")

    assert result.exit_code == 0
    assert result.output == (ROOT / "docs" / "checks" / "permit-by-omission.md").read_text()


def test_a_mistyped_code_is_wrong_usage_with_a_suggestion() -> None:
    result = check("--explain", "permit-by-omision")

    assert result.exit_code == 2
    assert "did you mean `permit-by-omission`?" in result.output


def test_what_fails_can_be_chosen(tmp_path: Path) -> None:
    rules = section(BAR)  # its text was not in hand, which is a notice, and it has no scenarios, which is a warning
    folder = write_rules(tmp_path, {"zz/code/1/2000-01-01.yaml": rules})

    assert [check(folder, "--fail-on", what).exit_code for what in ("error", "warning", "notice")] == [0, 1, 1]
