"""What must be true of the bundled law, whatever the facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.deciding.request_reader import UNSTATED
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.strategies import requests
from tests.helpers.builders import ROOT

POLICY: Policy = disclosure_policy.load()
FACTS = POLICY.law.facts["us-nm"]
VOCABULARY = POLICY.law.vocabularies["us-nm"]
EXAMPLES = ROOT / "examples"
DAYS = ("2012-12-01", "2019-08-02", "2020-01-15", "2024-08-01", "2025-08-01", "2026-06-01")


def _terms(path: str, under: str | None = None, but: str | None = None) -> list[str]:
    scheme = VOCABULARY[FACTS[path].terms_of or path]
    left_out = scheme.narrower[but] if but else frozenset()
    return sorted((scheme.narrower[under] if under else set(scheme.terms)) - left_out)


OF_ONE = ("release.from_subject", "representation.on_behalf_of_subject", "represents_the_employer")
"""What is said of one party's records, and so not of everybody's."""


def requests_for_everything() -> st.SearchStrategy[DisclosureRequest]:
    """Draw requests for all records for law or immigration enforcement without a court's order, otherwise at will.

    Facts lean towards what opens exceptions, or nearly nothing would be allowed for any reason.
    """
    flags = dict.fromkeys(
        (path for path, fact in FACTS.items() if fact.kind == "boolean" and path not in UNSTATED),
        st.sampled_from([True, True, True, False, None]),
    )
    items = _terms("item.type", under="uc_information", but="public_domain_information")  # which is not confidential
    courts = ("compulsory_process", "subpoena", "grand_jury_subpoena")
    process = [term for term in _terms("process.type", but="court_order") if term not in courts]
    return requests(
        POLICY,
        "us-nm",
        stating=flags
        | {
            "as_of": st.sampled_from(DAYS).map(date.fromisoformat),
            "discloser": st.just("state_uc_agency") | st.sampled_from(_terms("discloser")),
            "purpose": st.sampled_from(_terms("purpose", under="law_enforcement")),
            "item.type": st.sampled_from(items),
            "item.reveals_identity": st.just(value=True),
            "item.about_recipient": st.just(value=False),
            "scope": st.just("every_employer_and_worker"),
            **dict.fromkeys(OF_ONE, st.sampled_from([False, None])),
            "records_selected_by": st.none(),
            "process.type": st.sampled_from(process),
        },
    )


@settings(max_examples=500, deadline=None)
@given(requests_for_everything())
def test_nobody_gets_everything_for_enforcement_without_a_court(request: DisclosureRequest) -> None:
    assert not POLICY.decide(request).allowed


def _example(name: str) -> dict[str, Any]:
    return read((EXAMPLES / f"{name}.yaml").read_bytes(), name).value


SHORT_OF_A_COURT = sorted(
    set(VOCABULARY["process.type"].terms)
    - VOCABULARY["process.type"].narrower["court_order"]
    - {"grand_jury_subpoena"}
)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("process", SHORT_OF_A_COURT)
@pytest.mark.parametrize("purpose", _terms("purpose", under="immigration_enforcement"))
def test_the_2019_request_is_denied_for_every_process_short_of_a_courts(day: str, process: str, purpose: str) -> None:
    request = _example("2019-request-for-all-records") | {"as_of": day, "purposes": [purpose]}
    request["process"] = {"type": process, "covers_information": process != "none"}
    request["recipient"]["subpoena_authority"] = True

    decision = POLICY.decide(request)

    assert decision.verdict == "deny"
    assert "NMSA 1978, § 51-1-32(A)" in decision.citations


@pytest.mark.parametrize("day", DAYS)
def test_targeted_cooperation_is_allowed_on_its_conditions_on_every_day(day: str) -> None:
    trafficking = _example("state-police-trafficking-case") | {"as_of": day}
    support = _example("child-support-agency-locates-parent") | {"as_of": day}
    agency = "nm_human_services_department" if day < "2024-07-01" else "nm_health_care_authority"
    support["recipient"] = {"type": agency, "within_official_duties": True}

    assert POLICY.decide(trafficking).verdict == "allow"
    assert POLICY.decide(support).basis == "required"
