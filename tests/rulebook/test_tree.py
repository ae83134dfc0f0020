from datetime import date

import pytest

from disclosure_policy.policy import Policy
from disclosure_policy.rulebook.tree import WIDTH, outline
from tests.helpers.builders import a_law, problems_of, section

DAY = date(2020, 6, 1)
ZEDLAND = """\
Zedland (zz), in force on 2020-06-01

NO 1 ZC 10(a): records are secret, but for averages
├─ MAY 1 ZC 20(a): the police may have records to investigate
│  └─ NO 1 ZC 20(b): not where it harms the work of the office
├─ MUST 1 ZC 20(c): everybody must be given their own record
├─ MAY 1 ZC 20(d): researchers may have records under an agreement
│  ├─ as above: 1 ZC 20(b) harm
│  ├─ NO 1 ZC 20(e): not for research where local law is against it
│  └─ NO 1 ZC 30(a): not without an agreement
│     └─ MAY 1 ZC 30(a): there is an agreement as it must be
└─ MAY 1 ZC 20(f): the minister may release what is kept in stone [not wholly encoded: how old a stone must be
        is left to custom]

NO 1 ZC 10(b): registration numbers never go to a newspaper"""


def outlined(rules: str, **more: str) -> list[str]:
    law = a_law(
        {"zz/code/1/2000-01-01.yaml": section(rules), "zz/facts.yaml": "a: {type: boolean, question: Is it?}", **more}
    )
    return outline(law, "zz", DAY).splitlines()


def test_the_law_is_drawn_as_a_tree_of_exceptions(zedland: Policy) -> None:
    assert outline(zedland.law, "zz", DAY) == ZEDLAND


def test_only_the_law_of_the_jurisdiction_itself_in_force_on_the_day_is_drawn(zedland: Policy) -> None:
    assert outline(zedland.law, "zz", date(2005, 1, 1)) == (
        "Zedland (zz), in force on 2005-01-01\n\nNO 1 ZC 10: every record is secret"
    )
    assert "1 ZC" not in outline(zedland.law, "zz-a", DAY)
    assert "AA 1(3)" in outline(zedland.law, "zz-a", DAY)


def test_where_no_prohibition_is_in_force_it_says_that_nothing_may_be_disclosed(zedland: Policy) -> None:
    assert outline(zedland.law, "zz", date(1999, 12, 31)) == (
        "Zedland (zz), in force on 1999-12-31\n\n"
        "no confidentiality provision is in force, so nothing may be disclosed"
    )


def test_an_unknown_jurisdiction_is_refused_with_a_suggestion(zedland: Policy) -> None:
    assert problems_of(outline, zedland.law, "zz-b", DAY) == [
        "zz-b: there is no jurisdiction `zz-b` | did you mean `zz-a`?"
    ]


@pytest.mark.parametrize(
    "rules",
    [
        "- {id: x, effect: forbid, summary: s, contested: {reading: r, alternative: o}}",
        "- {id: x, effect: forbid, summary: s, conditions: [{when: a, contested: {reading: r, alternative: o}}]}",
    ],
)
def test_a_contested_rule_is_marked(rules: str) -> None:
    assert outlined(rules)[-1] == "NO 1 ZC 1: s [contested]"


def test_rules_that_hang_only_from_one_already_drawn_are_not_drawn_again() -> None:
    rules = """
- {id: one, effect: forbid, summary: first}
- {id: two, effect: forbid, summary: second}
- {id: open, paragraph: (a), effect: permit, exception_to: [one, two], summary: open}
- {id: shut, paragraph: (b), effect: forbid, exception_to: open, summary: shut}
"""

    assert outlined(rules)[2:] == [
        "NO 1 ZC 1: first",
        "└─ MAY 1 ZC 1(a): open",
        "   └─ NO 1 ZC 1(b): shut",
        "",
        "NO 1 ZC 1: second",
        "└─ as above: 1 ZC 1(a) open",
    ]


def test_sections_stand_in_the_order_of_their_numbers() -> None:
    more = {
        f"zz/code/{number}/2000-01-01.yaml": section(
            "- {id: open, effect: permit, exception_to: zz/code/1/bar, summary: s}", number=number
        )
        for number in ("10", "9", "9.2", "9.10", "51-1-2", "9-a")
    }

    lines = outlined("- {id: bar, effect: forbid, summary: s}", **more)

    assert [line.split()[4].rstrip(":") for line in lines[3:]] == ["9", "9-a", "9.2", "9.10", "10", "51-1-2"]


def test_no_line_is_wider_than_the_page() -> None:
    words = "many words that do not fit on a single line " * 8
    rules = f"- {{id: r0, effect: forbid, summary: {words}}}\n" + "\n".join(
        f"- {{id: r{n}, effect: {'forbid' if n % 2 == 0 else 'permit'}, exception_to: r{n - 1}, summary: {words}}}"
        for n in range(1, 8)
    )

    lines = outlined(rules)

    assert max(map(len, lines)) <= WIDTH
    assert " ".join(" ".join(lines).replace("└─", "").split()).count(words.strip()) == 8
