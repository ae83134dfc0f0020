"""Says in two lines what to do next about a decision: release it, refuse it, or ask, whom and what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from disclosure_policy.decision import Decision
from disclosure_policy.decision.reasons import MissingFact

if TYPE_CHECKING:
    from disclosure_policy.decision.remedies import Change, OpenWay, Remedy, Requirement

ROOM = 190
"""How many characters two lines hold."""


def next_step(decision: Decision) -> str:
    """Return what a records officer does next, in no more words than fit into two lines."""
    if decision.allowed:
        return _release(decision)
    if decision.basis == "no law in force":
        return "Refuse: no confidentiality provision is in force on that day. Check the date, and ask counsel."
    partly = next((_part(remedy) for remedy in decision.remedies if remedy.narrows_only), None)
    if decision.basis == "insufficient facts":
        return _waits(decision, partly)
    return _once(decision.remedies, partly) or partly or _refusal(decision)


def what_it_takes(changes: Iterable[Change], room: int, *before: str) -> str:
    """Return what is asked for, as far as there is room and with the rest counted; `before` comes first."""
    changes = tuple(changes)
    no_longer = any(change.before is not None for change in changes)
    clauses = [clause for change in changes for clause in _clauses(change, no_longer=no_longer)]
    grouped = [
        _series(dict.fromkeys(text for text, _ in group)) + (f" ({citation})" if citation else "")
        for citation, group in groupby(clauses, key=lambda clause: clause[1])
    ]
    return _fitted([*before, *grouped], room)


def _release(decision: Decision) -> str:
    relied_on = [rule for rule in decision.determining if rule.role == "permits"]
    permits = dict.fromkeys(rule.citation for rule in relied_on if rule.mandatory or decision.basis != "required")
    if decision.basis == "not confidential":
        said = "Release it: no rule of confidentiality reaches it."
    elif decision.basis == "required":
        said = f"Release it: the law requires it ({_fitted(list(permits), ROOM // 2)})."
    else:
        said = f"Release it under {_fitted(list(permits), ROOM // 2, ' and ')}."
    duties = " What it obliges to is told below." if decision.obligations else ""
    return said + (" First see whether the law of the state forbids it." if decision.floor else duties)


def _waits(decision: Decision, partly: str | None) -> str:
    """Say on what a release waits: on what is known to be wrong, if that is all, or on open facts."""
    way = next(iter(decision.release_once), None)
    at_hand = _at_hand(decision, way)
    if at_hand is None and way is None:
        return _ask(decision, partly)
    limit = at_hand and not partly and _only_limit(at_hand)
    if limit:
        return _as_long_as(limit)
    changes = at_hand.changes if at_hand else way.facts if way else ()
    lead = f"{partly} All of it may be released once" if partly else "May be released once"
    said = f"{lead} {what_it_takes(changes, max(ROOM - len(lead) - 2, ROOM // 4))}.".replace("….", "…")
    who = f"{said} Ask {' and '.join(dict.fromkeys(change.supplied_by for change in changes))}."
    return who if len(who) <= ROOM else said


def _at_hand(decision: Decision, way: OpenWay | None) -> Remedy | None:
    """Return what puts right all that is known to be wrong, if a permit that came close asks for no more than that.

    It is the way that the request takes if the permit came closest, or if less has to change than is open.
    """
    first = _whole(decision.remedies)
    if first is None or first.provided or any(change.before is None for change in first.changes):
        return None
    near = [permit.rule for permit in decision.closest if permit.rule in {rule.rule for rule in first.grounds}]
    nearest = {permit.jurisdiction: permit.rule for permit in reversed(decision.closest)}.values()
    shorter = way is None or len(first.changes) < len(way.facts)
    takes_it = any(rule in nearest or shorter for rule in near)
    return first if takes_it and not any(fact.settles for fact in decision.missing) else None


def _whole(remedies: Iterable[Remedy]) -> Remedy | None:
    """Return the best proposal under which all that was asked for may go."""
    return next((remedy for remedy in remedies if not remedy.withheld), None)


def _part(remedy: Remedy) -> str:
    """Say what may go although the whole may not."""
    items = [one.label for one in remedy.withheld if one.kind == "item"]
    purposes = [one.label for one in remedy.withheld if one.kind == "purpose"]
    room = ROOM // 4
    said = f"Release {_fitted(remedy.released, room, ', ')}" if items else "Release it"
    said += f"; withhold {_fitted(items, room, ', ')}" if items else ""
    if not purposes:
        return f"{said}."
    return f"{said}; only for {_fitted(remedy.purposes, room, ', ')}, not for {_fitted(purposes, room, ', ')}."


def _once(remedies: Iterable[Remedy], partly: str | None) -> str | None:
    """Say what would have to be brought about or, if nothing is enough, what would have to turn out so."""
    found = _whole(remedies)
    if found is None:
        return None
    limit = _only_limit(found)
    if limit and not partly:
        return _as_long_as(limit)
    lead = f"{partly} All of it" if partly else "Refuse. It"
    lead += " may go only if" if found.provided else " may go once"
    left = [f"without {_listed(one.label for one in found.withheld)}"] if found.withheld else []
    taken = what_it_takes((*found.changes, *found.provided), max(ROOM - len(lead) - 2, ROOM // 4), *left)
    return f"{lead} {taken}.".replace("….", "…")


def _only_limit(remedy: Remedy) -> Requirement | None:
    """Return what alone must no longer be so, if that is all that a proposal asks for."""
    asked = {one for change in remedy.changes for one in change.requirements}
    only = asked.pop() if len(asked) == 1 and not remedy.provided else None
    return only if only and only.effect == "forbid" else None


def _as_long_as(limit: Requirement) -> str:
    return f"Refuse as long as {limit.summary} ({limit.citation}); otherwise it may go."


def _ask(decision: Decision, partly: str | None) -> str:
    if not decision.missing:
        start = partly or "Do not release it yet."
        named = _fitted([one.citation for one in decision.kept_open_by], ROOM // 3, " and ")
        return f"{start} {named or 'A provision'} keeps it open and is not wholly encoded: ask counsel."
    first: MissingFact = decision.missing[0]
    more = len(decision.missing) - 1
    after = "This settles it." if first.settles else f"{more} more facts could matter." if more > 1 else ""
    of = f" ({_listed(first.of)})" if first.of else ""
    lead = f"{partly} For the rest, ask" if partly else "Do not release it yet. Ask"
    asked = f"{lead} {first.supplied_by}: {first.question}{of}"
    longer = (f"{asked} ({first.citations[0]}) {after}".strip(), f"{asked} {after}".strip(), asked)
    return next((text for text in longer if len(text) <= ROOM), asked)


def _refusal(decision: Decision) -> str:
    said = "Refuse: nothing that the parties could lawfully change would permit it."
    for permit in decision.closest:
        for lack in permit.lacks:
            if lack.value == "false" and lack.effect == "permit" and not lack.changeable:
                return f"{said} {_fitted([f'{permit.citation} is only for where {lack.summary}'], ROOM - len(said))}."
    return said


def _clauses(change: Change, *, no_longer: bool) -> Iterator[tuple[str, str]]:
    """Yield what has to be so for a change to be made, with the provision that asks for it."""
    if change.of and change.labels and change.fact.startswith(("item.", "purpose")):
        yield f"{change.of} turns out to be {_listed(change.labels)}", ""
        return
    if not change.requirements:
        answer = {True: "yes", False: "no"}.get(change.after) if isinstance(change.after, bool) else None
        yield f"{change.question} {answer or _listed(change.labels)}", ""
        return
    sections = Counter(one.citation.partition("(")[0] for one in change.requirements)
    section = sections.most_common(1)[0][0]  # of those that ask for it most, the first
    for one in change.requirements:
        if one.citation.partition("(")[0] == section:
            not_so = f"it is {'no longer' if no_longer else 'not'} so that"
            yield one.summary if one.effect == "permit" else f"{not_so} {one.summary}", one.citation


def _series(texts: Iterable[str]) -> str:
    *before, last = texts
    return "; ".join([*before, f"and {last}" if before else last])


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def _fitted(parts: Iterable[str], room: int, joint: str = "; ") -> str:
    """Join as many parts as there is room for, one at least; what is left out is counted."""
    parts = list(dict.fromkeys(parts))
    for count in range(len(parts), 0, -1):
        rest = len(parts) - count
        text = joint.join(parts[:count]) + (f"{joint}and {rest} more" if rest else "")
        if len(text) <= room:
            return text
    cut = parts[0][: max(room - 2, 1)].rpartition(" ")[0] if parts else ""
    return f"{cut} …"
