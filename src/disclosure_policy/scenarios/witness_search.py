"""Searches for a request that turns on a condition: how far one is from that, and what could be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any

from disclosure_policy.conditions.editing import atoms, parts, replaced
from disclosure_policy.conditions.expression import Compare, Constant, Expression, FactReference, Not, truth
from disclosure_policy.conditions.expression import parts as operands
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding import UNSTATED
from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.law import Provision
from disclosure_policy.missing import Net, Scales, Weighing, passes
from disclosure_policy.requests import shared_facts, stated_at
from disclosure_policy.rule_files import FactDeclaration
from disclosure_policy.scenarios.coverage import Point

_ANSWER = {"by": "somebody", "day": "2000-01-01", "why": "for the sake of the scenario"}


@dataclass(frozen=True)
class WitnessSearch:
    """What is looked for, how far a request is from it, and what could be changed in one."""

    point: Point
    value: bool
    scales: Scales

    @cached_property
    def to_allow(self) -> bool:
        """Whether the point has the value that helps the request: then every jurisdiction has to let it through."""
        helps = (self.point.provision.effect == "permit") is self.value
        if self.point.clause is None:
            return helps
        expression, negations = self.point.provision.clauses[self.point.clause].expression, 0
        for step in self.point.place:
            negations += isinstance(expression, Not)
            expression = operands(expression)[step]
        return helps is (negations % 2 == 0)

    def distance(self, weighing: Weighing) -> int | None:
        """Count what keeps the point from deciding; None where the rule is not in force."""
        found: list[int] = []
        for index, weights in enumerate(weighing.weighed):
            beside = sum(not passes(other) for number, other in enumerate(weighing.weighed) if number != index)
            denied = sum(one.allows is not True for one in weights)
            for net, one in zip(weighing.nets, weights, strict=True):
                if any(provision is self.point.provision for provision in net.layer.provisions):
                    in_the_way = beside + (denied - (one.allows is not True) if self.to_allow else 0)
                    found.append(4 * in_the_way + self._here(one) + _above(self.point.provision, net, one))
        return min(found, default=None)

    def _here(self, one: Weights) -> int:
        provision, number = self.point.provision, self.point.clause
        values = one.clauses[provision.id]
        limits = sum(one.holds[limit.id] is not False for limit in one.exceptions(provision))
        if number is None:
            return int(one.holds[provision.id] is not self.value) * (
                values.count(False) + values.count(None) + limits
            )
        others = sum(value is not True for at, value in enumerate(values) if at != number)
        expression = provision.clauses[number].expression
        wrong = truth(dict(atoms(expression))[self.point.place], one.facts.value) is not self.value
        either = {
            truth(replaced(expression, self.point.place, Constant(value, "boolean")), one.facts.value)
            for value in (True, False)
        }
        return others + limits + wrong + (len(either) == 1)

    def moves(self, request: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield each change of one fact that bears on the point."""
        law, code = self.scales.law, request["jurisdiction"]
        read: dict[str, list[str]] = {}
        beside: dict[str, list[Value]] = {}
        for expression in self._bearing(self.scales.weigh(request)):
            for _, part in parts(expression):
                match part:
                    case FactReference():
                        fact, _, term = part.path.rpartition(".")
                        coded = fact in law.facts[code] and law.facts[code][fact].kind == "terms"
                        read.setdefault(fact if coded else part.path, []).append(term)
                    case Compare(left=FactReference(path=path), right=Constant(value=constant)):
                        beside.setdefault(path, []).append(constant)
                    case _:
                        pass
        for path, terms in read.items():
            fact_declared = law.facts[code].get(path)
            if fact_declared is not None and path not in UNSTATED:
                for value in self._values(path, fact_declared, terms, beside.get(path, []), request):
                    yield _stated_at(path, fact_declared), value

    def _bearing(self, weighing: Weighing) -> Iterator[Expression]:
        """Yield the condition itself, then those of the rule, of what it limits and of what limits these."""
        if self.point.condition is not None:
            yield self.point.condition
        for net, one in zip(weighing.nets, weighing.weighed[0], strict=True):
            by_id = {provision.id: provision for provision in net.layer.provisions}
            waiting, seen = [self.point.provision.id], set()
            while waiting:
                identity = waiting.pop()
                if identity in seen or identity not in by_id:
                    continue
                seen.add(identity)
                provision = by_id[identity]
                yield from (clause.expression for clause in provision.clauses)
                waiting += net.limits[identity]
                top = not provision.exception_to
                waiting += [e.id for e in one.exceptions(provision) if not top or one.holds[e.id] is not False]

    def _values(
        self, path: str, fact: FactDeclaration, terms: list[str], beside: list[Value], request: Mapping[str, Any]
    ) -> Iterator[Any]:
        if fact.kind == "boolean":
            answers = [{**_ANSWER, "answer": one} if fact.type == "judgment" else one for one in (True, False)]
            yield from answers
        elif fact.kind == "terms":
            law, code = self.scales.law, request["jurisdiction"]
            scheme = law.schemes[code][path]
            near = {name for term in terms for above in scheme.terms[term].broader for name in scheme.narrower[above]}
            one_by_one = path == "item.type"
            for term in dict.fromkeys([*terms, *sorted(near), *list(scheme.terms)[:8]]):
                yield term if one_by_one else [term]
            if not one_by_one:
                yield from (list(pair) for pair in combinations(dict.fromkeys(terms), 2))
        else:
            step = timedelta(days=1) if fact.kind == "date" else 1
            for constant in beside:
                for value in (constant - step, constant, constant + step):  # type: ignore[operator]
                    yield value.isoformat() if isinstance(value, date) else value


def _above(provision: Provision, net: Net, one: Weights) -> int:
    """Count what keeps the rules that a rule limits from turning on it, by the nearest way up."""
    by_id = {p.id: p for p in net.layer.provisions}

    def cost(rule: str) -> int:
        ways = []
        for target in net.limits[rule]:
            open_ones = sum(value is not True for value in one.clauses[target])
            others = sum(one.holds[e.id] is not False for e in one.exceptions(by_id[target]) if e.id != rule)
            ways.append(open_ones + others + cost(target))
        standing = sum(one.holds[top.id] is not False for top in net.layer.prohibitions if top.id != rule)
        return min(ways) if ways else standing

    return cost(provision.id)


def _stated_at(path: str, fact: FactDeclaration) -> str:
    if path in shared_facts():
        at = stated_at(path)
        return at.replace("items.", "items.0.", 1) if at.startswith("items.") else at
    return f"judgments.{path}" if fact.type == "judgment" else f"facts.{path}"
