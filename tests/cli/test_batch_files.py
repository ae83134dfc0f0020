"""A batch reads one file, which holds still, and writes one; whatever else is there it leaves as it is."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("narwhals")

import pyarrow as pa
import pyarrow.parquet as pq

from disclosure_policy.cli.batch import deciding_file, sinks
from tests.cli.test_batch import GOOD, Killed, Row, dying, interrupted, read_lines, run, write_lines


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Give two files of requests, of which each has as many rows as the other, decided otherwise."""
    one = write_lines(tmp_path / "one.jsonl", [row | {"number": 1} for row in GOOD * 2])
    other: list[Row | str] = [row | {"number": 2} for row in GOOD[::-1] * 2]
    return one, write_lines(tmp_path / "two.jsonl", other)


def decided(file: Path) -> list[int]:
    return [row["number"] for row in read_lines(file)]


def test_parts_without_a_record_are_nobodys_unfinished_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    out = tmp_path / "out.jsonl"
    interrupted(monkeypatch, 2, two[0], out)
    (tmp_path / "out.jsonl.parts" / "work.json").unlink()
    before = sorted((tmp_path / "out.jsonl.parts").iterdir())

    for options in ((), ("--resume",), ("--force",)):
        refused = run(two[1], out, "--rows", 4, *options)

        assert refused.exit_code == 1
        assert "delete or rename it" in refused.output
        assert not out.exists()
    assert sorted((tmp_path / "out.jsonl.parts").iterdir()) == before


def test_parts_of_another_file_are_not_counted_as_done_whatever_the_record_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    out, parts = tmp_path / "out.jsonl", tmp_path / "out.jsonl.parts"
    interrupted(monkeypatch, 2, two[0], out)
    shutil.copytree(parts, tmp_path / "kept")
    shutil.rmtree(parts)
    interrupted(monkeypatch, 0, two[1], out)
    for file in (tmp_path / "kept").glob("0*"):
        shutil.copy(file, parts)

    assert run(two[1], out, "--rows", 4, "--resume").exit_code == 0
    assert decided(out) == [2] * 12


def test_a_part_that_was_damaged_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    out = tmp_path / "out.jsonl"
    interrupted(monkeypatch, 2, two[0], out)
    part = tmp_path / "out.jsonl.parts" / "00000000.part"
    part.write_bytes(part.read_bytes().replace(b"allow", b"deny!"))

    assert run(two[0], out, "--rows", 4, "--resume").exit_code == 0
    assert {row["verdict"] for row in read_lines(out)} == {"allow", "deny"}


def test_parts_that_begin_elsewhere_are_not_put_after_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = write_lines(tmp_path / "rows.jsonl", [GOOD[0] | {"number": number} for number in range(12)])
    out = tmp_path / "out.jsonl"
    interrupted(monkeypatch, 2, rows, out)
    (tmp_path / "out.jsonl.parts" / "00000000.part").write_bytes(b"damaged")
    with monkeypatch.context() as patch:
        patch.setattr(deciding_file, "write_part", dying(sinks.write_part, 1))
        with pytest.raises(Killed):
            run(rows, out, "--rows", 6, "--resume")

    assert len(list((tmp_path / "out.jsonl.parts").glob("*.part"))) == 2
    assert run(rows, out, "--rows", 6, "--resume").exit_code == 0
    assert decided(out) == list(range(12))


def test_two_runs_at_once_are_one_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    meanwhile = []

    def slowly(*arguments: Any) -> None:
        meanwhile.append(run(two[0], tmp_path / "out.jsonl", "--rows", 4, "--resume"))
        sinks.write_part(*arguments)

    monkeypatch.setattr(deciding_file, "write_part", slowly)

    assert run(two[0], tmp_path / "out.jsonl", "--rows", 4).exit_code == 0
    assert len(meanwhile) == 3
    assert all("another run is at work" in refused.output for refused in meanwhile)
    assert decided(tmp_path / "out.jsonl") == [1] * 12


@pytest.mark.parametrize("options", [(), ("--force",), ("--resume",)])
def test_a_strangers_folder_is_not_taken_for_parts(
    tmp_path: Path, two: tuple[Path, Path], options: tuple[str, ...]
) -> None:
    parts = tmp_path / "out.jsonl.parts"
    parts.mkdir()
    (parts / "thesis.txt").write_text("years of work")
    (parts / "work.json").write_text("[]")

    refused = run(two[0], tmp_path / "out.jsonl", *options)

    assert refused.exit_code == 1
    assert "delete or rename it" in refused.output
    assert (parts / "thesis.txt").read_text() == "years of work"


