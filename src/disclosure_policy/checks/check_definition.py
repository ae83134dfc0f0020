"""What a check is: a code, how bad it is, what it says, and how to find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from disclosure_policy.checks.checked_rules import Subject
from disclosure_policy.errors import Location, Problem, Severity


class Finding(NamedTuple):
    """Where a check finds something; its code and how bad it is are the check's."""

    location: Location
    message: str
    help: str | None = None


Find = Callable[[Subject], Iterator[Finding | Problem]]


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
        """Yield each place where it is found, with its code and severity; a problem with a code of its own stays."""
        for found in self.find(subject) if self.find else ():
            yield found if isinstance(found, Problem) else Problem(*found, code=self.code, severity=self.severity)
