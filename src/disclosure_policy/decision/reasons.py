"""What explains a decision: what was found of each rule, what was missing, what came closest."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict

from disclosure_policy.field_descriptions import Described

TruthWord = Literal["true", "false", "unknown"]


class Answer(Described):
    """A part of a decision; it does not change."""

    model_config = ConfigDict(frozen=True)


class ConditionFinding(Answer):
    """One condition of a rule, and what became of it."""

    when: str
    summary: str
    citation: str
    value: TruthWord


class Finding(Answer):
    """One rule that was considered, and what became of it."""

    rule: str
    jurisdiction: str
    citation: str
    effect: Literal["permit", "forbid"]
    summary: str
    holds: TruthWord
    conditions: tuple[ConditionFinding, ...]
    disclosures: tuple[int, ...]
    """The disclosures of which this is the finding, by their place in the decision."""


class MissingFact(Answer):
    """A fact that is unknown and could still change the verdict."""

    fact: str
    """Its name, or the path at which a condition reads it."""
    state_at: str
    """Where in the request it is stated."""
    question: str
    terms: tuple[str, ...] = ()
    """The terms that matter, if the fact is coded."""
    citations: tuple[str, ...]
    """The conditions that ask for it."""
    supplied_by: str
    settles: bool
    """Whether stating it, the right way, is by itself enough for an allow."""
    opens: int
    """How many permits wait for it."""
    of: tuple[str, ...] = ()
    """The items, purposes or instruments of which it is missing, if it is not stated of the request as a whole."""


class Lack(Answer):
    """What a permit lacked."""

    rule: str
    effect: Literal["permit", "forbid"]
    """`permit` for a condition that was not met, `forbid` for a limit that stood in the way."""
    citation: str
    summary: str
    """What had to be the case; for a limit, what must not be."""
    value: TruthWord
    changeable: bool
    """Whether the parties can lawfully make it so."""


class CarveOut(Answer):
    """A limit that stood in a permit's way, or was not ruled out."""

    rule: str
    citation: str
    summary: str
    holds: TruthWord
    conditions: tuple[ConditionFinding, ...]
    """Its conditions; a limit without any stands wherever its permit does."""


class ClosestPermit(Answer):
    """A permit that did not hold, and what it lacked."""

    rule: str
    jurisdiction: str
    citation: str
    summary: str
    lacks: tuple[Lack, ...]
    """The least that would have to be otherwise for it to hold."""
    conditions: tuple[ConditionFinding, ...] = ()
    """Its own conditions, met or not."""
    carve_outs: tuple[CarveOut, ...] = ()
    """The limits that defeated it, or were not ruled out."""
    disclosure: int = 0
    """The disclosure of which this is told, by its place in the decision: the one that it came nearest to."""

    @property
    def met(self) -> tuple[ConditionFinding, ...]:
        """The conditions that were met."""
        return tuple(one for one in self.conditions if one.value == "true")

    @property
    def failed(self) -> tuple[ConditionFinding, ...]:
        """The conditions that were not met."""
        return tuple(one for one in self.conditions if one.value == "false")

    @property
    def unknown(self) -> tuple[ConditionFinding, ...]:
        """The conditions of which it is not known whether they were met."""
        return tuple(one for one in self.conditions if one.value == "unknown")


class NotEncoded(Answer):
    """A permit that is not wholly encoded: nobody can say by the rules alone whether it holds."""

    rule: str
    """Its full id, by which it can be accepted."""
    jurisdiction: str
    citation: str
    summary: str
    reason: str
    """What of its text is not encoded, and why."""
    met: bool
    """Whether all that is encoded of it is met."""


class RulingNamed(Answer):
    """A court's ruling on a contested point."""

    case: str
    court: str
    docket: str | None
    decided: str
    """The day, or the month if the day was not found."""
    held: str
    side: Literal["reading", "alternative", "neither"]
    """Which side it took; `neither` if it bears on the point without settling it."""
    binds: bool
    """Whether the courts of the jurisdiction must follow it; otherwise it may persuade."""
    status: str | None
    """What has become of it, such as an appeal."""
    certainty: str
    """How it is known: whether its text was read, or only what others wrote of it."""


class ContestedReading(Answer):
    """A contested reading on which the decision depends."""

    rule: str
    citation: str
    reading: str
    alternative: str
    alternative_permits: Literal["more", "less", "other"] = "more"
    """Whether the other reading would let more through, less, or other things."""
    rulings: tuple[RulingNamed, ...] = ()
    """The rulings on the point that had been made on the day of the decision."""


class AdoptedReading(Answer):
    """A contested reading of which the agency's counsel adopted the other side, on which the decision rests."""

    rule: str
    citation: str
    reading: str
    """The reading that applies where nobody adopted the other."""
    alternative: str
    """The reading that was adopted."""
    by: str
    """Who adopted it."""
    day: date
    """The day from which on it counts."""
    why: str
    """The reason given."""
