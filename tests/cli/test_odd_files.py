"""A pipe, a device or a file without end under any option is told in a sentence, at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from disclosure_policy.cli import main
from disclosure_policy.limits import MAX_BYTES
from tests.helpers.builders import ROOT, ZEDLAND

REQUEST = str(ROOT / "examples" / "claimants-own-file.yaml")
COMMANDS = {
    "a request": ["decide", "{}"],
    "a request to explain": ["explain", "{}"],
    "a request for a letter": ["letter", "{}"],
    "a register": ["decide", REQUEST, "--register", "{}"],
    "a register to check": ["register", "check", "{}"],
    "a register beside rules": ["check", str(ZEDLAND), "--register", "{}"],
    "a log": ["decide", REQUEST, "--log", "{}"],
    "a log to verify": ["log", "verify", "{}"],
    "a log to replay": ["replay", "{}"],
    "a mask": ["decide", REQUEST, "--log", "log", "--mask", "{}"],
    "a key": ["decide", REQUEST, "--log", "log", "--mask", REQUEST, "--mask-key", "{}"],
    "a template": ["letter", REQUEST, "--template", "{}"],
    "a template for HTML": ["letter", REQUEST, "--format", "html", "--template", "{}"],
    "a template for PDF": ["letter", REQUEST, "--format", "pdf", "--template", "{}"],
    "requests": ["batch", "{}", "out.jsonl", "--in-format", "jsonl"],
}


class Waits(BaseException):
    """It is none of the errors that a command could take for a file's."""


def _waits(*_: object) -> None:
    raise Waits("it waits, or reads on without end")


@pytest.fixture(autouse=True)
def nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    before = signal.signal(signal.SIGALRM, _waits)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("what", COMMANDS)
@pytest.mark.parametrize("odd", ["pipe", "device", "link to a device"])
def test_what_is_no_plain_file_is_told_at_once(what: str, odd: str) -> None:
    file = {"pipe": "odd.file", "device": "/dev/zero", "link to a device": "odd.file"}[odd]
    if odd == "pipe":
        os.mkfifo(file)
    if odd == "link to a device":
        Path(file).symlink_to("/dev/zero")

    result = CliRunner().invoke(main, [part.format(file) for part in COMMANDS[what]])

    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert "this is no plain file" in result.output or "not a file that can be read twice" in result.output
    assert len(result.output) < 10_000
    assert not Path("log").exists()


@pytest.mark.parametrize("what", ["a request", "a register", "a mask", "a template", "a template for PDF"])
def test_of_what_is_too_large_no_more_is_read_than_can_be_used(what: str) -> None:
    with Path("large").open("wb") as file:
        file.truncate(10**11)

    result = CliRunner().invoke(main, [part.format("large") for part in COMMANDS[what]])

    assert result.exit_code == 1
    assert f"larger than {MAX_BYTES:,} bytes" in result.output
