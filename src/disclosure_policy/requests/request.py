"""The request: who asks for what, for which purpose, on what authority and with which protections.

Every fact may be left out, and is then unknown; `false` is said explicitly. What each means is told in the words of
20 CFR Part 603. Facts that one jurisdiction alone needs are declared in its rules, and stated under `facts`.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, StrictBool, Tag, model_validator

from disclosure_policy.days import Day
from disclosure_policy.documents import LISTED, ONE, Document, model_of, of_value
from disclosure_policy.errors import ProblemsError, RequestError, refusal
from disclosure_policy.escaping import plain
from disclosure_policy.requests.frozen_mappings import Frozen, NamedFacts
from disclosure_policy.requests.instruments import ABSENT, Agreement, Process, Release
from disclosure_policy.requests.recipient_and_principal import Principal, Recipient, Representation
from disclosure_policy.requests.request_part import Asks, Flag, InPart, Part, Purpose, Terms, not_empty


def _as_item(value: object) -> object:
    in_part = isinstance(value, dict) and value.keys() <= {"has", "lacks"} and value
    return {"type": value} if isinstance(value, str | InPart) or in_part else value


def _unless_said(value: object) -> object:
    return False if value is None else value


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


def _words(text: str) -> str:
    if not plain(text):
        raise refusal("empty-text", "the text says nothing", help_="write who answered, and why, in words")
    return text


Words = Annotated[str, AfterValidator(_words), Field(json_schema_extra={"minLength": 1, "pattern": r"\S"})]
"""A text that says something."""


class Judgment(Part):
    """A person's answer to a question that the law leaves to a person."""

    answer: StrictBool
    """The answer to the question."""
    by: Words
    """Who answered."""
    day: Day
    """The day of the answer."""
    why: Words
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
    nothing_else_presented: Annotated[
        StrictBool, BeforeValidator(_unless_said, json_schema_input_type=bool | None)
    ] = False
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

    __slots__ = ("_validated",)  # no field: what copies, constructs or unpickles a request leaves it out

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """The agreements shown, the one that there is alike."""
        return self.agreement if isinstance(self.agreement, tuple) else (self.agreement,)

    @model_validator(mode="after")
    def _is_validated(self) -> Self:
        object.__setattr__(self, "_validated", True)
        return self

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


def validated(request: DisclosureRequest) -> DisclosureRequest:
    """Return a request all of whose values are known to be of their types: itself, if that is known already.

    A copy with changes, one that was constructed or read from a pickle was validated by nobody.

    Raises:
        RequestError: with everything that is wrong with its form.
    """
    if getattr(request, "_validated", False):
        return request
    return request_in(of_value(dict(_stated_by(request)), "request"))


def _stated_by(request: DisclosureRequest) -> Iterator[tuple[str, object]]:
    """Yield what a request says by itself, and not only by leaving it out."""
    fields = type(request).model_fields
    for name, value in vars(request).items():
        default = fields[name].default if name in fields else None
        if name in request.model_fields_set or type(value) is not type(default) or value != default:
            yield name, value
