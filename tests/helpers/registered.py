"""An agency of `zz` with law on agreements, and the register that it keeps."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from disclosure_policy.policy import Policy
from tests.helpers.builders import a_policy, section

VOCABULARY = """
discloser: {records_office: {label: the records office}}
recipient.type:
  official: {label: an official}
  school: {label: a school, broader: [official]}
  newspaper: {label: a newspaper}
purpose:
  research: {label: research}
  medical_research: {label: medical research, broader: [research]}
  news: {label: the news}
item.type:
  identifying: {label: anything that identifies somebody}
  name: {label: a name, broader: [identifying]}
  number: {label: a number, broader: [identifying]}
agreement.terms:
  keep_secret: {label: to keep it secret}
  give_back: {label: to give it back}
  every_required_term: {label: every required term, stands_for: [keep_secret, give_back]}
safeguards:
  locked: {label: a lock}
"""
EXCLUSIONS = """
recipient.type:
  - {terms: [official, newspaper], because: a newspaper holds no office}
purpose:
  - {terms: [research, news], because: each is another end}
"""
FACTS = """
harms: {type: judgment, question: Does it harm the office?, supplied_by: the head}
consents: {type: boolean, question: Does the minister consent?, supplied_by: the minister, changeable: true}
sealed_on: {type: date, question: When was it sealed?}
people: {type: number, question: How many people?}
"""
RULES = section(
    """
    - id: secret
      effect: forbid
      summary: records are secret
    - id: under-agreement
      paragraph: (a)
      effect: permit
      exception_to: secret
      summary: officials may have records under an agreement
      conditions:
        - recipient.type.official
        - agreement.with_recipient
        - agreement.written
        - agreement.in_force
        - agreement.terms.keep_secret
        - safeguards.locked
    - id: harm
      paragraph: (b)
      effect: forbid
      exception_to: [under-agreement, on-subpoena]
      summary: not where it harms
      conditions: [harms]
    - id: on-subpoena
      paragraph: (c)
      effect: permit
      exception_to: secret
      summary: who can subpoena it may have it
      conditions:
        - recipient.subpoena_authority
        - when: consents
          summary: the minister consents
          contested:
            reading: The minister must consent.
            alternative: A date of sealing before the request is enough.
            alternative_conditions: [{when: sealed_on < as_of, summary: it was sealed before}]
    - id: bulk
      paragraph: (d)
      effect: forbid
      exception_to: on-subpoena
      summary: not of many people
      conditions: [people > 10]
      contested:
        reading: Nothing goes out of more than ten.
        alternative: There is no such limit.
        alternative_conditions: never
    - id: custom
      paragraph: (e)
      effect: permit
      exception_to: secret
      summary: by custom
      conditions: [recipient.type.newspaper, purpose.news]
      not_encoded: customs vary
    """
)
FILES = {
    "zz/vocabulary.yaml": VOCABULARY,
    "zz/exclusions.yaml": EXCLUSIONS,
    "zz/facts.yaml": FACTS,
    "zz/code/1/2000-01-01.yaml": RULES,
}
REGISTER: dict[str, Any] = {
    "jurisdiction": "zz",
    "agency": "the records office",
    "reviewed": "2020-05-01",
    "officials": {
        "head": {"name": "Ada", "title": "Head", "answers_for": ["the head", "counsel"], "from": "2010-01-01"},
        "minister": {"name": "Max", "title": "Minister", "answers_for": ["the minister"], "from": "2010-01-01"},
        "clerk": {"name": "Cleo", "title": "Clerk", "from": "2010-01-01"},
    },
    "delegations": {
        "to-the-clerk": {
            "by": "minister",
            "lets": "clerk",
            "facts": ["consents"],
            "document": "letter 7",
            "from": "2015-01-01",
        }
    },
    "recipients": {
        "school": {
            "name": ["First School", "1st School"],
            "type": ["school"],
            "subpoena_authority": True,
            "from": "2015-01-01",
        }
    },
    "agreements": {
        "A-1": {
            "with": {"name": ["First School"]},
            "purposes": ["research"],
            "items": ["name"],
            "written": True,
            "terms": ["every_required_term"],
            "safeguards": ["locked"],
            "from": "2018-01-01",
            "to": "2021-12-31",
        },
        "A-2": {
            "with": {"type": ["school"]},
            "purposes": ["research"],
            "items": ["name", "number"],
            "written": True,
            "terms": {"has": ["keep_secret"]},
            "safeguards": ["locked"],
            "from": "2019-01-01",
        },
    },
    "determinations": {
        "no-harm": {
            "fact": "harms",
            "answer": False,
            "by": "head",
            "day": "2019-06-01",
            "why": "the school is careful",
            "until": "2022-12-31",
            "when": "recipient.type.school and purpose.research",
        },
        "harm-in-the-news": {
            "fact": "harms",
            "answer": True,
            "by": "head",
            "day": "2019-06-01",
            "why": "the news is not",
            "when": "purpose.news",
        },
        "consent": {
            "fact": "consents",
            "answer": True,
            "by": "clerk",
            "day": "2019-06-01",
            "why": "as ever",
            "when": "recipient.type.official",
        },
    },
    "readings": {"zz/code/1/bulk": {"by": "head", "day": "2019-01-01", "why": "the text has no number"}},
    "accepted": {"zz/code/1/custom": {"by": "head", "day": "2019-01-01", "why": "customs are known"}},
}  # fmt: skip
ASKS: dict[str, Any] = {
    "jurisdiction": "zz",
    "as_of": "2020-06-01",
    "discloser": "records_office",
    "recipient": {"name": "first  school", "type": "school"},
    "purposes": "medical_research",
    "items": ["name"],
}
"""A school that asks for what it may have under an agreement on file."""


@cache
def law_policy() -> Policy:
    """Return the policy without a register."""
    return a_policy(FILES)


def a_register(**changed: Any) -> dict[str, Any]:
    """Return the register with some of its parts otherwise; None leaves one out."""
    register = deepcopy(REGISTER)
    for name, value in changed.items():
        if value is None:
            register.pop(name)
        else:
            register[name] = value
    return register


def under(register: dict[str, Any] | None = None) -> Policy:
    """Return the policy under a register."""
    return law_policy().with_register(a_register() if register is None else register)


def without(register: dict[str, Any], part: str, name: str) -> dict[str, Any]:
    """Return a register without one entry."""
    less = deepcopy(register)
    del less[part][name]
    return less
