"""A fact that a rule can read: its type, the question it answers, and who can answer it."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, StrictBool

from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.field_descriptions import Described

SINGLE = frozenset({"item.type", "purpose"})
"""Coded facts of which a rule sees exactly one term: each of several that a request states is decided by itself."""


class FactDeclaration(Described):
    """What is asked when a fact is missing, and what may be answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["boolean", "number", "date", "terms", "judgment"]
    """`number` is whole; `terms` come from the vocabulary; a `judgment` is a question that the law leaves to a
    person, whose answer says who gave it, when and why."""
    question: str
    """The question that the fact answers, in plain words."""
    citation: str | None = None
    """Where the law asks for it."""
    supplied_by: str = "the agency"
    """Who can answer."""
    changeable: StrictBool = False
    """Whether the parties can lawfully make it otherwise, as by signing an agreement; who somebody is and what a
    record contains cannot be changed."""
    terms_of: str | None = None
    """The vocabulary scheme that a fact of type `terms` takes its terms from, if not the one of its own name."""
    several: StrictBool = False
    """Whether several terms commonly apply at once, as of an agreement's terms; otherwise one is the rule."""

    @property
    def kind(self) -> Kind:
        """The type that a condition sees: a judgment is a Boolean."""
        return "boolean" if self.type == "judgment" else self.type


def as_list(value: object) -> object:
    """Return the list of one that a text by itself stands for; all else unchanged."""
    return (value,) if isinstance(value, str) else value


OneOrMore = Annotated[tuple[str, ...], BeforeValidator(as_list, json_schema_input_type=str | tuple[str, ...])]
"""A list of texts, or one text that stands for a list of one."""
