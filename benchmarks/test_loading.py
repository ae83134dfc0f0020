"""Loading under pytest-benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import disclosure_policy
from benchmarks.synthetic import ours
from benchmarks.synthetic.rules import rules


@pytest.mark.benchmark(group="loading")
def test_bundled_rules(benchmark: Any) -> None:
    """The rules that come with the package."""
    benchmark.pedantic(disclosure_policy.load, rounds=3, warmup_rounds=1)


@pytest.mark.benchmark(group="loading")
def test_400_rules_of_ten_jurisdictions(benchmark: Any, tmp_path: Path) -> None:
    """Ten small jurisdictions."""
    folder = ours.write_rules(rules(10), tmp_path)
    benchmark.pedantic(lambda: disclosure_policy.load(folder), rounds=2, warmup_rounds=1)
