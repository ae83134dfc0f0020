"""Row by row, a frame of requests is decided as each request would be by itself, in every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("narwhals")
pytest.importorskip("polars")

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from disclosure_policy.errors import RequestError
from disclosure_policy.frames.columns import RESULTS
from disclosure_policy.policy import Policy
from tests.strategies import a_policy, requests, rule_books

Row = dict[str, Any]

slow_data = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def by_itself(policy: Policy, request: Mapping[str, Any]) -> Row:
    """Return the columns of the answer to a request that is decided by itself."""
    try:
        decision = policy.decide(request)
    except RequestError as error:
        return dict.fromkeys(RESULTS) | {"error": str(error)}
    return {
        "verdict": decision.verdict,
        "basis": decision.basis,
        "citations": list(decision.citations),
        "determining": [rule.rule for rule in decision.determining],
        "missing": sorted(fact.fact for fact in decision.missing),
        "error": None,
    }


def answers(rows: Iterable[Row]) -> list[Row]:
    return [{name: row[name] for name in RESULTS} for row in rows]


def polars_eager(policy: Policy, table: pa.Table) -> list[Row]:
    return answers(policy.decide_frame(pl.DataFrame(table)).to_dicts())


def polars_lazy(policy: Policy, table: pa.Table) -> list[Row]:
    return answers(policy.decide_frame(pl.DataFrame(table).lazy()).collect(engine="streaming").to_dicts())


def in_duckdb(policy: Policy, table: pa.Table) -> list[Row]:
    return answers(policy.decide_frame(duckdb.connect().from_arrow(table)).pl().to_dicts())


def in_pyarrow(policy: Policy, table: pa.Table) -> list[Row]:
    return answers(policy.decide_frame(table).to_pylist())


def in_pandas(policy: Policy, table: pa.Table) -> list[Row]:
    decided = policy.decide_frame(
        table.to_pandas(types_mapper=pd.ArrowDtype).set_index(pd.RangeIndex(7, 7 + len(table)))
    )
    return answers(pa.Table.from_pandas(decided, preserve_index=False).to_pylist())


ENGINES = [polars_eager, polars_lazy, in_duckdb, in_pyarrow, in_pandas]
Engine = Callable[[Policy, pa.Table], list[Row]]


def nested(made: list[Row]) -> pa.Table:
    """Return requests as a table with nested columns."""
    return pa.Table.from_pylist([{name: value or None for name, value in row.items()} for row in made])


def flattened(made: list[Row]) -> pa.Table:
    """Return requests as a table in which each column is named by its path."""

    def leaves(part: Row, prefix: str) -> Iterable[tuple[str, Any]]:
        for name, value in part.items():
            if isinstance(value, dict):
                yield from leaves(value, f"{prefix}{name}.")
            elif value is not None or name == "discloser":
                yield f"{prefix}{name}", value

    rows = [dict(leaves(row, "")) for row in made]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: [row.get(name) for row in rows] for name in names})


@pytest.mark.parametrize("engine", ENGINES)
@given(st.data())
@settings(slow_data, max_examples=6)
def test_generated_requests_under_generated_rules_come_out_as_by_themselves(
    engine: Engine, data: st.DataObject
) -> None:
    policy = a_policy(data.draw(rule_books()))
    made = data.draw(st.lists(requests(), min_size=1, max_size=8))
    shape = data.draw(st.sampled_from([nested, flattened]))

    assert engine(policy, shape(made)) == [by_itself(policy, request) for request in made]
