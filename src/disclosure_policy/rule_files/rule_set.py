"""The class `RuleSet`: all rules as written, by jurisdiction and section."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from disclosure_policy.documents import Document
from disclosure_policy.rule_files.court_ruling import Ruling
from disclosure_policy.rule_files.fact import FactDeclaration
from disclosure_policy.rule_files.jurisdiction import Jurisdiction
from disclosure_policy.rule_files.section_file import SectionText
from disclosure_policy.rule_files.term import Exclusion, NotTogether, Term


@dataclass(frozen=True)
class Section:
    """A section and where its file stands; `id` is `jurisdiction/instrument/section`, whatever the version."""

    id: str
    jurisdiction: str
    text: SectionText
    document: Document

    def rule_id(self, short: str) -> str:
        """Return the full id of a rule of this section; a full id is returned as it is."""
        return short if "/" in short else f"{self.id}/{short}"


@dataclass(frozen=True)
class Lawbook:
    """Everything that one jurisdiction's folder says."""

    code: str
    jurisdiction: Jurisdiction
    terms: Mapping[str, Mapping[str, Term]]
    facts: Mapping[str, FactDeclaration]
    sections: tuple[Section, ...]
    documents: Mapping[str, Document]
    """The files beside the sections, by name without the ending: `jurisdiction`, `vocabulary`, `rulings` …"""
    structure: Mapping[str, str | None] = field(default_factory=dict)
    """Every paragraph of the law that was read, with the reason why it is no rule, if it is none."""
    exclusions: Mapping[str, tuple[Exclusion, ...]] = field(default_factory=dict)
    """What excludes what among its terms, by scheme."""
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    """What courts have ruled on its law, by short name."""
    undivided: frozenset[str] = frozenset()
    """The paragraphs of its structure of which it is not listed what they are divided into."""
    not_together: tuple[NotTogether, ...] = ()
    """What cannot be together across facts."""
    unsound: frozenset[str] = frozenset()
    """The ids of sections, and the files beside them, with something that cannot be used; no loaded law has any."""
    lost: frozenset[str] = frozenset()
    """What of them is not even known by its name: whole files, sections, and facts and terms as `facts/consents`."""

    def alone(self) -> "Lawbook":
        """Return the same without its parent, which is not there."""
        jurisdiction = self.jurisdiction.model_copy(update={"parent": None})
        return replace(self, jurisdiction=jurisdiction, lost=self.lost | {"jurisdiction"})


@dataclass(frozen=True)
class RuleSet:
    """All rules as written, and a fingerprint of what decides anything in them."""

    lawbooks: Mapping[str, Lawbook] = field(repr=False)
    fingerprint: str

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the jurisdictions, in order."""
        return tuple(sorted(self.lawbooks))

    def chain(self, code: str) -> tuple[Lawbook, ...]:
        """Return a jurisdiction and its parents, root first."""
        books: list[Lawbook] = []
        at: str | None = code
        while at is not None:
            books.append(self.lawbooks[at])
            at = self.lawbooks[at].jurisdiction.parent
        return tuple(reversed(books))
