"""Runs scenarios, and lists each way in which a decision is not as expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from disclosure_policy.decision import Decision
from disclosure_policy.documents import of_value
from disclosure_policy.errors import RegisterError, RequestError
from disclosure_policy.missing import Scales, turning_points
from disclosure_policy.policy import Policy
from disclosure_policy.requests import request_in
from disclosure_policy.scenarios.scenario_files import Expectation
from disclosure_policy.scenarios.trials import Trial
from disclosure_policy.truth import word

Outcome = Literal["passed", "failed", "unconfirmed"]
OUTCOMES: tuple[Outcome, ...] = ("passed", "failed", "unconfirmed")
_MOST = 6
"""How many conditions are named at most."""


@dataclass(frozen=True)
class Result:
    """What came of one trial; `decision` is None if the request could not be decided."""

    trial: Trial
    decision: Decision | None
    differences: tuple[str, ...]
    turned_on: tuple[str, ...] = ()
    """The conditions that decided an unexpected verdict, with their citations and values."""

    @property
    def outcome(self) -> Outcome:
        """Whether it came out as expected, or otherwise, or nobody has yet said what to expect."""
        if self.trial.expect.verdict == "unconfirmed":
            return "unconfirmed"
        return "failed" if self.differences else "passed"

    def told(self) -> str:
        """Return what a reader needs to know of it, from its place in the file on."""
        lines = [f"{self.trial.location}: {self.trial.name}", *(f"  {line}" for line in self.differences)]
        return "\n".join(lines + [f"  it turned on {point}" for point in self.turned_on])

    def as_json(self) -> dict[str, Any]:
        """Return the same as plain values."""
        at = self.trial.location
        found = self.decision
        actual = None
        if found is not None:
            actual = {"verdict": found.verdict, "basis": found.basis, "citations": list(found.citations)}
        return {
            "name": self.trial.name,
            "file": at.file,
            "line": at.line,
            "outcome": self.outcome,
            "expected": self.trial.expect.model_dump(mode="json", exclude_defaults=True),
            "actual": actual,
            "differences": list(self.differences),
            "turned_on": list(self.turned_on),
        }


def exercise(trial: Trial, policy: Policy) -> Result:
    """Decide a scenario's request and compare the decision with what is expected; nothing is raised."""
    try:
        policy = policy if trial.register is None else policy.with_register(trial.register)
        decision = policy.decide(trial.request)
    except (RegisterError, RequestError) as error:
        what = "register cannot be used" if isinstance(error, RegisterError) else "request is not well formed"
        wrong = (f"the {what}: {problem.message}" for problem in error.problems)
        return Result(trial, None, tuple(wrong))
    if trial.expect.verdict == "unconfirmed":
        advice = "read the text, then write in `expect` what it gives"
        return Result(trial, decision, (f"nobody has confirmed this: the engine says {_found(decision)}", advice))
    found = tuple(differences(trial.expect, decision))
    unexpected = decision.verdict != trial.expect.verdict
    return Result(trial, decision, found, tuple(_turned_on(trial, policy)) if unexpected else ())


def _found(decision: Decision) -> str:
    return f"{decision.verdict} ({decision.basis}: {', '.join(decision.citations)})"


def differences(expect: Expectation, decision: Decision) -> Iterator[str]:
    """Yield each way in which a decision is not as expected."""
    if decision.verdict != expect.verdict:
        yield f"expected {_expected(expect)}, got {_found(decision)}"
        if decision.verdict == "deny":
            lacks = [f"{lack.citation} {lack.summary}" for permit in decision.closest for lack in permit.lacks]
            yield f"the closest permits lacked: {'; '.join(lacks[:8]) or 'nothing could help'}"
    if expect.basis not in (None, decision.basis):
        yield f"expected the basis {expect.basis}, got {decision.basis}"
    yield from _unnamed("citations", expect.citations, decision.citations)
    for citation in expect.uncited:
        if citation in decision.citations:
            yield f"expected nothing to rest on {citation}"
    if expect.missing:
        yield from _unnamed("missing", expect.missing, (fact.fact for fact in decision.missing))
    if expect.lacking:
        lacking = (lack.citation for permit in decision.closest for lack in permit.lacks)
        yield from _unnamed("lacking", expect.lacking, lacking)


def _expected(expect: Expectation) -> str:
    said = ", ".join(expect.citations)
    return f"{expect.verdict} ({said})" if said else expect.verdict


def _unnamed(what: str, wanted: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    named = set(found)
    for one in wanted:
        if one not in named:
            yield f"expected {what} to name {one}; they name {', '.join(sorted(named)) or 'nothing'}"


def _turned_on(trial: Trial, policy: Policy) -> Iterator[str]:
    expected = set(trial.expect.citations)
    request = policy.filled(request_in(of_value(trial.request, "request")))
    found = turning_points(Scales(policy.law).weigh(request))
    points = sorted(found, key=lambda point: {point.clause.citation, point.provision.citation}.isdisjoint(expected))
    for point in points[:_MOST]:
        rule = point.provision
        yield f"{point.clause.citation}: {point.clause.summary} ({word(point.value)}; `{rule.id}` {rule.effect}s)"
    if len(points) > _MOST:
        yield f"{len(points) - _MOST} other conditions"
    if not points:
        yield "no condition alone: more than one would have to be otherwise"
