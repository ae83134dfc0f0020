"""What is read without the parser is what the parser reads."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.conditions.editing import written
from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.loading import condition_parser
from disclosure_policy.loading.allowed_in_conditions import ConditionError
from disclosure_policy.loading.condition_parser import Parser
from disclosure_policy.loading.quick_condition_reader import read_plainly

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("a", "b", "c", "purpose.crime"), "boolean"),
    **dict.fromkeys(("n", "m"), "number"),
    **dict.fromkeys(("when", "since"), "date"),
}
CONSTANTS = ["0", "12", "007", 'd"2020-01-31"', 'd"2020-01"', 't"P30D"', 't"PT1H"', "true", "false"]
WORDS = [*KINDS, *CONSTANTS, "and", "or", "not", "in", "(", ")", "[", "]", ",", "==", "!=", "<", ">=", "+", "-"]
ATOMS = [*KINDS, "n < 12", "n + 1 == m", 'when - t"P30D" >= since', 'when - since > t"P1D"', "a == b", "n in [1, 2]"]
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map("not {}".format),
        inner.map("({})".format),
        st.builds("{} {} {}".format, inner, st.sampled_from(["and", "and", "or", "or", "=="]), inner),
    ),
    max_leaves=6,
)


def _read(text: str) -> object:
    try:
        return Parser(KINDS).parse(text)
    except ConditionError as error:
        return error.code, error.message, error.offset, error.help


def _read_by_rule_engine(text: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(condition_parser, "read_plainly", lambda *_: None)
        return _read(text)


@settings(max_examples=400, deadline=None)
@given(CONDITIONS | st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join))
def test_both_read_the_same(text: str) -> None:
    assert _read(text) == _read_by_rule_engine(text)


@settings(max_examples=200, deadline=None)
@given(CONDITIONS)
def test_whatever_the_parser_reads_can_be_written_plainly(text: str) -> None:
    parsed = _read_by_rule_engine(text)
    if not isinstance(parsed, tuple) and "in [" not in text:
        again = read_plainly(written(parsed), KINDS)  # type: ignore[arg-type]
        assert again in (None, parsed)


@pytest.mark.parametrize("text", ["a and not (b or c)", "not n == 12 or a", "a  and\n b", 'when - t"P30D" >= since'])
def test_a_plain_spelling_needs_no_parser(text: str) -> None:
    assert read_plainly(text, KINDS) == _read_by_rule_engine(text)


@pytest.mark.parametrize(
    "text", ["(a) and b", "a and (b and c)", "a and true", "1 < 2", "not not a", 'when > d"2020-01"', "a and (b", ""]
)
def test_what_is_spelled_otherwise_is_left_to_it(text: str) -> None:
    assert read_plainly(text, KINDS) is None


def test_loading_the_bundled_rules_starts_no_parser_and_keeps_nothing(tmp_path: Path) -> None:
    code = "import sys, disclosure_policy; disclosure_policy.load(); print('rule_engine' in sys.modules)"
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")}

    done = run([sys.executable, "-c", code], env=os.environ | homes, cwd=tmp_path, capture_output=True, check=True)

    assert done.stdout.split() == [b"False"]
    assert list(tmp_path.iterdir()) == []
