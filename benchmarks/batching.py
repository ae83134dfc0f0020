"""Whole frames of requests: this package, its own decisions in a loop, and polars expressions written by hand."""

from __future__ import annotations

import gc
import resource
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from time import perf_counter
from typing import Any

from benchmarks.figures import Figure
from benchmarks.timing import in_fresh_process, ratio_of

SUITE = "Frames of requests"
THROUGHPUT = "Frames of requests: rows and memory"
_LOOPED = 3_000
_ENGINES = ("polars", "polars by hand", "duckdb, Parquet to Parquet", "polars, the bundled law")


def measure(*, quick: bool, ten_million: bool = False) -> Iterator[Figure]:
    """Measure polars against a loop and against an expression, then rows a second and memory of each engine."""
    rows = 100_000 if quick else 1_000_000
    found = in_fresh_process("benchmarks.batching:ratios", rows, 2 if quick else 5)
    targets = {
        "faster than a loop over decide on the rows, polars": {"at_least": 15},
        "times an expression written by hand, polars": {"at_most": 2},
    }
    for name, figures in found.items():
        yield Figure(SUITE, f"{name}, {rows:,} rows", figures["value"], detail=figures, **targets.get(name, {}))
    sizes = [
        (name, rows) for name in ("polars", "polars by hand", "duckdb, Parquet to Parquet", "polars, the bundled law")
    ]
    if ten_million:
        sizes += [("polars, Parquet to Parquet", 10_000_000)]
    for name, size in sizes:
        figures = in_fresh_process("benchmarks.batching:throughput", name, size, timeout=900)
        yield Figure(THROUGHPUT, f"{name}, {size:,} rows", figures["rows_a_second"], unit="rows/s", detail=figures)
        yield Figure(THROUGHPUT, f"{name}, {size:,} rows: peak", figures["peak_megabytes"], unit="MB")


