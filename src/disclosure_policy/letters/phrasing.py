"""Pieces of the law's words and of a request made into English sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from disclosure_policy.letters.letter import Passage
from disclosure_policy.quoting import plain
from disclosure_policy.reasoning.sourcing import page

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_BEGINNINGS = frozenset({"A", "An", "Every", "Information", "It", "No", "Nothing", "Once", "The", "There", "Whoever"})


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
    return f"it is not so that {clause}"


def count_in_words(count: int) -> str:
    """Return a count as a sentence writes it."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


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
