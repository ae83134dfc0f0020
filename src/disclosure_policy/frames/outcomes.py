"""Turns what was found of each disclosure into an answer: verdict, basis, and the rules that decided, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from disclosure_policy.decision import Basis, Decision, Role, Verdict
from disclosure_policy.frames.outputs import LayerOutputs, Outputs
from disclosure_policy.frames.steps import Node
from disclosure_policy.law import Layer, Provision

Found = Callable[[Node], bool]
"""Whether an output of the plan is true."""

Deciding = tuple[str, str, Role]
"""The id and the citation of a rule that decided, and what it did."""

_ON_ALLOW: tuple[Basis, ...] = ("required", "permitted", "not confidential")
_ON_DENIAL: tuple[Basis, ...] = ("no law in force", "prohibited", "insufficient facts")


@dataclass(frozen=True)
class Outcome:
    """What was decided of one disclosure."""

    allowed: bool
    basis: Basis
    deciding: tuple[Deciding, ...]


@dataclass(frozen=True)
class Answer:
    """What a row says of its request; a request that cannot be decided has an error and nothing else."""

    verdict: Verdict | None = None
    basis: Basis | None = None
    citations: tuple[str, ...] | None = None
    determining: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    error: str | None = None


def outcome(outputs: Outputs, found: Found) -> Outcome:
    """Tell what was decided of one disclosure."""
    layers = outputs.layers
    allowed = all(found(layer.allows) for layer in layers)
    decided = [layer for layer in layers if found(layer.allows) is allowed]
    rules = (rule for layer in decided for rule in _deciding(layer, found, allowed=allowed))
    return Outcome(
        allowed,
        _first([_basis(layer, found) for layer in decided], _ON_ALLOW if allowed else _ON_DENIAL),
        tuple(dict.fromkeys(rules)),
    )


def joint(outcomes: Iterable[Outcome]) -> Answer:
    """Tell what was decided of a bundle: allow only if all of it is allowed."""
    outcomes = tuple(outcomes)
    allowed = all(one.allowed for one in outcomes)
    decided = [one for one in outcomes if one.allowed is allowed]
    bases = list(dict.fromkeys(one.basis for one in decided))
    together: Basis = "permitted" if len(bases) > 1 else bases[0]
    rules = tuple(dict.fromkeys(rule for one in decided for rule in one.deciding))
    return Answer(
        "allow" if allowed else "deny",
        together if allowed else _first(bases, _ON_DENIAL),
        tuple(dict.fromkeys(citation for _, citation, _ in rules)),
        tuple(identity for identity, _, _ in rules),
    )


def answer_of(decision: Decision, *, missing: bool) -> Answer:
    """Tell the same of a decision that was made by itself."""
    return Answer(
        decision.verdict,
        decision.basis,
        decision.citations,
        tuple(rule.rule for rule in decision.determining),
        tuple(sorted(fact.fact for fact in decision.missing)) if missing else None,
    )


def _basis(layer: LayerOutputs, found: Found) -> Basis:
    if not layer.layer.prohibitions:
        return "no law in force"
    if not found(layer.allows):
        return "prohibited" if found(layer.forbids) else "insufficient facts"
    if found(layer.requires):
        return "required"
    return "permitted" if found(layer.reached) else "not confidential"


def _first(found: list[Basis], order: tuple[Basis, ...]) -> Basis:
    return next(basis for basis in order if basis in found)


def _deciding(one: LayerOutputs, found: Found, *, allowed: bool) -> Iterator[Deciding]:
    layer = one.layer
    marked = {identity for identity, node in one.marks.items() if found(node)}
    tops = [top for top in layer.prohibitions if top.id in marked]
    if not allowed:
        yield from (_rule(top, "forbids") for top in tops)
    elif not found(one.reached):  # what is beside the point is named only if nothing comes near
        yield from (_rule(top, "does not reach") for top in tops or layer.prohibitions)
    else:
        for top in tops:
            for permit in _marked(layer, top, marked):
                yield _rule(permit, "permits")
                for met in _requirements_met(layer, permit, marked):
                    yield _rule(met, "meets a requirement")


def _requirements_met(layer: Layer, permit: Provision, marked: set[str]) -> Iterator[Provision]:
    for limit in _marked(layer, permit, marked):
        for exception in _marked(layer, limit, marked):
            yield exception
            yield from _requirements_met(layer, exception, marked)


def _marked(layer: Layer, provision: Provision, marked: set[str]) -> list[Provision]:
    return [exception for exception in layer.exceptions.get(provision.id, ()) if exception.id in marked]


def _rule(provision: Provision, role: Role) -> Deciding:
    return provision.id, provision.citation, role
