from datetime import date
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, RootModel, StrictBool

from disclosure_policy.days import Day
from disclosure_policy.documents.document import of_value
from disclosure_policy.documents.validating import model_of
from disclosure_policy.documents.yaml_reader import read
from tests.helpers.builders import problems_of


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    word: str
    first: Day | None = Field(default=None, alias="from")
    flag: StrictBool | None = None


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    kind: Literal["one", "two"] = "one"
    count: int = 0
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()
    full: tuple[str, ...] = Field(default=("x",), min_length=1)
    named: dict[str, Inner] = Field(default_factory=dict)


class Entries(RootModel[dict[str, Inner]]):
    pass


def test_a_document_that_fits_becomes_the_model() -> None:
    model = model_of(Outer, read(b"name: a\ninner: {word: b, from: 2020-01-31}\n", "f"))

    assert model == Outer(name="a", inner=Inner(word="b", first=date(2020, 1, 31)))


def test_a_mistake_in_a_list_is_told_where_it_stands() -> None:
    document = read(b"name: a\nmany:\n  - wird: b\n", "f")

    assert problems_of(model_of, Outer, document) == [
        "f:3:5: `wird` is not a field here | did you mean `word`?",
        "f:3:5: `word` is missing",
    ]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("f:1:1: `name` is missing", "kind: one"),
        ("f:2:1: `nmae` is not a field here | did you mean `name`?", "name: a\nnmae: b"),
        (
            "f:2:1: `zzz` is not a field here | the fields here are count, full, inner, kind, many, name, named",
            "name: a\nzzz: b",
        ),
        ("f:3:3: `wrod` is not a field here | did you mean `word`?", "name: a\ninner: {word: b,\n  wrod: 1}"),
        ("f:2:18: `form` is not a field here | did you mean `from`?", "name: a\ninner: {word: b, form: 1}"),
        ("f:3:15: `flga` is not a field here | did you mean `flag`?", "name: a\nmany:\n  - {word: b, flga: true}"),
        ("f:2:8: `word` is missing", "name: a\ninner: {}"),
        ("f:1:7: expected text, not `5`", "name: 5"),
        ("f:1:7: expected text, not `true`", "name: true"),
        ("f:1:7: expected text, not nothing", "name: ~"),
        ("f:1:7: expected text, not a list", "name: [a]"),
        ("f:1:7: expected text, not entries with names", "name: {a: b}"),
        ("f:2:7: expected 'one' or 'two', not `three`", "name: a\nkind: three"),
        (
            "f:2:24: expected true or false, not `yes` | write true or false, without quotes",
            "name: a\ninner: {word: b, flag: yes}",
        ),
        (
            "f:2:24: `tomorrow` is not a date | write a date as YYYY-MM-DD",
            "name: a\ninner: {word: b, from: tomorrow}",
        ),
        (
            "f:2:24: `2020-02-30` is not a date | write a date as YYYY-MM-DD",
            "name: a\ninner: {word: b, from: 2020-02-30}",
        ),
        ("f:2:24: `true` is not a date | write a date as YYYY-MM-DD", "name: a\ninner: {word: b, from: true}"),
        ("f:2:24: a list is not a date | write a date as YYYY-MM-DD", "name: a\ninner: {word: b, from: []}"),
        (
            "f:2:24: `2020-01-01T10:00` is not a date | write a date as YYYY-MM-DD",
            "name: a\ninner: {word: b, from: 2020-01-01T10:00}",
        ),
        ("f:2:7: the list must not be empty", "name: a\nfull: []"),
        ("f:2:7: expected a list, not `b`", "name: a\nmany: b"),
        (
            "f:2:8: expected entries with names, not `b` | write its entries by name, as in `{name: …}`",
            "name: a\nnamed: b",
        ),
        (
            "f:2:8: expected entries with names, not a list | write its entries by name, as in `{type: …}`",
            "name: a\ninner: [b]",
        ),
        (
            "f:3:6: expected entries with names, not `c` | write its entries by name, as in `{type: …}`",
            "name: a\nnamed:\n  b: c",
        ),
        ("f:1:1: expected entries with names, not `text`", "text"),
    ],
)
def test_what_does_not_fit_is_reported_at_its_key_or_value(expected: str, text: str) -> None:
    (problem,) = problems_of(model_of, Outer, read(text.encode(), "f"))

    assert expected in (problem, problem.partition(" | ")[0])


def test_a_type_without_a_message_of_ours_keeps_its_own_in_lower_case() -> None:
    (problem,) = problems_of(model_of, Outer, read(b"name: a\ncount: x", "f"))

    assert problem == "f:2:8: input should be a valid integer, unable to parse string as an integer"


def test_all_mismatches_are_reported_at_once() -> None:
    found = problems_of(model_of, Outer, read(b"kind: three\nx: 1\nmany: [{}]\n", "f"))

    assert [problem.split(" |")[0] for problem in found] == [
        "f:1:1: `name` is missing",
        "f:1:7: expected 'one' or 'two', not `three`",
        "f:2:1: `x` is not a field here",
        "f:3:8: `word` is missing",
    ]


def test_fields_under_names_of_the_authors_own_are_suggested() -> None:
    assert problems_of(model_of, Entries, read(b"mine:\n  word: a\n  flagg: true\n", "f"))[0].startswith(
        "f:3:3: `flagg` is not a field here"
    )


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("request: inner.word: `word` is missing", {"name": "a", "inner": {}}),
        (
            "request: many.0.flag: expected true or false, not `1` | write true or false, without quotes",
            {"name": "a", "many": [{"word": "b", "flag": 1}]},
        ),
        ("request: expected entries with names, not nothing", None),
    ],
)
def test_values_built_in_python_are_named_by_their_path(expected: str, value: Any) -> None:
    assert [expected] == problems_of(model_of, Outer, of_value(value, "request"))


def test_a_long_value_is_shown_in_part() -> None:
    (problem,) = problems_of(model_of, Outer, read(b"name: a\nkind: " + b"x" * 500, "f"))

    assert problem == f"f:2:7: expected 'one' or 'two', not `{'x' * 60}` | write one of these"
