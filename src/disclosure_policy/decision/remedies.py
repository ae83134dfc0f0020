"""What a denied request waits for: lawful changes to it, or facts still open, with which it would be allowed."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from disclosure_policy.decision.outcome import DeterminingRule, ObligationDue
from disclosure_policy.decision.reasons import Answer
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.requests.request_part import InPart

StatedValue = bool | int | date | tuple[str, ...] | InPart | None
"""What is stated of a fact; None where nothing is."""


class Requirement(Answer):
    """A condition that asks for a change."""

    summary: str
    """What has to be the case; for a limit that would otherwise stop the disclosure, what must not be."""
    citation: str
    effect: Literal["permit", "forbid"]
    """`permit` for a condition to be met, `forbid` for a limit to be kept clear of."""
    exactly: bool = False
    """Whether it asks for just what the change makes so, rather than for something wider that would also do."""


class Change(Answer):
    """A fact to be made so or, if nobody can make it so, to be found so."""

    fact: str
    """Its name, or the path at which a condition reads it."""
    state_at: str
    """Where in the request it is stated."""
    question: str
    before: StatedValue
    after: StatedValue
    labels: tuple[str, ...] = ()
    """`after` in words, if the fact is coded."""
    of: str | None = None
    """The item, purpose or instrument of which it is stated, if it is not stated of the request as a whole."""
    supplied_by: str
    """Who can make it so, or say whether it is."""
    requirements: tuple[Requirement, ...]
    """The conditions that ask for it."""


class Withheld(Answer):
    """An item or a purpose that is left out."""

    kind: Literal["item", "purpose"]
    term: str | tuple[str, ...] | None
    """Its term, or several that apply to the one."""
    label: str


class Remedy(Answer):
    """A smallest set of lawful changes after which the request is allowed; that it is was checked by deciding it.

    Nothing that somebody stated of himself, of his purpose or of the record is ever contradicted: items and
    purposes can be left out and never exchanged, and only facts that are marked changeable are changed.
    """

    withheld: tuple[Withheld, ...]
    """Items and purposes to be left out."""
    released: tuple[str, ...]
    """The words for the items that would be released."""
    purposes: tuple[str, ...]
    """The words for the purposes for which they would be."""
    changes: tuple[Change, ...]
    """What the parties would bring about."""
    provided: tuple[Change, ...]
    """What nobody can bring about and is not settled: narrower words for what was stated, or a judgment that the law
    leaves to a person; the proposal stands only if it is so."""
    grounds: tuple[DeterminingRule, ...]
    """The rules that would permit it, with what meets their requirements, for each jurisdiction."""
    obligations: tuple[ObligationDue, ...]
    """The duties that would come with it."""
    request: DisclosureRequest | None = Field(default=None, exclude=True)
    """The request as it would be; not written down, since names and reasons stand in it, and None if read back."""

    @property
    def narrows_only(self) -> bool:
        """Whether leaving something out is all it takes."""
        return not self.changes and not self.provided


class OpenWay(Answer):
    """A smallest set of open facts with which the request is allowed; that it is was checked by deciding it.

    Nothing that was stated is contradicted.
    """

    facts: tuple[Change, ...]
    """What is open and would have to be so, in the order in which it is asked: what nobody can bring about, then what
    somebody can."""
    stated: tuple[str, ...]
    """The facts stated already that the rules read which would permit it, in the law that denies it now."""
    grounds: tuple[DeterminingRule, ...]
    """The rules that would permit it, with what meets their requirements, for each jurisdiction."""
    obligations: tuple[ObligationDue, ...]
    """The duties that would come with it."""
    request: DisclosureRequest | None = Field(default=None, exclude=True)
    """The request as it would be; not written down, since names and reasons stand in it, and None if read back."""