def test_a_link_to_a_folder_is_not_taken_for_parts(tmp_path: Path, two: tuple[Path, Path]) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out.jsonl.parts").symlink_to(tmp_path / "elsewhere")

    assert run(two[0], tmp_path / "out.jsonl").exit_code == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_users_file_among_the_parts_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    out = tmp_path / "out.jsonl"
    interrupted(monkeypatch, 1, two[0], out)
    (tmp_path / "out.jsonl.parts" / "notes.txt").write_text("mine")

    result = run(two[0], out, "--rows", 4, "--resume")

    kept = tmp_path / "out.jsonl.parts.done" / "notes.txt"
    assert result.exit_code == 0
    assert str(kept) in result.output
    assert kept.read_text() == "mine"
    assert [file.name for file in kept.parent.iterdir()] == ["notes.txt"]
    assert "delete or rename it" in run(two[1], out, "--force").output


@pytest.mark.parametrize("name", ["out.jsonl.part", "out.jsonl.made", "out.jsonl.parts.made"])
def test_a_link_beside_the_file_is_not_written_through(tmp_path: Path, two: tuple[Path, Path], name: str) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / name).symlink_to(tmp_path / "precious")

    assert run(two[0], tmp_path / "out.jsonl").exit_code == 0
    assert (tmp_path / "precious").read_text() == "precious"


def test_a_link_among_the_parts_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    out = tmp_path / "out.jsonl"
    interrupted(monkeypatch, 0, two[0], out)
    (tmp_path / "precious").write_text("precious")
    for name in ("00000000.part", "00000001.part.made", "whole.made"):
        link = tmp_path / "out.jsonl.parts" / name
        link.unlink(missing_ok=True)
        link.symlink_to(tmp_path / "precious")

    assert run(two[0], out, "--rows", 4, "--resume").exit_code == 0
    assert decided(out) == [1] * 12
    assert (tmp_path / "precious").read_text() == "precious"


def test_what_is_there_already_is_overwritten_only_with_force(tmp_path: Path, two: tuple[Path, Path]) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("precious")

    refused = run(two[0], out)
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert out.read_text() == "precious"
    assert not (tmp_path / "out.jsonl.parts").exists()

    assert run(two[0], out, "--force").exit_code == 0
    assert decided(out) == [1] * 12


def test_what_came_there_meanwhile_is_not_overwritten_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    out = tmp_path / "out.jsonl"
    monkeypatch.setattr(
        deciding_file, "write_whole", lambda *arguments: (out.write_text("precious"), sinks.write_whole(*arguments))
    )

    assert run(two[0], out).exit_code == 1
    assert out.read_text() == "precious"

    monkeypatch.undo()
    out.unlink()
    assert run(two[0], out, "--resume").exit_code == 0
    assert decided(out) == [1] * 12


def test_it_is_written_through_a_link(tmp_path: Path, two: tuple[Path, Path]) -> None:
    (tmp_path / "far").mkdir()
    out = tmp_path / "out.jsonl"
    out.symlink_to(tmp_path / "far" / "real.jsonl")

    assert run(two[0], out).exit_code == 0  # the link leads to what is not there yet
    assert out.is_symlink()
    assert decided(tmp_path / "far" / "real.jsonl") == [1] * 12

    assert run(two[1], out).exit_code == 1
    assert run(two[1], out, "--force").exit_code == 0
    assert out.is_symlink()
    assert decided(tmp_path / "far" / "real.jsonl") == [2] * 12
    assert [file.name for file in (tmp_path / "far").iterdir()] == ["real.jsonl"]


def test_a_device_a_pipe_and_a_circle_of_links_are_refused(tmp_path: Path, two: tuple[Path, Path]) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/null")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name in ("pipe", "device", "circle"):
        refused = run(two[0], tmp_path / name, "--out-format", "jsonl", "--force")

        assert refused.exit_code == 1
        assert refused.output.count("\n") == 1
        assert not list(tmp_path.glob("*.parts*"))
    assert (tmp_path / "device").is_symlink()


@pytest.mark.parametrize("make", [os.link, os.symlink, shutil.copy])
def test_the_requests_themselves_are_never_overwritten(
    tmp_path: Path, two: tuple[Path, Path], make: Callable[[Path, Path], Any]
) -> None:
    before = two[0].read_bytes()
    same = tmp_path / "same.jsonl"
    make(two[0], same)

    assert run(two[0], two[0], "--force").exit_code == 1
    assert run(two[0], same, "--force").exit_code == (0 if make is shutil.copy else 1)
    assert two[0].read_bytes() == before


