"""Mutants: each is what its edit of the rule file says, and is noticed exactly where its law decides otherwise."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from disclosure_policy.deciding.decision_by_weighing import decide
from disclosure_policy.errors import Location
from disclosure_policy.law.law import Law
from disclosure_policy.loading.compiling import compile_rules
from disclosure_policy.loading.rules_folder import load_rules
from disclosure_policy.missing.diagnosis import Diagnosis
from disclosure_policy.mutation.equivalent_mutants import never_noticed
from disclosure_policy.mutation.mutant_files import edited
from disclosure_policy.mutation.mutants import mutants
from disclosure_policy.mutation.unnoticed_mutants import Bench
from disclosure_policy.scenarios.running import differences
from disclosure_policy.scenarios.scenario_files import Expectation
from disclosure_policy.scenarios.trials import Trial
from tests.helpers.builders import POLICE, RESEARCH, ZEDLAND, a_request

BOTH = frozenset({"zz", "zz-a"})


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    folder = tmp_path_factory.mktemp("mutants") / "rules"
    shutil.copytree(ZEDLAND, folder)
    return compile_rules(load_rules(folder))


def a_trial(verdict: str, day: str = "2020-06-01", **facts: object) -> Trial:
    expect = Expectation.model_validate({"verdict": verdict} if isinstance(verdict, str) else verdict)
    return Trial(f"{verdict} {facts}", Location("zz/code/20/scenarios.yaml"), a_request(**facts, as_of=day), expect)


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    harm = {"harms_the_office": {"answer": True, "by": "the head", "day": "2020-05-01", "why": "harm"}}
    return [
        a_trial("allow", **POLICE),
        a_trial("deny", **(POLICE | {"purposes": "news"})),
        a_trial("deny", **(POLICE | {"judgments": harm})),
        a_trial("allow", **RESEARCH),
        a_trial("deny", **(RESEARCH | {"agreement": {"written": False, "terms": ["every_required_term"]}})),
        a_trial("allow", "2010-01-01", **POLICE),
        a_trial("deny", "2009-12-31", **POLICE),
    ]


def test_every_kind_of_mistake_is_made(law: Law) -> None:
    kinds = Counter(mutant.kind for mutant in mutants(law, BOTH))

    assert set(kinds) >= {
        "drop a condition", "negate a condition", "swap and, or", "broaden a term", "narrow a term",
        "drop an exception", "shift a date", "flip an effect",
    }  # fmt: skip


def test_the_edited_file_loads_to_the_mutant(law: Law, tmp_path: Path) -> None:
    for number, mutant in enumerate(mutants(law, BOTH)):
        folder = tmp_path / str(number)
        shutil.copytree(ZEDLAND, folder)
        for edit in mutant.edits:
            file = folder / Path(edit.file).relative_to(Path(edit.file).parents[3])
            text = edited(file.read_text(), edit)
            file.unlink()
            first = text.split("from: ")[1][:10]
            file.with_name(f"{first}.yaml").write_text(text)
        again = compile_rules(load_rules(folder))
        written = {(p.id, p.effective.first): p for found in again.provisions.values() for p in found}
        for _, new in mutant.changed:
            other = written[new.id, new.effective.first]
            assert other.effective == new.effective, mutant.what
            assert [c.expression for c in other.clauses] == [c.expression for c in new.clauses], mutant.what
            assert (other.exception_to, other.effect) == (new.exception_to, new.effect), mutant.what
        shutil.rmtree(folder)


def test_a_mutant_is_noticed_only_if_a_scenario_fails_under_its_law(law: Law, trials: list[Trial]) -> None:
    bench = Bench(law, trials)

    for mutant in mutants(law, BOTH):
        failing = [
            one.trial
            for one in bench.tried
            if next(differences(one.trial.expect, decide(one.weighing.case, mutant.law(law), Diagnosis)), None)
        ]
        killer = bench.killer(mutant)
        assert (killer in failing) if killer else not failing, mutant.what  # only verdicts are expected here


def test_citations_what_is_lacking_and_what_is_missing_notice_mutants_too(law: Law) -> None:
    asked = a_request(**(POLICE | {"purposes": "news", "recipient": {"type": "newspaper"}}))
    silent = Trial("a", Location("x"), asked, Expectation(verdict="deny"))
    exacting = Trial("b", Location("x"), asked, Expectation(verdict="deny", lacking=("1 ZC 20(a)(2)",)))
    dropped = next(m for m in mutants(law, BOTH) if m.kind == "drop a condition" and m.citation == "1 ZC 20(a)(2)")

    assert Bench(law, [silent]).killer(dropped) is None
    assert Bench(law, [exacting]).killer(dropped) == exacting


def test_an_unconfirmed_scenario_notices_nothing(law: Law) -> None:
    open_one = Trial("a", Location("x"), a_request(**POLICE), Expectation(verdict="unconfirmed"))

    assert all(Bench(law, [open_one]).killer(mutant) is None for mutant in mutants(law, BOTH))


def test_what_no_complete_facts_can_tell_apart_is_known(law: Law) -> None:
    found = [mutant for mutant in mutants(law, BOTH) if never_noticed(mutant, law)]
    days = [mutant.what for mutant in found if mutant.kind == "shift a date"]

    assert "in force from 2014-12-31" not in days  # the first day of zz-a, whose prohibition stands alone
    for mutant in found:
        assert mutant.kind == "shift a date" or mutant.clause is not None
