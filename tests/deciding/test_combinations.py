"""Which instrument a disclosure goes by, what a request must not ask of them, and where it says so."""

from __future__ import annotations

from typing import Any

import pytest

from disclosure_policy import explain
from disclosure_policy.deciding import decider
from disclosure_policy.limits import MAX_COMBINATIONS
from disclosure_policy.policy import Policy, read_request
from tests.helpers.builders import a_policy, a_request, problems_of, section

VOCABULARY = """
discloser: {records_office: {label: the records office}}
item.type:
  record: {label: a record}
  name: {label: a name, broader: [record]}
  wages: {label: wages, broader: [record]}
process.type:
  order: {label: an order}
  letter: {label: a letter}
  quashed: {label: quashed process, bars: true}
  quashed_above: {label: process quashed on appeal, broader: [quashed]}
"""
LAW = """
- {id: secret, paragraph: (a), effect: forbid, summary: s}
- {id: on-order, paragraph: (b), effect: permit, exception_to: secret, summary: s,
   conditions: [process.type.order, process.covers_information]}
- {id: choice, paragraph: (c), effect: permit, exception_to: secret, summary: s,
   conditions: [process.type.letter, not process.type.quashed]}
- {id: by-agreement, paragraph: (d), effect: permit, exception_to: secret, summary: s,
   conditions: [agreement.in_force, agreement.written]}
"""
FILES = {
    "zz/vocabulary.yaml": VOCABULARY,
    "zz/exclusions.yaml": "item.type: [{terms: [name, wages], because: these are different records}]",
    "zz/code/1/2000-01-01.yaml": section(LAW),
}
POLICY = a_policy(FILES)
ORDER = {"type": "order", "covers_information": True}
LETTER = {"type": {"has": ["letter"], "lacks": ["quashed"]}}


def came_out(**shown: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    decision = POLICY.decide(a_request(**({"items": ["name"]} | shown)))
    return [(one.verdict, one.basis, one.went_by) for one in decision.disclosures]


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        (("allow", "permitted", ()), {"process": ORDER}),
        (("allow", "permitted", ()), {"process": [ORDER]}),
        (("allow", "permitted", ("process 2",)), {"process": [{"type": "letter"}, ORDER]}),
        (("allow", "permitted", ("process 1 (the order)",)), {"process": [ORDER | {"name": "the order"}, {}]}),
        (("allow", "permitted", ("process",)), {"process": ORDER | {"covers": {"items": "record"}}}),
        (("deny", "insufficient facts", ()), {"process": ORDER | {"covers": {"items": "wages"}}}),
        (("deny", "insufficient facts", ()), {"process": ORDER | {"covers": {"to": "2020-05-31"}}}),
        (("allow", "permitted", ("process",)), {"process": ORDER | {"covers": {"to": "2020-06-01"}}}),
        (
            ("deny", "prohibited", ()),
            {"process": ORDER | {"covers": {"items": "wages"}}, "nothing_else_presented": True},
        ),
        (  # a term that is broader than what is covered may turn out to be covered
            ("deny", "insufficient facts", ()),
            {"process": ORDER | {"covers": {"items": "name"}}, "items": ["record"], "nothing_else_presented": True},
        ),
        (  # and then it may be the one that opens it
            ("deny", "insufficient facts", ()),
            {
                "process": [{"type": [], "covers_information": False}, ORDER | {"covers": {"items": "name"}}],
                "items": ["record"],
                "nothing_else_presented": True,
            },
        ),
        (  # half of one and half of another
            ("deny", "prohibited", ("process 1",)),
            {
                "process": [
                    {"type": {"has": ["order"], "lacks": ["letter"]}, "covers_information": False},
                    {"type": [], "covers_information": True},
                ],
                "nothing_else_presented": True,
            },
        ),
        (("allow", "permitted", ("process 1",)), {"process": [LETTER, LETTER]}),
        (("deny", "insufficient facts", ("process 1",)), {"process": [LETTER, {"type": "letter"}]}),
        (("deny", "insufficient facts", ("process 1",)), {"process": [LETTER, {"type": "quashed_above"}]}),
        (("allow", "permitted", ("process 2",)), {"process": [{"type": "quashed"}, ORDER]}),
        (  # whatever what bars covers
            ("deny", "insufficient facts", ("process 1",)),
            {"process": [LETTER, {"type": "quashed", "covers": {"items": "wages"}}]},
        ),
        (  # but not out of its period
            ("allow", "permitted", ("process 1",)),
            {"process": [LETTER, {"type": "quashed", "covers": {"to": "2019-12-31"}}]},
        ),
        (
            ("deny", "insufficient facts", ("agreement 2",)),
            {"agreement": [{"in_force": False}, {"in_force": True, "written": True}]},
        ),
        (
            ("allow", "permitted", ("agreement 2",)),
            {"agreement": [{"covers": {"to": "2020-01-01"}}, {"in_force": True, "written": True}]},
        ),
        (
            ("allow", "permitted", ("process 1", "agreement 1")),
            {"process": [ORDER, {}], "agreement": [{"in_force": True}, {"in_force": True}]},
        ),
    ],
)
def test_a_disclosure_goes_by_the_instrument_that_opens_it(
    expected: tuple[str, str, tuple[str, ...]], shown: dict[str, Any]
) -> None:
    assert came_out(**shown) == [expected]


