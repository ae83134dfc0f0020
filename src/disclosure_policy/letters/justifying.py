"""Why a request was decided as it was, and what the law would permit, as sections of a letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from disclosure_policy.letters.letter import Block, Passage, Section
from disclosure_policy.letters.phrasing import Citing, listed, sentence
from disclosure_policy.provision import Provision
from disclosure_policy.reason import ClosestPermit
from disclosure_policy.reasoning.stating import value_words
from disclosure_policy.reasoning.trace import Step, Trace
from disclosure_policy.redacting import REQUESTER, Brief
from disclosure_policy.remedy import Change, Remedy

MOST_REMEDIES = 2


def provisions(brief: Brief) -> Mapping[str, Provision]:
    """Return the provisions in force, by their ids."""
    layers = brief.law.layers(brief.case.jurisdiction, brief.case.as_of)
    return {provision.id: provision for layer in layers for provision in layer.provisions}


def reasons_section(brief: Brief, whole: Trace, citing: Citing) -> Section:
    """Return the provisions that decided and, for a denial, the nearest exceptions and why they do not apply."""
    blocks = _allowing(brief, citing) if brief.decision.allowed else _denying(brief, whole, citing)
    return Section(name="reasons", heading="Reasons", blocks=tuple(blocks))


def _allowing(brief: Brief, citing: Citing) -> Iterator[Block]:
    leads = {
        "permits": "The disclosure is permitted by these provisions",
        "meets a requirement": "What they require is met, as follows",
        "does not reach": "These provisions on confidentiality do not reach the information you asked for",
    }
    for role, lead in leads.items():
        rules = [rule for rule in brief.decision.determining if rule.role == role]
        yield from _listed(lead, (citing.sentence(rule.summary, rule.citation) for rule in rules))


def _denying(brief: Brief, whole: Trace, citing: Citing) -> Iterator[Block]:
    decision = brief.decision
    unless = "" if decision.basis == "prohibited" else ", unless an exception to them applies"
    yield from _listed(
        f"The disclosure is forbidden by these provisions{unless}",
        (citing.sentence(rule.summary, rule.citation) for rule in decision.determining),
    )
    for permit in _nearest(brief):
        law = decision.labels[permit.jurisdiction]
        lead = f"In the law of {law}, the exception nearest to your request is the following. {permit.summary}"
        yield Block(lead=citing.sentence(lead, permit.citation))
        yield from _why_not(permit, brief, whole, citing)


def _nearest(brief: Brief) -> Iterator[ClosestPermit]:
    """Yield the nearest permit of each jurisdiction that denies; one that is not wholly encoded is no guide."""
    denying = {
        layer.jurisdiction
        for one in brief.decision.disclosures
        for layer in one.layers
        if layer.verdict == one.verdict == "deny"
    }
    known = provisions(brief)
    usable = [one for one in brief.seen.closest if one.jurisdiction in denying and known[one.rule].usable]
    for _, permits in groupby(usable, key=lambda permit: permit.jurisdiction):
        yield next(permits)


def _why_not(permit: ClosestPermit, brief: Brief, whole: Trace, citing: Citing) -> Iterator[Block]:
    """Say which of its conditions fail, and which limits close it; then what was stated does not settle."""
    yield from _listed(
        "It does not apply, because on the facts stated the following is not so",
        (citing.sentence(one.summary, one.citation) for one in permit.failed),
    )
    closed = [limit for limit in permit.carve_outs if limit.holds == "true"]
    yield from _listed(
        "On the facts stated it is closed by the following",
        (citing.sentence(limit.summary, limit.citation) for limit in closed),
    )
    known = provisions(brief)
    unmet = [known[lack.rule] for lack in permit.lacks if lack.value == "false" and lack.effect == "permit"]
    yield from _listed(
        "On the facts stated the following, which would meet a limit of that exception, is not so",
        (citing.sentence(one.rule.summary, one.citation) for one in unmet if one.id != permit.rule),
    )
    open_conditions = {one.summary: citing.sentence(one.summary, one.citation) for one in permit.unknown}
    open_limits = {
        limit.rule: citing.sentence(limit.summary, limit.citation)
        for limit in permit.carve_outs
        if limit.holds == "unknown"
    }
    withheld = _resting_on_others(permit.rule, whole) if brief.audience == "requester" else set()
    stated = "what you stated" if brief.audience == "requester" else "what was stated"
    for verb, found in (("requires", open_conditions), ("is subject to", open_limits)):
        yield from _listed(
            f"It {verb} the following, and {stated} does not show that this is so",
            (passage for key, passage in found.items() if key not in withheld),
        )
    for verb, found in (("also requires", open_conditions), ("is also subject to", open_limits)):
        yield from _listed(
            f"It {verb} the following, which turns at least in part on what is not for you to supply",
            (passage for key, passage in found.items() if key in withheld),
        )


def _resting_on_others(permit: str, whole: Trace) -> set[str]:
    """Return the open conditions of a permit, and the rules, that turn on a fact not for the requester to supply."""
    found: set[str] = set()
    for step in (step for disclosure in whole.disclosures for step in disclosure.walk()):
        if step.rule == permit:
            found |= {part.text for part in step.parts if part.kind == "condition" and _withheld(part)}
        elif step.rule and _withheld(step):
            found.add(step.rule)
    return found


def _withheld(step: Step) -> bool:
    return any(
        leaf.value == "unknown" and leaf.supplied_by is not None and leaf.supplied_by != REQUESTER
        for leaf in step.walk()
        if leaf.kind in ("fact", "value")
    )


def permitted_section(brief: Brief, citing: Citing) -> Section:
    """Return what the law would permit: under which provisions, on which facts; nothing that was stated is denied."""
    items = len({one.item for one in brief.decision.disclosures})
    blocks: list[Block] = []
    for remedy in brief.seen.remedies[:MOST_REMEDIES]:
        blocks += _remedy(remedy, items, "would also be" if blocks else "would be", citing)
    if blocks:
        text = "A request to which this applies would be decided on its own facts"
        blocks.append(Block(lead=Passage(text=text)))
    return Section(name="permitted", heading="What the law would permit", blocks=tuple(blocks))


def _remedy(remedy: Remedy, items: int, would_be: str, citing: Citing) -> Iterator[Block]:
    what = "this disclosure" if len(remedy.released) == items else f"the disclosure of {listed(remedy.released)}"
    without = f"without {listed(one.label for one in remedy.withheld)}, " if remedy.withheld else ""
    yield from _listed(
        sentence(f"{without}{what} {would_be} permitted under these provisions"),
        (citing.sentence(rule.summary, rule.citation) for rule in remedy.grounds),
    )
    points = (point for change in (*remedy.changes, *remedy.provided) for point in requested(change, citing))
    yield from _listed("It would take these facts", points)


def requested(change: Change, citing: Citing) -> Iterator[Passage]:
    """Tell a change as the answer to its question; where nothing of a list may be so, what must not be."""
    limits = [one for one in change.requirements if one.effect == "forbid"]
    if change.after == () and limits:
        yield from (citing.sentence(f"It is not so that {one.summary}", one.citation) for one in limits)
        return
    answer = value_words(change.after) if isinstance(change.after, bool) else listed(change.labels)
    of = f" (of {change.of})" if change.of else ""
    yield Passage(text=f"{sentence(change.question)}{of} {sentence(answer or 'none')}")


def _listed(lead: str, points: Iterable[Passage]) -> Iterator[Block]:
    found = tuple(dict.fromkeys(points))
    if found:
        yield Block(lead=Passage(text=lead, stop=":"), points=found)
