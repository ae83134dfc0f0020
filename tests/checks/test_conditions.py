"""What the checks of conditions find, and what they leave alone."""

import pytest

from disclosure_policy.checks import check
from disclosure_policy.errors import Problem
from tests.helpers.builders import a_folder, section

VOCABULARY = """
discloser: {records_office: {label: r}}
purpose: {investigation: {label: i}, theft: {label: t, broader: [investigation]}, news: {label: n}, other: {label: o}}
recipient.type:
  {official: {label: o}, police: {label: p, broader: [official]}, newspaper: {label: n}, school: {label: s}}
record_names: {claimant: {label: c}, employer: {label: e}}
"""
EXCLUSIONS = (
    "purpose: [{terms: [investigation, news], because: each is another end}]\n"
    "recipient.type: [{terms: [police, newspaper], because: a newspaper holds no office}]\n"
)
FACTS = """
record_names: {type: terms, question: Whom does the record name?}
signed: {type: boolean, question: Was it signed?}
people: {type: number, question: How many?}
harm: {type: judgment, question: Does it harm?}
"""
WATCHED = ("constant-condition", "contradictory-conditions", "repeated-condition", "idle-part", "permit-by-omission")


def found(*conditions: str, more: str = "") -> list[str]:
    return [problem.code for problem in problems(*conditions, more=more)]


def told(*conditions: str) -> list[str]:
    return [problem.message for problem in problems(*conditions)]


def problems(*conditions: str, more: str = "") -> list[Problem]:
    listed = "".join(f"\n    - {one}" for one in conditions)
    rules = (
        "- {id: secret, effect: forbid, summary: s}\n"
        f"- id: open\n  effect: permit\n  exception_to: secret\n  summary: s\n  conditions:{listed or ' []'}\n{more}"
    )
    files = {"zz/vocabulary.yaml": VOCABULARY, "zz/facts.yaml": FACTS, "zz/code/1/2000-01-01.yaml": section(rules)}
    files["zz/exclusions.yaml"] = EXCLUSIONS
    return [problem for problem in check(a_folder(files)) if problem.code in WATCHED]


@pytest.mark.parametrize(
    "condition",
    [
        "purpose.theft and purpose.news",
        "signed and not signed",
        "people < 3 and people > 3",
        "purpose.theft and not purpose.investigation",
        "recipient.type.police and not recipient.type.official",
    ],
)
def test_a_condition_that_is_never_true_is_told_once(condition: str) -> None:
    assert found(condition) == ["constant-condition"]


def test_a_broader_term_without_its_only_narrower_one_can_be_stated() -> None:
    assert found("recipient.type.official and not recipient.type.police") == []
    assert told("purpose.theft and purpose.news") == ["this condition is always false, whatever is stated"]


@pytest.mark.parametrize("condition", ["signed or not signed", "not purpose.theft or purpose.investigation"])
def test_a_condition_that_is_always_true_is_told(condition: str) -> None:
    assert "constant-condition" in found(condition, "harm")


def test_two_terms_can_be_true_together_unless_they_exclude_each_other() -> None:
    assert found("recipient.type.police and recipient.type.school") == []
    assert found("recipient.type.police", "recipient.type.school") == []
    assert found("recipient.type.police", "recipient.type.newspaper") == ["contradictory-conditions"]
    assert found("purpose.theft", "purpose.news") == ["contradictory-conditions"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("signed", "not not signed"),
        ("not (signed and harm)", "not signed or not harm"),
        ("people > 3", "not (people <= 3)"),
        ("recipient.type.police", "recipient.type.police and recipient.type.official"),
    ],
)
def test_a_condition_that_says_the_same_in_other_words_is_told(one: str, other: str) -> None:
    assert "repeated-condition" in found(one, other)
    assert "repeated-condition" not in found(one, "harm")


def test_that_one_term_falls_under_another_makes_no_part_idle() -> None:
    assert found("recipient.type.police or recipient.type.official") == []
    assert found("signed or signed and harm") == ["idle-part"]
    assert found("signed and (signed or harm)") == ["idle-part"]


@pytest.mark.parametrize(
    "conditions",
    [
        (),
        ("not recipient.type.police",),
        ("not recipient.type.police", "not purpose.news"),
        ("not recipient.type.police or signed",),
        ("not (recipient.type.police and signed)",),
    ],
)
def test_a_permit_that_opens_on_what_it_does_not_name_is_told(conditions: tuple[str, ...]) -> None:
    assert found(*conditions) == ["permit-by-omission"]


@pytest.mark.parametrize(
    "conditions",
    [
        ("recipient.type.police",),
        ("recipient.type.official and not recipient.type.newspaper",),
        ("not harm",),  # somebody has to say so
        ("not signed", "not recipient.type.police"),
        ("people < 10",),
        ("not (people < 10)",),
        (
            "not record_names.claimant or signed",
            "not record_names.employer or signed",
        ),  # there is nobody else to name
        ("not purpose.news and recipient.type.police",),
    ],
)
def test_a_permit_that_asks_for_something_is_left_alone(conditions: tuple[str, ...]) -> None:
    assert found(*conditions) == []


def test_a_permit_that_permits_nothing_until_it_is_accepted_is_left_alone() -> None:
    assert found(more="  not_encoded: much\n") == []


def test_conditions_of_which_only_all_together_contradict_each_other_are_told_at_their_key() -> None:
    (problem,) = problems("signed or harm", "not signed", "not harm")

    assert problem.code == "contradictory-conditions"
    assert (problem.location.line, problem.location.column) == (13, 3)
