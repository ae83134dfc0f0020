"""Whatever a rule file or a request says, no place that prints it lets it act."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from disclosure_policy.checks import CHECKS
from disclosure_policy.checks.reporting import report
from disclosure_policy.cli import main
from disclosure_policy.errors import Location, Problem
from disclosure_policy.explaining import explain
from disclosure_policy.law.paragraph_coverage import coverage
from disclosure_policy.letters import Letterhead, letter, typeset
from disclosure_policy.policy import Policy
from disclosure_policy.reasoning import brief, narrate, trace
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.rulebook import catalogue, coverage_page, outline, request_schema, skeleton, text_of
from tests.helpers.builders import a_policy, a_request, section, write_rules

HOSTILE = st.text(
    st.sampled_from("\\`*_{}[]<>#|~&$@!()-+=:.1\u202e\u2066\u200b\ufeff\x7f\x9b\xad\u2028ab/\"';%"), max_size=12
)
EXAMPLES = (
    "a\x9b31mb\x7f",
    "\u202egnahc\u202c",
    "| a | b |",
    "`|`",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "one\\",
)
MARKDOWN = MarkdownIt("commonmark").enable("table")

FORMS = "citation_forms: ['{title} ZC {section}{paragraph}']\n"


def hostile(test: Any) -> Any:
    """Give a test texts of every kind of character that acts or hides."""
    for text in EXAMPLES:
        test = example(text)(test)
    return settings(max_examples=40, deadline=None)(given(HOSTILE)(test))


@cache
def a_world(text: str) -> tuple[Policy, DisclosureRequest]:
    """Return rules and a request that say a text wherever they may say anything."""
    said = json.dumps(f"w{text}w")
    rules = f"""
    - {{id: bar, paragraph: (a), effect: forbid, summary: {said}}}
    - id: open
      paragraph: (b)
      effect: permit
      exception_to: bar
      summary: {said}
      not_encoded: {said}
      conditions:
        - {{when: recipient.type.police, summary: {said}}}
        - {{when: ready, summary: {said}, contested: {{reading: {said}, alternative: {said}}}}}
        - {{when: judged, summary: {said}}}
      obligations: [{{duty: {said}}}]
    """
    policy = a_policy(
        {
            "zz/jurisdiction.yaml": f"name: {said}\nparent: none\n{FORMS}",
            "zz/vocabulary.yaml": (
                f"discloser: {{records_office: {{label: {said}}}}}\n"
                f"recipient.type: {{police: {{label: {said}, definition: {said}, citation: {said}}}}}\n"
                f"item.type: {{name: {{label: {said}}}}}\npurpose: {{news: {{label: {said}}}}}\n"
            ),
            "zz/facts.yaml": (
                f"ready: {{type: boolean, question: {said}, supplied_by: {said}, citation: {said}}}\n"
                f"judged: {{type: judgment, question: {said}}}\n"
            ),
            "zz/structure.yaml": f"1 ZC 1(a):\n1 ZC 1(b):\n1 ZC 1(c): {said}\n",
            "zz/code/1/2000-01-01.yaml": section(rules),
        },
        accept=["zz/code/1/open"],
    )
    judgment = {"answer": True, "by": f"w{text}", "day": "2020-01-01", "why": f"w{text}"}
    request = a_request(
        recipient={"type": "police", "name": f"w{text}"},
        purposes="news",
        items=["name"],
        judgments={"judged": judgment},
    )
    return policy, DisclosureRequest.model_validate(request)


def in_terminal(text: str) -> list[str]:
    policy, request = a_world(text)
    whole = trace(brief(request, policy.law))
    problem = Problem(Location(f"a{text}"), f"no `{text}`", f"`{text}`", code="no-rules")
    return [
        explain(policy.decide(request)),
        narrate(whole),
        outline(policy.law, "zz", date(2020, 6, 1)),
        str(problem),
        report((problem,), "text", CHECKS),
        report((problem,), "github", CHECKS),
    ]


def in_json(text: str) -> list[str]:
    policy, request = a_world(text)
    problem = Problem(Location(f"a{text}"), f"no `{text}`", f"`{text}`", code="no-rules")
    return [
        explain(policy.decide(request), "json"),
        narrate(trace(brief(request, policy.law)), "json"),
        text_of(request_schema(policy.law, "zz")),
        report((problem,), "json", CHECKS),
        report((problem,), "sarif", CHECKS),
    ]


def in_markdown(text: str) -> list[str]:
    policy, request = a_world(text)
    told = brief(request, policy.law)
    made = letter(told, Letterhead(date(2026, 1, 2), f"w{text}", f"w{text}", (f"w{text}",)))
    return [
        explain(policy.decide(request), "markdown"),
        narrate(trace(told), "markdown"),
        catalogue(policy.law, "zz"),
        coverage_page(policy.law, "zz", coverage(policy.law, "zz")),
        str(typeset(made, "markdown")),
        next(page for path, page in skeleton("us-zz", f"w{text}w", date(2026, 1, 2)) if path.name == "README.md"),
    ]


def shape(page: str) -> list[str]:
    """Return what a page is made of, whatever its text says."""
    tokens = MARKDOWN.parse(page)
    inside = [child.type for token in tokens for child in token.children or ()]
    return [token.type for token in tokens] + [kind for kind in inside if kind not in ("text", "text_special")]


def acting(page: str) -> set[str]:
    return {
        one for one in page if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    }


@hostile
def test_nothing_acts_on_a_terminal(text: str) -> None:
    for page in in_terminal(text):
        assert not acting(page)


@hostile
def test_a_problem_takes_a_line_and_its_help_another(text: str) -> None:
    assert all(len(page.splitlines()) <= 2 for page in in_terminal(text)[-3:])


@hostile
def test_json_means_the_same_and_shows_nothing_that_acts(text: str) -> None:
    for page in in_json(text):
        assert not acting(page)
        assert f"{text}" in _strings(json.loads(page))


def _strings(value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    return "".join(map(_strings, value)) if isinstance(value, list) else value if isinstance(value, str) else ""


@hostile
def test_nothing_changes_the_structure_of_markdown(text: str) -> None:
    for page, harmless in zip(in_markdown(text), in_markdown(""), strict=True):
        assert not acting(page)
        assert shape(page) == shape(harmless)


@pytest.mark.parametrize("text", EXAMPLES)
def test_what_is_written_is_still_there_to_read(text: str) -> None:
    seen = "".join(one for one in text if not acting(one))
    for page in in_markdown(text):
        rendered = "".join(
            child.content for token in MARKDOWN.parse(page) for child in token.children or () if child.type != "image"
        )
        assert seen in rendered


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_that_a_scenario_says_acts_on_a_terminal(tmp_path: Path, form: str) -> None:
    name = json.dumps("a\x9b31mb\u202ec")
    scenarios = f"scenarios: [{{name: {name}, request: {json.dumps(a_request())}, expect: allow}}]"
    rules = f"- {{id: bar, paragraph: (a), effect: forbid, summary: {name}}}"
    write_rules(tmp_path, {"zz/code/1/2000-01-01.yaml": section(rules), "zz/code/1/scenarios.yaml": scenarios})

    for command in (["test", str(tmp_path), "--format", form], ["mutate", str(tmp_path), "--format", form]):
        shown = CliRunner().invoke(main, command).output

        assert not acting(shown)
    assert "31m" in CliRunner().invoke(main, ["test", str(tmp_path), "--format", form]).output


def test_nothing_that_the_law_says_acts_in_an_interview(tmp_path: Path) -> None:
    said = json.dumps("a\x9b31mb\u202ec")
    files = {
        "zz/jurisdiction.yaml": f"name: {said}\nparent: none\n{FORMS}",
        "zz/vocabulary.yaml": (
            f"discloser: {{records_office: {{label: {said}}}}}\nitem.type: {{name: {{label: {said}}}}}\n"
        ),
        "zz/facts.yaml": f"ready: {{type: boolean, question: {said}, supplied_by: {said}}}\n",
        "zz/code/1/2000-01-01.yaml": section(
            f"""
            - {{id: bar, paragraph: (a), effect: forbid, summary: {said},
               conditions: [{{when: item.type.name, summary: {said}}}]}}
            - {{id: open, paragraph: (b), effect: permit, exception_to: bar, summary: {said},
               conditions: [{{when: ready, summary: {said}}}]}}
            """
        ),
    }
    command = ["interview", "zz", "--rules", str(write_rules(tmp_path, files)), "--as-of", "2020-06-01"]

    done = CliRunner().invoke(main, command, input="why\n1\nwhy\nx\x1b[0m\nno\n")

    assert "Who can say: a31mbc." in done.output
    assert not acting(done.output)
