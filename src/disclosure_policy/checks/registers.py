"""Checks an agency's register against rules: whether it can be used, what ends soon, what no rule could use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from disclosure_policy.checks.check_definition import Check
from disclosure_policy.errors import Problem
from disclosure_policy.law import Law
from disclosure_policy.register import Source, gather_register, review

_ERRORS = {
    "foreign-register": "A register is for a jurisdiction whose rules are not there.",
    "unusable-entry": "An entry says what no request could: an unknown term, or a fact that is not there.",
    "future-entry": "An entry was made after the register was last gone through.",
    "circular-entry": "An entry rests on itself, on other entries, or on what the rules decide.",
    "contradictory-entries": "Two entries can be meant at once, and say different things.",
    "unknown-official": "An entry names an official who is not in the register.",
    "without-power": "Something was decided by an official who could not decide it.",
    "nothing-to-adopt": "A register adopts or accepts what the rules do not offer.",
}
_WARNINGS = {
    "overlapping-entries": "Two entries say the same of the same requests.",
    "breach-elsewhere": "An agreement is with a party that is in breach of another one.",
    "idle-entry": "No rule could use an entry.",
}

CHECKS = (
    *(Check(code, "error", says) for code, says in _ERRORS.items()),
    *(Check(code, "warning", says) for code, says in _WARNINGS.items()),
    Check("expiring-entry", "notice", "An entry has ended, or ends within ninety days."),
)


def register_problems(source: Source, law: Law, day: date | None) -> Iterator[Problem]:
    """Yield every problem of a register; what ends soon only if the day is given."""
    register, problems = gather_register(source, law)
    yield from problems
    if register is not None and not problems:
        yield from review(register, law, day)
