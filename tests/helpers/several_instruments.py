"""Requests that show several instruments, law that reads them, and each combination of them as a request by hand."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from typing import Any

from hypothesis import strategies as st

from tests.helpers.generated_law import LEAVES, STRICTEST, requests, rules

Stated = dict[str, Any]
Books = dict[str, list[Stated]]

FLAGS = {
    "process": ("covers_information",),
    "agreement": ("written", "in_force"),
    "release": ("signed",),
}
BARS = ("process.type.quashed", "agreement.in_force")
OPEN = ["type.order", "type.warrant", "type.summons", "covers_information"]
OPEN_LEAVES = st.sampled_from([*(f"process.{one}" for one in OPEN), "agreement.written", "release.signed"])
"""What is read of instruments and bars nothing."""
SHUT = {"process": "not process.type.quashed", "agreement": "agreement.in_force"}
SHUT_LEAVES = st.sampled_from(sorted(SHUT.values()))
"""Conditions of a permit that fail where something bars."""
OTHER_LEAVES = st.sampled_from(["item.type.name", "item.type.wages", "purpose.law", "recipient.type.agency", "a"])


@st.composite
def books(draw: st.DrawFn, *, bars: bool = True, any_rules: bool = True) -> Books:
    """Draw law that turns on instruments: permits, each with a limit or none, or with `any_rules` others too.

    With `bars` it also reads what bars, whichever way.
    """
    leaves = st.one_of(OPEN_LEAVES, OPEN_LEAVES, OTHER_LEAVES)
    if bars:
        either = st.one_of(SHUT_LEAVES, st.sampled_from(["process.type.quashed", "not agreement.in_force"]))
        leaves = st.one_of(leaves, leaves, either)
    if any_rules and draw(st.integers(0, 4)) == 0:
        plain = st.one_of(OPEN_LEAVES, LEAVES, *([st.sampled_from(BARS)] if bars else []))
        return {"zz": draw(rules("zz", [], leaves=plain)), "zz-a": draw(rules("zz-a", [], most=3, leaves=plain))}
    made = [_rule("r0", "forbid", [], [])]
    for number in range(draw(st.integers(1, 3))):
        made.append(_rule(f"p{number}", "permit", ["r0"], draw(st.lists(leaves, min_size=1, max_size=3))))
        if draw(st.booleans()):
            limit = draw(st.lists(leaves.map(lambda leaf: f"not ({leaf})"), min_size=1, max_size=2))
            made.append(_rule(f"l{number}", "forbid", [f"p{number}"], limit))
    return {"zz": made, "zz-a": [_rule("r0", "forbid", [], ["not federal_law.permits"])]}


def _rule(name: str, effect: str, exception_to: list[str], conditions: list[str]) -> Stated:
    known = {"id": name, "paragraph": f"({name})", "summary": name, "effective": {"from": "2019-01-01"}}
    return known | {"effect": effect, "exception_to": exception_to, "conditions": conditions}


@st.composite
def barring_books(draw: st.DrawFn, kind: str | None = None) -> Books:
    """Draw law in which what bars only ever stands in the way; of one kind, in the way of every permit."""
    made = draw(books(bars=False, any_rules=kind is None))
    for rule in (rule for found in made.values() for rule in found if rule["effect"] == "permit"):
        rule["conditions"] += draw(st.lists(SHUT_LEAVES, max_size=2)) if kind is None else [SHUT[kind]]
    return made


@st.composite
def instrument(draw: st.DrawFn, kind: str, *, covers: bool = True, bars: bool = True) -> Stated:
    """Draw one instrument."""
    flags = [flag for flag in FLAGS[kind] if bars or flag != "in_force"]
    made: Stated = {flag: draw(st.sampled_from([True, True, False, None])) for flag in flags}
    if kind == "process":
        terms = st.sampled_from(["order", "warrant", "summons", *(["quashed"] if bars else [])])
        has = draw(st.lists(terms, max_size=1) | st.lists(terms, max_size=2, unique=True))
        lacks = [one for one in draw(st.lists(terms, max_size=2, unique=True)) if not {one} & above(has)]
        made["type"] = {"has": has, "lacks": lacks} if has or lacks else None
    if covers and draw(st.integers(0, 2)) == 0:
        made["covers"] = {
            key: value
            for key, value in {
                "items": draw(st.none() | st.sampled_from(["record", "name", "wages"])),
                "purposes": draw(st.none() | st.sampled_from(["law", "crime", "news"])),
                "from": draw(st.none() | st.just("2020-01-01")),
                "to": draw(st.none() | st.just("2020-12-31")),
            }.items()
            if value
        }
    return {key: value for key, value in made.items() if value is not None}


def above(terms: list[str]) -> set[str]:
    """Return terms with all that they fall under."""
    return {broad for term in terms for broad in STRICTEST["process.type"].broader[term]}


@st.composite
def several(draw: st.DrawFn, *, most: int = 3, covers: bool = True, bars: bool = True) -> Stated:
    """Draw requests that show up to so many instruments of each kind."""
    request = draw(requests()) | {"jurisdiction": draw(st.sampled_from(["zz", "zz", "zz-a"]))}
    request["items"] = draw(st.sampled_from([["name"], ["wages"], ["record"], ["name", "wages"], None]))
    request["purposes"] = draw(st.sampled_from([["law"], ["crime"], ["tax", "news"], None]))
    for kind in FLAGS:
        shown = draw(st.lists(instrument(kind, covers=covers, bars=bars), min_size=kind == "process", max_size=most))
        if shown:
            request[kind] = shown
    request["nothing_else_presented"] = draw(st.booleans())
    return request


def one_of_each(request: Stated) -> Iterator[Stated]:
    """Yield a request for each combination of the instruments that a request shows."""
    kinds = [kind for kind in FLAGS if kind in request]
    for chosen in product(*(request[kind] for kind in kinds)):
        yield deepcopy(request) | dict(zip(kinds, chosen, strict=True))


def covers_surely(one: Stated, item: str | None, purpose: str | None, day: str) -> bool:
    """Say whether an instrument surely covers a disclosure."""
    covers = one.get("covers", {})
    asked = (("item.type", item, covers.get("items")), ("purpose", purpose, covers.get("purposes")))
    return covers.get("from", "") <= day <= covers.get("to", "9") and all(
        term is None or (stated is not None and term in STRICTEST[path].broader[stated])
        for path, stated, term in asked
    )
