"""The steps of which a plan is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from disclosure_policy.conditions.expression import Comparison, Expression
from disclosure_policy.conditions.values import Value
from disclosure_policy.frames.truths import Question, Truths
from disclosure_policy.truth import Truth

Node = int
"""A step, by its place in the plan; every step comes after those it rests on."""


@dataclass(frozen=True, slots=True)
class Known:
    """A truth value that is the same for every disclosure."""

    value: Truth


@dataclass(frozen=True, slots=True)
class Table:
    """A truth value for each number that a coded fact can have."""

    fact: str
    truths: Truths


@dataclass(frozen=True, slots=True)
class Flag:
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


@dataclass(frozen=True, slots=True)
class Negated:
    """The opposite."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Joined:
    """True where all, or some, of the operands are."""

    how: Literal["and", "or"]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Is:
    """Whether a truth value is true, possible (true or unknown) or unknown; itself always known."""

    what: Question
    operand: Node


Step = Known | Table | Flag | Versus | Among | Aside | Negated | Joined | Is
