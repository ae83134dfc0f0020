"""Reads scenario files: requests with the decision that the text of the law gives, kept beside the law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from disclosure_policy.days import Day
from disclosure_policy.decision import Basis, Verdict
from disclosure_policy.documents import Document, below, model_of, read
from disclosure_policy.documents import Path as Place
from disclosure_policy.errors import Location, Problem, ProblemsError, ScenarioError, refusal, suggest
from disclosure_policy.escaping import plain
from disclosure_policy.field_descriptions import Described
from disclosure_policy.loading import SCENARIOS, contents, files_below, shown
from disclosure_policy.register import RegisterFile
from disclosure_policy.requests import put

Request = dict[str, Any]


def _as_expectation(value: object) -> object:
    return {"verdict": value} if isinstance(value, str) else value


class _Written(Described):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _name(text: str) -> str:
    if not plain(text) or "::" in text:
        message = "a name of blanks alone tells nothing" if not plain(text) else "a name must not hold `::`"
        raise refusal(
            "scenario-name", message, help_="say in a few words what the request is; `::` parts names of tests"
        )
    return text


Name = Annotated[str, AfterValidator(_name), Field(json_schema_extra={"pattern": r"\S"})]
"""A few words by which a scenario is found among the tests."""


class Expectation(_Written):
    """The decision that the law gives; lists are subsets of what must be found."""

    verdict: Verdict | Literal["unconfirmed"]
    """The verdict; `unconfirmed` until a person has read the text, and then no run passes."""
    basis: Basis | None = None
    """Why."""
    citations: tuple[str, ...] = ()
    """Citations of determining rules."""
    uncited: tuple[str, ...] = ()
    """Citations on which the decision must not rest."""
    missing: tuple[str, ...] = ()
    """Facts that are missing."""
    lacking: tuple[str, ...] = ()
    """Citations of what the closest permits lacked."""


_EXPECTS: JsonDict = {"required": ["expect"]}
_UNLESS_DEFAULT: JsonDict = {
    "if": {"required": ["expect"], "properties": {"expect": {"not": {"type": "null"}}}},
    "else": {"properties": {"scenarios": {"items": {**_EXPECTS, "properties": {"but": {"items": _EXPECTS}}}}}},
}


def _unless_default(schema: JsonDict) -> None:
    """Leave it to the file to ask for `expect`: it may have a default."""
    required = schema["required"]
    if isinstance(required, list):
        required.remove("expect")


Expected = Annotated[Expectation, BeforeValidator(_as_expectation, json_schema_input_type=Verdict | Expectation)]


class Variation(_Written):
    """The same request but for a few facts."""

    model_config = ConfigDict(json_schema_extra=_unless_default)

    name: Name
    """What is different, after the words `but`."""
    set: dict[str, Any] = Field(min_length=1)
    """Dotted paths and their values; null leaves the fact unstated."""
    expect: Expected
    """The decision then; without it, the one that the file expects."""
    also_on: tuple[Day, ...] | None = None
    """Days in place of those of the scenario on which the same is decided; empty for none."""


class Scenario(_Written):
    """A request, the decision on it, and the variations that decide otherwise."""

    model_config = ConfigDict(json_schema_extra=_unless_default)

    name: Name
    """The story in a few words."""
    request: Request = Field(default_factory=dict)
    """The request, merged key by key into what is `given`."""
    expect: Expected
    """The decision that the text of the law gives; without it, the one that the file expects."""
    but: tuple[Variation, ...] = ()
    """Variations, each of which changes one thing."""
    also_on: tuple[Day, ...] | None = None
    """Days in place of those of the file on which the same is decided; empty for none."""
    under: str | None = Field(default=None, alias="register")
    """The register of this file under which it is decided, with its variations; it then shows nothing of the law by
    itself, and counts for no coverage of it."""


class ScenarioFile(_Written):
    """Scenarios that share some facts."""

    model_config = ConfigDict(json_schema_extra=_UNLESS_DEFAULT)

    registers: dict[str, RegisterFile] = Field(default_factory=dict)
    """Registers of agencies under which some of the requests are decided, by a short name."""
    given: Request = Field(default_factory=dict)
    """What every request in the file states."""
    also_on: tuple[Day, ...] = ()
    """Other days on which the same is decided of every request that does not itself state its day."""
    expect: Expected | None = None
    """The decision on every request, and every variation, that does not itself say what to expect."""
    scenarios: tuple[Scenario, ...] = Field(min_length=1)
    """The requests and what is decided on each."""

    @model_validator(mode="before")
    @classmethod
    def _default(cls, value: object) -> object:
        """Write what the file expects wherever nothing else is expected."""
        if not isinstance(value, dict) or value.get("expect") is None:
            return value
        return {**value, "scenarios": _expecting(value["expect"], value.get("scenarios"))}


def _expecting(expect: object, scenarios: object) -> object:
    """Return scenarios, or their variations, each with what is expected of it by default; what is none stays."""
    if not isinstance(scenarios, list):
        return scenarios
    return [
        {"expect": expect, **one, **({"but": _expecting(expect, one["but"])} if "but" in one else {})}
        if isinstance(one, dict)
        else one
        for one in scenarios
    ]


@dataclass(frozen=True)
class Trial:
    """One request to decide, and what is expected of it."""

    name: str
    location: Location
    request: Request
    expect: Expectation
    register: Document | None = None
    """The register under which it is decided, if there is one."""


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
        register = below(document, ("registers", scenario.under)) if scenario.under in file.registers else None
        if scenario.under is not None and register is None:
            where, message = document.where((*at, "register")), f"this file has no register `{scenario.under}`"
            help_ = suggest(scenario.under, file.registers) or "write it under `registers`"
            problems.append(Problem(where, message, help_, code="invalid-scenario"))
        days = file.also_on if scenario.also_on is None and "as_of" not in scenario.request else scenario.also_on
        trials = [*_on_days(Trial(scenario.name, document.where(at), request, scenario.expect), days)]
        for number, variation in enumerate(scenario.but):
            name = f"{scenario.name}, but {variation.name}"
            varied = deepcopy(request)
            for path, value in variation.set.items():
                where = document.where((*at, "but", number, "set", path), key=True)
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
            trial = Trial(name, document.where((*at, "but", number)), varied, variation.expect)
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
            yield replace(trial, register=register)
    if problems:
        raise ProblemsError(problems)


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
