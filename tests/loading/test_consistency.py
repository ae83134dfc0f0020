from collections.abc import Mapping

import pytest

from disclosure_policy.loading.rules_folder import load_rules
from tests.helpers.builders import JURISDICTION, a_folder, problems_of, section

BAR = "- {id: secret, effect: forbid, summary: all is secret}"


def problems(files: Mapping[str, str]) -> list[str]:
    return problems_of(load_rules, a_folder(files))


def under(parent: str) -> str:
    return f"parent: {parent}{JURISDICTION}"


@pytest.mark.parametrize(
    ("expected", "files"),
    [
        (
            ["zz-a/jurisdiction.yaml:1:9: the parent `xx` is not among the rules"],
            {"zz-a/jurisdiction.yaml": under("xx")},
        ),
        (
            ["b/jurisdiction.yaml:1:9: the parent `zzz` is not among the rules | did you mean `zz`?"],
            {"b/jurisdiction.yaml": under("zzz")},
        ),
        (
            ["zz-a/jurisdiction.yaml:1:9: `zz-a` is a parent of itself"],
            {"zz-a/jurisdiction.yaml": under("zz-a")},
        ),
        (
            [
                "a/jurisdiction.yaml:1:9: `a` is a parent of itself",
                "b/jurisdiction.yaml:1:9: `b` is a parent of itself",
                "c/jurisdiction.yaml:1:9: `c` is a parent of itself",
            ],
            {f"{one}/jurisdiction.yaml": under(above) for one, above in ("ab", "bc", "ca")},
        ),
    ],
)
def test_a_parent_that_is_missing_or_below_is_refused(expected: list[str], files: dict[str, str]) -> None:
    found = problems(files)

    assert expected in (found, [problem.partition(" | ")[0] for problem in found])


@pytest.mark.parametrize(
    ("first_ends", "second_begins"),
    [(None, "2010-01-01"), ("2010-01-01", "2010-01-01"), ("2020-01-01", "2010-01-01")],
)
def test_versions_in_force_on_the_same_day_are_refused(first_ends: str | None, second_begins: str) -> None:
    found = problems(
        {
            "zz/code/1/2000-01-01.yaml": section(BAR, last=first_ends),
            f"zz/code/1/{second_begins}.yaml": section(BAR, first=second_begins),
        }
    )

    (problem,) = found
    assert problem == (
        f"zz/code/1/{second_begins}.yaml:6:12: this version is in force on the same days as"
        " `zz/code/1/2000-01-01.yaml` | give the earlier version a last day: `to`"
    )


def test_versions_may_follow_each_other_and_other_sections_may_be_in_force() -> None:
    files = {
        "zz/code/1/2000-01-01.yaml": section(BAR, last="2009-12-31"),
        "zz/code/1/2010-01-01.yaml": section(BAR, first="2010-01-01"),
        "zz/code/2/2000-01-01.yaml": section(BAR),
        "zz/acts/1/2000-01-01.yaml": section(BAR),
    }

    assert len(load_rules(a_folder(files)).lawbooks["zz"].sections) == 4


def test_the_agency_that_an_interview_takes_for_granted_must_be_a_term() -> None:
    def named(term: str) -> dict[str, str]:
        return {"zz-a/jurisdiction.yaml": f"{under('zz')}discloser: {term}\n"}

    assert load_rules(a_folder(named("records_office"))).lawbooks["zz-a"].jurisdiction.discloser == "records_office"
    assert problems(named("records_ofice")) == [
        "zz-a/jurisdiction.yaml:4:12: `discloser` has no term `records_ofice` | did you mean `records_office`?"
    ]


FACT = "{type: boolean, question: Is it?}"
CHILD = {"zz-a/jurisdiction.yaml": under("zz")}


@pytest.mark.parametrize(
    ("expected", "files"),
    [
        (
            ["zz/facts.yaml:1:1: `purpose` is already taken | choose another name"],
            {"zz/facts.yaml": f"purpose: {FACT}"},
        ),
        (["zz/facts.yaml:1:1: `item` is already taken | choose another name"], {"zz/facts.yaml": f"item: {FACT}"}),
        (["zz/facts.yaml:1:1: `as_of` is already taken | choose another name"], {"zz/facts.yaml": f"as_of: {FACT}"}),
        (
            ["zz/facts.yaml:1:1: `federal_law` is already taken | choose another name"],
            {"zz/facts.yaml": f"federal_law: {FACT}"},
        ),
        (
            ["zz-a/facts.yaml:2:1: `open` is already taken | choose another name"],
            {"zz/facts.yaml": f"open: {FACT}", "zz-a/facts.yaml": f"other: {FACT}\nopen: {FACT}", **CHILD},
        ),
        (
            ["zz/facts.yaml:1:1: `a.b` is not a name | use letters, digits and `_`"],
            {"zz/facts.yaml": f"a.b: {FACT}"},
        ),
        (
            ["zz/facts.yaml:1:1: `is it` is not a name | use letters, digits and `_`"],
            {"zz/facts.yaml": f"is it: {FACT}"},
        ),
        (
            ["zz/facts.yaml:1:1: the vocabulary has no scheme `material` | did you mean `materials`?"],
            {
                "zz/facts.yaml": "material: {type: terms, question: Of what?}\n",
                "zz/vocabulary.yaml": "materials: {stone: {label: stone}}",
            },
        ),
        (
            ["zz/facts.yaml:1:1: the vocabulary has no scheme `purposes`"],
            {"zz/facts.yaml": "aim: {type: terms, terms_of: purposes, question: To what end?}"},
        ),
    ],
)
def test_a_fact_that_contradicts_another_is_refused_at_its_name(expected: list[str], files: dict[str, str]) -> None:
    found = problems(files)

    assert expected[0] in (*found, *(problem.partition(" | ")[0] for problem in found))


