"""Mutants that no request can tell from the law: they are the same whatever the facts, as far as can be shown.

Shown by trying every complete set of facts that the vocabulary admits, as far as the rule and what it limits read
them. What is not shown within a bound is not claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from disclosure_policy.authority import EffectivePeriod
from disclosure_policy.compiling import Law
from disclosure_policy.expression import And, Constant, Expression, FactReference, Not, Or, truth
from disclosure_policy.fact import SINGLE
from disclosure_policy.probing.mutant import Mutant
from disclosure_policy.probing.reshaping import atoms, written
from disclosure_policy.provision import Provision
from disclosure_policy.truth import Truth

MAX_STEPS = 5_000
_NEVER = Constant(value=False, kind="boolean")


def never_noticed(mutant: Mutant, law: Law) -> bool:
    """Say whether a mutant of a condition, a link or a period can be shown to decide everything as the law does."""
    if mutant.kind == "shift a date":
        return all(_same_law(mutant, law, day) for day in _days(mutant))
    old, new = mutant.changed[0]
    if _never_holds(old, law):
        return mutant.clause is not None or mutant.relinks is not None
    if mutant.relinks is not None:
        facts = _Facts(law, old.jurisdiction)
        return all(facts.same(_met(old), _NEVER, context) for context in _contexts(old, law, mutant.relinks))
    if mutant.clause is None:
        return False
    before, after = _met(old), _met(new)
    return all(_Facts(law, old.jurisdiction).same(before, after, context) for context in _contexts(old, law))


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
        and _throughout(provision.section.text.effective, other.section.text.effective)
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
    period = provision.section.text.effective
    for target in provision.exception_to if only is None else (only,):
        for found in law.provisions.values():
            for above in found:
                if above.id == target and above.section.text.effective.overlaps(period):
                    for context in _contexts(above, law):
                        yield And((_met(above), context))


class _Facts:
    """Complete sets of facts, as the vocabulary of a jurisdiction admits them."""

    def __init__(self, law: Law, code: str) -> None:
        self.schemes = law.schemes[code]
        self.steps = 0

    def same(self, one: Expression, other: Expression, context: Expression) -> bool:
        """Say whether two conditions are shown to be the same on all complete facts that make `context` true."""
        self.steps = 0
        names = dict.fromkeys(_name(atom) for whole in (one, other, context) for _, atom in atoms(whole))
        return self._none(one, other, context, list(names), {})

    def _none(
        self, one: Expression, other: Expression, context: Expression, names: list[str], known: dict[str, bool]
    ) -> bool:
        self.steps += 1
        if self.steps > MAX_STEPS:
            return False
        values = [_value(whole, known) for whole in (one, other)]
        if _value(context, known) is False or (None not in values and values[0] is values[1]):
            return True
        open_names = [name for name in names if name not in known]
        if not open_names:
            return False
        for value in (True, False):
            able = self._with(known, open_names[0], value=value)
            if able is not None and not self._none(one, other, context, names, able):
                return False
        return True

    def _with(self, known: dict[str, bool], name: str, *, value: bool) -> dict[str, bool] | None:
        """Settle one more fact with all that the vocabulary makes follow; None if it cannot be so."""
        fact, _, term = name.rpartition(".")
        follows = {name: value}
        if fact in self.schemes:
            scheme = self.schemes[fact]
            related = scheme.broader[term] if value else scheme.narrower[term]
            follows |= {f"{fact}.{other}": value for other in related}
            if value and fact in SINGLE:
                apart = (o for o in scheme.terms if not scheme.narrower[o] & scheme.narrower[term])
                follows |= {f"{fact}.{other}": False for other in apart}
        if any(known.get(path, settled) is not settled for path, settled in follows.items()):
            return None
        return {**known, **follows}


def _name(atom: Expression) -> str:
    return atom.path if isinstance(atom, FactReference) else written(atom)


def _value(expression: Expression, known: dict[str, bool]) -> Truth:
    """Evaluate an expression, each comparison as a fact of its own."""
    if isinstance(expression, And | Or):
        values = [_value(operand, known) for operand in expression.operands]
        decisive = isinstance(expression, Or)
        if decisive in values:
            return decisive
        return None if None in values else not decisive
    if isinstance(expression, Not):
        inner = _value(expression.operand, known)
        return None if inner is None else not inner
    return truth(expression, known.get) if isinstance(expression, Constant) else known.get(_name(expression))


def _days(mutant: Mutant) -> Iterator[date]:
    for old, new in mutant.changed:
        one, other = old.section.text.effective, new.section.text.effective
        near = {one.first, other.first, *(day for day in (one.last, other.last) if day)}
        for day in sorted({day + timedelta(step) for day in near for step in (-1, 0, 1)}):
            if one.covers(day) is not other.covers(day):
                yield day


def _same_law(mutant: Mutant, law: Law, day: date) -> bool:
    """Say whether the same rules are in play on a day in every jurisdiction."""
    mutated = mutant.law(law)
    return all(
        [sorted(p.id for p in layer.provisions) for layer in law.layers(code, day)]
        == [sorted(p.id for p in layer.provisions) for layer in mutated.layers(code, day)]
        for code in law.provisions
    )
