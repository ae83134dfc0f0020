"""The invariants, over generated law and generated requests of an invented jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.deciding import decider as docketing
from disclosure_policy.decision.decision import Decision
from disclosure_policy.loading.compiling import compile_rules
from disclosure_policy.policy import Policy
from disclosure_policy.rule_files.fact import FactDeclaration
from disclosure_policy.rule_files.term import Term
from tests.helpers.generated_law import (
    STRICTEST,
    a_policy,
    a_rule_set,
    completions,
    expressions,
    more_rule_books,
    requests,
    rule_books,
)

Books = dict[str, list[dict[str, Any]]]
NEVER = 10**9


@pytest.fixture(
    params=[NEVER, 0],
    ids=["weighed", "lowered"],
    scope="module",
    autouse=True,
)
def _lowering(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have everything hold of every way in which a request is decided."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docketing, "PATIENCE", request.param)
        yield


def _examples(most: int) -> int:
    return most // 4


def _core(decision: Decision) -> tuple[object, ...]:
    per_disclosure = tuple((d.item, d.purpose, d.verdict, d.basis) for d in decision.disclosures)
    return decision.verdict, decision.basis, frozenset(decision.citations), per_disclosure


@settings(max_examples=_examples(300), deadline=None)
@given(rule_books(), requests(), st.data())
def test_learning_a_fact_never_reverses_a_settled_verdict(books: Books, request: dict, data: st.DataObject) -> None:
    policy = a_policy(books)
    fuller = data.draw(completions(request))

    before, after = policy.decide(request), policy.decide(fuller)

    for one, other in zip(before.disclosures, after.disclosures, strict=True):
        if one.verdict == "allow":
            assert other.verdict == "allow"
        if one.basis in ("prohibited", "no law in force"):
            assert other.verdict == "deny"


@settings(max_examples=_examples(200), deadline=None)
@given(rule_books(), requests(), st.randoms(use_true_random=False))
def test_the_order_of_rules_and_files_changes_nothing(books: Books, request: dict, random: Any) -> None:
    shuffled = deepcopy(books)
    for made in shuffled.values():
        random.shuffle(made)

    assert _core(a_policy(shuffled).decide(request)) == _core(a_policy(books).decide(request))


@settings(max_examples=_examples(200), deadline=None)
@given(rule_books(), requests(), st.data())
def test_stating_a_rule_twice_changes_nothing(books: Books, request: dict, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(books)))
    doubled = deepcopy(books)
    original = data.draw(st.sampled_from(doubled[code]))
    twin = {**deepcopy(original), "id": "twin"}
    for rule in doubled[code]:
        if original["id"] in rule["exception_to"]:
            rule["exception_to"].append("twin")
    doubled[code].append(twin)

    assert _core(a_policy(doubled).decide(request)) == _core(a_policy(books).decide(request))


@settings(max_examples=_examples(200), deadline=None)
@given(rule_books(), requests(), st.data())
def test_adding_a_prohibition_never_adds_an_allow(books: Books, request: dict, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(books)))
    more = deepcopy(books)
    permits = [rule["id"] for rule in more[code] if rule["effect"] == "permit"]
    targets = data.draw(st.lists(st.sampled_from(permits), unique=True)) if permits else []
    more[code].append(
        {
            "id": "added",
            "paragraph": "(99)",
            "effect": "forbid",
            "exception_to": targets,
            "summary": "added",
            "conditions": data.draw(st.lists(expressions(), max_size=2)),
            "effective": {"from": "2019-01-01"},
        }
    )

    before, after = a_policy(books).decide(request), a_policy(more).decide(request)

    # a rule where there was no law at all is not one more prohibition
    for one, other in zip(before.disclosures, after.disclosures, strict=True):
        if one.verdict == "deny" and one.basis != "no law in force" and "federal_law" not in str(books):
            assert other.verdict == "deny"


@settings(max_examples=_examples(200), deadline=None)
@given(rule_books(), requests(), st.data())
def test_removing_a_permit_never_adds_an_allow(books: Books, request: dict, data: st.DataObject) -> None:
    if "federal_law" in str(books):  # a state's rule may forbid what federal law permits
        return
    code = data.draw(st.sampled_from(sorted(books)))
    permits = [rule["id"] for rule in books[code] if rule["effect"] == "permit"]
    if not permits:
        return
    gone = {data.draw(st.sampled_from(permits))}
    fewer = deepcopy(books)
    while True:
        for rule in fewer[code]:
            left = [target for target in rule["exception_to"] if target not in gone]
            if rule["exception_to"] and not left:
                gone.add(rule["id"])
        remaining = [rule for rule in fewer[code] if rule["id"] not in gone]
        if len(remaining) == len(fewer[code]):
            break
        fewer[code] = remaining
    for rule in fewer[code]:
        rule["exception_to"] = [target for target in rule["exception_to"] if target not in gone]

    before, after = a_policy(books).decide(request), a_policy(fewer).decide(request)

    for one, other in zip(before.disclosures, after.disclosures, strict=True):
        if one.verdict == "deny":
            assert other.verdict == "deny"


@settings(max_examples=_examples(200), deadline=None)
@given(rule_books(), requests(), requests())
def test_equal_receipts_give_equal_decisions(books: Books, request: dict, other: dict) -> None:
    policy = a_policy(books)
    renamed = deepcopy(request)
    renamed["recipient"]["name"] = "somebody else"
    for judgment in renamed["judgments"].values():
        judgment.update(by="another", why="for another reason")

    first, second, third = policy.decide(request), policy.decide(renamed), policy.decide(other)

    assert first.receipt == second.receipt
    assert first.model_dump_json() == second.model_dump_json()
    if first.receipt == third.receipt:
        assert first.model_dump_json() == third.model_dump_json()


@settings(max_examples=_examples(200), deadline=None)
@given(rule_books(), requests())
def test_every_layer_cites_what_decided_it(books: Books, request: dict) -> None:
    decision = a_policy(books).decide(request)

    for disclosure in decision.disclosures:
        for layer in disclosure.layers:
            assert layer.determining or layer.basis == "no law in force"
            assert all(rule.citation for rule in layer.determining)
    assert decision.citations or decision.basis == "no law in force"


@settings(max_examples=_examples(200), deadline=None)
@given(rule_books(), requests())
def test_an_allow_is_reached_only_where_every_prohibition_is_definitely_false(books: Books, request: dict) -> None:
    decision = a_policy(books).decide(request)
    holds = {(f.rule, index): f.holds for f in decision.findings for index in f.disclosures}
    tops = {f"{code}/law/1/{rule['id']}" for code, made in books.items() for rule in made if not rule["exception_to"]}

    for index, disclosure in enumerate(decision.disclosures):
        considered = {rule: value for (rule, at), value in holds.items() if at == index and rule in tops}
        every_layer = {rule.partition("/")[0] for rule in considered}
        clear = all(value == "false" for value in considered.values())

        assert (disclosure.verdict == "allow") == (clear and len(every_layer) == len(disclosure.layers))


@settings(max_examples=_examples(150), deadline=None)
@given(rule_books(), requests())
def test_a_fact_said_to_settle_the_matter_does(books: Books, request: dict) -> None:
    policy = a_policy(books)
    decision = policy.decide(request)

    if decision.basis != "insufficient facts":
        assert decision.missing == ()
    for fact in decision.missing:
        if fact.settles and fact.fact in ("a", "b", "c"):
            trials = [{**request, "facts": {**request["facts"], fact.fact: value}} for value in (True, False)]

            assert any(policy.decide(trial).allowed for trial in trials)


@settings(max_examples=_examples(150), deadline=None)
@given(rule_books(), requests())
def test_a_denial_explains_itself_without_fail(books: Books, request: dict) -> None:
    decision = a_policy(books).decide(request)

    for permit in decision.closest:
        assert permit.lacks
    assert decision.model_dump_json()


@settings(max_examples=_examples(150), deadline=None)
@given(more_rule_books(), requests(more=True), st.data())
def test_terms_and_facts_that_nothing_uses_change_no_decision(
    books: Books, request: dict, data: st.DataObject
) -> None:
    rule_set = a_rule_set(books)
    root = rule_set.lawbooks["zz"]
    terms = {path: dict(found) for path, found in root.terms.items()}
    for path, found in terms.items():
        plain = [name for name, term in found.items() if not term.stands_for]
        above = data.draw(st.lists(st.sampled_from(plain), unique=True, max_size=2))
        if not any(one in STRICTEST[path].excluded[other] for one in above for other in above):
            found["unused"] = Term(label="unused", broader=tuple(above))
        found["wide"] = Term(label="wide", narrower=(data.draw(st.sampled_from(plain)),))
    facts = {**root.facts, "unused": FactDeclaration(type="boolean", question="unused")}
    larger = replace(rule_set, lawbooks={**rule_set.lawbooks, "zz": replace(root, terms=terms, facts=facts)})

    before, after = (Policy(compile_rules(one)).decide(request) for one in (rule_set, larger))

    assert _core(after) == _core(before)


@settings(max_examples=_examples(200), deadline=None)
@given(more_rule_books(), requests(more=True), st.data())
def test_stating_less_never_turns_a_denial_into_an_allow(books: Books, request: dict, data: st.DataObject) -> None:
    def less(said: Any) -> Any:
        if not isinstance(said, dict):
            return data.draw(st.sampled_from([said, {"has": said}] if said else [said, None]))
        kept = {key: [one for one in said[key] if data.draw(st.booleans())] for key in ("has", "lacks")}
        return kept if any(kept.values()) else None

    vaguer = deepcopy(request)
    vaguer["recipient"]["type"] = less(request["recipient"]["type"])
    if "kept" in vaguer["facts"]:
        vaguer["facts"]["kept"] = less(request["facts"]["kept"])
    purposes = [less(one) if isinstance(one, dict) else one for one in request["purposes"] or ()]
    if None not in purposes and len(set(map(repr, purposes))) == len(purposes):
        vaguer["purposes"] = purposes or None
    vaguer["items"] = [
        {"type": less(one["type"])} if isinstance(one, dict) else one for one in request["items"] or ()
    ] or None
    policy = a_policy(books)

    before, after = policy.decide(request), policy.decide(vaguer)

    if len(before.disclosures) == len(after.disclosures):
        for one, other in zip(before.disclosures, after.disclosures, strict=True):
            assert one.verdict == "allow" or other.verdict == "deny"
    assert before.allowed or not after.allowed
