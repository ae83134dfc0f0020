import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.documents import yaml_reader as reading
from disclosure_policy.documents.document import Document, of_value
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.errors import Location, ProblemsError
from tests.helpers.builders import mistakes_of, problems_of

TEXT = st.text(st.characters(max_codepoint=0xD7FF), max_size=8).filter(lambda text: text != "<<")
SCALARS = st.none() | st.booleans() | st.integers(-(10**17) + 1, 10**17) | TEXT
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4))
YAML_LIKE = st.text(st.sampled_from("ab1:-?,[]{}&*!|>'\"%@`#~<= \n\t\u00e9\u2028\ufeff\x07"), max_size=40)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("603.10", "603.10"),
        (603, "603"),
        (-5, "-5"),
        (0, "0"),
        ("007", "007"),
        ("+1", "+1"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("True", "True"),
        (True, "true"),
        (False, "false"),
        (None, "null"),
        (None, "~"),
        (None, ""),
        ("NULL", "NULL"),
        ("2020-01-31", "2020-01-31"),
        ("12:30", "12:30"),
        ("5", "'5'"),
        ("true", '"true"'),
        ("", "''"),
        ("a b\n", ">\n  a\n  b\n"),
        ("1\n", "|\n  1\n"),
        (999999999999999999, "9" * 18),
    ],
)
def test_only_null_true_false_and_plain_integers_are_not_text(expected: object, text: str) -> None:
    value = read(f"a: {text}".encode(), "f").value["a"]

    assert expected == value
    assert type(expected) is type(value)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("f:2:1: the key `a` is given twice | it was first given on line 1", "a: 1\na: 2"),
        ("f:3:5: the key `b` is given twice | it was first given on line 2", "x:\n  - b: 1\n    b: 1"),
        ("f:1:8: the key `é` is given twice | it was first given on line 1", "{é: 1, é: 2}"),
        ("f:1:8: the key `😀` is given twice | it was first given on line 1", "{😀: 1, 😀: 2}"),
        ("f:2:4: the anchor `&x` is not allowed | write the value out where it is used", "a: 1\nb: &x 2"),
        ("f:1:3: the anchor `&x` is not allowed | write the value out where it is used", "- &x {a: 1}"),
        ("f:1:1: the anchor `&x` is not allowed | write the value out where it is used", "&x a: 1"),
        ("f:1:4: the alias `*x` is not allowed | write the value out", "a: *x"),
        ("f:1:1: the alias `*x` is not allowed | write the value out", "*x : 1"),
        ("f:1:4: the tag `tag:yaml.org,2002:str` is not allowed | write a plain value", "a: !!str 1"),
        (
            "f:1:4: the tag `tag:yaml.org,2002:python/name:os.system` is not allowed | write a plain value",
            "a: !!python/name:os.system",
        ),
        ("f:1:4: the tag `!x` is not allowed | write a plain value", "a: !x [1]"),
        ("f:2:3: merge keys are not allowed | write the entries out", "a:\n  <<: {b: 1}"),
        ("f:1:1: the file is empty", ""),
        ("f:1:1: the file is empty", "# only a remark\n"),
        ("f:2:1: only one document is allowed in a file", "a: 1\n---\nb: 2"),
        ("f:1:33: nested more than 32 deep", "[" * 60_000),
        ("f:1:129: nested more than 32 deep", "{a: " * 60_000),
        ("f:1:65: nested more than 32 deep", "- " * 60_000),
        ("f:1:3: a key must be a word", "? [a]\n: 1"),
        ("f:1:2: a key must be a word", "{{a: 1}: 2}"),
        ("f:1:4: a number of more than 18 digits is not allowed", "a: " + "9" * 19),
        ("f:2:5: a number of more than 18 digits is not allowed", "a:\n  - " + "9" * 1_000_000),
        ("f:1:4: the control character U+0001 is not allowed", "a: \x01"),
        ("f:3:2: the control character U+0000 is not allowed", "a: 1\nb: 2\n \x00"),
        ("f:2:4: the control character U+2028 is not allowed", "a: 1\n# b\u2028c: 3"),
        ("f:1:8: the control character U+2029 is not allowed", '{"a": "\u2029"}'),
        ("f:2:3: the control character U+0085 is not allowed", "a: 1\rb:\x85"),
        ("f:1:5: this is not YAML: mapping values are not allowed in this context", "a: b: c"),
        ("f:2:1: this is not YAML: found a tab character that violates indentation", "a: 1\n\tb: 1"),
    ],
)
def test_what_is_refused_is_refused_at_its_line_and_column(expected: str, text: str) -> None:
    (problem,), (mistake,) = problems_of(read, text.encode(), "f"), mistakes_of(read, text.encode(), "f")

    assert expected in (problem, mistake)


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("f:1:4: the file is not UTF-8 text", b"a: \xff"),
        ("f:2:3: the file is not UTF-8 text", b"a: 1\nb \xc3("),
        ("f:1:1: the file is not UTF-8 text", "a: 1".encode("utf-16")),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused_where_they_stand(expected: str, data: bytes) -> None:
    assert [expected] == problems_of(read, data, "f")


