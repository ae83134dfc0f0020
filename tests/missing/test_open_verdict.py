"""What remains of a verdict is what weighing gives, however the open facts turn out."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from disclosure_policy.deciding.case import facts_of
from disclosure_policy.deciding.logic_graph import FALSE, TRUE
from disclosure_policy.deciding.weighing import weigh
from disclosure_policy.missing.logic_circuit import under
from disclosure_policy.missing.open_verdict import residue
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.truth import conjunction
from tests.helpers.generated_law import a_policy, requests, rule_books

Books = dict[str, list[dict[str, Any]]]


@settings(max_examples=80, deadline=None)
@given(rule_books(), requests())
def test_with_nothing_more_known_it_is_what_weighing_gives(books: Books, request: dict[str, Any]) -> None:
    policy = a_policy(books)
    case = facts_of(DisclosureRequest.model_validate(request), policy.law)
    layers = policy.law.layers(case.jurisdiction, case.as_of)

    found = residue(case, layers)

    values = found.circuit.weigh({}, 1)
    for (_, _, facts), node in zip(case.disclosures, found.disclosures, strict=True):
        weighed = weigh(layers, facts)
        assert under(values, node) is conjunction(one.allows for one in weighed)


@settings(max_examples=80, deadline=None)
@given(rule_books(), requests())
def test_with_every_fact_open_and_put_back_it_is_the_same(books: Books, request: dict[str, Any]) -> None:
    policy = a_policy(books)
    case = facts_of(DisclosureRequest.model_validate(request), policy.law)
    layers = policy.law.layers(case.jurisdiction, case.as_of)

    found = residue(case, layers, lambda _: True)

    current = {node: found.current(node) for node in found.atoms}
    values = found.circuit.weigh({node: (value is True, value is False) for node, value in current.items()}, 1)
    for (_, _, facts), node in zip(case.disclosures, found.disclosures, strict=True):
        assert under(values, node) is conjunction(one.allows for one in weigh(layers, facts))


def test_what_is_settled_leaves_nothing_open() -> None:
    rules = [
        {"id": "bar", "paragraph": "(0)", "effect": "forbid", "summary": "s", "effective": {"from": "2019-01-01"}},
        {
            "id": "one",
            "paragraph": "(1)",
            "effect": "permit",
            "exception_to": ["bar"],
            "summary": "s",
            "conditions": ["a", "b"],
            "effective": {"from": "2019-01-01"},
        },
    ]
    policy = a_policy({"zz": rules, "zz-a": rules})

    def left(**facts: bool) -> tuple[int, int]:
        request = {"jurisdiction": "zz", "as_of": "2020-06-01", "discloser": "agency", "facts": facts}
        case = facts_of(DisclosureRequest.model_validate(request), policy.law)
        found = residue(case, policy.law.layers("zz", case.as_of))
        return found.allowed, len(found.atoms)

    assert (left(a=False)[0], left(a=True, b=True)[0]) == (FALSE, TRUE)
    assert left(a=True)[1] == 1
    assert left()[1] == 2
