"""What cannot be together across facts is told of a request, in the same words however it is decided."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.cli import main
from disclosure_policy.conditions.expression import truth
from disclosure_policy.deciding import decider
from disclosure_policy.deciding.case import facts_of
from disclosure_policy.errors import RequestError
from disclosure_policy.law.contradiction import Contradiction
from disclosure_policy.loading.compiling import parser_of
from disclosure_policy.policy import Policy, read_request
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import a_policy, a_request, mistakes_of, problems_of, section, write_rules
from tests.helpers.generated_law import MORE_LEAVES, expressions, more_rule_books, requests
from tests.helpers.generated_law import a_policy as a_generated_policy

VOCABULARY = """
discloser: {records_office: {label: the records office}}
scope:
  one_person: {label: one person's records}
  everybody: {label: everybody's records}
process.type:
  order: {label: an order}
  refused: {label: one that was refused, bars: true}
process.motion_to_quash:
  granted: {label: it was granted}
"""
EXCLUSIONS = """
scope:
  - terms: [one_person, everybody]
    because: one is not all
not_together:
  - all: [scope.everybody, release.from_subject]
    because: nobody has everybody's consent
    citation: 1 ZC 1(a)
  - all: [process.motion_to_quash.granted, process.type.order]
    because: an order that was quashed orders nothing
  - all: [item.about_recipient, scope.everybody]
    because: everybody's records are not about one
"""
RULES = """
- {id: secret, effect: forbid, summary: records are secret}
- id: consent
  paragraph: (a)
  effect: permit
  exception_to: secret
  summary: who consents may be told
  conditions: [release.from_subject]
"""
FILES = {
    "zz/vocabulary.yaml": VOCABULARY,
    "zz/exclusions.yaml": EXCLUSIONS,
    "zz/code/1/2000-01-01.yaml": section(RULES),
}
BELOW = {
    "zz-a/jurisdiction.yaml": 'name: Below\ncitation_forms: ["{title} ZC {section}{paragraph}"]\nparent: zz\n',
    "zz-a/facts.yaml": "locked: {type: boolean, question: Is it locked?}\n",
    "zz-a/exclusions.yaml": "not_together:\n  - {all: [locked, access.open], because: what is locked is not open}\n",
    "zz-a/vocabulary.yaml": "access: {open: {label: open}}\n",
    "zz-a/code/2/2000-01-01.yaml": section("- {id: secret, effect: forbid, summary: s}", number="2"),
}
REQUEST = """jurisdiction: zz
as_of: 2020-06-01
discloser: records_office
release:
  from_subject: true
scope: everybody
"""
SPOKEN = "these cannot be together: `scope` is `everybody` and `release.from_subject` is true"
ALONE = "what one statement says of itself is for `terms` and `against`"
WHY = "nobody has everybody's consent (1 ZC 1(a))"


@pytest.fixture(params=[0, 10**9], ids=["generated", "weighed"])
def policy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Policy:
    """Return a policy whose requests are decided by generated code, or by weighing."""
    monkeypatch.setattr(decider, "PATIENCE", request.param)
    return a_policy(FILES)


def test_it_is_told_at_the_first_fact_with_every_fact_its_value_and_the_reason() -> None:
    policy = a_policy(FILES)

    with pytest.raises(RequestError) as raised:
        policy.decide_document(read_request(REQUEST.encode()))

    (problem,) = raised.value.problems
    assert str(problem).startswith(f"request:6:8: {SPOKEN} (line 5)")
    assert (problem.help, problem.code, problem.word) == (WHY, "contradiction", "scope")


def test_each_entry_is_told_once_however_many_disclosures_it_touches(policy: Policy) -> None:
    items = [{"about_recipient": False}, {"about_recipient": True}, {"about_recipient": True}]
    stated = a_request(scope="everybody", items=items, purposes=[], release={"from_subject": True}) | {
        "purposes": None
    }

    assert mistakes_of(policy.decide, stated) == [
        "request: these cannot be together: `item.about_recipient` is true and `scope` is `everybody`",
        f"request: {SPOKEN}",
    ]


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"scope": "everybody"},
        {"scope": "everybody", "release": {"from_subject": False}},
        {"scope": {"lacks": ["everybody"]}, "release": {"from_subject": True}},
        {"release": {"from_subject": True}},
        {"scope": "one_person", "release": {"from_subject": True}},
    ],
)
def test_what_is_not_definitely_so_contradicts_nothing(policy: Policy, stated: dict[str, Any]) -> None:
    policy.decide(a_request(**stated))


def test_two_instruments_do_not_contradict_each_other_and_one_may_contradict_itself(policy: Policy) -> None:
    quashed, ordered = {"motion_to_quash": "granted"}, {"type": "order"}

    policy.decide(a_request(process=[quashed, ordered]))

    told = "process.motion_to_quash` is `granted` and `process.type` is `order`"
    for shown in (
        quashed | ordered,
        [quashed | ordered],
        [ordered, quashed | ordered],
        [ordered, quashed | ordered | {"covers": {"to": "2021-01-01"}}],
    ):
        (problem,) = mistakes_of(policy.decide, a_request(process=shown))
        assert told in problem
    policy.decide(a_request(process=[ordered, quashed | ordered | {"covers": {"to": "2019-01-01"}}]))


def test_nothing_is_told_of_what_is_not_stated() -> None:
    entry = "not_together:\n  - {all: [scope.everybody, release.signed or process.type.order], because: so it is}\n"
    policy = a_policy(FILES | {"zz/exclusions.yaml": entry})

    assert mistakes_of(policy.decide, a_request(scope="everybody", process={"type": "order"})) == [
        "request: these cannot be together: `scope` is `everybody` and `process.type` is `order`"
    ]


def test_three_facts_are_told_in_a_row() -> None:
    entry = 'not_together:\n  - {all: [scope.everybody, not release.signed, as_of > d"2020-01-01"], because: so}\n'
    policy = a_policy(FILES | {"zz/exclusions.yaml": entry})

    (problem,) = mistakes_of(policy.decide, a_request(scope="everybody", release={"signed": False}))
    assert problem.endswith(": `scope` is `everybody`, `release.signed` is false and `as_of` is 2020-06-01")


def test_what_one_instrument_bars_is_not_held_against_another() -> None:
    entry = "not_together:\n  - {all: [process.type.refused, release.from_subject], because: so it is}\n"
    policy = a_policy(FILES | {"zz/exclusions.yaml": entry})
    both = [{"type": "refused", "covers": {"to": "2019-01-01"}}, {"type": "order"}]

    policy.decide(a_request(process=both, release={"from_subject": True}))


def test_a_release_is_told_beside_whose_records_are_asked_for_in_a_list_too() -> None:
    text = REQUEST.replace(
        "release:\n  from_subject: true", "release:\n  - from_subject: false\n  - from_subject: true"
    )

    with pytest.raises(RequestError, match=r"request:7:8: .* is true \(line 6\)"):
        a_policy(FILES).decide_document(read_request(text.encode()))


def test_a_child_jurisdiction_inherits_what_those_above_say_and_adds_its_own() -> None:
    policy = a_policy(FILES | BELOW)
    stated = a_request(scope="everybody", release={"from_subject": True}, access="open", facts={"locked": True})

    assert mistakes_of(policy.decide, stated | {"jurisdiction": "zz-a"}) == [
        "request: these cannot be together: `locked` is true and `access` is `open`",
        f"request: {SPOKEN}",
    ]


def test_an_author_is_told_of_a_word_that_is_not_there_and_of_an_entry_of_one_condition() -> None:
    entry = """not_together:
  - all: [scope.everbody, release.from_subject]
    because: so it is
  - all: [release.signed]
    because: so it is
  - all: [release.signed, release.from_subject]
    becuase: so it is
"""

    assert problems_of(a_policy, FILES | {"zz/exclusions.yaml": entry})[:3] == [
        f"zz/exclusions.yaml:4:10: write at least two conditions that cannot be together | {ALONE}",
        "zz/exclusions.yaml:6:5: `because` is missing | it says: why they cannot be together, in our own words",
        "zz/exclusions.yaml:7:5: `becuase` is not a field here | did you mean `because`?",
    ]
    assert problems_of(a_policy, FILES | {"zz/exclusions.yaml": "\n".join(entry.splitlines()[:3]) + "\n"}) == [
        "zz/exclusions.yaml:2:17: `scope` has no `everbody` | did you mean `everybody`?"
    ]


def test_its_citation_is_one_of_the_jurisdiction() -> None:
    files = FILES | {"zz/exclusions.yaml": EXCLUSIONS.replace("1 ZC 1(a)", "somewhere")}

    assert mistakes_of(a_policy, files) == ["zz/exclusions.yaml:8:15: `somewhere` is not a citation of `zz`"]


def test_no_way_to_an_allow_leads_through_it() -> None:
    denied = a_policy(FILES).decide(a_request(scope="everybody"))

    assert denied.verdict == "deny"
    assert denied.release_once == ()
    for remedy in denied.remedies:
        a_policy(FILES).decide(remedy.request)


def test_a_file_of_requests_has_the_same_words(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", FILES)
    wrong = a_request(scope="everybody", release={"from_subject": True})
    asked = [wrong, a_request(scope="one_person", release={"from_subject": True}), wrong | {"items": [{}, {}]}]
    (tmp_path / "asked.jsonl").write_text("".join(json.dumps(one) + "\n" for one in asked))

    files = [str(tmp_path / name) for name in ("asked.jsonl", "out.jsonl")]
    run = CliRunner().invoke(main, ["batch", *files, "--rules", str(rules)])

    assert run.exit_code in (0, 1), run.output
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["verdict"] for row in rows] == [None, "allow", None]
    told = [row["error"].partition("asked.jsonl:")[2] for row in rows if row["error"]]
    assert told == [f"{line}:87: {SPOKEN}\n  help: {WHY}" for line in (1, 3)]


@st.composite
def entries(draw: st.DrawFn) -> list[list[str]]:
    """Draw what is said not to be together: conditions of any form."""
    one = st.lists(expressions(MORE_LEAVES), min_size=2, max_size=3)
    return draw(st.lists(one, min_size=1, max_size=2))


def saying(policy: Policy, drawn: list[list[str]]) -> Policy:
    """Return the same law with entries of `not_together` in each jurisdiction."""
    law = policy.law
    said = {}
    for code in law.rule_set.codes:
        parse = parser_of(law.facts[code], law.vocabularies[code]).parse
        said[code] = tuple(
            Contradiction("zz", number, tuple(map(parse, texts)), "so it is") for number, texts in enumerate(drawn)
        )
    return Policy(replace(law, contradictions=said))


def outcome(policy: Policy, request: dict[str, Any]) -> tuple[str | None, str | None]:
    try:
        return policy.decide(request).verdict, None
    except RequestError as error:
        return None, str(error)


@pytest.mark.parametrize("patience", [0, 10**9], ids=["generated", "weighed"])
@settings(max_examples=25, deadline=None)
@given(books=more_rule_books(), drawn=entries(), made=st.lists(requests(more=True), min_size=1, max_size=6))
def test_each_way_to_decide_refuses_what_is_definitely_so_and_nothing_else(
    patience: int, books: Any, drawn: list[list[str]], made: list[dict[str, Any]]
) -> None:
    plain = a_generated_policy(books)
    policy = saying(plain, drawn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decider, "PATIENCE", patience)
        for request in made:
            case = facts_of(DisclosureRequest.model_validate(request), plain.law)
            entries_ = policy.law.contradictions[case.jurisdiction]
            contradicts = any(
                truth(entry.together, one.facts.value) is True for one in case.disclosures for entry in entries_
            )
            verdict, error = outcome(policy, request)
            assert (error is not None) is contradicts
            assert contradicts or verdict == plain.decide(request).verdict


@settings(max_examples=20, deadline=None)
@given(
    books=more_rule_books(), drawn=entries(), made=st.lists(requests(more=True, parts=False), min_size=1, max_size=8)
)
def test_a_frame_tells_of_each_row_what_its_request_alone_is_told(
    books: Any, drawn: list[list[str]], made: list[dict[str, Any]]
) -> None:
    pl = pytest.importorskip("polars")
    from disclosure_policy.cli.batch.rows import Rows, leaves  # noqa: PLC0415 - with the frames alone

    policy = saying(a_generated_policy(books), drawn)
    rows = Rows(policy.law)
    for request in made:
        rows.add(leaves(request))
    found = policy.decide_frame(pl.from_arrow(rows.table()))

    told = list(zip(found["verdict"], found["error"], strict=True))
    for at, request in enumerate(made):
        assert at in rows.odd or told[at] == outcome(policy, request)
