"""What a check is: a code, how bad it is, what it says, and how to find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from disclosure_policy.checks.subject import Subject
from disclosure_policy.errors import Problem, Severity

Find = Callable[[Subject], Iterator[Problem]]


@dataclass(frozen=True)
class Check:
    """One kind of mistake; `docs/checks/<code>.md` explains it and `tests/checks/<code>/` shows it."""

    code: str
    severity: Severity
    says: str
    """What is wrong, in one sentence."""
    find: Find | None = None
    """Finds it in rules that were gathered; None where it is found in gathering them."""

    def run(self, subject: Subject) -> Iterator[Problem]:
        """Yield each place where it is found, with its code and severity."""
        for problem in self.find(subject) if self.find else ():
            yield replace(problem, code=problem.code or self.code, severity=self.severity)
