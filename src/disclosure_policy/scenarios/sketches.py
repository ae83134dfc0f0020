"""Sketches scenarios for what is not covered: a near one with a few facts changed, so that a condition decides.

The search starts from the scenarios that come nearest, changes one fact after another and keeps what brings the
condition nearer to deciding; that it decides in the end is found by weighing.
"""

from __future__ import annotations

import heapq
from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from textwrap import indent
from typing import Any

import yaml

from disclosure_policy.conditions.editing import written
from disclosure_policy.deciding.verdict import known_of
from disclosure_policy.errors import RequestError
from disclosure_policy.missing import Scales, Weighing
from disclosure_policy.requests import put
from disclosure_policy.scenarios.coverage import Point, Shown, turned_on
from disclosure_policy.scenarios.scenario_files import Expectation
from disclosure_policy.scenarios.trials import Trial
from disclosure_policy.scenarios.witness_search import WitnessSearch

_STARTS, _TRIES, _FEW_TRIES = 4, 250, 30


@dataclass(frozen=True)
class Sketch:
    """A request whose outcome turns on a point where it has a value."""

    point: Point
    value: bool
    near: Trial
    """The scenario from which it was made."""
    changes: Mapping[str, Any]
    """What was changed in it: dotted paths with their values, null for what is left unstated."""
    request: dict[str, Any]

    @property
    def name(self) -> str:
        """What the scenario shows, in words."""
        condition = self.point.condition
        what = f"`{self.point.provision.rule.id}` holds" if condition is None else f"`{written(condition)}`"
        if condition is None:
            return f"{self.point.citation}: {what if self.value else what + ' not'}"
        return f"{self.point.citation}: {what} is {str(self.value).lower()}"

    def variation(self, scales: Scales) -> str:
        """Return a line to paste under `but` of the scenario that is near."""
        entry = {"set": dict(self.changes), "expect": self.expectation(scales)}
        flow = yaml.safe_dump(
            entry, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000
        ).strip()
        return f"- {{name: {_quoted(self.name)}, {flow[1:]}"

    def allows(self, scales: Scales) -> bool:
        """Say whether the engine allows it."""
        return scales.weigh(self.request).allowed

    def expectation(self, scales: Scales) -> str | dict[str, Any]:
        """Return what to expect: of a denial the citations of what denies it, of an allow whether it is required."""
        expect = _expectable(scales.weigh(self.request))
        if expect.verdict == "allow":
            return {"verdict": "unconfirmed", "basis": expect.basis}
        citations = sorted(expect.citations)
        return {"verdict": "unconfirmed", "citations": citations} if citations else "unconfirmed"


def sketch(
    point: Point, *, value: bool, starts: Iterable[Trial], scales: Scales, tries: int = _TRIES
) -> Sketch | None:
    """Return a request that turns on a point where it has a value, or None if none is found in so many tries."""
    search = WitnessSearch(point, value, scales)
    waiting: list[tuple[int, int, Trial, dict[str, Any], dict[str, Any]]] = []
    order = count()
    for trial in starts:
        distance = search.distance(scales.weigh(trial.request))
        if distance is not None:
            heapq.heappush(waiting, (distance, next(order), trial, _spelled(trial.request), {}))
    seen = {repr(entry[3]) for entry in waiting}
    while waiting:
        _, _, trial, request, changes = heapq.heappop(waiting)
        for path, other in search.moves(request):
            changed = deepcopy(request)
            if not put(changed, path, other) or repr(changed) in seen:
                continue
            if tries == 0:
                return None
            seen.add(repr(changed))
            tries -= 1
            try:
                weighing = scales.weigh(changed)
            except (RequestError, ValueError):
                continue
            if (point, value) in turned_on(weighing, _expectable(weighing), point.provision):
                return Sketch(point, value, trial, {**changes, path: other}, changed)
            distance = search.distance(weighing)
            if distance is not None:
                entry = (distance + len(changes), next(order), trial, changed, {**changes, path: other})
                heapq.heappush(waiting, entry)
    return None


def _expectable(weighing: Weighing) -> Expectation:
    known = known_of(weighing.weighed)
    if weighing.allowed:
        return Expectation(verdict="allow", basis=known.basis)
    return Expectation(verdict="deny", citations=known.citations)


def sketches(
    missing: Iterable[tuple[Point, Shown]], trials: Iterable[Trial], scales: Scales, *, thorough: bool
) -> Iterator[Sketch]:
    """Yield a scenario for each value of a point on which none turns, as far as a short search finds one.

    Unless it is `thorough`, only the scenario that turns on the opposite value is looked at, with one fact changed.
    """
    wanted = [
        (point, value, [*shown.where(value=not value).values()][:1])
        for point, shown in missing
        for value in (True, False)
        if not shown.where(value=value)
    ]
    if thorough:
        nearest = _nearest([WitnessSearch(point, value, scales) for point, value, _ in wanted], trials)
        wanted = [(point, value, near) for (point, value, _), near in zip(wanted, nearest, strict=True)]
    for point, value, starts in wanted:
        tries = _TRIES if thorough else _FEW_TRIES
        found = sketch(point, value=value, starts=starts, scales=scales, tries=tries)
        if found is not None:
            yield found


def _nearest(searches: Sequence[WitnessSearch], trials: Iterable[Trial]) -> list[list[Trial]]:
    """Return for each search the scenarios that come nearest; each scenario is weighed once and not kept."""
    found: list[list[tuple[int, int, Trial]]] = [[] for _ in searches]
    for order, trial in enumerate(trials if searches else ()):
        weighing = searches[0].scales.weigh(trial.request)
        for search, near in zip(searches, found, strict=True):
            distance = search.distance(weighing)
            if distance is not None:
                insort(near, (distance, order, trial))
                del near[_STARTS:]
    return [[trial for _, _, trial in near] for near in found]


def as_scenarios(found: Iterable[Sketch], scales: Scales) -> str:
    """Return the text of a file of scenarios, in which what to expect is left for a person to confirm."""
    text = ["# What the text of the law gives is for a person to write in place of `unconfirmed`.\nscenarios:"]
    for one in found:
        expect = one.expectation(scales)
        remark = "the engine allows it" if one.allows(scales) else "the engine denies it"
        scenario = {"name": one.name, "request": one.request, "expect": expect}
        written_out = yaml.safe_dump([scenario], sort_keys=False, allow_unicode=True, width=110)
        text.append(f"  # near `{one.near.name}`; {remark}\n" + indent(written_out, "  ").rstrip())
    return "\n\n".join(text) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _spelled(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request whose items are written out, so that one thing can be changed in them."""
    spelled = deepcopy(dict(request))
    items = spelled.get("items") or [{}]
    listed = [items] if isinstance(items, str | dict) else items
    spelled["items"] = [{"type": one} if isinstance(one, str) else one for one in listed]
    return spelled
