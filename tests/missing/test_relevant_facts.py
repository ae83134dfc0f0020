"""The facts that can still matter, against every completion of requests under small generated law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from math import prod
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from disclosure_policy.deciding.case import Case, facts_of
from disclosure_policy.deciding.facts import Facts
from disclosure_policy.deciding.weighing import weigh
from disclosure_policy.law.provisions import Layer
from disclosure_policy.law.vocabulary import Scheme, Statement
from disclosure_policy.missing.open_verdict import residue
from disclosure_policy.missing.relevant_facts import Mattering
from disclosure_policy.missing.statable_values import domains
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.truth import conjunction
from tests.helpers.generated_law import EXCLUSIONS, FLAGS, TERMS, a_policy

Books = dict[str, list[dict[str, Any]]]
MOST_COMPLETIONS = 250

Said = tuple[str, int, Any]
"""A fact, the disclosures of which it is said (-1 for all), and what is said: None leaves it as it is."""


def _statements(scheme: Scheme, said: Statement, path: str, read: str) -> Iterator[Statement | None]:
    """Everything that can be said besides what is said, once for each way that the terms read come out of it."""
    yield None
    terms = [term for term in scheme.terms if f"{path}.{term}" in read]
    seen = {tuple(scheme.truth(said, term) for term in terms)}
    for deeds in product(("", "has", "lacks"), repeat=len(scheme.terms)):
        has, lacks = (
            tuple(t for t, deed in zip(scheme.terms, deeds, strict=True) if deed == d) for d in ("has", "lacks")
        )
        more = replace(said, has=said.has + has, lacks=said.lacks + lacks)
        row = tuple(scheme.truth(more, term) for term in terms)
        if row not in seen and not scheme.contradiction(more):
            seen.add(row)
            yield more


def _open_facts(case: Case, read: str) -> Iterator[tuple[str, tuple[int, ...], list[Any]]]:
    """Yield every fact read that is not settled, the disclosures of which it is, and what can be said of it."""
    everywhere = tuple(range(len(case.disclosures)))
    facts = case.disclosures[0].facts
    options: dict[str, list[Any]] = {
        **{flag: [None, True, False] for flag in (*FLAGS, "judged")},
        "n": [None, 0, 1, 2, 3],
        "when": [None, date(2019, 12, 31), date(2020, 1, 1)],
    }
    for fact, values in options.items():
        if fact in read and facts.plain.get(fact) is None:
            yield fact, everywhere, values
    if "recipient.type" in read:
        scheme = facts.schemes["recipient.type"]
        said = facts.said_of("recipient.type")
        yield "recipient.type", everywhere, list(_statements(scheme, said, "recipient.type", read))
    for path, which in (("purpose", 1), ("item.type", 0)):
        for term in dict.fromkeys(one[which] for one in case.disclosures):
            places = tuple(index for index, one in enumerate(case.disclosures) if one[which] == term)
            said = case.disclosures[places[0]].facts.said_of(path)
            if path in read:
                yield path, places, list(_statements(facts.schemes[path], said, path, read))


def _with(facts: Facts, fact: str, said: Any) -> Facts:
    if said is None:
        return facts
    return facts.stating(fact, said) if isinstance(said, Statement) else facts.given({fact: said})


def _allowed(layers: tuple[Layer, ...], disclosures: list[Facts]) -> bool:
    return all(conjunction(one.allows for one in weigh(layers, facts)) is True for facts in disclosures)


def _without_term(facts: Facts, path: str) -> Facts:
    """The same facts, but for whether one term applies: that is not known."""
    masked = facts.given({})
    masked._known[path] = None  # noqa: SLF001 - what no request can say
    return masked


Matter = tuple[set[tuple[str, tuple[int, ...]]], set[tuple[str, str]]]
"""The facts that matter, with the disclosures of which they are, and the terms."""


def brute(policy: Policy, case: Case, read: str) -> Matter | None:
    """Try every completion, and return what matters; None if there are too many."""
    layers = policy.law.layers(case.jurisdiction, case.as_of)
    open_ = list(_open_facts(case, read))
    if prod(len(values) for _, _, values in open_) > MOST_COMPLETIONS:
        return None
    facts: set[tuple[str, tuple[int, ...]]] = set()
    terms: set[tuple[str, str]] = set()
    for completion in product(*(values for _, _, values in open_)):
        whole = _completed(case, open_, completion)
        if not _allowed(layers, whole):
            continue
        for index, (fact, places, _) in enumerate(open_):
            less = _completed(case, open_, (*completion[:index], None, *completion[index + 1 :]))
            if completion[index] is not None and not _allowed(layers, less):
                facts.add((fact, places))
            for path in _terms(fact, completion[index], read, case.disclosures[places[0]].facts):
                masked = [_without_term(one, path) if at in places else one for at, one in enumerate(whole)]
                if not _allowed(layers, masked):
                    terms.add((fact, path.rpartition(".")[2]))
    return facts, terms


def _terms(fact: str, said: Any, read: str, before: Facts) -> list[str]:
    """The terms of a fact that the rules read, and that only what is said settles."""
    paths = [f"{fact}.{term}" for term in TERMS.get(fact, ())]
    return [path for path in paths if said is not None and path in read and before.value(path) is None]


def _completed(case: Case, open_: list[tuple[str, tuple[int, ...], list[Any]]], said: tuple[Any, ...]) -> list[Facts]:
    found = []
    for at, (_, _, facts) in enumerate(case.disclosures):
        completed = facts
        for (fact, places, _), value in zip(open_, said, strict=True):
            if at in places:
                completed = _with(completed, fact, value)
        found.append(completed)
    return found


LEAVES = [f"{path}.{term}" for path in ("recipient.type", "purpose", "item.type") for term in TERMS[path]] + [
    *FLAGS,
    "judged",
    "n > 1",
    "n in [0, 2]",
    'when >= d"2020-01-01"',
]


def _condition(random: Random, leaves: list[str]) -> str:
    leaf = random.choice(leaves)
    if random.random() < 0.3:
        leaf = f"not {leaf}" if " " not in leaf else f"not ({leaf})"
    if random.random() < 0.3:
        return f"({leaf}) {random.choice(['and', 'or'])} ({_condition(random, leaves)})"
    return leaf


def a_small_law(random: Random) -> tuple[Books, str]:
    """A bar with permits, limits and what lifts those, over a few leaves, and a state that may read the result."""
    leaves = random.sample(LEAVES, random.randint(2, 5))
    books: Books = {}
    for code in ("zz", "zz-a"):
        above = ["federal_law.permits", "federal_law.requires"] if code == "zz-a" and random.random() < 0.4 else []
        more = [*leaves, *above]
        made: list[dict[str, Any]] = []
        for index in range(random.randint(1, 7) if code == "zz" else random.randint(1, 3)):
            effect = random.choice(["permit", "permit", "forbid"]) if made else "forbid"
            targets = [rule["id"] for rule in made if rule["effect"] != effect]
            if not targets:
                effect = "forbid"
            made.append(
                {
                    "id": f"r{index}",
                    "paragraph": f"({index})",
                    "effect": effect,
                    "exception_to": random.sample(targets, min(len(targets), random.randint(1, 2)))
                    if targets
                    else [],
                    "summary": "s",
                    "conditions": [_condition(random, more) for _ in range(random.randint(0, 2))],
                    "effective": {"from": "2019-01-01"},
                    "mandatory": effect == "permit" and random.random() < 0.5,
                    **({"not_encoded": "lost"} if effect == "permit" and random.random() < 0.1 else {}),
                }
            )
        books[code] = made
    books["zz"][0]["exclusions"] = [one for one in EXCLUSIONS if random.random() < 0.5]
    return books, str(leaves)


def a_request(random: Random) -> dict[str, Any]:
    """A request with any of its facts unknown, and one or two items and purposes."""

    def maybe(*values: Any) -> Any:
        return random.choice([None, None, *values])

    facts = {**{flag: maybe(True, False) for flag in FLAGS}, "n": maybe(0, 1, 2), "when": maybe("2019-05-05")}
    judged = maybe(True, False)
    answer = {"answer": judged, "by": "someone", "day": "2020-01-01", "why": "because"}
    some = [random.sample(sorted(TERMS[path]), random.randint(1, 2)) for path in ("purpose", "item.type")]
    return {
        "jurisdiction": random.choice(["zz", "zz-a"]),
        "as_of": "2020-06-01",
        "discloser": "agency",
        "recipient": {
            "type": maybe(*TERMS["recipient.type"], ["police", "federal"], {"has": "federal", "lacks": "police"})
        },
        "purposes": maybe(some[0], some[0]),
        "items": maybe(some[1], some[1]),
        "state_law": {"authorizes": True},
        "facts": {name: value for name, value in facts.items() if value is not None},
        "judgments": {} if judged is None else {"judged": answer},
    }


def check(seed: int) -> bool | None:
    """Compare the search with every completion; say whether some fact matters, or that there are too many to try."""
    random = Random(seed)  # noqa: S311
    books, read = a_small_law(random)
    policy = a_policy(books)
    case = facts_of(DisclosureRequest.model_validate(a_request(random)), policy.law)
    layers = policy.law.layers(case.jurisdiction, case.as_of)
    expected = brute(policy, case, read)
    if expected is None:
        return None
    facts, terms = expected

    open_ = residue(case, layers)
    mattering = Mattering(open_, domains(open_))
    atoms = mattering.atoms()

    assert mattering.exact
    found = {
        (fact, tuple(i for i, slots in enumerate(open_.slots) if slot in (-1, slots.get(fact.partition(".")[0]))))
        for atom in atoms
        for fact, slot in open_.atoms[atom].places
    }
    assert found == facts
    told = {(open_.atoms[atom].places[0][0], open_.atoms[atom].term) for atom in atoms if open_.atoms[atom].term}
    alone = {fact for fact, _ in facts if fact in TERMS} - {fact for fact, _ in terms}
    assert {one for one in told if one[0] not in alone} == terms
    decision = policy.decide(case.request)
    assert {one.fact for one in decision.missing} == {fact for fact, _ in facts}
    return bool(facts)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1 << 32))
@example(1378)  # a layer below waits for what the root requires, which allows anyway
@example(4550)  # it forbids what the root requires
def test_exactly_the_facts_and_terms_matter_that_some_completion_needs(seed: int) -> None:
    check(seed)


def test_what_only_a_permit_that_cannot_hold_reads_matters_where_being_required_is_forbidden_below() -> None:
    def rule(name: str, effect: str, *targets: str, **rest: Any) -> dict[str, Any]:
        made = {"id": name, "paragraph": "(a)", "effect": effect, "exception_to": list(targets), "summary": "s"}
        return made | {"conditions": [], "effective": {"from": "2019-01-01"}, "mandatory": False} | rest

    above = [
        rule("bar", "forbid"),
        rule("open", "permit", "bar"),
        rule("must", "permit", "bar", mandatory=True),
        rule("shut", "forbid", "must"),
        rule("unless", "permit", "shut", conditions=["a"], not_encoded="lost"),
    ]
    below = [rule("not-so", "forbid", conditions=["federal_law.requires"])]
    request = {
        "jurisdiction": "zz-a",
        "as_of": "2020-06-01",
        "discloser": "agency",
        "items": ["name"],
        "purposes": ["tax"],
    }

    decision = a_policy({"zz": above, "zz-a": below}).decide(request)

    assert (decision.verdict, decision.basis) == ("deny", "insufficient facts")
    assert [one.fact for one in decision.missing] == ["a"]


@pytest.mark.slow
def test_among_many_small_laws_plenty_have_facts_that_matter_and_each_is_found() -> None:
    outcomes = [check(seed) for seed in range(1_000)]

    assert outcomes.count(True) > 100