def test_a_file_that_is_too_large_is_not_even_decoded() -> None:
    largest = b"a: " + b"x" * (reading.MAX_BYTES - 3)

    assert read(largest, "f").value["a"] == "x" * (reading.MAX_BYTES - 3)
    assert problems_of(read, b"\xff" + largest, "f") == ["f:1:1: the file is larger than 2,000,000 bytes"]


def test_the_deepest_nesting_allowed_is_read() -> None:
    depth = reading.MAX_DEPTH

    value = read(b"[" * depth + b"]" * depth, "f").value

    for _ in range(depth - 1):
        (value,) = value
    assert value == []


def test_every_duplicate_key_is_reported_at_once() -> None:
    found = problems_of(read, b"a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n", "f")

    assert [problem.partition(" |")[0] for problem in found] == [
        "f:2:11: the key `c` is given twice",
        "f:3:1: the key `a` is given twice",
        "f:4:1: the key `a` is given twice",
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    document = read(b"\xef\xbb\xbfa: 1", "f")

    assert document.value == {"a": 1}


def test_json_is_read_as_well() -> None:
    text = b'{"a": [1, true, null, "x", {"b": "\\u00e9"}], "c": {}}'

    assert read(text, "f").value == {"a": [1, True, None, "x", {"b": "é"}], "c": {}}


PLACED = read(b"a:\n  - b: 1\n    cc: [2,  3]\n  - x\nd:\n", "f")


@pytest.mark.parametrize(
    ("expected", "path", "key"),
    [
        ("f:1:1", (), False),
        ("f:1:1", ("a",), True),
        ("f:2:3", ("a",), False),
        ("f:2:5", ("a", 0), False),
        ("f:3:5", ("a", 0, "cc"), True),
        ("f:3:9", ("a", 0, "cc"), False),
        ("f:3:14", ("a", 0, "cc", 1), False),
        ("f:4:5", ("a", 1), False),
        ("f:5:1", ("d",), True),
        ("f:2:5", ("a", 0, "absent"), False),
        ("f:2:5", ("a", 0, "absent", "deeper", 4), True),
        ("f:1:1", ("absent",), False),
    ],
)
def test_every_key_and_value_has_its_place(expected: str, path: tuple[str | int, ...], key: bool) -> None:
    assert expected == str(PLACED.where(path, key=key))


def test_values_built_in_python_have_no_lines() -> None:
    document = of_value({"a": 1}, "request")

    assert document.value == {"a": 1}
    assert document.where(("a",)) == document.where(("a",), key=True) == Location("request")


@given(VALUES)
def test_json_is_read_as_a_json_reader_reads_it(value: Any) -> None:
    assert value == read(json.dumps(value).encode(), "f").value


@given(st.recursive(TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)))
def test_yaml_is_read_as_a_yaml_reader_reads_it(value: Any) -> None:
    text = yaml.safe_dump(value, default_style='"')

    assert value == read(text.encode(), "f").value


def _outcome(data: bytes) -> Document | None:
    try:
        return read(data, "f")
    except ProblemsError as error:
        assert error.problems
        assert all(problem.location.line >= 1 and problem.location.column >= 1 for problem in error.problems)
        return None


@settings(max_examples=300)
@given(st.binary(max_size=60) | YAML_LIKE.map(str.encode) | st.text(max_size=40).map(lambda t: t.encode()))
def test_any_bytes_give_a_document_or_problems_with_places(data: bytes) -> None:
    document = _outcome(data)

    if document is not None:
        _check_places(document.value, (), document)


def _check_places(value: Any, path: tuple[str | int, ...], document: Document) -> None:
    assert path in document.places
    if isinstance(value, dict):
        for key, inner in value.items():
            assert (*path, key) in document.keys
            _check_places(inner, (*path, key), document)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_places(inner, (*path, index), document)


@pytest.mark.parametrize("size", [1_000, 100_000])
def test_the_pure_python_parser_reads_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"a: [603.10, 5]\nb: {c: yes}\n"
    fast = read(text, "f")

    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    slow = read(text, "f")

    assert (fast.value, fast.places, fast.keys) == (slow.value, slow.places, slow.keys)
    assert problems_of(read, b"[" * size, "f") == ["f:1:33: nested more than 32 deep"]
