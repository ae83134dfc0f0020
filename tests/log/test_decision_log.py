"""Decisions are appended to a log, each after the one before, whoever else appends, or are not given out."""

from __future__ import annotations

import errno
import json
import logging
import os
import stat
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from disclosure_policy.canonical import canonical
from disclosure_policy.errors import LogError, RequestError
from disclosure_policy.log import log_file
from disclosure_policy.log.decision_log import DecisionLog
from disclosure_policy.log.verifying import verify
from disclosure_policy.policy import Policy
from tests.helpers.builders import POLICE, ROOT, ZEDLAND, a_request
from tests.helpers.logged import ASKED, NOW, a_log, entries, logged
from tests.helpers.registered import ASKS, under


def test_an_entry_tells_what_was_decided(zedland: Policy, tmp_path: Path) -> None:
    decision = zedland.decide(a_request(**POLICE), log=a_log(tmp_path, reference="case 7"))
    (entry,) = entries(tmp_path / "log.jsonl")

    assert entry["number"] == 1
    assert entry["time"] == "2026-01-15T10:30:00.000Z"
    assert entry["reference"] == "case 7"
    assert entry["verdict"] == decision.verdict == "allow"
    assert entry["basis"] == decision.basis
    assert entry["citations"] == list(decision.citations)
    assert entry["rules"] == [one.rule for one in decision.determining]
    assert entry["receipt"] == decision.receipt.model_dump(mode="json")
    assert entry["register"] == []
    assert entry["request"]["recipient"] == {"type": ["police"]}


def test_the_decision_is_the_one_without_a_log(zedland: Policy, tmp_path: Path) -> None:
    log = a_log(tmp_path)

    for request in ASKED:
        assert zedland.decide(request, log=log) == zedland.decide(request)


def test_an_entry_bears_the_digest_of_itself_and_of_the_one_before(zedland: Policy, tmp_path: Path) -> None:
    previous = None
    for number, entry in enumerate(entries(logged(zedland, a_log(tmp_path))), start=1):
        digest = entry.pop("digest")
        assert entry["number"] == number
        assert entry["previous"] == previous
        assert digest == sha256(canonical(entry)).hexdigest()
        previous = digest


def test_an_entry_names_what_a_register_supplied(tmp_path: Path) -> None:
    policy = under()
    decision = policy.decide(ASKS, log=a_log(tmp_path))
    (entry,) = entries(tmp_path / "log.jsonl")

    used = [one for one in decision.taken if one.supplied]
    assert used
    assert [one["supplied"] for one in entry["register"]] == [list(one.supplied) for one in used]
    assert "agreements/A-1" in {one["entry"] for one in entry["register"]}
    assert entry["receipt"]["agency_register"] == policy.register.digest  # type: ignore[union-attr]


def test_a_request_that_cannot_be_decided_has_no_entry(zedland: Policy, tmp_path: Path) -> None:
    for wrong in (a_request(items="nothing"), {"jurisdiction": "nowhere", "discloser": "records_office"}):
        with pytest.raises(RequestError) as alone:
            zedland.decide(wrong)
        with pytest.raises(RequestError) as told:
            zedland.decide(wrong, log=a_log(tmp_path))
        assert told.value.problems == alone.value.problems

    assert not (tmp_path / "log.jsonl").exists()


def test_a_time_needs_its_zone_and_is_written_in_utc(zedland: Policy, tmp_path: Path) -> None:
    east = timezone(timedelta(hours=5))
    there = DecisionLog(tmp_path / "east.jsonl", now=lambda: datetime(2026, 1, 1, 2, tzinfo=east))
    nowhere = DecisionLog(tmp_path / "log.jsonl", now=lambda: datetime(2026, 1, 1))  # noqa: DTZ001 - the point

    zedland.decide(a_request(), log=there)

    assert entries(there.path)[0]["time"] == "2025-12-31T21:00:00.000Z"
    with pytest.raises(ValueError, match="time zone"):
        zedland.decide(a_request(), log=nowhere)
    assert not nowhere.path.exists()


