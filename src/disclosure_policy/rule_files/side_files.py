"""The models of the files beside a jurisdiction's sections: its terms, facts, structure, exclusions and rulings."""

from typing import Literal

from pydantic import ConfigDict, RootModel

from disclosure_policy.field_descriptions import Described
from disclosure_policy.rule_files.court_ruling import Ruling
from disclosure_policy.rule_files.fact import FactDeclaration
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
