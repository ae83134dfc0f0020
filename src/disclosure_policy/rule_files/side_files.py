"""The models of the files beside a jurisdiction's sections: its terms, facts, exclusions, properties and so on."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, RootModel, model_validator
from pydantic.config import JsonDict

from disclosure_policy.days import Day
from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described
from disclosure_policy.rule_files.court_ruling import Ruling
from disclosure_policy.rule_files.fact import FactDeclaration
from disclosure_policy.rule_files.key_forms import SHORT_ID, short_id
from disclosure_policy.rule_files.term import Exclusion, NotTogether, Term


class VocabularyFile(RootModel[dict[str, dict[str, Term]]]):
    """The terms that a jurisdiction adds, by the scheme they belong to and their name."""


class FactsFile(RootModel[dict[str, FactDeclaration]]):
    """The facts that a jurisdiction alone needs, and the judgments it leaves to people, by name."""


class ListedParagraph(Described):
    """What is said of a paragraph besides that it is there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str | None = None
    """Why it is no rule, if it is none."""
    below: Literal["not listed"] | None = None
    """`not listed` if what it is divided into is not listed, so that any place inside it may be cited."""


class StructureFile(RootModel[dict[str, str | ListedParagraph | None]]):
    """Every paragraph of the law that was read, by citation, with the reason why it is no rule, if it is none."""

    @property
    def reasons(self) -> dict[str, str | None]:
        """For each paragraph the reason why it is no rule, if it is none."""
        return {name: one.reason if isinstance(one, ListedParagraph) else one for name, one in self.root.items()}

    @property
    def undivided(self) -> frozenset[str]:
        """The paragraphs of which it is not listed what they are divided into."""
        return frozenset(name for name, one in self.root.items() if isinstance(one, ListedParagraph) and one.below)


class RulingsFile(RootModel[dict[str, Ruling]]):
    """The rulings that bear on a jurisdiction's law, by a short name that contested readings give."""


class ExclusionsFile(Described):
    """What excludes what among the terms of a jurisdiction and those above it, by the scheme they belong to.

    `not_together` has what cannot be together across facts.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    __pydantic_extra__: dict[str, tuple[Exclusion, ...]]
    not_together: tuple[NotTogether, ...] = ()
    """Statements of several facts that cannot all be true of one disclosure."""

    @property
    def of_terms(self) -> dict[str, tuple[Exclusion, ...]]:
        """What excludes what, by scheme."""
        return self.__pydantic_extra__


PROPERTIES = "properties.yaml"
"""The file that says what must never be and what must always be; it is no part of the law."""

_ONE_OF_BOTH: JsonDict = {
    "oneOf": [
        {"required": [key], "properties": {key: {"type": "string"}}} for key in ("never_allowed", "never_refused")
    ]
}


class Property(Described):
    """What holds of every disclosure of which a condition is definitely true.

    It decides nothing: it is tried against the rules, as a scenario is.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, json_schema_extra=_ONE_OF_BOTH
    )

    id: Annotated[str, AfterValidator(short_id), Field(json_schema_extra={"pattern": SHORT_ID})]
    """A short name, unique in the file."""
    never_allowed: str | None = None
    """A condition as in a rule: no disclosure of which it is true is allowed."""
    never_refused: str | None = None
    """A condition as in a rule: this jurisdiction's own law lets every disclosure through of which it is true."""
    citation: str
    """Where the law says so."""
    because: str
    """Why it must be so, in our own words."""
    first: Day | None = Field(default=None, alias="from")
    """The first day on which it holds; without it, every day until the last."""
    last: Day | None = Field(default=None, alias="to")
    """The last day on which it holds; without it, every day from the first."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        help_ = "write `never_allowed` or `never_refused`, with a condition"
        if self.never_allowed is None and self.never_refused is None:
            raise refusal("missing-field", "this says nothing of what must never be", help_=help_)
        if self.never_allowed is not None and self.never_refused is not None:
            raise refusal("unknown-field", "a property says one thing only", key="never_refused", help_=help_)
        if self.first is not None and self.last is not None and self.last < self.first:
            message = f"the period ends on {self.last}, before it begins on {self.first}"
            raise refusal("reversed-period", message, key="to", help_="correct one of the days")
        return self

    @property
    def key(self) -> str:
        """The key under which its condition stands."""
        return "never_refused" if self.never_allowed is None else "never_allowed"

    @property
    def condition(self) -> str:
        """The text of its condition."""
        return self.never_allowed or self.never_refused or ""

    def holds_on(self, day: date) -> bool:
        """Say whether it is meant for a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class PropertiesFile(RootModel[tuple[Property, ...]]):
    """What must never be and what must always be under one jurisdiction."""
