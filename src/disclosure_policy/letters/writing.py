"""Writes the determination letter on a decision, for the one who asked or for counsel.

No sentence says more than the decision does: what may be disclosed, under which provisions, on which facts. The law's
part is told in the words of the rules' own summaries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from disclosure_policy.decision import in_words
from disclosure_policy.escaping import plain
from disclosure_policy.law import pages
from disclosure_policy.letters.contents import Block, Letter, LetterSection, Line, Passage
from disclosure_policy.letters.facts_relied_on import (
    contested_section,
    counsel_section,
    facts_section,
    unstated_section,
)
from disclosure_policy.letters.reasons import nearest, reasons_section
from disclosure_policy.letters.sentences import Citing, day_in_words, listed, sentence
from disclosure_policy.letters.what_would_permit import once_shown, permitted_section
from disclosure_policy.reasoning import Brief, said, trace

AGENCY = "[name of the agency]"
SIGNATORY = "[name and title]"
ADDRESSEE = "[addressee]"
SHOWN_DIGITS = 12
"""How many digits of a digest tell one set of rules from another to a person."""


@dataclass(frozen=True)
class Letterhead:
    """Who writes, who signs, to whom and on which day; what is not given is left to be filled in."""

    day: date
    agency: str = AGENCY
    signatory: str = SIGNATORY
    addressee: tuple[str, ...] = ()


def letter(brief: Brief, head: Letterhead) -> Letter:
    """Return the letter that tells a decision to its reader."""
    decision, citing = brief.decision, Citing(pages(brief.law, brief.case.jurisdiction, brief.case.as_of))
    whole = trace(brief)
    exceptions = nearest(brief, whole, citing)
    addressee = head.addressee or (brief.request.recipient.name or ADDRESSEE,)
    sections = (
        _request_section(brief),
        _determination_section(brief, citing),
        reasons_section(brief, exceptions, citing),
        None if decision.allowed else permitted_section(brief, exceptions, citing),
        None if decision.allowed else unstated_section(brief, exceptions, citing),
        _obligations_section(brief, citing),
        facts_section(brief, whole),
        contested_section(brief, citing),
        counsel_section(brief, citing),
    )
    receipt = decision.receipt
    return Letter(
        audience=brief.audience,
        verdict=decision.verdict,
        basis=decision.basis,
        agency=head.agency,
        signatory=head.signatory,
        addressee=tuple(line[:1].upper() + line[1:] for line in map(plain, addressee)),
        date=head.day,
        day=day_in_words(head.day),
        subject="Determination on your request for disclosure",
        salutation="Dear Sir or Madam:",
        sections=tuple(section for section in sections if section and section.blocks),
        closing=Passage(text=_closing(brief)),
        valediction="Sincerely,",
        prepared=(
            f"Not part of the letter: prepared with disclosure-policy {receipt.package} for review by counsel before"
            " it is signed. It applies the rules as encoded to the facts as stated, and is no legal advice."
        ),
        receipt=tuple(_receipt(brief)),
    )


def _receipt(brief: Brief) -> Iterator[Line]:
    """Yield what identifies the rules and the day, and for counsel all that makes the determination replayable."""
    receipt, for_counsel = brief.decision.receipt, brief.audience == "counsel"
    yield Line(name="Rules", value=receipt.rules if for_counsel else receipt.rules[:SHOWN_DIGITS])
    yield Line(name="Law as of", value=receipt.as_of.isoformat())
    if for_counsel:
        yield Line(name="Facts", value=receipt.facts)
    if for_counsel and receipt.agency_register:
        yield Line(name="Register", value=receipt.agency_register)


def _request_section(brief: Brief) -> LetterSection:
    return LetterSection(name="request", heading="Your request", blocks=(Block(lead=Passage(text=_asked(brief))),))


def _asked(brief: Brief) -> str:
    decision, everything = brief.decision, range(len(brief.case.disclosures))
    items = [label for one in decision.disclosures if (label := in_words(decision.labels, "item.type", one.item))]
    recipient, purpose, scope, access = (
        listed(said(brief, everything, fact)) for fact in ("recipient.type", "purpose", "scope", "access")
    )
    asker = f"As {recipient}, you asked" if recipient else "You asked"
    records = f"Your request is for the records of {scope}" if scope else "The disclosure would be made as follows"
    sentences = [
        f"{asker} for the disclosure of {listed(items) if items else 'information that is not described'}",
        f"{records}{',' if scope else ':'} {access}" if access else records if scope else "",
        f"The purpose you gave is {purpose}" if purpose else "You gave no purpose",
    ]
    return ". ".join(one for one in sentences if one)


def _determination_section(brief: Brief, citing: Citing) -> LetterSection:
    blocks = (*_determination(brief), *once_shown(brief, citing))
    return LetterSection(name="determination", heading="Determination", blocks=blocks)


def _determination(brief: Brief) -> Iterator[Block]:
    decision = brief.decision
    law = f"{sentence(_law(brief))}, as in force on {day_in_words(decision.as_of)},"
    outcome = {
        "required": f"{law} requires this disclosure. The information may therefore be disclosed",
        "permitted": f"{law} permits this disclosure. The information may therefore be disclosed",
        "not confidential": f"{law} does not make this information confidential. It may therefore be disclosed",
        "prohibited": f"{law} does not permit this disclosure. Your request is therefore denied",
        "insufficient facts": (
            f"{law} does not permit this disclosure on what has been stated. Your request is therefore denied as it"
            " stands; what has not been stated could still bring it within an exception"
        ),
        "no law in force": (
            f"No provision on the confidentiality of this information was in force on {day_in_words(decision.as_of)},"
            " so nothing can be disclosed under one. Your request is therefore denied"
        ),
    }[decision.basis]
    duties = ", subject to the obligations set out below" if decision.obligations else ""
    yield Block(lead=Passage(text=outcome + duties))
    alone = [one for one in decision.disclosures if one.verdict == "allow"]
    if alone and not decision.allowed:
        names = [
            f"{in_words(decision.labels, 'item.type', one.item) or 'information not described'}, for"
            f" {in_words(decision.labels, 'purpose', one.purpose) or 'a purpose not stated'}"
            for one in alone
        ]
        lead = Passage(text="Asked for by itself, the following may be disclosed", stop=":")
        yield Block(lead=lead, points=tuple(Passage(text=sentence(name)) for name in names))


def _law(brief: Brief) -> str:
    """Name the law that decided: for a denial, the layers that deny."""
    decision = brief.decision
    layers = (
        layer.jurisdiction
        for one in decision.disclosures
        for layer in one.layers
        if layer.verdict == decision.verdict or decision.allowed
    )
    names = [f"of {decision.labels[code]}" for code in dict.fromkeys(layers)]
    return f"the law {listed(reversed(names))}"


def _obligations_section(brief: Brief, citing: Citing) -> LetterSection:
    """List the duties under each ground relied on; what several grounds oblige to is told once, under them all."""
    grounds: dict[Passage, dict[str, None]] = {}
    for due in brief.decision.obligations:
        duty = citing.sentence(f"{due.bears} must {due.duty}", due.citation)
        grounds.setdefault(duty, {}).setdefault(due.ground)
    blocks = [
        Block(
            lead=Passage(text=f"Under {listed(shared)}", stop=":"),
            points=tuple(duty for duty, found in grounds.items() if tuple(found) == shared),
        )
        for shared in dict.fromkeys(tuple(found) for found in grounds.values())
    ]
    return LetterSection(name="obligations", heading="Obligations", blocks=tuple(blocks))


def _closing(brief: Brief) -> str:
    decision = brief.decision
    applied = f"This determination applies the law in force on {day_in_words(decision.as_of)} to the facts stated"
    floor = f". It applies {_law(brief)} alone; the law of a state may still forbid the disclosure"
    return f"{applied}; on other facts it could differ{floor if decision.floor and decision.allowed else ''}"
