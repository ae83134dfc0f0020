"""Hooks, action, workflows and pages name commands and options that there are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import settings

from disclosure_policy.cli import COMMANDS, main
from tests.helpers.builders import ROOT

SKELETON = ROOT / "src" / "disclosure_policy" / "rulebook" / "skeleton"
ZED = ROOT / "examples" / "rules-repository"
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOWS = [SKELETON / "dot-github/workflows/rules.yml", ZED / ".github/workflows/rules.yml"]
LOCAL_HOOKS = [SKELETON / "dot-pre-commit-config.yaml", ZED / ".pre-commit-config.yaml"]
PAGES = [
    SKELETON / "README.md",
    ZED / "README.md",
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "docs/checks/README.md",
]


def commands_in(script: str) -> Iterator[list[str]]:
    """Yield the arguments of every call of our command in a shell script."""
    for line in script.splitlines():
        for part in re.split(r"\|\||&&|;|\|", line):
            words = shlex.split(part.strip().removeprefix("$ "), comments=True)
            if words[:1] == ["disclosure-policy"]:
                yield words[1 : words.index(">") if ">" in words else None]


def lines_in(page: Path) -> Iterator[str]:
    """Yield each line of a console, and each piece of code in a sentence, that calls our command."""
    text = page.read_text(encoding="utf-8")
    yield from re.findall(r"^(?:\$ )?(disclosure-policy [a-z].*)$", text, re.MULTILINE)
    yield from re.findall(r"`(disclosure-policy [a-z-][^`\n]*)`", text)


def scripts() -> Iterator[tuple[str, str]]:
    for hook in HOOKS:
        yield f"hook {hook['id']}", " ".join([hook["entry"], *hook["args"]])
    for step in ACTION["runs"]["steps"]:
        yield f"action, {step['name']}", step["run"]
    for file in WORKFLOWS:
        for step in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]["rules"]["steps"]:
            yield str(file.relative_to(ROOT)), step.get("run", "")
    for file in LOCAL_HOOKS:
        for hook in yaml.safe_load(file.read_text(encoding="utf-8"))["repos"][0]["hooks"]:
            yield str(file.relative_to(ROOT)), hook["entry"]
    for page in PAGES:
        for line in lines_in(page):
            yield str(page.relative_to(ROOT)), line


CALLS = [
    pytest.param(call, id=f"{where}: {' '.join(call)}") for where, text in scripts() for call in commands_in(text)
]


@pytest.mark.parametrize("call", CALLS)
def test_a_command_that_is_called_takes_these_options(call: list[str]) -> None:
    name, *arguments = call
    command = main.get_command(click.Context(main), name)

    assert command is not None, f"there is no command `{name}`"
    command.make_parser(click.Context(command)).parse_args([word.replace("%code", "us-xx") for word in arguments])


def test_the_calls_were_found() -> None:
    assert {param.values[0][0] for param in CALLS} == set(COMMANDS)


def test_a_call_with_an_option_that_is_not_there_would_be_noticed() -> None:
    (call,) = commands_in('disclosure-policy check "$RULES" --fromat github > found.txt || true')

    assert call == ["check", "$RULES", "--fromat", "github"]
    with pytest.raises(click.NoSuchOption):
        test_a_command_that_is_called_takes_these_options(call)


def test_every_hook_has_what_pre_commit_needs() -> None:
    assert [hook["id"] for hook in HOOKS] == ["disclosure-policy-check", "disclosure-policy-test"]
    for hook in HOOKS:
        assert hook.keys() == {
            "id",
            "name",
            "description",
            "entry",
            "args",
            "language",
            "always_run",
            "pass_filenames",
        }
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        assert hook["always_run"]  # files that are only deleted or renamed are not handed on


def test_every_input_of_the_action_is_described_and_used_and_none_is_pasted_into_a_script() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")

    for name, described in ACTION["inputs"].items():
        assert described.keys() == {"description", "default"}
        assert f"inputs.{name}" in text.partition("runs:")[2]
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(ACTION["inputs"])
    assert all("${{" not in step["run"] for step in ACTION["runs"]["steps"])
    assert all(step["shell"] == "bash" for step in ACTION["runs"]["steps"])


def test_the_example_has_the_frame_that_init_writes(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["init", "us-zz", "--into", str(tmp_path)]).exit_code == 0
    for name in (".github/workflows/rules.yml", ".pre-commit-config.yaml", ".gitignore", "requirements.txt"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (ZED / name).read_text(encoding="utf-8")


def test_the_properties_in_the_page_hold() -> None:
    page = (ROOT / "docs" / "continuous-integration.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    tests = [names[name] for name in names if name.startswith("test_")]

    assert len(tests) == 2
    for test in tests:
        settings(max_examples=10, deadline=None)(test)()
