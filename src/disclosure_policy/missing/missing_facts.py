"""Lists the missing facts: those that could still change the verdict, the most useful first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from disclosure_policy.conditions.expression import unknowns
from disclosure_policy.deciding import Case, Weighed, ways
from disclosure_policy.deciding.weighing import Weights, weigh
from disclosure_policy.decision import Named, in_words
from disclosure_policy.decision.reasons import MissingFact
from disclosure_policy.law import Clause, Law, Layer, Provision
from disclosure_policy.missing.completion_search import BUDGET
from disclosure_policy.missing.instruments_restated import instruments_named
from disclosure_policy.missing.open_verdict import Closed, Place, Residue, residue
from disclosure_policy.missing.relevant_facts import Mattering
from disclosure_policy.missing.restated_request import where_stated
from disclosure_policy.missing.shortfall import Cost, Shortfall
from disclosure_policy.missing.statable_values import domains
from disclosure_policy.rule_files import FactDeclaration
from disclosure_policy.truth import conjunction

_FAR: Cost = (1_000,)


@dataclass(frozen=True)
class Asked:
    """A missing fact, with what an interview needs to know of it beside."""

    fact: MissingFact
    of: tuple[Named, ...]
    """The terms for the items, or the purposes, of which it is missing; None alone if of the request as a whole."""
    why: Mapping[str, str]
    """For each citation the rule that asks, in its own words."""
    informs: float
    """How much of the verdict a statement of it settles, on the average."""


def missing(case: Case, law: Law, layers: tuple[Layer, ...], weighed: Weighed) -> tuple[MissingFact, ...]:
    """Return the facts that could still change a denial, and no others; nothing if it is settled.

    Those that settle it alone come first, then those that more permits wait for, then those that the nearest permits
    wait for. What it means that a fact could change the verdict is told in `relevant_facts.Mattering`.
    """
    return tuple(one.fact for one in asked(case, law, layers, weighed))


def asked(  # noqa: PLR0913, PLR0917
    case: Case, law: Law, layers: tuple[Layer, ...], weighed: Weighed, closed: Closed = (), budget: int = BUDGET
) -> list[Asked]:
    """Return the missing facts, ranked; `closed` are those that nobody will state."""
    if conjunction(one.allows for weights in weighed for one in weights) is not None:
        return []
    open_ = residue(case, layers, closed=closed)
    mattering = Mattering(open_, domains(open_), budget)
    atoms = mattering.atoms()
    places: dict[str, dict[Place, None]] = {}
    for place, domain in mattering.domains.items():
        if not atoms.isdisjoint(domain.atoms):
            for fact in {fact for atom in domain.atoms for fact, _ in open_.atoms[atom].places}:
                places.setdefault(fact, {}).setdefault(place)
    if case.shown:
        weighed = tuple(weigh(layers, facts) for found in ways(case) for facts in found)
    gaps = _gaps(
        case, law, weighed, {(f, open_.atoms[atom].term) for atom in atoms for f, _ in open_.atoms[atom].places}
    )
    ranked: list[tuple[bool, int, Cost, int, Asked]] = []
    for fact, gap in gaps.items():
        one = _missing(fact, gap, law.facts[case.jurisdiction][fact], settles=mattering.settles(places[fact]))
        of = _of(case, open_, places[fact])
        labels = _labels(case, fact, of) if len(of) < len(_of(case, open_, None, fact)) else ()
        labels = labels or instruments_named(case, places[fact])
        informs = max(map(mattering.informs, places[fact]))
        found = Asked(one.model_copy(update={"of": labels}), of, gap.citations, informs)
        ranked.append((not one.settles, -one.opens, min(gap.permits.values(), default=_FAR), len(ranked), found))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1])]


def _missing(fact: str, gap: _Gap, declared: FactDeclaration, *, settles: bool) -> MissingFact:
    return MissingFact(
        fact=fact,
        state_at=where_stated(fact, declared),
        question=declared.question,
        terms=tuple(gap.terms),
        citations=tuple(gap.citations),
        supplied_by=declared.supplied_by,
        settles=settles,
        opens=len(gap.permits),
    )


def _of(case: Case, open_: Residue, places: Collection[Place] | None, fact: str = "") -> tuple[Named, ...]:
    """Return the terms for the items or purposes of which a fact is missing in these places, or could be in any."""
    kind = (fact or next(iter(places or ()))[0]).partition(".")[0]
    if kind not in ("item", "purpose"):
        return (None,)
    wanted = None if places is None else {slot for _, slot in places}
    terms = ((one.item if kind == "item" else one.purpose) for one in case.disclosures)
    slots = (slots[kind] for slots in open_.slots)
    return tuple(dict.fromkeys(t for t, slot in zip(terms, slots, strict=True) if wanted is None or slot in wanted))


def _labels(case: Case, fact: str, of: Iterable[Named]) -> tuple[str, ...]:
    path = "item.type" if fact.startswith("item.") else "purpose"
    labels = {f"{path}.{name}": term.label for name, term in case.disclosures[0].facts.schemes[path].terms.items()}
    return tuple(dict.fromkeys(words for one in of if (words := in_words(labels, path, one))))


@dataclass
class _Gap:
    """Where an unknown fact is read: which of its terms, in which provisions, for which permits."""

    terms: dict[str, None] = field(default_factory=dict)
    citations: dict[str, str] = field(default_factory=dict)
    permits: dict[str, Cost] = field(default_factory=dict)


def _gaps(case: Case, law: Law, weighed: Weighed, matters: Collection[tuple[str, str | None]]) -> dict[str, _Gap]:
    gaps: dict[str, _Gap] = {}
    for weights in weighed:
        for one in weights:
            costs = {p.id: cost for p, cost, _ in Shortfall(one, law.facts[case.jurisdiction]).of_permits()}
            for provision, path, clause in _unknown_leaves(one, read_below=one is weights[0] and _reads_it(weights)):
                fact, term = one.facts.fact_of(path)
                if (fact, term) in matters:
                    gap = gaps.setdefault(fact, _Gap())
                    gap.terms.update({term: None} if term else {})
                    gap.citations.setdefault(clause.citation, provision.rule.summary)
                    for permit in _permits_above(provision, one):
                        gap.permits[permit] = costs.get(permit, _FAR)
    return gaps


def _reads_it(weights: tuple[Weights, ...]) -> bool:
    """Say whether the answer of a layer other than the root waits for what the root requires."""
    return any(path == "federal_law.requires" for one in weights[1:] for _, path, _ in _unknown_leaves(one))


def _unknown_leaves(one: Weights, *, read_below: bool = False) -> Iterator[tuple[Provision, str, Clause]]:
    """Yield the facts that leave the layer's answer unknown, with the rule and condition that read them.

    With `read_below` also those that leave open whether the layer requires the disclosure. A child's layer may forbid
    what is required, so there a permit that cannot come to hold is asked about as well: it may turn out false.
    """
    stack = list(one.layer.prohibitions)
    if read_below:
        stack += [permit for top in stack for permit in one.exceptions(top) if permit.rule.mandatory]
    stack = [provision for provision in stack if one.holds[provision.id] is None]
    seen: set[str] = set()
    while stack:
        provision = stack.pop()
        if provision.id in seen:
            continue
        seen.add(provision.id)
        for clause, value in one.open_clauses(provision):
            if value is None:
                yield from ((provision, path, clause) for path in unknowns(clause.expression, one.facts.value))
        open_ = (e for e in one.exceptions(provision) if one.holds[e.id] is None)
        stack += [e for e in open_ if read_below or e.usable]


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