def test_a_log_is_readable_by_its_owner_alone(zedland: Policy, tmp_path: Path) -> None:
    assert stat.S_IMODE(logged(zedland, a_log(tmp_path)).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content",
    [b"a text\n", b"{}\n", b"\n", b"verdict,basis\n", b'{"log": 1}', b"\x00" * 100, b"x" * 9_000_000],
)
def test_a_file_that_is_no_log_is_left_as_it_is(content: bytes, zedland: Policy, tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_bytes(content)

    with pytest.raises(LogError, match="this does not end as a log does"):
        zedland.decide(a_request(), log=a_log(tmp_path))
    assert (tmp_path / "log.jsonl").read_bytes() == content


@pytest.mark.parametrize("cut", [1, 2, 100])
def test_nothing_is_added_to_a_damaged_line(cut: int, zedland: Policy, tmp_path: Path) -> None:
    file = logged(zedland, a_log(tmp_path))
    damaged = file.read_bytes()[:-cut]
    file.write_bytes(damaged)

    with pytest.raises(LogError, match="log verify"):
        zedland.decide(a_request(), log=a_log(tmp_path))
    assert file.read_bytes() == damaged


def test_nothing_is_added_to_an_entry_that_was_changed(zedland: Policy, tmp_path: Path) -> None:
    file = logged(zedland, a_log(tmp_path))
    file.write_bytes(file.read_bytes().replace(b"2026-01-15", b"2026-01-16"))

    with pytest.raises(LogError, match="this does not end as a log does"):
        zedland.decide(a_request(), log=a_log(tmp_path))


def test_what_is_no_plain_file_is_refused_at_once(zedland: Policy, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull), tmp_path, tmp_path / "nowhere" / "log.jsonl"):
        with pytest.raises(LogError):
            zedland.decide(a_request(), log=DecisionLog(path, now=lambda: NOW))


