"""Pairs of requests, one that meets a rule and one that misses it by one element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

from disclosure_policy.compiling import Law
from disclosure_policy.policy import Policy
from disclosure_policy.request import DisclosureRequest
from disclosure_policy.solving import Goal, Settled, solutions
from disclosure_policy.strategies.stating import days_of_change, request_stating, schemes_of
from disclosure_policy.unfolding import Element, Unfolding

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

_TRIES = 20


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
    policy: Policy, rule: str, jurisdiction: str | None = None, *, as_of: date | None = None
) -> SearchStrategy[NearMiss]:
    """Pairs of requests of which the first meets a rule, and the second all of it but one condition or exception.

    Args:
        policy: the rules.
        rule: the full id of a rule.
        jurisdiction: whose law is applied, that of the rule or of one below it; without it, the rule's own.
        as_of: a day on which the rule is in force; without it, any on which the law around it changed.

    Raises:
        RequestError: if there is no such jurisdiction.
        ValueError: if no such rule is in force on any such day, or it has no element to miss.
    """
    from hypothesis import reject  # noqa: PLC0415 - the rest of the package does without it
    from hypothesis import strategies as st  # noqa: PLC0415

    law, code = policy.law, jurisdiction or rule.partition("/")[0]
    law.lawbook(code)
    days = [day for day in ([as_of] if as_of else days_of_change(law, code)) if _elements(law, code, day, rule)]
    if not days:
        raise ValueError(f"no rule `{rule}` of which an element can be missed is in force under `{code}`")

    @st.composite
    def pairs(draw: DrawFn) -> NearMiss:
        day = draw(st.sampled_from(days))
        elements = _elements(law, code, day, rule)
        random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - the same pair for the same draw
        for missed in draw(st.permutations(range(len(elements)))):
            found = next(_pairs(law, code, elements, missed, random), None)
            if found:
                meets, misses = (_request(law, code, day, known, random) for known in found)
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


def _pairs(
    law: Law, code: str, elements: tuple[Element, ...], missed: int, random: Random
) -> Iterator[tuple[Settled, Settled]]:
    """Yield facts that meet all elements, and the same but for what makes one element false."""

    def shuffled(ways: list[Any]) -> list[Any]:
        return random.sample(ways, len(ways))

    def some(goals: list[Goal], known: Settled) -> Iterator[Settled]:
        return islice(solutions(goals, known, shuffled), _TRIES)

    one = elements[missed].expression
    rest = [(element.expression, True) for element in elements if element is not elements[missed]]
    for known in some(rest, Settled(schemes_of(law, code))):
        for meets in islice(some([(one, True)], known), 1):
            for misses in islice(some([(one, False)], known), 1):
                yield meets, misses


def _request(law: Law, code: str, day: date, known: Settled, random: Random) -> DisclosureRequest:
    terms = {fact: known.stated(fact, random.choice) for fact in known.terms}
    facts: dict[str, Any] = {**known.plain, **terms}
    item = {path: facts.pop(path) for path in list(facts) if path.startswith("item.")}
    if "item.type" in item:
        (item["item.type"],) = item["item.type"]
    purposes = facts.pop("purpose", None) or []
    return request_stating(law, code, day, facts, [item] if item else [], purposes)
