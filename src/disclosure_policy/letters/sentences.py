"""Makes English sentences from pieces of the law's words and of a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from disclosure_policy.escaping import plain
from disclosure_policy.law import page
from disclosure_policy.letters.contents import Block, Passage

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


_BEGINNINGS = frozenset(
    {"A", "An", "Appeals", "Consent", "Disclosure", "Disclosures", "Each", "Every", "If", "Information", "It", "Law"}
    | {"No", "Not", "Nothing", "Once", "Paragraphs", "Precedential", "The", "There", "Wage", "Whoever"}
)
"""Words at the beginning of a sentence that are no names."""
MOST_IN_A_SENTENCE = 2
"""How many points are told in one sentence; of more a list is made."""


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list in a sentence: `a, b and c`, or with semicolons if a word has a comma of its own."""
    found = [plain(word) for word in dict.fromkeys(words)]
    if len(found) < 2:  # noqa: PLR2004 - one word is no list
        return "".join(found)
    comma = ";" if any("," in word for word in found) else ","
    before_last = f"{comma} {last}" if comma == ";" else f" {last}"
    return f"{f'{comma} '.join(found[:-1])}{before_last} {found[-1]}"


def sentence(text: str) -> str:
    """Return a text as a sentence without its full stop: with a capital letter, and white space made plain."""
    words = plain(text).removesuffix(".")
    return words[:1].upper() + words[1:]


def within(text: str) -> str:
    """Return a sentence as it stands within another: a name at its beginning keeps its capital letter."""
    return text[:1].lower() + text[1:] if text.partition(" ")[0] in _BEGINNINGS else text


def denied(text: str) -> str:
    """Return a clause that says that a sentence is not so."""
    clause = within(text)
    for there_is in ("there is a ", "there is an "):
        if clause.startswith(there_is):
            return f"there is no {clause.removeprefix(there_is)}"
    return f"it is not the case that {clause}"


def together(labels: Iterable[str]) -> list[str]:
    """Return labels with those that belong to the same owner joined: `an individual's name and home address`."""
    owned: dict[str, list[str]] = {}
    for label in labels:
        owner, of, what = label.partition("'s ")
        owned.setdefault(owner + of if of else label, []).append(what)
    return [f"{owner}{listed(what)}" for owner, what in owned.items()]


def day_in_words(day: date) -> str:
    """Return a day as a letter writes it, in English wherever it is run."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def chained(first: Passage, *others: Passage) -> Passage:
    """Return passages as one paragraph."""
    if not others:
        return first
    following = chained(*others)
    if first.then:
        following = chained(first.then, following)
    return first.model_copy(update={"then": following})


def in_a_sentence(lead: str, points: Sequence[Passage]) -> Passage:
    """Return what introduces some points and the points as clauses of one sentence."""
    *before, last = (point.model_copy(update={"text": within(point.text)}) for point in points)
    clauses = [point.model_copy(update={"stop": ";"}) for point in before]
    clauses.append(last.model_copy(update={"text": f"and {last.text}"}) if before else last)
    first = clauses[0].model_copy(update={"text": f"{lead}: {clauses[0].text}"})
    return chained(first, *clauses[1:])


def told(lead: str, points: Iterable[Passage]) -> Iterator[Block]:
    """Yield what introduces some points with the points, and nothing if there are none.

    One or two points are a sentence. A provision on which all points of a list rest is cited once, before them.
    """
    found = tuple(dict.fromkeys(points))
    if len(found) == 1 or (len(found) == MOST_IN_A_SENTENCE and not any(one.then for one in found)):
        yield Block(lead=in_a_sentence(lead, found))
    elif found:
        cited = {(one.citation, one.page) for one in found}
        shared = {"citation": None, "page": None} if len(cited) == 1 else {}
        citation, page = next(iter(cited)) if shared else (None, None)
        points = tuple(one.model_copy(update={"text": sentence(one.text)} | shared) for one in found)
        yield Block(lead=Passage(text=lead, citation=citation, page=page, stop=":"), points=points)


class Citing:
    """Writes passages that rest on a provision, with the page on which it can be read."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = pages

    def sentence(self, text: str, citation: str | None = None, stop: str = ".") -> Passage:
        """Return a sentence that rests on a provision."""
        return self.clause(sentence(text), citation, stop)

    def clause(self, text: str, citation: str | None = None, stop: str = ".") -> Passage:
        """Return a clause that rests on a provision."""
        found = page(citation, self.pages) if citation else None
        return Passage(text=plain(text).removesuffix("."), citation=citation, page=found, stop=stop)
