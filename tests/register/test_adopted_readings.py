"""A reading that counsel adopted applies from its day on, lets more through and never less, and is named."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.deciding import decider as deciders
from disclosure_policy.explaining.layout import explain
from disclosure_policy.policy import Policy
from tests.helpers.builders import a_policy, problems_of, section
from tests.helpers.registered import FILES, REGISTER, law_policy, without

BULK, SUBPOENA, CUSTOM = "zz/code/1/bulk", "zz/code/1/on-subpoena", "zz/code/1/custom"
BARE: dict[str, Any] = {
    "jurisdiction": "zz",
    "agency": "the office",
    "reviewed": "2020-05-01",
    "officials": {"head": {"name": "Ada", "title": "Head", "answers_for": ["counsel"], "from": "2010-01-01"}},
}
MADE = {"by": "head", "day": "2019-03-01", "why": "so it is"}
MANY = {
    "jurisdiction": "zz",
    "as_of": "2020-06-01",
    "discloser": "records_office",
    "recipient": {"type": "newspaper", "subpoena_authority": True},
    "judgments": {"harms": {"answer": False, "by": "b", "day": "2020-01-01", "why": "w"}},
    "facts": {"people": 15, "consents": True, "sealed_on": "2021-01-01"},
}


def reading(*rules: str, **more: Any) -> Policy:
    return law_policy().with_register({**BARE, "readings": {rule: {**MADE, **more} for rule in rules}})


def asked(**facts: Any) -> dict[str, Any]:
    request = deepcopy(MANY)
    request["facts"] |= facts
    return request


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2019-02-28", "deny"), ("2019-03-01", "allow"), ("2019-12-31", "allow"), ("2020-01-01", "deny")],
)
def test_it_applies_from_its_day_to_its_last(day: str, verdict: str) -> None:
    policy = reading(BULK, until="2019-12-31")

    assert policy.decide(MANY | {"as_of": day}).verdict == verdict
    assert law_policy().decide(MANY | {"as_of": day}).verdict == "deny"


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"consents": True, "sealed_on": "2021-01-01"}, "allow"),
        ({"consents": False, "sealed_on": "2010-01-01"}, "allow"),
        ({"consents": None, "sealed_on": "2010-01-01"}, "allow"),
        ({"consents": False, "sealed_on": "2021-01-01"}, "deny"),
        ({"consents": False, "sealed_on": None}, "deny"),
    ],
)
def test_in_a_permit_it_is_enough_in_place_of_the_condition(facts: dict[str, Any], verdict: str) -> None:
    assert reading(SUBPOENA).decide(asked(people=5, **facts)).verdict == verdict


def test_a_decision_that_rests_on_it_names_it() -> None:
    policy = reading(BULK, SUBPOENA)

    decision = policy.decide(MANY)
    (named,) = decision.adopted

    assert (named.rule, named.citation, named.by) == (BULK, "1 ZC 1(d)", "Ada, Head")
    assert (named.alternative, named.why) == ("There is no such limit.", "so it is")
    assert "Rests on a reading that counsel adopted" in explain(decision)
    assert decision.model_validate_json(decision.model_dump_json()).adopted == decision.adopted
    assert policy.decide(asked(people=5)).adopted == ()
    assert policy.decide(asked(consents=False)).adopted == ()
    assert {one.rule for one in policy.decide(asked(consents=False, sealed_on="2010-01-01")).adopted} == {
        BULK,
        SUBPOENA,
    }


ALSO = """\
- id: also
  effect: permit
  exception_to: secret
  summary: what is old may go out
  conditions:
    - when: people < 3
      contested: {reading: r, alternative: o, alternative_conditions: [sealed_on < as_of]}
"""


DATED = """\
- id: dated
  effect: permit
  exception_to: secret
  summary: what is old may go out
  conditions:
    - {when: people > 90, effective: {to: 2018-12-31}}
    - when: people < 3
      paragraph: (9)
      contested: {reading: r, alternative: o, alternative_conditions: [sealed_on < as_of]}
"""


def test_it_is_cited_where_it_stands_though_a_condition_before_it_is_no_longer_in_force() -> None:
    files = FILES | {"zz/code/1/2000-01-01.yaml": FILES["zz/code/1/2000-01-01.yaml"] + DATED}
    policy = a_policy(files).with_register({**BARE, "readings": {"zz/code/1/dated": MADE}})
    (named,) = policy.decide(asked(people=15, consents=False, sealed_on="2010-01-01")).adopted

    assert (named.rule, named.citation) == ("zz/code/1/dated", "1 ZC 1(9)")


def test_each_of_several_is_named_if_one_of_them_is_needed() -> None:
    files = FILES | {"zz/code/1/2000-01-01.yaml": FILES["zz/code/1/2000-01-01.yaml"] + ALSO}
    adopted = {**BARE, "readings": {SUBPOENA: MADE, "zz/code/1/also": MADE}}
    policy = a_policy(files).with_register(adopted)

    either = policy.decide(asked(people=5, consents=False, sealed_on="2010-01-01"))
    one = policy.decide(asked(people=15, consents=True, sealed_on="2010-01-01"))
    none = policy.decide(asked(people=5, consents=True))

    assert {reading.rule for reading in either.adopted} == {SUBPOENA, "zz/code/1/also"}
    assert {reading.rule for reading in one.adopted} == {"zz/code/1/also"}
    assert none.verdict == "allow"
    assert none.adopted == ()


SMALL = """\
- id: small
  effect: forbid
  exception_to: on-subpoena
  summary: not of few people
  conditions: [people < 8]
  contested: {reading: r, alternative: o, alternative_conditions: [{when: sealed_on > as_of, summary: it is open}]}
