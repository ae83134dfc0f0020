"""Says what a decision comes to, line by line under headings, whatever it is then written as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from disclosure_policy.decision import Decision, DeterminingRule, Named, Role, in_words
from disclosure_policy.decision.reasons import ClosestPermit, Lack, MissingFact, RulingNamed
from disclosure_policy.explaining.instruments_told import went_by
from disclosure_policy.explaining.next_step import ROOM, next_step, what_it_takes

SHOWN_LACKS = 2
SHOWN_MISSING = 5
SHOWN_WAYS = 3
ADVICE = "This applies the rules as encoded to the facts as stated; it is no legal advice."

_SIDES = {"reading": "so held", "alternative": "held otherwise", "neither": "bears on it"}
_HEADINGS: dict[Role, str] = {
    "forbids": "Forbidden by",
    "permits": "Permitted by",
    "meets a requirement": "Permitted by",
    "does not reach": "Not reached by",
}


@dataclass(frozen=True)
class Line:
    """What comes first on a line, what is said of it, and how far in it stands."""

    lead: str
    text: str = ""
    level: int = 0


@dataclass(frozen=True)
class Block:
    """Lines under a heading."""

    title: str
    lines: tuple[Line, ...]


def blocks(decision: Decision) -> Iterator[Block]:
    """Yield every block of a decision, those with nothing to say empty."""
    yield Block("Next", (Line(next_step(decision)),))
    yield Block("The request", tuple(_request(decision)))
    yield from _authority(decision)
    if decision.allowed:
        yield Block("Obligations", tuple(_obligations(decision)))
    else:
        yield Block("Allowed by themselves", tuple(_separable(decision)))
        yield Block("Required, though, by", tuple(_required(decision)))
        yield Block("May be released once", tuple(_release_once(decision)))
        yield Block("Kept open by law that is not wholly encoded", tuple(_kept_open(decision)))
        yield Block("Came closest", tuple(_closest(decision)))
        yield Block("Missing facts that could change this", tuple(_missing(decision.missing)))
    yield Block("Rests on a reading that counsel adopted", tuple(_adopted(decision)))
    yield Block("Contested: lawyers could read it otherwise", tuple(_contested(decision)))
    yield Block("From the agency's register", tuple(_taken(decision)))
    yield Block("Receipt", tuple(Line(text) for text in (_receipt(decision), *_cautions(decision))))


def _required(decision: Decision) -> Iterator[Line]:
    """Name a law that requires what another law of the same place does not let through."""
    for rule in dict.fromkeys(
        rule
        for one in decision.disclosures
        for layer in one.layers
        if one.verdict == "deny" and layer.basis == "required"
        for rule in layer.determining
        if rule.mandatory
    ):
        yield Line(rule.citation, rule.summary)


def _cautions(decision: Decision) -> Iterator[str]:
    if decision.floor and decision.allowed:
        yield "This is the federal floor alone: the law of a state may still forbid it."
    yield ADVICE


def _request(decision: Decision) -> Iterator[Line]:
    yield Line("To", _named(decision, "recipient.type", decision.recipient or (None,)))
    yield Line("For", _named(decision, "purpose", (d.purpose for d in decision.disclosures)))
    yield Line("Of", _named(decision, "item.type", (d.item for d in decision.disclosures)))
    if instruments := "; ".join(went_by(decision)):
        yield Line("On", instruments)


def _authority(decision: Decision) -> Iterator[Block]:
    if not decision.determining:
        nothing = Line("no confidentiality provision is in force on that day, so nothing may be disclosed")
        yield Block("Forbidden", (nothing,))
    for heading, rules in groupby(
        sorted(decision.determining, key=lambda rule: list(_HEADINGS).index(rule.role) // 3),
        key=lambda rule: _HEADINGS[rule.role],
    ):
        yield Block(heading, tuple(_rule_line(rule) for rule in rules))


def _rule_line(rule: DeterminingRule) -> Line:
    required = " (the law requires it)" if rule.mandatory and rule.role == "permits" else ""
    return Line(rule.citation, rule.summary + required, level=int(rule.role == "meets a requirement"))


def _obligations(decision: Decision) -> Iterator[Line]:
    """List the duties under each ground relied on; what several grounds oblige to is told once, under them all."""
    grounds: dict[Line, dict[str, None]] = {}
    for due in decision.obligations:
        line = Line(due.citation, f"{due.bears} must {due.duty}", level=1)
        grounds.setdefault(line, {}).setdefault(due.ground)
    for shared in dict.fromkeys(tuple(found) for found in grounds.values()):
        yield Line(f"Under {' or '.join(shared)}")
        yield from (line for line, found in grounds.items() if tuple(found) == shared)


def _separable(decision: Decision) -> Iterator[Line]:
    for one in decision.disclosures:
        if one.verdict == "allow":
            item = _label(decision, "item.type", one.item)
            yield Line(f"{item}, for {_label(decision, 'purpose', one.purpose)}")


def _missing(facts: tuple[MissingFact, ...]) -> Iterator[Line]:
    for number, fact in enumerate(facts[:SHOWN_MISSING], start=1):
        settles = " This alone settles it." if fact.settles else ""
        of = f" of {' and '.join(fact.of)}" if fact.of else ""
        ask = f"`{fact.state_at}`{of}, {', '.join(fact.citations[:2])}; ask {fact.supplied_by}"
        yield Line(f"{number}.", f"{fact.question} ({ask}){settles}")
    if len(facts) > SHOWN_MISSING:
        yield Line(f"and {len(facts) - SHOWN_MISSING} more, of less weight")


def _release_once(decision: Decision) -> Iterator[Line]:
    """Tell the way that the request takes fact by fact, and a few others in short."""
    first, *others = decision.release_once[:SHOWN_WAYS] or (None,)
    for change in first.facts if first else ():
        yield Line(f"{what_it_takes((change,), 2 * ROOM)} (`{change.state_at}`; ask {change.supplied_by})")
    for way in others if first else ():
        yield Line(f"or {what_it_takes(way.facts, ROOM)}")


def _kept_open(decision: Decision) -> Iterator[Line]:
    for one in decision.kept_open_by:
        so_far = "" if one.met else " What is encoded of it is not shown to be met either."
        yield Line(one.citation, f"{one.summary} Not encoded: {one.reason}.{so_far}".replace("..", "."))


def _closest(decision: Decision) -> Iterator[Line]:
    for _, permits in groupby(decision.closest, key=lambda permit: permit.jurisdiction):
        nearest = next(permits)
        yield Line(nearest.citation, nearest.summary)
        yield from _lacks(nearest)


def _lacks(permit: ClosestPermit) -> Iterator[Line]:
    """Say what failed; what is merely unknown only where nothing failed."""
    failed = [lack for lack in permit.lacks if lack.value == "false"]
    unknown = [lack for lack in permit.lacks if lack.value == "unknown"]
    for effect, lead in (("permit", "lacked"), ("forbid", "stopped because")):
        yield from _lack_line(lead, [lack for lack in failed if lack.effect == effect])
    for effect, lead in (("permit", "not stated whether"), ("forbid", "not ruled out that")):
        yield from _lack_line(lead, [lack for lack in unknown if lack.effect == effect and not failed])


def _lack_line(lead: str, lacks: list[Lack]) -> Iterator[Line]:
    if lacks:
        shown = [
            "; ".join(lack.summary for lack in group) + f" ({citation})"
            for citation, group in groupby(lacks[:SHOWN_LACKS], key=lambda lack: lack.citation)
        ]
        more = len(lacks) - SHOWN_LACKS
        yield Line(lead, "; ".join(shown) + (f"; and {more} more" if more > 0 else ""), level=1)


def _contested(decision: Decision) -> Iterator[Line]:
    for one in decision.contested:
        permits = "other things" if one.alternative_permits == "other" else one.alternative_permits
        yield Line(one.citation, f"{one.reading} The other reading, which permits {permits}: {one.alternative}")
        for ruling in one.rulings:
            yield Line(_SIDES[ruling.side], _ruling(ruling), level=1)


def _adopted(decision: Decision) -> Iterator[Line]:
    for one in decision.adopted:
        yield Line(one.citation, f"{one.alternative} The other reading: {one.reading}")
        yield Line("adopted", f"by {one.by}, from {one.day} on: {one.why}", level=1)


def _taken(decision: Decision) -> Iterator[Line]:
    """Name what was on file, with the facts that it supplied or why it did not count."""
    for one in decision.taken:
        yield Line(f"{one.entry}: {one.says}")
        if one.passed_over:
            yield Line("did not count", one.passed_over, level=1)
        else:
            yield Line("supplied", ", ".join(one.supplied), level=1)


def _ruling(ruling: RulingNamed) -> str:
    known = ", ".join(part for part in (ruling.case, ruling.docket, f"{ruling.court} ({ruling.decided})") if part)
    reach = "It binds here." if ruling.binds else "It does not bind here."
    seen = {"read whole": "", "read in part": "Known from its opening.", "reported": "Known from reports."}
    rest = (ruling.held, reach, ruling.status, seen.get(ruling.certainty, "Weakly reported."))
    return f"{known}. {' '.join(part for part in rest if part)}"


def _receipt(decision: Decision) -> str:
    receipt = decision.receipt
    register = f", register {receipt.agency_register[:12]}" if receipt.agency_register else ""
    return f"disclosure-policy {receipt.package}, rules {receipt.rules[:12]}, facts {receipt.facts[:12]}{register}"


def _named(decision: Decision, scheme: str, named: Iterable[Named]) -> str:
    return "; ".join(dict.fromkeys(_label(decision, scheme, one) for one in named)) or "nothing"


def _label(decision: Decision, scheme: str, named: Named) -> str:
    return in_words(decision.labels, scheme, named) or "not stated"
