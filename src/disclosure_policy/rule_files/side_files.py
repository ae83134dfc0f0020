"""The models of the files beside a jurisdiction's sections: its terms, facts, structure, exclusions and rulings."""

from pydantic import (
    RootModel,
)

from disclosure_policy.rule_files.court_ruling import Ruling
from disclosure_policy.rule_files.fact import FactDeclaration
from disclosure_policy.rule_files.term import Exclusion, Term


class VocabularyFile(RootModel[dict[str, dict[str, Term]]]):
    """The terms that a jurisdiction adds, by the scheme they belong to and their name."""


class FactsFile(RootModel[dict[str, FactDeclaration]]):
    """The facts that a jurisdiction alone needs, and the judgments it leaves to people, by name."""


class StructureFile(RootModel[dict[str, str | None]]):
    """Every paragraph of the law that was read, by citation, with the reason why it is no rule, if it is none."""


class RulingsFile(RootModel[dict[str, Ruling]]):
    """The rulings that bear on a jurisdiction's law, by a short name that contested readings give."""


class ExclusionsFile(RootModel[dict[str, tuple[Exclusion, ...]]]):
    """What excludes what among the terms of a jurisdiction and those above it, by the scheme they belong to."""
