"""No command writes over a file that is there, unless it is told to."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from disclosure_policy.cli import main
from tests.cli.test_mutate import RULES, SCENARIOS
from tests.helpers.builders import ROOT, ZEDLAND, section, write_rules

REQUEST = str(min((ROOT / "examples").glob("*.yaml")))


def written(command: str, file: Path, *more: str) -> Result:
    """Run a command that writes a file."""
    arguments = {
        "explain": ["explain", REQUEST, "--out"],
        "letter": ["letter", REQUEST, "--date", "2026-01-15", "--out"],
        "interview": ["interview", "zz", "--rules", str(ZEDLAND), "--save"],
        "test": ["test", str(file.parent / "rules"), "--coverage", "--write-missing"],
    }[command]
    return CliRunner().invoke(
        main, [*arguments, str(file), *more], input="quit\n" if command == "interview" else None
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rules = write_rules(tmp_path / "rules", {"zz/code/1/2000-01-01.yaml": section(RULES)})
    (rules / "zz" / "code" / "1" / "scenarios.yaml").write_text(SCENARIOS)
    return tmp_path


COMMANDS = ["explain", "letter", "interview", "test"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_there_is_not_written_over_without_force(folder: Path, command: str) -> None:
    file = folder / "file.yaml"
    file.write_text("precious", encoding="utf-8")

    refused = written(command, file)
    assert refused.exit_code == 2
    assert "--force" in refused.output
    assert file.read_text() == "precious"

    forced, new = written(command, file, "--force"), written(command, folder / "new.yaml")
    assert forced.exit_code == new.exit_code != 2, forced.output
    assert file.read_text(encoding="utf-8") == (folder / "new.yaml").read_text(encoding="utf-8") != "precious"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_link_to_a_file_that_is_not_there_is_a_file_that_is_there(folder: Path, command: str) -> None:
    (folder / "file.yaml").symlink_to(folder / "elsewhere")

    assert written(command, folder / "file.yaml").exit_code == 2
    assert not (folder / "elsewhere").exists()


def test_a_file_that_came_there_meanwhile_is_not_written_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "file.yaml"
    file.write_text("precious")
    monkeypatch.setattr("os.path.lexists", lambda _: False)

    refused = written("explain", file)

    assert refused.exit_code == 1
    assert "it cannot be written: File exists" in refused.output
    assert file.read_text() == "precious"


def test_own_request_is_not_written_over(folder: Path) -> None:
    request = folder / "request.yaml"
    request.write_text(Path(REQUEST).read_text(encoding="utf-8"), encoding="utf-8")

    assert CliRunner().invoke(main, ["explain", str(request), "--out", str(request)]).exit_code == 2
    assert request.read_text(encoding="utf-8") == Path(REQUEST).read_text(encoding="utf-8")
