"""The pytest plugin, in a pytest of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.helpers.builders import ZEDLAND

SCENARIOS = """\
given: {jurisdiction: zz, as_of: 2020-06-01, discloser: records_office, items: [name]}
scenarios:
  - name: a newspaper asks for a name
    request: {recipient: {type: newspaper}, purposes: news}
    expect: deny
    but:
      - {name: it is an average, set: {items: [average]}, expect: allow}
      - name: it is its own
        set: {items: [{type: name, about_recipient: true}]}
        expect: {verdict: deny, citations: [1 ZC 10(a)]}
"""
FAILING = "rules/zz/code/10/scenarios.yaml::a newspaper asks for a name, but it is its own"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ZEDLAND, tmp_path / "rules")
    (tmp_path / "rules" / "zz" / "code" / "10" / "scenarios.yaml").write_text(SCENARIOS)
    return tmp_path


def run(folder: Path, *arguments: str, python: str | None = None) -> subprocess.CompletedProcess[str]:
    start = ["-c", python] if python else ["-m", "pytest"]
    command = [sys.executable, *start, "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_plugin_is_installed_with_the_package() -> None:
    names = [point.value for point in entry_points(group="pytest11")]

    assert "disclosure_policy.pytest_plugin" in names, "install the package again: `pip install -e .`"


def test_each_scenario_is_a_test_with_its_file_and_name_and_a_failure_shows_line_and_reason_but_no_trace(
    project: Path,
) -> None:
    result = run(project, "-rA", "--junit-xml=found.xml")

    assert result.returncode == 1
    assert "1 failed, 2 passed" in result.stdout
    assert f"FAILED {FAILING}" in result.stdout
    assert "rules/zz/code/10/scenarios.yaml:8:9: a newspaper asks" in result.stdout
    assert "expected deny (1 ZC 10(a)), got allow (required: 1 ZC 20(c))" in result.stdout
    assert "it turned on 1 ZC 20(c): the record is about the recipient (true" in result.stdout
    assert "Traceback" not in result.stdout
    assert "runtest" not in result.stdout
    cases = ET.parse(project / "found.xml").findall(".//testcase")  # noqa: S314 - we wrote it
    assert [case.get("name") for case in cases] == [
        "a newspaper asks for a name",
        "a newspaper asks for a name, but it is an average",
        "a newspaper asks for a name, but it is its own",
    ]


def test_scenarios_are_chosen_by_id_and_by_words(project: Path) -> None:
    assert "1 failed" in run(project, FAILING).stdout
    assert "1 passed, 2 deselected" in run(project, "-k", "average").stdout


def test_scenarios_run_side_by_side(project: Path) -> None:
    result = run(project, "-n", "2")

    assert "1 failed, 2 passed" in result.stdout


def test_mistakes_in_rules_and_scenarios_are_told_without_a_trace(project: Path) -> None:
    (project / "rules" / "zz" / "jurisdiction.yaml").write_text("nam: Zedland\n")
    rules = run(project).stdout
    (project / "rules" / "zz" / "code" / "10" / "scenarios.yaml").write_text("scenarioz: []\n")
    scenarios = run(project).stdout

    assert "rules/zz/jurisdiction.yaml:1:1: `nam` is not a field here" in rules
    assert "rules/zz/code/10/scenarios.yaml:1:1: `scenarioz` is not a field here" in scenarios
    assert "Traceback" not in rules + scenarios


def test_a_file_of_that_name_outside_a_folder_of_rules_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "scenarios.yaml").write_text("anything\n")

    assert run(tmp_path).returncode == 5


def test_a_project_without_scenarios_imports_nothing_of_the_library(tmp_path: Path) -> None:
    listing = (
        "import sys, pytest\n"
        "pytest.main(sys.argv[1:])\n"
        "ours = ('disclosure_policy', 'pydantic', 'yaml', 'click')\n"
        "print('imported', sorted(name for name in sys.modules if name.split('.')[0] in ours))"
    )

    found = run(tmp_path, python=listing).stdout

    assert (
        "imported ['disclosure_policy', 'disclosure_policy.lazy_names', 'disclosure_policy.pytest_plugin']" in found
    )
