"""Conditions that are computed by the column have the value that the evaluator gives, for all that can be stated."""

from __future__ import annotations

import sys
from itertools import product

import pytest

pytest.importorskip("narwhals")
pytest.importorskip("polars")

import pyarrow as pa

from disclosure_policy.expression import And, Compare, Constant, Expression, FactReference, Member, Not, Or, evaluate
from disclosure_policy.frames.plan import Plan
from disclosure_policy.frames.running import BITS, Run
from disclosure_policy.frames.stated import Statements
from disclosure_policy.frames.steps import Node
from disclosure_policy.truth import Truth
from disclosure_policy.vocabulary import Scheme, Term

SCHEME = Scheme(
    "kept",
    {
        "safe": Term(label="a safe"),
        "vault": Term(label="a vault", broader=("safe",)),
        "box": Term(label="a box", broader=("safe",)),
    },
)
LISTS = [None, (), ("safe",), ("vault",), ("box",), ("safe", "box"), ("vault", "box")]
"""What can be stated of it."""
TRUTHS: list[Truth] = [True, False, None]


def fact(path: str) -> FactReference:
    return FactReference(path, "boolean")


A, B, C, SAFE, VAULT, BOX = map(fact, ("a", "b", "c", "kept.safe", "kept.vault", "kept.box"))
TRUE = Constant(value=True, kind="boolean")
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
    SAFE,
    Not(VAULT),
    And((SAFE, Not(VAULT))),
    Or((VAULT, BOX)),
    Or((And((VAULT, A)), And((BOX, Not(B))))),
]


@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
@pytest.mark.parametrize("condition", CONDITIONS, ids=range(len(CONDITIONS)))
def test_a_condition_is_true_or_unknown_where_the_evaluator_says_so(
    condition: Expression, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "pyarrow":
        monkeypatch.setitem(sys.modules, "polars", None)
    statements = Statements(SCHEME)
    cases = list(product(TRUTHS, TRUTHS, TRUTHS, LISTS))
    kept = [
        0 if terms is None else statements.number_of_terms(map(statements.terms.__getitem__, terms))
        for *_, terms in cases
    ]
    columns = {name: pa.array([case[place] for case in cases], pa.bool_()) for place, name in enumerate("abc")}
    columns["kept"] = pa.array(kept, pa.int32())
    plan = Plan({"kept": statements}, frozenset(columns))
    node = plan.condition(condition, {})
    asked = [plan.is_("true", node), plan.is_("possible", node), plan.is_("unknown", node)]

    run = Run(plan, asked)
    packed = run(columns, len(cases))

    def is_true(step: Node, row: int) -> bool:
        place = run.places[step]
        return bool(packed[row, place // BITS] >> place % BITS & 1)

    for row, (a, b, c, terms) in enumerate(cases):
        stated = {"a": a, "b": b, "c": c}
        stated |= {f"kept.{term}": None if terms is None else SCHEME.truth(terms, term) for term in SCHEME.terms}
        value = evaluate(condition, stated.get)
        assert [is_true(step, row) for step in asked] == [value is True, value is not False, value is None], stated
