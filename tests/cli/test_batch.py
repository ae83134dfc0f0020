"""`disclosure-policy batch`: a file of requests comes out as its requests would by themselves, and in order."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("narwhals")

import pyarrow as pa
import pyarrow.parquet as pq
from click.testing import CliRunner, Result

from disclosure_policy.cli import main
from disclosure_policy.cli.batch import deciding_file, sinks
from disclosure_policy.frames.columns import RESULTS
from disclosure_policy.policy import Policy
from tests.frames.test_frames import by_itself, flattened
from tests.helpers.builders import POLICE, RESEARCH, ZEDLAND, a_request

Row = dict[str, Any]

GOOD: list[Row] = [
    a_request(**POLICE),
    a_request(**RESEARCH),
    a_request(**POLICE) | {"items": ["name", {"type": "name"}]},
    a_request(),
    a_request(**POLICE) | {"jurisdiction": "zz-a"},
    a_request(recipient={"type": "researcher"}, purposes=["research", "theft_investigation"], items="name"),
]


def run(*arguments: object, rules: Path = ZEDLAND) -> Result:
    return CliRunner().invoke(main, ["batch", *map(str, arguments), "--missing", "--rules", str(rules)])


def write_lines(file: Path, rows: list[Row | str]) -> Path:
    file.write_text(
        "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8"
    )
    return file


def read_lines(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def answers(rows: list[Row]) -> list[Row]:
    return [{name: row[name] for name in RESULTS} for row in rows]


def test_requests_in_json_lines_come_out_as_by_themselves_and_in_order(tmp_path: Path, zedland: Policy) -> None:
    numbered = [row | {"number": number} for number, row in enumerate(GOOD * 7)]
    file = write_lines(tmp_path / "in.jsonl", list(numbered))

    result = run(file, tmp_path / "out.jsonl", "--rows", 4)

    decided = read_lines(tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    assert answers(decided) == [by_itself(zedland, row) for row in GOOD * 7]
    assert [{name: value for name, value in row.items() if name not in RESULTS} for row in decided] == numbered
    assert not (tmp_path / "out.jsonl.parts").exists()


def test_a_line_that_shows_several_instruments_comes_out_as_by_itself(tmp_path: Path, zedland: Policy) -> None:
    research = a_request(**RESEARCH)
    agreed = research["agreement"]
    rows = [
        research | {"agreement": [{"written": False}, agreed]},
        research | {"agreement": [agreed | {"covers": {"to": "2020-05-31"}}, agreed | {"covers": {"items": "name"}}]},
        research | {"agreement": agreed | {"covers": {"purposes": ["theft_investigation"]}}},
        research | {"agreement": [agreed, {"covers": {"items": "nam"}}]},
        research | {"agreement": []},
    ]
    file = write_lines(tmp_path / "in.jsonl", list(rows))

    run(file, tmp_path / "out.jsonl")

    decided = read_lines(tmp_path / "out.jsonl")
    assert [row["verdict"] for row in decided] == ["allow", "allow", "deny", None, None]
    expected = [by_itself(zedland, row) for row in rows]
    assert [{**row, "error": None} for row in answers(decided)] == [{**row, "error": None} for row in expected]
    assert ["has no term `nam`" in decided[3]["error"], "must not be empty" in decided[4]["error"]] == [True, True]


def test_what_is_wrong_with_a_row_is_told_at_its_place_and_stops_nothing(tmp_path: Path) -> None:
    rows: list[Row | str] = [
        GOOD[0],
        a_request(**POLICE) | {"recipient": {"type": "polise"}},
        "",
        "this is no JSON",
        a_request(**POLICE) | {"state_law": {"authorizes": "yes"}},
        '{"jurisdiction": "zz", "jurisdiction": "zz-a", "discloser": null}',
        "[" * 5000,
        a_request() | {"verdict": "allow"},
        GOOD[0],
    ]
    result = run(write_lines(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl")

    decided = read_lines(tmp_path / "out.jsonl")
    errors = [row["error"] and row["error"].removeprefix(f"{tmp_path}/in.jsonl:").splitlines()[0] for row in decided]
    assert result.exit_code == 1
    assert [row["verdict"] for row in decided] == ["allow", *[None] * 6, "allow"]
    assert errors[0] is errors[-1] is None
    assert [int(error.partition(":")[0]) for error in errors[1:-1]] == [2, 4, 5, 6, 7, 8]
    for row, what in (
        (1, "`recipient.type` has no term `polise`"),
        (3, "expected true or false, not `yes`"),
        (4, "the key `jurisdiction` is given twice"),
        (6, "`verdict` is not a field here"),
    ):
        assert what in errors[row]
    assert decided[2]["unread"] == "this is no JSON"
    assert "6  with an error" in result.output


def as_csv(file: Path, rows: list[Row]) -> Path:
    def cell(value: Any) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        return "" if value is None else ";".join(value) if isinstance(value, list) else str(value)

    flat = flattened(rows)
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(flat.column_names)
        writer.writerows([cell(value) for value in row.values()] for row in flat.to_pylist())
    return file


PLAIN = [row for row in GOOD if all(isinstance(item, str) for item in row.get("items") or ())]
PLAIN = [row | {"items": [row["items"]]} if isinstance(row.get("items"), str) else row for row in PLAIN]
PLAIN = [row | {"purposes": [row["purposes"]]} if isinstance(row.get("purposes"), str) else row for row in PLAIN]


def test_a_csv_file_is_decided_too_and_keeps_its_other_columns(tmp_path: Path, zedland: Policy) -> None:
    file = as_csv(
        tmp_path / "in.csv", [row | {"recipient": row.get("recipient", {}) | {"name": 'A "b",\nc'}} for row in PLAIN]
    )

    result = run(file, tmp_path / "out.csv", "--rows", 2)

    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as made:
        decided = list(csv.DictReader(made))
    expected = [by_itself(zedland, row) for row in PLAIN]
    assert result.exit_code == 0, result.output
    assert [row["verdict"] for row in decided] == [row["verdict"] for row in expected]
    assert [row["citations"] for row in decided] == ["; ".join(row["citations"]) for row in expected]
    assert [row["missing"] for row in decided] == ["; ".join(row["missing"]) for row in expected]
    assert {row["recipient.name"] for row in decided} == {'A "b",\nc'}


def test_rows_of_a_csv_file_that_are_too_short_or_say_something_else_have_an_error(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "jurisdiction,as_of,discloser,state_law.authorizes,colour\n"
        "zz,2020-06-01,records_office,yes,red\n"
        "zz,2020-06-01\n"
        "zz,2020-06-01,records_office,,green\n"
        "zz,2020-06-31,records_office,true,blue\n"
    )

    result = run(tmp_path / "in.csv", tmp_path / "out.jsonl")

    decided = read_lines(tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert [row["colour"] for row in decided] == ["red", "", "green", "blue"]
    assert [bool(row["error"]) for row in decided] == [True, True, False, True]
    assert "in.csv, line 2: state_law.authorizes: expected true or false, not `yes`" in decided[0]["error"]
    assert "in.csv, line 3: 2 cells under 5 headings" in decided[1]["error"]
    assert "in.csv, line 5: as_of: `2020-06-31` is not a date" in decided[3]["error"]


def test_a_parquet_file_is_decided_too_and_keeps_its_other_columns(tmp_path: Path, zedland: Policy) -> None:
    rows = PLAIN * 3
    table = flattened(rows).append_column("number", pa.array(range(len(rows))))
    pq.write_table(table, tmp_path / "in.parquet")

    result = run(tmp_path / "in.parquet", tmp_path / "out.parquet", "--rows", 4)

    decided = pq.read_table(tmp_path / "out.parquet")
    assert result.exit_code == 0, result.output
    assert answers(decided.to_pylist()) == [by_itself(zedland, row) for row in rows]
    assert decided.select(table.column_names).equals(table)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("made", ["jsonl", "csv", "parquet"])
def test_a_file_without_rows_is_a_file_without_rows(tmp_path: Path, form: str, made: str) -> None:
    file = tmp_path / f"in.{form}"
    table = pa.table({"jurisdiction": pa.array([], pa.string())})
    if form == "parquet":
        pq.write_table(table, file)
    else:
        file.write_text("jurisdiction\n" if form == "csv" else "")

    result = run(file, tmp_path / f"out.{made}")

    assert result.exit_code == 0, result.output
    assert result.output == "0 requests\n"
    assert (tmp_path / f"out.{made}").exists()


class Killed(BaseException):
    """The power goes."""


def dying(call: Callable[..., None], at: int) -> Callable[..., None]:
    """Return a call that dies half-way the `at`-th time."""
    times = iter(range(at, -1, -1))

    def dies(*arguments: Any) -> None:
        call(*arguments)
        if next(times) == 0:
            arguments[-1].truncate(50)
            raise Killed

    return dies


def interrupted(monkeypatch: pytest.MonkeyPatch, at: int, file: Path, out: Path) -> None:
    """Run until the power goes while a part is written."""
    arguments = ["batch", str(file), str(out), "--rows", "4", "--missing", "--rules", str(ZEDLAND)]
    with monkeypatch.context() as patch:
        patch.setattr(deciding_file, "write_part", dying(sinks.write_part, at))
        with pytest.raises(Killed):
            CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.mark.parametrize("made", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("at", [0, 2, 5])
def test_an_interrupted_run_goes_on_without_losing_or_repeating_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str, at: int
) -> None:
    rows: list[Row | str] = [row | {"number": number} for number, row in enumerate(GOOD * 4)]
    rows[7:7] = ["no JSON", ""]
    file, whole, out = write_lines(tmp_path / "in.jsonl", rows), tmp_path / f"whole.{made}", tmp_path / f"out.{made}"
    undisturbed = run(file, whole, "--rows", 4)
    interrupted(monkeypatch, at, file, out)
    assert not out.exists()

    refused = run(file, out, "--rows", 4)
    resumed = run(file, out, "--rows", 4, "--resume")

    assert refused.exit_code == 1
    assert "--resume" in refused.output
    assert resumed.output == undisturbed.output
    assert out.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("at_a_time", [3, 7])
def test_a_run_may_go_on_with_fewer_or_more_rows_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, at_a_time: int
) -> None:
    rows, file = PLAIN * 5, tmp_path / f"in.{form}"
    match form:
        case "jsonl":
            write_lines(file, list(rows))
        case "csv":
            as_csv(file, rows)
        case _:
            pq.write_table(flattened(rows), file)
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    undisturbed = run(file, whole, "--rows", 4)
    interrupted(monkeypatch, 2, file, out)

    resumed = run(file, out, "--rows", at_a_time, "--resume")

    assert resumed.output == undisturbed.output
    assert out.read_bytes() == whole.read_bytes()


def test_a_run_is_not_taken_up_again_under_other_rules_or_for_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out = write_lines(tmp_path / "in.jsonl", list(GOOD * 2)), tmp_path / "out.jsonl"
    interrupted(monkeypatch, 1, file, out)
    write_lines(file, [*GOOD, *GOOD[::-1]])

    result = run(file, out, "--rows", 4, "--resume", "--as-of", "2020-01-01")

    assert result.exit_code == 1
    assert "begun with another day, input" in result.output


def test_the_day_of_the_option_wins_over_that_of_the_rows(tmp_path: Path, zedland: Policy) -> None:
    file = write_lines(tmp_path / "in.jsonl", list(GOOD))

    run(file, tmp_path / "out.jsonl", "--as-of", "1990-01-01")

    assert {row["basis"] for row in read_lines(tmp_path / "out.jsonl")} == {"no law in force"}


def test_a_file_of_an_unknown_ending_must_be_told(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "requests.log", list(GOOD))

    assert run(file, tmp_path / "out.csv").exit_code == 2
    assert run(file, tmp_path / "out.csv", "--in-format", "jsonl").exit_code == 0
