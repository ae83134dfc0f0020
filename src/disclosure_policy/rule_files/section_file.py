"""The model of a section file: its rules with their conditions and obligations, as written."""

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    model_validator,
)

from disclosure_policy.days import Day
from disclosure_policy.errors import refusal
from disclosure_policy.field_descriptions import Described
from disclosure_policy.rule_files.fact import OneOrMore
from disclosure_policy.rule_files.jurisdiction import Paragraph
from disclosure_policy.rule_files.key_forms import (
    DIGEST_HELP,
    HAS_DIGEST,
    IF_FORBID,
    IF_PERMIT,
    IS_INCOMPLETE,
    SHA256,
    SHORT_ID,
    as_condition,
    only_on_permit,
    sha256,
    short_id,
)
from disclosure_policy.rule_files.period import EffectivePeriod, PeriodWithin

Effect = Literal["permit", "forbid"]


class _Written(Described):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RulingOnPoint(_Written):
    """A ruling that took a side on a contested point."""

    ruling: str
    """Its short name in the rulings file of this jurisdiction, or of one above it."""
    side: Literal["reading", "alternative", "neither"]
    """The side it took; `neither` if it bears on the point without settling it."""


class AlternativeCondition(_Written):
    """A condition as the other reading of a contested point has it."""

    when: str
    """The expression."""
    paragraph: Paragraph | None = None
    """The place in the section that states it, if narrower than the rule's."""
    citation: str | None = None
    """Where it stands, if in another text."""
    summary: str | None = None
    """The condition in our own words, as what has to be the case."""


AlternativeConditions = tuple[
    Annotated[AlternativeCondition, BeforeValidator(as_condition, json_schema_input_type=str | AlternativeCondition)],
    ...,
]


AlternativePermits = Literal["more", "less", "other"]


class Contested(_Written):
    """A point on which reasonable readers of the text differ."""

    reading: str
    """The reading that is encoded."""
    alternative: str
    """The other reading, in one sentence."""
    alternative_permits: AlternativePermits = "more"
    """Whether the other reading would let more through, less, or more of some and less of other disclosures."""
    branch: str | None = None
    """The part of the condition that is contested, as written there, such as one branch of an `or`; not all of it."""
    alternative_conditions: AlternativeConditions | Literal["never"] | None = None
    """The other reading as conditions, which an agency's register can adopt; it only ever lets more through. Of a
    permit's condition: what is enough in its place, nothing if the list is empty. Of a prohibition, or a condition of
    one: what must be the case besides, or `never` if there is no such prohibition."""
    rulings: tuple[RulingOnPoint, ...] = ()
    """The rulings that took a side, or bear on the point."""


class Condition(_Written):
    """One element of a rule; all conditions of a rule must be true."""

    when: str
    """The expression."""
    paragraph: Paragraph | None = None
    """The place in the section that states this element, if narrower than the rule's."""
    citation: str | None = None
    """Where the element stands, if in another text."""
    summary: str | None = None
    """The element in our own words, as what has to be the case."""
    effective: PeriodWithin | None = None
    """The days of its rule on which the element is asked for, if not all of them."""
    contested: Contested | None = None
    """The reading taken, if the element is contested."""


class Obligation(_Written):
    """A duty that comes with a disclosure that this rule permits."""

    duty: str
    """The duty, in our own words."""
    paragraph: Paragraph | None = None
    """The place in the section that imposes it, if narrower than the rule's."""
    citation: str | None = None
    """Where the duty stands, if in another text."""
    bears: Literal["the recipient", "the agency"] = "the recipient"
    """Who bears it."""


