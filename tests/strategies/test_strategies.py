"""What the exported strategies draw can be decided; a near miss misses by exactly one element."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib.metadata import entry_points

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

import disclosure_policy
from disclosure_policy.conditions.expression import evaluate
from disclosure_policy.deciding.case import facts_of
from disclosure_policy.policy import Policy
from disclosure_policy.proving.rule_as_condition import Unfolding
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.strategies import NearMiss, near_misses, requests
from tests.helpers.builders import ZEDLAND, a_policy, problems_of, section

BUNDLED: Policy = disclosure_policy.load()
INVENTED: Policy = disclosure_policy.load(ZEDLAND)


def policy_for(request: DisclosureRequest) -> Policy:
    return INVENTED if request.jurisdiction.startswith("zz") else BUNDLED


@settings(deadline=None)
@given(requests(INVENTED) | requests(BUNDLED))
def test_every_request_drawn_can_be_decided(request: DisclosureRequest) -> None:
    assert policy_for(request).decide(request).jurisdiction == request.jurisdiction


@settings(deadline=None)
@given(requests(INVENTED, complete=True) | requests(BUNDLED, complete=True))
def test_a_complete_request_leaves_nothing_unknown(request: DisclosureRequest) -> None:
    policy = policy_for(request)
    case = facts_of(request, policy.law)
    unfolding = Unfolding(policy.law.layers(case.jurisdiction, case.as_of), case.as_of)

    for layer in unfolding.layers:
        for provision in layer.provisions:
            for clause in provision.clauses:
                for _, _, facts in case.disclosures:
                    derived = ("federal_law.", "state_law.")
                    if not clause.text.startswith(derived) and "federal_law." not in clause.text:
                        assert evaluate(clause.expression, facts.value) is not None, clause.text


def test_what_is_to_be_stated_is_what_is_drawn() -> None:
    stating = {
        "as_of": st.just(date(2025, 1, 1)),
        "purpose": st.just("publication"),
        "item.type": st.just("wages"),
        "agreement.terms": st.none(),
        "secretary_consents": st.just(value=True),
    }

    @settings(max_examples=5, deadline=None)
    @given(requests(BUNDLED, "us-nm", complete=True, stating=stating))
    def drawn(request: DisclosureRequest) -> None:
        assert (request.as_of, set(request.purposes or ())) == (date(2025, 1, 1), {"publication"})
        assert {item.type for item in request.items or ()} == {("wages",)}
        assert (request.agreement.terms, request.facts["secretary_consents"]) == (None, True)

    drawn()


def test_what_cannot_be_stated_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no fact `purposes` to state under `us`"):
        requests(BUNDLED, "us", stating={"purposes": st.none()})
    assert problems_of(requests, BUNDLED, "us-nx")[0].startswith("us-nx: there is no jurisdiction `us-nx`")


@pytest.mark.parametrize("verdict", ["allow", "deny"])
def test_either_verdict_can_be_drawn(verdict: str) -> None:
    anywhere = settings(phases=[Phase.generate])
    drawn = find(
        requests(INVENTED, complete=True), lambda one: INVENTED.decide(one).verdict == verdict, settings=anywhere
    )

    assert INVENTED.decide(drawn).verdict == verdict


def false_elements(policy: Policy, request: DisclosureRequest, rule: str) -> list[str]:
    """Return the elements of a rule that are not definitely there, as told by evaluating each."""
    case = facts_of(request, policy.law)
    ((_, _, facts),) = case.disclosures
    unfolding = Unfolding(policy.law.layers(case.jurisdiction, case.as_of), case.as_of)
    layer = unfolding.layer_of(rule)
    assert layer is not None
    provision = next(one for one in layer.provisions if one.id == rule)
    values = [(one.text, evaluate(one.expression, facts.value)) for one in unfolding.elements(layer, provision)]
    assert None not in [value for _, value in values], [t for t, v in values if v is None]
    return [text for text, value in values if value is False]


RULES = sorted({provision.id for found in BUNDLED.law.provisions.values() for provision in found})
NEVER_HOLDS = ("us-nm/nmsa-14/14-2-1/right-to-inspect",)
"""Limited without condition by an exception of its own."""


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(RULES))
def test_a_near_miss_misses_by_exactly_one_element(data: st.DataObject, rule: str) -> None:
    if rule in NEVER_HOLDS:
        return
    try:
        pairs = near_misses(BUNDLED, rule)
    except ValueError as error:
        assert "of which an element can be missed" in str(error)
        return
    near = data.draw(pairs)

    assert false_elements(BUNDLED, near.meets, rule) == []
    assert false_elements(BUNDLED, near.misses, rule) == [near.element]


LAW = """
- {id: secret, effect: forbid, summary: s, conditions: [item.type.name or item.reveals_identity]}
- {id: police, effect: permit, exception_to: secret, summary: s, conditions: [recipient.type.police, "people < 3"]}
"""
FILES = {
    "zz/facts.yaml": "people: {type: number, question: How many?}\n",
    "zz/vocabulary.yaml": (
        "item.type: {name: {label: a name}, wages: {label: wages}}\n"
        "recipient.type: {police: {label: the police}, sheriff: {label: a sheriff, broader: [police]}}\n"
    ),
}


@pytest.fixture(scope="module")
def small() -> Policy:
    return a_policy(FILES | {"zz/code/1/2000-01-01.yaml": section(LAW)})


@settings(deadline=None)
@given(st.data())
def test_meeting_a_permit_allows_and_missing_it_denies(small: Policy, data: st.DataObject) -> None:
    near = data.draw(near_misses(small, "zz/code/1/police", stating={"item.type": "name"}))

    assert isinstance(near, NearMiss)
    assert small.decide(near.meets).allowed
    assert not small.decide(near.misses).allowed


@settings(deadline=None)
@given(st.data())
def test_what_both_requests_state_stays_as_it_is(small: Policy, data: st.DataObject) -> None:
    near = data.draw(near_misses(small, "zz/code/1/police", stating={"recipient.type": "sheriff"}))

    assert near.element == "people < 3"
    assert near.meets.recipient.type == near.misses.recipient.type == ("sheriff",)


def test_what_is_stated_for_both_cannot_be_missed(small: Policy) -> None:
    fixed = {"recipient.type": ["police"], "people": 2}
    with pytest.raises(Unsatisfiable):
        find(near_misses(small, "zz/code/1/police", stating=fixed), lambda _: True)


@pytest.mark.parametrize(
    ("stating", "told"),
    [
        ({"purposes": "p"}, "there is no fact `purposes` to state under `zz`"),
        ({"as_of": date(2020, 1, 1)}, "there is no fact `as_of`"),
        ({"recipient.type": ["police", "bailiff"]}, "`recipient.type` has no term `bailiff`"),
    ],
)
def test_what_both_requests_cannot_state_is_refused(small: Policy, stating: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        near_misses(small, "zz/code/1/police", stating=stating)


def test_every_element_of_a_rule_is_missed_at_some_time(small: Policy) -> None:
    for element in ("recipient.type.police", "people < 3"):
        near = find(near_misses(small, "zz/code/1/police"), lambda near, e=element: near.element == e)
        assert near.citation == "1 ZC 1"


def test_a_rule_without_anything_to_miss_is_refused(small: Policy) -> None:
    for rule, day in (("zz/code/1/polise", None), ("zz/code/1/police", date(1999, 1, 1))):
        with pytest.raises(ValueError, match=f"no rule `{rule}` of which an element can be missed"):
            near_misses(small, rule, as_of=day)


def test_a_request_can_be_drawn_by_its_type() -> None:
    @settings(max_examples=5, deadline=None)
    @given(st.from_type(DisclosureRequest))
    def drawn(request: DisclosureRequest) -> None:
        assert BUNDLED.decide(request).jurisdiction in BUNDLED.jurisdictions

    drawn()


def test_importing_the_strategies_registers_the_type_and_loads_no_rules_for_it() -> None:
    code = (
        "import sys, disclosure_policy.strategies; from disclosure_policy import DisclosureRequest as R; "
        "from hypothesis.strategies._internal.types import _global_type_lookup as known; "
        "sys.exit(0 if R in known and 'rule_engine' not in sys.modules else 1)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_hypothesis_by_itself_imports_nothing_of_the_library() -> None:
    named = [point.value for point in entry_points(group="hypothesis") if "disclosure" in point.value]

    assert not named, "install the package again: `pip install -e .`"
