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

from disclosure_policy.authority import Jurisdiction
from disclosure_policy.consistency import chain_problems, content_problems
from disclosure_policy.errors import Location, Problem, ProblemsError, RuleFileError
from disclosure_policy.fact import FactDeclaration
from disclosure_policy.reading import Document, read
from disclosure_policy.rule import (
    FactsFile,
    Lawbook,
    RuleSet,
    Section,
    SectionText,
    StructureFile,
    VocabularyFile,
)
from disclosure_policy.validating import model_of
from disclosure_policy.vocabulary import Term

SCENARIOS = "scenarios.yaml"
_BESIDE = ("jurisdiction", "vocabulary", "facts", "structure")


@dataclass
class _Shelf:
    """What has been found so far."""

    books: dict[str, Lawbook] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)


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
    raise RuleFileError([Problem(Location("disclosure_policy/rules"), "the bundled rules are not installed")])


def load_rules(folder: Traversable | None = None) -> RuleSet:
    """Load the rules in a folder, or the bundled ones.

    A parent jurisdiction that the folder lacks is taken from the bundled rules, so that a state can keep its
    rules by themselves.

    Raises:
        RuleFileError: with every mistake in every file.
    """
    shelf = _Shelf()
    _load_folder(bundled_rules() if folder is None else folder, shelf, wanted=None)
    _add_missing_parents(shelf)
    if not shelf.books and not shelf.problems:
        place = Location(str(folder))
        shelf.problems.append(
            Problem(place, "no rules here", "a jurisdiction is a folder with a `jurisdiction.yaml`")
        )
    shelf.problems += chain_problems(shelf.books)
    if not shelf.problems:
        shelf.problems += content_problems(shelf.books)
    if shelf.problems:
        raise RuleFileError(shelf.problems)
    fingerprint = sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(shelf.digests.items())).encode())
    return RuleSet(dict(sorted(shelf.books.items())), fingerprint.hexdigest())


def _load_folder(folder: Traversable, shelf: _Shelf, wanted: str | None) -> None:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name) if folder.is_dir() else ():
        if wanted in (None, entry.name) and (entry / "jurisdiction.yaml").is_file():
            _load_jurisdiction(entry, shelf)


def _add_missing_parents(shelf: _Shelf) -> None:
    while True:
        parents = {book.jurisdiction.parent for book in shelf.books.values()} - {None, *shelf.books}
        before = len(shelf.books)
        for parent in sorted(str(parent) for parent in parents):
            _load_folder(bundled_rules(), shelf, wanted=parent)
        if len(shelf.books) == before:
            return


def _load_jurisdiction(folder: Traversable, shelf: _Shelf) -> None:
    code = folder.name
    documents: dict[str, Document] = {}
    sections: list[Section] = []
    jurisdiction: Jurisdiction | None = None
    terms: Mapping[str, Mapping[str, Term]] = {}
    facts: Mapping[str, FactDeclaration] = {}
    structure: Mapping[str, str | None] = {}
    for file, parts in _files(folder, (code,)):
        name = "/".join(parts)
        if not _is_rule_file(file, name, shelf):
            continue
        try:
            document = _read(file, name, shelf)
            match parts[1:]:
                case ("jurisdiction.yaml",):
                    jurisdiction = model_of(Jurisdiction, document)
                case ("vocabulary.yaml",):
                    terms = model_of(VocabularyFile, document).root
                case ("facts.yaml",):
                    facts = model_of(FactsFile, document).root
                case ("structure.yaml",):
                    structure = model_of(StructureFile, document).root
                case (instrument, section, version):
                    sections.append(_section(code, f"{code}/{instrument}/{section}", version, document, shelf))
                case _:
                    help_ = "sections are `<jurisdiction>/<instrument>/<section>/<date in force>.yaml`"
                    shelf.problems.append(Problem(Location(name, 1, 1), "this is no place for a rule file", help_))
            documents[parts[-1].removesuffix(".yaml")] = document
        except ProblemsError as error:
            shelf.problems += error.problems
    if jurisdiction is not None:
        beside = {stem: document for stem, document in documents.items() if stem in _BESIDE}
        shelf.books[code] = Lawbook(code, jurisdiction, terms, facts, tuple(sections), beside, structure)


def _is_rule_file(file: Traversable, name: str, shelf: _Shelf) -> bool:
    path = Path(name)
    if path.suffix.lower() in (".yml", ".json") or path.suffix == ".YAML":
        help_ = f"rename it to `{path.stem}.yaml`"
        place = Location(shown(file, name), 1, 1)
        shelf.problems.append(Problem(place, "only files that end in `.yaml` are read", help_))
    return path.suffix == ".yaml" and path.name != SCENARIOS


def _files(folder: Traversable, parts: tuple[str, ...]) -> Iterator[tuple[Traversable, tuple[str, ...]]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _files(entry, (*parts, entry.name))
        else:
            yield entry, (*parts, entry.name)


def _read(file: Traversable, name: str, shelf: _Shelf) -> Document:
    data = file.read_bytes()
    shelf.digests[name] = sha256(data).hexdigest()
    return read(data, shown(file, name))


def shown(file: Traversable, name: str) -> str:
    """Return a file's name as its author knows it: from the current folder, if it is below that."""
    if not isinstance(file, Path):
        return name
    path, here = file.absolute(), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(file)


def _section(code: str, section: str, version: str, document: Document, shelf: _Shelf) -> Section:
    text = model_of(SectionText, document)
    day = version.removesuffix(".yaml")
    if day != text.effective.first.isoformat():
        where = document.where(("effective", "from"))
        shelf.problems.append(
            Problem(
                where,
                f"the file is named `{version}` but is in force from {text.effective.first}",
                "a version's file is named for the day it comes into force",
            )
        )
    ids = [rule.id for rule in text.rules]
    for index, short in enumerate(ids):
        if short in ids[:index]:
            where = document.where(("rules", index, "id"))
            shelf.problems.append(Problem(where, f"the id `{short}` is used twice in this section"))
    return Section(section, code, text, document)
