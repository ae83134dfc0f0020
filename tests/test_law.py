"""What must be true of the bundled law, whatever the facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.policy import Policy
from disclosure_policy.reading import read
from disclosure_policy.request import DisclosureRequest

POLICY: Policy = disclosure_policy.load()
FACTS = POLICY.law.facts["us-nm"]
VOCABULARY = POLICY.law.vocabularies["us-nm"]
EXAMPLES = Path(__file__).parents[1] / "examples"
DAYS = ("2012-12-01", "2019-08-02", "2020-01-15", "2024-08-01", "2025-08-01", "2026-06-01")


def _terms(path: str, under: str | None = None, but: str | None = None) -> list[str]:
    scheme = VOCABULARY[FACTS[path].terms_of or path]
    left_out = scheme.narrower[but] if but else frozenset()
    return sorted((scheme.narrower[under] if under else set(scheme.terms)) - left_out)


def _put(request: dict[str, Any], path: str, value: object) -> None:
    *branch, leaf = path.split(".")
    for part in branch:
        request = request.setdefault(part, {})
    request[leaf] = value


@st.composite
def requests_for_everything(draw: st.DrawFn) -> dict[str, Any]:
    """Draw requests for all records for law or immigration enforcement without a court's order, otherwise at will.

    Facts lean towards what opens exceptions, or nearly nothing would be allowed for any reason.
    """
    flag = st.sampled_from([True, True, True, False, None])
    request: dict[str, Any] = {
        "jurisdiction": "us-nm",
        "as_of": draw(st.sampled_from(DAYS)),
        "facts": {},
        "judgments": {},
    }
    answer = {"by": "someone", "on": "2012-01-01", "why": "because"}
    for path, fact in FACTS.items():
        root = path.partition(".")[0]
        if path in ("as_of", "purpose", "scope", "process.type") or root in ("item", "federal_law"):
            continue
        apart = "." not in path and path not in DisclosureRequest.model_fields
        where = f"facts.{path}" if apart else path
        if fact.type == "judgment":
            value = draw(flag)
            if value is not None:
                request["judgments"][path] = answer | {"answer": value}
        elif fact.kind == "terms":
            stated = draw(st.none() | st.lists(st.sampled_from(_terms(path)), unique=True, max_size=6))
            _put(request, where, stated)
        elif fact.kind == "boolean":
            _put(request, where, draw(flag))
    request["discloser"] = request.get("discloser") or "state_uc_agency"
    request["facts"] = {name: value for name, value in request["facts"].items() if value is not None}
    request["purposes"] = [draw(st.sampled_from(_terms("purpose", under="law_enforcement")))]
    items = _terms("item.type", under="uc_information", but="public_domain_information")  # which is not confidential
    request["items"] = [{"type": draw(st.sampled_from(items)), "reveals_identity": True, "about_recipient": False}]
    request["scope"] = "every_employer_and_worker"
    process = [
        term for term in _terms("process.type", but="court_order") if term not in ("compulsory_process", "subpoena")
    ]
    _put(request, "process.type", draw(st.sampled_from([t for t in process if t != "grand_jury_subpoena"])))
    return request


@settings(max_examples=500, deadline=None)
@given(requests_for_everything())
def test_nobody_gets_everything_for_enforcement_without_a_court(request: dict[str, Any]) -> None:
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
