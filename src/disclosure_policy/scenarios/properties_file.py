"""Reads `properties.yaml`: what must never be and what must always be, with the condition of each parsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from disclosure_policy.conditions.expression import Expression
from disclosure_policy.documents import Document, model_of, read
from disclosure_policy.errors import Location, Problem, ProblemsError, ScenarioError
from disclosure_policy.law import Law
from disclosure_policy.loading import contents, parse_elsewhere, shown
from disclosure_policy.rule_files.side_files import PROPERTIES, PropertiesFile, Property


@dataclass(frozen=True)
class LawProperty:
    """A property of the law of one jurisdiction, ready to be tried."""

    jurisdiction: str
    stated: Property
    when: Expression
    """Its condition."""
    document: Document
    number: int
    """Its place in the file."""

    @property
    def location(self) -> Location:
        """Where it stands."""
        return self.document.where((self.number,))

    @property
    def told(self) -> str:
        """What it says, in short."""
        return f"`{self.stated.id}` ({self.stated.citation})"


def properties_in(folder: Traversable, law: Law) -> tuple[LawProperty, ...]:
    """Read the properties of every jurisdiction in a folder of rules.

    Raises:
        ScenarioError: with every mistake in every file.
    """
    found: list[LawProperty] = []
    problems: list[Problem] = []
    for code in law.rule_set.codes:
        good, wrong = gather_properties(folder / code, law, code)
        found += good
        problems += wrong
    if problems:
        raise ScenarioError(problems)
    return tuple(found)


def gather_properties(folder: Traversable, law: Law, code: str) -> tuple[tuple[LawProperty, ...], list[Problem]]:
    """Read the properties in the folder of a jurisdiction, with everything wrong in them."""
    file = folder / PROPERTIES
    if not file.is_file():
        return (), []
    known_as = shown(file, f"{code}/{PROPERTIES}")
    try:
        document = read(contents(file, known_as), known_as)
        stated = model_of(PropertiesFile, document).root
    except ProblemsError as error:
        return (), list(error.problems)
    places = {(number, one.key): one.condition for number, one in enumerate(stated)}
    parsed, problems = parse_elsewhere(law, code, document, places.items())
    found = tuple(
        LawProperty(code, one, parsed[number, one.key], document, number)
        for number, one in enumerate(stated)
        if (number, one.key) in parsed
    )
    return found, [*problems, *_mistakes(stated, document, law, code)]


def _mistakes(stated: tuple[Property, ...], document: Document, law: Law, code: str) -> Iterator[Problem]:
    """Yield each id that is used twice, and each citation of no known form."""
    chain = law.rule_set.chain(code)
    forms = ", ".join(f"`{form}`" for form in chain[-1].jurisdiction.citation_forms)
    seen: set[str] = set()
    for number, one in enumerate(stated):
        if one.id in seen:
            where = document.where((number, "id"))
            yield Problem(where, f"the id `{one.id}` is used twice", "rename one of them", code="duplicate-id")
        seen.add(one.id)
        if not any(book.jurisdiction.cite(one.citation) for book in chain):
            where = document.where((number, "citation"))
            message = f"`{one.citation}` is not a citation of `{code}`"
            yield Problem(where, message, f"its forms are {forms}", code="citation-form")
