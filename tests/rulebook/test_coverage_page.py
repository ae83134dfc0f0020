from disclosure_policy.law.law import Law
from disclosure_policy.law.paragraph_coverage import CoveredParagraph, coverage
from disclosure_policy.policy import Policy
from disclosure_policy.rulebook.coverage import coverage_page
from tests.helpers.builders import a_law, problems_of, section

RULES = """
- {id: bar, paragraph: (a), effect: forbid, summary: s}
- id: open
  paragraph: (b)(1)
  effect: permit
  exception_to: bar
  summary: s
  conditions: [{when: minister, paragraph: (c)}]
  obligations: [{duty: d, citation: 9 ZC 3(a)}]
"""
STRUCTURE = """
1 ZC 1(a):
1 ZC 1(b):
1 ZC 1(b)(2): it only says where the office is
1 ZC 1(c):
1 ZC 1(d):
1 ZC 10(a): it is repealed
9 ZC 3:
7 ZC 7:
7 ZC 8:
"""


def a_book(structure: str = STRUCTURE) -> Law:
    return a_law(
        {
            "zz/code/1/2000-01-01.yaml": section(RULES),
            "zz/structure.yaml": structure,
            "zz/facts.yaml": "minister: {type: boolean, question: Is it?, citation: 7 ZC 7(a)}",
            "zz/vocabulary.yaml": "scope: {everybody: {label: e, citation: 7 ZC 8}}",
        }
    )


def test_a_paragraph_is_covered_by_whatever_cites_it_or_a_place_inside_it() -> None:
    assert coverage(a_book(), "zz") == (
        CoveredParagraph("1 ZC 1(a)", ("1/bar",), None),
        CoveredParagraph("1 ZC 1(b)", ("1/open",), None),
        CoveredParagraph("1 ZC 1(b)(2)", (), "it only says where the office is"),
        CoveredParagraph("1 ZC 1(c)", ("1/open",), None),
        CoveredParagraph("1 ZC 1(d)", (), None),
        CoveredParagraph("1 ZC 10(a)", (), "it is repealed"),
        CoveredParagraph("9 ZC 3", ("1/open",), None),
        CoveredParagraph("7 ZC 7", ("minister",), None),
        CoveredParagraph("7 ZC 8", ("scope.everybody",), None),
    )


def test_a_paragraph_neither_encoded_nor_excused_is_not_explained() -> None:
    found = {row.citation: row.explained for row in coverage(a_book(), "zz")}

    assert [citation for citation, explained in found.items() if not explained] == ["1 ZC 1(d)"]


def test_the_page_counts_and_lists_every_paragraph() -> None:
    law = a_book()
    page = coverage_page(law, "zz", coverage(law, "zz"))

    assert page.startswith("# Coverage: Zedland (`zz`)\n\n9 paragraphs: 6 encoded, 2 with the reason why")
    assert "| 1 ZC 1(a) | `1/bar` |  |" in page
    assert "| 1 ZC 1(b)(2) |  | it only says where the office is |" in page
    assert "| 1 ZC 1(d) |  | **not explained** |" in page


def test_a_jurisdiction_without_a_structure_has_nothing_to_cover(zedland: Policy) -> None:
    assert coverage(zedland.law, "zz") == ()


def test_an_unknown_jurisdiction_is_refused(zedland: Policy) -> None:
    assert problems_of(coverage, zedland.law, "zz-b") == [
        "zz-b: there is no jurisdiction `zz-b` | did you mean `zz-a`?"
    ]


def test_a_structure_that_is_no_list_of_paragraphs_is_refused() -> None:
    assert problems_of(a_book, "- 1 ZC 1(a)") == ["zz/structure.yaml:1:1: expected entries with names, not a list"]


def test_who_reviewed_a_version_is_shown_and_that_its_text_was_read_again_since() -> None:
    reviewed = "reviewed: [{by: A. Lawyer, date: 2024-05-01, note: all of it}, {by: B. Other, date: 2030-01-01}]"
    files = {"zz/code/1/2000-01-01.yaml": section(RULES).replace("rules:", f"{reviewed}\nrules:", 1)}
    law = a_law(files | {"zz/facts.yaml": "minister: {type: boolean, question: Is it?}"})
    read_on = law.lawbook("zz").sections[0].text.read_on

    page = coverage_page(law, "zz", ())

    assert "Of 1 versions of sections, 1 says who reviewed it." in page
    assert f"| A. Lawyer | 2024-05-01 | all of it; the text was read again on {read_on} |" in page
    assert "| B. Other | 2030-01-01 |  |" in page
    assert "none says" in coverage_page(a_book(), "zz", ())
