import json
from datetime import date
from typing import Any

import pytest
import yaml

from disclosure_policy.deciding.case import facts_of
from disclosure_policy.deciding.generated_python.generator import Lowered, lower
from disclosure_policy.deciding.generated_python.mask_tables import Unfit
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.law.vocabulary import Statement
from disclosure_policy.limits import MAX_DISCLOSURES
from disclosure_policy.policy import Policy, read_request
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.truth import Truth
from tests.helpers.builders import a_case, a_request, problems_of

JUDGMENT = {"answer": True, "by": "the head", "day": "2020-05-01", "why": "it would"}


def problems_in(policy: Policy, text: str) -> list[str]:
    head = "jurisdiction: zz\nas_of: 2020-06-01\ndiscloser: records_office\n"
    return problems_of(policy.decide_document, read_request((head + text).encode(), "f"))


@pytest.mark.parametrize(
    ("expected", "stated"),
    [
        ("there is no jurisdiction `zzz` | did you mean `zz`?", {"jurisdiction": "zzz"}),
        ("there is no jurisdiction `xx` | the jurisdictions are zz, zz-a", {"jurisdiction": "xx"}),
        ("`as_of` is missing | state the day as of which to decide, YYYY-MM-DD", {"as_of": None}),
        ("`purpose` has no term `reserch` | did you mean `research`?", {"purposes": "reserch"}),
        (
            "`purpose` has no term `x` | its terms are investigation, news, research, theft_investigation",
            {"purposes": ["research", "x"]},
        ),
        ("`recipient.type` has no term `plice` | did you mean `police`?", {"recipient": {"type": "plice"}}),
        (
            "`recipient.type` has no term `harbour_police` | did you mean `police`?",
            {"recipient": {"type": "harbour_police"}},
        ),
        ("`principal.type` has no term `plice` | did you mean `police`?", {"principal": {"type": ["plice"]}}),
        ("`item.type` has no term `nmae` | did you mean `name`?", {"items": ["number", "nmae"]}),
        ("`discloser` has no term `x` | its terms are records_office", {"discloser": "x"}),
        ("`scope` has no term `everybody` | its terms are none", {"scope": "everybody"}),
        (
            "there is no fact `minister_consent` | did you mean `minister_consents`?",
            {"facts": {"minister_consent": True}},
        ),
        ("there is no fact `zzz`", {"facts": {"zzz": True}}),
        ("there is no fact `harms_the_office` | state it under `judgments`", {"facts": {"harms_the_office": True}}),
        ("there is no judgment `people` | state it under `facts`", {"judgments": {"people": JUDGMENT}}),
        (
            "there is no judgment `harms_office` | did you mean `harms_the_office`?",
            {"judgments": {"harms_office": JUDGMENT}},
        ),
        (
            "`minister_consents` must be true or false | Has the minister consented?",
            {"facts": {"minister_consents": "yes"}},
        ),
        (
            "`minister_consents` must be true or false | Has the minister consented?",
            {"facts": {"minister_consents": 1}},
        ),
        (
            "`people` must be a whole number of at most 18 digits | How many people are concerned?",
            {"facts": {"people": "5"}},
        ),
        (
            "`people` must be a whole number of at most 18 digits | How many people are concerned?",
            {"facts": {"people": True}},
        ),
        (
            "`people` must be a whole number of at most 18 digits | How many people are concerned?",
            {"facts": {"people": 1.0}},
        ),
        ("`sealed_on` must be a date | On which day was the record sealed?", {"facts": {"sealed_on": "soon"}}),
        ("`sealed_on` must be a date | On which day was the record sealed?", {"facts": {"sealed_on": "2020-02-30"}}),
        ("`sealed_on` must be a date | On which day was the record sealed?", {"facts": {"sealed_on": True}}),
        ("`archive` must be terms of the vocabulary | On what is the record kept?", {"facts": {"archive": 5}}),
        (
            "`archive` must be terms of the vocabulary | On what is the record kept?",
            {"facts": {"archive": ["stone", 5]}},
        ),
        ("`archive` has no term `stoan` | did you mean `stone`?", {"facts": {"archive": "stoan"}}),
        ("there is no fact `harbour_closed`", {"facts": {"harbour_closed": True}}),
    ],
)
def test_what_a_request_states_amiss_is_told_with_a_suggestion(
    zedland: Policy, expected: str, stated: dict[str, Any]
) -> None:
    assert [f"request: {expected}"] == problems_of(zedland.decide, a_request(**stated))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("f:4:12: `purpose` has no term `reserch`", "purposes: [reserch]"),
        ("f:4:22: `purpose` has no term `nws`", "purposes: [research, nws]"),
        ("f:4:11: `purpose` has no term `nws`", "purposes: nws"),
        ("f:4:19: `recipient.type` has no term `plice`", "recipient: {type: plice}"),
        ("f:4:32: `agreement.terms` has no term `x`", "agreement: {terms: [give_back, x]}"),
        ("f:4:9: `item.type` has no term `x`", "items: [x]"),
        ("f:6:37: `item.type` has no term `x`", "items:\n  - {type: name}\n  - {about_recipient: false, type:  x}"),
        ("f:4:9: there is no fact `x`", "facts: {x: true}"),
        ("f:5:3: there is no judgment `x`", "judgments:\n  x: {answer: true, by: b, day: 2020-01-01, why: w}"),
        ("f:4:17: `people` must be a whole number of at most 18 digits", "facts: {people: many}"),
        ("f:4:26: `archive` has no term `x`", "facts: {archive: [stone, x]}"),
        ("f:4:8: 1,001 disclosures in one request", f"items: [{', '.join(['name'] * 1_001)}]"),
    ],
)
def test_what_a_file_states_amiss_is_told_at_its_line_and_column(zedland: Policy, expected: str, text: str) -> None:
    (problem,) = problems_in(zedland, text)

    assert expected == problem.partition(" |")[0]


