"""Tries properties of the law on requests: those of scenarios, and others on which a property's condition is true.

A property that no request tried is told of, since nothing was found out about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from random import Random
from textwrap import indent
from typing import Any

import yaml

from disclosure_policy.conditions.expression import paths, truth
from disclosure_policy.deciding import Facts, facts_of, ways
from disclosure_policy.deciding.weighing import Weights, weigh
from disclosure_policy.documents import of_value
from disclosure_policy.errors import RequestError
from disclosure_policy.law import Law
from disclosure_policy.proving import Settled, solutions
from disclosure_policy.requests import DERIVED, DisclosureRequest, put, request_in, shared_facts, stated_at
from disclosure_policy.requests.instruments import INSTRUMENTS
from disclosure_policy.scenarios.properties_file import LawProperty, gather_properties, properties_in

__all__ = [
    "LawProperty",
    "PropertyResult",
    "PropertyTrial",
    "gather_properties",
    "premises_of",
    "properties_in",
    "stating",
    "try_properties",
]

_SUPPOSED = "state_law.authorizes"
_ANSWER = {"by": "somebody", "day": "2000-01-01", "why": "for the sake of the property"}
_PREMISES, _STARTS = 4, 5

Stated = Mapping[str, Any]
"""What is stated of each fact, by the path at which a condition reads it."""


@dataclass
class PropertyResult:
    """How a property came out: how many requests met its condition, and the first that broke it."""

    of: LawProperty
    met: int = 0
    broken_by: DisclosureRequest | Mapping[str, Any] | None = None

    @property
    def holds(self) -> bool:
        """Whether it was tried and nothing broke it."""
        return self.met > 0 and self.broken_by is None

    def told(self) -> str:
        """Return what a reader needs to know of it, from its place in the file on."""
        one = self.of
        if self.broken_by is None:
            return f"{one.location}: {one.told} was not tried: its condition was true of no request"
        came = "allowed" if one.stated.key == "never_allowed" else f"refused by the law of `{one.jurisdiction}`"
        request = self.broken_by
        if isinstance(request, DisclosureRequest):
            request = request.model_dump(mode="json", exclude_defaults=True)
        text = yaml.safe_dump(dict(request), sort_keys=False, allow_unicode=True)
        return f"{one.location}: {one.told} does not hold: this is {came}\n{indent(text.rstrip(), '  ')}"

    def as_json(self) -> dict[str, Any]:
        """Return the same as plain values."""
        at = self.of.location
        outcome = "held" if self.holds else "broken" if self.broken_by is not None else "untried"
        broken = None if self.broken_by is None else self.told().partition("\n")[2]
        return {
            "id": self.of.stated.id,
            "file": at.file,
            "line": at.line,
            "outcome": outcome,
            "met_by": self.met,
            "broken_by": broken,
        }


@dataclass
class PropertyTrial:
    """Tries properties on one request after another."""

    law: Law
    properties: Sequence[LawProperty]
    requests: int = 0
    """How many were tried; those that are not well formed are left out."""
    results: list[PropertyResult] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing tried."""
        self.results = [PropertyResult(one) for one in self.properties]

    def on(self, request: DisclosureRequest | Mapping[str, Any], only: LawProperty | None = None) -> bool:
        """Try every property, or one of them, on a request; say whether the request could be decided."""
        try:
            plain = request if isinstance(request, DisclosureRequest) else request_in(of_value(request, "request"))
            case = facts_of(plain, self.law)
        except RequestError:
            return False
        self.requests += 1
        layers = self.law.layers(case.jurisdiction, case.as_of)
        found = ways(case) if case.shown else [(one.facts,) for one in case.disclosures]
        open_ = [
            one
            for one in self.results
            if only in (None, one.of) and one.broken_by is None and one.of.stated.holds_on(case.as_of)
        ]
        met: set[int] = set()
        for facts in (facts for under in found for facts in under):
            weights: tuple[Weights, ...] | None = None
            for one in open_:
                if not self._may_meet(one.of, facts, case.jurisdiction):
                    continue
                weights = weights or weigh(layers, facts)
                judged = _judged(one.of, weights)
                if judged is not None:
                    met.add(id(one))
                    one.broken_by = request if judged is False and one.broken_by is None else one.broken_by
        for one in open_:
            one.met += id(one) in met
        return True

    @property
    def sound(self) -> bool:
        """Whether every property was tried and holds."""
        return all(one.holds for one in self.results)

    def told(self) -> str:
        """Return each property that does not hold or was not tried, and how many do."""
        held, plural = sum(one.holds for one in self.results), "properties" if len(self.results) > 1 else "property"
        of = "" if self.sound else f" of {len(self.results):,}"
        counted = f"{held:,}{of} {plural} held on {self.requests:,} requests"
        return "\n\n".join([*(one.told() for one in self.results if not one.holds), counted])

    def as_json(self) -> dict[str, Any]:
        """Return the same as plain values."""
        return {"requests": self.requests, "results": [one.as_json() for one in self.results]}

    def _may_meet(self, one: LawProperty, facts: Facts, code: str) -> bool:
        """Say whether the condition may be true before anything is weighed; what the rules derive counts as open."""
        if one.jurisdiction not in {book.code for book in self.law.rule_set.chain(code)}:
            return False
        given = facts.given({_SUPPOSED: True}) if one.jurisdiction != code else facts
        value = truth(one.when, given.value)
        return value is True or (value is None and not DERIVED.keys().isdisjoint(paths(one.when)))


