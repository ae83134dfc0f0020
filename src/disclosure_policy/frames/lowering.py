"""A plan to expressions of narwhals, which any engine computes; its nulls are the unknowns."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

import narwhals as nw

from disclosure_policy.frames.plan import Plan
from disclosure_policy.frames.steps import Among, Aside, Flag, Is, Joined, Known, Negated, Node, Table, Versus
from disclosure_policy.frames.truths import TRUE, UNKNOWN

MANY_RUNS = 6
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def stages(plan: Plan, outputs: Iterable[Node]) -> list[list[nw.Expr]]:
    """Return expressions to be added as columns, stage by stage, until all outputs are there.

    A step on which several others rest is a column, named by `column`; the rest is written where it is used.
    """
    outputs = list(dict.fromkeys(outputs))
    needed = plan.needed(outputs)
    uses = Counter(part for node in needed for part in plan.parts(node))
    uses.update(outputs)
    uses.update(outputs)
    lowered: dict[Node, nw.Expr] = {}
    depth: dict[Node, int] = {}
    found: dict[int, list[nw.Expr]] = {}
    for node in needed:
        expression = _expression(plan, node, lowered)
        depth[node] = max((depth[part] for part in plan.parts(node)), default=0)
        if uses[node] > 1 and not isinstance(plan.steps[node], Known | Flag | Aside):
            found.setdefault(depth[node], []).append(expression.alias(column(node)))
            depth[node] += 1
            expression = nw.col(column(node))
        lowered[node] = expression
    return [found[level] for level in sorted(found)]


def column(node: Node) -> str:
    """Return the name of the column for a step."""
    return f"step {node}"


def _expression(plan: Plan, node: Node, lowered: dict[Node, nw.Expr]) -> nw.Expr:  # noqa: C901 - one arm for each step
    match plan.steps[node]:
        case Known(value):
            return nw.lit(value, dtype=nw.Boolean)
        case Table(fact, truths):
            return _table(nw.col(fact), truths)
        case Flag(path):
            return nw.col(path)
        case Versus(operation, left, right, constant):
            return _COMPARE[operation](nw.col(left), nw.col(right) if right else constant)
        case Among(path, choices):
            return reduce(operator.or_, (nw.col(path) == choice for choice in choices))
        case Aside():
            return nw.col(column(node))
        case Negated(operand):
            return ~lowered[operand]
        case Joined(how, operands):
            join = operator.and_ if how == "and" else operator.or_
            return reduce(join, (lowered[part] for part in operands))
        case Is("true", operand):
            return lowered[operand].fill_null(value=False)
        case Is("possible", operand):
            return lowered[operand].fill_null(value=True)
        case Is(_, operand):
            return lowered[operand].is_null()


def _table(number: nw.Expr, truths: bytes) -> nw.Expr:
    """Return the truth value for each number of a coded fact: true for some, unknown for some, else false."""
    unknown = _among(number, [index for index, value in enumerate(truths) if value == UNKNOWN])
    true = _among(number, [index for index, value in enumerate(truths) if value == TRUE])
    perhaps = None if unknown is None else unknown & nw.lit(None, dtype=nw.Boolean)
    if true is None or perhaps is None:
        return true if perhaps is None else perhaps
    return true | perhaps


def _among(number: nw.Expr, wanted: list[int]) -> nw.Expr | None:
    """Return whether a number is among some, by runs of numbers if they are few."""
    runs: list[tuple[int, int]] = []
    for one in wanted:
        if runs and runs[-1][1] == one - 1:
            runs[-1] = (runs[-1][0], one)
        else:
            runs.append((one, one))
    if not runs:
        return None
    if len(runs) > MANY_RUNS:
        return number.is_in(wanted)
    return reduce(operator.or_, (_between(number, first, last) for first, last in runs))


def _between(number: nw.Expr, first: int, last: int) -> nw.Expr:
    if first == last:
        return number == first
    return (number >= first) & (number <= last) if first else number <= last
