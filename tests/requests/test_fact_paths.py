import pytest

from disclosure_policy.requests.fact_paths import DERIVED, shared_facts, stated
from disclosure_policy.requests.request import DisclosureRequest, Item
from tests.helpers.builders import a_request


@pytest.mark.parametrize(
    ("expected", "path"),
    [
        ("terms", "discloser"),
        ("terms", "recipient.type"),
        ("boolean", "recipient.within_official_duties"),
        ("terms", "purpose"),
        ("terms", "item.type"),
        ("boolean", "item.about_recipient"),
        ("terms", "agreement.terms"),
        ("boolean", "agreement.written"),
        ("boolean", "state_law.authorizes"),
        ("boolean", "federal_law.permits"),
        ("boolean", "federal_law.requires"),
        ("date", "as_of"),
    ],
)
def test_a_shared_fact_has_the_type_of_its_field(expected: str, path: str) -> None:
    assert expected == shared_facts()[path].type


@pytest.mark.parametrize(
    "path", ["jurisdiction", "recipient", "recipient.name", "items", "purposes", "item", "facts", "judgments"]
)
def test_what_no_rule_reads_is_no_fact(path: str) -> None:
    assert path not in shared_facts()


def test_a_fact_is_declared_as_its_field_marks_it() -> None:
    facts = shared_facts()

    assert facts["principal.type"].terms_of == "recipient.type"
    assert facts["agreement.written"].changeable
    assert not facts["recipient.type"].changeable
    assert facts["item.reveals_identity"].supplied_by == "the agency"
    assert facts["recipient.type"].question == "What is the recipient?"


def test_what_a_request_states_are_exactly_the_facts_that_rules_read() -> None:
    request = DisclosureRequest.model_validate(a_request())

    read = {path for path, _ in stated(request, "")} | {path for path, _ in stated(Item(), "item.")}

    assert read == set(shared_facts()) - {"as_of", *DERIVED}


def test_what_was_stated_is_found_at_its_path() -> None:
    request = DisclosureRequest.model_validate(
        a_request(recipient={"type": "police"}, purposes=["research", "news"], agreement={"written": False})
    )
    found = dict(stated(request, ""))

    assert found["discloser"] == ("records_office",)
    assert found["recipient.type"] == ("police",)
    assert found["purpose"] == ("research", "news")
    assert found["agreement.written"] is False
    assert found["agreement.enforceable"] is None
    assert dict(stated(Item(type="name"), "item."))["item.type"] == ("name",)