def _judged(one: LawProperty, weights: tuple[Weights, ...]) -> bool | None:
    """Say whether a property holds of a disclosure; None where its condition is not, or there is no law yet."""
    own = next(layer for layer in weights if layer.layer.code == one.jurisdiction)
    if truth(one.when, own.facts.value) is not True or not own.layer.prohibitions:
        return None
    if one.stated.key == "never_refused":
        return own.allows is True
    return not all(layer.allows is True for layer in weights)


def try_properties(
    law: Law, properties: Sequence[LawProperty], requests: Iterable[Mapping[str, Any]]
) -> PropertyTrial:
    """Try properties on requests, and on those nearest to each changed so that its condition is true.

    Of requests that are equally near those that come first are taken: put first what is allowed.
    """
    trial = PropertyTrial(law, properties)
    given = [(request, _words(request)) for request in requests if trial.on(request)]
    for one in properties:
        near = [pair for pair in given if pair[0].get("jurisdiction") == one.jurisdiction]
        for premise in islice(premises_of(one, law, Random(one.stated.id)), _PREMISES):  # noqa: S311 - the same always
            wanted = _words(
                {path: value["has"] if isinstance(value, dict) else value for path, value in premise.items()}
            )
            nearest = sorted(near, key=lambda pair: -len(wanted & pair[1]))
            for request, _ in nearest[:_STARTS]:
                trial.on(stating(request, premise, one, law), one)
    return trial


def _words(value: Any) -> frozenset[str]:  # noqa: ANN401 - plain values of any shape
    """Return every word that a request states."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return frozenset().union(*map(_words, value))
    return frozenset([value] if isinstance(value, str) else [])


def premises_of(one: LawProperty, law: Law, random: Random) -> Iterator[Stated]:
    """Yield facts on which the condition of a property is true, found in a random order."""
    code = one.jurisdiction
    schemes = law.schemes[code]
    while True:
        found = next(
            solutions([(one.when, True)], Settled(schemes), lambda choices: random.sample(choices, len(choices))),
            None,
        )
        if found is None:
            return
        terms = {fact: found.stated(fact, random.choice) for fact in found.terms}
        said = {f: {"has": list(s.has), "lacks": list(s.lacks)} for f, s in terms.items() if s is not None}
        plain = {path: value for path, value in found.plain.items() if path not in DERIVED}
        yield {**plain, **said}


def stating(request: Mapping[str, Any], premise: Stated, one: LawProperty, law: Law) -> dict[str, Any]:
    """Return a request that states some facts, and nothing else of them."""
    changed = deepcopy(dict(request))
    shared = shared_facts()
    for path, value in premise.items():
        plain = value.isoformat() if isinstance(value, date) else value
        first, _, rest = path.partition(".")
        if path == "purpose":
            changed["purposes"] = [plain]
        elif first == "item":
            items = changed.get("items") or [{}]
            changed["items"] = [_with(i if isinstance(i, Mapping) else {"type": i}, rest, plain) for i in items]
        elif first in INSTRUMENTS and isinstance(changed.get(first), list):
            changed[first] = [_with(i, rest, plain) for i in changed[first]]
        elif path in shared:
            put(changed, stated_at(path), plain)
        elif law.facts[one.jurisdiction][path].type == "judgment":
            put(changed, f"judgments.{path}", {**_ANSWER, "answer": plain})
        else:
            put(changed, f"facts.{path}", plain)
    return changed


def _with(part: Mapping[str, Any], path: str, value: object) -> dict[str, Any]:
    changed = deepcopy(dict(part))
    put(changed, path, value)
    return changed
