"""The models of the files beside a jurisdiction's sections: its terms, its facts, the structure of its law."""

from pydantic import (
    RootModel,
)

from disclosure_policy.rule_files.fact import FactDeclaration
from disclosure_policy.rule_files.term import Term


class VocabularyFile(RootModel[dict[str, dict[str, Term]]]):
    """The terms that a jurisdiction adds, by the scheme they belong to and their name."""


class FactsFile(RootModel[dict[str, FactDeclaration]]):
    """The facts that a jurisdiction alone needs, and the judgments it leaves to people, by name."""


class StructureFile(RootModel[dict[str, str | None]]):
    """Every paragraph of the law that was read, by citation, with the reason why it is no rule, if it is none."""
