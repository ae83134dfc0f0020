"""Any bytes as a rule file or a request: a decision, or a typed error with a place."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.errors import ProblemsError, RequestError, RuleFileError
from disclosure_policy.policy import Policy, read_request
from tests.helpers.builders import ROOT
from tests.helpers.damage import SPLINTERS

EXAMPLES = [file.read_bytes() for file in sorted((ROOT / "examples").glob("*.yaml"))]
RULES = sorted(f.relative_to(ROOT / "rules") for f in (ROOT / "rules").rglob("*.yaml") if f.name != "scenarios.yaml")


@st.composite
def damage(draw: st.DrawFn, text: bytes) -> bytes:
    """Draw a text with a few splinters put in, pieces cut out and bytes changed."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        to = at + draw(st.integers(0, 20))
        text = text[:at] + draw(st.sampled_from(SPLINTERS) | st.binary(max_size=3) | st.just(b"")) + text[to:]
    return text


@pytest.fixture(scope="module")
def policy() -> Policy:
    return disclosure_policy.load()


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "rules"
    copytree(ROOT / "rules", folder)
    return folder


def _told_with_places(error: ProblemsError) -> bool:
    return bool(error.problems) and all(problem.message for problem in error.problems)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(EXAMPLES).flatmap(damage) | st.binary(max_size=200))
def test_any_bytes_as_a_request_give_a_decision_or_a_typed_error(policy: Policy, data: bytes) -> None:
    try:
        decision = policy.decide_document(read_request(data))
    except RequestError as error:
        assert _told_with_places(error)
    else:
        assert disclosure_policy.explain(decision)
        assert decision.model_dump_json()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(RULES), st.data())
def test_any_bytes_as_a_rule_file_give_rules_or_a_typed_error(rules: Path, name: Path, data: st.DataObject) -> None:
    file, original = rules / name, (ROOT / "rules" / name).read_bytes()
    file.write_bytes(data.draw(damage(original)))
    try:
        disclosure_policy.load(rules)
    except RuleFileError as error:
        assert _told_with_places(error)
    finally:
        file.write_bytes(original)
