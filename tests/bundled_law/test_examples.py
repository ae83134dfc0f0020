"""The examples come out as their stories say, and no allowed one hangs on a fact that nobody stated."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

import disclosure_policy
from disclosure_policy.decision.decision import Decision
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.errors import RequestError
from disclosure_policy.policy import Policy
from tests.helpers.builders import ROOT

EXAMPLES = ROOT / "examples"
DENIED = {
    "2019-request-for-all-records": "prohibited",
    "claimants-own-file-without-employers-signature": "prohibited",
    "half-the-facts": "insufficient facts",
    "journalist-asks-for-names-and-wages": "prohibited",
    "litigants-attorney-with-clerks-subpoena": "prohibited",
    "state-police-without-counsels-advice": "prohibited",
}
ALLOWED = {
    "child-support-agency-locates-parent": "required",
    "claimants-own-file": "permitted",
    "journalist-asks-for-county-totals": "not confidential",
    "search-warrant-for-one-employer": "permitted",
    "state-police-trafficking-case": "permitted",
}
# Facts that tell the story but on which the allow does not rest: with any other value it would still be one.
IRRELEVANT = {
    "child-support-agency-locates-parent": {"recipient.within_official_duties", "scope", "access"},
    "claimants-own-file": {
        "scope",
        "access",
        "process.type",
        "agreement.with_recipient",
        "agreement.terms",
        "release.from_subject",
    },
    "journalist-asks-for-county-totals": {"recipient.type", "purposes", "facts.public_records_request"},
    "search-warrant-for-one-employer": {"recipient.type", "purposes", "scope", "access"},
    "state-police-trafficking-case": {
        "representation.on_behalf_of_subject",
        "representation.authorized",
        "process.type",
    },
}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return disclosure_policy.load()


def _request(name: str) -> dict[str, Any]:
    file = EXAMPLES / f"{name}.yaml"
    return read(file.read_bytes(), file.name).value


def _decide(policy: Policy, name: str) -> Decision:
    return policy.decide(_request(name))


def test_every_example_has_its_outcome_here() -> None:
    assert {file.stem for file in EXAMPLES.glob("*.yaml")} == set(DENIED) | set(ALLOWED)


@pytest.mark.parametrize("name", sorted(DENIED | ALLOWED))
def test_an_example_tells_its_story_and_has_its_outcome(policy: Policy, name: str) -> None:
    decision = _decide(policy, name)

    assert (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").startswith("# ")
    assert (decision.verdict, decision.basis) == (
        ("allow", ALLOWED[name]) if name in ALLOWED else ("deny", DENIED[name])
    )


def test_the_2019_request_is_denied_by_both_laws_and_told_what_was_missing(policy: Policy) -> None:
    decision = _decide(policy, "2019-request-for-all-records")
    lacked = {lack.summary for permit in decision.closest for lack in permit.lacks}

    assert {"20 CFR 603.4(b)", "NMSA 1978, § 51-1-32(A)"} <= set(decision.citations)
    assert {"the secretary consents and approves", "the general counsel has advised the release"} <= lacked
    assert "the agreement is in writing" in lacked


def test_the_2019_answer_fits_one_screen(policy: Policy) -> None:
    text = disclosure_policy.explain(_decide(policy, "2019-request-for-all-records"))

    assert text.startswith("DENY")
    assert len(text.splitlines()) <= 32


def test_without_counsels_advice_exactly_that_is_named(policy: Policy) -> None:
    nearest = next(p for p in _decide(policy, "state-police-without-counsels-advice").closest)

    assert nearest.citation == "11.3.100.106(D) NMAC"
    assert [lack.summary for lack in nearest.lacks] == ["the general counsel has advised the release"]


def test_without_the_employers_signature_exactly_that_is_named(policy: Policy) -> None:
    nearest = next(p for p in _decide(policy, "claimants-own-file-without-employers-signature").closest)

    assert nearest.citation == "11.3.100.106(C) NMAC"
    assert [lack.summary for lack in nearest.lacks] == ["the employer signed, if the record names one"]


def test_the_trafficking_case_comes_with_obligations(policy: Policy) -> None:
    grounds = {due.ground for due in _decide(policy, "state-police-trafficking-case").obligations}

    assert grounds == {"20 CFR 603.5(e)(1)", "11.3.100.106(D) NMAC"}


def test_half_the_facts_names_the_other_half_in_order(policy: Policy) -> None:
    missing = _decide(policy, "half-the-facts").missing

    assert {"secretary_consents", "interferes_with_administration", "agreement.written"} <= {m.fact for m in missing}
    assert [m.settles for m in missing] == sorted((m.settles for m in missing), reverse=True)


def _facts(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if (isinstance(value, dict) and path[:1] != ("judgments",)) or not path:
        for key, inner in value.items():
            yield from _facts(inner, (*path, key))
    elif path[0] == "judgments" and len(path) == 1:
        yield from ((*path, name) for name in value)
    elif path not in {("jurisdiction",), ("as_of",), ("discloser",), ("recipient", "name")}:
        yield path


def _put(request: dict[str, Any], path: tuple[str, ...], value: object) -> dict[str, Any]:
    changed = deepcopy(request)
    at = changed
    for key in path[:-1]:
        at = at[key]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return changed


def _others(policy: Policy, path: tuple[str, ...], value: object) -> Iterator[object]:
    """Other things that could have been said of the same fact."""
    if isinstance(value, bool):
        yield not value
    elif path[0] == "judgments":
        yield {**value, "answer": not value["answer"]}
    else:
        scheme = {"purposes": "purpose", "items": "item.type"}.get(path[0], ".".join(path).removeprefix("facts."))
        vocabulary = policy.law.vocabularies["us-nm"]
        terms = vocabulary[{"release_signed_by": "record_names"}.get(scheme, scheme)].terms
        yield from ([term] for term in terms)


def _allowed_or_contradictory(policy: Policy, request: dict[str, Any]) -> bool:
    """Say whether a request is allowed, or says what cannot be together: of that the law says nothing."""
    try:
        return policy.decide(request).allowed
    except RequestError as error:
        return {problem.code for problem in error.problems} == {"contradiction"}


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_leaving_out_a_fact_leaves_an_allow_only_if_the_fact_is_irrelevant(policy: Policy, name: str) -> None:
    request = _request(name)
    irrelevant = set()
    for path in _facts(request):
        if policy.decide(_put(request, path, None)).allowed:
            irrelevant.add(".".join(path))
            value = request
            for key in path:
                value = value[key]
            for other in _others(policy, path, value):
                assert _allowed_or_contradictory(policy, _put(request, path, other)), (path, other)

    assert irrelevant == IRRELEVANT[name]


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_an_item_without_its_own_facts_is_no_longer_allowed_by_them(policy: Policy, name: str) -> None:
    request = _request(name)
    for index, item in enumerate(request["items"]):
        if isinstance(item, dict):
            for key in item:
                bare = deepcopy(request)
                del bare["items"][index][key]

                assert not policy.decide(bare).allowed or key == "type"
