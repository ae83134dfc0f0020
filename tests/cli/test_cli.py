"""The command, run as a person would: output, exit codes, and no trace for any mistake."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from disclosure_policy.cli import COMMANDS, main
from tests.helpers.builders import ROOT

DENIED = ROOT / "examples" / "2019-request-for-all-records.yaml"
ALLOWED = ROOT / "examples" / "journalist-asks-for-county-totals.yaml"

JURISDICTION = 'name: Zedland\ncitation_forms: ["Z.C. {section}{paragraph}"]\nparent: none\n'
VOCABULARY = """\
purpose:
  law: {label: law}
  crime: {label: crime, broader: [law]}
"""
SECTION = """\
citation: Z.C. 1
title: Confidentiality
source: none
read_on: 2026-01-01
incomplete: invented
effective: {from: 2020-01-01}
rules:
  - id: secret
    paragraph: (a)
    effect: forbid
    summary: Everything is secret.
  - id: crime
    paragraph: (b)
    effect: permit
    exception_to: secret
    summary: Not for crimes.
    conditions:
      - purpose.crime
"""
REQUEST = """\
jurisdiction: zz
as_of: 2026-01-01
discloser: agency
purposes: [crime]
"""


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules" / "zz"
    (folder / "law" / "1").mkdir(parents=True)
    (folder / "jurisdiction.yaml").write_text(JURISDICTION)
    (folder / "vocabulary.yaml").write_text(VOCABULARY + "discloser:\n  agency: {label: the agency}\n")
    (folder / "law" / "1" / "2020-01-01.yaml").write_text(SECTION)
    return tmp_path / "rules"


def test_a_denial_exits_with_three_and_an_allow_with_zero() -> None:
    assert run("decide", str(DENIED)).exit_code == 3
    assert run("decide", str(ALLOWED)).exit_code == 0


def test_a_request_is_read_from_standard_input_as_yaml_or_json(rules: Path) -> None:
    as_json = json.dumps({"jurisdiction": "zz", "as_of": "2026-01-01", "discloser": "agency", "purposes": ["crime"]})

    assert run("decide", "-", "--rules", str(rules), stdin=REQUEST).exit_code == 0
    assert run("decide", "-", "--rules", str(rules), stdin=as_json).exit_code == 0


def test_the_day_on_the_command_line_wins_over_the_requests_own(rules: Path) -> None:
    result = run("decide", "-", "--rules", str(rules), "--as-of", "2019-12-31", stdin=REQUEST)

    assert result.exit_code == 3
    assert "no law in force" in result.output


def test_without_any_day_today_is_used(rules: Path) -> None:
    result = run("decide", "-", "--rules", str(rules), stdin=REQUEST.replace("as_of: 2026-01-01\n", ""))

    assert result.exit_code == 0
    assert re.search(r"as of 20\d\d-\d\d-\d\d", result.output)


def test_json_holds_everything() -> None:
    decision = json.loads(run("decide", str(DENIED), "--format", "json").output)

    assert decision["verdict"] == "deny"
    assert {"citations", "determining", "disclosures", "findings", "missing", "closest", "receipt"} <= set(decision)
    assert all(finding["citation"] for finding in decision["findings"])
    assert any(condition["value"] == "false" for f in decision["findings"] for condition in f["conditions"])


def test_markdown_has_headings() -> None:
    assert run("decide", str(DENIED), "--format", "markdown").output.startswith("# DENY")


def test_the_tree_shows_what_limits_what() -> None:
    output = run("tree", "us", "--as-of", "2026-01-01").output

    assert (
        output.index("NO 20 CFR 603.4(b)")
        < output.index("NO 20 CFR 603.10(a)(1)")
        < output.index("MAY 20 CFR 603.10(a)(1)")
    )


def test_the_tree_of_an_unknown_jurisdiction_suggests_one() -> None:
    result = run("tree", "us-nn")

    assert result.exit_code == 1
    assert "did you mean `us-nm`?" in result.stderr


def test_help_lists_every_command_on_one_line_and_imports_none_of_them() -> None:
    script = (
        "import sys; from disclosure_policy.cli import main; main(['--help'], standalone_mode=False);"
        "print(*(m for m in sys.modules if m.startswith(('disclosure_policy.cli.', 'pydantic'))), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    listed = re.findall(r"^  (\w+) +(.*)$", done.stdout.partition("Commands:")[2], re.MULTILINE)

    assert dict(listed) == COMMANDS
    assert done.stderr.split() == []


def test_every_command_that_is_listed_is_there_and_no_other() -> None:
    folder = ROOT / "src" / "disclosure_policy" / "cli"
    modules = {entry.stem for entry in folder.iterdir() if not entry.stem.startswith("__")}
    modules -= {"console", "log_options"}

    assert modules == set(COMMANDS)
    for name in COMMANDS:
        assert main.get_command(click.Context(main), name).name == name


def test_the_shell_completes_commands_and_options() -> None:
    context = click.Context(main)

    assert [item.value for item in main.shell_complete(context, "co")] == ["coverage", "completion"]
    assert "--version" in [item.value for item in main.shell_complete(context, "--")]


def test_help_teaches_and_the_version_is_told() -> None:
    assert "Exit codes" in run("--help").output
    assert "discloser: state_uc_agency" in run("decide", "-h").output
    assert run("--version").output.startswith("disclosure-policy, version ")


def test_wrong_usage_exits_with_two(rules: Path) -> None:
    assert run("decide").exit_code == 2
    assert run("decide", "no-such-file.yaml").exit_code == 2
    for day in ("yesterday", "2024-W03-1", "20240115", "2024-1-15"):
        assert run("decide", str(DENIED), "--as-of", day).exit_code == 2
    assert run("decide", str(DENIED), "--format", "xml").exit_code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed(shell: str) -> None:
    if shell == "bash" and not shutil.which("bash"):
        pytest.skip("no bash on this machine")

    assert "_DISCLOSURE_POLICY_COMPLETE" in run("completion", shell).output


def test_jurisdictions_are_completed() -> None:
    words = {"COMP_WORDS": "disclosure-policy tree us-", "COMP_CWORD": "2"}
    result = CliRunner().invoke(
        main, [], env={**words, "_DISCLOSURE_POLICY_COMPLETE": "bash_complete"}, prog_name="disclosure-policy"
    )

    assert "us-nm" in result.output


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "disclosure_policy", "decide", str(DENIED)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3
    assert done.stdout.startswith("DENY")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize("command", [["decide", str(ALLOWED)], ["--help"]])
def test_an_answer_that_cannot_be_written_is_told_without_a_trace_and_is_no_allow(command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "disclosure_policy", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, "standard output: No space left on device\n")


MISTAKES_IN_RULES = {
    "a misspelt term": (
        SECTION.replace("purpose.crime", "purpose.crme"),
        18,
        17,
        "`purpose` has no `crme`",
        "`crime`",
    ),
    "a misspelt fact": (SECTION.replace("purpose.crime", "purpse.crime"), 18, 9, "no fact `purpse`", "`purpose`"),
    "a misspelt field": (
        SECTION.replace("summary: Not", "sumary: Not"),
        16,
        5,
        "`sumary` is not a field",
        "`summary`",
    ),
    "a dangling exception": (
        SECTION.replace("exception_to: secret", "exception_to: secrte"),
        15,
        19,
        "no rule `secrte`",
        "`secret`",
    ),
    "an exception to itself through another": (
        SECTION.replace("    summary: Everything", "    exception_to: crime\n    summary: Everything"),
        11,
        19,
        "an exception to itself",
        None,
    ),
    "a wrong date": (
        SECTION.replace("2020-01-01}", "2020-13-01}"),
        6,
        19,
        "`2020-13-01` is not a date",
        "YYYY-MM-DD",
    ),
    "a duplicate key": (SECTION + "title: again\n", 19, 1, "the key `title` is given twice", "line 2"),
    "an anchor": (
        SECTION.replace("title: C", "title: &c C"),
        2,
        8,
        "the anchor `&c` is not allowed",
        "write the value",
    ),
    "nested brackets": ("citation: " + "[" * 60_000, 1, 42, "nested more than 32 deep", None),
    "an empty file": ("", 1, 1, "the file is empty", None),
}


@pytest.mark.parametrize("mistake", MISTAKES_IN_RULES)
def test_a_mistake_in_a_rule_file_is_told_with_its_place_and_mend(rules: Path, mistake: str) -> None:
    text, line, column, message, mend = MISTAKES_IN_RULES[mistake]
    file = rules / "zz" / "law" / "1" / "2020-01-01.yaml"
    file.write_text(text)

    result = run("decide", "-", "--rules", str(rules), stdin=REQUEST)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{file}:{line}:{column}: " in result.stderr
    assert message in result.stderr
    assert mend is None or mend in result.stderr.partition("help: ")[2]
    assert "Traceback" not in result.stderr


MISTAKES_IN_REQUESTS = {
    "a misspelt term": (REQUEST.replace("[crime]", "[crme]"), 4, 12, "`purpose` has no term `crme`", "`crime`"),
    "a misspelt field": (REQUEST.replace("purposes", "purpose"), 4, 1, "`purpose` is not a field", "`purposes`"),
    "a wrong date": (REQUEST.replace("2026-01-01", "2026-02-30"), 2, 8, "`2026-02-30` is not a date", "YYYY-MM-DD"),
    "a duplicate key": (REQUEST + "as_of: 2026-01-02\n", 5, 1, "the key `as_of` is given twice", "line 2"),
    "an anchor": (REQUEST.replace("[crime]", "&p [crime]"), 4, 11, "the anchor `&p` is not allowed", None),
    "an alias": (REQUEST.replace("[crime]", "*p"), 4, 11, "the alias `*p` is not allowed", None),
    "nested brackets": ("[" * 60_000, 1, 33, "nested more than 32 deep", None),
    "an empty file": ("", 1, 1, "the file is empty", None),
    "a missing field": (REQUEST.replace("discloser: agency\n", ""), 1, 1, "`discloser` is missing", None),
    "a number for a truth": (REQUEST + "release: {signed: 1}\n", 5, 19, "expected true or false, not `1`", None),
    "an unknown jurisdiction": (REQUEST.replace("zz", "zy"), 1, 15, "no jurisdiction `zy`", "zz"),
    "no YAML": ("a: [1\nb: 2", 2, 2, "this is not YAML", None),
}


@pytest.mark.parametrize("mistake", MISTAKES_IN_REQUESTS)
def test_a_mistake_in_a_request_is_told_with_its_place_and_mend(rules: Path, tmp_path: Path, mistake: str) -> None:
    text, line, column, message, mend = MISTAKES_IN_REQUESTS[mistake]
    file = tmp_path / "request.yaml"
    file.write_text(text)

    result = run("decide", str(file), "--rules", str(rules))

    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{file}:{line}:{column}: " in result.stderr
    assert message in result.stderr
    assert mend is None or mend in result.stderr.partition("help: ")[2]
    assert "Traceback" not in result.stderr


def test_all_mistakes_are_told_at_once(rules: Path) -> None:
    file = rules / "zz" / "law" / "1" / "2020-01-01.yaml"
    file.write_text(
        SECTION.replace("purpose.crime", "purpose.crme").replace("exception_to: secret", "exception_to: x")
    )

    result = run("decide", "-", "--rules", str(rules), stdin=REQUEST)

    assert len(re.findall(r"\.yaml:\d+:\d+: ", result.stderr)) == 2


def test_facts_and_coverage_are_pages(rules: Path) -> None:
    assert run("facts", "us-nm").output.startswith("# What a request can state: New Mexico (`us-nm`)")
    assert run("coverage", "us").exit_code == 0
    assert run("coverage", "us").output.startswith("# Coverage: the United States (`us`)")


def test_a_paragraph_that_nothing_explains_fails_the_coverage(rules: Path) -> None:
    (rules / "zz" / "structure.yaml").write_text("Z.C. 1(a):\nZ.C. 1(c):\nZ.C. 2: a title\n")

    result = run("coverage", "zz", "--rules", str(rules))

    assert result.exit_code == 1
    assert "| Z.C. 1(a) | `1/secret` |  |" in result.output
    assert "| Z.C. 1(c) |  | **not explained** |" in result.output
    assert "| Z.C. 2 |  | a title |" in result.output