def test_a_link_is_followed(zedland: Policy, tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").symlink_to(tmp_path / "elsewhere.jsonl")

    logged(zedland, a_log(tmp_path))

    assert (tmp_path / "log.jsonl").is_symlink()
    assert len(entries(tmp_path / "elsewhere.jsonl")) == len(ASKED)


def test_a_full_disk_leaves_no_half_of_an_entry(
    zedland: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = logged(zedland, a_log(tmp_path))
    before = file.read_bytes()
    write = os.write

    def full(number: int, data: Any) -> int:
        if len(data) < 200:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(number, bytes(data)[:-100])

    monkeypatch.setattr(log_file.os, "write", full)
    with pytest.raises(LogError, match="No space left"):
        zedland.decide(a_request(), log=a_log(tmp_path))
    assert file.read_bytes() == before


def test_an_entry_is_on_the_disk_before_its_decision_is_given_out(
    zedland: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bytes] = []
    sync = os.fsync

    def watched(number: int) -> None:
        sync(number)
        synced.append((tmp_path / "log.jsonl").read_bytes())

    monkeypatch.setattr(log_file.os, "fsync", watched)
    zedland.decide(a_request(), log=a_log(tmp_path))

    assert synced[-1] == (tmp_path / "log.jsonl").read_bytes()


def test_entries_are_appended_together(zedland: Policy, tmp_path: Path) -> None:
    log = a_log(tmp_path)
    with log.together() as together:
        for number, request in enumerate(ASKED):
            zedland.decide(request, log=together.about(f"row {number}"))
        assert not log.path.exists()

    assert [entry["reference"] for entry in entries(log.path)] == [f"row {number}" for number in range(len(ASKED))]
    assert verify(log.path).problems == []
    with log.together():
        pass
    assert len(entries(log.path)) == len(ASKED)


def test_a_logger_gets_each_entry(zedland: Policy, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="disclosure_policy.decisions"):
        file = logged(zedland, a_log(tmp_path))

    assert [record.getMessage() for record in caplog.records] == file.read_text(encoding="utf-8").splitlines()


def test_threads_append_in_turn(zedland: Policy, tmp_path: Path) -> None:
    log = a_log(tmp_path)
    threads = [threading.Thread(target=lambda: logged(zedland, log, ASKED * 5)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = verify(log.path)
    assert (found.entries, found.problems) == (4 * 5 * len(ASKED), [])


APPENDING = """
import sys
from datetime import UTC, datetime
import disclosure_policy
policy = disclosure_policy.load(sys.argv[1])
log = disclosure_policy.DecisionLog(sys.argv[2], now=lambda: datetime(2026, 1, 15, tzinfo=UTC))
for _ in range(40):
    policy.decide({"jurisdiction": "zz", "as_of": "2020-06-01", "discloser": "records_office"}, log=log)
"""


def test_processes_append_in_turn(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", APPENDING, str(ZEDLAND), str(tmp_path / "log.jsonl")]
    running = [subprocess.Popen(arguments, cwd=ROOT) for _ in range(3)]

    assert [one.wait() for one in running] == [0, 0, 0]
    found = verify(tmp_path / "log.jsonl")
    assert (found.entries, found.problems) == (120, [])


def test_whoever_comes_second_waits(zedland: Policy, tmp_path: Path) -> None:
    log = a_log(tmp_path)
    second = threading.Thread(target=lambda: zedland.decide(a_request(), log=log))
    with log_file.locked(log.path):
        second.start()
        second.join(0.3)
        assert second.is_alive()
        assert log.path.read_bytes() == b""
    second.join()

    assert verify(log.path).entries == 1


def test_a_process_that_is_killed_leaves_whole_lines_or_a_line_that_is_clearly_not(tmp_path: Path) -> None:
    for _ in range(4):
        arguments = [sys.executable, "-c", APPENDING, str(ZEDLAND), str(tmp_path / "log.jsonl")]
        running = subprocess.Popen(arguments, cwd=ROOT)
        before = (tmp_path / "log.jsonl").stat().st_size if (tmp_path / "log.jsonl").exists() else 0
        while running.poll() is None:
            if (tmp_path / "log.jsonl").exists() and (tmp_path / "log.jsonl").stat().st_size > before:
                running.kill()
        found = verify(tmp_path / "log.jsonl")
        assert found.entries
        assert [problem.location.line for problem in found.problems] in ([], [found.entries + 1])
        if found.problems:
            return


def test_a_log_goes_on_where_another_process_left_off(zedland: Policy, tmp_path: Path) -> None:
    logged(zedland, a_log(tmp_path))
    logged(zedland, a_log(tmp_path))

    assert verify(tmp_path / "log.jsonl").entries == 2 * len(ASKED)


def test_an_entry_that_is_too_long_is_refused(
    zedland: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disclosure_policy.log.decision_log.LONGEST", 100)

    with pytest.raises(LogError, match="too long"):
        zedland.decide(a_request(), log=a_log(tmp_path))
    assert (tmp_path / "log.jsonl").read_bytes() == b""


def test_a_reference_that_is_no_text_is_refused(zedland: Policy, tmp_path: Path) -> None:
    with pytest.raises(LogError, match="the entry cannot be written"):
        zedland.decide(a_request(), log=a_log(tmp_path, reference="\udcff"))
    assert (tmp_path / "log.jsonl").read_bytes() == b""


def test_a_long_last_line_is_found(zedland: Policy, tmp_path: Path) -> None:
    long = a_log(tmp_path, mask="recipient.name: keep\n")
    logged(zedland, long, [a_request(recipient={"name": "n" * 300_000})] * 2)

    assert verify(long.path).problems == []


def test_a_line_is_json_whatever_a_name_holds(zedland: Policy, tmp_path: Path) -> None:
    name = 'José \u2028\u202e \U0001f600 \n\x1b \\ "'
    log = a_log(tmp_path, mask="recipient.name: keep\n")
    zedland.decide(a_request(recipient={"name": name}), log=log)

    (line,) = log.path.read_bytes().split(b"\n")[:-1]
    assert json.loads(line)["asked_by"] == name
