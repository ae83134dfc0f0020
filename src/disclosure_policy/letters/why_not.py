"""Writes why an exception does not apply to a request, or was not shown to.

What fails comes first, then what was not shown, then what does not depend on the requester alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from disclosure_policy.decision.reasons import CarveOut, ClosestPermit, Lack
from disclosure_policy.law import Provision
from disclosure_policy.letters.contents import Block, Passage
from disclosure_policy.letters.sentences import Citing, chained, not_so, told
from disclosure_policy.reasoning import REQUESTER, Brief, Step, Trace

MOST_SHORTFALLS = 3
"""How many conditions that fail are told one by one; of more it is told what they make up together."""


def provisions(brief: Brief) -> Mapping[str, Provision]:
    """Return the provisions in force, by their ids."""
    layers = brief.law.layers(brief.case.jurisdiction, brief.case.as_of)
    return {provision.id: provision for layer in layers for provision in layer.provisions}


@dataclass(frozen=True)
class Declined:
    """A permit that was not found to hold, and what is told of it to a reader."""

    permit: ClosestPermit
    brief: Brief
    whole: Trace
    citing: Citing

    @property
    def shut(self) -> bool:
        """Whether something of it fails that nobody can lawfully change."""
        return any(lack.value == "false" and not lack.changeable for lack in self.permit.lacks)

    def blocks(self, opening: str) -> Iterator[Block]:
        """Yield the exception, after some words that lead to it, and why it is not what the request needs."""
        first = self.citing.clause(f"{opening}: {self.permit.summary}", self.permit.citation)
        reasons = list(self._reasons())
        if not reasons:
            yield Block(lead=first)
        for block in reasons[:1]:
            yield block.model_copy(update={"lead": chained(first, block.lead)})
        yield from reasons[1:]

    def _reasons(self) -> Iterator[Block]:
        failed = [self.citing.clause(one.summary, one.citation) for one in self.permit.failed]
        holding = [one for one in self.permit.carve_outs if one.holds == "true"]
        beyond = [self._limit(one) for one in holding if one.conditions or not failed]
        shown, turning = self._open()
        yield from told(
            "It does not apply, because it requires the following, which is not so on the facts stated", failed
        )
        limits = "this limit" if len(beyond) == 1 else "these limits"
        so_far = "Nor does the request" if failed else "It does not apply, because the request does not"
        yield from told(f"{so_far} keep within {limits}", beyond)
        stated = "What you stated" if self.brief.audience == "requester" else "What was stated"
        so_far = f"{stated} does not show that it applies"
        if failed or beyond:
            yield from told("The following has not been shown to be met either", shown)
            others = () if failed else turning
            yield from told("The following does not depend on you alone, and did not have to be decided", others)
            return
        yield from told(f"{so_far}. The following has not been shown to be met", shown)
        so_far = "It also depends" if shown else f"{so_far}. It depends"
        yield from told(f"{so_far} on the following, which is not for you alone to supply", turning)

    def what_meets(self) -> Iterator[Passage]:
        """Yield conditions that were not met, and what meets limits; for the requester, nothing for others alone."""
        others = self._resting_on_others(alone=True)
        for one in (*self.permit.failed, *self.permit.unknown):
            if one.summary not in others:
                yield self.citing.clause(one.summary, one.citation)
        for limit in self.permit.carve_outs:
            for exit_ in self._exits(limit):
                if exit_.id not in others:
                    yield self.citing.clause(exit_.rule.summary, exit_.citation)

    def _open(self) -> tuple[list[Passage], list[Passage]]:
        """Return the conditions and limits that are not settled, and apart those that turn on what others supply."""
        withheld = self._resting_on_others()
        found = {one.summary: self.citing.clause(one.summary, one.citation) for one in self.permit.unknown}
        limits = [limit for limit in self.permit.carve_outs if limit.holds == "unknown"]
        found |= {limit.rule: self._limit(limit) for limit in limits}
        withheld -= {limit.rule for limit in limits if found[limit.rule].then}
        shown = dict.fromkeys(passage for key, passage in found.items() if key not in withheld)
        turning = dict.fromkeys(passage for key, passage in found.items() if key in withheld)
        return list(shown), list(turning)

    def _limit(self, limit: CarveOut) -> Passage:
        """Tell a limit and, where what would meet it fails, that it does."""
        told_of = self.citing.clause(limit.summary, limit.citation)
        for exit_ in self._exits(limit):
            failing = [lack.summary for lack in self._lacking(exit_) if lack.value == "false"]
            if failing:
                cited = exit_.citation if exit_.citation != limit.citation else None
                return chained(told_of, self.citing.sentence(_not_so(exit_.rule.summary, failing), cited))
        return told_of

    def _exits(self, limit: CarveOut) -> Iterator[Provision]:
        """Yield the permits of which something is lacking that would meet a limit."""
        known = provisions(self.brief)
        for rule in dict.fromkeys(lack.rule for lack in self.permit.lacks if lack.effect == "permit"):
            if limit.rule in known[rule].exception_to:
                yield known[rule]

    def _lacking(self, permit: Provision) -> Iterator[Lack]:
        yield from (lack for lack in self.permit.lacks if lack.rule == permit.id and lack.effect == "permit")

    def _resting_on_others(self, *, alone: bool = False) -> set[str]:
        """Return the conditions of the permit, and the rules, that turn on facts not for the requester to supply.

        They turn on one such fact that is not known or, with `alone`, on no others than such facts.
        """
        found: set[str] = set()
        if self.brief.audience != "requester":
            return found
        rests = _rests_on_others_alone if alone else _rests_on_others
        for step in (step for disclosure in self.whole.disclosures for step in disclosure.walk()):
            if step.rule == self.permit.rule:
                found |= {part.text for part in step.parts if part.kind == "condition" and rests(part)}
            elif step.rule and rests(step):
                found.add(step.rule)
        return found


def _not_so(summary: str, failing: list[str]) -> str:
    found = dict.fromkeys(failing) if len(failing) <= MOST_SHORTFALLS else (summary,)
    return f"on the facts stated, {not_so(*found)}"


def _rests_on_others(step: Step) -> bool:
    return any(leaf.value == "unknown" and leaf.supplied_by != (REQUESTER,) for leaf in _supplied(step))


def _rests_on_others_alone(step: Step) -> bool:
    suppliers = {one for leaf in _supplied(step) for one in leaf.supplied_by}
    return bool(suppliers) and REQUESTER not in suppliers


def _supplied(step: Step) -> Iterator[Step]:
    yield from (leaf for leaf in step.walk() if leaf.kind in ("fact", "value") and leaf.supplied_by)
