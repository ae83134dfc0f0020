"""The class `Register`: an agency's register that was read and fits the law, and is never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from disclosure_policy.conditions.expression import Expression
from disclosure_policy.documents import Document
from disclosure_policy.errors import Location
from disclosure_policy.law.counsel_decisions import Adoption, Standing
from disclosure_policy.register.register_file import Adopted, Official, RegisterFile


@dataclass(frozen=True)
class Register:
    """An agency's register, which fits the law that it was read for."""

    file: RegisterFile
    document: Document
    digest: str
    """The SHA-256 of what it says, whatever the layout of its file."""
    conditions: Mapping[str, Expression]
    """For which requests a determination was made, by its short name; none if for all."""

    @property
    def supplies_facts(self) -> bool:
        """Whether it can supply a request with facts, and does not only bear on the rules."""
        return bool(self.file.recipients or self.file.agreements or self.file.determinations)

    @cached_property
    def standing(self) -> Standing:
        """What counsel decided of the rules."""
        return Standing(self.digest, self._adoptions(self.file.readings), self._adoptions(self.file.accepted))

    def where(self, *path: str | int) -> Location:
        """Return where an entry, or something in it, stands in the file."""
        return self.document.where(path)

    def official(self, name: str) -> str:
        """Return how an official is named in a decision."""
        found: Official = self.file.officials[name]
        return f"{found.name}, {found.title}"

    def _adoptions(self, decided: Mapping[str, Adopted]) -> dict[str, Adoption]:
        return {rule: Adoption(self.official(one.by), one.day, one.why, one.until) for rule, one in decided.items()}
