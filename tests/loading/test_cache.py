from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from disclosure_policy.cli import main
from disclosure_policy.loading import cache as shelving
from disclosure_policy.loading.condition_parser import Parser
from disclosure_policy.policy import load
from tests.helpers.builders import a_request, section, write_rules

BAR = "- {id: secret, effect: forbid, summary: s, conditions: [discloser.records_office]}"
posix = pytest.mark.skipif(sys.platform == "win32", reason="the profile's folder is private there")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path / "cache" / "disclosure-policy"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write_rules(tmp_path / "rules", BAR)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []
    parse = Parser._parse  # noqa: SLF001

    def counting(self: Parser, text: str) -> object:
        texts.append(text)
        return parse(self, text)

    monkeypatch.setattr(Parser, "_parse", counting)
    return texts


def test_what_was_parsed_once_is_not_parsed_the_next_time(shelf: Path, rules: Path, parsed: list[str]) -> None:
    first, second = load(rules), load(rules)

    assert parsed == ["discloser.records_office"]
    assert first.decide(a_request()) == second.decide(a_request())
    assert first.decide(a_request()).model_dump() == second.decide(a_request()).model_dump()


def test_a_file_that_changed_is_read_again(shelf: Path, rules: Path) -> None:
    assert not load(rules).decide(a_request()).allowed
    opened = BAR.replace("discloser.records_office", "not discloser.records_office")
    (rules / "zz/code/1/2000-01-01.yaml").write_text(section(opened))

    assert load(rules).decide(a_request()).allowed
    assert load(rules).decide(a_request()).allowed


def test_without_the_cache_nothing_is_kept(shelf: Path, rules: Path, parsed: list[str]) -> None:
    load(rules, cache=False)
    load(rules, cache=False)

    assert not shelf.exists()
    assert len(parsed) == 2


COMMANDS = ["tree zz --rules {}", "batch {}/in.jsonl {}/out.jsonl --rules {}", "mutate {} --jobs 2", "test {}"]


def run(options: list[str], command: str, rules: Path) -> None:
    (rules / "in.jsonl").write_text(json.dumps(a_request(as_of="2020-01-01")))
    (rules / "zz/scenarios.yaml").write_text(
        "scenarios: [{name: s, request: {jurisdiction: zz, as_of: 2020-01-01, discloser: null}, expect: deny}]"
    )
    result = CliRunner().invoke(main, [*options, *command.replace("{}", str(rules)).split()])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert "no such" not in result.output


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("how", [["--no-cache"], []])
def test_a_command_can_do_without_the_cache(
    shelf: Path, rules: Path, how: list[str], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not how:
        monkeypatch.setenv("DISCLOSURE_POLICY_NO_CACHE", "1")

    run(how, command, rules)

    assert not shelf.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_keeps_what_it_parsed(shelf: Path, rules: Path, command: str) -> None:
    run([], command, rules)

    assert len(list(shelf.iterdir())) == 1


def spoiled(content: bytes) -> list[bytes]:
    digest, _, body = content.partition(b"\n")
    kept = json.loads(body)

    def signed(value: object) -> bytes:
        new = json.dumps(value).encode()
        return sha256(new).hexdigest().encode() + b"\n" + new

    return [
        b"",
        b"\x00\xff",
        content[:-20],
        digest + b"\n" + body.replace(b"records_office", b"records_offices"),
        signed([]),
        signed({"values": []}),
        signed(kept | {"conditions": {"discloser.records_office": ["call", "os"]}}),
        signed(kept | {"conditions": {"discloser.records_office": ["fact"] * 3}}),
        signed(kept | {"values": 5}),
        signed("[" * 100),
        sha256(b"[" * 100_000).hexdigest().encode() + b"\n" + b"[" * 100_000,
    ]


@pytest.mark.parametrize("number", range(11))
def test_a_kept_file_that_is_odd_is_as_if_it_were_not_there(shelf: Path, rules: Path, number: int) -> None:
    expected = load(rules).decide(a_request()).model_dump()
    (file,) = shelf.iterdir()
    good = file.read_bytes()
    file.write_bytes(spoiled(good)[number])

    assert load(rules).decide(a_request()).model_dump() == expected
    assert load(rules).decide(a_request()).model_dump() == expected
    assert json.loads(file.read_bytes().partition(b"\n")[2]) == json.loads(good.partition(b"\n")[2])


@posix
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_others_could_have_written_is_not_used(shelf: Path, rules: Path, parsed: list[str], what: str) -> None:
    load(rules)
    (file,) = shelf.iterdir()
    (file if what == "file" else shelf).chmod(0o777)

    load(rules)

    assert len(parsed) == 2


@posix
def test_what_is_somebody_elses_is_not_used(
    shelf: Path, rules: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(rules)
    monkeypatch.setattr(os, "getuid", lambda: 12_345)

    load(rules)

    assert len(parsed) == 2


@posix
def test_a_link_is_not_followed(shelf: Path, rules: Path, parsed: list[str], tmp_path: Path) -> None:
    load(rules)
    (file,) = shelf.iterdir()
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")

    load(rules)

    assert len(parsed) == 2
    assert not file.is_symlink()


def test_where_nothing_can_be_kept_rules_are_loaded_all_the_same(
    shelf: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.parent.mkdir()
    shelf.write_text("in the way")

    assert load(rules).jurisdictions == ("zz",)

    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    assert load(rules).jurisdictions == ("zz",)


def test_rules_of_other_code_are_kept_apart(
    shelf: Path, rules: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(rules)
    monkeypatch.setattr(shelving, "_makers", lambda: iter((b"other code",)))

    load(rules)

    assert len(parsed) == 2
    assert len(list(shelf.iterdir())) == 2


def test_no_more_is_kept_than_there_is_room_for(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelving, "MOST_KEPT", 2)
    for name in ("a", "b", "c"):
        load(write_rules(tmp_path / name, BAR))

    assert len(list(shelf.iterdir())) == 2


def test_writers_at_once_leave_a_whole_file(shelf: Path, rules: Path, parsed: list[str]) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: load(rules), range(16)))
    before = len(parsed)

    assert load(rules).jurisdictions == ("zz",)
    assert len(parsed) == before
    assert len(list(shelf.iterdir())) == 1


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"HOME": "/h"}, "/h/.cache/disclosure-policy"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/x/disclosure-policy"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/disclosure-policy"),
        ("win32", {"HOME": "/h"}, "/h/AppData/Local/disclosure-policy"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/disclosure-policy"),
    ],
)
def test_it_is_kept_where_each_system_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: str
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)

    assert str(shelving._shelf()) == expected  # noqa: SLF001


@pytest.mark.parametrize("refused", ["replace", "write"])
def test_what_cannot_be_kept_leaves_nothing_behind(
    shelf: Path, rules: Path, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if refused == "replace":
        monkeypatch.setattr(Path, "replace", full)
    else:
        make = shelving.NamedTemporaryFile

        def without_space(**options: object) -> object:
            made = make(**options)
            made.write = full
            return made

        monkeypatch.setattr(shelving, "NamedTemporaryFile", without_space)

    assert not load(rules).decide(a_request()).allowed
    assert list(shelf.iterdir()) == []
