"""The scenarios beside the law, as far as they can be run: what they state, and what came of every rule in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

from disclosure_policy.compiling import Law
from disclosure_policy.errors import Problem, ProblemsError, ScenarioError
from disclosure_policy.gathering import SCENARIOS
from disclosure_policy.provision import Provision
from disclosure_policy.reading import of_value
from disclosure_policy.request import DisclosureRequest
from disclosure_policy.rule import Section
from disclosure_policy.scenarios import Trial, read_trials
from disclosure_policy.turning import Scales
from disclosure_policy.validating import model_of


@dataclass
class Tried:
    """The scenarios of some sections, and what came of the rules in them."""

    law: Law
    trials: list[Trial] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    without: list[Section] = field(default_factory=list)
    """The sections that have no scenarios; of several versions the latest."""
    met: set[str] = field(default_factory=set)
    """The rules whose conditions are all true in some scenario."""
    missed: set[str] = field(default_factory=set)
    """The permits that come near in some scenario that denies: one condition is not true, or an exception holds."""

    def read(self, folder: Traversable, sections: Mapping[str, Section]) -> None:
        """Read the scenarios beside sections."""
        for identity, section in sections.items():
            file = folder.joinpath(*identity.split("/"), SCENARIOS)
            if not file.is_file():
                self.without.append(section)
                continue
            try:
                self.trials += read_trials(file, f"{identity}/{SCENARIOS}")
            except ScenarioError as error:
                self.problems += error.problems

    def run(self) -> None:
        """Weigh the request of every scenario."""
        scales = Scales(self.law)
        for trial in self.trials:
            try:
                weighing = scales.weigh(model_of(DisclosureRequest, of_value(trial.request, "request")))
            except ProblemsError as error:
                self.problems += (
                    Problem(trial.location, problem.message, problem.help, code="invalid-scenario")
                    for problem in error.problems
                )
                continue
            for one in (one for weights in weighing.weighed for one in weights):
                for provision in one.layer.provisions:
                    false = [value for value in one.clauses[provision.id] if value is not True]
                    if not false:
                        self.met.add(provision.id)
                    if len(false) <= 1 and one.holds[provision.id] is not True and not weighing.allowed:
                        self.missed.add(provision.id)

    @property
    def words(self) -> frozenset[str]:
        """Every word that a scenario states."""
        return frozenset(word for trial in self.trials for word in _words(trial.request))


def _words(value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, dict):
        for inside in value.values():
            yield from _words(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _words(inside)
    elif isinstance(value, str):
        yield value


def cited(provision: Provision) -> Iterator[str]:
    """Yield every citation that a decision may give for a rule."""
    yield provision.citation
    yield from (clause.citation for clause in provision.clauses)
