"""Scenarios: requests with the decision that the text of the law gives, kept beside the law."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from disclosure_policy.decision import Decision
from disclosure_policy.errors import Location, Problem, ProblemsError, RequestError, ScenarioError
from disclosure_policy.policy import Policy
from disclosure_policy.reading import Document, read
from disclosure_policy.reading import Path as Place
from disclosure_policy.record import Basis, Verdict
from disclosure_policy.validating import model_of

Request = dict[str, Any]


def _as_expectation(value: object) -> object:
    return {"verdict": value} if isinstance(value, str) else value


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Expectation(_Written):
    """The decision that the law gives; lists are subsets of what must be found."""

    verdict: Verdict
    """Allow or deny."""
    basis: Basis | None = None
    """Why."""
    citations: tuple[str, ...] = ()
    """Citations of determining rules."""
    missing: tuple[str, ...] = ()
    """Facts that are missing."""
    lacking: tuple[str, ...] = ()
    """Citations of what the closest permits lacked."""


Expected = Annotated[Expectation, BeforeValidator(_as_expectation, json_schema_input_type=Verdict | Expectation)]


class Variation(_Written):
    """The same request but for a few facts."""

    name: str
    """What is different, after the words `but`."""
    set: dict[str, Any] = Field(min_length=1)
    """Dotted paths and their values; null leaves the fact unstated."""
    expect: Expected
    """The decision then."""


class Scenario(_Written):
    """A request, the decision on it, and the variations that decide otherwise."""

    name: str
    """The story in a few words."""
    request: Request = Field(default_factory=dict)
    """The request, merged key by key into what is `given`."""
    expect: Expected
    """The decision that the text of the law gives."""
    but: tuple[Variation, ...] = ()
    """Variations, each of which changes one thing."""


class ScenarioFile(_Written):
    """Scenarios that share some facts."""

    given: Request = Field(default_factory=dict)
    """What every request in the file states."""
    scenarios: tuple[Scenario, ...] = Field(min_length=1)
    """The requests and what is decided on each."""


@dataclass(frozen=True)
class Trial:
    """One request to decide, and what is expected of it."""

    name: str
    location: Location
    request: Request
    expect: Expectation

    def run(self, policy: Policy) -> list[str]:
        """Decide the request; return each way in which the decision is not as expected.

        Raises:
            ScenarioError: if the request is not well formed.
        """
        try:
            decision = policy.decide(self.request)
        except RequestError as error:
            raise ScenarioError(
                Problem(self.location, f"{self.name}: {problem.message}", problem.help) for problem in error.problems
            ) from None
        return list(_differences(self.expect, decision))


def read_trials(file: Path) -> tuple[Trial, ...]:
    """Read the scenarios of a file, each variation as a trial of its own.

    Raises:
        ScenarioError: with every mistake in the file.
    """
    try:
        document = read(file.read_bytes(), str(file))
        return tuple(_trials(model_of(ScenarioFile, document), document))
    except ProblemsError as error:
        raise ScenarioError(error.problems) from None


def _trials(file: ScenarioFile, document: Document) -> Iterator[Trial]:
    names: set[str] = set()
    problems: list[Problem] = []
    for index, scenario in enumerate(file.scenarios):
        at: Place = ("scenarios", index)
        request = _merged(file.given, scenario.request)
        trials = [Trial(scenario.name, document.where(at), request, scenario.expect)]
        for number, variation in enumerate(scenario.but):
            name = f"{scenario.name}, but {variation.name}"
            varied = deepcopy(request)
            for path, value in variation.set.items():
                if not _put(varied, path.split("."), value):
                    where = document.where((*at, "but", number, "set", path), key=True)
                    problems.append(Problem(where, f"there is nothing at `{path}` to set"))
            trials.append(Trial(name, document.where((*at, "but", number)), varied, variation.expect))
        for trial in trials:
            if trial.name in names:
                problems.append(Problem(trial.location, f"the name `{trial.name}` is used twice"))
            names.add(trial.name)
            yield trial
    if problems:
        raise ProblemsError(problems)


def _merged(given: Request, request: Request) -> Request:
    merged = deepcopy(given)
    for key, value in request.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else deepcopy(value)
    return merged


def _put(request: Any, path: list[str], value: object) -> bool:  # noqa: ANN401
    *branch, leaf = path
    at = request
    for part in branch:
        if isinstance(at, list):
            if not part.isdigit() or int(part) >= len(at):
                return False
            at = at[int(part)]
        elif isinstance(at, dict):
            at = at.setdefault(part, {})
        else:
            return False
    if not isinstance(at, dict):
        return False
    if value is None:
        at.pop(leaf, None)
    else:
        at[leaf] = deepcopy(value)
    return True


def _differences(expect: Expectation, decision: Decision) -> Iterator[str]:
    if decision.verdict != expect.verdict:
        yield f"expected {expect.verdict}, got {decision.verdict} ({decision.basis}: {', '.join(decision.citations)})"
        if decision.verdict == "deny":
            lacks = [f"{lack.citation} {lack.summary}" for permit in decision.closest for lack in permit.lacks]
            yield f"the closest permits lacked: {'; '.join(lacks[:8]) or 'nothing could help'}"
    if expect.basis not in (None, decision.basis):
        yield f"expected the basis {expect.basis}, got {decision.basis}"
    found = {
        "citations": set(decision.citations),
        "missing": {fact.fact for fact in decision.missing},
        "lacking": {lack.citation for permit in decision.closest for lack in permit.lacks},
    }
    for what, got in found.items():
        for wanted in getattr(expect, what):
            if wanted not in got:
                yield f"expected {what} to name {wanted}; they name {', '.join(sorted(got)) or 'nothing'}"
