"""Turns what was found of each disclosure into an answer: the ruling that `deciding` gives, told in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from disclosure_policy.deciding.logic_graph import Node
from disclosure_policy.deciding.verdict import DisclosureVerdict, Marks, known_by, layer_decision, ruling_of
from disclosure_policy.decision import Basis, Decision, Verdict
from disclosure_policy.frames.layer_verdicts import LayerOutputs, Outputs
from disclosure_policy.truth import Truth

IsTrue = Callable[[Node], bool]
"""Whether an output of the plan is true."""


@dataclass(frozen=True)
class RowAnswer:
    """What a row says of its request; a request that cannot be decided has an error and nothing else."""

    verdict: Verdict | None = None
    basis: Basis | None = None
    citations: tuple[str, ...] | None = None
    determining: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    error: str | None = None


def ruled(outputs: Outputs, found: IsTrue) -> DisclosureVerdict:
    """Rule on one disclosure by what was found of it; only the layers that decided are told."""
    allowed = all(found(layer.allows) for layer in outputs.layers)
    decided = (layer for layer in outputs.layers if found(layer.allows) is allowed)
    return ruling_of(layer_decision(_marks(layer, found)) for layer in decided)


def joint(rulings: Iterable[DisclosureVerdict]) -> RowAnswer:
    """Tell what was decided of a bundle."""
    outcome = known_by(rulings)
    rules = tuple(rule.rule for rule in outcome.determining)
    return RowAnswer(outcome.verdict, outcome.basis, outcome.citations, rules)


def answer_of(decision: Decision, *, missing: bool) -> RowAnswer:
    """Tell the same of a decision that was made by itself."""
    return RowAnswer(
        decision.verdict,
        decision.basis,
        decision.citations,
        tuple(rule.rule for rule in decision.determining),
        tuple(sorted(fact.fact for fact in decision.missing)) if missing else None,
    )


def _marks(one: LayerOutputs, found: IsTrue) -> Marks:
    allows: Truth = True if found(one.allows) else False if found(one.forbids) else None
    rules = {rule for rule, node in one.marks.items() if found(node)}
    return Marks(one.layer, allows, found(one.requires), found(one.reached), rules)
