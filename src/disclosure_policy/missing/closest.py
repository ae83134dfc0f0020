"""Tells what was found of each rule, and which permits failed by least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.decision.reasons import CarveOut, ClosestPermit, ConditionFinding, Finding, Lack, NotEncoded
from disclosure_policy.law import Layer, Provision
from disclosure_policy.missing.shortfall import Cost, Shortfall, truth_word
from disclosure_policy.rule_files import FactDeclaration
from disclosure_policy.truth import Truth

CLOSEST = 3
"""How many permits of each jurisdiction are named as the closest."""

_Near = tuple[Cost, int, int, Provision, tuple[Lack, ...], Weights]


def finding(provision: Provision, holds: Truth, values: tuple[Truth, ...], disclosures: tuple[int, ...]) -> Finding:
    """Return what was found of a rule in some disclosures."""
    return Finding(
        rule=provision.id,
        jurisdiction=provision.jurisdiction,
        citation=provision.citation,
        effect=provision.effect,
        summary=provision.rule.summary,
        holds=truth_word(holds),
        conditions=_conditions(provision, values),
        disclosures=disclosures,
    )


def closest(
    weighed: tuple[tuple[Weights, ...], ...], layers: tuple[Layer, ...], declared: Mapping[str, FactDeclaration]
) -> tuple[ClosestPermit, ...]:
    """Return, for each jurisdiction that denies, the permits that failed by least, nearest first."""
    best: dict[str, _Near] = {}
    seen: set[int] = set()
    for index, weights in enumerate(weighed):
        for one in weights:
            if one.allows is True or id(one) in seen:
                continue
            seen.add(id(one))
            for permit, cost, lacks in Shortfall(one, declared).of_permits():
                place = one.layer.provisions.index(permit)
                if permit.id not in best or cost < best[permit.id][0]:
                    best[permit.id] = (cost, place, index, permit, lacks, one)
    chosen: list[ClosestPermit] = []
    for layer in layers:
        ranked = sorted(
            (near for near in best.values() if near[3].jurisdiction == layer.code), key=lambda near: near[:2]
        )
        chosen += [_closest(*near[2:]) for near in ranked[:CLOSEST]]
    return tuple(chosen)


def not_encoded(weighed: tuple[tuple[Weights, ...], ...]) -> tuple[NotEncoded, ...]:
    """Return the permits that are not wholly encoded and keep a denial open, those whose conditions are met first."""
    found: dict[str, NotEncoded] = {}
    for one in (one for weights in weighed for one in weights if one.allows is None):
        for permit in _open_exceptions(one):
            if not permit.usable and (met := all(v is True for v in one.clauses[permit.id])) >= (permit.id in found):
                found[permit.id] = NotEncoded(
                    rule=permit.id,
                    jurisdiction=permit.jurisdiction,
                    citation=permit.citation,
                    summary=permit.rule.summary,
                    reason=permit.rule.not_encoded or "",
                    met=met,
                )
    return tuple(sorted(found.values(), key=lambda one: not one.met))


def _open_exceptions(one: Weights) -> Iterator[Provision]:
    """Yield the rules of a layer that leave a prohibition open, each once."""
    waiting = [top for top in one.layer.prohibitions if one.holds[top.id] is None]
    seen: set[str] = set()
    while waiting:
        for exception in one.exceptions(waiting.pop()):
            if one.holds[exception.id] is None and exception.id not in seen:
                seen.add(exception.id)
                waiting.append(exception)
                yield exception


def _closest(disclosure: int, permit: Provision, lacks: tuple[Lack, ...], one: Weights) -> ClosestPermit:
    return ClosestPermit(
        rule=permit.id,
        jurisdiction=permit.jurisdiction,
        citation=permit.citation,
        summary=permit.rule.summary,
        lacks=lacks,
        conditions=_conditions(permit, one.clauses[permit.id]),
        carve_outs=tuple(
            _carve_out(limit, one) for limit in one.exceptions(permit) if one.holds[limit.id] is not False
        ),
        disclosure=disclosure,
    )


def _carve_out(limit: Provision, one: Weights) -> CarveOut:
    return CarveOut(
        rule=limit.id,
        citation=limit.citation,
        summary=limit.rule.summary,
        holds=truth_word(one.holds[limit.id]),
        conditions=_conditions(limit, one.clauses[limit.id]),
    )


def _conditions(provision: Provision, values: tuple[Truth, ...]) -> tuple[ConditionFinding, ...]:
    return tuple(
        ConditionFinding(when=clause.text, summary=clause.summary, citation=clause.citation, value=truth_word(value))
        for clause, value in zip(provision.clauses, values, strict=True)
    )
