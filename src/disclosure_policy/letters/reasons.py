"""Writes the section that tells why a request was decided as it was."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from disclosure_policy.decision import DeterminingRule
from disclosure_policy.letters.contents import Block, LetterSection
from disclosure_policy.letters.sentences import Citing, told
from disclosure_policy.letters.why_not import Declined, provisions
from disclosure_policy.reasoning import Brief, Trace


def nearest(brief: Brief, whole: Trace, citing: Citing) -> list[Declined]:
    """Return the nearest permit of each jurisdiction that denies; one that is not wholly encoded is no guide."""
    denying = {
        layer.jurisdiction
        for one in brief.decision.disclosures
        for layer in one.layers
        if layer.verdict == one.verdict == "deny"
    }
    known = provisions(brief)
    usable = [one for one in brief.seen.closest if one.jurisdiction in denying and known[one.rule].usable]
    by_jurisdiction = groupby(usable, key=lambda permit: permit.jurisdiction)
    return [Declined(next(permits), brief, whole, citing) for _, permits in by_jurisdiction]


def reasons_section(brief: Brief, exceptions: list[Declined], citing: Citing) -> LetterSection:
    """Return the provisions that decided and, for a denial, the nearest exceptions and why they do not apply."""
    blocks = _allowing(brief, citing) if brief.decision.allowed else _denying(brief, exceptions, citing)
    return LetterSection(name="reasons", heading="Reasons", blocks=tuple(blocks))


def _allowing(brief: Brief, citing: Citing) -> Iterator[Block]:
    by_role: dict[str, list[DeterminingRule]] = {}
    for rule in brief.decision.determining:
        by_role.setdefault("requires" if rule.mandatory and rule.role == "permits" else rule.role, []).append(rule)
    leads = {
        "requires": "The disclosure is required by {}",
        "permits": "The disclosure is permitted by {}",
        "meets a requirement": "What is required for that is met, as follows",
        "does not reach": "The information you asked for is not reached by {} on confidentiality",
    }
    for role, lead in leads.items():
        rules = by_role.get(role, ())
        what = "this provision" if len(rules) == 1 else "these provisions"
        yield from told(lead.format(what), (citing.clause(rule.summary, rule.citation) for rule in rules))


def _denying(brief: Brief, exceptions: list[Declined], citing: Citing) -> Iterator[Block]:
    decision = brief.decision
    one = len(decision.determining) == 1
    unless = "" if decision.basis == "prohibited" else f", unless an exception to {'it' if one else 'them'} applies"
    yield from told(
        f"The disclosure is forbidden by {'this provision' if one else 'these provisions'}{unless}",
        (citing.clause(rule.summary, rule.citation) for rule in decision.determining),
    )
    for exception in exceptions:
        law = decision.labels[exception.permit.jurisdiction]
        yield from exception.blocks(f"In the law of {law}, the exception nearest to your request is this")
