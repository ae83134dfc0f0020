"""On Spark each request comes out as by itself; slow, because Spark is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import disclosure_policy
from tests.frames.test_frames import by_itself

pytest.importorskip("pyspark")

import pyarrow.dataset as ds

from disclosure_policy.frames.columns import RESULTS, is_stated, request_of
from tests.helpers.builders import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("java") is None, reason="Spark needs Java: apt-get install openjdk-17-jre-headless"
    ),
]

EXAMPLE = ROOT / "examples" / "spark_audit.py"


def test_the_audit_of_a_partitioned_log_decides_every_row_as_by_itself(tmp_path: Path) -> None:
    out = tmp_path / "decided"
    sys.path.insert(0, str(EXAMPLE.parent))
    try:
        from spark_audit import write_sample  # noqa: PLC0415 - only where Spark is
    finally:
        sys.path.pop(0)
    log = write_sample(tmp_path / "log")

    ran = subprocess.run(
        [sys.executable, str(EXAMPLE), str(log), str(out)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYSPARK_PYTHON": sys.executable},
    )

    assert ran.returncode == 0, ran.stderr
    assert "400 requests decided" in ran.stdout
    decided = ds.dataset(out, partitioning="hive").to_table().to_pylist()
    policy = disclosure_policy.load()
    known: dict[str, dict[str, object]] = {}
    assert sorted(row["request"] for row in decided) == list(range(400))
    for row in decided:
        request = request_of({name: value for name, value in row.items() if is_stated(name)})
        key = json.dumps(request, default=str, sort_keys=True)
        if key not in known:
            known[key] = by_itself(policy, request)
        answer = {name: row[name] for name in RESULTS}
        answer["verdict"] = None if answer["verdict"] == "__HIVE_DEFAULT_PARTITION__" else answer["verdict"]
        assert answer == known[key] | {"missing": None}  # which the audit does not ask for
