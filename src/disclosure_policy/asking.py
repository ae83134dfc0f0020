"""The facts that are missing: those that could still change the verdict, the most useful first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from disclosure_policy.choosing import domains
from disclosure_policy.compiling import Law
from disclosure_policy.expression import unknowns
from disclosure_policy.facts import Case
from disclosure_policy.mattering import Mattering
from disclosure_policy.provision import Clause, Layer, Provision
from disclosure_policy.reason import MissingFact
from disclosure_policy.residue import Place, Residue, residue
from disclosure_policy.restating import where_stated
from disclosure_policy.shortfall import Cost, Shortfall
from disclosure_policy.truth import conjunction
from disclosure_policy.weighing import Weights

_FAR: Cost = (1_000,)

Weighed = tuple[tuple[Weights, ...], ...]


def missing(
    case: Case, law: Law, layers: tuple[Layer, ...], weighed: Weighed, closed: Collection[str] = ()
) -> tuple[MissingFact, ...]:
    """Return the facts that could still change a denial, and no others; nothing if it is settled.

    Those that settle it alone come first, then those that more permits wait for, then those that the nearest permits
    wait for. `closed` names facts of which it is known that nobody will state them. What it means that a fact could
    change the verdict is told in `mattering.Mattering`.
    """
    if conjunction(one.allows for weights in weighed for one in weights) is not None:
        return ()
    open_ = residue(case, layers)
    found = domains(open_)
    mattering = Mattering(open_, found, closed)
    atoms = mattering.atoms()
    places: dict[str, dict[Place, None]] = {}
    for domain in found.values():
        if not atoms.isdisjoint(domain.atoms):
            for fact, slot in (p for atom in domain.atoms for p in open_.atoms[atom].places):
                places.setdefault(fact, {}).setdefault((fact, slot))
    matters = {(fact, open_.atoms[atom].term) for atom in atoms for fact, _ in open_.atoms[atom].places}
    gaps = _gaps(case, law, weighed, matters)
    ranked: list[tuple[bool, int, Cost, int, MissingFact]] = []
    for fact, gap in gaps.items():
        declared = law.facts[case.jurisdiction][fact]
        settles = mattering.settles(place for place in places[fact] if place in found)
        one = MissingFact(
            fact=fact,
            state_at=where_stated(fact, declared),
            question=declared.question,
            terms=tuple(gap.terms),
            citations=tuple(gap.citations),
            supplied_by=declared.supplied_by,
            settles=settles,
            opens=len(gap.permits),
            of=_of(case, open_, places[fact]),
        )
        ranked.append((not settles, -one.opens, min(gap.permits.values(), default=_FAR), len(ranked), one))
    return tuple(entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1]))


def _of(case: Case, open_: Residue, places: Collection[Place]) -> tuple[str, ...]:
    """Name the items of which a fact is missing, or the purposes, if it is not missing of all there are."""
    kind = next(iter(places))[0].partition(".")[0]
    slots = [slots.get(kind) for slots in open_.slots]
    wanted = {slot for _, slot in places}
    if kind not in ("item", "purpose") or wanted >= set(slots):
        return ()
    labels: dict[str, None] = {}
    for (item, purpose, facts), slot in zip(case.disclosures, slots, strict=True):
        term = item if kind == "item" else purpose
        if slot in wanted and term is not None:
            labels.setdefault(facts.schemes["item.type" if kind == "item" else "purpose"].terms[term].label)
    return tuple(labels)


@dataclass
class _Gap:
    """Where an unknown fact is read: which of its terms, in which provisions, for which permits."""

    terms: dict[str, None] = field(default_factory=dict)
    citations: dict[str, None] = field(default_factory=dict)
    permits: dict[str, Cost] = field(default_factory=dict)


def _gaps(case: Case, law: Law, weighed: Weighed, matters: Collection[tuple[str, str | None]]) -> dict[str, _Gap]:
    gaps: dict[str, _Gap] = {}
    for weights in weighed:
        for one in weights:
            costs = {p.id: cost for p, cost, _ in Shortfall(one, law.facts[case.jurisdiction]).of_permits()}
            for provision, path, clause in _unknown_leaves(one):
                fact, term = one.facts.fact_of(path)
                if (fact, term) in matters:
                    gap = gaps.setdefault(fact, _Gap())
                    gap.terms.update({term: None} if term else {})
                    gap.citations.setdefault(clause.citation)
                    for permit in _permits_above(provision, one):
                        gap.permits[permit] = costs.get(permit, _FAR)
    return gaps


def _unknown_leaves(one: Weights) -> Iterator[tuple[Provision, str, Clause]]:
    """Yield the facts that leave the layer's answer unknown, with the rule and condition that read them."""
    stack = [top for top in one.layer.prohibitions if one.holds[top.id] is None]
    seen: set[str] = set()
    while stack:
        provision = stack.pop()
        if provision.id in seen:
            continue
        seen.add(provision.id)
        for clause, value in one.open_clauses(provision):
            if value is None:
                yield from ((provision, path, clause) for path in unknowns(clause.expression, one.facts.value))
        stack += [e for e in one.exceptions(provision) if one.holds[e.id] is None and e.usable]


def _permits_above(provision: Provision, one: Weights) -> Iterator[str]:
    """Yield the permits that a condition bears on: its own rule, or those which that rule limits however far up."""
    by_id = {p.id: p for p in one.layer.provisions}
    stack = [provision]
    while stack:
        at = stack.pop()
        above = [by_id[target] for target in at.exception_to if target in by_id]
        if at.effect == "permit" and any(not limited.exception_to for limited in above):
            yield at.id
        stack += [limited for limited in above if limited.exception_to]