class Rule(_Written):
    """One paragraph of law."""

    id: Annotated[str, AfterValidator(short_id), Field(json_schema_extra={"pattern": SHORT_ID})]
    """A short name, unique in the section on each day."""
    paragraph: Paragraph | None = None
    """The place in the section; none for words before the first paragraph."""
    effective: PeriodWithin | None = None
    """The days of the section's version on which the rule is in force, if not all of them."""
    effect: Effect
    """Whether the rule forbids disclosure, or permits what another rule forbids."""
    exception_to: OneOrMore = ()
    """The rules of the opposite effect that this one limits."""
    mandatory: StrictBool = False
    """Whether the law requires the disclosure that this rule permits."""
    summary: str
    """The rule in our own words."""
    conditions: tuple[
        Annotated[Condition, BeforeValidator(as_condition, json_schema_input_type=str | Condition)], ...
    ] = ()
    """What must be the case for the rule to hold."""
    obligations: tuple[Obligation, ...] = ()
    """What a disclosure under this rule obliges to."""
    not_encoded: str | None = None
    """Why some of the paragraph is not encoded; the rule then permits nothing until someone accepts that."""
    contested: Contested | None = None
    """The reading taken, if the rule is contested."""

    model_config = ConfigDict(json_schema_extra={"allOf": [IF_PERMIT, IF_FORBID]})

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.effect == "permit" and not self.exception_to:
            message = f"the permit `{self.id}` needs `exception_to`: only a prohibition stands alone"
            raise refusal("permit-standing-alone", message, key="exception_to", help_="name the prohibition")
        if self.effect == "forbid" and self.mandatory:
            raise only_on_permit("mandatory", f"`mandatory` belongs to a permit; `{self.id}` forbids")
        if self.effect == "forbid" and self.obligations:
            raise only_on_permit("obligations", f"`obligations` belong to a permit; `{self.id}` forbids")
        _refuse_unadoptable(self)
        return self

    @property
    def points(self) -> tuple[tuple[int | None, Contested], ...]:
        """What is contested: each condition by its number, and the rule itself under none."""
        own = ((None, self.contested),) if self.contested else ()
        return (*own, *((n, one.contested) for n, one in enumerate(self.conditions) if one.contested))


def _refuse_unadoptable(rule: Rule) -> None:
    """Refuse another side that could not be adopted, or could take away what the encoded reading lets through."""
    carrying = [(number, one) for number, one in rule.points if one.alternative_conditions is not None]
    for number, one in carrying:
        permits = rule.effect == "permit"
        help_ = None
        if len(carrying) > 1:
            message, help_ = "a register adopts a reading by its rule", "leave it to one point of the rule"
        elif one.alternative_permits == "less":
            message, help_ = (
                "a reading that lets less through is not adopted",
                "encode it as the rule, or remove this",
            )
        elif permits and number is None:
            message, help_ = "a permit is read otherwise in one of its conditions", "move `contested` to a condition"
        elif permits and one.alternative_conditions == "never":
            message, help_ = "`never` would take the permit away", "write what is enough in place of the condition"
        elif not permits and one.alternative_conditions == ():
            message, help_ = "nothing must be the case besides", "write `never` if there is no such prohibition"
        if help_:
            message = f"the other side of `{rule.id}` cannot be adopted: {message}"
            key = "contested" if number is None else "conditions"
            raise refusal("unadoptable-reading", message, key=key, help_=help_)


class Review(_Written):
    """That somebody compared a file with the text of the law."""

    by: str
    """Who: a name, or an office."""
    date: Day
    """The day."""
    note: str | None = None
    """What was looked at, or left open."""


class SectionText(_Written):
    """A section of law in the version of one period, as its file states it."""

    citation: str
    """How the section is cited."""
    title: str
    """The section's heading or subject, in our own words."""
    source: str
    """The official page, for the reader; nothing is fetched."""
    read_on: Day
    """The day on which the text was read."""
    text_sha256: Annotated[str, AfterValidator(sha256), Field(json_schema_extra={"pattern": SHA256})] | None = None
    """The SHA-256 of the normalised text that was read; absent if there was only a digest of it."""
    effective: EffectivePeriod
    """The days on which this version is in force."""
    incomplete: str | None = None
    """What of the text was not in hand, or is uncertain about its period."""
    reviewed: tuple[Review, ...] = ()
    """Who compared this file with the text of the law, and when."""
    rules: tuple[Rule, ...] = Field(min_length=1)
    """The rules, one for each paragraph."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [HAS_DIGEST, IS_INCOMPLETE]})

    @model_validator(mode="after")
    def _read(self) -> Self:
        if self.text_sha256 is None and self.incomplete is None:
            message = "`text_sha256` is missing: without it `incomplete` must say what was not in hand"
            raise refusal("missing-digest", message, key="text_sha256", help_=DIGEST_HELP)
        return self

    def period_of(self, rule: Rule) -> EffectivePeriod | None:
        """Return the days on which a rule is in force; None if it names one that is not of this version."""
        return rule.effective.within(self.effective) if rule.effective else self.effective
