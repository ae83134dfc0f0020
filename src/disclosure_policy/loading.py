"""Rule files to a rule set, with every mistake found at once.

A folder of rules holds one folder for each jurisdiction: `jurisdiction.yaml`, `vocabulary.yaml`, `facts.yaml` and
`<instrument>/<section>/<date in force>.yaml`. Scenarios beside the sections are not read here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from disclosure_policy.authority import Jurisdiction
from disclosure_policy.consistency import chain_problems, content_problems, has_chain, section_problems
from disclosure_policy.errors import Location, Problem, RuleFileError
from disclosure_policy.fact import FactDeclaration
from disclosure_policy.memory import Memory
from disclosure_policy.reading import Document, ReadingError, read
from disclosure_policy.rule import (
    FactsFile,
    Lawbook,
    RuleSet,
    Section,
    SectionText,
    StructureFile,
    VocabularyFile,
)
from disclosure_policy.salvaging import STAND_IN, UNNAMED, salvage
from disclosure_policy.vocabulary import Term

SCENARIOS, SURVIVORS = "scenarios.yaml", "survivors.yaml"
Model = TypeVar("Model", bound=BaseModel)


@dataclass
class _Shelf:
    """What has been found so far."""

    books: dict[str, Lawbook] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)


def bundled_rules() -> Traversable:
    """Return the folder of rules that comes with the package, whether installed or in a checkout.

    Raises:
        RuleFileError: if the package was installed without its rules.
    """
    packaged = files("disclosure_policy") / "rules"
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[2] / "rules"
    if checkout.is_dir():
        return checkout
    place = Location("disclosure_policy/rules")
    raise RuleFileError([Problem(place, "the bundled rules are not installed", code="no-rules")])


def load_rules(folder: Traversable | None = None, memory: Memory | None = None) -> RuleSet:
    """Load the rules in a folder, or the bundled ones.

    A parent jurisdiction that the folder lacks is taken from the bundled rules, so that a state can keep its
    rules by themselves. Files that are in the `memory` are not read again.

    Raises:
        RuleFileError: with every mistake in every file.
    """
    rule_set, problems = gather_rules(folder, memory=memory)
    if problems:
        raise RuleFileError(problems)
    return rule_set


def gather_rules(
    folder: Traversable | None = None, only: str | None = None, memory: Memory | None = None
) -> tuple[RuleSet, tuple[Problem, ...]]:
    """Gather the rules in a folder as `load_rules` does, or `only` those of one jurisdiction, mistakes and all.

    What is wrong is left out of the rule set, a parent that is not there too; each lawbook says where something is
    wrong. With a problem, the rule set serves to look for more of them and for nothing else.
    """
    shelf = _Shelf(memory=memory or Memory())
    place = bundled_rules() if folder is None else folder
    _load_folder(place, shelf, wanted=only)
    _add_missing_parents(place, shelf)
    if not shelf.books and not shelf.problems:
        help_ = "a jurisdiction is a folder with a `jurisdiction.yaml`"
        shelf.problems.append(Problem(Location(str(folder)), "no rules here", help_, code="no-rules"))
    shelf.problems += chain_problems(shelf.books)
    chained = {
        code: book if has_chain(code, shelf.books) else book.cut_off() for code, book in sorted(shelf.books.items())
    }
    shelf.problems += content_problems(chained)
    fingerprint = sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(shelf.digests.items())).encode())
    return RuleSet(chained, fingerprint.hexdigest()), tuple(shelf.problems)


def _load_folder(folder: Traversable, shelf: _Shelf, wanted: str | None) -> None:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name) if folder.is_dir() else ():
        if wanted in (None, entry.name) and (entry / "jurisdiction.yaml").is_file():
            _load_jurisdiction(entry, shelf)


def _add_missing_parents(folder: Traversable, shelf: _Shelf) -> None:
    while True:
        parents = {book.jurisdiction.parent for book in shelf.books.values()} - {None, *shelf.books}
        before = len(shelf.books)
        for parent in sorted(str(parent) for parent in parents):
            _load_folder(folder, shelf, wanted=parent)
            if parent not in shelf.books:
                _load_folder(bundled_rules(), shelf, wanted=parent)
        if len(shelf.books) == before:
            return


@dataclass
class _Folder:
    """What one jurisdiction's folder has been found to say."""

    code: str
    shelf: _Shelf
    jurisdiction: Jurisdiction = field(default_factory=lambda: Jurisdiction(name="", citation_forms=(STAND_IN,)))
    terms: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    facts: Mapping[str, FactDeclaration] = field(default_factory=dict)
    structure: Mapping[str, str | None] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    unsound: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)

    def add(self, file: Traversable, name: str, parts: tuple[str, ...]) -> None:
        """Read one file into its place."""
        match parts:
            case ("jurisdiction.yaml",):
                self.jurisdiction = self._beside(Jurisdiction, file, name) or self.jurisdiction
            case ("vocabulary.yaml",):
                self.terms = getattr(self._beside(VocabularyFile, file, name), "root", {})
            case ("facts.yaml",):
                self.facts = getattr(self._beside(FactsFile, file, name), "root", {})
            case ("structure.yaml",):
                self.structure = getattr(self._beside(StructureFile, file, name), "root", {})
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
            frozenset(self.unsound),
            frozenset(self.lost),
        )

    def _beside(self, kind: type[Model], file: Traversable, name: str) -> Model | None:
        stem = file.name.removesuffix(".yaml")
        model, self.documents[stem] = self._read(kind, file, name, stem)
        return model

    def _section(self, identity: str, version: str, file: Traversable, name: str) -> None:
        text, document = self._read(SectionText, file, name, identity)
        if text is not None:
            section = Section(identity, self.code, text, document)
            self.sections.append(section)
            found = tuple(section_problems(section, version, sound=identity not in self.unsound))
            self.unsound.update(identity for problem in found if problem.code == "duplicate-id")
            self.shelf.problems += found
        ids = [UNNAMED] if text is None else [rule.id for rule in text.rules]
        if identity in self.unsound and (UNNAMED in ids or len(set(ids)) < len(ids)):
            self.lost.add(identity)

    def _read(self, kind: type[Model], file: Traversable, name: str, unsound: str) -> tuple[Model | None, Document]:
        data = file.read_bytes()
        self.shelf.digests[name] = digest = sha256(data).hexdigest()
        problems: tuple[Problem, ...] = ()
        document = self.shelf.memory.document(digest, data, shown(file, name))
        if document is None:
            try:
                document = read(data, shown(file, name))
                self.shelf.memory.learn_document(digest, document)
            except ReadingError as error:
                problems, document = error.problems, error.document
        model = None
        if document is not None:
            model, document, found = salvage(kind, document)
            problems += found
        if problems:
            self.unsound.add(unsound)
        self.shelf.problems += problems
        return model, document or Document(shown(file, name), None)


