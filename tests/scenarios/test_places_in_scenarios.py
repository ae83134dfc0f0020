"""A mistake in a scenario's request is told where it was written: in what is given, the request, or a variation."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from disclosure_policy.checks import check
from tests.helpers.builders import ZEDLAND

SCENARIOS = """\
# polise, reserch and writen stand here too
given:
  jurisdiction: zz
  as_of: 2020-01-01
  discloser: records_office
scenarios:
  - name: polise
    request:
      recipient: {type: police}
      items: [number]
    expect: deny
    but:
      - name: reserch
        set: {purposes: [reserch], agreement.writen: true}
        expect: deny
      - name: one
        set: {items: [{type: nam}]}
        expect: deny
      - name: two
        set: {recipient.type: polise}
        expect: deny
      - name: three
        set:
          as_of: someday
        expect: deny
  - name: four
    expect: deny
    request: {recipient: {type: police, about: 1}}
"""


@pytest.mark.parametrize("word", ["reserch", "writen", "nam", "polise", "someday", "about"])
def test_a_mistake_is_told_where_it_was_written(tmp_path: Path, word: str) -> None:
    rules = shutil.copytree(ZEDLAND, tmp_path / "rules")
    (rules / "zz/code/10/scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")

    found = [one for one in check(rules) if one.code == "invalid-scenario" and f"`{word}`" in one.message]

    (problem,) = found
    line = SCENARIOS.split("\n")[problem.location.line - 1]
    assert problem.location.line > SCENARIOS[: SCENARIOS.index("- name")].count("\n") + 1
    assert line[problem.location.column - 1 :].startswith((word, "agreement.writen")), line


EXPECTED = """\
# 1 ZC 99(a) and sealled are told of where they are expected, not here
given: {jurisdiction: zz, as_of: 2020-01-01, discloser: records_office}
expect: {verdict: deny, lacking: [1 ZC 98(a)]}
scenarios:
  - name: cites 1 ZC 99(a), 1 ZC 97(a) and sealled
    request: {recipient: {type: police}, items: [number]}
    expect: {verdict: deny, citations: [1 ZC 99(a)], missing: [sealled]}
    but:
      - name: one
        set: {items: [name]}
        expect: {verdict: deny, uncited: [1 ZC 97(a)]}
      - name: two
        set: {recipient.type: school}
"""


@pytest.mark.parametrize(("line", "word"), [(7, "1 ZC 99(a)"), (7, "sealled"), (11, "1 ZC 97(a)"), (3, "1 ZC 98(a)")])
def test_what_is_wrongly_expected_is_told_where_it_is_expected(tmp_path: Path, line: int, word: str) -> None:
    rules = shutil.copytree(ZEDLAND, tmp_path / "rules")
    (rules / "zz/code/10/scenarios.yaml").write_text(EXPECTED, encoding="utf-8")

    (problem,) = (one for one in check(rules) if f"`{word}`" in one.message)

    assert problem.location.line == line
    assert EXPECTED.split("\n")[line - 1][problem.location.column - 1 :].startswith(word)