def ratios(rows: int, rounds: int) -> dict[str, Any]:
    """Time a frame of polars in turn with a loop over some of its rows, and with an expression written by hand."""
    from benchmarks.synthetic.frames import a_frame, by_hand
    from benchmarks.synthetic.peers import DisclosurePolicy
    from benchmarks.synthetic.rules import rules

    wanted = rules()
    policy = DisclosurePolicy(wanted).policy
    frame = a_frame(rows)
    few = frame.head(_LOOPED)
    _assert_alike(policy.decide_frame(few), by_hand(few, wanted, ids=True))
    requests = list(_requests(few))
    for request in requests:
        policy.decide(request)

    work: dict[str, tuple[Callable[[], object], int]] = {
        "frame": (lambda: policy.decide_frame(frame), rows),
        "by hand": (lambda: by_hand(frame, wanted, ids=True), rows),
        "rows": (lambda: [policy.decide(request) for request in _requests(few)], _LOOPED),
        "ready": (lambda: [policy.decide(request) for request in requests], _LOOPED),
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, (call, count) in work.items():
            gc.collect()
            times[name].append(_seconds(call) / count)
    return {
        "faster than a loop over decide on the rows, polars": asdict(ratio_of(times["rows"], times["frame"])),
        "faster than a loop over decide on ready requests": asdict(ratio_of(times["ready"], times["frame"])),
        "times an expression written by hand, polars": asdict(ratio_of(times["frame"], times["by hand"])),
    }


def throughput(name: str, rows: int) -> dict[str, Any]:
    """Decide a frame once, after a small one, in a process that does nothing else."""
    import duckdb
    import polars as pl

    from benchmarks.synthetic.frames import a_frame, by_hand
    from benchmarks.synthetic.peers import DisclosurePolicy
    from benchmarks.synthetic.rules import rules

    policy = DisclosurePolicy(rules()).policy
    call: Callable[[Any], object] = policy.decide_frame
    small: Any
    frame: Any
    with tempfile.TemporaryDirectory() as folder:
        if name in ("polars", "polars by hand"):
            frame = a_frame(rows)
            small = frame.head(1_000)
            if name == "polars by hand":
                call = lambda some: by_hand(some, rules(), ids=True)  # noqa: E731
        elif name == "polars, the bundled law":
            frame, call = _under_the_bundled_law(rows)
            small = frame.head(1_000)
        else:
            small, frame = f"{folder}/small.parquet", f"{folder}/part-*.parquet"
            a_frame(1_000).write_parquet(small)
            for part in range(0, rows, 1_000_000):
                a_frame(min(rows, 1_000_000), seed=part).write_parquet(f"{folder}/part-{part}.parquet")
            result = f"{folder}/decisions"
            if name == "duckdb, Parquet to Parquet":
                call = lambda path: policy.decide_frame(duckdb.read_parquet(path)).write_parquet(result)  # noqa: E731
            else:
                call = lambda path: policy.decide_frame(pl.scan_parquet(path)).sink_parquet(result)  # noqa: E731
        call(small)
        gc.collect()
        before = _megabytes()
        seconds = _seconds(lambda: call(frame))
    return {"rows_a_second": rows / seconds, "peak_megabytes": _megabytes(), "megabytes_before": before}


def _under_the_bundled_law(rows: int) -> tuple[Any, Callable[[Any], object]]:
    import polars as pl

    import disclosure_policy
    from tests.helpers.near_scenarios import scenario_requests

    policy = disclosure_policy.load()
    listed = {path for path, fact in policy.law.facts["us-nm"].items() if fact.kind == "terms"}
    flat = [_flat(request, listed | {"purposes"}) for request in scenario_requests() if not _in_part(request)]
    frame = pl.DataFrame(flat, infer_schema_length=None)
    return frame.sample(rows, with_replacement=True, seed=7), policy.decide_frame


def _in_part(said: Any) -> bool:
    """Say whether a request states anything in part: one column holds either terms or that."""
    if isinstance(said, dict):
        return not said.keys().isdisjoint(("has", "lacks")) or any(map(_in_part, said.values()))
    return isinstance(said, list) and any(map(_in_part, said))


def _flat(request: dict[str, Any], listed: set[str], above: str = "") -> dict[str, Any]:
    """Return a request as columns, each named by its path; a term by itself is a list of one."""
    found: dict[str, Any] = {}
    for name, value in request.items():
        path = f"{above}{name}"
        if isinstance(value, dict) and path != "items":
            found |= _flat(value, listed, f"{path}.")
        elif path == "items":
            items = value if isinstance(value, list) else [value]
            found[path] = [{"type": item} if isinstance(item, str) else item for item in items]
        else:
            one = isinstance(value, str) and path.removeprefix("facts.") in listed
            found[path] = [value] if one else value
    return found


def _requests(frame: Any) -> Iterator[Any]:
    """Yield each row as a request, as a loop would make it."""
    from disclosure_policy.requests.request import DisclosureRequest

    for row in frame.iter_rows(named=True):
        facts = {name[6:]: value for name, value in row.items() if name.startswith("facts.") and value is not None}
        yield DisclosureRequest.model_validate(
            {
                "jurisdiction": row["jurisdiction"],
                "as_of": row["as_of"],
                "discloser": row["discloser"],
                "recipient": {"type": row["recipient.type"]},
                "purposes": row["purposes"],
                "process": {"type": row["process.type"]},
                "release": {"signed": row["release.signed"]},
                "agreement": {"written": row["agreement.written"]},
                "facts": facts,
            }
        )


def _assert_alike(ours: Any, by_hand: Any) -> None:
    from benchmarks.synthetic.ours import CONFIDENTIAL

    assert ours["verdict"].to_list() == by_hand["verdict"].to_list()
    for mine, theirs in zip(ours["determining"].to_list(), by_hand["determining"].to_list(), strict=True):
        named = [rule.split("/") for rule in mine]
        assert sorted(f"{code}/{short}" for code, *_, short in named if short != CONFIDENTIAL) == sorted(theirs)


def _seconds(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return perf_counter() - began


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
