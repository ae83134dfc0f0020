from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.loading.sound_parts import salvage
from disclosure_policy.rule_files.section_file import SectionText
from disclosure_policy.rule_files.side_files import FactsFile

SECTION = """
title: records
source: https://law.example
read_on: 2026-1-1
effective: {from: 2020-01-01}
rules:
  - 5
  - id: secret
    effect: forbids
    summary: s
    conditions: [{when: 1}, {when: ok, sumary: x}, last]
  - {id: open, effect: permit, exception_to: secret, summary: s, obligations: [{duty: d, bears: him}]}
"""


def test_what_is_sound_is_kept_at_its_place() -> None:
    text, document, problems = salvage(SectionText, read(SECTION.encode(), "f"))

    assert text is not None
    assert [(problem.code, str(problem.location)) for problem in problems] == [
        ("missing-field", "f:2:1"),
        ("malformed-date", "f:4:10"),
        ("wrong-type", "f:7:5"),
        ("unknown-value", "f:9:13"),
        ("wrong-type", "f:11:25"),
        ("unknown-field", "f:11:40"),
        ("unknown-value", "f:12:97"),
        ("missing-digest", "f:2:1"),
    ]
    assert [rule.id for rule in text.rules] == ["secret", "open"]
    assert [condition.when for condition in text.rules[0].conditions] == ["ok", "last"]
    assert str(document.where(("rules", 0, "conditions", 1))) == "f:11:52"
    assert str(document.where(("rules", 1, "id"))) == "f:12:10"


def test_a_sound_document_stays_as_it_is() -> None:
    before = read(b"open: {type: boolean, question: Is it?}", "f")

    facts, after, problems = salvage(FactsFile, before)

    assert facts is not None
    assert (after, problems) == (before, ())


def test_of_what_cannot_be_saved_nothing_is_kept() -> None:
    model, _, problems = salvage(FactsFile, read(b"- 1", "f"))

    assert model is None
    assert [problem.code for problem in problems] == ["wrong-type"]


def test_what_was_given_is_not_changed() -> None:
    document = read(SECTION.encode(), "f")
    before = str(document.value)

    salvage(SectionText, document)

    assert str(document.value) == before
