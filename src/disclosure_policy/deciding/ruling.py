"""Rules on what was weighed: verdict, basis and determining rules, with the obligations that follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.decision import Basis, DeterminingRule, LayerDecision, ObligationDue, Role, Verdict
from disclosure_policy.law import Provision

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided of one disclosure."""

    verdict: Verdict
    basis: Basis
    layers: tuple[LayerDecision, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What weighing a request comes to: what is ruled of it, of each disclosure, and the duties of an allow."""

    verdict: Verdict
    basis: Basis
    citations: tuple[str, ...]
    determining: tuple[DeterminingRule, ...]
    rulings: tuple[Ruling, ...]
    obligations: tuple[ObligationDue, ...]


def known_of(weighed: Iterable[tuple[Weights, ...]]) -> Known:
    """Rule on what was weighed: a bundle is allowed only if every layer lets every disclosure in it through.

    Where nothing was weighed, nothing is allowed.
    """
    weighed = tuple(weighed)
    rulings = tuple(_ruling(weights) for weights in weighed)
    allowed = bool(rulings) and all(one.verdict == "allow" for one in rulings)
    verdict: Verdict = "allow" if allowed else "deny"
    decided = [one for one in rulings if one.verdict == verdict]
    determining = _unique(
        rule for one in decided for layer in one.layers if layer.verdict == verdict for rule in layer.determining
    )
    return Known(
        verdict=verdict,
        basis=_joint_basis([one.basis for one in decided], allowed=allowed),
        citations=_unique(rule.citation for rule in determining),
        determining=determining,
        rulings=rulings,
        obligations=_unique(_obligations(weighed)) if allowed else (),
    )


def _ruling(weights: tuple[Weights, ...]) -> Ruling:
    layers = tuple(_layer(one) for one in weights)
    allowed = all(layer.verdict == "allow" for layer in layers)
    decided = [layer.basis for layer in layers if (layer.verdict == "allow") is allowed]
    return Ruling("allow" if allowed else "deny", _layered_basis(decided, allowed=allowed), layers)


def _layer(one: Weights) -> LayerDecision:
    allowed = one.allows is True
    determining = _unique(_permitting(one) if allowed else _forbidding(one))
    return LayerDecision(
        jurisdiction=one.layer.code,
        verdict="allow" if allowed else "deny",
        basis=_layer_basis(one),
        determining=determining,
    )


def _layer_basis(one: Weights) -> Basis:
    if not one.layer.prohibitions:
        return "no law in force"
    if one.allows is not True:
        return "prohibited" if one.allows is False else "insufficient facts"
    if one.requires is True:
        return "required"
    return "permitted" if _reaching(one) else "not confidential"


def _layered_basis(found: list[Basis], *, allowed: bool) -> Basis:
    """Join the layers of one disclosure: what any law requires is required, what any law confines is permitted."""
    order: tuple[Basis, ...] = (
        ("required", "permitted", "not confidential")
        if allowed
        else ("no law in force", "prohibited", "insufficient facts")
    )
    return next((basis for basis in order if basis in found), order[-1])


def _joint_basis(found: list[Basis], *, allowed: bool) -> Basis:
    """Join the disclosures of a bundle: required or not confidential only if all of it is."""
    if allowed:
        return found[0] if len(set(found)) == 1 else "permitted"
    return _layered_basis(found, allowed=False)


def _forbidding(one: Weights) -> Iterator[DeterminingRule]:
    for top in one.layer.prohibitions:
        if one.holds[top.id] is not False:
            yield _determining(top, "forbids")


def _permitting(one: Weights) -> Iterator[DeterminingRule]:
    """Yield the permits relied on with what met their limits or, if none was needed, what does not reach so far."""
    reaching = _reaching(one)
    for top in reaching:
        for permit in _holding(one, top):
            yield _determining(permit, "permits")
            for met in _requirements_met(one, permit):
                yield _determining(met, "meets a requirement")
    if not reaching:  # those that come near come first; what is beside the point is named only if nothing comes near
        near = [top for top in one.layer.prohibitions if True in one.clauses[top.id]]
        yield from (_determining(top, "does not reach") for top in near or one.layer.prohibitions)


def _obligations(weighed: Iterable[tuple[Weights, ...]]) -> Iterator[ObligationDue]:
    """Yield the duties of the permits relied on; one that lifts a prohibition which does not reach is not."""
    for weights in weighed:
        for one in weights:
            for top in _reaching(one):
                for permit in _holding(one, top):
                    for source in (permit, *_requirements_met(one, permit)):
                        for duty in source.duties:
                            yield ObligationDue(
                                duty=duty.text,
                                citation=duty.citation,
                                bears=duty.bears,
                                ground=permit.citation,
                            )


def _reaching(one: Weights) -> list[Provision]:
    return [top for top in one.layer.prohibitions if one.met[top.id] is not False]


def _holding(one: Weights, provision: Provision) -> list[Provision]:
    return [exception for exception in one.exceptions(provision) if one.holds[exception.id] is True]


def _requirements_met(one: Weights, permit: Provision) -> Iterator[Provision]:
    """Yield the permits by which a permit's own limits were overcome, and theirs in turn."""
    for limit in one.exceptions(permit):
        if one.met[limit.id] is not False:
            for exception in _holding(one, limit):
                yield exception
                yield from _requirements_met(one, exception)


def _determining(provision: Provision, role: Role) -> DeterminingRule:
    return DeterminingRule(
        rule=provision.id,
        jurisdiction=provision.jurisdiction,
        citation=provision.citation,
        role=role,
        summary=provision.rule.summary,
        mandatory=provision.rule.mandatory,
    )


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
