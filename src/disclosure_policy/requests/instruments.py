"""The instruments that a request can rest on: the release presented, the legal process served, the agreement made.

Of each kind several may be shown. What each of them says is read of that one alone, and a disclosure goes by one of
each kind, or by none.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from disclosure_policy.days import Day
from disclosure_policy.errors import refusal
from disclosure_policy.requests.request_part import Asks, Flag, Part, Terms
from disclosure_policy.rule_files import OneOrMore

_AGREEMENT = "Is there a written agreement with the agency or entity that requests the information?"


class Covers(Part):
    """What an instrument is good for; what is not said here does not limit it."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    items: OneOrMore = ()
    """The information that it covers, each term with everything narrower."""
    purposes: OneOrMore = ()
    """The purposes that it covers, each term with everything narrower."""
    first: Day | None = Field(default=None, alias="from")
    """The first day on which it is good."""
    last: Day | None = Field(default=None, alias="to")
    """The last day on which it is good."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.first is not None and self.last is not None and self.last < self.first:
            message = f"the period ends on {self.last}, before it begins on {self.first}"
            raise refusal("reversed-period", message, key="to", help_="correct one of the days")
        return self

    def is_good_on(self, day: date) -> bool:
        """Say whether a day is within the period."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Instrument(Part):
    """What every instrument can have: a name, and what it covers."""

    name: str | None = None
    """What the reader of the decision may call it, such as `the warrant of May 3`; no rule reads it."""
    covers: Covers | None = None
    """What it covers; without this, all that the request asks for."""


class Release(Instrument):
    """Informed consent: the written release, or the other form of consent, that was presented (603.5(d))."""

    form: Annotated[Terms, Asks("In what form was consent given?", changeable=True)] = None
    """The form of the consent: written, electronic, another form …."""
    written_impracticable: Annotated[
        Flag, Asks("Is a written release impossible or impracticable to obtain?", supplied_by="the agency")
    ] = None
    """Whether a written release is impossible or impracticable to obtain (603.5(d)(1)(i)(B))."""
    from_subject: Annotated[
        Flag,
        Asks("Does the consent come from the individual or employer the information is about?", changeable=True),
    ] = None
    """Whether it comes from the individual or employer to whom the information pertains."""
    signed: Annotated[Flag, Asks("Is the release signed?", changeable=True)] = None
    """Whether the release is signed (603.5(d)(2)(i))."""
    statements: Annotated[Terms, Asks("What does the release state?", changeable=True, several=True)] = None
    """The statements that the release contains (603.5(d)(2)(i)(A) to (D)); the list is complete."""
    purpose: Annotated[Terms, Asks("To what is the purpose in the release limited?", changeable=True)] = None
    """What the purpose specified in the release is limited to (603.5(d)(2)(ii))."""


class Process(Instrument):
    """The legal process with which the information is demanded (603.7)."""

    type: Annotated[Terms, Asks("What legal process was served or presented?", changeable=True)] = None
    """The kind of process: a court order, a search warrant, a subpoena of some kind, none …."""
    covers_information: Annotated[
        Flag, Asks("Does the process call for this information?", supplied_by="counsel", changeable=True)
    ] = None
    """Whether the information is within what the process calls for."""
    motion_to_quash: Annotated[
        Terms, Asks("What became of the motion to quash?", supplied_by="the court", changeable=True)
    ] = None
    """What became of the motion to quash (603.7(a))."""
    precedent: Annotated[
        Terms, Asks("Have courts already required disclosures of this type?", supplied_by="counsel")
    ] = None
    """Earlier court decisions that require disclosures of this type (603.7(b)(1))."""


class Agreement(Instrument):
    """The agreement under which the information would be furnished (603.10)."""

    on_file: str | None = None
    """The name under which the agency's register has it: what it provides, and whether it is in force, then comes
    from there."""
    written: Annotated[Flag, Asks("Is the agreement in writing?", changeable=True, together=_AGREEMENT)] = None
    """Whether it is in writing (603.10(a)(1))."""
    enforceable: Annotated[Flag, Asks("Is the agreement enforceable?", changeable=True)] = None
    """Whether it is enforceable (603.10(a)(1))."""
    with_recipient: Annotated[
        Flag,
        Asks(
            "Is the agreement with the agency or entity that requests the information?",
            changeable=True,
            together=_AGREEMENT,
        ),
    ] = None
    """Whether the agency or entity that requests disclosure is a party (603.10(a)(1))."""
    with_principal: Annotated[
        Flag,
        Asks(
            "Is the agreement with the public official for whom the agent or contractor acts?",
            changeable=True,
        ),
    ] = None
    """Whether the public official for whom an agent or contractor acts is a party (603.10(a)(2))."""
    in_force: Annotated[
        Flag,
        Asks(
            "Is the agreement in force, neither suspended nor canceled for a breach?",
            changeable=True,
            bars_when=False,
        ),
    ] = None
    """Whether it is in force, and not suspended or canceled for a breach, which bars all further disclosure to who
    committed it (603.10(c)(1)); that it merely ran out is said by the period that it covers."""
    terms: Annotated[Terms, Asks("What does the agreement provide?", changeable=True, several=True)] = None
    """The terms and conditions it contains (603.10(a), (b)); the list is complete."""


INSTRUMENTS: Mapping[str, type[Instrument]] = {"release": Release, "process": Process, "agreement": Agreement}
"""The kinds of instruments, by the name under which a request states them."""

BARRING: Mapping[str, bool] = {
    f"{kind}.{name}": mark.bars_when
    for kind, model in INSTRUMENTS.items()
    for name, info in model.model_fields.items()
    for mark in info.metadata
    if isinstance(mark, Asks) and mark.bars_when is not None
}
"""By path, the facts of which one answer bars whatever else is shown, each with that answer."""

ABSENT: Mapping[str, Mapping[str, object]] = {
    "release": {"form": (), "from_subject": False, "signed": False, "statements": (), "purpose": ()},
    "process": {"type": (), "covers_information": False},
    "agreement": {
        "written": False,
        "enforceable": False,
        "with_recipient": False,
        "with_principal": False,
        "in_force": False,
        "terms": (),
    },
}
"""By kind of instrument, what is stated of one where there is none."""
