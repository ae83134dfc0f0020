"""Somebody with nothing but the wheel: another state's repository, a new one, the page for authors, the action."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.whole.test_tooling import ACTION, ROOT, SKELETON, ZED

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Outside:
    """A place away from the checkout, with an environment in which the built wheel is installed."""

    folder: Path
    wheels: Path

    def run(self, script: str, at: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script of bash as somebody there would; standard error is seen in its place."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))
        }
        environment |= {"PATH": f"{self.folder / 'venv/bin'}{os.pathsep}{environment['PATH']}", **variables}
        links = f"{environment.get('PIP_FIND_LINKS', '')} {self.wheels}".strip()
        return subprocess.run(
            ["/bin/bash", "-c", script],
            cwd=at,
            env=environment | {"PIP_FIND_LINKS": links},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Outside:
    place = Outside(tmp_path_factory.mktemp("outside"), tmp_path_factory.mktemp("wheels"))
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(place.wheels), str(ROOT)]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = place.wheels.glob("*.whl")
    made = place.run(f"'{sys.executable}' -m venv venv && pip install --quiet '{wheel}[testing]'", place.folder)
    assert made.returncode == 0, made.stdout
    return place


def green(outside: Outside, repository: Path, command: str) -> None:
    done = outside.run(command, repository)
    assert done.returncode == 0, f"$ {command}\n{done.stdout}"


COMMANDS = (
    "disclosure-policy check rules",
    "disclosure-policy test rules",
    "disclosure-policy test rules --coverage --fail-under 100",
    "disclosure-policy mutate rules --fail-under 100",
    "pytest -q",
)


def test_the_package_is_the_installed_one(outside: Outside) -> None:
    where = outside.run("python -c 'import disclosure_policy; print(disclosure_policy.__file__)'", outside.folder)

    assert where.stdout.startswith(str(outside.folder)), where.stdout


def test_the_wheel_has_the_schemas_and_the_skeleton(outside: Outside) -> None:
    (wheel,) = outside.wheels.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    skeleton = [file for file in SKELETON.rglob("*") if file.is_file()]

    assert {f"disclosure_policy/schema/{file.name}" for file in (ROOT / "schema").iterdir()} <= names
    assert {f"disclosure_policy/rulebook/skeleton/{file.relative_to(SKELETON)}" for file in skeleton} <= names


@pytest.fixture(scope="module")
def zed(outside: Outside) -> Path:
    return shutil.copytree(ZED, outside.folder / "zed")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_another_states_repository_is_green(outside: Outside, zed: Path, command: str) -> None:
    green(outside, zed, command)


@pytest.fixture(scope="module")
def new(outside: Outside) -> Path:
    green(outside, outside.folder, "disclosure-policy init us-xx --into new")
    return outside.folder / "new"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_new_repository_is_green_as_it_stands(outside: Outside, new: Path, command: str) -> None:
    green(outside, new, command)


def test_the_action_runs_in_a_repository(outside: Outside, zed: Path, tmp_path: Path) -> None:
    added = tmp_path / "path"
    variables = {"RULES": "rules", "SARIF": "found.sarif", "FAIL_UNDER": "100", "PACKAGE": "disclosure-policy"}
    for step in ACTION["runs"]["steps"]:
        done = outside.run(step["run"], zed, RUNNER_TEMP=str(tmp_path), GITHUB_PATH=str(added), **variables)
        assert done.returncode == 0, f"{step['name']}\n{done.stdout}"

    assert added.read_text() == f"{tmp_path}/disclosure-policy/bin\n"
    assert '"version": "2.1.0"' in (zed / "found.sarif").read_text(encoding="utf-8")


def told(block: str) -> list[tuple[str, str]]:
    """Return the commands of a console block, each with what the page says that it prints."""
    return [(call.partition("\n")[0], call.partition("\n")[2].strip()) for call in block.split("$ ")[1:]]


def test_the_page_for_authors_leads_from_nothing_to_green(outside: Outside, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    first = page[page.index("## From nothing") : page.index("## Where things are")]
    script, expected = ["exec 2>&1"], []
    for name, kind, body in re.findall(r"(?:`([^`\n]+)`:\n\n)?```(console|yaml)\n(.*?)```", first, re.DOTALL):
        if kind == "yaml":
            script.append(f"mkdir -p '{Path(name).parent}'; cat > '{name}' <<'END'\n{body}END")
            continue
        for command, printed in told(body):
            script.append(f'{command}\ncode=$?; echo; echo "=== $code"')
            expected.append((command, printed))
    done = outside.run("\n".join(script), tmp_path)
    parts = re.split(r"\n=== (\d+)\n", done.stdout)
    outputs, codes = parts[0:-1:2], parts[1::2]

    assert len(expected) == len(codes) >= 15
    for (command, printed), output, code in zip(expected, outputs, codes, strict=True):
        assert int(code) == (1 if "1 error" in printed else 0), f"$ {command}\n{output}"
        if printed:
            assert output.replace("Mutants\n", "").strip() == printed, f"$ {command}"


SPOILT = [
    ("citation: Invented Act § 1", "citation: Invented Akt § 1"),
    ("title: ", "titel: "),
    ("read_on: ", "read_on: the day "),
    ("effective: {from: 2020-01-01}", "effective: {from: 2020-01-02}"),
    ("paragraph: (a)", "paragraph: a"),
    ("not item.type.outside_uc_information", "not item.type.outside_uc_informations"),
    ("effect: permit", "effect: alow"),
    ("_superior_court_order\n", "_superior_court_order and\n"),
    ("when: order_reviewed_by_counsel\n", "when: order_reviewd_by_counsel\n"),
    ("bears: the agency", "bears: agency"),
]


def test_ten_mistakes_in_a_file_are_told_at_once_each_with_the_way_to_mend_it(outside: Outside, new: Path) -> None:
    repository = shutil.copytree(new, outside.folder / "spoilt")
    file = repository / "rules/us-xx/invented-act/1/2020-01-01.yaml"
    text = file.read_text(encoding="utf-8")
    lines = set()
    for right, wrong in SPOILT:
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
        lines.add(text[: text.index(wrong)].count("\n") + 1)
    file.write_text(text, encoding="utf-8")
    done = outside.run("disclosure-policy check rules", repository)
    found = re.findall(
        r"^rules/us-xx/invented-act/1/2020-01-01\.yaml:(\d+):(\d+) ([a-z-]+) (.+)\n  help: .+$",
        done.stdout,
        re.MULTILINE,
    )

    assert done.returncode == 1
    assert {int(line) for line, *_ in found} >= lines, done.stdout
    assert len(found) >= len(SPOILT)
    assert "Traceback" not in done.stdout
