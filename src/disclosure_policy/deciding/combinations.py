"""Weighs a disclosure under each combination of the instruments shown, and keeps the one that it goes by.

A combination has one instrument of each kind that covers the disclosure; where none surely does, it has none, and
nothing is known of the kind. Each is an ordinary set of facts, so that what meets the conditions of a rule is one and
the same instrument. What bars whatever else is shown is true in every combination. A disclosure is allowed if it is
under one of them; to leave an instrument aside never helps, since what is not known allows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding.case import Case, Disclosure
from disclosure_policy.deciding.facts import Bar, Combination, Facts
from disclosure_policy.deciding.shown_instruments import Choice, Shown
from disclosure_policy.deciding.stated_terms import statement_of
from disclosure_policy.deciding.verdict import layer_decision, marks_of, ruling_of
from disclosure_policy.deciding.weighing import Weights, weigh
from disclosure_policy.decision import Basis
from disclosure_policy.law import NOTHING_SAID, Law, Scheme, Statement
from disclosure_policy.requests import stated
from disclosure_policy.requests.instruments import ABSENT, BARRING, INSTRUMENTS

_BEST_FIRST: tuple[Basis, ...] = (
    "required",
    "permitted",
    "not confidential",
    "insufficient facts",
    "prohibited",
    "no law in force",
)

Weighed = tuple[tuple[Weights, ...], ...]
"""For each disclosure of a request the weights of every layer, root first."""


def settled(case: Case, law: Law) -> tuple[Case, Weighed]:
    """Weigh a case; each disclosure of what is returned goes by the combination that allows it, or comes nearest."""
    layers = law.layers(case.jurisdiction, case.as_of)
    if not case.shown:
        known: dict[int, tuple[Weights, ...]] = {}
        for facts in (disclosure.facts for disclosure in case.disclosures):
            if id(facts) not in known:
                known[id(facts)] = weigh(layers, facts)
        return case, tuple(known[id(disclosure.facts)] for disclosure in case.disclosures)
    disclosures: list[Disclosure] = []
    chosen: list[tuple[Weights, ...]] = []
    for disclosure, found in zip(case.disclosures, ways(case), strict=True):
        weighed = [weigh(layers, facts) for facts in found]
        best = min(range(len(found)), key=[_rank(weights) for weights in weighed].__getitem__)
        disclosures.append(disclosure._replace(facts=found[best]))
        chosen.append(weighed[best])
    return replace(case, disclosures=tuple(disclosures)), tuple(chosen)


def ways(case: Case) -> tuple[tuple[Facts, ...], ...]:
    """Return, for each disclosure, what is known of it under each combination of the instruments shown."""
    return tuple(
        tuple(_under(disclosure.facts.alone, chosen) for chosen in product(*_looked_at(case, disclosure)))
        for disclosure in case.disclosures
    )


@dataclass(frozen=True)
class _LookedAt:
    """One of the instruments of a kind, or none of those shown, and what bars whichever it is."""

    one: Shown
    among: tuple[Shown, ...]
    covered: bool


def _looked_at(case: Case, disclosure: Disclosure) -> Iterator[list[_LookedAt]]:
    for choice in disclosure.choices(case.shown, case.as_of):
        found = [_LookedAt(one, choice.good, covered=True) for one in choice.covering]
        if choice.doubtful or not found:
            none = _none(case, choice, disclosure.facts.schemes)
            found.append(_LookedAt(none, (*choice.good, none), covered=False))
        yield found


def _none(case: Case, choice: Choice, schemes: Mapping[str, Scheme]) -> Shown:
    """Return what stands for none of those shown: nothing is known of it or, if there is no other, there is none."""
    kind, shown = choice.kind, [one for one in case.shown if one.kind == choice.kind]
    plain: dict[str, Value | None] = dict.fromkeys(shown[0].plain)
    said: dict[str, Statement] = dict.fromkeys(shown[0].said, NOTHING_SAID)
    absent = case.request.nothing_else_presented and not choice.doubtful
    if absent:
        for path, value in stated(INSTRUMENTS[kind].model_validate(ABSENT[kind]), f"{kind}."):
            if path in schemes and isinstance(value, tuple):
                said[path] = statement_of(value, schemes[path])
            elif not isinstance(value, tuple):
                plain[path] = value
    return Shown(kind, len(shown) + absent, "", shown[0].covers, plain, said)


def _under(facts: Facts, chosen: tuple[_LookedAt, ...]) -> Facts:
    plain, said = dict(facts.plain), dict(facts.said)
    barred: dict[str, Bar] = {}
    for looked_at in chosen:
        plain |= looked_at.one.plain
        said |= looked_at.one.said
        if len(looked_at.among) > 1:
            kind = looked_at.one.kind
            among = {one.number: replace(facts, plain=one.plain, said=one.said, _known={}) for one in looked_at.among}
            barred |= {path: Bar(kind, when, among) for path, when in _bars(looked_at.one, facts.schemes)}
    under = Combination(
        {looked_at.one.kind: looked_at.one.number for looked_at in chosen},
        tuple(looked_at.one.label for looked_at in chosen if looked_at.covered),
        tuple(looked_at.one.kind for looked_at in chosen if not looked_at.covered),
        barred,
    )
    return replace(facts, plain=plain, said=said, under=under, _known={})


def _bars(one: Shown, schemes: Mapping[str, Scheme]) -> Iterator[tuple[str, bool]]:
    """Yield the path of each fact of a kind, and of each term, that bars whatever else is shown, and when it does."""
    yield from ((path, when) for path, when in BARRING.items() if path in one.plain)
    for scheme, fact in ((schemes[fact], fact) for fact in one.said if fact in schemes):
        for term, above in scheme.broader.items():
            if any(scheme.terms[other].bars for other in above):
                yield f"{fact}.{term}", True


def _rank(weights: tuple[Weights, ...]) -> tuple[int, int]:
    """Say how good a combination is, the better the less: first what it comes to, then how near it comes."""
    basis = ruling_of(layer_decision(marks_of(one)) for one in weights).basis
    return _BEST_FIRST.index(basis), sum(_lacking(one) for one in weights if one.allows is not True)


def _lacking(one: Weights) -> int:
    """Count what the nearest permit of a layer lacks: conditions that are not true, and limits that may hold."""
    standing = [top for top in one.layer.prohibitions if one.holds[top.id] is not False]
    permits = [permit for top in standing for permit in one.exceptions(top)]
    return min(
        (
            sum(1 for _ in one.open_clauses(permit))
            + sum(one.holds[limit.id] is not False for limit in one.exceptions(permit))
            for permit in permits
        ),
        default=0,
    )
