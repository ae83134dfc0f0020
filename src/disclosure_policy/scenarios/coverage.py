"""Measures coverage of the law: which scenarios show that a rule, or one condition in it, decides.

A condition is a part of a rule's conditions that is true or false by itself: a fact, a term, a comparison. It is
covered by a pair of scenarios with different outcomes, in one of which it is true and in the other false, each of
which would fail were this one value the opposite and all else the same. That is modified condition/decision coverage
in its masking form; the opposite value is put in where the condition stands, so that conditions that no facts could
part can still be told apart. A rule is covered in the same way by whether it holds.

The outcome is the verdict and, of an allow, whether the law requires the disclosure. A scenario fails if it states
another verdict or another basis, if a rule that its citations name does not decide, or one that it excludes does.

Source: J. J. Chilenski, An Investigation of Three Forms of the Modified Condition Decision Coverage (MCDC)
Criterion, DOT/FAA/AR-01/18 (2001), section 2, which defines the masking form by the Boolean difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import is_
from typing import Literal

from disclosure_policy.conditions.editing import PartPath, atoms, replaced
from disclosure_policy.conditions.expression import Constant, Expression, truth
from disclosure_policy.deciding.verdict import (
    DisclosureVerdict,
    known_by,
    known_of,
    layer_decision,
    marks_of,
    ruling_of,
)
from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.law import Provision
from disclosure_policy.missing import Changes, Holds, Net, Scales, Weighing
from disclosure_policy.scenarios.scenario_files import Expectation
from disclosure_policy.scenarios.trials import Trial
from disclosure_policy.truth import Truth, negation

Outcome = Literal["required", "allow", "deny"]
"""The verdict and, of an allow, whether the law requires the disclosure."""


@dataclass(frozen=True)
class Point:
    """What is to be shown to decide: a rule in one version, or a condition at one place in it."""

    provision: Provision
    clause: int | None = None
    place: PartPath = ()
    """Where the condition stands in that clause."""

    @property
    def condition(self) -> Expression | None:
        """The condition, or None for the rule itself."""
        return (
            None if self.clause is None else dict(atoms(self.provision.clauses[self.clause].expression))[self.place]
        )

    @property
    def citation(self) -> str:
        """Where the law says it."""
        return self.provision.citation if self.clause is None else self.provision.clauses[self.clause].citation


@dataclass
class Shown:
    """The scenarios that turn on a point, the first of each outcome, where it is true and where it is false."""

    true: dict[Outcome, Trial] = field(default_factory=dict)
    false: dict[Outcome, Trial] = field(default_factory=dict)

    def where(self, *, value: bool) -> dict[Outcome, Trial]:
        """Return those in which the point has a value."""
        return self.true if value else self.false

    @property
    def covered(self) -> bool:
        """Whether there is one of each, with different outcomes."""
        return any(one != other for one in self.true for other in self.false)


@dataclass
class LawCoverage:
    """What the scenarios show of every rule and every condition."""

    shown: dict[Point, Shown] = field(default_factory=dict)

    @property
    def percent(self) -> float:
        """The share of rules and conditions that are covered, in percent."""
        return 100 * sum(one.covered for one in self.shown.values()) / len(self.shown) if self.shown else 100.0

    @property
    def missing(self) -> list[tuple[Point, Shown]]:
        """The rules and conditions that are not covered."""
        return [(point, one) for point, one in self.shown.items() if not one.covered]


def points_of(provision: Provision) -> Iterator[Point]:
    """Yield the rule and each condition in it; a permit that permits nothing yet has none."""
    if not provision.usable:
        return
    yield Point(provision)
    for number, clause in enumerate(provision.clauses):
        for place, _ in atoms(clause.expression):
            yield Point(provision, number, place)


def coverage_of(provisions: Iterable[Provision], trials: Iterable[Trial], scales: Scales) -> LawCoverage:
    """Return what scenarios show of some rules; a scenario that fails shows nothing."""
    found = LawCoverage({point: Shown() for provision in provisions for point in points_of(provision)})
    for trial in trials:
        weighing = scales.weigh(trial.request)
        outcome = outcome_of(weighing)
        for point, value in turned_on(weighing, trial.expect):
            if point in found.shown:
                found.shown[point].where(value=value).setdefault(outcome, trial)
    return found


def outcome_of(weighing: Weighing) -> Outcome:
    """Return the verdict and, of an allow, whether the law requires the disclosure."""
    known = known_of(weighing.weighed)
    return "required" if known.basis == "required" else known.verdict


def turned_on(weighing: Weighing, expect: Expectation, only: Provision | None = None) -> Iterator[tuple[Point, bool]]:
    """Yield each rule and each condition on which it turns that all is as expected, with its value.

    A condition is read in every disclosure of a request; its opposite is put in wherever it has that value. `only`
    is the one rule to look at.
    """
    expected = _Expected(weighing, expect)
    if not expected.is_met(expected.rulings):
        return
    layers = ((net, one) for weights in weighing.weighed for net, one in zip(weighing.nets, weights, strict=True))
    in_play = {p: None for net, one in layers for p in _in_play(net, one)} if only is None else {only: None}
    for provision in in_play:
        yield from _turning(expected, provision)


class _Expected:
    """What a scenario says of a request, against what is ruled of it."""

    def __init__(self, weighing: Weighing, expect: Expectation) -> None:
        self.weighing = weighing
        self.expect = expect
        self.rulings = [_ruling(weights) for weights in weighing.weighed]
        self._fails: dict[tuple[object, ...], bool] = {}

    def is_met(self, rulings: Iterable[DisclosureVerdict]) -> bool:
        """Say whether it comes out as the scenario expects if this is ruled of its disclosures."""
        known = known_by(rulings)
        return self.expect.is_met(known.verdict, known.basis, known.citations)

    def fails_if(self, rule: str, holds: Holds) -> bool:
        """Say whether the scenario would fail if a rule had another value."""
        ones = (one for weights in self.weighing.weighed for one in weights)
        key = (rule, *(holds(one) if rule in one.holds else None for one in ones))
        if key not in self._fails:
            self._fails[key] = self._fails_with({rule: holds})
        return self._fails[key]

    def _fails_with(self, changes: Changes) -> bool:
        weighing, expect = self.weighing, self.expect
        verdict_alone = not (expect.basis or expect.citations or expect.uncited)
        if verdict_alone or weighing.case.shown:  # other instruments may then take the place of those gone by
            return weighing.allowed_if(changes) is not weighing.allowed
        return not self.is_met([self._ruling_if(index, changes) for index in range(len(self.rulings))])

    def _ruling_if(self, index: int, changes: Changes) -> DisclosureVerdict:
        before, after = self.weighing.weighed[index], self.weighing.weights_if(index, changes)
        return self.rulings[index] if all(map(is_, before, after)) else _ruling(after)


def _ruling(weights: Iterable[Weights]) -> DisclosureVerdict:
    return ruling_of(layer_decision(marks_of(one)) for one in weights)


def _in_play(net: Net, one: Weights) -> Iterator[Provision]:
    """Yield the rules whose value can matter: what they limit would hold without them, and matters itself.

    What the law requires it requires even where no prohibition reaches.
    """
    matters = {rule.id for rule in (*net.layer.prohibitions, *one.mandatory)}
    for provision in reversed(net.layer.provisions):
        if provision.id in matters:
            yield provision
            if one.met[provision.id] is not False:
                matters.update(exception.id for exception in one.exceptions(provision))


def _turning(expected: _Expected, provision: Provision) -> Iterator[tuple[Point, bool]]:
    rule = provision.id
    if not (expected.fails_if(rule, _always_true) or expected.fails_if(rule, _always_false)):
        return
    ones = [one for weights in expected.weighing.weighed for one in weights if provision in one.layer.provisions]
    for value in {one.holds[rule] for one in ones} - {None}:
        if expected.fails_if(rule, _RuleOpposed(rule, value)):
            yield Point(provision), value is True
    for number, clause in enumerate(provision.clauses):
        for place, atom in atoms(clause.expression):
            for value in (True, False):
                opposite = replaced(clause.expression, place, Constant(not value, "boolean"))
                opposed = _Opposed(provision, number, atom, opposite, value)
                if any(opposed(one) is not one.holds[rule] for one in ones) and expected.fails_if(rule, opposed):
                    yield Point(provision, number, place), value


def _always_true(_: Weights) -> Truth:
    return True


def _always_false(_: Weights) -> Truth:
    return False


@dataclass(frozen=True)
class _RuleOpposed:
    """Gives a rule the opposite of a value wherever it has that value."""

    rule: str
    value: Truth

    def __call__(self, one: Weights) -> Truth:
        holds = one.holds[self.rule]
        return negation(holds) if holds is self.value else holds


@dataclass(frozen=True)
class _Opposed:
    """Gives a rule the value that it has with the opposite of one condition wherever that has a value."""

    provision: Provision
    number: int
    atom: Expression
    opposite: Expression
    value: bool

    def __call__(self, one: Weights) -> Truth:
        if truth(self.atom, one.facts.value) is not self.value:
            return one.holds[self.provision.id]
        values = list(one.clauses[self.provision.id])
        values[self.number] = truth(self.opposite, one.facts.value)
        return one.holding_with(self.provision, values)
