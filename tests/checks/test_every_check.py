"""Every check has a page, a fixture that it finds something in, and one in which nothing is found."""

import re
from datetime import date
from pathlib import Path

import pytest

from disclosure_policy.checks import CHECKS, check
from disclosure_policy.checks.check_definition import Check
from disclosure_policy.checks.reporting import report
from tests.helpers.builders import ROOT
from tests.helpers.fixtures import BASE, FIXTURES, build, excerpts

PAGES = ROOT / "docs" / "checks"
by_code = pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.code)


def found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(folder)
    return report(check(".", texts="texts", register="register.yaml", as_of=date(2026, 1, 15)), "text", CHECKS)


def test_nothing_is_found_in_the_rules_from_which_the_fixtures_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(BASE, monkeypatch) == ""


@by_code
def test_what_is_to_be_avoided_is_found_where_it_is(
    one: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = found(build(FIXTURES / one.code / "bad.diff", tmp_path / "rules"), monkeypatch)

    assert text.replace(str(tmp_path), "") == (FIXTURES / one.code / "expected.txt").read_text().rstrip("\n")
    told = len(re.findall(rf"^\S+ {one.code} ", text, re.MULTILINE))
    assert told
    assert told == len(re.findall(rf"^\S+ {one.code} .*\n  help: .+", text, re.MULTILINE))


@by_code
def test_nothing_is_found_in_what_is_preferred(one: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(build(FIXTURES / one.code / "good.diff", tmp_path / "rules"), monkeypatch) == ""


@by_code
def test_its_page_says_what_to_avoid_what_to_prefer_and_why(one: Check) -> None:
    page = (PAGES / f"{one.code}.md").read_text()
    head, *sections = page.split("\n## ")
    avoid, prefer, rationale = (section.partition("\n\n") for section in sections)

    assert head == f"# {one.code}\n\n{one.says} ({one.severity})\n"
    assert (avoid[0], prefer[0], rationale[0]) == ("Avoid", "Prefer", "Rationale")
    for shown, name in ((avoid[2], "bad"), (prefer[2], "good")):
        for text in excerpts(FIXTURES / one.code / f"{name}.diff"):
            assert text in shown
        assert shown.strip()
    assert rationale[2].strip().endswith(".")


def test_there_is_no_page_and_no_fixture_without_a_check() -> None:
    codes = {one.code for one in CHECKS}

    assert codes == {page.stem for page in PAGES.glob("*.md")} - {"README"}
    assert codes == {folder.name for folder in FIXTURES.iterdir()} - {"base"}


def test_the_list_of_pages_names_every_check_under_its_severity() -> None:
    listed = (PAGES / "README.md").read_text()
    parts = {"error": "## Errors", "warning": "## Warnings", "notice": "## Notices"}

    for one in CHECKS:
        _, _, rest = listed.partition(parts[one.severity])
        row = f"| [`{one.code}`]({one.code}.md) | {one.says} |"
        assert row in rest.partition("\n## ")[0]
    assert listed.count(".md) |") == len(CHECKS)