def test_everything_amiss_is_told_at_once(zedland: Policy) -> None:
    found = problems_in(
        zedland,
        "purposes: [x, y]\nitems: [z]\nrecipient: {type: w}\nfacts: {v: 1, people: u}\njudgments:\n"
        "  t: {answer: true, by: b, day: 2020-01-01, why: w}\n",
    )

    assert [problem.partition(" |")[0] for problem in found] == [
        "f:4:12: `purpose` has no term `x`",
        "f:4:15: `purpose` has no term `y`",
        "f:5:9: `item.type` has no term `z`",
        "f:6:19: `recipient.type` has no term `w`",
        "f:7:9: there is no fact `v`",
        "f:7:23: `people` must be a whole number of at most 18 digits",
        "f:9:3: there is no judgment `t`",
    ]


@pytest.mark.parametrize(
    ("expected", "path", "stated"),
    [
        (True, "minister_consents", {"facts": {"minister_consents": True}}),
        (False, "minister_consents", {"facts": {"minister_consents": False}}),
        (None, "minister_consents", {"facts": {"minister_consents": None}}),
        (None, "minister_consents", {}),
        (7, "people", {"facts": {"people": 7}}),
        (date(2019, 1, 31), "sealed_on", {"facts": {"sealed_on": "2019-01-31"}}),
        (date(2019, 1, 31), "sealed_on", {"facts": {"sealed_on": date(2019, 1, 31)}}),
        (True, "archive.paper", {"facts": {"archive": "parchment"}}),
        (None, "archive.parchment", {"facts": {"archive": ["paper"]}}),
        (False, "archive.stone", {"facts": {"archive": ["paper"]}}),
        (True, "archive.paper", {"facts": {"archive": ["paper", "parchment"]}}),
        (False, "archive.stone", {"facts": {"archive": []}}),
        (False, "archive.parchment", {"facts": {"archive": {"lacks": "paper"}}}),
        (None, "archive.stone", {"facts": {"archive": {"lacks": "paper"}}}),
        (True, "archive.paper", {"facts": {"archive": {"has": "paper", "lacks": ["parchment"]}}}),
        (False, "archive.stone", {"facts": {"archive": {"has": "parchment"}}}),
        (True, "recipient.type.school", {"recipient": {"type": ["police", "school"]}}),
        (None, "recipient.type.school", {"recipient": {"type": "police"}}),
        (None, "purpose.research", {"purposes": {"lacks": "news"}}),
        (False, "purpose.news", {"purposes": [{"lacks": ["news"]}]}),
        (True, "item.type.identifying", {"items": [{"type": ["identifying", "number"]}]}),
        (False, "item.type.number", {"items": [{"type": {"has": "identifying", "lacks": "number"}}]}),
        (None, "archive.stone", {}),
        (True, "harms_the_office", {"judgments": {"harms_the_office": JUDGMENT}}),
        (None, "harms_the_office", {}),
        (date(2020, 6, 1), "as_of", {}),
        (True, "recipient.type.official", {"recipient": {"type": "police"}}),
        (None, "recipient.type.official", {}),
        (True, "principal.type.official", {"principal": {"type": "police"}}),
        (False, "agreement.written", {"agreement": {"written": False}}),
        (None, "agreement.enforceable", {"agreement": {"written": False}}),
        (True, "agreement.terms.give_back", {"agreement": {"terms": ["every_required_term"]}}),
        (False, "agreement.terms.give_back", {"agreement": {"terms": ["keep_secret"]}}),
        (None, "agreement.terms.give_back", {"agreement": {"terms": {"has": "keep_secret"}}}),
        (False, "agreement.terms.give_back", {"agreement": {"terms": {"lacks": "give_back"}}}),
        (False, "agreement.terms.give_back", {"agreement": {"terms": []}}),
        (None, "federal_law.permits", {}),
        (None, "state_law.authorizes", {}),
        (False, "state_law.authorizes", {"state_law": {"authorizes": False}}),
    ],
)
def test_a_fact_is_what_was_stated_of_it(
    zedland: Policy, expected: object, path: str, stated: dict[str, Any]
) -> None:
    ((_, _, facts),) = a_case(zedland.law, **stated).disclosures

    found = facts.value(path)

    assert expected == found
    assert type(expected) is type(found)


