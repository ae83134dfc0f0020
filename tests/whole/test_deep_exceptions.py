"""Whatever may be loaded is decided and explained in every form: exceptions as deep as they may be, twice over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_policy.cli import main
from disclosure_policy.limits import MAX_EXCEPTIONS
from disclosure_policy.policy import Policy, load
from disclosure_policy.strategies.near_miss import near_misses
from tests.helpers.builders import deepest_rules, write_rules

OPEN: dict[str, Any] = {"facts": {"f1": True, "g1": True}}
"""The deepest conditions are still open."""
SETTLED = {"facts": {f"{of}{number}": True for of in "fg" for number in range(1, MAX_EXCEPTIONS - (of == "g"))}}
NOTHING: dict[str, Any] = {}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write them, with a scenario."""
    scenarios = {
        "given": {"jurisdiction": "zz-a", "as_of": "2020-06-01", "discloser": "records_office"},
        "scenarios": [{"name": "nothing is known", "request": {"scope": None}, "expect": "deny"}],
    }
    files = deepest_rules() | {"zz-a/code/2/scenarios.yaml": json.dumps(scenarios)}
    return write_rules(tmp_path_factory.mktemp("deep"), files)


@pytest.fixture(scope="module")
def policy(rules: Path) -> Policy:
    return load(rules)


def asked(facts: dict[str, Any]) -> dict[str, Any]:
    return {"jurisdiction": "zz-a", "as_of": "2020-06-01", "discloser": "records_office"} | facts


def run(*arguments: object, stdin: str = "") -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments)], input=stdin)
    assert result.exit_code in (0, 1, 3)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("facts", [NOTHING, OPEN, SETTLED], ids=["nothing", "open", "settled"])
def test_it_is_decided_and_explained_in_every_form(rules: Path, facts: dict[str, Any]) -> None:
    request = json.dumps(asked(facts))

    for form in ("text", "json", "markdown"):
        assert run("decide", "-", "--rules", rules, "--format", form, stdin=request).output
    for form in ("text", "json", "markdown", "mermaid", "dot"):
        for more in ([], ["--all"], ["--for", "requester"]):
            shown = run("explain", "-", "--rules", rules, "--format", form, *more, stdin=request)
            assert shown.exit_code == 0
    for reader in ("counsel", "requester"):
        assert run("letter", "-", "--rules", rules, "--for", reader, stdin=request).exit_code == 0


def test_what_would_permit_and_what_is_missing_are_found(policy: Policy) -> None:
    decision = policy.decide(asked(NOTHING))

    assert decision.missing
    assert decision.closest
    assert policy.what_would_permit(asked(NOTHING))
    assert json.loads(decision.model_dump_json())["verdict"] == "deny"


def test_every_request_of_many_is_decided_as_the_first(policy: Policy) -> None:
    requests = [asked(facts) for facts in (NOTHING, OPEN, SETTLED)]
    first = [policy.decide(request).verdict for request in requests]

    assert [policy.decide(request).verdict for _ in range(20) for request in requests] == first * 20


def test_it_is_asked_about_drawn_tested_and_decided_by_the_column(rules: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("".join(json.dumps(asked(facts)) + "\n" for facts in (NOTHING, OPEN, SETTLED)))

    asks = run("interview", "zz-a", "--as-of", "2020-06-01", "--rules", rules, stdin="yes\n" * (4 * MAX_EXCEPTIONS))
    assert "ALLOW" in asks.output or "DENY" in asks.output
    assert f"rule {MAX_EXCEPTIONS - 1} applies" in " ".join(
        run("tree", "zz-a", "--as-of", "2020-06-01", "--rules", rules).output.replace("│", " ").split()
    )
    for more in ([], ["--missing"]):
        result = run("batch", many, tmp_path / f"out{len(more)}.jsonl", "--rules", rules, *more)
        assert result.exit_code == 0
    assert "1 passed" in run("test", rules, "--coverage").output
    assert "exception-too-deep" not in run("check", rules).output


@settings(max_examples=1, deadline=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_requests_that_just_miss_the_deepest_rule_can_be_drawn(policy: Policy, data: st.DataObject) -> None:
    pair = data.draw(near_misses(policy, f"zz-a/code/2/r{MAX_EXCEPTIONS - 1}"))

    assert pair.meets != pair.misses
