"""Reads the folder of one jurisdiction to a lawbook, with every mistake in its files.

`jurisdiction.yaml`, `vocabulary.yaml`, `facts.yaml`, `exclusions.yaml`, `structure.yaml`, `rulings.yaml` and the
sections.
What decides nothing, such as scenarios and properties, is not read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from disclosure_policy.documents import Document, ReadingError, read
from disclosure_policy.documents import Path as Place
from disclosure_policy.errors import Location, Problem
from disclosure_policy.loading import folders
from disclosure_policy.loading.consistency import section_problems
from disclosure_policy.loading.folders import DECIDE_NOTHING, contents, files_below, shown, stray_link
from disclosure_policy.loading.sound_parts import STAND_IN, UNNAMED, salvage
from disclosure_policy.rule_files import (
    FactDeclaration,
    Jurisdiction,
    Lawbook,
    Ruling,
    Section,
    Term,
)
from disclosure_policy.rule_files.section_file import SectionText
from disclosure_policy.rule_files.side_files import (
    ExclusionsFile,
    FactsFile,
    RulingsFile,
    StructureFile,
    VocabularyFile,
)

Model = TypeVar("Model", bound=BaseModel)

_NAMING = {"facts": 1, "vocabulary": 2}
"""How deep the names stand that conditions read."""


@dataclass
class Shelf:
    """What has been found so far."""

    books: dict[str, Lawbook] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)


def gather_jurisdiction(folder: Traversable, rules: Traversable, shelf: Shelf) -> None:
    """Put what the folder of a jurisdiction in a folder of rules says on the shelf, with everything wrong in it."""
    found = _Folder(folder.name, shelf)
    for file, parts in files_below(folder):
        name = "/".join((folder.name, *parts))
        stray = stray_link(file, rules, shown(file, name))
        if stray:
            shelf.problems.append(stray)
        elif _is_rule_file(file, name, shelf):
            found.add(file, name, parts)
    shelf.books[found.code] = found.book()


@dataclass
class _Folder:
    """What one jurisdiction's folder has been found to say."""

    code: str
    shelf: Shelf
    jurisdiction: Jurisdiction = field(default_factory=lambda: Jurisdiction(name="", citation_forms=(STAND_IN,)))
    terms: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    facts: Mapping[str, FactDeclaration] = field(default_factory=dict)
    structure: Mapping[str, str | None] = field(default_factory=dict)
    undivided: frozenset[str] = frozenset()
    excluding: ExclusionsFile = field(default_factory=ExclusionsFile)
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    unsound: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)

    def add(self, file: Traversable, name: str, parts: tuple[str, ...]) -> None:
        """Read one file into its place."""
        match parts:
            case (folders.JURISDICTION,):
                self.jurisdiction = self._beside(Jurisdiction, file, name) or self.jurisdiction
            case ("vocabulary.yaml",):
                self.terms = getattr(self._beside(VocabularyFile, file, name), "root", {})
            case ("facts.yaml",):
                self.facts = getattr(self._beside(FactsFile, file, name), "root", {})
            case ("structure.yaml",):
                if listed := self._beside(StructureFile, file, name):
                    self.structure, self.undivided = listed.reasons, listed.undivided
            case ("exclusions.yaml",):
                self.excluding = self._beside(ExclusionsFile, file, name) or self.excluding
            case ("rulings.yaml",):
                self.rulings = getattr(self._beside(RulingsFile, file, name), "root", {})
            case (instrument, section, version):
                self._section(f"{self.code}/{instrument}/{section}", version, file, name)
            case _:
                help_ = "sections are `<jurisdiction>/<instrument>/<section>/<date in force>.yaml`"
                where = Location(shown(file, name), 1, 1)
                self.shelf.problems.append(
                    Problem(where, "this is no place for a rule file", help_, code="misplaced-file")
                )

    def book(self) -> Lawbook:
        """Return all of it."""
        return Lawbook(
            self.code,
            self.jurisdiction,
            self.terms,
            self.facts,
            tuple(self.sections),
            self.documents,
            self.structure,
            self.excluding.of_terms,
            self.rulings,
            self.undivided,
            self.excluding.not_together,
            frozenset(self.unsound),
            frozenset(self.lost),
        )

    def _beside(self, kind: type[Model], file: Traversable, name: str) -> Model | None:
        stem = file.name.removesuffix(".yaml")
        model, document, before = self._read(kind, file, name, stem)
        gone = before.keys.keys() - document.keys.keys() if document is not before else set[Place]()
        if model is None or (stem == "jurisdiction" and gone):
            self.lost.add(stem)
        self.lost |= {"/".join((stem, *map(str, path))) for path in gone if len(path) <= _NAMING.get(stem, 0)}
        self.documents[stem] = document
        return model

    def _section(self, identity: str, version: str, file: Traversable, name: str) -> None:
        text, document, _ = self._read(SectionText, file, name, identity)
        if text is not None:
            section = Section(identity, self.code, text, document)
            self.sections.append(section)
            found = tuple(section_problems(section, version, sound=identity not in self.unsound))
            self.unsound.update(identity for problem in found if problem.code == "duplicate-id")
            self.shelf.problems += found
        if identity in self.unsound and (text is None or UNNAMED in {rule.id for rule in text.rules}):
            self.lost.add(identity)

    def _read(
        self, kind: type[Model], file: Traversable, name: str, unsound: str
    ) -> tuple[Model | None, Document, Document]:
        """Return what a file says, the document without what is wrong in it, and the document as it was."""
        model, problems = None, list[Problem]()
        before: Document | None
        try:
            data = contents(file, shown(file, name))
            self.shelf.digests[name] = sha256(data).hexdigest()
            before = read(data, shown(file, name))
        except ReadingError as error:
            problems += error.problems
            before = error.document
        if before is None:
            before = after = Document(shown(file, name), None)
        else:
            model, after, found = salvage(kind, before)
            problems += found
        if problems:
            self.unsound.add(unsound)
        self.shelf.problems += problems
        return model, after, before


def _is_rule_file(file: Traversable, name: str, shelf: Shelf) -> bool:
    path = Path(name)
    if path.suffix.lower() in (".yml", ".yaml", ".json") and path.suffix != ".yaml":
        help_ = f"rename it to `{path.stem}.yaml`"
        place = Location(shown(file, name), 1, 1)
        shelf.problems.append(Problem(place, "only files that end in `.yaml` are read", help_, code="unread-file"))
    return path.suffix == ".yaml" and path.name not in DECIDE_NOTHING
