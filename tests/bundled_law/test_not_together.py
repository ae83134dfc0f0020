"""What the bundled law says cannot be together is refused, and what differs from it by one word is decided."""

from __future__ import annotations

from typing import Any

import pytest

import disclosure_policy
from disclosure_policy.errors import RequestError
from disclosure_policy.policy import Policy

BASE: dict[str, Any] = {"jurisdiction": "us-nm", "as_of": "2026-01-15", "discloser": "state_uc_agency"}
EVERYBODY = {"scope": "every_employer_and_worker"}
ONE = {"scope": "one_individual"}
UNMET = {"type": "order_on_unmet_terms"}
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("release.from_subject", EVERYBODY | {"release": {"from_subject": True}}, ONE),
    ("item.about_recipient", EVERYBODY | {"items": [{"type": "wages", "about_recipient": True}]}, ONE),
    ("representation.on_behalf_of_subject", EVERYBODY | {"representation": {"on_behalf_of_subject": True}}, ONE),
    (
        "represents_the_employer",
        EVERYBODY | {"facts": {"represents_the_employer": True}},
        {"scope": "one_employer"},
    ),
    (
        "process.motion_to_quash",
        {"process": UNMET | {"motion_to_quash": "denied"}},
        {"process": UNMET | {"motion_to_quash": "pending"}},
    ),
    (
        "item.social_security_numbers_removed",
        {"items": [{"type": "social_security_number", "social_security_numbers_removed": True}]},
        {"items": [{"type": "appeals_record", "social_security_numbers_removed": True}]},
    ),
    ("records_selected_by", EVERYBODY | {"facts": {"records_selected_by": ["claim"]}}, {"scope": "defined_class"}),
    (
        "determined_eligible",
        {"facts": {"new_eligible_claimant": True, "determined_eligible": False}},
        {"facts": {"new_eligible_claimant": True, "determined_eligible": True}},
    ),
]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return disclosure_policy.load()


@pytest.mark.parametrize(("fact", "together", "apart"), CASES, ids=[fact for fact, *_ in CASES])
def test_what_cannot_be_together_is_refused_and_what_can_is_decided(
    policy: Policy, fact: str, together: dict[str, Any], apart: dict[str, Any]
) -> None:
    with pytest.raises(RequestError, match="these cannot be together") as raised:
        policy.decide(BASE | together)

    assert [problem.code for problem in raised.value.problems] == ["contradiction"]
    assert f"`{fact}`" in raised.value.problems[0].message
    policy.decide(BASE | together | apart)


def test_each_entry_is_shown(policy: Policy) -> None:
    assert len(policy.law.contradictions["us-nm"]) == len(CASES)


def test_process_that_was_quashed_does_not_stand(policy: Policy) -> None:
    stated = BASE | {"process": {"type": ["quashed_or_withdrawn_process", "subpoena_enforcement_order"]}}

    with pytest.raises(RequestError, match="process that stands is neither quashed nor"):
        policy.decide(stated)
    policy.decide(BASE | {"process": [{"type": "quashed_or_withdrawn_process"}, {"type": "court_order"}]})
