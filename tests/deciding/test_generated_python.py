"""Generated code against the plain evaluator: the same rulings, whatever the rules and the request."""

from __future__ import annotations

import ast
import builtins
import random
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.conditions.expression import FactReference
from disclosure_policy.deciding.case import facts_of
from disclosure_policy.deciding.generated_python import mask_tables as tables
from disclosure_policy.deciding.generated_python.generator import Lowered, lower
from disclosure_policy.deciding.generated_python.mask_tables import Bits, CodedColumn, Table, Unfit
from disclosure_policy.deciding.verdict import Known, known_of
from disclosure_policy.deciding.weighing import weigh
from disclosure_policy.law.law import Law
from disclosure_policy.law.vocabulary import Scheme, Statement
from disclosure_policy.loading import exception_links
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.rule_files.term import Term
from disclosure_policy.strategies.consistent_requests import is_consistent
from tests.helpers.builders import VOCABULARY, a_law, a_policy, a_request, section
from tests.helpers.generated_law import a_policy as a_generated_policy
from tests.helpers.generated_law import more_rule_books, requests

Books = dict[str, list[dict[str, Any]]]
DAY = date(2020, 6, 1)


def plainly(law: Law, request: DisclosureRequest) -> Known:
    case = facts_of(request, law)
    layers = law.layers(case.jurisdiction, case.as_of)
    return known_of(weigh(layers, facts) for _, _, facts in case.disclosures)


def agree(law: Law, made: list[dict[str, Any]]) -> None:
    """Check that each disclosure is denied where it should be, and that equal fingerprints mean equal outcomes."""
    lowered: dict[tuple[str, int], Lowered | None] = {}
    rulings: dict[tuple[str, int, int], object] = {}
    due: dict[tuple[str, int, tuple[int, ...]], object] = {}
    for facts in made:
        request = DisclosureRequest.model_validate(facts)
        day = request.as_of or date.min
        at = request.jurisdiction, law.period(request.jurisdiction, day)
        if at not in lowered:
            lowered[at] = lower(law, request.jurisdiction, day)
        function = lowered[at]
        assert function is not None
        if not is_consistent(request, law):  # told of by whoever reads it with more care
            with pytest.raises(Unfit):
                function.weigh(request)
            continue
        fingerprints, known = function.weigh(request), plainly(law, request)
        assert due.setdefault((*at, fingerprints), known.obligations) == known.obligations
        for fingerprint, ruling in zip(fingerprints, known.rulings, strict=True):
            assert bool(fingerprint & function.denials) is (ruling.verdict == "deny")
            assert rulings.setdefault((*at, fingerprint), ruling) == ruling


@settings(max_examples=40, deadline=None)
@given(more_rule_books(), st.lists(requests(more=True), min_size=2, max_size=6))
def test_generated_code_decides_as_weighing_does(books: Books, made: list[dict[str, Any]]) -> None:
    agree(a_generated_policy(books).law, made)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(more_rule_books(), st.lists(requests(more=True), min_size=2, max_size=6))
def test_generated_code_decides_as_weighing_does_at_length(books: Books, made: list[dict[str, Any]]) -> None:
    agree(a_generated_policy(books).law, made)


BUNDLED = disclosure_policy.load().law


def some_together(scheme: Scheme, rng: random.Random) -> list[str]:
    """Return a few terms that do not exclude each other."""
    known = sorted(scheme.terms)
    together: list[str] = []
    for term in rng.sample(known, min(len(known), rng.choice([1, 1, 1, 2, 4]))):
        if not scheme.contradiction(Statement(scheme.spelled_out([*together, term]))):
            together.append(term)
    return together


