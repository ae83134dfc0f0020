"""Scenario files: how they are read, and what they say when the decision is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import POLICE, problems_of
from disclosure_policy.errors import ScenarioError
from disclosure_policy.policy import Policy
from disclosure_policy.scenarios import read_trials

GIVEN = """\
given:
  jurisdiction: zz
  as_of: 2020-06-01
  discloser: records_office
  recipient: {type: newspaper}
  items: [name]
scenarios:
"""


def trials_of(folder: Path, text: str) -> list:
    file = folder / "scenarios.yaml"
    file.write_text(GIVEN + text)
    return list(read_trials(file))


def test_variations_are_trials_of_their_own_and_leave_the_rest_alone(tmp_path: Path) -> None:
    first, second, third = trials_of(
        tmp_path,
        """\
  - name: a
    request: {recipient: {name: N}}
    expect: deny
    but:
      - {name: b, set: {recipient.type: null, purposes: news}, expect: deny}
      - {name: c, set: {items: [{type: name}], items.0.about_recipient: true, agreement.written: true}, expect: allow}
""",
    )

    assert (first.name, second.name, third.name) == ("a", "a, but b", "a, but c")
    assert first.request["recipient"] == {"type": "newspaper", "name": "N"}
    assert second.request["recipient"] == {"name": "N"}
    assert third.request["items"] == [{"type": "name", "about_recipient": True}]
    assert third.request["agreement"] == {"written": True}
    assert first.request["items"] == ["name"]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("`expect` is missing", "  - name: a\n"),
        ("the name `a` is used twice", "  - {name: a, expect: deny}\n  - {name: a, expect: deny}\n"),
        (
            "there is nothing at `items.7.type` to set",
            "  - {name: a, expect: deny, but: [{name: b, set: {items.7.type: name}, expect: deny}]}\n",
        ),
        (
            "there is nothing at `discloser.x` to set",
            "  - {name: a, expect: deny, but: [{name: b, set: {discloser.x: name}, expect: deny}]}\n",
        ),
        (
            "there is nothing at `discloser.x.y` to set",
            "  - {name: a, expect: deny, but: [{name: b, set: {discloser.x.y: name}, expect: deny}]}\n",
        ),
    ],
)
def test_a_mistake_in_a_scenario_file_is_told(tmp_path: Path, message: str, text: str) -> None:
    assert message in problems_of(trials_of, tmp_path, text)[0]


def test_a_request_that_is_not_well_formed_is_told_at_its_scenario(tmp_path: Path, zedland: Policy) -> None:
    (trial,) = trials_of(tmp_path, "  - {name: a, request: {purposes: newz}, expect: deny}\n")

    with pytest.raises(ScenarioError, match=r"scenarios\.yaml:8:5: a: `purpose` has no term `newz`"):
        trial.run(zedland)


def test_every_difference_from_what_was_expected_is_told(tmp_path: Path, zedland: Policy) -> None:
    expected = "{verdict: allow, basis: required, citations: [9 ZC 9], missing: [people], lacking: [9 ZC 9]}"
    (trial,) = trials_of(tmp_path, f"  - {{name: a, expect: {expected}}}\n")

    found = "\n".join(trial.run(zedland))

    for told in ("expected allow, got deny", "the closest permits lacked", "expected the basis required"):
        assert told in found
    for told in ("expected citations to name 9 ZC 9", "expected missing to name people", "expected lacking to name"):
        assert told in found


def test_what_is_as_expected_has_no_difference(tmp_path: Path, zedland: Policy) -> None:
    (trial,) = trials_of(tmp_path, "  - {name: a, expect: deny}\n")

    assert trial.run(zedland) == []
    assert zedland.decide(trial.request | POLICE).allowed
