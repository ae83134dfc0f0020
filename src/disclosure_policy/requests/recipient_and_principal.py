"""The parties to a request: who would receive the information, and for whom the recipient acts."""

from typing import Annotated

from disclosure_policy.requests.request_part import Asks, Flag, Part, Terms


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
