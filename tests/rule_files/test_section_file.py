from typing import Any

import pytest
from pydantic import ValidationError

from disclosure_policy.documents.document import of_value
from disclosure_policy.loading.rules_folder import load_rules
from disclosure_policy.rule_files.rule_set import Section
from disclosure_policy.rule_files.section_file import Condition, Rule, SectionText
from tests.helpers.builders import a_folder

SECTION: dict[str, Any] = {
    "citation": "1 ZC 1",
    "title": "a section",
    "source": "https://law.example",
    "read_on": "2026-01-15",
    "text_sha256": "0" * 64,
    "effective": {"from": "2000-01-01"},
    "rules": [{"id": "secret", "effect": "forbid", "summary": "all is secret"}],
}


def a_rule(**parts: Any) -> Rule:
    return Rule.model_validate({"id": "secret", "effect": "forbid", "summary": "all is secret"} | parts)


def test_a_bare_expression_stands_for_a_condition() -> None:
    assert a_rule(conditions=["a", {"when": "b", "summary": "b is so"}]).conditions == (
        Condition(when="a"),
        Condition(when="b", summary="b is so"),
    )


def test_a_bare_id_stands_for_a_list_of_one() -> None:
    assert a_rule(effect="permit", exception_to="other").exception_to == ("other",)


@pytest.mark.parametrize("identity", ["a", "a-b", "603-5-d", "no2"])
def test_a_short_id_is_words_with_hyphens(identity: str) -> None:
    assert identity == a_rule(id=identity).id


@pytest.mark.parametrize("identity", ["", "-", "A", "a b", "a_b", "a/b", "a.b", "é", "²"])
def test_anything_else_is_no_short_id(identity: str) -> None:
    with pytest.raises(ValidationError, match="is not a short id"):
        a_rule(id=identity)


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("the permit `secret` needs `exception_to`", {"effect": "permit"}),
        ("`mandatory` belongs to a permit; `secret` forbids", {"mandatory": True}),
        ("`obligations` belong to a permit; `secret` forbids", {"obligations": [{"duty": "keep it"}]}),
        ("is no paragraph", {"paragraph": "a"}),
        ("Input should be 'permit' or 'forbid'", {"effect": "allow"}),
        ("valid boolean", {"effect": "permit", "exception_to": "a", "mandatory": "yes"}),
        ("Extra inputs", {"excepts": "a"}),
        (
            "Input should be 'the recipient' or 'the agency'",
            {"effect": "permit", "exception_to": "a", "obligations": [{"duty": "keep it", "bears": "nobody"}]},
        ),
        ("Field required", {"contested": {"reading": "so"}}),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(message: str, parts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=message):
        a_rule(**parts)


def test_a_prohibition_may_limit_a_permit_or_stand_alone() -> None:
    assert a_rule().exception_to == ()
    assert a_rule(exception_to=["a", "b"]).exception_to == ("a", "b")


@pytest.mark.parametrize("digest", ["", "0" * 63, "0" * 65, "G" + "0" * 63, "A" * 64])
def test_a_digest_is_a_sha_256_in_hexadecimal(digest: str) -> None:
    with pytest.raises(ValidationError, match="expected a SHA-256"):
        SectionText.model_validate(SECTION | {"text_sha256": digest})


def test_a_section_without_a_digest_says_what_was_not_in_hand() -> None:
    without = {key: value for key, value in SECTION.items() if key != "text_sha256"}

    assert SectionText.model_validate(without | {"incomplete": "only a summary"}).text_sha256 is None
    with pytest.raises(ValidationError, match="`text_sha256` is missing"):
        SectionText.model_validate(without)


@pytest.mark.parametrize("key", ["citation", "title", "source", "read_on", "effective", "rules"])
def test_a_section_says_what_it_is(key: str) -> None:
    with pytest.raises(ValidationError, match=key):
        SectionText.model_validate({name: value for name, value in SECTION.items() if name != key})


def test_a_section_has_a_rule() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        SectionText.model_validate(SECTION | {"rules": []})


@pytest.mark.parametrize(("expected", "short"), [("zz/code/1/secret", "secret"), ("us/x/2/open", "us/x/2/open")])
def test_a_short_id_is_of_its_own_section_and_a_full_one_is_full(expected: str, short: str) -> None:
    section = Section("zz/code/1", "zz", SectionText.model_validate(SECTION), of_value(SECTION, "f"))

    assert expected == section.rule_id(short)


def test_the_chain_of_a_jurisdiction_begins_at_the_root() -> None:
    forms = 'citation_forms: ["{title} ZC {section}"]'
    rule_set = load_rules(
        a_folder(
            {
                "zz-a/jurisdiction.yaml": f"name: A\nparent: zz\n{forms}",
                "zz-a-b/jurisdiction.yaml": f"name: B\nparent: zz-a\n{forms}",
            }
        )
    )

    assert rule_set.codes == ("zz", "zz-a", "zz-a-b")
    assert [book.code for book in rule_set.chain("zz-a-b")] == ["zz", "zz-a", "zz-a-b"]
    assert [book.code for book in rule_set.chain("zz")] == ["zz"]
