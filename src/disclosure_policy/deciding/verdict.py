"""Rules on what was weighed: verdict, basis and determining rules, with the obligations that follow."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.decision import Basis, DeterminingRule, LayerDecision, ObligationDue, Role, Verdict
from disclosure_policy.law import Layer, Provision
from disclosure_policy.truth import Truth

T = TypeVar("T")

_ON_ALLOW: tuple[Basis, ...] = ("required", "permitted", "not confidential")
_ON_DENIAL: tuple[Basis, ...] = ("no law in force", "prohibited", "insufficient facts")


@dataclass(frozen=True, slots=True)
class Marks:
    """All that is to be known of a weighed layer to tell how it decided.

    `rules` has the ids of those that can be named. In a layer that does not allow, each prohibition that may hold.
    In one that allows: each permit that holds; each prohibition or limit whose conditions may be met, which is to say
    that it reaches the disclosure; and if no prohibition does, each that comes near, with some condition met.
    """

    layer: Layer
    allows: Truth
    requires: bool
    reached: bool
    """Whether a prohibition reaches the disclosure."""
    rules: Container[str]

    @property
    def prohibitions(self) -> list[Provision]:
        """Those of the layer that are marked."""
        return [top for top in self.layer.prohibitions if top.id in self.rules]

    def exceptions(self, provision: Provision) -> list[Provision]:
        """Return the rules that limit `provision` and are marked."""
        return [one for one in self.layer.exceptions.get(provision.id, ()) if one.id in self.rules]

    def requirements_met(self, permit: Provision) -> Iterator[Provision]:
        """Yield the permits by which a permit's own limits were overcome, and theirs in turn."""
        for limit in self.exceptions(permit):
            for exception in self.exceptions(limit):
                yield exception
                yield from self.requirements_met(exception)


@dataclass(frozen=True, slots=True)
class DisclosureVerdict:
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
    rulings: tuple[DisclosureVerdict, ...]
    obligations: tuple[ObligationDue, ...]


def known_of(weighed: Iterable[tuple[Weights, ...]]) -> Known:
    """Rule on what was weighed: a bundle is allowed only if every layer lets every disclosure in it through.

    Where nothing was weighed, nothing is allowed.
    """
    marked = [tuple(map(marks_of, weights)) for weights in weighed]
    rulings = tuple(ruling_of(map(layer_decision, marks)) for marks in marked)
    return known_by(rulings, _unique(due for marks in marked for one in marks for due in _obligations(one)))


def marks_of(one: Weights) -> Marks:
    """Mark the rules of a layer that can be named for its answer."""
    tops, allows = one.layer.prohibitions, one.allows
    if allows is not True:
        standing = {top.id for top in tops if one.holds[top.id] is not False}
        return Marks(one.layer, allows, requires=False, reached=False, rules=standing)
    rules = {
        rule.id
        for rule in one.layer.provisions
        if (one.holds[rule.id] is True if rule.effect == "permit" else one.met[rule.id] is not False)
    }
    reached = any(top.id in rules for top in tops)
    if not reached:
        rules |= {top.id for top in tops if True in one.clauses[top.id]}
    return Marks(one.layer, allows, one.requires is True, reached, rules)


def layer_decision(one: Marks) -> LayerDecision:
    """Tell what a layer says: its answer, on what basis, and the rules that determined it."""
    return LayerDecision(
        jurisdiction=one.layer.code,
        verdict="allow" if one.allows is True else "deny",
        basis=_basis(one),
        determining=_unique(_permitting(one) if one.allows is True else _forbidding(one)),
    )


def ruling_of(layers: Iterable[LayerDecision]) -> DisclosureVerdict:
    """Rule on one disclosure: what any law requires is required, what any law confines is permitted."""
    layers = tuple(layers)
    allowed = all(layer.verdict == "allow" for layer in layers)
    verdict: Verdict = "allow" if allowed else "deny"
    decided = [layer.basis for layer in layers if layer.verdict == verdict]
    return DisclosureVerdict(verdict, _first(decided, _ON_ALLOW if allowed else _ON_DENIAL), layers)


def known_by(rulings: Iterable[DisclosureVerdict], duties: tuple[ObligationDue, ...] = ()) -> Known:
    """Join the disclosures of a bundle: required or not confidential only if all of it is."""
    rulings = tuple(rulings)
    allowed = bool(rulings) and all(one.verdict == "allow" for one in rulings)
    verdict: Verdict = "allow" if allowed else "deny"
    decided = [one for one in rulings if one.verdict == verdict]
    bases = [one.basis for one in decided]
    together = bases[0] if len(set(bases)) == 1 else "permitted"
    determining = _unique(
        rule for one in decided for layer in one.layers if layer.verdict == verdict for rule in layer.determining
    )
    return Known(
        verdict=verdict,
        basis=together if allowed else _first(bases, _ON_DENIAL),
        citations=_unique(rule.citation for rule in determining),
        determining=determining,
        rulings=rulings,
        obligations=duties if allowed else (),
    )


def _basis(one: Marks) -> Basis:
    if not one.layer.prohibitions:
        return "no law in force"
    if one.allows is not True:
        return "prohibited" if one.allows is False else "insufficient facts"
    if one.requires:
        return "required"
    return "permitted" if one.reached else "not confidential"


def _first(found: list[Basis], order: tuple[Basis, ...]) -> Basis:
    return next((basis for basis in order if basis in found), order[-1])


def _forbidding(one: Marks) -> Iterator[DeterminingRule]:
    return (_determining(top, "forbids") for top in one.prohibitions)


def _permitting(one: Marks) -> Iterator[DeterminingRule]:
    """Yield the permits relied on with what met their limits or, if none was needed, what does not reach so far."""
    if (
        not one.reached
    ):  # those that come near come first; what is beside the point is named only if nothing comes near
        yield from (_determining(top, "does not reach") for top in one.prohibitions or one.layer.prohibitions)
        return
    for top in one.prohibitions:
        for permit in one.exceptions(top):
            yield _determining(permit, "permits")
            for met in one.requirements_met(permit):
                yield _determining(met, "meets a requirement")


def _obligations(one: Marks) -> Iterator[ObligationDue]:
    """Yield the duties of the permits relied on; one that lifts a prohibition which does not reach is not."""
    for top in one.prohibitions if one.reached else ():
        for permit in one.exceptions(top):
            for source in (permit, *one.requirements_met(permit)):
                for duty in source.duties:
                    yield ObligationDue(
                        duty=duty.text,
                        citation=duty.citation,
                        bears=duty.bears,
                        ground=permit.citation,
                    )


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
