"""What a plan reads of a disclosure: truth values that its columns give."""

from __future__ import annotations

from dataclasses import dataclass

from disclosure_policy.conditions.expression import Comparison, Expression
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.frames.truth_bytes import Truths


@dataclass(frozen=True, slots=True)
class TermInput:
    """A truth value for each number that a coded fact can have."""

    fact: str
    truths: Truths


@dataclass(frozen=True, slots=True)
class BooleanInput:
    """A Boolean fact."""

    path: str


@dataclass(frozen=True, slots=True)
class Versus:
    """A comparison of two facts, or of a fact and a constant."""

    operation: Comparison
    left: str
    right: str | None
    constant: Value | None = None


@dataclass(frozen=True, slots=True)
class Among:
    """Whether a fact equals one of some constants."""

    path: str
    choices: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A condition that is worked out by the plain evaluator, once for each distinct combination of its facts."""

    expression: Expression


GraphInput = TermInput | BooleanInput | Versus | Among | Aside
