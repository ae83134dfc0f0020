"""What stands in a folder of rules and is no plain file of them is told in a sentence, at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from disclosure_policy.errors import ProblemsError
from disclosure_policy.limits import MAX_BYTES
from disclosure_policy.loading import contents
from disclosure_policy.policy import load
from disclosure_policy.scenarios import read_trials
from tests.helpers.builders import problems_of, section, write_rules

HERE = "zz/code/1/2000-01-01.yaml"
BAR = "- {id: bar, effect: forbid, summary: no}"
LINK = "1:1: a link must lead to a file of these rules | put here what it leads to, or take it away"
ODD = "1:1: this is no plain file | put a plain file here"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_rules(tmp_path / "rules", {HERE: section(BAR)})


@pytest.mark.parametrize("name", ["code/2/2000-01-01.yaml", "facts.yaml", "code/1/2001-01-01.yaml"])
@pytest.mark.parametrize("target", ["/dev/zero", "/etc/passwd", "elsewhere.yaml", "/nowhere"])
def test_a_link_that_leads_out_of_the_rules_is_refused_and_nothing_of_it_told(
    rules: Path, name: str, target: str
) -> None:
    Path("elsewhere.yaml").write_text("secret: [\n")
    link = rules / "zz" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(Path(target).absolute())

    assert problems_of(load, rules) == [f"rules/zz/{name}:{LINK}"]


def test_links_to_folders_are_refused_and_not_followed(rules: Path) -> None:
    for name in ("a", "b", "code/c"):
        (rules / "zz" / name).symlink_to(".")
    (rules / "yy").symlink_to("zz")

    assert problems_of(load, rules) == [f"rules/{name}:{LINK}" for name in ("yy", "zz/a", "zz/b", "zz/code/c")]


def test_a_link_to_a_file_of_the_rules_is_read(rules: Path) -> None:
    (rules / "zz/code/2").mkdir()
    (rules / "zz/code/2/2000-01-01.yaml").symlink_to("../1/2000-01-01.yaml")

    assert len(load(rules).law.provisions["zz"]) == 2


def test_a_pipe_is_refused_without_waiting(rules: Path) -> None:
    os.mkfifo(rules / "zz" / "facts.yaml")
    os.mkfifo(rules / "zz" / "scenarios.yaml")

    assert problems_of(load, rules) == [f"rules/zz/facts.yaml:{ODD}"]
    assert problems_of(read_trials, rules / "zz/scenarios.yaml") == [f"rules/zz/scenarios.yaml:{ODD}"]


def test_no_more_is_read_than_can_be_used(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as opened:
        opened.truncate(10**11)

    assert len(contents(file, "large.yaml")) == MAX_BYTES + 1


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    assert problems_of(contents, tmp_path / "gone.yaml", "gone.yaml") == [
        "gone.yaml:1:1: this cannot be read: no such file or directory | put a plain file here"
    ]
    assert problems_of(contents, tmp_path, "folder")[0].startswith("folder:1:1: ")


@pytest.mark.parametrize("ending", ["Yaml", "YAML", "yAmL", "yml", "YML", "json", "Json"])
def test_a_file_under_another_ending_is_not_left_unread_in_silence(rules: Path, ending: str) -> None:
    (rules / "zz/code/2").mkdir()
    (rules / f"zz/code/2/2000-01-01.{ending}").write_text(section(BAR))

    with pytest.raises(ProblemsError, match=r"only files that end in `.yaml` are read"):
        load(rules)


def test_a_name_that_is_no_text_is_told(rules: Path) -> None:
    Path(os.fsdecode(os.fsencode(rules / "zz") + b"/\xff.yaml")).write_text("{}")

    with pytest.raises(ProblemsError) as raised:
        load(rules)

    assert "\\udcff.yaml" in str(raised.value)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_terminal_that_lacks_a_sign_has_it_spelled_out(tmp_path: Path, encoding: str) -> None:
    request = tmp_path / "request.yaml"
    request.write_text("jurisdiction: \u2192\u0141\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "disclosure_policy", "decide", str(request)],
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"\\u2192\\u0141" in done.stderr