def test_each_item_goes_by_its_own_instrument_and_what_none_covers_is_told() -> None:
    shown = {"process": [ORDER | {"covers": {"items": "wages"}}, ORDER | {"covers": {"items": "name"}}]}
    decision = POLICY.decide(a_request(items=["name", "wages", "record"], **shown))

    assert [(one.went_by, one.uncovered) for one in decision.disclosures] == [
        (("process 2",), ()),
        (("process 1",), ()),
        ((), ("process",)),
    ]
    told = " ".join(explain(decision).split())
    assert "On process 2, for a name; process 1, for wages; no process that was shown surely covers a record" in told


def test_what_is_missing_names_the_instrument() -> None:
    decision = POLICY.decide(
        a_request(items=["name"], process=[{"type": "order"}, {"type": "order", "name": "May 3"}])
    )

    assert {(fact.fact, fact.of) for fact in decision.missing if fact.fact == "process.covers_information"} == {
        ("process.covers_information", ("process 1", "process 2 (May 3)"))
    }


def test_what_is_proposed_changes_the_one_instrument_that_it_names() -> None:
    shown = [{"type": "letter", "covers_information": False}, {"covers_information": True, "name": "May 3"}]

    found = POLICY.what_would_permit(a_request(items=["name"], process=shown))

    made = [(remedy, change) for remedy in found for change in remedy.changes if change.of == "process 2 (May 3)"]
    assert made
    for remedy, change in made:
        assert change.fact == change.state_at == "process.type"
        assert remedy.request is not None
        first, second = remedy.request.process  # type: ignore[misc]
        assert (first.covers_information, second.name) == (False, "May 3")
        assert second.type == change.after


def problems_in(text: str) -> list[str]:
    head = "jurisdiction: zz\nas_of: 2020-06-01\ndiscloser: records_office\n"
    return problems_of(POLICY.decide_document, read_request((head + text).encode(), "f"))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            "f:5:27: `item.type` has no term `nam` | did you mean `name`?",
            "process:\n- covers: {items: [wages, nam]}\n",
        ),
        ("f:4:27: `item.type` has no term `nam` | did you mean `name`?", "process: {covers: {items: nam}}\n"),
        ("f:5:10: `process.type` has no term `oder` | did you mean `order`?", "process:\n- {type: oder}\n- {}\n"),
        ("f:6:10: `process.type` has no term `oder` | did you mean `order`?", "process:\n- {}\n- {type: oder}\n"),
        ("f:5:10: `process.type` has no term `oder` | did you mean `order`?", "process:\n- {type: oder}\n"),
        (
            "f:4:38: the period ends on 2020-01-01, before it begins on 2020-02-02 | correct one of the days",
            "process: {covers: {from: 2020-02-02, to: 2020-01-01}}\n",
        ),
        ("f:4:10: the list must not be empty: leave it out if it is not known", "process: []\n"),
        (
            (
                "f:5:10: 72 combinations of instruments for one disclosure | say what each instrument `covers`, "
                f"or show fewer: {MAX_COMBINATIONS} combinations are looked at at most"
            ),
            f"process: [{', '.join(['{}'] * 9)}]\nrelease: [{', '.join(['{}'] * 8)}]\n",
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(expected: str, text: str) -> None:
    assert problems_in(text) == [expected]


def test_as_many_combinations_as_there_may_be_are_looked_at() -> None:
    shown = {"process": [{}] * 7 + [ORDER], "release": [{}] * 8}

    assert came_out(**shown) == [("allow", "permitted", ("release 1", "process 8"))]


def test_what_does_not_cover_a_disclosure_is_no_combination() -> None:
    shown = {"process": [ORDER | {"covers": {"items": "wages"}}] * 99 + [ORDER, {}], "release": [{}] * 32}

    assert came_out(**shown) == [("allow", "permitted", ("release 1", "process 100"))]


def test_one_instrument_of_each_kind_is_decided_by_generated_code_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decider, "PATIENCE", 0)
    policy = Policy(POLICY.law)
    request = a_request(items=["name"], process=[ORDER], agreement={"in_force": True, "name": "the MOU"})
    policy.decide(request)  # what the fingerprint comes to is known from here on
    monkeypatch.setattr(decider, "facts_of", lambda *_: pytest.fail("it was weighed"))

    assert policy.decide(request).allowed
