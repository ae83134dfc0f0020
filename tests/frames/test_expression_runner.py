"""Conditions that are computed by the column have the value that the evaluator gives, for all that can be stated."""

from __future__ import annotations

import sys
from itertools import product
from typing import Any

import pytest

pytest.importorskip("narwhals")
pytest.importorskip("polars")

import pyarrow as pa

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    Sum,
    evaluate,
)
from disclosure_policy.deciding.logic_graph import FALSE, Node
from disclosure_policy.deciding.logic_graph import TRUE as TRUE_NODE
from disclosure_policy.frames.expression_runner import BITS, Run
from disclosure_policy.frames.law_graph import Plan
from disclosure_policy.frames.statement_numbers import Statements
from disclosure_policy.law.vocabulary import NOTHING_SAID, Scheme, Statement
from disclosure_policy.rule_files.term import Term
from disclosure_policy.truth import Truth

SCHEME = Scheme(
    "kept",
    {
        "safe": Term(label="a safe"),
        "vault": Term(label="a vault", broader=("safe",)),
        "box": Term(label="a box", broader=("safe",)),
        "pocket": Term(label="a pocket"),
    },
    {
        "safe": {"pocket": "what is in a pocket is not locked"},
        "pocket": {"safe": "what is in a pocket is not locked"},
    },
)
LISTS = [None, (), ("safe",), ("vault",), ("box",), ("pocket",), ("safe", "box"), ("vault", "box")]
"""What can be stated of it."""
TRUTHS: list[Truth] = [True, False, None]
NUMBERS = [None, 0, 2]


def fact(path: str) -> FactReference:
    return FactReference(path, "boolean")


A, B, C, SAFE, VAULT, BOX, POCKET = map(fact, ("a", "b", "c", "kept.safe", "kept.vault", "kept.box", "kept.pocket"))
TRUE = Constant(value=True, kind="boolean")
N, M = FactReference("n", "number"), FactReference("m", "number")
ONE, TWO = Constant(1, "number"), Constant(2, "number")
CONDITIONS: list[Expression] = [
    A,
    Not(A),
    And((A, B)),
    Or((A, B)),
    Not(Or((A, Not(And((B, C)))))),
    Or((And((A, B)), And((Not(A), C)))),
    Compare("==", A, B),
    Compare("!=", And((A, B)), Or((C, A))),
    Compare("==", A, TRUE),
    Member(A, (TRUE,)),
    Member(A, ()),
    Not(Not(And((A, B)))),
    Compare("<", N, ONE),
    Compare("!=", N, M),
    Member(N, (ONE, TWO)),
    Member(N, ()),
    Compare(">=", Sum(N, ONE, minus=False, kind="number"), M),
    SAFE,
    Not(VAULT),
    And((SAFE, Not(VAULT))),
    Or((VAULT, BOX)),
    Or((POCKET, Not(BOX))),
    Or((And((VAULT, A)), And((BOX, Not(B))))),
]


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
@pytest.mark.parametrize("condition", CONDITIONS, ids=range(len(CONDITIONS)))
def test_a_condition_is_true_or_unknown_where_the_evaluator_says_so(
    condition: Expression, engine: str, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "pyarrow":
        monkeypatch.setitem(sys.modules, "polars", None)
    statements = Statements(SCHEME, whole=whole)
    names: dict[str, list[Any]] = {"a": TRUTHS, "b": TRUTHS, "c": TRUTHS, "n": NUMBERS, "m": NUMBERS, "kept": LISTS}
    cases = [dict(zip(names, values, strict=True)) for values in product(*names.values())]
    numbers = [
        0 if case["kept"] is None else statements.number_of_terms(map(statements.terms.__getitem__, case["kept"]))
        for case in cases
    ]
    columns = {name: pa.array([case[name] for case in cases]) for name in names if name != "kept"}
    columns["kept"] = pa.array(numbers, pa.int32())
    plan = Plan({"kept": statements}, frozenset(columns))
    node = plan.condition(condition, {})
    asked = [plan.is_("true", node), plan.is_("possible", node), plan.is_("unknown", node)]

    run = Run(plan, asked)
    packed = run(columns, len(cases))

    def is_true(step: Node, row: int) -> bool:
        if step in (FALSE, TRUE_NODE):  # settled whatever is stated
            return step == TRUE_NODE
        place = run.places[step]
        return bool(packed[row, place // BITS] >> place % BITS & 1)

    for row, case in enumerate(cases):
        kept = case["kept"]
        said = NOTHING_SAID if kept is None else Statement(kept, whole=whole or not kept)
        terms = {f"kept.{term}": SCHEME.truth(said, term) for term in SCHEME.terms}
        value = evaluate(condition, (case | terms).get)
        assert [is_true(step, row) for step in asked] == [value is True, value is not False, value is None], case
