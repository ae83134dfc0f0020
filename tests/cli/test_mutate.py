"""`disclosure-policy mutate` and `test --coverage`: output, exit codes, acceptances."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from disclosure_policy.cli import main
from disclosure_policy.policy import load
from disclosure_policy.scenarios.trials import trials_in
from tests.helpers.builders import a_policy, section, write_rules

RULES = """
- {id: secret, paragraph: (a), effect: forbid, summary: secret}
- id: signed
  paragraph: (b)
  effect: permit
  exception_to: secret
  summary: what is signed may go
  conditions: [release.signed, release.from_subject]
"""
SCENARIOS = """\
given: {jurisdiction: zz, as_of: 2020-06-01, discloser: records_office}
scenarios:
  - name: signed
    request: {release: {signed: true, from_subject: true}}
    expect: allow
    but:
      - {name: it is not, set: {release.signed: false}, expect: deny}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = write_rules(tmp_path / "rules", {"zz/code/1/2000-01-01.yaml": section(RULES)})
    (folder / "zz" / "code" / "1" / "scenarios.yaml").write_text(SCENARIOS)
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_a_survivor_is_shown_as_a_diff_with_its_citation_and_exits_with_one(rules: Path) -> None:
    result = run("mutate", rules, "--jobs", "1")

    assert result.exit_code == 1
    assert "1 ZC 1(b): drop a condition: without the condition `release.from_subject`" in result.stdout
    assert "-  conditions: [release.signed, release.from_subject]\n+  conditions: [release.signed]\n" in result.stdout
    assert "without the condition `release.signed`" not in result.stdout


def test_json_has_the_score_and_the_survivors(rules: Path) -> None:
    found = json.loads(run("mutate", rules, "--jobs", "1", "--format", "json").stdout)

    assert 0 < found["score"] < 100
    assert any(one["what"] == "without the condition `release.from_subject`" for one in found["survivors"])
    assert all(one["why"] is None for one in found["survivors"])


def test_several_jobs_find_what_one_finds(rules: Path) -> None:
    one, two = (run("mutate", rules, "--jobs", jobs, "--format", "json").stdout for jobs in ("1", "2"))

    assert json.loads(one) == json.loads(two)


def test_explained_survivors_are_accepted_and_what_does_not_survive_is_told(rules: Path) -> None:
    survivors = json.loads(run("mutate", rules, "--jobs", "1", "--format", "json").stdout)["survivors"]
    entries = sorted({(one["rule"], one["kind"]) for one in survivors})
    accepted = "".join(f"- {{rule: {rule}, kind: {kind}, why: it is invented}}\n" for rule, kind in entries)
    (rules / "zz" / "survivors.yaml").write_text(accepted)

    assert run("mutate", rules, "--jobs", "1").exit_code == 0

    (rules / "zz" / "survivors.yaml").write_text(accepted + "- {rule: zz/code/1/signed, kind: flip, why: no}\n")
    result = run("mutate", rules, "--jobs", "1")
    assert result.exit_code == 1
    assert "is accepted here, and nothing of it survives" in result.stdout


def test_what_a_jurisdiction_accepts_is_accepted_in_every_part_of_it(rules: Path) -> None:
    (rules / "zz" / "survivors.yaml").write_text("- {rule: zz/code/1/signed, why: invented}\n")
    section = rules / "zz" / "code" / "1"

    for part in (rules / "zz", rules / "zz" / "code", section, section / "2000-01-01.yaml"):
        result = run("mutate", part, "--jobs", "1")
        assert "1 accepted" in result.stdout
        assert "(`zz/code/1/signed`)" not in result.stdout


def test_a_score_below_what_is_asked_exits_with_one(rules: Path) -> None:
    accepted = "- {rule: zz/code/1/signed, why: invented}\n- {rule: zz/code/1/secret, why: invented}\n"
    (rules / "zz" / "survivors.yaml").write_text(accepted)

    assert run("mutate", rules, "--jobs", "1").exit_code == 0
    assert run("mutate", rules, "--jobs", "1", "--fail-under", "99").exit_code == 1


def test_a_scenario_that_fails_has_to_be_mended_first(rules: Path) -> None:
    (rules / "zz" / "code" / "1" / "scenarios.yaml").write_text(SCENARIOS.replace("expect: deny", "expect: allow"))

    result = run("mutate", rules, "--jobs", "1")

    assert result.exit_code == 1
    assert "`signed, but it is not` does not come out as expected" in result.stderr


def test_coverage_lists_what_is_missing_with_a_line_to_paste(rules: Path) -> None:
    result = run("test", rules, "--coverage", "--fail-under", "90")

    assert result.exit_code == 1
    assert "no scenario turns on it where it is false\n    under `but` of `signed`:\n" in result.stdout
    assert (
        "set: {release.from_subject: false}, expect: {verdict: unconfirmed, citations: [1 ZC 1(a)]}}" in result.stdout
    )
    assert "3 of 4 rules and conditions covered (75.0 %)" in result.stdout
    assert run("test", rules, "--coverage", "--fail-under", "75").exit_code == 0