"""


def test_the_side_that_was_adopted_is_no_longer_called_contested() -> None:
    policy = a_policy(FILES | {"zz/code/1/2000-01-01.yaml": FILES["zz/code/1/2000-01-01.yaml"] + SMALL})
    adopted = policy.with_register({**BARE, "readings": {"zz/code/1/small": MADE}})
    still_forbidden, opened = asked(people=5), asked(people=5, sealed_on="2010-01-01")

    assert {one.rule for one in policy.decide(still_forbidden).contested} == {"zz/code/1/small"}
    assert adopted.decide(still_forbidden).verdict == "deny"
    assert adopted.decide(still_forbidden).contested == ()
    assert adopted.decide(opened).verdict == "allow"


def test_a_permit_is_accepted_from_a_day_on() -> None:
    news = {**MANY, "purposes": "news", "recipient": {"type": "newspaper"}}
    policy = law_policy().with_register({**BARE, "accepted": {CUSTOM: MADE}})

    assert law_policy().decide(news).verdict == "deny"
    assert policy.decide(news).verdict == "allow"
    assert policy.decide(news | {"as_of": "2019-02-28"}).verdict == "deny"


def test_generated_code_and_columns_read_it_as_weighing_does(monkeypatch: pytest.MonkeyPatch) -> None:
    pl = pytest.importorskip("polars")
    days = ["2019-02-28", "2019-03-01", "2020-06-01"]
    requests = [
        asked(people=p, consents=c) | {"as_of": d} for d in days for p in (5, 15, None) for c in (True, False)
    ]
    weighed = [reading(BULK, SUBPOENA).decide(one).verdict for one in requests]
    monkeypatch.setattr(deciders, "PATIENCE", 0)

    policy = reading(BULK, SUBPOENA)
    lowered = [policy.decide(one).verdict for one in requests]
    rows = [
        {
            "jurisdiction": "zz",
            "as_of": one["as_of"],
            "discloser": "records_office",
            "recipient.type": "newspaper",
            "recipient.subpoena_authority": True,
            "facts.people": one["facts"]["people"],
            "facts.consents": one["facts"]["consents"],
            "facts.sealed_on": one["facts"]["sealed_on"],
            **{f"judgments.harms.{key}": value for key, value in one["judgments"]["harms"].items()},
        }
        for one in requests
    ]

    assert lowered == weighed
    assert policy.decide_frame(pl.DataFrame(rows))["verdict"].to_list() == weighed
    assert {"allow", "deny"} <= set(weighed)


facts = st.fixed_dictionaries(
    {},
    optional={
        "people": st.sampled_from([5, 15]),
        "consents": st.booleans(),
        "sealed_on": st.sampled_from(["2010-01-01", "2021-01-01"]),
    },
)


@settings(max_examples=60, deadline=None)
@given(facts, st.booleans(), st.sets(st.sampled_from([BULK, SUBPOENA])))
def test_what_is_allowed_without_it_is_allowed_with_it(stated: dict, subpoena: bool, rules: set[str]) -> None:
    request = {**MANY, "facts": stated, "recipient": {"subpoena_authority": subpoena}}

    if law_policy().decide(request).verdict == "allow":
        assert POLICIES[frozenset(rules)].decide(request).verdict == "allow"


POLICIES = {frozenset(rules): reading(*rules) for rules in ((), (BULK,), (SUBPOENA,), (BULK, SUBPOENA))}

FORBID = (
    "- {id: a, effect: forbid, summary: s, conditions: [people > 1], contested: {reading: r, alternative: o, %s}}\n"
)
PERMIT = (
    "- {id: a, effect: forbid, summary: s}\n"
    "- id: b\n  effect: permit\n  exception_to: a\n  summary: s\n"
    "  conditions: [{when: consents, contested: {reading: r, alternative: o, %s}}]\n"
)


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (FORBID % "alternative_conditions: []", "nothing must be the case besides"),
        (FORBID % "alternative_permits: less, alternative_conditions: never", "lets less through is not adopted"),
        (PERMIT % "alternative_conditions: never", "`never` would take the permit away"),
        (
            PERMIT % "alternative_conditions: []"
            + "  contested: {reading: r, alternative: o, alternative_conditions: [consents]}\n",
            "a register adopts a reading by its rule",
        ),
        (
            PERMIT.replace("contested: {reading: r, alternative: o, %s}", "summary: s")
            + "  contested: {reading: r, alternative: o, alternative_conditions: [consents]}\n",
            "a permit is read otherwise in one of its conditions",
        ),
        (FORBID % "alternative_conditions: [peopel > 1]", "there is no fact"),
    ],
)
def test_another_side_that_could_not_be_adopted_is_refused(rules: str, why: str) -> None:
    (problem,) = problems_of(a_policy, FILES | {"zz/code/1/2000-01-01.yaml": section(rules)})

    assert why in problem
    assert " | " in problem


def test_a_reading_counts_no_more_once_it_is_taken_out() -> None:
    assert law_policy().with_register(without(REGISTER, "readings", BULK)).decide(MANY).verdict == "deny"
