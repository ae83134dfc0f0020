"""Audit a log of requests on Spark: which disclosures that were made did the law allow?

    pip install 'disclosure-policy[spark]'
    python examples/spark_audit.py [LOG] [OUT]

LOG is a folder of Parquet files, partitioned or not, with a row for each request and a column for each fact
(docs/batch.md); without it a small sample is made. OUT gets the log with the decisions, partitioned by verdict.
Runs on this machine with two cores unless `spark-submit --master …` says otherwise.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession
from pyspark.sql import functions as fn

import disclosure_policy

ROWS = 400


def sample(rows: int) -> Iterator[dict[str, Any]]:
    """Yield requests to New Mexico's agency, some with a mistake, and whether the agency disclosed."""
    recipients = cycle(["law_enforcement_agency", "journalist", "child_support_agency"] * 4 + ["jurnalist"])
    purposes = cycle([["criminal_investigation"], ["publication"], ["child_support"], ["publication"]])
    items = cycle([["wages"], ["individual_name", "wages"], ["individual_name"]])
    flags = cycle([True, None, False, True, True, None, True])
    for number in range(rows):
        yield {
            "request": number,
            "year": 2024 + number % 3,
            "jurisdiction": "us-nm",
            "as_of": date(2024 + number % 3, 1, 1) + timedelta(days=number % 300),
            "discloser": "state_uc_agency",
            "recipient.type": next(recipients),
            "recipient.within_official_duties": next(flags),
            "purposes": next(purposes),
            "items": next(items),
            "agreement.written": next(flags),
            "agreement.enforceable": next(flags),
            "disclosed": number % 4 == 0,
        }


def write_sample(folder: Path) -> Path:
    """Write a sample log, partitioned by year."""
    rows = sample(ROWS)
    while some := list(islice(rows, 100)):
        pq.write_to_dataset(pa.Table.from_pylist(some), folder, partition_cols=["year"])
    return folder


def main(log: str | None, out: str | None) -> None:
    """Decide the log, write it with the decisions, and print what came out."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the workers find what this program finds
    builder = SparkSession.builder.appName("disclosure audit")
    if "--master" not in os.environ.get("PYSPARK_SUBMIT_ARGS", "") and "SPARK_ENV_LOADED" not in os.environ:
        builder = builder.master("local[2]")
    spark = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    folder = Path(tempfile.mkdtemp())
    source = log or str(write_sample(folder / "log"))

    policy = disclosure_policy.load()
    decided = policy.decide_frame(spark.read.parquet(source))  # nothing is read yet

    target = out or str(folder / "decided")
    decided.write.mode("overwrite").partitionBy("verdict").parquet(target)
    written = spark.read.parquet(target)
    print(f"{written.count():,} requests decided, in {target}")
    written.groupBy("verdict", "basis").count().orderBy(fn.desc("count")).show(truncate=False)
    if "disclosed" in written.columns:
        wrong = written.where("disclosed and verdict = 'deny'")
        print(f"{wrong.count():,} were disclosed although the law denies it; by the provisions that forbid it:")
        wrong.groupBy("citations").count().orderBy(fn.desc("count")).show(5, truncate=False)
    print("errors:")
    written.where("error is not null").groupBy("error").count().show(5, truncate=False)
    spark.stop()


if __name__ == "__main__":
    main(*[*sys.argv[1:], None, None][:2])
