"""What the requester may see: the law, its own facts and the decision, and nothing that depends on more."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disclosure_policy.policy import Policy, load
from disclosure_policy.reasoning.audience import Audience, Brief, brief, redacted
from disclosure_policy.reasoning.picture import dot, mermaid
from disclosure_policy.reasoning.steps import Trace
from disclosure_policy.reasoning.text import narrate
from disclosure_policy.reasoning.tracing import trace
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import POLICE, a_request
from tests.helpers.generated_law import a_policy, requests, rule_books

OWN = ("recipient", "purposes", "items", "jurisdiction", "as_of")
"""What the requester supplies in a generated request; all else in it is the agency's or counsel's."""


def a_brief(policy: Policy, request: dict[str, Any], audience: Audience) -> Brief:
    return brief(DisclosureRequest.model_validate(request), policy.law, audience)


def told(brief_: Brief) -> list[str]:
    whole = trace(brief_)
    return [*(narrate(whole, form) for form in ("text", "markdown", "json")), mermaid(whole), dot(whole)]


def rules_of(whole: Trace) -> dict[tuple[int, str], str]:
    return {
        (index, step.rule): step.value
        for index, disclosure in enumerate(whole.disclosures)
        for step in disclosure.walk()
        if step.rule
    }


def test_only_facts_that_the_requester_supplies_are_left(zedland: Policy) -> None:
    request = DisclosureRequest.model_validate(
        a_request(
            **POLICE,
            process={"type": "none", "covers_information": False},
            facts={"minister_consents": True, "people": 3},
            state_law={"authorizes": True},
        )
        | {"items": [{"type": "name", "about_recipient": False, "reveals_identity": True}]}
    )

    own = redacted(request, zedland.law.facts["zz"])

    assert own.recipient == request.recipient
    assert own.purposes == request.purposes
    assert own.process.type == ("none",)
    assert own.process.covers_information is None
    assert own.items is not None
    assert (own.items[0].about_recipient, own.items[0].reveals_identity) == (False, None)
    assert own.discloser == request.discloser
    assert own.state_law.authorizes is None
    assert own.facts == {}
    assert own.judgments == {}


def test_what_is_redacted_is_nothing_for_counsel(zedland: Policy) -> None:
    request = DisclosureRequest.model_validate(a_request(**POLICE))

    whole = brief(request, zedland.law)

    assert whole.request == request
    assert whole.seen == whole.decision


def test_no_field_of_the_request_escapes(zedland: Policy) -> None:
    """Every declared fact of the bundled law is either the requester's own or absent after redaction."""
    law = load().law
    for code in ("us", "us-nm"):
        for path, fact in law.facts[code].items():
            if "." in path and not path.startswith(("federal_law.", "item.")) and fact.supplied_by != "the requester":
                part, _, name = path.partition(".")
                value = True if fact.kind == "boolean" else sorted(law.vocabularies[code][path].terms)[:1]
                stated = {part: {name: value}} if fact.kind in ("boolean", "terms") else {}
                request = {"jurisdiction": code, "as_of": "2024-01-01", "discloser": "state_uc_agency"} | stated

                own = redacted(DisclosureRequest.model_validate(request), law.facts[code])

                assert getattr(getattr(own, part), name) is None, path


@settings(max_examples=60, deadline=None)
@given(rule_books(), requests(), requests(), st.data())
def test_what_others_supplied_shows_only_through_the_decision(
    books: dict[str, Any], request: dict, other: dict, data: st.DataObject
) -> None:
    policy = a_policy(books)
    twin = other | {key: request[key] for key in OWN}
    one, two = (a_brief(policy, each, "requester") for each in (request, twin))
    assume(one.decision.disclosures == two.decision.disclosures)

    assert told(one) == told(two)


@settings(max_examples=60, deadline=None)
@given(rule_books(), requests())
def test_what_the_requester_reads_is_never_untrue(books: dict[str, Any], request: dict) -> None:
    policy = a_policy(books)
    seen = rules_of(trace(a_brief(policy, request, "requester")))
    known = {}
    for index, _ in enumerate(a_brief(policy, request, "counsel").case.disclosures):
        for finding in policy.decide(request).findings:
            if index in finding.disclosures:
                known[finding.rule] = known.get(finding.rule, set()) | {finding.holds}

    for (_, rule), value in seen.items():
        assert value == "unknown" or value in known[rule]


def test_reasons_and_names_of_a_judgment_stay_with_counsel(zedland: Policy) -> None:
    request = a_request(**POLICE)

    assert all("the head" in text for text in told(a_brief(zedland, request, "counsel"))[:3])
    assert not any(
        word in text for text in told(a_brief(zedland, request, "requester")) for word in ("no harm", "the head,")
    )
