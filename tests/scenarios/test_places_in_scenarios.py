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
