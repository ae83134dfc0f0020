from __future__ import annotations

from copy import deepcopy
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings

from disclosure_policy.deciding.stated_terms import statement_of
from disclosure_policy.decision.remedies import Change, Remedy
from disclosure_policy.missing.remedies import MOST
from disclosure_policy.policy import Policy
from tests.helpers.builders import POLICE, RESEARCH, a_request
from tests.helpers.generated_law import FLAGS, STRICTEST, a_policy, requests, rule_books
from tests.missing.test_diagnosis import BAR, policy_of

Books = dict[str, list[dict[str, Any]]]


def proposed(rules: str, facts: dict[str, Any] | None = None, **stated: Any) -> list[dict[str, Any]]:
    """Return what is proposed, each as the facts to be changed with their new values, and what is left out."""
    remedies = policy_of(rules).what_would_permit(a_request(facts=facts or {}, **stated))
    return [
        {change.fact: change.after for change in (*remedy.changes, *remedy.provided)}
        | ({"without": [one.term for one in remedy.withheld]} if remedy.withheld else {})
        for remedy in remedies
    ]


OPEN = f"""
{BAR}
- {{id: open, effect: permit, exception_to: bar, summary: s, conditions: [a, b]}}
- {{id: shut, effect: forbid, exception_to: open, summary: s, conditions: [c]}}
"""


@pytest.mark.parametrize(
    ("expected", "facts"),
    [
        ([{"a": True}], {"a": False, "b": True, "c": False}),
        ([{"a": True, "b": True}], {"a": False, "b": False, "c": False}),
        ([{"c": False}], {"a": True, "b": True, "c": True}),
        ([{"b": True, "c": False}], {"a": True}),
        ([], {"a": True, "b": True, "c": False}),
    ],
)
def test_the_changes_that_would_permit_are_proposed_and_no_more(
    expected: list[dict[str, Any]], facts: dict[str, bool]
) -> None:
    assert proposed(OPEN, facts) == expected


def test_what_nobody_can_change_is_neither_proposed_nor_supposed() -> None:
    rules = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [fixed, a]}}
- {{id: two, effect: permit, exception_to: bar, summary: s, conditions: [a, b, c, d]}}
"""
    denied = dict.fromkeys("abcd", False)
    all_four = {"a": True, "b": True, "c": True, "d": True}

    assert proposed(rules, denied | {"fixed": False}) == [all_four]
    assert proposed(rules, denied | {"fixed": True})[0] == {"a": True}
    assert proposed(rules, denied) == [all_four]


def test_what_the_law_leaves_to_a_person_is_a_condition_ranked_after() -> None:
    rules = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [judged, a]}}
- {{id: two, effect: permit, exception_to: bar, summary: s, conditions: [a, b, c, d]}}
"""
    first, second = policy_of(rules).what_would_permit(a_request(facts=dict.fromkeys("abcd", False)))

    assert [change.fact for change in first.changes] == ["a", "b", "c", "d"]
    assert ([c.fact for c in second.changes], [c.fact for c in second.provided]) == (["a"], ["judged"])


@pytest.mark.parametrize("condition", ["item.type.name", "purpose.theft", "recipient.subpoena_authority"])
def test_who_asks_for_what_is_asked_and_never_supposed(condition: str) -> None:
    rules = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [a, {condition}]}}"

    assert proposed(rules, {"a": False}, items=None, purposes=None, recipient={}) == []


def test_a_number_is_never_proposed() -> None:
    assert (
        proposed(f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [people > 3]}}")
        == []
    )


ITEMS = f"""
{BAR}
- {{id: names, effect: permit, exception_to: bar, summary: s, conditions: [item.type.name]}}
- {{id: agreed, effect: permit, exception_to: bar, summary: s, conditions: [a]}}
"""


def test_leaving_out_what_cannot_go_comes_before_every_other_change() -> None:
    assert proposed(ITEMS, {"a": False}, items=["name", "wages"]) == [{"without": ["wages"]}, {"a": True}]
    assert proposed(ITEMS, {"a": False}, items=["wages"]) == [{"a": True}]


def test_a_purpose_can_be_left_out_and_never_exchanged() -> None:
    rules = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [purpose.theft]}}"

    assert proposed(rules, purposes=["theft", "news"]) == [{"without": ["news"]}]
    assert proposed(rules, purposes=["news"]) == []


def test_a_vague_purpose_may_turn_out_to_be_a_narrower_one() -> None:
    rules = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [purpose.theft]}}"
    (remedy,) = policy_of(rules).what_would_permit(a_request(purposes=["law"]))

    assert (remedy.changes, [(c.fact, c.after) for c in remedy.provided]) == ((), [("purpose", ("theft",))])
    assert remedy.request.purposes == ("theft",)


def test_an_agreement_gains_the_terms_it_lacks_and_keeps_the_others(zedland: Policy) -> None:
    request = a_request(**(RESEARCH | {"agreement": {"written": True, "terms": ["keep_secret"]}}))
    first = zedland.what_would_permit(request)[0]

    (change,) = first.changes
    assert (change.fact, change.before) == ("agreement.terms", ("keep_secret",))
    assert set(change.before) < set(change.after)
    assert len(change.labels) == len(change.after)
    assert first.obligations
    assert {rule.citation for rule in first.grounds} >= {"1 ZC 20(d)"}


