"""What must be true of the bundled law, whatever the facts."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.policy import Policy
from disclosure_policy.request import DisclosureRequest

POLICY: Policy = disclosure_policy.load()
FACTS = POLICY.law.facts["us-nm"]
VOCABULARY = POLICY.law.vocabularies["us-nm"]
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