def a_random_request(rng: random.Random) -> dict[str, Any]:
    """Return a request under a bundled jurisdiction that states each fact or not, one way or another."""
    code = rng.choice(BUNDLED.rule_set.codes)
    facts = BUNDLED.facts[code]
    request: dict[str, Any] = {
        "jurisdiction": code,
        "as_of": rng.choice([date(2010, 1, 1), date(2013, 1, 1), date(2019, 10, 30), date(2026, 6, 1)]).isoformat(),
    }
    stated = rng.random()

    def value(path: str) -> Any:
        if facts[path].kind != "terms":
            return rng.random() < 0.7
        return some_together(BUNDLED.schemes[code][path], rng)

    for path, fact in facts.items():
        if path in ("as_of", "federal_law.permits", "federal_law.requires") or rng.random() > stated:
            continue
        where, _, name = path.rpartition(".")
        if path in ("purpose", "item.type"):
            terms = value(path)
            request["purposes" if path == "purpose" else "items"] = terms[:2]
        elif where == "item":
            continue
        elif where:
            request.setdefault(where, {})[name] = value(path)
        elif fact.type == "judgment":
            answer = {"answer": value(path), "by": "b", "day": "2020-01-01", "why": "w"}
            request.setdefault("judgments", {})[path] = answer
        elif path in DisclosureRequest.model_fields:
            request[path] = value(path)
        else:
            request.setdefault("facts", {})[path] = value(path)
    flags = ("about_recipient", "reveals_identity", "social_security_numbers_removed")
    request["items"] = [
        {"type": item} | {name: rng.random() < 0.5 for name in flags if rng.random() < 0.5}
        for item in request.get("items", ["wages"])
    ]
    return {"discloser": rng.choice(["state_uc_agency", None])} | request


