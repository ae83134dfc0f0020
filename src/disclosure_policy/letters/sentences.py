"""Makes English sentences from pieces of the law's words and of a request.

The law's words stay as its rules have them: they begin a sentence or follow a colon, and are never bent to fit into
one. Only at the start of a sentence is a letter made a capital.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from disclosure_policy.escaping import plain
from disclosure_policy.law import page
from disclosure_policy.letters.contents import Block, Passage

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


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


def not_so(*texts: str) -> str:
    """Return a clause that says of some sentences, as they are written, that none of them is so."""
    lead = "this is not so" if len(texts) == 1 else "none of this is so"
    return f"{lead}: {'; '.join(plain(text).removesuffix('.') for text in texts)}"


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


def told(lead: str, points: Iterable[Passage]) -> Iterator[Block]:
    """Yield what introduces some points with the points, and nothing if there are none.

    One point follows what introduces it, as it is written; of more a list is made. A provision on which all points
    of a list rest is cited once, before them.
    """
    found = tuple(dict.fromkeys(points))
    if len(found) == 1:
        yield Block(lead=found[0].model_copy(update={"text": f"{lead}: {found[0].text}"}))
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
