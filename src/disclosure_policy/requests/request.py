"""The request: who asks for what, for which purpose, on what authority and with which protections.

Every fact may be left out, and is then unknown; `false` is said explicitly. What each fact means is told in the
words of 20 CFR Part 603, whose terms all states share. Facts that one jurisdiction alone needs are declared in
its rules and stated under `facts` and `judgments`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, StrictBool, Tag, model_validator

from disclosure_policy.days import Day
from disclosure_policy.documents import LISTED, ONE, Document, model_of
from disclosure_policy.errors import ProblemsError, RequestError, refusal
from disclosure_policy.requests.frozen_mappings import Frozen, NamedFacts
from disclosure_policy.requests.instruments import ABSENT, Agreement, Process, Release
from disclosure_policy.requests.request_part import Asks, Flag, InPart, Part, Purpose, Terms, not_empty


def _as_item(value: object) -> object:
    in_part = isinstance(value, dict) and value.keys() <= {"has", "lacks"} and value
    return {"type": value} if isinstance(value, str | InPart) or in_part else value


def _as_purposes(value: object) -> object:
    return (value,) if isinstance(value, str | dict | InPart) else value


def _as_items(value: object) -> object:
    return (value,) if isinstance(value, str | dict) else value


Kind = TypeVar("Kind")


def _alone(shown: Kind | tuple[Kind, ...]) -> Kind | tuple[Kind, ...]:
    """Return the one instrument of a list that has no other."""
    return shown[0] if isinstance(shown, tuple) and len(shown) == 1 else shown


def _one_or_several(value: object) -> str:
    return LISTED if isinstance(value, list | tuple) else ONE


Shown = Annotated[
    Annotated[Kind, Tag(ONE)]
    | Annotated[tuple[Kind, ...], AfterValidator(not_empty), Field(json_schema_extra={"minItems": 1}), Tag(LISTED)],
    Discriminator(_one_or_several),
    AfterValidator(_alone),
]
"""One instrument of a kind, or a list of several."""


class Recipient(Part):
    """The one who would receive the information."""

    name: str | None = None
    """The recipient's name, for the reader of the decision; no rule reads it."""
    type: Annotated[Terms, Asks("What is the recipient?")] = None
    """What the recipient is: a public official, an agent, an employer … (20 CFR 603.2, 603.5)."""
    within_official_duties: Annotated[
        Flag, Asks("Will the recipient use the information in the performance of its own official duties?")
    ] = None
    """Whether a public official would use it in the performance of his or her official duties (603.5(e))."""
    subpoena_authority: Annotated[
        Flag,
        Asks("Does the recipient have authority under state or federal law to obtain this information by subpoena?"),
    ] = None
    """Whether a governmental official has authority to obtain such information by subpoena (603.7(b)(2))."""


class Principal(Part):
    """The public official on whose behalf an agent or contractor would receive the information (603.5(f))."""

    type: Annotated[Terms, Asks("For whom does the agent or contractor act?", terms_of="recipient.type")] = None
    """What the official is, in the same terms as the recipient."""
    within_official_duties: Annotated[
        Flag, Asks("Will the information be used in the performance of that official's own duties?")
    ] = None
    """Whether the use is in the performance of the official's duties."""


class Representation(Part):
    """Acting for or in the place of the individual or employer the information is about (603.5(d)(1))."""

    on_behalf_of_subject: Annotated[
        Flag, Asks("Does the recipient act for or in the place of the individual or employer concerned?")
    ] = None
    """Whether the recipient acts for or in the place of the individual or employer."""
    authorized: Annotated[
        Flag, Asks("Does it act by the authority of that individual or employer?", changeable=True)
    ] = None
    """Whether it does so by their authority."""
    asserted_by_attorney: Annotated[
        Flag, Asks("Does the attorney assert that he or she represents them?", changeable=True)
    ] = None
    """Whether an attorney asserts that he or she represents the individual or employer (603.5(d)(1)(iii))."""
    retained_for_uc_law: Annotated[
        Flag,
        Asks("Is the attorney retained for purposes related to the state's unemployment compensation law?"),
    ] = None
    """Whether the attorney is retained for purposes related to the state's UC law (603.5(d)(1)(iii))."""
    evidence_of_constituent_request: Annotated[
        Flag, Asks("Does the elected official present reasonable evidence of authorization?", changeable=True)
    ] = None
    """Whether an elected official presents reasonable evidence of authorization (603.5(d)(1)(ii))."""


class Item(Part):
    """One item of information. Rules see one at a time."""

    type: Annotated[Terms, Asks("What information is asked for?")] = None
    """What the item is: wages, a home address, a decision on appeal … (603.2)."""
    about_recipient: Annotated[Flag, Asks("Is this information about the recipient itself?")] = None
    """Whether an individual or employer asks for information about itself (603.5(c))."""
    reveals_identity: Annotated[
        Flag,
        Asks(
            "Does it reveal the name or any identifying particular of an individual or employer?",
            supplied_by="the agency",
        ),
    ] = None
    """Whether it reveals the name or any identifying particular of an individual or employer (603.4(b))."""
    could_reveal_identity: Annotated[
        Flag,
        Asks(
            "Could it be combined with public information to reveal a name or identifying particular?",
            supplied_by="the agency",
        ),
    ] = None
    """Whether it could foreseeably be combined with public information to reveal them (603.4(b))."""
    social_security_numbers_removed: Annotated[
        Flag,
        Asks("Have all social security numbers been removed?", supplied_by="the agency", changeable=True),
    ] = None
    """Whether all social security account numbers have been removed (603.5(b))."""


