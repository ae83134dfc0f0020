"""Every problem has a code, and every code is documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from disclosure_policy.checks import CHECKS
from disclosure_policy.errors import Location, Problem, RequestError
from disclosure_policy.policy import read_request
from tests.helpers.builders import ROOT, a_policy, a_request, section

SOURCES = ROOT / "src" / "disclosure_policy"
PAGE = (ROOT / "docs" / "request-errors.md").read_text(encoding="utf-8")
DOCUMENTED = set(re.findall(r"^(?:\| )?`([a-z-]+)`(?: \||:)", PAGE, re.MULTILINE))
FACTS = """
open: {type: boolean, question: Is it?}
count: {type: number, question: How many?}
asked: {type: judgment, question: Was it asked?}
"""
FILES = {
    "zz/facts.yaml": FACTS,
    "zz/code/1/2000-01-01.yaml": section("- {id: secret, effect: forbid, summary: s}"),
}
JUDGMENT = {"answer": True, "by": "b", "day": "2020-01-01", "why": "w"}


def words_in_source() -> Iterator[str]:
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def codes_in_source() -> Iterator[str]:
    """Yield each code that is written out where a problem is made."""
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for keyword in node.keywords if isinstance(node, ast.Call) else ():
                if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                    yield keyword.value.value


def test_no_problem_can_be_made_without_a_code() -> None:
    with pytest.raises(TypeError, match="code"):
        Problem(Location("f"), "m")  # type: ignore[call-arg]


def test_every_code_is_documented_and_every_documented_code_is_used() -> None:
    codes = set(codes_in_source())

    assert codes
    assert codes <= DOCUMENTED | {check.code for check in CHECKS}
    assert set(words_in_source()) >= DOCUMENTED


@pytest.mark.parametrize(
    ("expected", "stated"),
    [
        ("unknown-jurisdiction", {"jurisdiction": "zzz"}),
        ("missing-field", {"as_of": None}),
        ("missing-field", {"judgments": {"asked": {"answer": True, "by": "b", "day": "2020-01-01"}}}),
        ("malformed-date", {"as_of": "2020"}),
        ("wrong-type", {"as_of": "2020-01-01", "recipient": 5}),
        ("wrong-type", {"release": {"signed": "yes"}}),
        ("wrong-type", {"items": [5]}),
        ("empty-text", {"judgments": {"asked": JUDGMENT | {"by": ""}}}),
        ("wrong-type", {"facts": {"open": 1}}),
        ("wrong-type", {"facts": {"count": 10**18}}),
        ("unknown-field", {"recipients": {}}),
        ("empty-list", {"purposes": []}),
        ("empty-list", {"items": []}),
        ("unknown-term", {"discloser": "nobody"}),
        ("unknown-term", {"items": ["nothing"]}),
        ("unknown-fact", {"facts": {"closed": True}}),
        ("unknown-fact", {"judgments": {"closed": JUDGMENT}}),
        ("unknown-fact", {"facts": {"asked": True}}),
        ("oversized", {"items": [{}] * 1_001}),
    ],
)
def test_what_is_wrong_with_a_request_has_the_code(expected: str, stated: dict[str, Any]) -> None:
    policy = a_policy(FILES)

    with pytest.raises(RequestError) as raised:
        policy.decide(a_request() | stated)

    assert {problem.code for problem in raised.value.problems} == {expected}
    assert expected in DOCUMENTED


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("not-text", b"\xff"),
        ("not-yaml", b"a: ["),
        ("empty-file", b""),
        ("forbidden-yaml", b"a: &b c"),
        ("duplicate-key", b"a: b\na: c"),
        ("oversized", b" " * 2_000_001),
    ],
)
def test_what_is_wrong_with_a_file_has_the_code(expected: str, data: bytes) -> None:
    with pytest.raises(RequestError) as raised:
        read_request(data)

    assert {problem.code for problem in raised.value.problems} == {expected}
    assert expected in DOCUMENTED