@pytest.mark.parametrize(
    "files",
    [
        {"zz/facts.yaml": f"open: {FACT}", "zz-a/facts.yaml": f"other: {FACT}", **CHILD},
        {
            "zz-a/facts.yaml": f"open: {FACT}",
            "zz-b/facts.yaml": f"open: {FACT}",
            **CHILD,
            "zz-b/jurisdiction.yaml": under("zz"),
        },
        {
            "zz/vocabulary.yaml": "stuff: {stone: {label: stone}}",
            "zz/facts.yaml": (
                "stuff: {type: terms, question: Of what?}\n"
                "more: {type: terms, terms_of: stuff, question: Of what else?}"
            ),
        },
        {
            "zz/vocabulary.yaml": "recipient.type: {police: {label: police}}\nagreement.terms: {a: {label: a}}",
            "zz-a/vocabulary.yaml": "recipient.type: {harbour: {label: h, broader: [police]}}",
            **CHILD,
        },
        {
            "zz/vocabulary.yaml": "purpose: {a: {label: a}}",
            "zz-a/facts.yaml": "aim: {type: terms, terms_of: purpose, question: To what end?}",
            **CHILD,
        },
    ],
)
def test_facts_and_terms_that_agree_are_accepted(files: dict[str, str]) -> None:
    assert "zz" in load_rules(a_folder(files)).codes


@pytest.mark.parametrize(
    ("expected", "files"),
    [
        (
            ["zz/vocabulary.yaml:1:1: no fact takes its terms from `purposes` | did you mean `purpose`?"],
            {"zz/vocabulary.yaml": "purposes: {a: {label: a}}"},
        ),
        (
            ["zz/vocabulary.yaml:1:1: no fact takes its terms from `release.forms` | did you mean `release.form`?"],
            {"zz/vocabulary.yaml": "release.forms: {a: {label: a}}"},
        ),
        (
            ["zz/vocabulary.yaml:2:3: `a b` is not a term | use letters, digits and `_`"],
            {"zz/vocabulary.yaml": "purpose:\n  a b: {label: a}"},
        ),
        (
            ["zz/vocabulary.yaml:3:34: `purpose` has no term `thaft` | did you mean `theft`?"],
            {"zz/vocabulary.yaml": "purpose:\n  theft: {label: t}\n  b: {label: b, broader: [theft, thaft]}"},
        ),
        (
            [
                "zz/vocabulary.yaml:1:11: these terms are short for each other in a circle: a → a",
                "zz/vocabulary.yaml:1:41: `purpose` has no term `b`",
            ],
            {"zz/vocabulary.yaml": "purpose: {a: {label: a, stands_for: [a, b]}}"},
        ),
        (
            ["zz-a/vocabulary.yaml:1:11: the term `a` is already defined | a state adds terms, it changes none"],
            {
                "zz/vocabulary.yaml": "purpose: {a: {label: a}}",
                "zz-a/vocabulary.yaml": "purpose: {a: {label: b}}",
                **CHILD,
            },
        ),
        (
            ["zz/vocabulary.yaml:1:11: these terms fall under each other in a circle: a → b → a"],
            {"zz/vocabulary.yaml": "purpose: {a: {label: a, broader: [b]}, b: {label: b, broader: [a]}}"},
        ),
        (
            ["zz/vocabulary.yaml:1:11: these terms fall under each other in a circle: a → a"],
            {"zz/vocabulary.yaml": "purpose: {a: {label: a, broader: [a]}}"},
        ),
        (
            ["zz-a/vocabulary.yaml:2:3: these terms are short for each other in a circle: b → c → b"],
            {
                "zz/vocabulary.yaml": "purpose: {a: {label: a}}",
                "zz-a/vocabulary.yaml": "purpose:\n  b: {label: b, stands_for: [c]}\n"
                "  c: {label: c, stands_for: [b]}",
                **CHILD,
            },
        ),
    ],
)
def test_a_term_that_contradicts_another_is_refused_at_its_place(expected: list[str], files: dict[str, str]) -> None:
    found = problems(files)

    assert expected in (found, [problem.partition(" | ")[0] for problem in found])


def test_a_circle_is_found_beside_a_term_that_is_missing() -> None:
    found = problems({"zz/vocabulary.yaml": "purpose: {a: {label: a, broader: [b, x]}, b: {label: b, broader: [a]}}"})

    assert [problem.partition(" |")[0] for problem in found] == [
        "zz/vocabulary.yaml:1:11: these terms fall under each other in a circle: a → b → a",
        "zz/vocabulary.yaml:1:38: `purpose` has no term `x`",
    ]


def test_a_circle_is_told_of_where_it_stands_and_not_again_below() -> None:
    files = {
        "zz/vocabulary.yaml": "purpose: {a: {label: a, broader: [b]}, b: {label: b, broader: [a]}}",
        "zz-a/vocabulary.yaml": "purpose: {c: {label: c, broader: [a]}}",
    }

    assert [problem.partition(":")[0] for problem in problems(files | CHILD)] == ["zz/vocabulary.yaml"]


def test_contradictions_of_every_kind_are_told_at_once() -> None:
    found = problems(
        {
            "zz/facts.yaml": f"purpose: {FACT}",
            "zz/vocabulary.yaml": "nothing: {a: {label: a}}",
            "zz/code/1/2000-01-01.yaml": section(BAR),
            "zz/code/1/2010-01-01.yaml": section(BAR, first="2010-01-01"),
        }
    )

    assert [problem.partition(":")[0] for problem in found] == [
        "zz/code/1/2010-01-01.yaml",
        "zz/facts.yaml",
        "zz/vocabulary.yaml",
    ]
