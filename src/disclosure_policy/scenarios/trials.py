"""Reads the scenarios of a folder as trials: each request, on each of its days, with what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources.abc import Traversable

from disclosure_policy.documents import Document, below, model_of, of_value, read
from disclosure_policy.documents import Path as Place
from disclosure_policy.errors import Location, Problem, ProblemsError, ScenarioError, suggest
from disclosure_policy.loading import SCENARIOS, contents, files_below, shown
from disclosure_policy.requests import put
from disclosure_policy.scenarios.scenario_files import Expectation, Request, ScenarioFile

_NOT_READ = of_value(None, "request")


@dataclass(frozen=True)
class Trial:
    """One request to decide, and what is expected of it."""

    name: str
    location: Location
    request: Request
    expect: Expectation
    register: Document | None = None
    """The register under which it is decided, if there is one."""
    written: Document = field(default=_NOT_READ, repr=False, compare=False)
    """The file that it was read from."""
    parts: tuple[tuple[Place, Place], ...] = field(default=(), repr=False, compare=False)
    """What of that file makes up the request: where it stands there, and where it goes in the request."""
    expected_at: Place = ()
    """Where in that file it says what is expected."""

    def place_of(self, expected: str, number: int) -> Location:
        """Return where one of the citations or facts stands that are expected, such as the first of `lacking`."""
        return self.written.where((*self.expected_at, expected, number))

    @property
    def document(self) -> Document:
        """The request as a document, in which each value has its place in the file of scenarios."""
        document = Document(self.location.file, self.request)
        for source, target in self.parts:
            part = below(self.written, source)
            document.places.update({(*target, *inside): mark for inside, mark in part.places.items()})
            document.keys.update({(*target, *inside): mark for inside, mark in part.keys.items()})
            if source in self.written.keys:
                document.keys[target] = self.written.keys[source]
        document.places[()] = self.location.line, self.location.column
        return document


def trials_in(folder: Traversable) -> tuple[Trial, ...]:
    """Read every `scenarios.yaml` in a folder and those below it, or the one file given, in the order of their names.

    Raises:
        ScenarioError: with every mistake in every file.
    """
    trials: list[Trial] = []
    problems: list[Problem] = []
    below = [folder] if folder.is_file() else [file for file, _ in files_below(folder) if file.name == SCENARIOS]
    for file in below:
        try:
            trials += read_trials(file)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return tuple(trials)


def read_trials(file: Traversable, name: str = "") -> tuple[Trial, ...]:
    """Read the scenarios of a file, each variation as a trial of its own; `name` is told if the file is no path.

    Raises:
        ScenarioError: with every mistake in the file.
    """
    try:
        known_as = shown(file, name or str(file))
        document = read(contents(file, known_as), known_as)
        return tuple(_trials(model_of(ScenarioFile, document), document))
    except ProblemsError as error:
        raise ScenarioError(error.problems) from None


def _trials(file: ScenarioFile, document: Document) -> Iterator[Trial]:
    names: set[str] = set()
    problems: list[Problem] = []
    for index, scenario in enumerate(file.scenarios):
        at: Place = ("scenarios", index)
        request = _merged(file.given, scenario.request)
        parts = tuple((part, ()) for part in (("given",), (*at, "request")) if part in document.places)
        register = below(document, ("registers", scenario.under)) if scenario.under in file.registers else None
        if scenario.under is not None and register is None:
            where, message = document.where((*at, "register")), f"this file has no register `{scenario.under}`"
            help_ = suggest(scenario.under, file.registers) or "write it under `registers`"
            problems.append(Problem(where, message, help_, code="invalid-scenario"))
        days = file.also_on if scenario.also_on is None and "as_of" not in scenario.request else scenario.also_on
        expected = _expectation_at(document, at)
        trial = Trial(
            scenario.name, document.where(at), request, scenario.expect, register, document, parts, expected
        )
        trials = [*_on_days(trial, days)]
        for number, variation in enumerate(scenario.but):
            name = f"{scenario.name}, but {variation.name}"
            but, varied = (*at, "but", number), deepcopy(request)
            for path, value in variation.set.items():
                where = document.where((*but, "set", path), key=True)
                before = deepcopy(varied)
                if not put(varied, path, value):
                    message, help_ = f"there is nothing at `{path}` to set", "set a fact of the request by its path"
                    problems.append(Problem(where, message, help_, code="nothing-to-set"))
                elif varied == before:
                    already = "is not stated anyway" if value is None else "is stated so already"
                    message = f"`{path}` {already}: this changes nothing"
                    problems.append(
                        Problem(where, message, "set another fact, or check its name", code="idle-variation")
                    )
            changed = tuple(((*but, "set", path), _as_place(path)) for path in variation.set)
            where = document.where(but)
            made_of, expected = (*parts, *changed), _expectation_at(document, but)
            trial = Trial(name, where, varied, variation.expect, register, document, made_of, expected)
            own = variation.also_on
            trials += _on_days(trial, days if own is None and "as_of" not in variation.set else own)
        for trial in trials:
            if trial.name in names:
                problems.append(
                    Problem(
                        trial.location,
                        f"the name `{trial.name}` is used twice",
                        "rename one of them",
                        code="duplicate-scenario",
                    )
                )
            names.add(trial.name)
            yield trial
    if problems:
        raise ProblemsError(problems)


def _expectation_at(document: Document, at: Place) -> Place:
    return (*at, "expect") if (*at, "expect") in document.places else ("expect",)


def _as_place(path: str) -> Place:
    return tuple(int(part) if part.isdigit() else part for part in path.split("."))


def _on_days(trial: Trial, days: Iterable[date] | None) -> Iterator[Trial]:
    yield trial
    for day in days or ():
        yield replace(trial, name=f"{trial.name}, on {day}", request={**trial.request, "as_of": day.isoformat()})


def _merged(given: Request, request: Request) -> Request:
    merged = deepcopy(given)
    for key, value in request.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else deepcopy(value)
    return merged
