"""A case and the law to a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from typing import TypeVar

from disclosure_policy.compiling import Law
from disclosure_policy.decision import Decision
from disclosure_policy.diagnosing import Diagnosis
from disclosure_policy.facts import Case
from disclosure_policy.provision import Provision
from disclosure_policy.reason import ClosestPermit, ContestedReading, Finding, MissingFact
from disclosure_policy.record import (
    Basis,
    DeterminingRule,
    DisclosureDecision,
    LayerDecision,
    ObligationDue,
    Outcome,
    Receipt,
    Role,
    Verdict,
)
from disclosure_policy.remedy import Remedy
from disclosure_policy.weighing import Weights

T = TypeVar("T")

_NAMED = ("recipient.type", "purpose", "item.type")


def decide(case: Case, law: Law) -> Decision:
    """Decide a case: allow only if every disclosure in it passes every layer of the law."""
    diagnosis = Diagnosis(case, law, law.layers(case.jurisdiction, case.as_of), decide)
    rulings = tuple(_ruling(weights) for weights in diagnosis.weighed)
    return Decision(_outcome(rulings), _Working(diagnosis, rulings))


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What was decided of one disclosure."""

    verdict: Verdict
    basis: Basis
    layers: tuple[LayerDecision, ...]


@dataclass(frozen=True)
class _Working:
    """The parts of a decision that are worked out when they are asked for."""

    diagnosis: Diagnosis
    rulings: tuple[_Ruling, ...]

    @property
    def jurisdiction(self) -> str:
        return self.diagnosis.case.jurisdiction

    @property
    def as_of(self) -> date:
        return self.diagnosis.case.as_of

    @cached_property
    def disclosures(self) -> tuple[DisclosureDecision, ...]:
        return tuple(
            DisclosureDecision(
                item=item, purpose=purpose, verdict=ruling.verdict, basis=ruling.basis, layers=ruling.layers
            )
            for (item, purpose, _), ruling in zip(self.diagnosis.case.disclosures, self.rulings, strict=True)
        )

    @cached_property
    def obligations(self) -> tuple[ObligationDue, ...]:
        allowed = all(ruling.verdict == "allow" for ruling in self.rulings)
        return _unique(_obligations(self.diagnosis.weighed)) if allowed else ()

    @cached_property
    def receipt(self) -> Receipt:
        case, law = self.diagnosis.case, self.diagnosis.law
        return Receipt(
            package=version("disclosure-policy"), rules=law.fingerprint, as_of=case.as_of, facts=case.digest
        )

    @cached_property
    def labels(self) -> dict[str, str]:
        return _labels(self.diagnosis.case, self.diagnosis.law)

    @property
    def floor(self) -> bool:
        books = self.diagnosis.law.rule_set.lawbooks.values()
        return any(book.jurisdiction.parent == self.jurisdiction for book in books)

    @property
    def recipient(self) -> tuple[str, ...] | None:
        return self.diagnosis.case.disclosures[0][2].terms.get("recipient.type")

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.diagnosis.findings

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        return self.diagnosis.missing

    @property
    def closest(self) -> tuple[ClosestPermit, ...]:
        return self.diagnosis.closest

    @property
    def contested(self) -> tuple[ContestedReading, ...]:
        return self.diagnosis.contested

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        return self.diagnosis.remedies


def _outcome(rulings: tuple[_Ruling, ...]) -> Outcome:
    allowed = all(one.verdict == "allow" for one in rulings)
    verdict: Verdict = "allow" if allowed else "deny"
    decided = [one for one in rulings if one.verdict == verdict]
    determining = _unique(
        rule for one in decided for layer in one.layers if layer.verdict == verdict for rule in layer.determining
    )
    return Outcome(
        verdict=verdict,
        basis=_joint_basis([one.basis for one in decided], allowed=allowed),
        citations=_unique(rule.citation for rule in determining),
        determining=determining,
    )


def _ruling(weights: tuple[Weights, ...]) -> _Ruling:
    layers = tuple(_layer(one) for one in weights)
    allowed = all(layer.verdict == "allow" for layer in layers)
    decided = [layer.basis for layer in layers if (layer.verdict == "allow") is allowed]
    return _Ruling("allow" if allowed else "deny", _layered_basis(decided, allowed=allowed), layers)


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
    reached = any(one.met[top.id] is not False for top in one.layer.prohibitions)
    return "permitted" if reached else "not confidential"


def _layered_basis(found: list[Basis], *, allowed: bool) -> Basis:
    """Join the layers of one disclosure: what any law requires is required, what any law confines is permitted."""
    order: tuple[Basis, ...] = (
        ("required", "permitted", "not confidential")
        if allowed
        else ("no law in force", "prohibited", "insufficient facts")
    )
    return next(basis for basis in order if basis in found)


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
    reaching = [top for top in one.layer.prohibitions if one.met[top.id] is not False]
    for top in reaching:
        for permit in _holding(one, top):
            yield _determining(permit, "permits")
            for met in _requirements_met(one, permit):
                yield _determining(met, "meets a requirement")
    if not reaching:  # those that come near come first; what is beside the point is named only if nothing comes near
        near = [top for top in one.layer.prohibitions if True in one.clauses[top.id]]
        yield from (_determining(top, "does not reach") for top in near or one.layer.prohibitions)


def _obligations(weighed: Iterable[tuple[Weights, ...]]) -> Iterator[ObligationDue]:
    for weights in weighed:
        for one in weights:
            for top in one.layer.prohibitions:
                for permit in _holding(one, top):
                    for source in (permit, *_requirements_met(one, permit)):
                        for duty in source.duties:
                            yield ObligationDue(
                                duty=duty.text,
                                citation=duty.citation,
                                bears=duty.bears,
                                ground=permit.citation,
                            )


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


def _labels(case: Case, law: Law) -> dict[str, str]:
    labels = {book.code: book.jurisdiction.name for book in law.rule_set.chain(case.jurisdiction)}
    for _, _, facts in case.disclosures:
        for path in _NAMED:
            for term in facts.terms.get(path) or ():
                labels[f"{path}.{term}"] = facts.schemes[path].terms[term].label
    return labels


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
