"""Draws pairs of requests, one that meets a rule and one that misses it by one element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding import UNSTATED
from disclosure_policy.law import Law
from disclosure_policy.policy import Policy
from disclosure_policy.proving import Element, Goal, Settled, Unfolding, solutions
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.strategies.consistent_requests import is_consistent
from disclosure_policy.strategies.requests_from_facts import Stated, days_near_change, request_stating, schemes_of

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

_TRIES = 5


@dataclass(frozen=True)
class NearMiss:
    """Two requests that differ in one element of a rule: it holds in the one, and fails in the other."""

    rule: str
    """The full id of the rule."""
    meets: DisclosureRequest
    """On this request the rule holds."""
    misses: DisclosureRequest
    """On this one it does not, for the one reason told."""
    element: str
    """The condition that fails, in its author's words, or the summary of the exception that holds."""
    citation: str
    """Where that stands."""


def near_misses(
    policy: Policy,
    rule: str,
    jurisdiction: str | None = None,
    *,
    as_of: date | None = None,
    stating: Mapping[str, Any] | None = None,
) -> SearchStrategy[NearMiss]:
    """Draw pairs of requests: the first meets a rule, the second all of it but one condition or exception.

    Of a rule that can never hold there is no such pair, and hypothesis says that nothing satisfies the strategy.

    Args:
        policy: the rules.
        rule: the full id of a rule.
        jurisdiction: whose law is applied, that of the rule or of one of its children; without it, the rule's own.
        as_of: a day on which the rule is in force; without it, any on which the law around it changed.
        stating: facts that both requests state, by the path at which a condition reads them, such as
            `{"discloser": "state_uc_agency"}`; what they make of the rule cannot be missed.

    Raises:
        RequestError: if there is no such jurisdiction.
        ValueError: if no such rule is in force on any such day, or it has no element to miss, or `stating` names
            no fact or term.
    """
    from hypothesis import reject  # noqa: PLC0415 - the rest of the package does without it
    from hypothesis import strategies as st  # noqa: PLC0415

    law, code = policy.law, jurisdiction or rule.partition("/")[0]
    law.lawbook(code)
    days = [day for day in ([as_of] if as_of else days_near_change(law, code)) if _elements(law, code, day, rule)]
    if not days:
        raise ValueError(f"no rule `{rule}` of which an element can be missed is in force under `{code}`")

    start = Settled(schemes_of(law, code), _fixed(law, code, stating or {}))
    hopeless: set[tuple[date, int]] = set()

    @st.composite
    def pairs(draw: DrawFn) -> NearMiss:
        day = draw(st.sampled_from(days))
        elements = _elements(law, code, day, rule)
        random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - the same pair for the same draw
        for missed in draw(st.permutations(range(len(elements)))):
            pair = None if (day, missed) in hopeless else _pair(start, elements, missed, random)
            if pair is None:
                hopeless.add((day, missed))
                continue
            meets, misses = (_request(law, code, day, known, random) for known in pair)
            if is_consistent(meets, law) and is_consistent(misses, law):
                return NearMiss(rule, meets, misses, elements[missed].text, elements[missed].citation)
        return reject()

    return pairs()


def _elements(law: Law, code: str, day: date, rule: str) -> tuple[Element, ...]:
    unfolding = Unfolding(law.layers(code, day), day)
    layer = unfolding.layer_of(rule)
    if layer is None:
        return ()
    provision = next(one for one in layer.provisions if one.id == rule)
    return tuple(unfolding.elements(layer, provision)) if provision.usable else ()


def _fixed(law: Law, code: str, stating: Mapping[str, Any]) -> dict[str, Value | tuple[str, ...]]:
    fixed: dict[str, Value | tuple[str, ...]] = {}
    schemes = schemes_of(law, code)
    for path, value in stating.items():
        if path not in law.facts[code] or path in UNSTATED:
            raise ValueError(f"there is no fact `{path}` to state under `{code}`")
        fixed[path] = value
        if path in schemes:
            terms = (value,) if isinstance(value, str) else tuple(value)
            if not schemes[path].terms.keys() >= set(terms):
                raise ValueError(
                    f"`{path}` has no term `{', '.join(sorted(set(terms) - schemes[path].terms.keys()))}`"
                )
            fixed[path] = terms
    return fixed


def _pair(
    start: Settled, elements: tuple[Element, ...], missed: int, random: Random
) -> tuple[Settled, Settled] | None:
    """Return facts that meet all elements, and facts that meet all but one, which they make false.

    Facts that differ by as little as possible are tried first.
    """

    def found(goals: list[Goal], known: Settled) -> Settled | None:
        return next(solutions(goals, known, lambda ways: random.sample(ways, len(ways))), None)

    one = elements[missed].expression
    rest = [(element.expression, True) for element in elements if element is not elements[missed]]
    for _ in range(_TRIES):
        known = found(rest, start)
        if known is None:
            return None
        meets, misses = found([(one, True)], known), found([(one, False)], known)
        if meets and misses:
            return meets, misses
    meets, misses = found([(one, True), *rest], start), found([(one, False), *rest], start)
    return (meets, misses) if meets and misses else None


def _request(law: Law, code: str, day: date, known: Settled, random: Random) -> DisclosureRequest:
    stated = {fact: known.stated(fact, random.choice) for fact in known.terms}
    terms = {fact: {"has": s.has, "lacks": s.lacks} if s.lacks else s.has for fact, s in stated.items() if s}
    facts: dict[str, Any] = {**known.plain, **terms, **known.fixed}
    item = {path: facts.pop(path) for path in list(facts) if path.startswith("item.")}
    purpose = facts.pop("purpose", None)
    said = {"has": purpose} if isinstance(purpose, tuple) else purpose
    return request_stating(law, code, day, Stated(facts, [item] if item else [], [said] if purpose else []))
