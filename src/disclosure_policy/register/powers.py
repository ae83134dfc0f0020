"""Finds decisions in a register by those who could not make them, and delegations that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from disclosure_policy.errors import Problem, suggest
from disclosure_policy.law import Law
from disclosure_policy.register.register import Register

COUNSEL = "counsel"
"""For whom those must answer who decide how a rule is read."""


def power_problems(register: Register, law: Law) -> Iterator[Problem]:
    """Yield each decision whose maker is not named, was not in office, or could not make it."""
    file, facts = register.file, law.facts[register.file.jurisdiction]
    for name, one in file.determinations.items():
        if one.fact in facts:
            asked = _Asked(("determinations", name, "by"), one.by, one.day, facts[one.fact].supplied_by, one.fact)
            yield from _made(register, asked)
    for section, decided in (("readings", file.readings), ("accepted", file.accepted)):
        for rule, decision in decided.items():
            yield from _made(register, _Asked((section, rule, "by"), decision.by, decision.day, COUNSEL))
    for name, delegation in file.delegations.items():
        for key, official in (("by", delegation.by), ("lets", delegation.lets)):
            yield from _unknown(register, ("delegations", name, key), official)
    yield from _circular(register)


@dataclass(frozen=True)
class _Asked:
    """Who decided something on a day, and for whom that was to say; `at` is where the register names who did."""

    at: tuple[str, ...]
    by: str
    day: date
    supplier: str
    fact: str | None = None
    """The fact that was answered; None if it was decided how a rule is read."""


def _made(register: Register, asked: _Asked) -> Iterator[Problem]:
    official, where = register.file.officials.get(asked.by), register.where(*asked.at)
    if official is None:
        yield from _unknown(register, asked.at, asked.by)
    elif not official.holds(asked.day):
        message = f"`{asked.by}` was not in office on {asked.day}"
        yield Problem(where, message, "name who was, or correct a day", code="without-power")
    elif asked.supplier not in official.answers_for and not _delegated(register, asked):
        what = f"`{asked.fact}`" if asked.fact else "how a rule is read"
        message = f"{what} is for {asked.supplier} to say, for whom `{asked.by}` does not answer"
        delegated = ", or put a delegation on file that names the fact" if asked.fact else ""
        help_ = f"name an official who answers for {asked.supplier}{delegated}"
        yield Problem(where, message, help_, code="without-power")


def _delegated(register: Register, asked: _Asked) -> bool:
    """Say whether somebody who can answer for the supplier had let an official answer; nobody passes that on."""
    officials = register.file.officials
    return any(
        one.lets == asked.by
        and asked.fact in one.facts
        and one.holds(asked.day)
        and one.by in officials
        and officials[one.by].holds(asked.day)
        and asked.supplier in officials[one.by].answers_for
        for one in register.file.delegations.values()
    )


def _unknown(register: Register, at: tuple[str, ...], name: str) -> Iterator[Problem]:
    known = register.file.officials
    if name not in known:
        help_ = suggest(name, known) or "add the official to `officials`"
        yield Problem(register.where(*at), f"there is no official `{name}`", help_, code="unknown-official")


def _circular(register: Register) -> Iterator[Problem]:
    """Yield a circle of delegations, such as one to oneself."""
    links = TopologicalSorter[str]()
    for one in register.file.delegations.values():
        links.add(one.lets, one.by)
    try:
        links.prepare()
    except CycleError as error:
        circle = tuple(error.args[1])
        at = next(name for name, one in register.file.delegations.items() if one.lets in circle and one.by in circle)
        message = f"these delegate to each other in a circle: {' → '.join(circle)}"
        help_ = "a delegation leads to somebody else: remove one of them"
        yield Problem(register.where("delegations", at), message, help_, code="circular-entry")
