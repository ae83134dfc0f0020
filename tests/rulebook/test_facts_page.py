import pytest

from disclosure_policy.policy import Policy
from disclosure_policy.requests.fact_paths import DERIVED, shared_facts
from disclosure_policy.rulebook.facts_page import catalogue
from tests.helpers.builders import JURISDICTION, a_law, problems_of


def rows(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("| `")]


def test_every_fact_that_a_request_can_state_is_told_with_its_question(zedland: Policy) -> None:
    page = catalogue(zedland.law, "zz")

    assert page.startswith("# What a request can state: Zedland (`zz`)\n")
    for path, fact in shared_facts().items():
        assert (fact.question in page) is (path not in DERIVED)
    assert "| `people` | whole number | How many people are concerned? | the agency |" in rows(page)
    assert "| `minister_consents` | true or false | Has the minister consented? | the minister |" in rows(page)
    assert "| `purposes` | terms | For what purpose is the information asked? | the requester |" in rows(page)
    assert any(row.startswith("| `items.about_recipient` | true or false |") for row in rows(page))


def test_facts_stand_under_the_key_that_states_them(zedland: Policy) -> None:
    page = catalogue(zedland.law, "zz")
    facts, judgments = page.index("\n## Under `facts`"), page.index("\n## Under `judgments`")

    assert facts < page.index("| `people`") < judgments < page.index("| `harms_the_office` | judgment |")


def test_every_term_is_told_with_those_it_falls_under_and_is_short_for(zedland: Policy) -> None:
    page = rows(catalogue(zedland.law, "zz"))

    assert "| `police_school` | a police school | `police`, `school` |" in page
    assert "| `every_required_term` | every required term. Short for `keep_secret`, `give_back` |  |" in page


def test_a_state_has_the_facts_and_terms_of_those_above_it_too(zedland: Policy) -> None:
    above, below = catalogue(zedland.law, "zz"), catalogue(zedland.law, "zz-a")

    assert set(rows(above)) < set(rows(below))
    assert "| `harbour_closed` | true or false | Is the harbour closed? | the agency |" in rows(below)
    assert "| `harbour_police` | the harbour police | `police` |" in rows(below)


def test_definitions_and_citations_are_told_and_what_is_not_there_is_none() -> None:
    law = a_law(
        {
            "zz/jurisdiction.yaml": f"{JURISDICTION}parent: none\n",
            "zz/vocabulary.yaml": (
                "scope: {everybody: {label: everybody, definition: All of them., citation: 1 ZC 2}}"
            ),
        }
    )
    page = catalogue(law, "zz")

    assert "| `everybody` | everybody. All of them. (1 ZC 2) |  |" in page
    assert "## Under `facts`\n\nNone.\n" in page


@pytest.mark.parametrize("code", ["zz-b", "nowhere"])
def test_an_unknown_jurisdiction_is_refused(zedland: Policy, code: str) -> None:
    (problem,) = problems_of(catalogue, zedland.law, code)

    assert problem.startswith(f"{code}: there is no jurisdiction `{code}`")
