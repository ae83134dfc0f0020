"""Names the instruments of which a fact is missing or would change, and states facts anew in one of several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from disclosure_policy.deciding import Case
from disclosure_policy.missing.open_verdict import Place
from disclosure_policy.requests.instruments import ABSENT


def instruments_named(case: Case, places: Iterable[Place]) -> tuple[str, ...]:
    """Return what the instruments are called that facts at some places are of; one not shown yet is another."""
    found: dict[str, None] = {}
    for fact, number in places:
        kind = fact.partition(".")[0]
        labels = {one.number: one.label for one in case.shown if one.kind == kind}
        if labels:
            found.setdefault(labels.get(number, f"another {kind}"))
    return tuple(found)


def where_in(case: Case, place: Place, state_at: str) -> str:
    """Return where in a request a fact of an instrument is stated, if there are several; otherwise as it was."""
    kind, dot, rest = state_at.partition(".")
    several = sum(one.kind == kind for one in case.shown)
    return f"{kind}{dot}{min(place[1], several)}{dot}{rest}" if several else state_at


def with_room(case: Case, places: Iterable[Place], content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request as plain values in which each instrument of several has its place, those not shown yet too."""
    listed = dict(content)
    for kind in {one.kind for one in case.shown}:
        shown = content[kind]
        several = [dict(one) for one in (shown if isinstance(shown, list | tuple) else (shown,))]
        beyond = [number for fact, number in places if fact.partition(".")[0] == kind and number >= len(several)]
        none = len(several) + 1 in beyond
        listed[kind] = several + ([dict(ABSENT[kind]) if none else {}] if beyond else [])
    return listed
