"""A question of an interview: what is asked, what can be answered, and why it matters."""

from __future__ import annotations

from typing import Literal

from disclosure_policy.decision.reasons import Answer

QuestionKind = Literal["yes or no", "judgment", "one", "several", "number", "date"]


class Option(Answer):
    """A term that can be chosen."""

    term: str
    label: str
    definition: str | None = None
    under: tuple[str, ...] = ()
    """The options shown that it falls under: choosing it says these too, so the narrowest that fits is best."""
    more: bool = False
    """Whether narrower terms under it wait for a question of their own."""


class Why(Answer):
    """A provision on account of which a question is asked."""

    citation: str
    summary: str
    """The rule in which the condition stands, in its own words."""


class Question(Answer):
    """One question, whose answer can still change the verdict.

    Answers are, by kind: true or false; for a judgment a mapping with `answer`, `by`, `day` and `why`; one term, or a
    list of terms that is complete; a whole number; a day, written YYYY-MM-DD. To every one of them `None` is an
    answer too: nobody knows. An empty list says that none of the options applies.
    """

    fact: str
    """Its name, or the path at which a condition reads it."""
    state_at: str
    """Where in a request it is stated."""
    text: str
    kind: QuestionKind
    options: tuple[Option, ...] = ()
    """The terms that can still matter, the broader ones before what falls under them."""
    others: tuple[Option, ...] = ()
    """The terms that all come to the same: for whoever finds nothing fitting among the options."""
    of: str | None = None
    """The term for the item, or the broad term stated before, that is asked about."""
    of_label: str | None = None
    why: tuple[Why, ...]
    supplied_by: str


class Given(Answer):
    """An answer that was given, in a form that can be stored and read back."""

    fact: str
    of: str | None = None
    offered: tuple[str, ...] = ()
    """The terms among which the choice was."""
    answer: object = None
    """What was answered; None if nobody knows."""
