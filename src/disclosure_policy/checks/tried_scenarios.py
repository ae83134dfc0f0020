"""Runs the scenarios beside the law for the checks, and keeps what came of every rule in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from typing import Any

from disclosure_policy.conditions.expression import paths, truth
from disclosure_policy.deciding import Case, Facts, facts_of, settled
from disclosure_policy.documents import of_value
from disclosure_policy.errors import Problem, RequestError, ScenarioError
from disclosure_policy.law import Clause, Law, Provision
from disclosure_policy.loading import SCENARIOS
from disclosure_policy.policy import Policy
from disclosure_policy.register import gather_register
from disclosure_policy.requests import DERIVED, request_in
from disclosure_policy.rule_files import Section
from disclosure_policy.scenarios import Trial, read_trials


@dataclass
class TriedScenarios:
    """The scenarios of some sections, and what came of the rules in them, by their ids."""

    law: Law
    trials: list[Trial] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    without: list[Section] = field(default_factory=list)
    """The sections that have no scenarios; of several versions the latest."""
    met: set[str] = field(default_factory=set)
    """The rules whose conditions are all true in some scenario."""
    missed: set[str] = field(default_factory=set)
    """The permits that come near in some scenario that is to be denied: one of their conditions is not true, or they
    all are but something else may stop them."""
    _cases: dict[str, list[tuple[Trial, Case]]] = field(default_factory=dict)

    def read(self, folder: Traversable, sections: Mapping[str, Section]) -> None:
        """Read the scenarios beside sections."""
        for identity, section in sections.items():
            file = folder.joinpath(*identity.split("/"), SCENARIOS)
            if not file.is_file():
                self.without.append(section)
                continue
            try:
                trials = read_trials(file, f"{identity}/{SCENARIOS}")
            except ScenarioError as error:
                self.problems += error.problems
                continue
            self.trials += trials
            self._cases[identity] = list(self._made(trials))

    def _made(self, trials: tuple[Trial, ...]) -> Iterator[tuple[Trial, Case]]:
        for trial in trials:
            if trial.register is not None:  # it shows nothing of the law by itself
                self.problems += gather_register(trial.register, self.law)[1]
                continue
            try:
                case = facts_of(request_in(of_value(trial.request, "request")), self.law)
                yield trial, settled(case, self.law)[0]
            except RequestError:
                self.problems += self._mistakes(trial)

    def _mistakes(self, trial: Trial) -> Iterator[Problem]:
        """Yield what is wrong with a request, each at its place in the file of scenarios."""
        try:
            Policy(self.law).decide_document(trial.document)
        except RequestError as error:
            yield from (replace(one, code="invalid-scenario") for one in error.problems)

    def run(self) -> None:
        """Try every rule in the scenarios, those beside its section first, until it was both met and missed."""
        rules = [provision for found in self.law.provisions.values() for provision in found]
        limited = {target for rule in rules for target in rule.exception_to}
        limited |= {rule.id for rule in rules if not rule.usable or any(map(_reads_above, rule.clauses))}
        for rule in rules:
            elsewhere = (pairs for identity, pairs in self._cases.items() if identity != rule.section.id)
            others = (pair for pairs in elsewhere for pair in pairs)
            for trial, case in (*self._cases.get(rule.section.id, ()), *others):
                if rule.id in self.met and (rule.effect == "forbid" or rule.id in self.missed):
                    break
                if self._applies(rule, case):
                    for disclosure in case.disclosures:
                        self._note(rule, _untrue(rule, case, disclosure.facts), trial, limited)

    def _applies(self, rule: Provision, case: Case) -> bool:
        chain = {book.code for book in self.law.rule_set.chain(case.jurisdiction)}
        return rule.jurisdiction in chain and rule.effective.covers(case.as_of)

    def _note(self, rule: Provision, untrue: int, trial: Trial, limited: set[str]) -> None:
        if untrue == 0:
            self.met.add(rule.id)
        if trial.expect.verdict == "deny" and (untrue == 1 or (untrue == 0 and rule.id in limited)):
            self.missed.add(rule.id)

    @property
    def words(self) -> frozenset[str]:
        """Every word that a scenario states."""
        return frozenset(word for trial in self.trials for word in _words(trial.request))


def _untrue(rule: Provision, case: Case, facts: Facts) -> int:
    """Count the conditions that are not true; what the law of its parents says is supposed so."""
    below = case.jurisdiction != rule.jurisdiction
    known = facts.given({"state_law.authorizes": True}) if below else facts
    values = ((clause, truth(clause.expression, known.value)) for clause in rule.clauses)
    return sum(value is False or (value is None and not _reads_above(clause)) for clause, value in values)


def _reads_above(clause: Clause) -> bool:
    return not DERIVED.keys().isdisjoint(paths(clause.expression))


def _words(value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inside in value:
            yield from _words(inside)
    elif isinstance(value, str):
        yield value


def cited(provision: Provision) -> Iterator[str]:
    """Yield every citation that a decision may give for a rule."""
    yield provision.citation
    yield from (clause.citation for clause in provision.clauses)
