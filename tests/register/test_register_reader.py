"""A register that does not fit the law is refused, with the place of everything that is wrong with it."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.errors import RegisterError
from disclosure_policy.policy import load
from disclosure_policy.register.register_reader import gather_register
from tests.helpers.builders import problems_of
from tests.helpers.registered import ASKS, REGISTER, a_register, law_policy, under

HEAD = """\
jurisdiction: zz
agency: the office
reviewed: 2020-05-01
officials:
  head: {name: Ada, title: Head, answers_for: [the head, counsel], from: 2010-01-01, to: 2019-12-31}
  minister: {name: Max, title: Minister, answers_for: the minister, from: 2010-01-01}
  clerk: {name: Cleo, title: Clerk, from: 2010-01-01}
"""
CASES = """
«unknown-field»agreement: {}
---
agreements:
  A: {with: «missing-field»{}, purposes: research, items: name, from: 2010-01-01}
---
agreements:
  A: {with: {type: «unusable-entry»scool}, purposes: [research, «unusable-entry»x], items: name, from: 2010-01-01}
---
agreements:
  A: {with: {type: school}, purposes: news, items: name, from: 2010-01-02, «reversed-period»to: 2010-01-01}
---
agreements:
  A:
    with: {type: school}
    purposes: news
    items: name
    from: 2010-01-01
    breach: {day: «future-entry»2020-06-01, what: w}
---
determinations:
  d: {fact: «unusable-entry»harm, answer: true, by: head, day: 2019-01-01, why: w}
---
determinations:
  d: {fact: harms, answer: «unusable-entry»5, by: head, day: 2019-01-01, why: w}
---
determinations:
  d: {fact: harms, answer: true, by: head, day: 2019-01-01, why: w, when: purpose.«unknown-name»x}
---
determinations:
  d: {fact: harms, answer: true, by: head, day: 2019-01-01, why: w, when: «circular-entry»not harms}
---
determinations:
  d: {fact: harms, answer: true, by: head, day: 2019-01-01, why: w, when: «circular-entry»consents}
  e: {fact: consents, answer: true, by: minister, day: 2019-01-01, why: w, when: «circular-entry»not harms}
---
determinations:
  d: {fact: harms, answer: true, by: head, day: 2019-01-01, why: w, when: «circular-entry»federal_law.permits}
---
determinations:
  d: {fact: harms, answer: true, by: «without-power»head, day: «future-entry»2020-06-01, why: w}
---
determinations:
  d: {fact: consents, answer: true, by: «unknown-official»heda, day: 2019-01-01, why: w}
---
determinations:
  d: {fact: consents, answer: true, by: «without-power»clerk, day: 2019-01-01, why: w}
---
determinations:
  d: {fact: consents, answer: true, by: «without-power»clerk, day: 2019-01-01, why: w}
delegations:
  l: {by: head, lets: clerk, facts: consents, document: d, from: 2010-01-01}
---
determinations:
  d: {fact: consents, answer: true, by: «without-power»clerk, day: 2019-01-01, why: w}
delegations:
  l: {by: minister, lets: clerk, facts: consents, document: d, from: 2019-01-02}
---
determinations:
  d: {fact: consents, answer: true, by: clerk, day: 2019-01-01, why: w}
delegations:
  l: {by: minister, lets: clerk, facts: consents, document: d, from: 2019-01-01}
---
delegations:
  l: «circular-entry»{by: head, lets: head, facts: harms, document: d, from: 2010-01-01}
---
delegations:
  l: «circular-entry»{by: head, lets: clerk, facts: harms, document: d, from: 2010-01-01}
  m: {by: clerk, lets: head, facts: harms, document: d, from: 2010-01-01}
---
delegations:
  l: {by: head, lets: «unknown-official»x, facts: [harms, «unusable-entry»harm], document: d, from: 2010-01-01}
---
determinations:
  d: {fact: harms, answer: true, by: head, day: 2019-01-01, why: w, when: purpose.research}
  e: {fact: harms, answer: «contradictory-entries»false, by: head, day: 2019-01-01, why: w, when: consents}
