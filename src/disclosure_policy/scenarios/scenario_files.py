"""Reads scenario files: requests with the decision that the text of the law gives, kept beside the law."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from disclosure_policy.days import Day
from disclosure_policy.decision import Basis, Verdict
from disclosure_policy.errors import refusal
from disclosure_policy.escaping import plain
from disclosure_policy.field_descriptions import Described
from disclosure_policy.register import RegisterFile

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

    def is_met(self, verdict: str, basis: str, citations: Collection[str]) -> bool:
        """Say whether a decision is as expected, in all but what is missing and what was lacking."""
        said = self.verdict == verdict and self.basis in (None, basis)
        return said and set(self.citations) <= set(citations) and set(self.uncited).isdisjoint(citations)


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
