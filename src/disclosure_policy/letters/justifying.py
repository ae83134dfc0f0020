"""Why a request was decided as it was, and what the law would permit, as sections of a letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from disclosure_policy.letters.letter import Block, Passage, Section
from disclosure_policy.letters.phrasing import Citing, count_in_words, denied, listed, sentence, within
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


def nearest(brief: Brief) -> Iterator[ClosestPermit]:
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
    for permit in nearest(brief):
        law = decision.labels[permit.jurisdiction]
        lead = f"In the law of {law}, the exception nearest to your request is the following. {permit.summary}"
        yield Block(lead=citing.sentence(lead, permit.citation))
        yield from _WhyNot(permit, brief, whole, citing).blocks()


@dataclass(frozen=True)
class _WhyNot:
    """Why a permit does not apply: what is against it, then what of it is not shown, and each limit once."""

    permit: ClosestPermit
    brief: Brief
    whole: Trace
    citing: Citing

    def blocks(self) -> Iterator[Block]:
        against, unmet, (shown, turning) = list(self._against()), self._unmet, self._open()
        stated = "what you stated" if self.brief.audience == "requester" else "what was stated"
        if not against and (unmet or shown or turning):
            yield Block(lead=Passage(text=f"{sentence(stated)} does not show that it applies"))
        if len(against) == 1:
            reason = against[0].model_copy(update={"text": f"It does not apply: {against[0].text}"})
            yield Block(lead=reason)
        else:
            yield from _listed("It does not apply, for these reasons", map(_capitalized, against))
        ways = (self.citing.sentence(one.rule.summary, one.citation) for one in unmet)
        limits, not_so = (
            ("One of its limits", "which is not so")
            if len(unmet) == 1
            else ("Some of its limits", "none of which is so")
        )
        yield from _listed(f"{limits} would be met by the following, {not_so} on the facts stated", ways)
        also = "also " if against or unmet else ""
        yield from _listed(f"It {also}requires the following, which has not been shown", shown)
        rest = "what is not for you to supply"
        if not (also or shown):
            yield from _listed(f"It requires the following, which turns at least in part on {rest}", turning)
        elif turning:
            turn = "requirements or limits turns" if len(turning) == 1 else "requirements or limits turn"
            text = sentence(f"{count_in_words(len(turning))} more of its {turn} at least in part on {rest}")
            yield Block(lead=Passage(text=text))

    def _against(self) -> Iterator[Passage]:
        """Yield the conditions that fail and the limits that hold, as clauses."""
        for failed in self.permit.failed:
            yield self.citing.clause(denied(failed.summary), failed.citation)
        for limit in self.permit.carve_outs:
            if limit.holds == "true":
                yield self.citing.clause(within(limit.summary), limit.citation)

    @property
    def _unmet(self) -> list[Provision]:
        """The permits that would meet a limit and fail; where the limit holds, it is told by itself."""
        known = provisions(self.brief)
        holding = {limit.rule for limit in self.permit.carve_outs if limit.holds == "true"}
        lacks = dict.fromkeys(
            one.rule for one in self.permit.lacks if one.value == "false" and one.effect == "permit"
        )
        lacking = (known[rule] for rule in lacks if rule != self.permit.rule)
        return [one for one in lacking if holding.isdisjoint(one.exception_to)]

    def _open(self) -> tuple[list[Passage], list[Passage]]:
        """Return the conditions and limits that are not settled, and apart those that turn on what others supply."""
        told = {above for one in self._unmet for above in one.exception_to}
        withheld = _resting_on_others(self.permit.rule, self.whole) if self.brief.audience == "requester" else set()
        found = {one.summary: self.citing.sentence(one.summary, one.citation) for one in self.permit.unknown}
        for limit in self.permit.carve_outs:
            if limit.holds == "unknown" and limit.rule not in told:
                found[limit.rule] = self.citing.sentence(limit.summary, limit.citation)
        shown = dict.fromkeys(passage for key, passage in found.items() if key not in withheld)
        turning = dict.fromkeys(passage for key, passage in found.items() if key in withheld)
        return list(shown), list(turning)


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
    """Return what the law would permit: on which facts, under which provisions; nothing that was stated is denied.

    A proposal that supposes what nobody can bring about is no part of a letter.
    """
    remedies = [remedy for remedy in brief.seen.remedies if not remedy.provided][:MOST_REMEDIES]
    items = len({one.item for one in brief.decision.disclosures})
    blocks: list[Block] = []
    for remedy in remedies:
        blocks += _remedy(remedy, items, "would also be" if blocks else "would be", citing)
    grounds = (citing.sentence(rule.summary, rule.citation) for remedy in remedies for rule in remedy.grounds)
    blocks += _listed("These provisions would permit it", grounds)
    if blocks:
        text = "A request to which this applies would be decided on its own facts"
        blocks.append(Block(lead=Passage(text=text)))
    return Section(name="permitted", heading="What the law would permit", blocks=tuple(blocks))


def _remedy(remedy: Remedy, items: int, would_be: str, citing: Citing) -> Iterator[Block]:
    what = "this disclosure" if len(remedy.released) == items else f"the disclosure of {listed(remedy.released)}"
    without = f"without {listed(one.label for one in remedy.withheld)}, " if remedy.withheld else ""
    points = [point for change in remedy.changes for point in requested(change, citing)]
    lead = sentence(f"{without}{what} {would_be} permitted")
    if points:
        yield from _listed(f"{lead} if all of the following were so", points)
    else:
        yield Block(lead=Passage(text=lead))


def requested(change: Change, citing: Citing) -> Iterator[Passage]:
    """Tell a change in the words of the conditions that ask for it, or in its own where those say more than it does.

    A condition on one of several kinds of process, say, is met by a grand jury subpoena: it is the subpoena that is
    told. What must not be is told as that.
    """
    of = f" (of {change.of})" if change.of else ""
    label = f"{listed(change.labels)}{of}"
    asked = [one for one in change.requirements if one.effect == "permit"]
    limits = [one for one in change.requirements if one.effect == "forbid"]
    exact = [one for one in asked if one.exactly]
    if not change.requirements:
        answer = value_words(change.after) if isinstance(change.after, bool) else label
        yield Passage(text=f"{sentence(change.question)} {sentence(answer or 'none')}")
    elif len(change.labels) == 1 and label.startswith(("a ", "an ")):
        yield Passage(text=f"There is {label}")
    elif exact or len(change.labels) != 1:
        yield from (citing.sentence(f"{one.summary}{of}", one.citation) for one in exact or asked)
    else:
        yield Passage(text=sentence(label))
    yield from (citing.sentence(denied(one.summary), one.citation) for one in limits)


def _capitalized(passage: Passage) -> Passage:
    return passage.model_copy(update={"text": sentence(passage.text)})


def _listed(lead: str, points: Iterable[Passage]) -> Iterator[Block]:
    found = tuple(dict.fromkeys(points))
    if found:
        yield Block(lead=Passage(text=lead, stop=":"), points=found)
