"""Mistakes once made, each with the case that showed it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from disclosure_policy.explaining.layout import explain
from disclosure_policy.policy import Policy, read_request
from disclosure_policy.requests.request import DisclosureRequest, Item
from disclosure_policy.rulebook.tree import outline
from tests.helpers.builders import a_law, a_policy, a_request, problems_of, section

VOCABULARY = """
discloser: {records_office: {label: the records office}}
purpose:
  news: {label: news}
  trade: {label: trade}
  both: {label: both, stands_for: [news, trade]}
  all: {label: all, stands_for: [both]}
recipient.type:
  official: {label: an official}
  police: {label: the police, broader: [official]}
  school: {label: a school, broader: [official]}
  newspaper: {label: a newspaper}
"""
EXCLUSIONS = "purpose:\n  - {terms: [news, trade], because: each is another end}\n"
FACTS = "people: {type: number, question: How many?}\nday: {type: date, question: Which day?}\n"


def with_vocabulary(rules: str) -> dict[str, str]:
    return {
        "zz/vocabulary.yaml": VOCABULARY,
        "zz/exclusions.yaml": EXCLUSIONS,
        "zz/facts.yaml": FACTS,
        "zz/code/1/2000-01-01.yaml": section(rules),
    }


CLOSED = "- {id: secret, effect: forbid, summary: secret}"


@pytest.mark.parametrize("purposes", ["both", "all", ["both"]])
def test_a_purpose_that_is_short_for_others_is_each_of_them(purposes: Any) -> None:
    policy = a_policy(
        with_vocabulary("- {id: no-news, effect: forbid, summary: no news, conditions: [purpose.news]}")
    )
    decision = policy.decide(a_request(purposes=purposes))

    assert [(d.purpose, d.verdict) for d in decision.disclosures] == [("news", "deny"), ("trade", "allow")]


def test_a_condition_cannot_read_a_term_that_is_short_for_others() -> None:
    rule = "- {id: no, effect: forbid, summary: no, conditions: [purpose.both]}"

    assert "`purpose` has no `both`" in problems_of(a_law, with_vocabulary(rule))[0]


@pytest.mark.parametrize(
    ("when", "stated", "settles"),
    [
        ("recipient.type.police and not recipient.type.newspaper", ["newspaper", "official"], False),
        ("recipient.type.police and recipient.type.school", ["school", "official"], True),
    ],
)
def test_a_fact_stated_in_part_settles_only_if_saying_it_better_would(when: str, stated: list, settles: bool) -> None:
    permit = f"{CLOSED}\n- {{id: p, effect: permit, exception_to: secret, summary: p, conditions: ['{when}']}}"
    missing = a_policy(with_vocabulary(permit)).decide(a_request(recipient={"type": stated})).missing

    assert [fact.settles for fact in missing if fact.fact == "recipient.type"] in ([settles], [])
    assert settles is False or missing[0].settles


@pytest.mark.parametrize("day", [0, "86400", "2020-01-01T00:00:00Z", "20200101", "2020-W01-1", 20200101])
def test_a_day_is_written_in_one_way(day: object) -> None:
    policy = a_policy(with_vocabulary(CLOSED))

    assert "is not a date" in problems_of(policy.decide, a_request(as_of=day))[0]
    assert "must be a date" in problems_of(policy.decide, a_request(facts={"day": day}))[0]


@pytest.mark.parametrize("facts", [{"day": datetime(2020, 1, 1)}, {"people": 10**5000}])  # noqa: DTZ001
def test_a_value_of_no_use_is_refused_and_breaks_nothing(facts: dict[str, object]) -> None:
    assert problems_of(a_policy(with_vocabulary(CLOSED)).decide, a_request(facts=facts))


def test_a_jurisdiction_that_is_a_very_long_number_is_refused() -> None:
    found = problems_of(a_policy(with_vocabulary(CLOSED)).decide, a_request(jurisdiction=10**5000))

    assert found == ["request: jurisdiction: expected text, not so long a number"]


def test_one_mistake_in_the_only_rule_is_one_problem() -> None:
    found = problems_of(a_law, {"zz/code/1/2000-01-01.yaml": section("- {id: a, efect: forbid, summary: s}")})

    assert not any("must not be empty" in problem for problem in found)
    assert any("did you mean `effect`?" in problem for problem in found)


def test_a_misspelt_field_of_a_named_entry_has_a_suggestion() -> None:
    files = with_vocabulary(CLOSED) | {"zz/facts.yaml": "people: {type: number, qestion: How many?, question: x}\n"}
    judged = a_request(judgments={"x": {"answer": True, "by": "b", "day": "2020-01-01", "wy": "w", "why": "w"}})

    assert "did you mean `question`?" in problems_of(a_law, files)[0]
    assert "did you mean `why`?" in problems_of(a_policy(with_vocabulary(CLOSED)).decide, judged)[0]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("purpose.newz", "12:19"),
        ('"purpose.newz"', "12:20"),
        ("'not purpose.newz'", "12:24"),
        ("|-\n      purpose.newz", "13:15"),
    ],
)
def test_a_condition_is_pointed_into_however_it_is_written(written: str, place: str) -> None:
    rule = f"- id: a\n  effect: forbid\n  summary: s\n  conditions:\n  - when: {written}\n"
    found = problems_of(a_law, with_vocabulary(rule))

    assert found[0].startswith(f"zz/code/1/2000-01-01.yaml:{place}: `purpose` has no `newz`")


def test_a_wrong_section_citation_is_one_problem_and_a_wrong_one_of_a_duty_is_told_there() -> None:
    rules = """
    - {id: secret, effect: forbid, summary: s, conditions: [purpose.news, purpose.trade]}
    - id: p
      effect: permit
      exception_to: secret
      summary: p
      obligations:
      - {duty: d, citation: nowhere}
    """
    file = "zz/code/1/2000-01-01.yaml"
    files = with_vocabulary(rules)
    wrong = files | {file: files[file].replace("citation: 1 ZC 1", "citation: one")}

    assert len([problem for problem in problems_of(a_law, wrong) if "`one` is not a citation" in problem]) == 1
    assert problems_of(a_law, files)[0].startswith(f"{file}:14:25: `nowhere` is not a citation")


@pytest.mark.parametrize("name", ["items", "purposes", "facts", "jurisdiction", "and", "true", "größe"])
def test_a_fact_that_could_not_be_stated_or_read_is_refused(name: str) -> None:
    files = with_vocabulary(CLOSED) | {"zz/facts.yaml": f'"{name}": {{type: boolean, question: q}}\n'}

    assert problems_of(a_law, files)


def test_a_character_beyond_the_first_plane_is_read_as_json_writes_it() -> None:
    document = read_request(json.dumps({"recipient": {"name": "Zoë 😀"}}).encode())

    assert document.value == {"recipient": {"name": "Zoë 😀"}}


def test_a_folder_named_with_a_digit_that_is_no_number_is_drawn() -> None:
    policy = a_policy({"zz/code/²/2000-01-01.yaml": section(CLOSED)})

    assert "secret" in outline(policy.law, "zz", policy.decide(a_request()).as_of)


def test_past_an_absolute_bar_nothing_comes_close() -> None:
    rules = f"""
    {CLOSED}
    - {{id: p, effect: permit, exception_to: secret, summary: p, conditions: [purpose.news]}}
    - {{id: never, effect: forbid, summary: never}}
    """

    assert a_policy(with_vocabulary(rules)).decide(a_request(purposes="trade")).closest == ()


def test_a_summary_of_several_lines_stays_in_its_place_in_markdown() -> None:
    policy: Policy = a_policy("- id: secret\n  effect: forbid\n  summary: |\n    one\n    # two\n")

    assert "one \\# two" in explain(policy.decide(a_request()), "markdown")


def test_there_are_three_ways_to_explain() -> None:
    decision = a_policy(with_vocabulary(CLOSED)).decide(a_request())

    with pytest.raises(ValueError, match="no format `html`"):
        explain(decision, "html")  # type: ignore[arg-type]


def test_a_long_chain_is_no_deep_nesting() -> None:
    chain = " or ".join(["purpose.news"] * 120)

    assert a_law(with_vocabulary(f"- {{id: a, effect: forbid, summary: s, conditions: [{chain}]}}"))


def test_every_mistake_in_a_request_is_told_at_once() -> None:
    request = a_request(as_of="soon", purposes=["newz", "trade"], recipient={"type": "polise"}, itms=["x"])
    found = "\n".join(problems_of(a_policy(with_vocabulary(CLOSED)).decide, request))

    for told in ("`soon` is not a date", "no term `newz`", "no term `polise`", "`itms` is not a field"):
        assert told in found


@pytest.mark.parametrize("name", ["2000-01-01.yml", "2000-01-01.json", "2000-01-01.YAML"])
def test_a_rule_file_with_another_ending_is_not_passed_over(name: str) -> None:
    files = with_vocabulary(CLOSED) | {f"zz/code/2/{name}": "x"}

    assert problems_of(a_law, files) == [
        f"zz/code/2/{name}:1:1: only files that end in `.yaml` are read | rename it to `2000-01-01.yaml`"
    ]


def test_one_item_needs_no_list() -> None:
    assert DisclosureRequest.model_validate(a_request(items="name")).items == (Item(type="name"),)


@pytest.mark.parametrize(
    ("told", "facts"),
    [
        ("write true or false, without quotes", {"release": {"signed": "yes"}}),
        ("write its entries by name, as in `{type: …}`", {"recipient": "police"}),
    ],
)
def test_a_value_of_the_wrong_shape_is_told_with_the_right_one(told: str, facts: dict[str, object]) -> None:
    assert told in problems_of(a_policy(with_vocabulary(CLOSED)).decide, a_request(**facts))[0]


def test_a_misspelt_word_of_few_has_a_suggestion() -> None:
    assert "did you mean `permit`?" in problems_of(a_law, "- {id: a, effect: permitt, summary: s}")[0]
