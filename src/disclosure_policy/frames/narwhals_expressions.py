"""Writes a plan as expressions of narwhals, which any engine computes; its nulls are the unknowns."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

import narwhals as nw
import numpy as np

from disclosure_policy.conditions.expression import Comparison
from disclosure_policy.deciding.logic_graph import FALSE, TRUE, Node
from disclosure_policy.frames import truth_bytes as tables
from disclosure_policy.frames.graph_inputs import Among, Aside, BooleanInput, GraphInput, TermInput, Versus
from disclosure_policy.frames.law_graph import Plan
from disclosure_policy.frames.truth_bytes import Truths

MANY_RUNS = 6
_COMPARE: dict[Comparison, Callable[[Any, Any], Any]] = {
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
    uses = Counter(part for node in needed for part in plan.parts[node])
    uses.update(outputs)
    uses.update(outputs)
    lowered: dict[Node, nw.Expr] = {}
    depth: dict[Node, int] = {}
    found: dict[int, list[nw.Expr]] = {}
    for node in needed:
        expression = _expression(plan, node, lowered)
        depth[node] = max((depth[part] for part in plan.parts[node]), default=0)
        if (
            uses[node] > 1
            and plan.kinds[node] != "constant"
            and not isinstance(plan.atoms.get(node), BooleanInput | Aside)
        ):
            found.setdefault(depth[node], []).append(expression.alias(column(node)))
            depth[node] += 1
            expression = nw.col(column(node))
        lowered[node] = expression
    return [found[level] for level in sorted(found)]


def column(node: Node) -> str:
    """Return the name of the column for a step."""
    return f"step {node}"


def _expression(plan: Plan, node: Node, lowered: dict[Node, nw.Expr]) -> nw.Expr:
    parts = [lowered[part] for part in plan.parts[node]]
    match plan.kinds[node]:
        case "constant":
            return nw.lit({TRUE: True, FALSE: False}.get(node), dtype=nw.Boolean)
        case "atom":
            return _read(plan.atoms[node], node)
        case "not":
            return ~parts[0]
        case "and":
            return nw.all_horizontal(*parts, ignore_nulls=False)
        case "or":
            return nw.any_horizontal(*parts, ignore_nulls=False)
        case "unknown":
            return parts[0].is_null()
        case question:
            return parts[0].fill_null(value=question == "possible")


def _read(atom: GraphInput, node: Node) -> nw.Expr:
    match atom:
        case TermInput(fact, truths):
            return _table(nw.col(fact), truths)
        case BooleanInput(path):
            return nw.col(path)
        case Versus(operation, left, right, constant):
            compared: nw.Expr = _COMPARE[operation](nw.col(left), nw.col(right) if right else constant)
            return compared
        case Among(path, choices):
            return reduce(operator.or_, (nw.col(path) == choice for choice in choices))
        case Aside():
            return nw.col(column(node))


def _table(number: nw.Expr, truths: Truths) -> nw.Expr:
    """Return the truth value for each number of a coded fact: true for some, unknown for some, else false."""
    unknown, true = _among(number, truths, tables.UNKNOWN), _among(number, truths, tables.TRUE)
    perhaps = None if unknown is None else unknown & nw.lit(None, dtype=nw.Boolean)
    return reduce(operator.or_, (part for part in (true, perhaps) if part is not None))


def _among(number: nw.Expr, truths: Truths, wanted: int) -> nw.Expr | None:
    """Return whether a number is among those that have one truth value, by runs of numbers if they are few."""
    has = np.concatenate(([0], np.frombuffer(truths, np.uint8) == wanted, [0]))
    firsts, afters = np.nonzero(np.diff(has) == 1)[0].tolist(), np.nonzero(np.diff(has) == -1)[0].tolist()
    if not firsts:
        return None
    if len(firsts) > MANY_RUNS:
        return number.is_in(np.nonzero(has)[0] - 1)
    return reduce(operator.or_, (_between(number, *run, len(truths)) for run in zip(firsts, afters, strict=True)))


def _between(number: nw.Expr, first: int, after: int, end: int) -> nw.Expr:
    if after == first + 1:
        return number == first
    if first == 0:
        return number < after
    return number >= first if after == end else (number >= first) & (number < after)