def test_a_state_states_the_facts_and_terms_of_those_above_it_as_well(zedland: Policy) -> None:
    case = a_case(
        zedland.law,
        jurisdiction="zz-a",
        recipient={"type": "harbour_police"},
        facts={"harbour_closed": True, "people": 1},
    )
    ((_, _, facts),) = case.disclosures

    assert facts.value("recipient.type.police") is True
    assert facts.value("harbour_closed") is True
    assert facts.value("people") == 1


def test_a_request_is_each_item_for_each_purpose(zedland: Policy) -> None:
    case = a_case(
        zedland.law,
        items=["name", {"type": "number", "about_recipient": True}, {"about_recipient": False}],
        purposes=["news", "theft_investigation"],
    )

    def seen(path: str) -> list[Truth]:
        return [facts.value(path) for _, _, facts in case.disclosures]  # type: ignore[misc]

    assert [(item, purpose) for item, purpose, _ in case.disclosures] == [
        ("name", "news"),
        ("name", "theft_investigation"),
        ("number", "news"),
        ("number", "theft_investigation"),
        (None, "news"),
        (None, "theft_investigation"),
    ]
    assert seen("item.type.name") == [True, True, False, False, None, None]
    assert seen("item.about_recipient") == [None, None, True, True, False, False]
    assert seen("purpose.investigation") == [False, True, False, True, False, True]


@pytest.mark.parametrize("stated", [{}, {"items": None, "purposes": None}, {"items": [{}]}])
def test_a_request_for_nothing_in_particular_is_one_disclosure_of_unknown_facts(
    zedland: Policy, stated: dict[str, Any]
) -> None:
    case = a_case(zedland.law, **stated)
    ((item, purpose, facts),) = case.disclosures

    assert (item, purpose) == (None, None)
    assert facts.value("item.type.name") is None
    assert facts.value("purpose.news") is None


def test_a_bundle_is_as_large_as_is_allowed_and_no_larger(zedland: Policy) -> None:
    most = MAX_DISCLOSURES
    items, purposes = ["name"] * (most // 2), ["news", "research"]

    assert len(a_case(zedland.law, items=items, purposes=purposes).disclosures) == most
    (problem,) = problems_of(zedland.decide, a_request(items=[*items, "name"], purposes=purposes))
    assert problem == "request: 1,002 disclosures in one request | ask for 1,000 at most"


def test_facts_with_something_else_stated_leave_the_first_as_they_were(zedland: Policy) -> None:
    ((_, _, facts),) = a_case(zedland.law, facts={"people": 1}).disclosures
    before = (facts.value("people"), facts.value("archive.stone"))

    other = facts.given({"people": 2}).stating("archive", Statement(("stone",)))

    assert (other.value("people"), other.value("archive.stone")) == (2, True)
    assert (facts.value("people"), facts.value("archive.stone")) == before == (1, None)


@pytest.mark.parametrize(
    ("expected", "path"),
    [
        (("people", None), "people"),
        (("archive", "stone"), "archive.stone"),
        (("recipient.type", "police"), "recipient.type.police"),
        (("agreement.written", None), "agreement.written"),
    ],
)
def test_a_path_is_of_a_fact_and_perhaps_a_term(zedland: Policy, expected: tuple[str, str | None], path: str) -> None:
    ((_, _, facts),) = a_case(zedland.law).disclosures

    assert expected == facts.fact_of(path)


BASE: dict[str, Any] = {
    "recipient": {"name": "A. Adams", "type": "police"},
    "items": ["name"],
    "facts": {"people": 3},
    "judgments": {"harms_the_office": JUDGMENT},
}


def digest(policy: Policy, **changes: Any) -> str:
    return a_case(policy.law, **(BASE | changes)).digest


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": {"name": "B. Brown", "type": "police"}},
        {"recipient": {"type": ["police"]}},
        {"items": [{"type": "name", "about_recipient": None}]},
        {"facts": {"people": 3, "minister_consents": None}},
        {"judgments": {"harms_the_office": {"answer": True, "by": "another", "day": "2019-01-01", "why": "yes"}}},
        {"agreement": {}},
        {"as_of": date(2020, 6, 1)},
    ],
)
def test_the_digest_ignores_names_and_reasons_and_how_a_thing_is_said(
    zedland: Policy, change: dict[str, Any]
) -> None:
    assert digest(zedland) == digest(zedland, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": {"type": "school"}},
        {"recipient": {}},
        {"items": ["number"]},
        {"items": [{"type": "name", "about_recipient": False}]},
        {"items": ["name", "number"]},
        {"purposes": "news"},
        {"facts": {"people": 4}},
        {"facts": {"people": 3, "minister_consents": False}},
        {"judgments": {"harms_the_office": JUDGMENT | {"answer": False}}},
        {"judgments": {}},
        {"agreement": {"written": False}},
        {"jurisdiction": "zz-a"},
        {"as_of": "2020-06-02"},
    ],
)
def test_the_digest_notices_whatever_can_decide(zedland: Policy, change: dict[str, Any]) -> None:
    assert digest(zedland) != digest(zedland, **change)


