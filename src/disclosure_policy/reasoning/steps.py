"""The classes `Trace` and `Step`: the whole reasoning behind a decision, as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from disclosure_policy.decision import Basis, Verdict
from disclosure_policy.decision.reasons import Answer, TruthWord
from disclosure_policy.reasoning.audience import Audience

StepKind = Literal[
    "disclosure", "layer", "forbid", "permit", "condition", "and", "or", "not", "fact", "value", "omitted"
]


class NamedDisclosure(Answer):
    """The words for an item, the purpose for which it is asked, and the instruments it goes by, if that matters."""

    item: str
    purpose: str
    on: str = ""


class Step(Answer):
    """One step of the reasoning: a disclosure, a layer of law, a rule, a condition, or a part of its expression."""

    kind: StepKind
    """What it is; `value` compares or states a value, `omitted` stands for steps that were left out."""
    text: str
    """What it says, in words."""
    value: TruthWord
    """Whether it is so: a disclosure allowed, a layer passed, a rule holding, a condition or its part true."""
    decided: bool = False
    """Whether it lies on the path that decided."""
    near: bool = False
    """Whether it is a rule that came closest, or stood in the way of one."""
    rule: str | None = None
    """The full id of the rule."""
    citation: str | None = None
    source: str | None = None
    """The official page of the section cited."""
    named: tuple[NamedDisclosure, ...] = ()
    """For a disclosure, its item and purpose; several, where the same is true of several disclosures."""
    stated: tuple[str, ...] = ()
    """For a fact, what was stated of it."""
    counts: tuple[int, ...] = ()
    """For what was left out, how many; several numbers where disclosures told together differ in it."""
    facts: tuple[str, ...] = ()
    """For a fact or a value, the facts that are read."""
    supplied_by: tuple[str, ...] = ()
    """For a fact, who can state it."""
    not_encoded: str | None = None
    """What of a rule is not encoded."""
    contested: str | None = None
    """The reading that is encoded, where others read the text otherwise."""
    again: bool = False
    """Whether the same rule is spelled out elsewhere under this disclosure, where its parts are."""
    parts: tuple[Step, ...] = ()

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule."""
        return self.kind in ("forbid", "permit")

    @property
    def settling(self) -> tuple[Step, ...]:
        """The parts of a condition, or of an expression, that give it its value."""
        wanted = {"not": None, "condition": None}.get(self.kind, self.value)
        return tuple(part for part in self.parts if wanted is None or part.value == wanted)

    def settled_by(self) -> Iterator[Step]:
        """Yield the facts and values that give a condition, or an expression, its value."""
        if self.kind in ("fact", "value"):
            yield self
        for part in self.settling:
            yield from part.settled_by()

    def walk(self) -> Iterator[Step]:
        """Yield this step and every one below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def name_of(named: tuple[NamedDisclosure, ...]) -> str:
    """Return the name of disclosures: items and purposes are each told once where all pairs of them are there."""
    by_instruments: dict[str, list[NamedDisclosure]] = {}
    for one in named:
        by_instruments.setdefault(one.on, []).append(one)
    return "; ".join(_pairs(found) + (f", on {on}" if on else "") for on, found in by_instruments.items())


def _pairs(named: list[NamedDisclosure]) -> str:
    items, purposes = dict.fromkeys(one.item for one in named), dict.fromkeys(one.purpose for one in named)
    if len(set(named)) == len(items) * len(purposes):
        return f"{'; '.join(items)}, for {'; '.join(purposes)}"
    return "; ".join(f"{one.item}, for {one.purpose}" for one in named)


class Trace(Answer):
    """The reasoning behind one decision."""

    audience: Audience
    """For whom it is told."""
    verdict: Verdict
    basis: Basis
    jurisdiction: str
    """The name of the jurisdiction."""
    as_of: date
    citations: tuple[str, ...]
    disclosures: tuple[Step, ...]
    """Each item for each purpose; those of which the same is true are one step."""