def _load_jurisdiction(folder: Traversable, shelf: _Shelf) -> None:
    found = _Folder(folder.name, shelf)
    for file, parts in _files(folder, ()):
        name = "/".join((folder.name, *parts))
        if _is_rule_file(file, name, shelf):
            found.add(file, name, parts)
    shelf.books[found.code] = found.book()


def _is_rule_file(file: Traversable, name: str, shelf: _Shelf) -> bool:
    path = Path(name)
    if path.suffix.lower() in (".yml", ".json") or path.suffix == ".YAML":
        help_ = f"rename it to `{path.stem}.yaml`"
        place = Location(shown(file, name), 1, 1)
        shelf.problems.append(Problem(place, "only files that end in `.yaml` are read", help_, code="unread-file"))
    return path.suffix == ".yaml" and path.name not in (SCENARIOS, SURVIVORS)


def _files(folder: Traversable, parts: tuple[str, ...]) -> Iterator[tuple[Traversable, tuple[str, ...]]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _files(entry, (*parts, entry.name))
        else:
            yield entry, (*parts, entry.name)


def shown(file: Traversable, name: str) -> str:
    """Return a file's name as its author knows it: from the current folder, if it is below that."""
    if not isinstance(file, Path):
        return name
    path, here = file.absolute(), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(file)
