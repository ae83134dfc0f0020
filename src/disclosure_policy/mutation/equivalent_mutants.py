"""Detects equivalent mutants: those that no request can tell from the law, as far as can be shown.

Shown by trying every complete set of facts that the vocabulary admits, as far as the rule and what it limits read
them. What is not shown within the bounds of `possible_values` is not claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from disclosure_policy.conditions.expression import And, Constant, Expression, Not
from disclosure_policy.law import Clause, Law, Layer, Provision
from disclosure_policy.mutation.mutant import Mutant
from disclosure_policy.proving import Possibilities
from disclosure_policy.rule_files import EffectivePeriod

_NEVER = Constant(value=False, kind="boolean")


def never_noticed(mutant: Mutant, law: Law) -> bool:
    """Say whether a mutant of a condition, a link or a period can be shown to decide everything as the law does."""
    if mutant.kind == "shift a date":
        return all(_same_law(mutant, law, day) for day in _days(mutant))
    old, new = mutant.changed[0]
    if _never_holds(old, law):
        return mutant.clause is not None or mutant.relinks is not None
    if mutant.clause is None and mutant.relinks is None:
        return False
    before, after = _met(old), _met(new) if mutant.relinks is None else _NEVER
    possible = Possibilities(law.schemes[old.jurisdiction], old.effective, vague=False)
    return all(
        possible.never(context, before, Not(after)) and possible.never(context, after, Not(before))
        for context in _contexts(old, law, mutant.relinks)
    )


def _met(provision: Provision) -> Expression:
    return And(tuple(clause.expression for clause in provision.clauses))


def _never_holds(provision: Provision, law: Law) -> bool:
    """Say whether something without conditions and without exceptions limits a rule whenever it is in force."""
    everything = [other for found in law.provisions.values() for other in found]
    return any(
        provision.id in other.exception_to
        and not other.clauses
        and other.usable
        and not any(other.id in third.exception_to for third in everything)
        and _throughout(provision.effective, other.effective)
        for other in everything
    )


def _throughout(inner: EffectivePeriod, outer: EffectivePeriod) -> bool:
    ends = outer.last is None or (inner.last is not None and inner.last <= outer.last)
    return outer.first <= inner.first and ends


def _contexts(provision: Provision, law: Law, only: str | None = None) -> Iterator[Expression]:
    """Yield what has to be true for a rule to matter: the conditions of all that it limits, by each way up.

    `only` is the one rule that matters of those that it limits itself.
    """
    if not provision.exception_to:
        yield And(())
    period = provision.effective
    for target in provision.exception_to if only is None else (only,):
        for found in law.provisions.values():
            for above in found:
                if above.id == target and above.effective.overlaps(period):
                    for context in _contexts(above, law):
                        yield And((_met(above), context))


def _days(mutant: Mutant) -> Iterator[date]:
    for old, new in mutant.changed:
        one, other = old.effective, new.effective
        near = {one.first, other.first, *(day for day in (one.last, other.last) if day)}
        for day in sorted({day + timedelta(step) for day in near for step in (-1, 0, 1)}):
            if one.covers(day) is not other.covers(day):
                yield day


def _same_law(mutant: Mutant, law: Law, day: date) -> bool:
    """Say whether the same rules are in play on a day in every jurisdiction."""
    mutated = mutant.law(law)
    return all(
        [_in_play(layer) for layer in law.layers(code, day)]
        == [_in_play(layer) for layer in mutated.layers(code, day)]
        for code in law.provisions
    )


def _in_play(layer: Layer) -> dict[str, tuple[Clause, ...]]:
    return {provision.id: provision.clauses for provision in layer.provisions}
