"""The reasoning in words and pictures: cut back to what mattered, and safe whatever was stated."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from disclosure_policy.cli import main
from disclosure_policy.errors import DisclosurePolicyError
from disclosure_policy.policy import Policy
from disclosure_policy.reasoning.audience import Audience, brief
from disclosure_policy.reasoning.picture import dot, mermaid, svg
from disclosure_policy.reasoning.pruning import pruned, told_once
from disclosure_policy.reasoning.steps import Trace
from disclosure_policy.reasoning.text import MARK, WIDTH, narrate
from disclosure_policy.reasoning.tracing import trace
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import POLICE, ROOT, a_request

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
THEFT = "[stated: the investigation of a theft]"
EVIL = '"]; evil [label="x\\\n<script>alert(1)</script> `code` [a](http://b) {{ 7*7 }} | \u202eabc #read("x")'


def traced(policy: Policy, audience: Audience = "counsel", **facts: Any) -> Trace:
    return trace(brief(DisclosureRequest.model_validate(a_request(**facts)), policy.law, audience))


def explained(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments])


def hostile(policy: Policy) -> Trace:
    harm = {"answer": False, "by": EVIL, "day": "2020-05-01", "why": EVIL}
    return traced(policy, **POLICE | {"judgments": {"harms_the_office": harm}})


def test_text_shows_the_path_and_counts_the_rest(zedland: Policy) -> None:
    assert narrate(pruned(traced(zedland, **POLICE))).splitlines() == [
        "ALLOW (permitted) under the law of Zedland as of 2020-06-01",
        "Under 1 ZC 20(a).",
        f"{MARK} marks what decided. A rule that is true holds; a layer that is true lets the disclosure through.",
        "",
        f"{MARK} ALLOW a name, for the investigation of a theft",
        f"└─ {MARK} true  the law of Zedland",
        f"   ├─ {MARK} false 1 ZC 10(a) forbids: records are secret, but for averages",
        "   │  ├─ true  the information is no average (1 ZC 10(a)) [stated: a name]",
        f"   │  ├─ {MARK} true  1 ZC 20(a) permits: the police may have records to investigate",
        f"   │  │  ├─ {MARK} true  the recipient is the police (1 ZC 20(a)(1)) [stated: the police]",
        f"   │  │  ├─ {MARK} true  the purpose is an investigation (1 ZC 20(a)(2)) {THEFT}",
        "   │  │  └─ rules beside the point: 1",
        "   │  ├─ rules beside the point: 1",
        "   │  └─ rules that are open, but further off: 2",
        "   └─ rules beside the point: 1",
    ]


def test_nothing_is_left_out_uncounted(zedland: Policy) -> None:
    whole = traced(zedland, **POLICE)
    below = {
        step.rule: sum(part.is_rule for part in step.parts)
        for step in whole.disclosures[0].walk()
        if step.is_rule and not step.again
    }

    for step in pruned(whole).disclosures[0].walk():
        if step.is_rule and not step.again:
            counted = sum(sum(part.counts) for part in step.parts if part.kind == "omitted")
            assert sum(part.is_rule for part in step.parts) + counted == below[step.rule]


def test_the_requesters_tree_says_who_answers_and_not_what(zedland: Policy) -> None:
    text = narrate(traced(zedland, "requester", **POLICE), "markdown")

    assert "what others supplied is left out" in text
    assert "\\[for the head of the office to answer\\]" in text
    assert "no harm" not in text


def test_disclosures_told_once_are_named_together(zedland: Policy) -> None:
    whole = told_once(pruned(traced(zedland, **POLICE | {"items": ["name", "number"]})))

    assert [step.text for step in whole.disclosures] == [
        "a name; a registration number, for the investigation of a theft"
    ]


def test_json_reads_back_as_the_same_tree(zedland: Policy) -> None:
    whole = traced(zedland, **POLICE)

    assert Trace.model_validate_json(narrate(whole, "json")) == whole


def test_no_text_of_a_request_acts_as_markdown(zedland: Policy) -> None:
    text = narrate(hostile(zedland), "markdown")

    rendered = MarkdownIt("commonmark").render(text)
    assert "<script>" not in rendered
    assert "<code>" not in rendered
    assert "\u202e" not in text
    assert set(re.findall(r'href="([^"]*)"', rendered)) == {
        "https://law.example/zz/10",
        "https://law.example/zz/20",
        "https://law.example/zz/30",
    }


@pytest.mark.parametrize("draw", [mermaid, dot])
def test_no_text_of_a_request_acts_in_a_picture(zedland: Policy, draw: Any) -> None:
    text = draw(told_once(hostile(zedland)))

    assert "<script>" not in text
    assert all(line.count('"') % 2 == 0 for line in text.replace("\\\\", "").replace('\\"', "").splitlines())


def test_what_decided_is_drawn_heavy_and_marked(zedland: Policy) -> None:
    whole = pruned(traced(zedland, **POLICE))

    drawn = dot(whole)
    flow = mermaid(whole)
    assert f'penwidth=3.5, fontname="Helvetica-Bold", label="{MARK} true: 1 ZC 20(a) permits' in drawn
    assert re.search(r"d0_\S+ -> d0_\S+20_2f_police \[penwidth=3", drawn)
    assert re.search(r"d0_\S+ ==> d0_\S+20_2f_police", flow)
    assert "classDef decided stroke:#111,stroke-width:4px" in flow


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_draws_whatever_was_stated(zedland: Policy) -> None:
    picture = ET.fromstring(svg(hostile(zedland)))  # noqa: S314 - made by the program under test

    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "ALLOW (permitted) under the law of Zedland as of 2020-06-01"


def test_without_graphviz_it_says_what_to_install(zedland: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(DisclosurePolicyError, match="help: install it, as with `apt-get install graphviz`"):
        svg(traced(zedland, **POLICE))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_every_example_is_explained_in_lines_that_fit(example: Path) -> None:
    for audience in ("counsel", "requester"):
        result = explained(str(example), "--for", audience)

        assert result.exit_code == 0
        assert all(len(line) <= WIDTH for line in result.output.splitlines())


def test_the_command_writes_each_form(tmp_path: Path) -> None:
    for form in ("markdown", "json", "mermaid", "dot"):
        out = tmp_path / form

        assert explained(str(EXAMPLES[0]), "--format", form, "--out", str(out)).exit_code == 0
        assert out.stat().st_size > 1_000
    assert json.loads((tmp_path / "json").read_text(encoding="utf-8"))["verdict"] == "deny"


def test_one_rule_is_explained_down_to_its_facts() -> None:
    result = explained(str(EXAMPLES[0]), "--rule", "us-nm/nmsa-51/51-1-32/agreement")

    assert result.exit_code == 0
    assert "Is the agreement with the agency or entity that requests the information? [stated: no]" in result.output
    assert "a person or an employer is confidential" not in " ".join(result.output.split())


def test_a_misspelt_rule_is_told_without_a_trace() -> None:
    result = explained(str(EXAMPLES[0]), "--rule", "us-nm/nmsa-51/51-1-32/agrement")

    assert result.exit_code == 1
    assert "help: did you mean `us-nm/nmsa-51/51-1-32/agreement`?" in result.output


def test_a_file_that_cannot_be_written_is_told_without_a_trace(tmp_path: Path) -> None:
    result = explained(str(EXAMPLES[0]), "--out", str(tmp_path / "missing" / "file"))

    assert result.exit_code == 1
    assert "it cannot be written" in result.output