def test_a_request_made_in_python_and_one_read_from_a_file_are_the_same_case(zedland: Policy) -> None:
    head = b"jurisdiction: zz\nas_of: 2020-06-01\ndiscloser: records_office\n"
    document = read_request(head + b"purposes: [news]\nfacts: {sealed_on: 2019-01-01}\n")
    read = DisclosureRequest.model_validate(document.value)
    made = DisclosureRequest(
        jurisdiction="zz",
        as_of=date(2020, 6, 1),
        discloser=("records_office",),
        purposes=("news",),
        facts={"sealed_on": date(2019, 1, 1)},
    )

    assert facts_of(read, zedland.law) == facts_of(made, zedland.law)


REFUSED = [
    ({"facts": {"archive": ["paper", "stone"]}}, "`archive` cannot be `paper` and `stone` | paper is no stone"),
    (
        {"facts": {"archive": {"has": "parchment", "lacks": "paper"}}},
        "`archive` cannot be `parchment` and not `paper` | take one of them out",
    ),
    (
        {"purposes": [{"has": ["news", "theft_investigation"]}]},
        "`purpose` cannot be `news` and `theft_investigation` | each is another end",
    ),
    (
        {"items": [{"type": ["name", "average"]}]},
        "`item.type` cannot be `name` and `average` | an average tells of nobody",
    ),
    (
        {"agreement": {"terms": {"lacks": "every_required_term"}}},
        "`every_required_term` is short for several terms | say which of these it lacks: keep_secret, give_back",
    ),
]


@pytest.mark.parametrize(("stated", "problem"), REFUSED)
def test_what_contradicts_itself_is_refused_with_the_reason(
    zedland: Policy, stated: dict[str, Any], problem: str
) -> None:
    assert problems_of(zedland.decide, a_request(**stated)) == [f"request: {problem}"]
    assert zedland.decide(a_request()).verdict == "deny"
    with pytest.raises(Unfit):  # so that generated code leaves it to what tells the mistake
        lowered(zedland).weigh(DisclosureRequest.model_validate(a_request(**stated)))


def lowered(policy: Policy) -> Lowered:
    """Return the law of a day as generated code."""
    day = date(2020, 6, 1)
    function = lower(policy.law, "zz", day)
    assert function is not None
    return function


FORMS = """
discloser: records_office
recipient: {type: [police, school]}
purposes: [{has: [research], lacks: [news]}]
items: [{type: [identifying, number]}, {type: {lacks: average}}]
facts: {archive: {has: paper, lacks: [parchment]}}
judgments: {harms_the_office: {answer: false, by: the head, day: 2020-05-01, why: none}}
jurisdiction: zz
as_of: 2020-06-01
"""


def test_every_reader_of_yaml_and_json_reads_the_forms_the_same(zedland: Policy) -> None:
    plain = yaml.safe_load(FORMS)
    ours = read(FORMS.encode(), "f").value
    made = [plain, ours, json.loads(json.dumps(plain, default=str)), json.loads(json.dumps(ours, default=str))]

    cases = [facts_of(DisclosureRequest.model_validate(one), zedland.law) for one in made]

    assert [one.disclosures for one in cases] == [cases[0].disclosures] * len(made)
    assert len({one.digest for one in cases}) == 1
