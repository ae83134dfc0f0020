"""Commands that keep their decisions in a log, and those that verify one and decide it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from disclosure_policy.cli import log_options, main
from disclosure_policy.log.verifying import verify
from tests.helpers.builders import POLICE, ZEDLAND, a_request, write_rules
from tests.helpers.logged import KEY, NOW, entries
from tests.helpers.registered import ASKS, FILES, REGISTER

REQUEST = a_request(**POLICE) | {"recipient": {"type": "police", "name": "Ann Archer"}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "request.yaml").write_text(yaml.safe_dump(REQUEST))
    (tmp_path / "wrong.yaml").write_text(yaml.safe_dump(REQUEST | {"items": "nothing"}))
    (tmp_path / "mask.yaml").write_text("recipient.name: hash\n")
    (tmp_path / "key").write_bytes(KEY + b"\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(log_options, "_now", lambda: NOW)
    return tmp_path


def run(*arguments: object, rules: Path | None = ZEDLAND, typed: str | None = None) -> Result:
    more = [] if rules is None else ["--rules", str(rules)]
    return CliRunner().invoke(main, [*map(str, arguments), *more], input=typed)


def test_a_decision_is_logged(folder: Path) -> None:
    alone = run("decide", "request.yaml")
    result = run("decide", "request.yaml", "--log", "log.jsonl", "--reference", "case 7")

    assert (result.exit_code, result.output) == (alone.exit_code, alone.output)
    (entry,) = entries(folder / "log.jsonl")
    assert (entry["reference"], entry["verdict"], entry["time"]) == ("case 7", "allow", "2026-01-15T10:30:00.000Z")
    assert entry["dropped"][0] == "recipient.name"


def test_a_mask_and_its_key_come_from_files(folder: Path) -> None:
    assert (
        run("decide", "request.yaml", "--log", "log.jsonl", "--mask", "mask.yaml", "--mask-key", "key").exit_code == 0
    )

    (entry,) = entries(folder / "log.jsonl")
    assert entry["hashed"].keys() == {"recipient.name"}
    assert "Archer" not in (folder / "log.jsonl").read_text()


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_letter_is_logged_once(form: str, folder: Path) -> None:
    pytest.importorskip("jinja2")
    result = run("letter", "request.yaml", "--log", "log.jsonl", "--format", form, "--for", "counsel")

    assert result.exit_code == 0, result.output
    (entry,) = entries(folder / "log.jsonl")
    assert entry["receipt"]["facts"] in result.output


def test_an_interview_is_logged_when_it_ends(folder: Path) -> None:
    result = run("interview", "zz", "--as-of", "2020-06-01", "--log", "log.jsonl", "--save", "r.yaml", typed="quit\n")

    assert result.exit_code == 3, result.output
    (entry,) = entries(folder / "log.jsonl")
    assert entry["verdict"] == "deny"
    assert entry["request"]["as_of"] == "2020-06-01"


def rows(folder: Path, *requests: Any) -> None:
    (folder / "in.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in requests))


def test_each_row_of_a_batch_is_logged(folder: Path) -> None:
    pytest.importorskip("pyarrow")
    rows(folder, REQUEST, a_request(), a_request(items="nothing"), REQUEST)

    alone = run("batch", "in.jsonl", "alone.jsonl")
    result = run("batch", "in.jsonl", "out.jsonl", "--log", "log.jsonl", "--rows", "2")

    assert (result.exit_code, result.output) == (alone.exit_code, alone.output)
    assert (folder / "out.jsonl").read_bytes() == (folder / "alone.jsonl").read_bytes()
    found = entries(folder / "log.jsonl")
    assert [one["reference"] for one in found] == ["in.jsonl, row 1", "in.jsonl, row 2", "in.jsonl, row 4"]
    assert [one["verdict"] for one in found] == ["allow", "deny", "allow"]
    assert run("replay", "log.jsonl").output == "3 same\n"


def test_a_name_of_a_file_that_is_no_text_is_spelled_out(folder: Path) -> None:
    pytest.importorskip("pyarrow")
    (folder / "in\udcff.jsonl").write_text(json.dumps(REQUEST))

    assert run("batch", "in\udcff.jsonl", "out.jsonl", "--log", "log.jsonl").exit_code == 0
    assert entries(folder / "log.jsonl")[0]["reference"] == "in\\udcff.jsonl, row 1"


def test_a_row_that_cannot_be_masked_has_an_error_and_stops_nothing(folder: Path) -> None:
    pytest.importorskip("pyarrow")
    (folder / "mask.yaml").write_text("facts: keep\n")
    rows(folder, REQUEST, a_request(facts={"people": 2**53}), REQUEST)

    result = run("batch", "in.jsonl", "out.jsonl", "--log", "log.jsonl", "--mask", "mask.yaml")

    assert result.exit_code == 1
    decided = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert [one["verdict"] for one in decided] == ["allow", None, "allow"]
    assert decided[1]["error"].startswith("request: `facts.people` cannot be kept in the log")
    assert len(entries(folder / "log.jsonl")) == 2


def test_a_batch_whose_log_cannot_be_written_writes_nothing(folder: Path) -> None:
    pytest.importorskip("pyarrow")
    rows(folder, REQUEST)
    (folder / "log.jsonl").write_text("a text\n")

    result = run("batch", "in.jsonl", "out.jsonl", "--log", "log.jsonl")

    assert result.exit_code == 1
    assert "log.jsonl: this does not end as a log does" in result.output
    assert not (folder / "out.jsonl").exists()
    resumed = run("batch", "in.jsonl", "out.jsonl", "--resume")
    assert "begun with another log" in resumed.output


def test_what_is_wrong_with_a_request_is_told_as_without_a_log(folder: Path) -> None:
    alone = run("decide", "wrong.yaml")
    result = run("decide", "wrong.yaml", "--log", "log.jsonl")

    assert (result.exit_code, result.output) == (alone.exit_code, alone.output) == (1, alone.output)
    assert not (folder / "log.jsonl").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--reference", "case 7"], "--reference is about a log: name it with --log FILE"),
        (["--mask", "mask.yaml"], "--mask is about a log"),
        (["--log", "log.jsonl", "--mask-key", "key"], "without --mask nothing is hashed"),
        (["--log", "log.jsonl", "--mask", "/dev/zero"], "this is no plain file"),
        (["--log", "log.jsonl", "--mask", "mask.yaml", "--mask-key", "/dev/zero"], "this is no plain file"),
    ],
)
def test_options_that_say_nothing_usable_are_refused(options: list[str], told: str, folder: Path) -> None:
    result = run("decide", "request.yaml", *options)

    assert result.exit_code in (1, 2)
    assert told in result.output
    assert not (folder / "log.jsonl").exists()


def test_without_its_key_a_mask_that_hashes_lets_nothing_be_decided(folder: Path) -> None:
    result = run("decide", "request.yaml", "--log", "log.jsonl", "--mask", "mask.yaml")

    assert result.exit_code == 1
    assert result.output == (
        "mask.yaml: something is to be hashed, and there is no key\n  help: give a secret of at least 16 bytes\n"
    )
    assert not (folder / "log.jsonl").exists()


def test_a_file_that_is_there_and_is_no_log_is_not_written_to(folder: Path) -> None:
    before = (folder / "request.yaml").read_bytes()
    result = run("decide", "request.yaml", "--log", "request.yaml")

    assert result.exit_code == 1
    assert "ALLOW" not in result.output
    assert (folder / "request.yaml").read_bytes() == before


def test_verify_prints_the_head_and_exits_with_what_it_found(folder: Path) -> None:
    for _ in range(3):
        run("decide", "request.yaml", "--log", "log.jsonl")
    lines = (folder / "log.jsonl").read_text().splitlines(keepends=True)
    head = verify(folder / "log.jsonl").head

    clean = run("log", "verify", "log.jsonl", rules=None)
    (folder / "log.jsonl").write_text(lines[0] + lines[2])
    removed = run("log", "verify", "log.jsonl", rules=None)
    (folder / "log.jsonl").write_text("".join(lines[:2]))
    cut_off = run("log", "verify", "log.jsonl", "--head", head, rules=None)

    assert (clean.exit_code, clean.output) == (0, f"3 entries, the last {head}\n")
    assert removed.exit_code == 1
    assert removed.output.startswith("log.jsonl:2:1: entry 2 is missing before entry 3\n")
    assert cut_off.exit_code == 1
    assert cut_off.output.startswith(f"log.jsonl: no entry has the digest {head}: the end of the log was cut off")


def test_of_a_file_that_is_no_log_a_hundred_lines_are_told(folder: Path) -> None:
    (folder / "text").write_text("a\n" * 1_000)

    result = run("log", "verify", "text", rules=None)

    assert result.exit_code == 1
    assert "and 900 more" in result.output
    assert result.output.count("\n") == 102


def test_a_changed_log_is_not_replayed(folder: Path) -> None:
    run("decide", "request.yaml", "--log", "log.jsonl")
    (folder / "log.jsonl").write_text((folder / "log.jsonl").read_text().replace("allow", "deny"))

    result = run("replay", "log.jsonl")

    assert result.exit_code == 1
    assert "this is not as it was written" in result.output


def test_what_cannot_be_replayed_is_told_with_what_is_missing(folder: Path) -> None:
    run("decide", "request.yaml", "--log", "log.jsonl", "--reference", "case\x1b[31m 7")

    result = run("replay", "log.jsonl", rules=None)

    assert result.exit_code == 1
    assert result.output.startswith(
        "log.jsonl:1: entry 1 (case\\x1b[31m 7) cannot be decided again here\n  missing: rules"
    )
    assert result.output.endswith("1 not decided again\n")


def test_what_comes_out_otherwise_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("decide", "request.yaml", "--log", "log.jsonl")
    monkeypatch.setattr("disclosure_policy.log.replaying._Then.restored", lambda _: a_request())

    result = run("replay", "log.jsonl")

    assert result.exit_code == 1
    assert "log.jsonl:1: entry 1 is decided otherwise\n  verdict: allow then, deny now\n" in result.output
    assert "  rules: zz/code/20/police then, zz/code/10/secret, zz/code/10/numbers now\n" in result.output


def test_another_version_is_told_and_is_no_finding(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr("disclosure_policy.deciding.decision_by_weighing.VERSION", "0.0.9")
        run("decide", "request.yaml", "--log", "log.jsonl")

    result = run("replay", "log.jsonl")

    assert result.exit_code == 0
    assert (
        "entry 1 was decided by another version\n  missing: disclosure-policy 0.0.9 (here is 0.1.0)" in result.output
    )


def test_replay_finds_registers(folder: Path) -> None:
    write_rules(folder / "rules", FILES)
    (folder / "register.yaml").write_text(yaml.safe_dump(REGISTER))
    (folder / "mask.yaml").write_text("recipient.name: keep\n")
    (folder / "asks.yaml").write_text(yaml.safe_dump(ASKS))
    logged = ["decide", "asks.yaml", "--register", "register.yaml", "--log", "log.jsonl", "--mask", "mask.yaml"]

    assert run(*logged, rules=folder / "rules").exit_code == 0
    assert run("replay", "log.jsonl", "--register", "register.yaml", rules=folder / "rules").output == "1 same\n"
    assert run("replay", "log.jsonl", rules=folder / "rules").exit_code == 1
