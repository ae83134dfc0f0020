"""The model of an agency's register, as written: agreements, determinations, officials, adopted readings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StrictBool, StrictInt, model_validator

from disclosure_policy.days import Day
from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described
from disclosure_policy.requests.request_part import Terms
from disclosure_policy.rule_files import OneOrMore

Text = Annotated[str, Field(min_length=1)]
Some = Annotated[OneOrMore, Field(min_length=1)]


class _Entry(Described):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Lasting(_Entry):
    """An entry that holds from one day to another."""

    first: Day = Field(alias="from")
    """The first day on which it holds."""
    last: Day | None = Field(default=None, alias="to")
    """The last day on which it holds; absent while no end is known."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _refuse_reversed(self.first, self.last, "to")
        return self

    def holds(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: _Lasting) -> bool:
        """Say whether there is a day on which both hold."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)


class Party(_Entry):
    """With whom an agreement is: a name, a kind, or both."""

    name: OneOrMore = ()
    """Its name, and others by which requests may call it."""
    type: OneOrMore = ()
    """What it is, in the terms of a recipient; of several, one is enough."""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.name and not self.type:
            raise refusal(
                "missing-field", "nobody is named", help_="say with whom it is, by `name`, by `type`, or both"
            )
        return self


class Breach(_Entry):
    """A breach of an agreement, which suspends it until it is put right."""

    day: Day
    """The first day on which the agreement is suspended."""
    what: Text
    """What was done or left undone."""
    put_right: Day | None = None
    """The day on which the agency was satisfied that it was put right and will not recur; absent until then."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _refuse_reversed(self.day, self.put_right, "put_right")
        return self


class AgreementOnFile(_Lasting):
    """An agreement that the agency made."""

    party: Party = Field(alias="with")
    """With whom it is."""
    purposes: Some
    """The purposes for which information is furnished under it."""
    items: Some
    """The items of information that are furnished under it."""
    written: StrictBool | None = None
    """Whether it is in writing."""
    enforceable: StrictBool | None = None
    """Whether it is enforceable."""
    terms: Terms = None
    """The terms and conditions that it contains; a list is complete."""
    safeguards: Terms = None
    """The safeguards that it requires of the recipient; a list is complete."""
    breach: Breach | None = None
    """A breach of it, if there was one."""

    def in_force(self, day: date) -> bool:
        """Say whether it is in force on a day of its period: not suspended for a breach."""
        if self.breach is None or day < self.breach.day:
            return True
        return self.breach.put_right is not None and self.breach.put_right <= day


class RecipientOnFile(_Lasting):
    """Somebody who asks for information, whose kind and powers the agency has established."""

    name: Some
    """The name, and others by which requests may call it."""
    type: OneOrMore = ()
    """What it is, in the terms of a recipient."""
    subpoena_authority: StrictBool | None = None
    """Whether it has authority under state or federal law to obtain such information by subpoena."""


class Official(_Lasting):
    """Somebody in the agency who can answer questions, while in office."""

    name: Text
    """The name."""
    title: Text
    """The office held."""
    answers_for: OneOrMore = ()
    """Those for whom this official can answer, as a fact says who can supply it: `the secretary`, `counsel` …"""


class Delegation(_Lasting):
    """A written delegation by which one official lets another answer some questions."""

    by: Text
    """The official who delegates, by the short name in this register."""
    lets: Text
    """The official who may then answer."""
    facts: Some
    """The facts and judgments that may be answered, by name."""
    document: Text
    """The writing that delegates."""


class _Made(_Entry):
    """What an official decided on a day, for a reason."""

    by: Text
    """The official, by the short name in this register."""
    day: Day
    """The day on which it was made; it counts from then on."""
    why: Text
    """The reason."""
    until: Day | None = None
    """The last day on which it counts; absent while no end is known."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _refuse_reversed(self.day, self.until, "until")
        return self

    def holds(self, day: date) -> bool:
        """Say whether it counts on a day."""
        return self.day <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: _Made) -> bool:
        """Say whether there is a day on which both count."""
        return (self.until is None or other.day <= self.until) and (other.until is None or self.day <= other.until)


class Determination(_Made):
    """The answer to a question of fact or judgment for every request of a kind."""

    fact: Text
    """The fact or judgment, by name."""
    answer: StrictBool | StrictInt | Terms
    """The answer: true or false, a number, a date, or terms."""
    when: Text | None = None
    """The requests for which it was made, as a condition in the language of the rules; absent if for all."""


class Adopted(_Made):
    """A decision of counsel on a rule: to read it otherwise, or to accept it although it is not wholly encoded."""


class RegisterFile(_Entry):
    """An agency's standing file, to which requests refer."""

    jurisdiction: str
    """The code of the jurisdiction whose agency keeps it."""
    agency: Text
    """The agency."""
    reviewed: Day
    """The day as of which it was last gone through; nothing in it was decided later."""
    officials: dict[str, Official] = Field(default_factory=dict)
    """Those who can answer questions for the agency, by a short name."""
    delegations: dict[str, Delegation] = Field(default_factory=dict)
    """Who may answer in whose place, by a short name."""
    recipients: dict[str, RecipientOnFile] = Field(default_factory=dict)
    """Those who ask, as far as the agency has established what they are, by a short name."""
    agreements: dict[str, AgreementOnFile] = Field(default_factory=dict)
    """The agreements on file, by the name with which requests refer to them."""
    determinations: dict[str, Determination] = Field(default_factory=dict)
    """Standing determinations, by a short name."""
    readings: dict[str, Adopted] = Field(default_factory=dict)
    """The contested readings of which counsel adopted the other side, by the id of the rule."""
    accepted: dict[str, Adopted] = Field(default_factory=dict)
    """The permits that are not wholly encoded and are accepted as they are, by the id of the rule."""


def _refuse_reversed(first: date, last: date | None, key: str) -> None:
    if last is not None and last < first:
        message = f"`{key}` is {last}, before it begins on {first}"
        raise refusal("reversed-period", message, key=key, help_="correct one of the days")
