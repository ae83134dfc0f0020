"""Scores a folder of rules by mutation: tries every mutant, in several processes if there are several jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from disclosure_policy.errors import Location, Problem, ScenarioError
from disclosure_policy.loading import bundled_rules, is_within
from disclosure_policy.mutation.accepted_mutants import Accepted, accepted_in
from disclosure_policy.mutation.equivalent_mutants import never_noticed
from disclosure_policy.mutation.mutant import Mutant
from disclosure_policy.mutation.mutant_files import diff
from disclosure_policy.mutation.mutants import mutants
from disclosure_policy.mutation.unnoticed_mutants import Bench
from disclosure_policy.policy import Policy
from disclosure_policy.scenarios import Trial, exercise, trials_in

_CHUNK = 40

Advance = Callable[[int, int], None]
"""Is told how many mutants there are in all, and how many more were tried."""


@dataclass(frozen=True)
class Survivor:
    """A mutant that no scenario notices, and why none need, if somebody said so."""

    mutant: Mutant
    why: str | None

    @property
    def told(self) -> str:
        """What it is, from its citation on."""
        mutant = self.mutant
        head = f"{mutant.citation}: {mutant.kind}: {mutant.what} (`{mutant.provision.id}`)"
        return head if self.why is None else f"{head}\n  accepted: {self.why}"

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        mutant = self.mutant
        return {
            "citation": mutant.citation,
            "rule": mutant.provision.id,
            "kind": mutant.kind,
            "what": mutant.what,
            "file": mutant.edits[0].file,
            "diff": diff(mutant),
            "why": self.why,
        }


@dataclass(frozen=True)
class Score:
    """What came of every mutant."""

    noticed: int
    never: int
    """How many cannot be told from the law by any request; they do not count."""
    survivors: tuple[Survivor, ...]
    needless: tuple[tuple[Accepted, Location], ...]
    """What is accepted and does not survive."""

    @property
    def percent(self) -> float:
        """The share of mutants that are noticed, in percent."""
        counted = self.noticed + len(self.survivors)
        return 100 * self.noticed / counted if counted else 100.0

    @property
    def unexplained(self) -> tuple[Survivor, ...]:
        """The survivors that nobody has accepted."""
        return tuple(one for one in self.survivors if one.why is None)


def score(
    policy: Policy,
    folder: Path | None,
    within: Path | None = None,
    jobs: int = 1,
    advance: Advance = lambda _, __: None,
) -> Score:
    """Try every mutant of the rules in a folder, or of the bundled ones, or of those `within` a part of it.

    `policy` is of the rules in that folder.

    Raises:
        ScenarioError: if the scenarios cannot be used, or one does not come out as expected of the law without
            mistakes.
    """
    root = folder or bundled_rules()
    trial_run = _Try(policy, trials_in(root))
    _must_pass(trial_run)
    codes = frozenset(entry.name for entry in root.iterdir() if entry.is_dir())
    numbers = [number for number, one in enumerate(trial_run.mutants) if _meant(one, codes, within)]
    outcomes: dict[int, str] = {}
    for found in _outcomes(trial_run, numbers, jobs):
        outcomes |= found
        advance(len(numbers), len(found))
    accepted = list(accepted_in(root))
    survivors, used = [], set()
    for mutant in (trial_run.mutants[number] for number in numbers if outcomes[number] == "survives"):
        covering = [
            n for n, (one, _) in enumerate(accepted) if one.covers(mutant.provision.id, mutant.kind, mutant.what)
        ]
        used.update(covering)
        survivors.append(Survivor(mutant, accepted[covering[0]][0].why if covering else None))
    counts = list(outcomes.values())
    needless = () if within else tuple(entry for n, entry in enumerate(accepted) if n not in used)
    return Score(counts.count("noticed"), counts.count("never"), tuple(survivors), needless)


class _Try:
    """The law of a folder, its mutants, and the bench on which they are tried."""

    def __init__(self, policy: Policy, trials: tuple[Trial, ...]) -> None:
        self.policy = policy
        self.law = policy.law
        self.trials = trials
        self.mutants = list(mutants(self.law, frozenset(self.law.provisions)))

    @cached_property
    def bench(self) -> Bench:
        """The bench, where this process tries mutants."""
        return Bench(self.law, self.trials)

    def outcomes(self, numbers: Iterable[int]) -> dict[int, str]:
        return {number: self._outcome(self.mutants[number]) for number in numbers}

    def _outcome(self, mutant: Mutant) -> str:
        if self.bench.killer(mutant) is not None:
            return "noticed"
        return "never" if never_noticed(mutant, self.law) else "survives"


_worker: _Try


def _start(policy: Policy, trials: tuple[Trial, ...]) -> None:
    global _worker  # noqa: PLW0603 - a process has one
    _worker = _Try(policy, trials)


def _work(numbers: list[int]) -> dict[int, str]:
    return _worker.outcomes(numbers)


def _outcomes(trial_run: _Try, numbers: list[int], jobs: int) -> Iterator[dict[int, str]]:
    chunks = [numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK)]
    if jobs == 1:
        yield from map(trial_run.outcomes, chunks)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (trial_run.policy, trial_run.trials)) as pool:
        yield from pool.map(_work, chunks)


def _must_pass(trial_run: _Try) -> None:
    results = (exercise(trial, trial_run.policy) for trial in trial_run.trials)
    failed = [one.trial for one in results if one.outcome == "failed"]
    help_ = "mend it first: `disclosure-policy test` tells what is wrong"
    if failed:
        raise ScenarioError(
            Problem(trial.location, f"`{trial.name}` does not come out as expected", help_, code="failed-scenario")
            for trial in failed
        )


def _meant(mutant: Mutant, codes: frozenset[str], within: Path | None) -> bool:
    if mutant.provision.jurisdiction not in codes:
        return False
    return within is None or is_within(mutant.provision.section.document.file, within)
