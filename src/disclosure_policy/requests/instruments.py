"""The instruments that a request can rest on: the release presented, the legal process served, the agreement made."""

from typing import Annotated

from disclosure_policy.requests.request_part import Asks, Flag, Part, Terms

_AGREEMENT = "Is there a written agreement with the agency or entity that requests the information?"


class Release(Part):
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


class Process(Part):
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


class Agreement(Part):
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
        Flag, Asks("Is the agreement in force, neither suspended nor canceled for a breach?", changeable=True)
    ] = None
    """Whether it is in force, and not suspended or canceled for a breach (603.10(c)(1))."""
    terms: Annotated[Terms, Asks("What does the agreement provide?", changeable=True, several=True)] = None
    """The terms and conditions it contains (603.10(a), (b)); the list is complete."""
