"""What a row says of its request comes out of a batch as `decide` says it, and can be read again."""

from __future__ import annotations

import csv
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("narwhals")

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.cli.batch.cells import cell, listed
from disclosure_policy.cli.batch.line_reader import lines, portions, rows
from disclosure_policy.escaping import spreadsheet
from disclosure_policy.frames.columns import RESULTS, shared_columns
from disclosure_policy.limits import MAX_BYTES
from disclosure_policy.policy import Policy
from tests.cli.test_batch import GOOD, Row, read_lines, run, write_lines
from tests.frames.test_frames import by_itself
from tests.helpers.builders import RESEARCH, a_request


def no_constant(name: str) -> None:
    pytest.fail(f"{name} is not JSON")


def read_strictly(file: Path) -> list[Row]:
    text = file.read_text(encoding="utf-8")
    return [json.loads(line, parse_constant=no_constant) for line in text.splitlines()]


TWICE: list[Row] = [
    a_request(**RESEARCH) | {"agreement.written": False},
    a_request(**RESEARCH) | {"agreement": {"written": False}, "agreement.written": True},
    a_request(**RESEARCH) | {"process": "subpoena", "process.type": "subpoena"},
    a_request(**RESEARCH) | {"items.type": "name"},
    a_request(**RESEARCH) | {"judgments.harms_the_office.answer": True},
    a_request(**RESEARCH) | {"state_law.": {"authorizes": True}},
]


