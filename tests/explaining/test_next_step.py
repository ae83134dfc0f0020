"""The first three lines of an answer tell the officer who has the request in hand what to do next."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import disclosure_policy
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.explaining.layout import explain
from disclosure_policy.explaining.next_step import ROOM, next_step
from disclosure_policy.policy import Policy
from tests.helpers.builders import POLICE, ROOT, a_request
from tests.missing.test_diagnosis import BAR, decided

HERE = Path(__file__).parent
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
DENIALS: list[dict[str, Any]] = read((HERE / "denials.yaml").read_bytes(), "denials.yaml").value
ACTIONS = ("Release", "Refuse", "May be released once ", "Do not release it yet. Ask ")


@pytest.fixture(scope="module")
def policy() -> Policy:
    return disclosure_policy.load()


def _example(file: Path) -> dict[str, Any]:
    request: dict[str, Any] = read(file.read_bytes(), file.name).value
    return request


def _story(story: dict[str, Any]) -> dict[str, Any]:
    request = deepcopy(_example(ROOT / "examples" / f"{story['example']}.yaml"))
    for path, value in story["set"].items():
        *owners, name = path.split(".")
        at = request
        for owner in owners:
            at = at.setdefault(owner, {})
        at |= {name: value}
    return request


def _first_lines(policy: Policy, request: dict[str, Any]) -> tuple[str, str]:
    """Return the verdict, and the next two lines as one text."""
    first, second, third = explain(policy.decide(request)).splitlines()[:3]
    return first, f"{second.strip()} {third.strip()}"


def test_there_are_twenty_denials_and_more() -> None:
    assert len({story["name"] for story in DENIALS}) == len(DENIALS) >= 20


@pytest.mark.parametrize("story", DENIALS, ids=lambda story: story["name"])
def test_no_proposal_tells_the_recipient_who_it_is_or_what_the_record_holds(
    policy: Policy, story: dict[str, Any]
) -> None:
    told = ("recipient.", "item.", "representation.on_behalf_of_subject", "record_names")

    for remedy in policy.what_would_permit(_story(story)):
        described = [one for one in (*remedy.changes, *remedy.provided) if one.fact.startswith(told)]
        assert all(isinstance(one.before, tuple) for one in described), described


@pytest.mark.parametrize("story", DENIALS, ids=lambda story: story["name"])
def test_a_denial_says_what_to_do_next(policy: Policy, story: dict[str, Any]) -> None:
    verdict, told = _first_lines(policy, _story(story))

    assert verdict.startswith("DENY")
    assert told.startswith(ACTIONS)
    assert [said for said in story["says"] if said not in told] == []


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_says_what_to_do_next(policy: Policy, file: Path) -> None:
    verdict, told = _first_lines(policy, _example(file))

    assert told.startswith("Release it" if verdict.startswith("ALLOW") else ACTIONS[1:])


@pytest.mark.parametrize("story", DENIALS, ids=lambda story: story["name"])
def test_what_is_proposed_first_allows(policy: Policy, story: dict[str, Any]) -> None:
    for remedy in policy.what_would_permit(_story(story)):
        assert policy.decide(remedy.request).allowed


def test_two_lines_are_enough(policy: Policy) -> None:
    told = [next_step(policy.decide(request)) for request in (*map(_story, DENIALS), *map(_example, EXAMPLES))]

    assert sum(len(text) > ROOM for text in told) <= 2  # a question is not cut short
    assert all("  " not in text and text[-1] in ".…?" for text in told)


@pytest.mark.parametrize(
    ("expected", "rules", "facts"),
    [
        ("Refuse. It may go once a (1 ZC 1).", "[a]", {"a": False}),
        ("Refuse. It may go once a; and b (1 ZC 1).", "[a, b]", {"a": False, "b": False}),
        (
            "Refuse. It may go once it is a or b (1 ZC 1).",
            "[{when: a or b, summary: it is a or b}]",
            {"a": False, "b": False},
        ),
        (
            "Refuse: nothing that the parties could lawfully change would permit it. 1 ZC 1 is only for where fixed.",
            "[fixed]",
            {"fixed": False},
        ),
        ("May be released once fixed (1 ZC 1). Ask the agency.", "[fixed]", {}),
        ("May be released once fixed; and a (1 ZC 1). Ask the agency.", "[a, fixed]", {}),
        (
            "Do not release it yet. Ask the agency: How many? (1 ZC 1) This settles it.",
            "[people > 3]",
            {},
        ),
    ],
)
def test_what_is_next_depends_on_what_can_be_known_and_changed(
    expected: str, rules: str, facts: dict[str, bool]
) -> None:
    law = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: {rules}}}"

    assert next_step(decided(law, facts)) == expected


LIMITED = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: ["not fixed or item.type.name"]}}
- {{id: limit, effect: forbid, exception_to: one, summary: s, conditions: [{{when: LIMIT, summary: a stands}}]}}
"""


@pytest.mark.parametrize(
    ("expected", "limit", "stated"),
    [
        ("Refuse as long as a stands (1 ZC 1); otherwise it may go.", "a", {}),
        ("Refuse. It may go only if it is no longer so that a stands (1 ZC 1).", "a or judged", {}),
        (
            "Release wages; withhold name. All of it may go once it is no longer so that a stands (1 ZC 1).",
            "a and item.type.name",
            {"items": ["name", "wages"]},
        ),
    ],
)
def test_a_limit_that_stands_alone_in_the_way_is_told_as_one(
    expected: str, limit: str, stated: dict[str, Any]
) -> None:
    rules = LIMITED.replace("LIMIT", limit)

    assert next_step(decided(rules, {"a": True, "fixed": False}, **stated)) == expected


def test_what_stays_open_for_good_is_for_counsel() -> None:
    rules = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, not_encoded: lost}}"

    decision = decided(rules)

    assert next_step(decision).endswith("1 ZC 1 keeps it open and is not wholly encoded: ask counsel.")
    assert [(one.rule, one.reason, one.met) for one in decision.kept_open_by] == [("zz/code/1/one", "lost", True)]
    assert "Not encoded: lost." in explain(decision)


def test_what_the_law_requires_is_said_to_rest_on_what_requires_it_alone() -> None:
    rules = (
        f"{BAR}\n- {{id: must, paragraph: (a), effect: permit, exception_to: bar, summary: s, mandatory: true}}"
        "\n- {id: may, paragraph: (b), effect: permit, exception_to: bar, summary: s}"
    )

    assert next_step(decided(rules)) == "Release it: the law requires it (1 ZC 1(a))."


def test_an_allow_under_the_floor_alone_sends_to_the_law_of_the_state(zedland: Policy) -> None:
    told = next_step(zedland.decide(a_request(**POLICE)))

    assert told == "Release it under 1 ZC 20(a). First see whether the law of the state forbids it."
