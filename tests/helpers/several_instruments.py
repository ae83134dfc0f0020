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
OPEN_LEAVES = st.sampled_from(
    [
        "process.type.order",
        "process.type.warrant",
        "process.type.summons",
        "process.covers_information",
        "agreement.written",
        "release.signed",
    ]
)
"""What is read of instruments and bars nothing."""


@st.composite
def books(draw: st.DrawFn, *, bars: bool = True) -> Books:
    """Draw the rules of `zz` and `zz-a`, many of whose conditions read instruments; with `bars` also what bars."""
    leaves = st.one_of(OPEN_LEAVES, OPEN_LEAVES, LEAVES, *([st.sampled_from(BARS)] if bars else []))
    return {"zz": draw(rules("zz", [], leaves=leaves)), "zz-a": draw(rules("zz-a", [], most=4, leaves=leaves))}


@st.composite
def barring_books(draw: st.DrawFn) -> Books:
    """Draw law in which what bars only ever stands in the way."""
    made = draw(books(bars=False))
    for rule in (rule for found in made.values() for rule in found if rule["effect"] == "permit"):
        rule["conditions"] += draw(
            st.lists(st.sampled_from(["not process.type.quashed", "agreement.in_force"]), max_size=2)
        )
    return made


@st.composite
def instrument(draw: st.DrawFn, kind: str, *, covers: bool = True, bars: bool = True) -> Stated:
    """Draw one instrument."""
    flags = [flag for flag in FLAGS[kind] if bars or flag != "in_force"]
    made: Stated = {flag: draw(st.none() | st.booleans()) for flag in flags}
    if kind == "process":
        terms = st.sampled_from(["order", "warrant", "summons", *(["quashed"] if bars else [])])
        has = draw(st.lists(terms, max_size=2, unique=True))
        lacks = [one for one in draw(st.lists(terms, max_size=2, unique=True)) if not {one} & above(has)]
        made["type"] = {"has": has, "lacks": lacks} if has or lacks else None
    if covers and draw(st.booleans()):
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
    request = draw(requests())
    for kind in FLAGS:
        shown = draw(st.lists(instrument(kind, covers=covers, bars=bars), max_size=most))
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
