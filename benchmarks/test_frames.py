"""Whole frames under pytest-benchmark."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.synthetic.peers import DisclosurePolicy
from benchmarks.synthetic.rules import rules

pl = pytest.importorskip("polars")
ROWS = 100_000


@pytest.mark.benchmark(group="100,000 rows")
def test_decide_frame(benchmark: Any) -> None:
    """A frame of polars."""
    from benchmarks.synthetic.frames import a_frame

    policy, frame = DisclosurePolicy(rules()).policy, a_frame(ROWS)
    benchmark.pedantic(lambda: policy.decide_frame(frame), rounds=3, warmup_rounds=1)


@pytest.mark.benchmark(group="100,000 rows")
def test_by_hand(benchmark: Any) -> None:
    """The same rules as an expression of polars written by hand."""
    from benchmarks.synthetic.frames import a_frame, by_hand

    frame = a_frame(ROWS)
    benchmark.pedantic(lambda: by_hand(frame, rules(), ids=True), rounds=3, warmup_rounds=1)