@pytest.mark.parametrize("name", ["/dev/zero", "pipe"])
def test_what_has_no_end_is_not_read(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")

    refused = run(tmp_path / name, tmp_path / "out.jsonl", "--in-format", "jsonl")

    assert refused.exit_code == 1
    assert "not a file" in refused.output
    assert refused.output.count("\n") == 1


def changed(file: Path) -> None:
    """Change a file, but for its size and time."""
    about = file.stat()
    text = file.read_bytes()
    file.write_bytes(text.replace(b'"number": 1', b'"number": 3'))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


@pytest.mark.parametrize("at_once", [True, False])
def test_requests_that_change_while_they_are_read_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path], at_once: bool
) -> None:
    if not at_once:  # as where a file system tells less
        monkeypatch.setattr(deciding_file.Requests, "is_unchanged", True)
    written = []

    def slowly(*arguments: Any) -> None:
        sinks.write_part(*arguments)
        written.append(arguments)
        changed(two[0])

    monkeypatch.setattr(deciding_file, "write_part", slowly)

    refused = run(two[0], tmp_path / "out.jsonl", "--rows", 4)

    assert refused.exit_code == 1
    assert "changed while it was read" in refused.output
    assert len(written) == (1 if at_once else 3), "no part is made of what changed"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one.jsonl", "two.jsonl"]


def test_requests_that_vanish_while_they_are_read_are_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    monkeypatch.setattr(
        deciding_file, "write_part", lambda *arguments: (sinks.write_part(*arguments), two[0].unlink())
    )

    refused = run(two[0], tmp_path / "out.jsonl", "--rows", 4)

    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1


def test_requests_that_change_between_two_runs_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    interrupted(monkeypatch, 1, two[0], tmp_path / "out.jsonl")
    changed(two[0])

    refused = run(two[0], tmp_path / "out.jsonl", "--rows", 4, "--resume")

    assert refused.exit_code == 1
    assert "begun with another input" in refused.output


def test_a_copy_of_the_requests_is_as_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    interrupted(monkeypatch, 1, two[0], tmp_path / "out.jsonl")
    two[0].rename(tmp_path / "moved.jsonl")

    assert run(tmp_path / "moved.jsonl", tmp_path / "out.jsonl", "--rows", 4, "--resume").exit_code == 0


@pytest.mark.parametrize("content", [b"PAR1", b"", b"PAR1 and some more, but no Parquet PAR1"])
def test_what_is_no_parquet_is_told_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in.parquet").write_bytes(content)

    refused = run(tmp_path / "in.parquet", tmp_path / "out.jsonl")

    assert refused.exit_code == 1
    assert "cannot be read as Parquet" in refused.output
    assert refused.output.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["in.parquet"]


def test_parquet_that_is_damaged_further_on_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "in.parquet"
    pq.write_table(pa.table({"jurisdiction": [f"zz{number}" for number in range(1000)]}), file, compression="none")
    content = bytearray(file.read_bytes())
    content[4:400] = bytes(396)
    file.write_bytes(bytes(content))

    refused = run(file, tmp_path / "out.jsonl")

    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1


@pytest.mark.parametrize("table", [pa.table({}), pa.table({"id": [1, 2]})])
def test_parquet_without_a_column_of_requests_has_errors_in_its_rows(tmp_path: Path, table: pa.Table) -> None:
    pq.write_table(table, tmp_path / "in.parquet")

    result = run(tmp_path / "in.parquet", tmp_path / "out.jsonl")

    assert result.exit_code == (1 if len(table) else 0), result.output
    assert [row["id"] for row in read_lines(tmp_path / "out.jsonl") if row["error"]] == [1, 2][: len(table)]


def test_a_disk_that_is_full_is_told_in_a_sentence_and_the_run_can_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: tuple[Path, Path]
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(deciding_file, "write_whole", full)
        refused = run(two[0], tmp_path / "out.jsonl", "--rows", 4)

    assert refused.exit_code == 1
    assert "No space left on device" in refused.output
    assert refused.output.count("\n") == 1
    assert run(two[0], tmp_path / "out.jsonl", "--resume").exit_code == 0


def test_a_record_of_another_kind_is_refused(tmp_path: Path, two: tuple[Path, Path]) -> None:
    parts = tmp_path / "out.jsonl.parts"
    parts.mkdir()
    (parts / "work.json").write_text(json.dumps({"input": ["somewhere", 1, 2]}))

    assert run(two[0], tmp_path / "out.jsonl", "--resume").exit_code == 1
    assert not (tmp_path / "out.jsonl").exists()


def test_a_file_that_cannot_be_read_to_its_end_leaves_nothing_that_blocks_the_next_run(tmp_path: Path) -> None:
    requests, out = tmp_path / "requests.parquet", tmp_path / "out.jsonl"
    pq.write_table(pa.table({name: [str(value)] * 200 for name, value in GOOD[3].items()}), requests)
    whole = requests.read_bytes()
    requests.write_bytes(whole[:4] + b"\xff" * 40 + whole[44:])

    refused = run(requests, out, "--rows", 4)

    assert refused.exit_code == 1
    assert "cannot be read as Parquet" in refused.output
    assert [file.name for file in tmp_path.iterdir()] == ["requests.parquet"]
    requests.write_bytes(whole)
    assert run(requests, out, "--rows", 4).exit_code == 0