class StateLaw(Part):
    """What a state's law says, where a request is decided under federal law alone."""

    authorizes: Annotated[Flag, Asks("Does state law authorize the disclosure?", supplied_by="counsel")] = None
    """Whether state law authorizes the disclosure (603.5); under a state's rules they decide it themselves."""


class Judgment(Part):
    """A person's answer to a question that the law leaves to a person."""

    answer: StrictBool
    """The answer to the question."""
    by: str = Field(min_length=1)
    """Who answered."""
    day: Day
    """The day of the answer."""
    why: str = Field(min_length=1)
    """The reason given."""

    @model_validator(mode="before")
    @classmethod
    def _not_on(cls, value: object) -> object:
        wrong = [key for key in ("on", True) if isinstance(value, dict) and key in value]
        if wrong:
            message = "the day of a judgment is stated as `day`, no longer as `on`"
            raise refusal(
                "renamed-field", message, key=str(wrong[0]), help_="other readers of YAML take `on` for true"
            )
        return value


_ABSENT: Mapping[str, Mapping[str, object]] = {
    "representation": {
        "authorized": False,
        "asserted_by_attorney": False,
        "evidence_of_constituent_request": False,
    },
    **ABSENT,
}
"""What is stated of an instrument where there is none."""


class DisclosureRequest(Part):
    """A request to disclose confidential information, as its facts are known on a date.

    The request is a bundle: each of `items` for each of `purposes` is one disclosure, and the whole is allowed
    only if every disclosure is.
    """

    jurisdiction: str
    """The code of the jurisdiction whose records are asked for, such as `us-nm`."""
    as_of: Day | None = None
    """The day as of which the law is applied."""
    discloser: Annotated[Terms, Asks("Who would disclose the information?")]
    """Who would disclose: the state's agency, or somebody it gave the information to (603.9(c))."""
    recipient: Recipient = Recipient()
    """The one who would receive the information."""
    principal: Principal = Principal()
    """The official for whom the recipient acts, if it is an agent or contractor."""
    purposes: Annotated[
        tuple[Purpose, ...] | None,
        BeforeValidator(_as_purposes, json_schema_input_type=str | InPart | tuple[str | InPart, ...] | None),
        AfterValidator(not_empty),
        Field(json_schema_extra={"minItems": 1}),
        Asks("For what purpose is the information asked?"),
    ] = None
    """The purposes for which the information is asked, each decided on its own."""
    items: Annotated[
        tuple[Annotated[Item, BeforeValidator(_as_item)], ...] | None,
        BeforeValidator(_as_items, json_schema_input_type=str | Item | tuple[str | Item, ...] | None),
        AfterValidator(not_empty),
        Field(json_schema_extra={"minItems": 1}),
    ] = None
    """The items of information asked for, each decided on its own; a bare term stands for `{type: term}`."""
    scope: Annotated[Terms, Asks("Whose records are asked for?", changeable=True)] = None
    """Whose records: named people or employers, a class, everybody."""
    access: Annotated[Terms, Asks("Is the information released once, or on an ongoing basis?", changeable=True)] = (
        None
    )
    """How: once, or on an ongoing basis (603.5(d)(2))."""
    representation: Representation = Representation()
    """Acting for the individual or employer concerned."""
    release: Shown[Release] = Release()
    """The informed consent presented; a list, if several were."""
    process: Shown[Process] = Process()
    """The legal process served; a list, if several were."""
    agreement: Shown[Agreement] = Agreement()
    """The agreement that governs the disclosure; a list, if several could."""
    nothing_else_presented: StrictBool = False
    """Whether no release, process or agreement was shown but those that are stated here, and nobody's authority: of
    each that is not mentioned this says that there is none."""
    safeguards: Annotated[
        Terms,
        Asks("Which safeguards must the recipient keep?", supplied_by="the agency", changeable=True, several=True),
    ] = None
    """The safeguards required of the recipient (603.9(b)); the list is complete."""
    state_law: StateLaw = StateLaw()
    """What state law says, where federal law is decided alone."""
    facts: Annotated[Mapping[str, Any], AfterValidator(NamedFacts)] = Field(default_factory=NamedFacts)
    """Facts that the jurisdiction declares, by name."""
    judgments: Annotated[Mapping[str, Judgment], AfterValidator(Frozen)] = Field(default_factory=Frozen)
    """Answers to the questions that the law leaves to a person, by name."""

    @model_validator(mode="before")
    @classmethod
    def _without_the_rest(cls, value: object) -> object:
        if isinstance(value, dict) and value.get("nothing_else_presented") is True:
            return {part: absent for part, absent in _ABSENT.items() if value.get(part) is None} | value
        return value


def request_in(document: Document) -> DisclosureRequest:
    """Return the request that a document states.

    Raises:
        RequestError: with everything that is wrong with its form, at its line and column.
    """
    try:
        return model_of(DisclosureRequest, document)
    except ProblemsError as error:
        raise RequestError(error.problems) from None


def frozen(request: DisclosureRequest) -> DisclosureRequest:
    """Return the request with facts and judgments that do not change: itself, unless nothing validated it."""
    facts, judgments = request.facts, request.judgments
    if type(facts) is NamedFacts and type(judgments) is Frozen:
        return request
    return request.model_copy(update={"facts": NamedFacts(facts), "judgments": Frozen(judgments)})