---
determinations:
  d: {fact: harms, answer: true, by: head, day: 2019-01-01, why: w, when: purpose.research}
  e: {fact: harms, answer: false, by: head, day: 2019-01-01, why: w, when: purpose.news}
---
determinations:
  d: {fact: harms, answer: true, by: head, day: 2019-01-01, why: w, until: 2019-01-31}
  e: {fact: harms, answer: false, by: head, day: 2019-02-01, why: w}
---
recipients:
  a: {name: [B, C], from: 2010-01-01}
  d: {name: «contradictory-entries»b, from: 2011-01-01}
---
recipients:
  a: {name: [B, C], from: 2010-01-01, to: 2010-12-31}
  d: {name: b, from: 2011-01-01}
---
readings:
  «nothing-to-adopt»zz/code/1/secret: {by: head, day: 2019-01-01, why: w}
---
accepted:
  «nothing-to-adopt»zz/code/1/custm: {by: «without-power»clerk, day: 2019-01-01, why: w}
"""
"""Registers, in which what is wrong follows its code; where no code stands nothing is wrong."""
MARK = re.compile("«([a-z-]+)»")


def marked(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a text without its marks, and where they stood, as places in a file."""
    found: list[tuple[str, str]] = []
    while mark := MARK.search(text):
        line, column = text.count("\n", 0, mark.start()) + 1, mark.start() - text.rfind("\n", 0, mark.start())
        found.append((f"r.yaml:{line}:{column}", mark[1]))
        text = text[: mark.start()] + text[mark.end() :]
    return text, found


@pytest.mark.parametrize("case", CASES.strip().split("\n---\n"))
def test_what_is_wrong_is_told_at_its_place(case: str) -> None:
    text, expected = marked(HEAD + case)

    _, problems = gather_register(read(text.encode(), "r.yaml"), law_policy().law)

    assert sorted((str(one.location), one.code) for one in problems) == sorted(expected)
    assert all(problem.help for problem in problems)


def test_a_register_for_another_jurisdiction_is_refused() -> None:
    text = b"jurisdiction: zz-b\nagency: a\nreviewed: 2020-05-01\n"

    assert problems_of(law_policy().with_register, read(text, "r.yaml")) == [
        "r.yaml:1:15: the register is for `zz-b`, of which there are no rules here | did you mean `zz`?"
    ]


@pytest.mark.parametrize("data", [b"", b"\xff", b"a: [", b"[]", b"5"])
def test_what_is_no_register_is_refused(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "register.yaml"
    file.write_bytes(data)

    with pytest.raises(RegisterError):
        law_policy().with_register(file)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(REGISTER)), st.data())
def test_any_value_anywhere_is_used_or_refused(part: str, data: st.DataObject) -> None:
    values = st.none() | st.booleans() | st.integers() | st.text() | st.just([]) | st.just({"a": {}})
    register: Any = a_register()
    at, key = register, part
    while isinstance(at[key], dict) and at[key] and data.draw(st.booleans()):
        at = at[key]
        key = data.draw(st.sampled_from(sorted(at)))
    at[key] = data.draw(values)

    _, problems = gather_register(register, law_policy().law)

    assert all(problem.code and problem.location.file for problem in problems)


def test_a_register_is_read_from_a_file_or_given_as_values(tmp_path: Path) -> None:
    file = tmp_path / "register.yaml"
    file.write_text("# a comment\n" + yaml.safe_dump(REGISTER))

    policy = law_policy().with_register(file)

    assert policy.register is not None
    assert policy.register.digest == under().register.digest  # type: ignore[union-attr]
    assert pickle.loads(pickle.dumps(policy)).decide(ASKS) == policy.decide(ASKS)  # noqa: S301 - our own


def test_rules_are_loaded_with_a_register() -> None:
    policy = load(register={"jurisdiction": "us-nm", "agency": "a", "reviewed": "2020-01-01"})

    decision = policy.decide({"jurisdiction": "us-nm", "as_of": "2020-06-01", "discloser": None})

    assert policy.register is not None
    assert decision.receipt.agency_register == policy.register.digest