def test_the_line_pasted_and_confirmed_completes_the_coverage(rules: Path) -> None:
    line = next(text.strip() for text in run("test", rules, "--coverage").stdout.splitlines() if "- {name:" in text)
    file = rules / "zz" / "code" / "1" / "scenarios.yaml"
    file.write_text(f"{SCENARIOS}      {line}\n")

    assert "nobody has confirmed this: the engine says deny" in run("test", rules).stdout

    file.write_text(file.read_text().replace("unconfirmed", "deny"))
    assert "(100.0 %)" in run("test", rules, "--coverage").stdout


def test_missing_scenarios_are_written_to_run_and_none_passes_before_it_is_confirmed(rules: Path) -> None:
    file = rules / "zz" / "code" / "1" / "missing" / "scenarios.yaml"
    file.parent.mkdir()

    run("test", rules, "--coverage", "--write-missing", file)

    assert [trial.expect.verdict for trial in trials_in(file)] == ["unconfirmed"]
    assert "1 unconfirmed" in run("test", file).stdout


def test_json_has_the_coverage(rules: Path) -> None:
    found = json.loads(run("test", rules, "--coverage", "--format", "json").stdout)["coverage"]

    assert (found["percent"], found["points"]) == (75.0, 4)
    assert [one["condition"] for one in found["missing"]] == ["release.from_subject"]
    assert found["missing"][0]["false"] is None
    assert len(found["missing"][0]["sketches"]) == 1


def test_coverage_says_of_what_scenarios_turn_on_both_ways_that_they_come_to_the_same(rules: Path) -> None:
    permits = "- {id: secret, paragraph: (a), effect: forbid, summary: secret}\n" + "".join(
        f"- {{id: {name}, paragraph: ({letter}), effect: permit, exception_to: secret, summary: {name}, "
        f"conditions: [{when}]}}\n"
        for name, letter, when in (("signed", "b", "release.signed"), ("own", "c", "release.from_subject"))
    )
    write_rules(rules, {"zz/code/1/2000-01-01.yaml": section(permits)})
    said = SCENARIOS.replace("expect: allow", "expect: {verdict: allow, citations: [1 ZC 1(b)]}").replace(
        "expect: deny", "expect: {verdict: allow, uncited: [1 ZC 1(b)]}"
    )
    (rules / "zz" / "code" / "1" / "scenarios.yaml").write_text(said)

    result = run("test", rules, "--coverage")

    assert "`release.signed`\n  what turns on it comes to the same outcome, whichever value it has\n" in result.stdout


def test_what_is_masked_is_told_with_its_reason_and_does_not_count(rules: Path) -> None:
    masked = rules / "zz" / "masked.yaml"
    masked.write_text("- {rule: zz/code/1/signed, what: [release.from_subject], why: it is invented}\n")

    for part in (rules, rules / "zz", rules / "zz" / "code" / "1"):
        result = run("test", part, "--coverage", "--fail-under", "100")
        assert result.exit_code == 0
        assert "`release.from_subject`\n  masked: it is invented\n" in result.stdout
        assert "3 of 3 rules and conditions covered (100.0 %), 1 more masked" in result.stdout

    found = json.loads(run("test", rules, "--coverage", "--format", "json").stdout)["coverage"]
    assert (found["percent"], found["points"], found["missing"], found["needless"]) == (100.0, 4, [], [])
    assert [(one["condition"], one["why"]) for one in found["masked"]] == [("release.from_subject", "it is invented")]


def test_what_is_said_to_be_masked_and_is_covered_exits_with_one(rules: Path) -> None:
    masked = rules / "zz" / "masked.yaml"
    for entry in ("what: [release.signed]", "what: [signed]", "what: [release.has_signature]"):
        masked.write_text(f"- {{rule: zz/code/1/signed, {entry}, why: no}}\n")
        result = run("test", rules, "--coverage")
        assert result.exit_code == 1
        assert "masked.yaml:1:3: `zz/code/1/signed`: this is not masked: take it out" in result.stdout


def test_a_mistake_in_what_is_masked_is_told_at_its_place(rules: Path) -> None:
    (rules / "zz" / "masked.yaml").write_text("- {rule: zz/code/1/signed, wy: no}\n")

    result = run("test", rules, "--coverage")

    assert result.exit_code == 1
    assert "masked.yaml:1:28: `wy` is not a field here" in result.stderr


def test_acceptances_are_no_rules(rules: Path) -> None:
    (rules / "zz" / "masked.yaml").write_text("- {rule: zz/code/1/signed, why: invented}\n")
    (rules / "zz" / "survivors.yaml").write_text("- {rule: zz/code/1/signed, why: invented}\n")
    before = load(rules).fingerprint
    shutil.rmtree(rules / "zz" / "survivors.yaml", ignore_errors=True)
    (rules / "zz" / "survivors.yaml").unlink()
    (rules / "zz" / "masked.yaml").unlink()

    assert load(rules).fingerprint == before
    assert a_policy(RULES).jurisdictions == ("zz",)
