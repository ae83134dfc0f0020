"""Scenario files: how they are read, and that those beside the law come out as the law says."""

from __future__ import annotations

from pathlib import Path

import pytest

import disclosure_policy
from disclosure_policy.errors import ScenarioError
from disclosure_policy.loading import rules_around
from disclosure_policy.scenarios.running import exercise
from disclosure_policy.scenarios.trials import read_trials, trials_in
from tests.helpers.builders import ROOT, ZEDLAND, problems_of

RULES = ROOT / "rules"

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
        *(
            (message, f"  - {{name: a, expect: deny, but: [{{name: b, set: {{{change}}}, expect: deny}}]}}\n")
            for message, change in (
                (
                    "`facts.order_by_councel` is not stated anyway: this changes nothing",
                    "facts.order_by_councel: null",
                ),
                ("`scope` is not stated anyway: this changes nothing", "scope: null, purposes: [other]"),
                ("`discloser` is stated so already: this changes nothing", "discloser: records_office"),
            )
        ),
        ("a name of blanks alone tells nothing", '  - {name: " ", expect: deny}\n'),
        ("a name must not hold `::`", "  - {name: 'a::b', expect: deny}\n"),
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


def test_the_same_is_decided_on_further_days_unless_a_request_states_its_own(tmp_path: Path) -> None:
    file = tmp_path / "scenarios.yaml"
    file.write_text(
        "also_on: [2010-01-01]\n"
        + GIVEN
        + """\
  - name: a
    expect: deny
    but:
      - {name: b, set: {purposes: news}, expect: deny}
      - {name: c, set: {as_of: 2015-01-01}, expect: deny}
      - {name: d, set: {purposes: news}, expect: deny, also_on: []}
      - {name: e, set: {purposes: research}, expect: deny, also_on: [2012-01-01, 2013-01-01]}
  - {name: f, request: {as_of: 2015-01-01}, expect: deny}
  - {name: g, request: {as_of: 2015-01-01}, also_on: [2016-01-01], expect: deny}
  - {name: h, also_on: [], expect: deny}
"""
    )

    found = {trial.name: trial.request["as_of"] for trial in read_trials(file)}

    assert found == {
        "a": "2020-06-01", "a, on 2010-01-01": "2010-01-01",
        "a, but b": "2020-06-01", "a, but b, on 2010-01-01": "2010-01-01",
        "a, but c": "2015-01-01",
        "a, but d": "2020-06-01",
        "a, but e": "2020-06-01", "a, but e, on 2012-01-01": "2012-01-01", "a, but e, on 2013-01-01": "2013-01-01",
        "f": "2015-01-01",
        "g": "2015-01-01", "g, on 2016-01-01": "2016-01-01",
        "h": "2020-06-01",
    }  # fmt: skip


def test_the_scenarios_of_a_folder_are_read_in_the_order_of_their_names_with_every_mistake(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        trials_of(tmp_path / name, "  - {name: x, expect: deny}\n")

    assert [Path(trial.location.file).parent.name for trial in trials_in(tmp_path)] == ["a", "b"]

    for name in ("b", "a"):
        (tmp_path / name / "scenarios.yaml").write_text("scenarios: []\n")
    assert len(problems_of(trials_in, tmp_path)) == 2


def test_a_file_stands_in_the_folder_that_holds_its_jurisdictions_folder(tmp_path: Path) -> None:
    assert rules_around(ZEDLAND / "zz" / "code" / "10") == ZEDLAND
    assert rules_around(ZEDLAND / "zz" / "facts.yaml") == ZEDLAND
    assert rules_around(tmp_path) is None


def test_every_scenario_beside_the_law_comes_out_as_the_law_says() -> None:
    policy = disclosure_policy.load(RULES)
    results = [exercise(trial, policy) for trial in trials_in(RULES)]

    assert "\n\n".join(result.told() for result in results if result.outcome != "passed") == ""
    assert len(results) > 700


def test_what_a_file_expects_holds_wherever_nothing_else_is_expected(tmp_path: Path) -> None:
    trials = trials_of(
        tmp_path,
        """\
  - name: a
    but:
      - {name: b, set: {items: [average]}}
      - {name: c, set: {items: [wages]}, expect: {verdict: deny, basis: prohibited}}
  - {name: d, expect: allow}
expect: {verdict: deny, citations: [1 ZC 10]}
""",
    )

    assert [(one.expect.verdict, one.expect.basis, one.expect.citations) for one in trials] == [
        ("deny", None, ("1 ZC 10",)),
        ("deny", None, ("1 ZC 10",)),
        ("deny", "prohibited", ()),
        ("allow", None, ()),
    ]


def test_without_a_default_each_scenario_says_what_to_expect(tmp_path: Path) -> None:
    text = "  - name: a\n    but: [{name: b, set: {items: [average]}, expect: deny}]\n"

    with pytest.raises(ScenarioError) as raised:
        trials_of(tmp_path, text)

    assert [(one.code, one.location.line) for one in raised.value.problems] == [("missing-field", 8)]