@pytest.mark.parametrize("row", TWICE)
def test_a_row_that_states_a_fact_twice_has_an_error(tmp_path: Path, zedland: Policy, row: Row) -> None:
    rows: list[Row | str] = [GOOD[0], row, GOOD[1]]

    result = run(write_lines(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl")

    decided = read_lines(tmp_path / "out.jsonl")
    assert by_itself(zedland, row)["verdict"] is None
    assert result.exit_code == 1
    assert [one["verdict"] for one in decided] == ["allow", None, "allow"]
    assert "in.jsonl:2:" in decided[1]["error"]


@pytest.mark.parametrize("name", ["judgments", "facts", "agreement", "state_law", "process", "recipient"])
@pytest.mark.parametrize("empty", [{}, {"harms_the_office": {}}])
def test_a_row_with_an_empty_part_is_decided_as_by_itself(
    tmp_path: Path, zedland: Policy, name: str, empty: dict[str, Any]
) -> None:
    row = a_request(**RESEARCH) | {name: empty}

    run(write_lines(tmp_path / "in.jsonl", [row]), tmp_path / "out.jsonl")

    alone, decided = by_itself(zedland, row), read_lines(tmp_path / "out.jsonl")[0]
    assert decided["verdict"] == alone["verdict"]
    assert (decided["error"] is None) is (alone["error"] is None)


NAMES = sorted({part for name in shared_columns() for part in (name, name.partition(".")[0])})
VALUES = st.sampled_from([None, True, False, "name", "police", ["name"], [], {}, {"type": "name"}, 1, 0, ""])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3), min_size=1, max_size=12))
def test_whatever_rows_state_each_comes_out_as_by_itself(
    tmp_path_factory: pytest.TempPathFactory, zedland: Policy, stated: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    requests = [GOOD[number % len(GOOD)] | row for number, row in enumerate(stated)]

    run(write_lines(folder / "in.jsonl", list(requests)), folder / "out.jsonl")

    for decided, request in zip(read_strictly(folder / "out.jsonl"), requests, strict=True):
        alone = by_itself(zedland, request)
        assert {name: decided[name] for name in RESULTS[:-1]} == {name: alone[name] for name in RESULTS[:-1]}
        assert (decided["error"] is None) is (alone["error"] is None)


@pytest.mark.parametrize(
    "header", ["items,items.type", "process,process.type", "recipient.type,agreement.written,recipient"]
)
def test_columns_that_state_the_same_are_refused_and_leave_nothing_behind(tmp_path: Path, header: str) -> None:
    (tmp_path / "in.csv").write_text(f"jurisdiction,as_of,discloser,{header}\nzz,2020-06-01,records_office,a,b\n")

    refused = run(tmp_path / "in.csv", tmp_path / "out.csv")

    assert refused.exit_code == 1
    assert "in.csv:1:1: the columns" in refused.output
    assert [file.name for file in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize("nested", [True, False])
def test_columns_of_parquet_that_state_the_same_are_refused(tmp_path: Path, nested: bool) -> None:
    agreement = pa.array([{"written": True}]) if nested else pa.array(["x"])
    columns = {"jurisdiction": ["zz"], "agreement": agreement, "agreement.written": [False]}
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")

    refused = run(tmp_path / "in.parquet", tmp_path / "out.csv")

    assert refused.exit_code == 1
    assert "columns" in refused.output
    assert "`agreement" in refused.output
    assert [file.name for file in tmp_path.iterdir()] == ["in.parquet"]


HEADINGS = "jurisdiction,as_of,discloser,who\n"
SOUND = "zz,2020-06-01,records_office,"


def test_bytes_that_are_no_utf_8_are_an_error_of_their_row(tmp_path: Path) -> None:
    content = f"{HEADINGS}{SOUND}Jo\n{SOUND}José\n{SOUND}Ann\n".encode("latin-1")
    (tmp_path / "in.csv").write_bytes(content)

    result = run(tmp_path / "in.csv", tmp_path / "out.jsonl")

    decided = read_lines(tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert [row["who"] for row in decided] == ["Jo", "Jos\ufffd", "Ann"]
    assert [bool(row["error"]) for row in decided] == [False, True, False]
    assert "in.csv, line 3: this is not UTF-8 text" in decided[1]["error"]


def test_headings_that_are_no_utf_8_refuse_the_file(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes("jurisdiction,año\nzz,1\n".encode("latin-1"))

    refused = run(tmp_path / "in.csv", tmp_path / "out.jsonl")

    assert refused.exit_code == 1
    assert "in.csv:1:1: this is not UTF-8 text" in refused.output


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_byte_order_mark_is_no_part_of_what_is_written(tmp_path: Path, form: str) -> None:
    text = f"{HEADINGS}{SOUND}Jo\n" if form == "csv" else f"{json.dumps(GOOD[0])}\n"
    mark = "\ufeff" if form == "jsonl" else ""  # files put together have one in the middle
    (tmp_path / f"in.{form}").write_text(f"\ufeff{text}{mark}{text.splitlines()[-1]}\n", encoding="utf-8")

    result = run(tmp_path / f"in.{form}", tmp_path / "out.jsonl")

    assert result.exit_code == 0, result.output
    assert "\ufeff" not in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert len(read_lines(tmp_path / "out.jsonl")) == 2


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_json_does_not_have_is_an_error_of_its_row(tmp_path: Path, number: str) -> None:
    text = json.dumps(GOOD[0])
    file = write_lines(tmp_path / "in.jsonl", [GOOD[0], f'{text[:-1]}, "score": {number}}}', GOOD[0]])

    result = run(file, tmp_path / "out.jsonl")

    decided = read_strictly(tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert [row["verdict"] for row in decided] == ["allow", None, "allow"]
    assert f"in.jsonl:2:1: `{number}` is no number in JSON" in decided[1]["error"]


def test_values_that_json_does_not_have_are_written_as_text(tmp_path: Path) -> None:
    table = pa.table(
        {
            "jurisdiction": ["zz", "zz"],
            "score": [float("nan"), float("-inf")],
            "blob": [b"\xff", b"a"],
            "seen": pa.array([1, 2], pa.timestamp("us")),
            "at": pa.array([[("k", 1)], []], pa.map_(pa.string(), pa.int64())),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")

    run(tmp_path / "in.parquet", tmp_path / "out.jsonl")
    run(tmp_path / "in.parquet", tmp_path / "out.csv")

    decided = read_strictly(tmp_path / "out.jsonl")
    assert [row["score"] for row in decided] == ["NaN", "-Infinity"]
    assert [row["blob"] for row in decided] == ["/w==", "YQ=="]
    assert decided[0]["seen"] == "1970-01-01T00:00:00.000001"
    assert decided[0]["at"] == [["k", 1]]
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as made:
        cells = list(csv.DictReader(made))
    assert [row["score"] for row in cells] == ["NaN", "-Infinity"]
    assert [row["at"] for row in cells] == ['[["k", 1]]', ";"]


def test_lists_of_a_row_decided_by_itself_are_cells_like_others(tmp_path: Path, zedland: Policy) -> None:
    as_yaml = "{jurisdiction: zz, as_of: 2020-06-01, discloser: records_office}"

    run(write_lines(tmp_path / "in.jsonl", [as_yaml, a_request()]), tmp_path / "out.csv")

    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as made:
        first, second = csv.DictReader(made)
    alone = by_itself(zedland, a_request())
    for name in ("citations", "determining", "missing"):
        assert first[name] == second[name] == "; ".join(alone[name])


def test_what_is_known_in_part_has_a_column_for_each_part(tmp_path: Path, zedland: Policy) -> None:
    agreed = [
        {"has": ["keep_secret", "give_back"]},
        {"has": ["keep_secret"], "lacks": ["give_back"]},
        {"lacks": ["keep_secret"]},
        None,
    ]
    names = ["recipient.type", "items", "state_law.authorizes", "agreement.written"]
    parts = ["agreement.terms.has", "agreement.terms.lacks", "purposes.lacks"]
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["jurisdiction", "as_of", "discloser", *names, *parts])
        for terms in agreed:
            said = [";".join((terms or {}).get(part, [])) for part in ("has", "lacks")]
            fixed = ["zz", "2020-06-01", "records_office", "researcher", "name", "true", "true"]
            table.writerow([*fixed, *said, "news"])

    run(tmp_path / "in.csv", tmp_path / "out.jsonl")

    stated = RESEARCH | {"purposes": {"lacks": ["news"]}, "judgments": {}}
    requests = [a_request(**stated) | {"agreement": {"written": True, "terms": terms}} for terms in agreed]
    decided = [{name: row[name] for name in RESULTS} for row in read_lines(tmp_path / "out.jsonl")]
    assert decided == [by_itself(zedland, request) for request in requests]
    assert all(row["verdict"] for row in decided)


TEXT = st.text(max_size=8) | st.sampled_from(["a;b", " a", "", "=1", "-1", '["a"]', "[", "'=a", "\t=a", "＝1"])


@given(st.lists(TEXT, max_size=4))
def test_a_cell_with_a_list_can_be_read_back(terms: list[str]) -> None:
    assert listed(cell(terms).strip()) == terms
    assert spreadsheet(cell(terms)) == cell(terms)


def test_items_in_a_cell_are_read_back(tmp_path: Path, zedland: Policy) -> None:
    items = [{"type": "name"}, {"type": "name", "about_recipient": True}]
    table = pa.table(
        {"jurisdiction": ["zz"], "as_of": ["2020-06-01"], "discloser": ["records_office"], "items": [items]}
    )
    pq.write_table(table, tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "first.csv")
    with (tmp_path / "first.csv").open(newline="", encoding="utf-8") as made:
        row = next(csv.DictReader(made))
    with (tmp_path / "again.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([table.column_names, [row[name] for name in table.column_names]])

    result = run(tmp_path / "again.csv", tmp_path / "out.jsonl")

    assert result.exit_code == 0, result.output
    alone = by_itself(zedland, a_request(items=items))
    assert {name: read_lines(tmp_path / "out.jsonl")[0][name] for name in RESULTS} == alone


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    row: dict[str, Any] = {"jurisdiction": "zz", "as_of": "2020-06-01", "discloser": "records_office", text: text}
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([row, row.values()])

    run(tmp_path / "in.csv", tmp_path / "out.csv")

    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as made:
        header, cells = csv.reader(made)
    assert header[3] == cells[3] == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+5", "-1.5e-3", "-1,5", "a=b", "5-3", ""])
def test_a_number_is_no_formula(text: str) -> None:
    assert spreadsheet(text) == text


def test_a_line_that_is_too_long_is_an_error_of_its_row(tmp_path: Path) -> None:
    long = json.dumps(GOOD[0])[:-1] + f', "note": "{"x" * MAX_BYTES}"}}'

    result = run(write_lines(tmp_path / "in.jsonl", [GOOD[0], long, GOOD[0]]), tmp_path / "out.jsonl")

    decided = read_lines(tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert [row["verdict"] for row in decided] == ["allow", None, "allow"]
    assert "in.jsonl:2:1: the file is larger than 2,000,000 bytes" in decided[1]["error"]
    assert len(decided[1]["unread"]) < 2_000


@pytest.mark.parametrize("row", [f"zz,{'x' * MAX_BYTES}", ",".join(['"a\nb"'] * (MAX_BYTES // 5)), "x," * MAX_BYTES])
def test_a_row_of_csv_that_is_too_long_is_an_error_of_its_row(tmp_path: Path, row: str) -> None:
    (tmp_path / "in.csv").write_text(f"{HEADINGS}{SOUND}Jo\n{row}\n{SOUND}Ann\n", encoding="utf-8")

    result = run(tmp_path / "in.csv", tmp_path / "out.jsonl")

    decided = read_lines(tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert "line 3: this is not CSV: a row larger than 2,000,000 bytes" in decided[1]["error"]
    assert [decided[0]["who"], decided[-1]["who"]] == ["Jo", "Ann"]
    assert decided[0]["verdict"] == decided[-1]["verdict"] is not None


def test_a_quotation_mark_that_is_never_closed_takes_no_more_than_a_bound() -> None:
    class Endless(BytesIO):
        read_so_far = 0

        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # noqa: ARG002
            self.read_so_far += 100
            return '"' + "x" * 98 + "\n" if self.read_so_far == 100 else "x" * 99 + "\n"

    file = Endless()
    first = next(rows(file))  # type: ignore[arg-type]
    assert first.wrong
    assert file.read_so_far < MAX_BYTES + 1_000


def test_of_a_line_without_end_only_the_beginning_is_kept() -> None:
    found = list(lines(BytesIO(b"a\n" + b"x" * 5 * MAX_BYTES + b"\r\nb")))

    assert [(number, line[:2]) for number, line in found] == [(1, b"a\n"), (2, b"xx"), (3, b"b")]
    assert MAX_BYTES < len(found[1][1]) < MAX_BYTES + 10


def test_portions_are_bounded_by_rows_and_by_length() -> None:
    assert [len(one) for one in portions(iter("abcde"), 2, len, first=True)] == [2, 2, 1]
    assert list(portions(iter(""), 2, len, first=True)) == [[]]
    assert list(portions(iter(""), 2, len, first=False)) == []
    long = ["x" * MAX_BYTES] * 40
    assert [len(one) for one in portions(iter(long), 100, len, first=True)] == [17, 17, 6]


@pytest.mark.parametrize("name", [name for name in shared_columns() if "." not in name and name != "jurisdiction"])
def test_what_is_null_is_left_out_in_a_file_as_by_itself(tmp_path: Path, zedland: Policy, name: str) -> None:
    row = GOOD[0] | {name: None}

    run(write_lines(tmp_path / "in.jsonl", [row]), tmp_path / "out.jsonl")

    (decided,) = read_lines(tmp_path / "out.jsonl")
    alone = by_itself(zedland, row)
    assert (decided["verdict"], decided["error"] is None) == (alone["verdict"], alone["error"] is None)