@pytest.mark.parametrize("seed", range(3))
def test_generated_code_decides_the_bundled_law_as_weighing_does(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret

    agree(BUNDLED, [a_random_request(rng) for _ in range(100)])


BAR = "- {id: secret, effect: forbid, summary: all is secret}"
FACTS = "n: {type: number, question: q}\nwhen: {type: date, question: q}\na: {type: boolean, question: q}\n"
FACTS += "b: {type: boolean, question: q}\n"
STATED: list[dict[str, Any]] = [
    {"n": n, "when": when, "a": a, "b": b}
    for n in (None, -1, 0, 5)
    for when in (None, "0001-01-02", "2020-06-01", "9999-12-31")
    for a in (None, True, False)
    for b in (None, True)
]


@pytest.mark.parametrize(
    "condition",
    [
        "n > 0",
        "n + 1 >= n",
        "n - 1 == -1",
        "n in [0, 5]",
        "not (n in [0, 5])",
        'when < d"2020-06-01"',
        'when + t"P1D" > d"2020-06-01"',
        'when - t"P2D" < when',
        'as_of - when == t"P0D"',
        "a == b",
        "a != (b or n > 0)",
        "a in [true]",
        "not (a and (b or n > 0)) or (a and (b or n > 0))",
        "true",
        "false or a",
        "(a == b) == (n == 5)",
    ],
)
def test_every_operation_is_lowered(condition: str) -> None:
    permit = f"- {{id: may, effect: permit, exception_to: secret, summary: s, conditions: ['{condition}']}}"
    files = {"zz/code/1/2000-01-01.yaml": section(f"{BAR}\n{permit}"), "zz/facts.yaml": FACTS}

    agree(a_law(files), [a_request(facts=facts) for facts in STATED])


CROSSED = """
- {id: secret, effect: forbid, summary: s}
- {id: may, effect: permit, exception_to: secret, summary: s, conditions: [a]}
- {id: may-too, effect: permit, exception_to: secret, summary: s, conditions: [b]}
- {id: limit, effect: forbid, exception_to: may, summary: s, conditions: [n > 0]}
- {id: limit-too, effect: forbid, exception_to: may-too, summary: s, conditions: [n > 1]}
- {id: overcomes, effect: permit, exception_to: [limit, limit-too], summary: s, conditions: ['when > d"2020-01-01"']}
"""


def test_a_limit_that_is_overcome_is_told_from_one_that_is_not_met() -> None:
    files = {"zz/code/1/2000-01-01.yaml": section(CROSSED), "zz/facts.yaml": FACTS}

    agree(a_law(files), [a_request(facts=facts | {"n": n}) for facts in STATED for n in (None, 0, 1, 2)])


HOSTILE = """
- {id: import-os, effect: forbid, summary: '"); import os'}
- id: exec
  effect: permit
  exception_to: import-os
  summary: "__import__('os')"
  conditions: [purpose.found and exec, request_item or get_w0, purpose.recipient or not exec]
  obligations: [{duty: "raise SystemExit"}]
"""
FLAGS = ("exec", "request_item", "get_w0")
HARMLESS = {
    "import-os": "ban",
    "'\"); import os'": "all is secret",
    "\"__import__('os')\"": "some may",
    "raise SystemExit": "sign",
    "exec": "flaga",
    "get_w0": "flagb",
    "request_item": "flagc",
    "found": "fiction",
    "recipient": "rare",
}
"""What the hostile rules call things, and harmless names in the same order."""


def hostile_files() -> dict[str, str]:
    return {
        "zz/code/1/2000-01-01.yaml": section(HOSTILE),
        "zz/vocabulary.yaml": VOCABULARY + "purpose: {found: {label: f}, recipient: {label: r}}\n",
        "zz/facts.yaml": "".join(f"{name}: {{type: boolean, question: q}}\n" for name in FLAGS),
    }


def harmless_files() -> dict[str, str]:
    rules = HOSTILE
    for name, other in HARMLESS.items():
        rules = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", other, rules)
    return {
        "zz/code/1/2000-01-01.yaml": section(rules),
        "zz/vocabulary.yaml": VOCABULARY + "purpose: {fiction: {label: f}, rare: {label: r}}\n",
        "zz/facts.yaml": "".join(f"{HARMLESS[name]}: {{type: boolean, question: q}}\n" for name in FLAGS),
    }


def test_nothing_of_a_rule_is_in_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile, harmless = (generated(monkeypatch, files) for files in (hostile_files(), harmless_files()))

    assert hostile
    assert hostile == harmless
    assert not any(
        isinstance(node, ast.Import | ast.ImportFrom) for text in hostile for node in ast.walk(ast.parse(text))
    )


def test_rules_named_like_code_are_decided_as_weighing_does() -> None:
    stated = [{}, {"exec": True}, {"exec": True, "get_w0": True}, {"exec": False, "get_w0": True}]
    made = [a_request(facts=facts, purposes=names) for facts in stated for names in ("found", ["found", "recipient"])]

    agree(a_law(hostile_files()), made)


def generated(monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> list[str]:
    """Return the text of all code that is generated for a law."""
    law, texts = a_law(files), []
    made = compile

    def keep(source: Any, *rest: Any, **named: Any) -> Any:
        texts.append(source)
        return made(source, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "compile", keep)
        assert lower(law, "zz", DAY)
    return [text for text in texts if isinstance(text, str)]


@pytest.mark.parametrize(
    "stated",
    [
        {"purposes": ["news", "nws"]},
        {"purposes": ["research"] * 1_001},
        {"items": ["name"] * 501, "purposes": ["news", "research"]},
        {"items": ["nmae"]},
        {"recipient": {"type": "plice"}},
        {"agreement": {"terms": ["x"]}},
        {"scope": "everybody"},
        {"facts": {"zzz": True}},
        {"facts": {"minister_consents": 1}},
        {"facts": {"people": "5"}},
        {"facts": {"people": 10**18}},
        {"facts": {"archive": ["stoan"]}},
        {"facts": {"archive": [5]}},
        {"facts": {"harms_the_office": True}},
        {"judgments": {"people": {"answer": True, "by": "b", "day": "2020-01-01", "why": "w"}}},
    ],
)
def test_what_is_stated_amiss_is_left_to_the_reader_of_facts(zedland: Policy, stated: dict[str, Any]) -> None:
    lowered = lower(zedland.law, "zz", DAY)
    assert lowered is not None

    with pytest.raises(Unfit):
        lowered.weigh(DisclosureRequest.model_validate(a_request(**stated)))


def test_rules_nested_more_deeply_than_python_takes_are_not_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exception_links, "MAX_EXCEPTIONS", 150)
    chain = BAR
    for number in range(1, 150):
        effect, limited = "permit" if number % 2 else "forbid", f"r{number - 1}" if number > 1 else "secret"
        chain += f"\n- {{id: r{number}, effect: {effect}, exception_to: {limited}, "
        chain += "summary: s, conditions: [state_law.authorizes]}"

    assert lower(a_law(chain), "zz", DAY) is None
    assert a_policy(chain).decide(a_request(state_law={"authorizes": True})).allowed


def test_a_jurisdiction_without_law_in_force_denies() -> None:
    law = a_law(BAR)
    lowered = lower(law, "zz", date(1999, 1, 1))

    assert lowered is not None
    agree(law, [a_request(as_of="1999-01-01"), a_request()])


def test_what_there_is_no_room_for_is_worked_out_again(monkeypatch: pytest.MonkeyPatch, zedland: Policy) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    made = [
        a_request(recipient={"type": who}, items=[what], purposes=why)
        for who in ("police", "school", "newspaper", "researcher")
        for what in ("name", "number", "average")
        for why in ("news", "research")
    ]

    agree(zedland.law, made * 2)


def test_a_table_keeps_no_more_than_it_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    table = Table(lambda stated: -stated)

    assert [table[number] for number in (1, 2, 3, 1)] == [-1, -2, -3, -1]
    assert len(table) == 2


def a_column(names: str, *, whole: bool = True) -> CodedColumn:
    scheme = Scheme("s", {name: Term(label=name) for name in names})
    bits = Bits()
    column = CodedColumn(bits, "s", scheme, whole=whole)
    for name in names:
        column.ask(FactReference(f"s.{name}", "boolean"), bits.another(), sure=True)
        column.ask(FactReference(f"s.{name}", "boolean"), bits.another(), sure=False)
    return column


def test_terms_in_another_order_or_repeated_come_to_the_mask_that_is_there_already() -> None:
    column = a_column("abcdefghij")  # its masks are too long for Python to share them among equals

    first = column.of_terms(tuple("abcdefghi"))

    assert column.of_terms(tuple("ihgfedcbaa")) is first
    with pytest.raises(Unfit):
        column.of_terms(("b", "x"))


def test_a_mask_has_a_bit_for_each_question_that_is_answered_yes() -> None:
    column = a_column("ab")

    assert column.of_terms(("a", "b")) == 0b1111
    assert column.of_terms("a") == column.of_terms(("a",)) == 0b0011
    assert column.of_terms(()) == 0
    assert column.of_terms(None) == 0b1010
    assert column.of_all(("b", "a")) == (0b1110, 0b1011)  # each by itself, and nothing said of the other
    assert column.of_all(None) == column.of_all(()) == (0b1010,)
    assert column.of_each(("a", "b")) == (0b1111,)  # one item of two terms
    assert a_column("ab", whole=False).of_terms("a") == 0b1011  # whether `b` applies stays open
    assert a_column("ab", whole=False).of_terms(()) == 0  # an empty list says that none applies


def test_what_joins_several_facts_is_asked_once_for_all_that_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def files(shared: tuple[int, ...]) -> dict[str, str]:
        rules = "\n".join(
            f"- {{id: may{n}, effect: permit, exception_to: secret, summary: s, conditions: [a, n > {one}, n > {n}]}}"
            for n, one in zip((4, 5, 6), shared, strict=True)
        )
        return {"zz/code/1/2000-01-01.yaml": section(f"{BAR}\n{rules}"), "zz/facts.yaml": FACTS}

    shared, apart = files((3, 3, 3)), files((1, 2, 3))

    agree(a_law(shared), [a_request(facts={"a": True, "n": n}) for n in range(8)])
    assert len("".join(generated(monkeypatch, shared))) < len("".join(generated(monkeypatch, apart)))
