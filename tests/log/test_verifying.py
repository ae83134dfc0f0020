"""Whatever is done to a log is found, but for what its docs say is not."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.canonical import canonical, digest
from disclosure_policy.errors import LogError
from disclosure_policy.log import log_file
from disclosure_policy.log.verifying import MOST_TOLD, Verified, verify
from tests.helpers.builders import ZEDLAND
from tests.helpers.logged import ASKED, a_log, logged

LINES: tuple[bytes, ...]
with TemporaryDirectory() as _folder:
    LINES = tuple(
        logged(disclosure_policy.load(ZEDLAND), a_log(Path(_folder)), ASKED * 2)
        .read_bytes()
        .splitlines(keepends=True)
    )
HEAD = json.loads(LINES[-1])["digest"]


def found_in(content: bytes, head: str | None = None) -> Verified:
    with TemporaryDirectory() as folder:
        (Path(folder) / "log.jsonl").write_bytes(content)
        return verify(Path(folder) / "log.jsonl", head)


def told(content: bytes, head: str | None = None) -> list[str]:
    return [
        f"{problem.location.line}: {problem.code}: {problem.message}" for problem in found_in(content, head).problems
    ]


def anew(line: bytes, **changes: object) -> bytes:
    """Return an entry with changes and the digest that they call for."""
    content = json.loads(line) | changes
    del content["digest"]
    return canonical(content | {"digest": digest(content)}) + b"\n"


def test_a_log_as_it_was_written_has_no_problem() -> None:
    found = found_in(b"".join(LINES), HEAD)

    assert (found.entries, found.head, found.problems) == (len(LINES), HEAD, [])
    assert found_in(b"").entries == 0


def test_a_changed_entry_is_found_in_its_line() -> None:
    changed = LINES[2].replace(b'"verdict":"deny"', b'"verdict":"allow"')

    assert told(b"".join((*LINES[:2], changed, *LINES[3:]))) == ["3: changed-entry: entry 3 was changed"]


def test_a_changed_entry_with_its_digest_made_anew_is_found_where_the_next_follows() -> None:
    changed = anew(LINES[2], verdict="allow")

    assert told(b"".join((*LINES[:2], changed, *LINES[3:]))) == [
        "4: replaced-entry: entry 4 does not follow the entry before it: one of them was replaced"
    ]


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (LINES[1:], "1: missing-entry: entry 1 is missing before entry 2"),
        (LINES[3:], "1: missing-entry: entries 1 to 3 are missing before entry 4"),
        ((*LINES[:2], *LINES[3:]), "3: missing-entry: entry 3 is missing before entry 4"),
        ((*LINES[:2], LINES[1], *LINES[2:]), "3: misplaced-entry: entry 2 stands where entry 3 is due: "),
        ((*LINES[:1], b"\n", *LINES[1:]), "2: changed-entry: this is no entry as it was written"),
        ((*LINES[:-1], LINES[-1][:-1]), "8: changed-entry: this is no entry as it was written"),
        ((*LINES[:3], LINES[3].replace(b",", b", ", 1), *LINES[4:]), "4: changed-entry: this is no entry"),
    ],
)
def test_what_was_removed_or_put_in_is_found(kept: tuple[bytes, ...], expected: str) -> None:
    assert told(b"".join(kept))[0].startswith(expected)


def test_entries_that_changed_places_are_both_found() -> None:
    assert told(b"".join((LINES[0], LINES[2], LINES[1], *LINES[3:]))) == [
        "2: missing-entry: entry 2 is missing before entry 3",
        "3: misplaced-entry: entry 2 stands where entry 4 is due: it was moved here, or put in",
    ]


def test_a_log_that_was_cut_off_is_found_by_a_head_kept_elsewhere() -> None:
    short = b"".join(LINES[:-1])

    assert told(short) == []
    assert told(short, HEAD) == [
        f"0: missing-head: no entry has the digest {HEAD}: the end of the log was cut off, or replaced"
    ]
    assert told(b"".join(LINES), json.loads(LINES[3])["digest"]) == []  # it has grown since


def test_a_log_that_was_written_anew_is_found_by_a_head_kept_elsewhere() -> None:
    previous, lines = None, []
    for line in LINES:
        lines.append(anew(line, previous=previous, verdict="allow"))
        previous = json.loads(lines[-1])["digest"]

    assert told(b"".join(lines)) == []
    assert told(b"".join(lines), HEAD) != []


@settings(deadline=None)
@given(st.data())
def test_any_byte_that_is_changed_removed_or_put_in_is_found(data: st.DataObject) -> None:
    whole = b"".join(LINES)
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = bytes([data.draw(st.integers(0, 255))])
    edited = data.draw(
        st.sampled_from(
            (whole[:at] + byte + whole[at + 1 :], whole[:at] + whole[at + 1 :], whole[:at] + byte + whole[at:])
        )
    )
    assume(edited != whole)

    assert found_in(edited).problems


@settings(deadline=None)
@given(st.permutations(range(len(LINES))))
def test_any_other_order_is_found(order: list[int]) -> None:
    assume(order != list(range(len(LINES))))

    assert found_in(b"".join(LINES[place] for place in order)).problems


@settings(deadline=None)
@given(st.sets(st.integers(0, len(LINES) - 1), min_size=1))
def test_whatever_is_removed_is_found(removed: set[int]) -> None:
    kept = b"".join(line for place, line in enumerate(LINES) if place not in removed)

    assert found_in(kept, HEAD).problems
    if removed != set(range(min(removed), len(LINES))):  # more than the end
        assert found_in(kept).problems


@settings(deadline=None)
@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES)))
def test_whatever_is_put_in_again_is_found(which: int, at: int) -> None:
    assert found_in(b"".join((*LINES[:at], LINES[which], *LINES[at:]))).problems


@settings(deadline=None)
@given(st.integers(0, len(LINES) - 2), st.sampled_from(["verdict", "basis", "time", "reference", "asked_by"]))
def test_an_entry_made_anew_is_found_unless_it_is_the_last(which: int, name: str) -> None:
    lines = (*LINES[:which], anew(LINES[which], **{name: "otherwise"}), *LINES[which + 1 :])

    assert found_in(b"".join(lines)).problems


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_verified_in_a_sentence(content: bytes) -> None:
    assert bool(found_in(content).problems) == bool(content)


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 200_000,
        b'{"log":1,"number":' + b"9" * 6_000 + b"}",
        b'{"log":1,"number":NaN}',
        b'{"log":1,"log":1}',
        b"\xff",
        LINES[0][:-1].replace(b'"number":1', b'"number":true'),
        LINES[0][:-1].replace(b'"number":1', b'"number":1.0'),
        LINES[0][:-1].replace(b'"time":"', b'"time":"\\ud800'),
        LINES[0][:-1].replace(b'"log":1', b'"log":2'),
    ],
)
def test_a_hostile_line_is_no_entry(line: bytes) -> None:
    assert line != LINES[0][:-1]
    assert told(line + b"\n") == ["1: changed-entry: this is no entry as it was written: it was changed"]


def test_of_a_file_that_is_something_else_not_all_is_told() -> None:
    found = found_in(b"a\n" * 5_000)

    assert len(found.problems) == MOST_TOLD
    assert found.untold == 5_000 - MOST_TOLD


def test_a_line_that_is_too_long_is_told_and_what_follows_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("log_file", "verifying"):
        monkeypatch.setattr(f"disclosure_policy.log.{module}.LONGEST", max(map(len, LINES)))

    assert told(b"".join((*LINES[:2], b"x" * 50_000 + b"\n", *LINES[3:]))) == [
        "3: changed-entry: this is no entry as it was written: it was changed"
    ]
    assert told(b"x" * 50_000) == ["1: changed-entry: this is no entry as it was written: it was changed"]
    assert log_file.LONGEST < 50_000


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="it cannot be opened"):
        verify(tmp_path / "nowhere.jsonl")
    with pytest.raises(LogError, match="no plain file"):
        verify("/dev/zero")
