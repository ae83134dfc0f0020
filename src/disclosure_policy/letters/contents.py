"""The class `Letter`: what a determination letter says, independent of the form in which it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator

from disclosure_policy.decision import Basis, Verdict
from disclosure_policy.decision.reasons import Answer
from disclosure_policy.escaping import plain
from disclosure_policy.reasoning import Audience

SectionName = Literal[
    "request",
    "determination",
    "reasons",
    "permitted",
    "obligations",
    "unstated",
    "facts",
    "contested",
    "counsel",
]

Text = Annotated[str, AfterValidator(plain)]
"""One line of visible characters, whatever was stated."""


class Passage(Answer):
    """A sentence or a clause, with the provision that it rests on."""

    text: Text
    """The words, without their last stop."""
    stop: Text = "."
    """What ends them: a full stop, a colon or a semicolon."""
    citation: Text | None = None
    page: Text | None = None
    """The address of the official page of the provision."""
    then: Passage | None = None
    """What follows it in the same paragraph or point."""

    def walk(self) -> Iterator[Passage]:
        """Yield this passage and what follows it."""
        yield self
        if self.then:
            yield from self.then.walk()


class Block(Answer):
    """A paragraph, what is listed under it, and a table if there is one."""

    lead: Passage
    points: tuple[Passage, ...] = ()
    columns: tuple[Text, ...] = ()
    """The headings of the table; the lead is its caption."""
    rows: tuple[tuple[Text, ...], ...] = ()


class LetterSection(Answer):
    """A part of the letter under its own heading."""

    name: SectionName
    heading: Text
    blocks: tuple[Block, ...]


class Line(Answer):
    """A line of the receipt."""

    name: Text
    value: Text


class Letter(Answer):
    """A determination letter, all of whose words are plain text."""

    audience: Audience
    verdict: Verdict
    basis: Basis
    agency: Text
    """The agency that writes it."""
    signatory: Text
    """Who signs it."""
    addressee: tuple[Text, ...]
    """The lines of the address."""
    date: date
    """The day of the letter."""
    day: Text
    """The same in words."""
    subject: Text
    salutation: Text
    sections: tuple[LetterSection, ...]
    closing: Passage
    valediction: Text
    prepared: Text
    """How it was prepared, and who has to review it."""
    receipt: tuple[Line, ...]
    """What makes the determination replayable."""

    def section(self, name: SectionName) -> LetterSection | None:
        """Return the section of a name, if the letter has it."""
        return next((section for section in self.sections if section.name == name), None)
