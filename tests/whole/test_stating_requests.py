"""What people say, stated as the page for officers states it, comes out as the page says: it was read in the law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml

import disclosure_policy
from disclosure_policy.decision import Decision
from disclosure_policy.policy import Policy
from disclosure_policy.requests.fact_paths import DERIVED, shared_facts, stated_at
from disclosure_policy.rulebook.facts_page import catalogue
from tests.helpers.builders import ROOT

PAGE = (ROOT / "docs" / "stating-requests.md").read_text(encoding="utf-8")
PARTS = re.compile(
    r"^(?P<heading>### .+)$"
    r"|^\*\*(?P<phrase>“[^*]+”)\*\*"
    r"|^```yaml\n(?P<block>[\s\S]*?)^```$"
    r"|^\*\*(?P<outcome>Allowed|Denied|Open)\.?\*\*(?: \((?P<named>(?:[^()]|\([^()]*\))+)\)\.)?",
    re.MULTILINE,
)
Stated = dict[str, Any]


@dataclass
class Phrase:
    """What somebody said, the request that states it, and what the page says of it."""

    words: str
    request: Stated = field(default_factory=dict)
    outcome: str = ""
    named: tuple[str, ...] = ()


def merged(under: Stated, over: Stated) -> Stated:
    """Return what the one states with what the other states in its place or besides."""
    both = {key for key in under.keys() & over.keys() if isinstance(under[key], dict) and isinstance(over[key], dict)}
    return under | over | {key: merged(under[key], over[key]) for key in both}


def phrases(page: str) -> Iterator[Phrase]:
    """Yield the phrases of the page; blocks before the first heading, or before a group's phrase, are shared."""
    _, _, text = page.partition("\n## What people say\n")
    text, _, _ = text.partition("\n## ")
    shared: Stated = {}
    group: Stated = {}
    phrase: Phrase | None = None
    for part in PARTS.finditer(text):
        if part["heading"]:
            group, phrase = shared, None
        elif part["phrase"]:
            assert phrase is None, f"nothing is said to follow from {phrase.words}"
            phrase = Phrase(part["phrase"])
        elif part["block"]:
            stated = yaml.safe_load(part["block"])
            if phrase:
                phrase.request = merged(group, stated)
            elif not shared:
                shared = group = stated
            else:
                group = merged(shared, stated)
        elif phrase:
            phrase.outcome = part["outcome"]
            phrase.named = tuple(name.strip(" `") for name in (part["named"] or "").split(";") if name)
            yield phrase
            phrase = None


PHRASES = list(phrases(PAGE))


def names_side_by_side() -> str:
    """Return the table of the shared facts: where a request states each, and how a condition reads it."""
    rows = ["| in a request | in a rule | what can be stated |", "|---|---|---|"]
    for path, fact in shared_facts().items():
        if path not in DERIVED:
            kind = fact.type if fact.type != "terms" else "a checklist" if fact.several else "words"
            read = f"{path}.<word>" if fact.type == "terms" else path
            rows.append(f"| `{stated_at(path)}` | `{read}` | {kind.replace('boolean', 'true or false')} |")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return disclosure_policy.load()


def comes_out(decision: Decision) -> str:
    """Return how the page would call a decision: denied is what no answer to a question could turn round."""
    if decision.verdict == "allow":
        return "Allowed"
    return "Open" if decision.missing else "Denied"


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.words)
def test_a_phrase_comes_out_as_the_page_says(phrase: Phrase, policy: Policy) -> None:
    decision = policy.decide(phrase.request)

    found = {missing.fact for missing in decision.missing} if phrase.outcome == "Open" else set(decision.citations)
    assert comes_out(decision) == phrase.outcome
    assert set(phrase.named) <= found


def test_there_are_sixty_phrases_and_no_two_alike() -> None:
    assert len(PHRASES) >= 60
    assert len({str(phrase.request) for phrase in PHRASES}) == len(PHRASES)
    assert {phrase.outcome for phrase in PHRASES} == {"Allowed", "Denied", "Open"}


def test_every_denial_and_every_open_question_names_what_decides() -> None:
    assert [phrase.words for phrase in PHRASES if phrase.outcome != "Allowed" and not phrase.named] == []


def test_the_example_that_opens_the_page_is_decided(policy: Policy) -> None:
    example = yaml.safe_load(PAGE.partition("```yaml\n")[2].partition("```")[0])

    assert comes_out(policy.decide(example)) == "Denied"


def test_the_names_stand_side_by_side_as_they_are() -> None:
    assert names_side_by_side() in PAGE


def test_no_word_is_recommended_that_is_not_there(policy: Policy) -> None:
    stated = re.split(r"\W+", catalogue(policy.law, "us-nm"))
    said = {
        word
        for code in re.findall(r"`([^`\n]+)`", PAGE.partition("\n## When no word fits\n")[2])
        for word in re.findall(r"[a-z_]+", code)
    }

    assert said - set(stated) - {"has", "lacks", "false", "name", "answer", "by", "day", "why"} == set()
