"""README and docs say what is so: examples run, generated pages are current, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest
from click.testing import CliRunner
from sybil import Sybil
from sybil.example import Example
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import disclosure_policy
from disclosure_policy.cli import main
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.law.paragraph_coverage import coverage
from disclosure_policy.policy import Policy
from disclosure_policy.rulebook.coverage import coverage_page
from disclosure_policy.rulebook.facts_page import catalogue
from tests.helpers.builders import ROOT

RULES = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "rules").rglob("*.yaml")))


def _is_in_the_rules(example: Example) -> None:
    assert indent(str(example.parsed).strip("\n"), "  ") in RULES


def _without_receipt(text: str) -> str:
    """Leave the digests out: any change of a rule changes them."""
    digests = r"rules [0-9a-f]{12}, facts [0-9a-f]{12}(, register [0-9a-f]{12})?|(?<=Rules: )[0-9a-f]{12,64}"
    return re.sub(digests, "", text).strip()


def _prints(example: Example) -> None:
    """Run the commands of a console block and compare what they print; `make` is run by other tests."""
    for block in str(example.parsed).split("$ ")[1:]:
        command, _, expected = block.partition("\n")
        program, *arguments = shlex.split(command.partition("#")[0])
        if program == "disclosure-policy":
            printed = CliRunner().invoke(main, arguments).output

            assert _without_receipt(printed) == _without_receipt(expected)


EXECUTED = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser("yaml", _is_in_the_rules),
        CodeBlockParser("console", _prints),
    ],
    filenames={"README.md"},
)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return disclosure_policy.load()


def test_the_readme_does_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    document = EXECUTED.parse(ROOT / "README.md")
    examples = list(document.examples())

    for example in examples:
        example.evaluate()
    assert len(examples) >= 4


@pytest.mark.parametrize("page", ["answers.md", "explain.md", "letters.md"])
def test_the_pages_on_reasons_and_letters_do_what_they_say(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    document = EXECUTED.parse(ROOT / "docs" / page)
    examples = list(document.examples())

    for example in examples:
        example.evaluate()
    assert examples


def _is_in_the_example(example: Example) -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "examples" / "register").glob("*.yaml"))
    assert any(indent(str(example.parsed), " " * depth) in written for depth in (0, 2, 4))


def test_the_page_on_registers_does_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    parsers = [
        PythonCodeBlockParser(),
        CodeBlockParser("yaml", _is_in_the_example),
        CodeBlockParser("console", _prints),
    ]
    examples = list(Sybil(parsers=parsers, filenames={"register.md"}).parse(ROOT / "docs" / "register.md").examples())

    for example in examples:
        example.evaluate()
    assert len(examples) >= 10


def _prints_but_for_digests(example: Example) -> None:
    """Run the commands of a console block; the digest of an entry is another every time, since it has the time."""
    for block in str(example.parsed).split("$ ")[1:]:
        command, _, expected = block.partition("\n")
        printed = CliRunner().invoke(main, shlex.split(command)[1:]).output

        begins = re.sub("[0-9a-f]{12,64}", "", expected.strip())
        assert re.sub("[0-9a-f]{12,64}", "", printed.strip()).startswith(begins)
        assert begins or not printed


def _is_a_mask(example: Example) -> None:
    Path("mask.yaml").write_text(str(example.parsed), encoding="utf-8")
    Path("key").write_bytes(b"a secret of the agency's")
    decided = [*shlex.split("decide examples/claimants-own-file.yaml --as-of 2026-01-15 --log masked.jsonl")]
    result = CliRunner().invoke(main, [*decided, "--mask", "mask.yaml", "--mask-key", "key"])

    assert result.exit_code in (0, 3), result.output


@pytest.mark.parametrize("page", ["log.md", "receipts.md"])
def test_the_pages_on_evidence_do_what_they_say(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    parsers = [
        PythonCodeBlockParser(),
        CodeBlockParser("yaml", _is_a_mask),
        CodeBlockParser("console", _prints_but_for_digests),
    ]
    examples = list(Sybil(parsers=parsers, filenames={page}).parse(ROOT / "docs" / page).examples())

    for example in examples:
        example.evaluate()
    assert len(examples) >= 3


TOLD = re.compile(
    r"^- \[[^]]+\]\(\.\./(?P<file>examples/\S+)\), (?P<as_of>\S+), `(?P<code>\S+)`: "
    r"\*\*(?P<verdict>\w+)\*\* \((?P<basis>[^)]+)\),\s(?P<citations>.+?)(?=\n\n|\n- )",
    re.MULTILINE | re.DOTALL,
)


def test_the_requests_since_2019_are_decided_as_told(policy: Policy) -> None:
    told = list(TOLD.finditer((ROOT / "docs" / "requests-since-2019.md").read_text(encoding="utf-8")))

    for one in told:
        decision = policy.decide(read((ROOT / one["file"]).read_bytes(), one["file"]).value)
        citations = " ".join(one["citations"].split()).split("; ")
        assert (decision.as_of.isoformat(), decision.jurisdiction) == (one["as_of"], one["code"])
        assert (decision.verdict, decision.basis) == (one["verdict"], one["basis"])
        assert list(decision.citations) == citations
    stories = {file.name for file in (ROOT / "examples" / "since-2019").iterdir()}
    assert {Path(one["file"]).name for one in told} == stories | {"2019-request-for-all-records.yaml"}


def test_the_first_screen_of_the_readme_has_the_essentials() -> None:
    screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:80])

    for needed in ("make demo", "make test", "effect: permit", "disclosure_policy.load()", "DENY"):
        assert needed in screen


@pytest.mark.parametrize("code", ["us", "us-nm"])
def test_no_paragraph_of_the_law_was_skipped(policy: Policy, code: str) -> None:
    rows = coverage(policy.law, code)

    assert rows
    assert [row.citation for row in rows if not row.explained] == []


@pytest.mark.parametrize("code", ["us", "us-nm"])
def test_the_coverage_page_is_current(policy: Policy, code: str) -> None:
    page = coverage_page(policy.law, code, coverage(policy.law, code))

    assert (ROOT / "docs" / "coverage" / f"{code}.md").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("code", ["us", "us-nm"])
def test_the_page_of_what_a_request_can_state_is_current(policy: Policy, code: str) -> None:
    assert (ROOT / "docs" / "requests" / f"{code}.md").read_text(encoding="utf-8") == catalogue(policy.law, code)


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", *map(str, Path("docs").rglob("*.md"))]
)
def test_links_lead_somewhere(page: str) -> None:
    file = ROOT / page
    for link in re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8")):
        assert link.startswith("https://") or (file.parent / link).exists(), link


def written_down() -> list[Path]:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    return [*pages, *(ROOT / "examples").rglob("*.md"), *(ROOT / "examples").rglob("*.py")]


@pytest.mark.parametrize("page", written_down(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_teaches_a_path_below_a_room(page: Path) -> None:
    taught = re.findall(r"disclosure_policy\.(\w+)", page.read_text(encoding="utf-8"))

    logger = "decisions"
    assert set(taught) <= {*disclosure_policy.__all__, "strategies", "pytest_plugin", logger}


def test_what_can_be_asked_for_is_listed() -> None:
    assert set(disclosure_policy.__all__) <= set(dir(disclosure_policy))


def test_every_public_name_is_checked_for_its_type() -> None:
    checked = (ROOT / "tests" / "typing" / "public_names.py").read_text(encoding="utf-8")

    untyped = {"DisclosurePolicyError", "RuleFileError"}  # exceptions, of which nothing more is asked
    assert set(disclosure_policy.__all__) - untyped <= set(re.findall(r"\w+", checked))


def test_the_public_names_are_the_ones_announced() -> None:
    assert disclosure_policy.__all__ == sorted(disclosure_policy.__all__, key=lambda n: (n[0].islower(), n))
    assert all(getattr(disclosure_policy, name).__doc__ for name in disclosure_policy.__all__)


def test_importing_the_package_does_not_import_rule_engine() -> None:
    code = "import sys, disclosure_policy; sys.exit('rule_engine' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
