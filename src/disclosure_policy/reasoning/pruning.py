"""Cuts a reasoning back to what mattered; what is left out is counted, so that nothing disappears unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeVar

from disclosure_policy.reasoning.steps import Step, Trace, name_of

Some = TypeVar("Some")


def pruned(whole: Trace) -> Trace:
    """Return the reasoning with only what decided and what came near, and conditions with what was stated.

    Of the rules it keeps those on the path that decided, those that came closest with what limits them, and what
    leads to any of these.
    """
    return told_once(whole.model_copy(update={"disclosures": tuple(map(_cut, whole.disclosures))}))


def told_once(whole: Trace) -> Trace:
    """Return the reasoning with those disclosures joined that differ in nothing but what was stated."""
    told: list[Step] = []
    for disclosure in whole.disclosures:
        same = next((index for index, one in enumerate(told) if _alike(one, disclosure)), None)
        if same is None:
            told.append(disclosure)
        else:
            told[same] = _merged(told[same], disclosure)
    return whole.model_copy(update={"disclosures": tuple(told)})


def _cut(step: Step) -> Step:
    if step.kind == "condition":
        return _condition(step)
    conditions = tuple(_cut(part) for part in step.parts if part.kind == "condition")
    contested = step.contested if step.decided else None
    return step.model_copy(update={"parts": (*conditions, *_rules_kept(step)), "contested": contested})


def _rules_kept(step: Step) -> Iterator[Step]:
    below = [part for part in step.parts if part.kind != "condition"]
    kept = [part for part in below if _matters(part, under=step)]
    yield from map(_cut, kept)
    left_out = [part.value for part in below if part not in kept]
    beside = left_out.count("false")
    yield from _omitted(beside, "rules beside the point")
    yield from _omitted(len(left_out) - beside, "rules that are open, but further off")


def _omitted(count: int, what: str) -> Iterator[Step]:
    if count:
        yield Step(kind="omitted", text=what, value="unknown", counts=(count,))


def _matters(step: Step, under: Step) -> bool:
    if step.kind == "layer" or step.decided or step.near:
        return True
    if step.again:
        return False
    limits = (under.decided or under.near) and step.kind == "forbid" and step.value != "false"
    return limits or any(_matters(part, under=step) for part in step.parts if part.is_rule and not part.again)


def _condition(condition: Step) -> Step:
    """Return a condition without its parts, but with what was stated of the facts that settle it."""
    leaves = list(condition.settled_by())
    asked = (leaf.supplied_by for leaf in leaves if not leaf.stated)
    return condition.model_copy(
        update={
            "parts": (),
            "facts": _each(leaf.facts for leaf in leaves),
            "stated": _each(leaf.stated for leaf in leaves),
            "supplied_by": _each(asked),
            "contested": condition.contested if condition.decided else None,
        }
    )


def _alike(one: Step, other: Step) -> bool:
    """Say whether two reasonings differ in nothing but what was stated."""
    return (
        (one.kind, one.rule, one.value, one.decided) == (other.kind, other.rule, other.value, other.decided)
        and (one.kind == "disclosure" or one.text == other.text)
        and len(one.parts) == len(other.parts)
        and all(map(_alike, one.parts, other.parts))
    )


def _merged(one: Step, other: Step) -> Step:
    named = _each((one.named, other.named))
    return one.model_copy(
        update={
            "text": name_of(named) if named else one.text,
            "named": named,
            "stated": _each((one.stated, other.stated)),
            "counts": _each((one.counts, other.counts)),
            "parts": tuple(map(_merged, one.parts, other.parts)),
        }
    )


def _each(lists: Iterable[tuple[Some, ...]]) -> tuple[Some, ...]:
    """Return what is in some lists, each once, in its order."""
    return tuple(dict.fromkeys(chain.from_iterable(lists)))
