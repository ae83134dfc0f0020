"""Sketches scenarios for what is not covered: a near one with a few facts changed, so that a condition decides.

The search starts from the scenarios that come nearest, changes one fact after another and keeps what brings the
condition nearer to deciding; that it decides in the end is found by weighing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from textwrap import indent
from typing import Any

import yaml

from disclosure_policy.conditions.editing import written
from disclosure_policy.errors import RequestError
from disclosure_policy.missing import Scales, Weighing
from disclosure_policy.requests import put
from disclosure_policy.scenarios.coverage import LawCoverage, Point, turned_on
from disclosure_policy.scenarios.trials import Trial
from disclosure_policy.scenarios.witness_search import WitnessSearch

_STARTS, _TRIES, _FEW_TRIES = 4, 250, 30


@dataclass(frozen=True)
class Sketch:
    """A request whose verdict turns on a point where it has a value."""

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
        """Return what to expect, with the citations of the prohibitions that deny it."""
        weighing = scales.weigh(self.request)
        standing = sorted({c for index in range(len(weighing.weighed)) for c in weighing.standing(index)} - {""})
        return {"verdict": "unconfirmed", "citations": standing} if standing else "unconfirmed"


def sketch(
    point: Point, *, value: bool, tried: Iterable[tuple[Trial, Weighing]], scales: Scales, tries: int = _TRIES
) -> Sketch | None:
    """Return a request that turns on a point where it has a value, or None if none is found in so many tries."""
    search = WitnessSearch(point, value, scales)
    waiting: list[tuple[int, int, Trial, dict[str, Any], dict[str, Any]]] = []
    order = count()
    for trial, weighing in tried:
        distance = search.distance(weighing)
        if distance is not None:
            heapq.heappush(waiting, (distance, next(order), trial, _spelled(trial.request), {}))
    waiting = heapq.nsmallest(_STARTS, waiting)
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
            if (point, value) in turned_on(weighing, search.citations, point.provision):
                return Sketch(point, value, trial, {**changes, path: other}, changed)
            distance = search.distance(weighing)
            if distance is not None:
                entry = (distance + len(changes), next(order), trial, changed, {**changes, path: other})
                heapq.heappush(waiting, entry)
    return None


def sketches(
    coverage: LawCoverage, tried: Sequence[tuple[Trial, Weighing]], scales: Scales, *, thorough: bool
) -> Iterator[Sketch]:
    """Yield a scenario for each value of a point on which none turns, as far as a short search finds one.

    Unless it is `thorough`, only the scenario that turns on the opposite value is looked at, with one fact changed.
    """
    weighed = {id(trial): weighing for trial, weighing in tried}
    for point, shown in coverage.missing:
        for value, other in ((True, shown.false), (False, shown.true)):
            if (shown.true if value else shown.false) is None:
                first = [(other.trial, weighed[id(other.trial)])] if other else []
                starts, tries = ([*first, *tried], _TRIES) if thorough else (first, _FEW_TRIES)
                found = sketch(point, value=value, tried=starts, scales=scales, tries=tries)
                if found is not None:
                    yield found


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