def test_a_proposal_says_what_asks_for_each_change(zedland: Policy) -> None:
    request = a_request(**(RESEARCH | {"agreement": {"written": False, "terms": ["every_required_term"]}}))
    (change,) = zedland.what_would_permit(request)[0].changes

    assert [(one.summary, one.citation, one.effect) for one in change.requirements] == [
        ("the agreement is in writing", "1 ZC 30(a)(1)", "permit")
    ]
    assert (change.state_at, change.before, change.after) == ("agreement.written", False, True)


def test_nothing_is_proposed_for_what_is_allowed(zedland: Policy) -> None:
    assert zedland.what_would_permit(a_request(**POLICE)) == ()
    assert zedland.decide(a_request(**POLICE)).remedies == ()


def applied(
    request: dict[str, Any], changes: tuple[Change, ...], remedy: Remedy, without: set[int]
) -> dict[str, Any]:
    """Apply some of a proposal's changes to a request as it was written."""
    changed = deepcopy(request)
    for change in changes:
        assert change.fact in FLAGS
        changed["facts"][change.fact] = change.after
    for kind, key in (("item", "items"), ("purpose", "purposes")):
        out = [one.term for at, one in enumerate(remedy.withheld) if at in without and one.kind == kind]
        if out:
            changed[key] = [term for term in changed[key] if term not in out]
    return changed


def _choices(request: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every single lawful change: a flag stated otherwise, or an item or purpose left out."""
    flips = [(flag, value) for flag in FLAGS for value in (True, False) if request["facts"].get(flag) is not value]
    return flips + [
        (key, term) for key in ("items", "purposes") if len(request[key] or ()) > 1 for term in request[key]
    ]


def _changed(request: dict[str, Any], chosen: tuple[tuple[str, Any], ...]) -> dict[str, Any] | None:
    changed = deepcopy(request)
    for key, value in chosen:
        if key in FLAGS:
            changed["facts"][key] = value
        else:
            changed[key] = [term for term in changed[key] if term != value]
    return None if [] in (changed["items"], changed["purposes"]) else changed


def _smallest(policy: Policy, request: dict[str, Any]) -> set[frozenset[Any]]:
    """Try every set of lawful changes, and return the smallest that allow: facts by name, and what is left out."""
    least: list[set[Any]] = []
    choices = _choices(request)
    for size in range(1, len(choices) + 1):
        for chosen in combinations(choices, size):
            flips = [key for key, _ in chosen if key in FLAGS]
            if len(set(flips)) < len(flips) or any(smaller <= set(chosen) for smaller in least):
                continue
            changed = _changed(request, chosen)
            if changed is not None and policy.decide(changed).allowed:
                least.append(set(chosen))
    return {frozenset(key if key in FLAGS else (key, value) for key, value in chosen) for chosen in least}


@settings(max_examples=80, deadline=None)
@given(rule_books(), requests())
def test_proposals_are_exactly_the_smallest_sets_of_lawful_changes(books: Books, request: dict[str, Any]) -> None:
    policy = a_policy(books)
    if policy.decide(request).allowed:
        return
    expected = _smallest(policy, request)

    remedies = policy.what_would_permit(request)

    found = [
        frozenset(
            [*(change.fact for change in one.changes), *((f"{left.kind}s", left.term) for left in one.withheld)]
        )
        for one in remedies
        if not one.provided
    ]
    assert len(set(found)) == len(found)
    assert set(found) <= expected
    if len(expected) <= MOST:
        assert set(found) == expected
    else:
        assert len(found) == MOST


@settings(max_examples=80, deadline=None)
@given(rule_books(), requests())
def test_a_proposal_allows_changes_only_what_may_be_and_needs_all_of_it(
    books: Books, request: dict[str, Any]
) -> None:
    policy = a_policy(books)

    for remedy in policy.what_would_permit(request):
        assert policy.decide(remedy.request).allowed
        assert remedy.obligations == policy.decide(remedy.request).obligations
        assert {change.fact for change in remedy.changes} <= set(FLAGS)
        for change in remedy.provided:
            assert change.fact not in FLAGS
            assert change.fact in request["judgments"] or isinstance(change.before, tuple) or change.fact == "judged"
        known = {name: value for name, value in request["facts"].items() if name not in FLAGS}
        assert known.items() <= dict(remedy.request.facts).items()
        if not remedy.provided:
            for changes, out in product(_subsets(remedy.changes), _subsets(range(len(remedy.withheld)))):
                if (len(changes), len(out)) != (len(remedy.changes), len(remedy.withheld)):
                    assert not policy.decide(applied(request, changes, remedy, set(out))).allowed


def _subsets(of: Any) -> list[tuple[Any, ...]]:
    whole = tuple(of)
    return [chosen for size in range(len(whole) + 1) for chosen in combinations(whole, size)]


@settings(max_examples=60, deadline=None)
@given(rule_books(), requests())
def test_what_somebody_stated_is_never_contradicted(books: Books, request: dict[str, Any]) -> None:
    for remedy in a_policy(books).what_would_permit(request):
        after = remedy.request
        for path, said, now in (
            ("recipient.type", [request["recipient"]["type"]], after.recipient.type),
            ("purpose", request["purposes"], after.purposes),
            ("item.type", request["items"], tuple(item.type for item in after.items) if after.items else None),
        ):
            scheme = STRICTEST[path]
            if said and said[0]:
                for one in (now,) if path == "recipient.type" else now or ():
                    statement = statement_of(one or (), scheme)
                    assert any(scheme.truth(statement, term) is True for term in scheme.spelled_out(said))
        assert request["judgments"].keys() <= after.judgments.keys()
        for name, judgment in request["judgments"].items():
            assert after.judgments[name].answer is judgment["answer"]
        assert request["state_law"]["authorizes"] in (None, after.state_law.authorizes)
