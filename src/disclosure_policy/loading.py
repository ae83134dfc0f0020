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
from itertools import combinations
from pathlib import Path

from pydantic import RootModel

from disclosure_policy.authority import Jurisdiction
from disclosure_policy.errors import Location, Problem, ProblemsError, RuleFileError, suggest
from disclosure_policy.fact import FactDeclaration
from disclosure_policy.reading import Document, model_of, read
from disclosure_policy.request import shared_facts
from disclosure_policy.rule import Lawbook, RuleSet, Section, SectionText
from disclosure_policy.vocabulary import Scheme, Term, merged

SCENARIOS = "scenarios.yaml"


class _VocabularyFile(RootModel[dict[str, dict[str, Term]]]):
    pass


class _FactsFile(RootModel[dict[str, FactDeclaration]]):
    pass


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
    bundled = bundled_rules() if folder is None else None
    _load_folder(bundled or folder or bundled_rules(), shelf, wanted=None)
    _add_missing_parents(shelf)
    if not shelf.books and not shelf.problems:
        place = Location(str(folder))
        shelf.problems.append(
            Problem(place, "no rules here", "a jurisdiction is a folder with a `jurisdiction.yaml`")
        )
    shelf.problems += _chain_problems(shelf.books)
    if not shelf.problems:
        shelf.problems += _content_problems(shelf.books)
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
    for file, parts in _files(folder, (code,)):
        name = "/".join(parts)
        if parts[-1] == SCENARIOS or not parts[-1].endswith(".yaml"):
            continue
        try:
            document = _read(file, name, shelf)
            match parts[1:]:
                case ("jurisdiction.yaml",):
                    jurisdiction = model_of(Jurisdiction, document)
                case ("vocabulary.yaml",):
                    terms = model_of(_VocabularyFile, document).root
                case ("facts.yaml",):
                    facts = model_of(_FactsFile, document).root
                case (instrument, section, version):
                    sections.append(_section(code, f"{code}/{instrument}/{section}", version, document, shelf))
                case _:
                    help_ = "sections are `<jurisdiction>/<instrument>/<section>/<date in force>.yaml`"
                    shelf.problems.append(Problem(Location(name, 1, 1), "this is no place for a rule file", help_))
            documents[parts[-1].removesuffix(".yaml")] = document
        except ProblemsError as error:
            shelf.problems += error.problems
    if jurisdiction is not None:
        beside = {stem: documents[stem] for stem in ("jurisdiction", "vocabulary", "facts") if stem in documents}
        shelf.books[code] = Lawbook(code, jurisdiction, terms, facts, tuple(sections), beside)


def _files(folder: Traversable, parts: tuple[str, ...]) -> Iterator[tuple[Traversable, tuple[str, ...]]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _files(entry, (*parts, entry.name))
        else:
            yield entry, (*parts, entry.name)


def _read(file: Traversable, name: str, shelf: _Shelf) -> Document:
    data = file.read_bytes()
    shelf.digests[name] = sha256(data).hexdigest()
    shown = str(file) if isinstance(file, Path) else name
    return read(data, _relative(shown))


def _relative(name: str) -> str:
    path, here = Path(name), Path.cwd()
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else name


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


def _chain_problems(books: Mapping[str, Lawbook]) -> Iterator[Problem]:
    for book in books.values():
        where = book.documents["jurisdiction"].where(("parent",))
        seen, at = {book.code}, book.jurisdiction.parent
        while at is not None:
            if at not in books:
                yield Problem(where, f"the parent `{at}` is not among the rules", suggest(at, books))
                break
            if at in seen:
                yield Problem(where, f"`{book.code}` is above itself")
                break
            seen.add(at)
            at = books[at].jurisdiction.parent


def _content_problems(books: Mapping[str, Lawbook]) -> Iterator[Problem]:
    rule_set = RuleSet(books, "")
    for book in books.values():
        above = rule_set.chain(book.code)[:-1]
        yield from _version_problems(book)
        yield from _fact_problems(book, above)
        yield from _term_problems(book, above)


def _version_problems(book: Lawbook) -> Iterator[Problem]:
    for one, other in combinations(book.sections, 2):
        if one.id == other.id and one.text.effective.overlaps(other.text.effective):
            where = other.document.where(("effective",))
            yield Problem(
                where,
                f"this version is in force on the same days as `{one.document.file}`",
                "give the earlier version a last day: `to`",
            )


def _fact_problems(book: Lawbook, above: tuple[Lawbook, ...]) -> Iterator[Problem]:
    shared = shared_facts()
    roots = {path.partition(".")[0] for path in shared}
    taken = {name for parent in above for name in parent.facts}
    for name, fact in book.facts.items():
        where = book.documents["facts"].where((name,), key=True)
        if not name.isidentifier():
            yield Problem(where, f"`{name}` is not a name: use letters, digits and `_`")
        if name in roots or name in taken:
            yield Problem(where, f"`{name}` is already a fact", "choose another name")
        scheme = fact.terms_of or name
        schemes = {s for one in (*above, book) for s in one.terms}
        if fact.kind == "terms" and scheme not in schemes:
            yield Problem(where, f"the vocabulary has no scheme `{scheme}`", suggest(scheme, schemes))


def _term_problems(book: Lawbook, above: tuple[Lawbook, ...]) -> Iterator[Problem]:
    if "vocabulary" not in book.documents:
        return
    document = book.documents["vocabulary"]
    inherited = merged(parent.terms for parent in above)
    coded = {path for path, fact in shared_facts().items() if fact.kind == "terms" and not fact.terms_of}
    coded |= {name for one in (*above, book) for name, fact in one.facts.items() if fact.kind == "terms"}
    for name, terms in book.terms.items():
        if name not in coded:
            where = document.where((name,), key=True)
            yield Problem(where, f"no fact takes its terms from `{name}`", suggest(name, coded))
        known = {**(inherited[name].terms if name in inherited else {}), **terms}
        dangling = False
        for term, meaning in terms.items():
            where = document.where((name, term), key=True)
            if not term.isidentifier():
                yield Problem(where, f"`{term}` is not a term: use letters, digits and `_`")
            if name in inherited and term in inherited[name].terms:
                yield Problem(where, f"the term `{term}` is already defined", "a state adds terms, it changes none")
            for index, parent in enumerate(meaning.broader):
                if parent not in known:
                    dangling = True
                    at = document.where((name, term, "broader", index))
                    yield Problem(at, f"`{name}` has no term `{parent}`", suggest(parent, known))
        cycle = None if dangling else Scheme(name, known).cycle()
        if cycle:
            where = document.where((name, cycle[0]), key=True)
            yield Problem(where, f"these terms fall under each other in a circle: {' → '.join(cycle)}")
