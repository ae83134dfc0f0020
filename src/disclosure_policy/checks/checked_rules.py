"""What is checked: the rules with their mistakes, and which of them are sound enough to be looked at further."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path

from disclosure_policy.checks.tried_scenarios import TriedScenarios
from disclosure_policy.documents import Document
from disclosure_policy.errors import Location, Problem
from disclosure_policy.law import Law, Provision
from disclosure_policy.loading import Doubt, bundled_rules, gather_law, gather_rules, is_jurisdiction
from disclosure_policy.proving import Possibilities
from disclosure_policy.rule_files import EffectivePeriod, Lawbook, Section
from disclosure_policy.scenarios.properties import LawProperty, gather_properties


@dataclass(frozen=True)
class Subject:
    """The rules in a folder, or those of one jurisdiction in it.

    A check that looks at one file goes by `sections` or `provisions`, which leave out files with an error and all of
    a jurisdiction whose facts or terms have one; one that looks across files goes by `books` or `whole`, which leave
    out jurisdictions with an error in them or in their parents.
    """

    law: Law
    errors: tuple[Problem, ...]
    folder: Traversable
    only: str | None
    texts: Path | None
    _possible: dict[tuple[str, EffectivePeriod], Possibilities] = field(default_factory=dict, repr=False)

    @cached_property
    def doubt(self) -> Doubt:
        """What is in doubt because of the errors, so that nothing more is said of it."""
        return Doubt(self.law.rule_set, self.errors)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The jurisdictions that are checked: those in the folder, without parents that only come along."""
        return tuple(
            code
            for code in self.law.rule_set.codes
            if self.only in (None, code) and is_jurisdiction(self.folder / code)
        )

    @cached_property
    def books(self) -> tuple[Lawbook, ...]:
        """The jurisdictions without an error in them or in their parents."""
        return tuple(self.law.rule_set.lawbooks[code] for code in self.codes if not self.doubt.of_jurisdiction(code))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The versions of sections without an error in their file."""
        return tuple(
            section
            for code in self.codes
            for section in self.law.rule_set.lawbooks[code].sections
            if not self.doubt.of_section(section)
        )

    @property
    def provisions(self) -> Iterator[Provision]:
        """The rules without an error in their file."""
        for code in self.codes:
            for provision in self.law.provisions[code]:
                if not self.doubt.of_section(provision.section):
                    yield provision

    @property
    def whole(self) -> Iterator[Provision]:
        """The rules of the jurisdictions without an error in them or in their parents."""
        return (provision for book in self.books for provision in self.law.provisions[book.code])

    @cached_property
    def tried(self) -> TriedScenarios:
        """The scenarios of the jurisdictions without an error, and what came of the rules in them."""
        tried = TriedScenarios(self.law)
        for book in self.books:
            tried.read(self.folder, {section.id: section for section in book.sections})
        tried.run()
        return tried

    @cached_property
    def properties(self) -> tuple[tuple[LawProperty, ...], tuple[Problem, ...]]:
        """The properties of the jurisdictions without an error, and everything that is wrong in their files."""
        read = [gather_properties(self.folder / book.code, self.law, book.code) for book in self.books]
        return tuple(one for good, _ in read for one in good), tuple(one for _, bad in read for one in bad)

    def sound_document(self, code: str, stem: str) -> Document | None:
        """Return a file beside the sections of a jurisdiction; None if it has an error, or is not there."""
        document = self.law.rule_set.lawbooks[code].documents.get(stem)
        return None if document is None or self.doubt.of_file(document) else document

    def versions(self, rule: str) -> tuple[Provision, ...]:
        """Return every version of a rule, by its full id."""
        return self._versions.get(rule, ())

    @cached_property
    def _versions(self) -> dict[str, tuple[Provision, ...]]:
        found: dict[str, tuple[Provision, ...]] = {}
        for provision in (one for provisions in self.law.provisions.values() for one in provisions):
            found[provision.id] = (*found.get(provision.id, ()), provision)
        return found

    def never(self, provision: Provision) -> bool:
        """Say whether the conditions of a rule can never all be true."""
        conditions = (clause.expression for clause in provision.clauses)
        return self.possibilities(provision).never(*conditions)

    def targets(self, provision: Provision) -> list[Provision]:
        """Return what a rule is an exception to, in the versions that are in force with it on some day."""
        period = provision.effective
        versions = (one for identity in provision.exception_to for one in self.versions(identity))
        return [one for one in versions if one.effective.overlaps(period)]

    def possibilities(self, provision: Provision) -> Possibilities:
        """Return what can be stated while a rule is in force."""
        key = provision.jurisdiction, provision.effective
        if key not in self._possible:
            self._possible[key] = Possibilities(self.law.schemes[provision.jurisdiction], provision.effective)
        return self._possible[key]


def rule_place(provision: Provision, *path: str | int, key: bool = False) -> Location:
    """Return where something of a rule stands in its file."""
    index = provision.section.text.rules.index(provision.rule)
    return provision.section.document.where(("rules", index, *path), key=key)


def survey(folder: Traversable | None, only: str | None, texts: Path | None) -> Subject:
    """Gather the rules in a folder, or the bundled ones, with everything that keeps them from loading."""
    place = bundled_rules() if folder is None else folder
    rule_set, errors = gather_rules(place, only)
    law, more = gather_law(rule_set)
    return Subject(law, errors + more, place, only, texts)
