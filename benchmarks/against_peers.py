"""One decision under the synthetic policy: this package and its peers, each in a process of its own."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from time import process_time
from typing import Any

from benchmarks.figures import Figure
from benchmarks.synthetic.peers import ENGINES, ByHand, Engine
from benchmarks.synthetic.requests import requests
from benchmarks.synthetic.rules import rules
from benchmarks.timing import Work, in_fresh_process, in_turn

SUITE = "40 rules: one decision, times the function written by hand"
FASTER = "40 rules: how many times faster than each peer"
FIRST = "40 rules: the first decisions after loading, times the function written by hand"
GROWTH = "More rules loaded, of many jurisdictions: one decision, times the function written by hand"
OURS = "disclosure-policy"
_TEN_TIMES = ("cedarpy", "yacedar", "regopy", "zen-engine, expressions", "zen-engine, table", "rule-engine")
_PEERS = [name for name in ENGINES if name != "by hand"]
_ALL = 10_000
_SECONDS_TO_AGREE = 8.0


def measure(*, quick: bool) -> Iterator[Figure]:
    """Measure every engine that is installed."""
    yield from _forty(1_000 if quick else 10_000)
    for places in () if quick else (10, 100):
        yield from (
            _figure(GROWTH, f"{name}, {40 * places:,} rules", _measured(name, places, 2_000)) for name in _PEERS
        )


def one_engine(name: str, places: int, count: int) -> dict[str, Any]:
    """Check that an engine decides as the function written by hand does, then time the two in turn."""
    wanted = rules(places)
    asked = requests(count, places)
    by_hand = ByHand(wanted)
    ENGINES[name](rules(1)[:2])  # so that imports, and tables that are built once, do not count as loading
    began = process_time()
    engine = ENGINES[name](wanted)
    loading = process_time() - began
    native = [engine.request(request) for request in asked]
    expected = [by_hand.decide(request) for request in asked]
    began = process_time()
    checked = _agreeing(engine, native, expected)
    first = (process_time() - began) / checked
    work = Work(engine.decide, native[: min(checked, 2_000)])
    if engine.learns:
        others = requests(max(100_000, 2_000 * places), places, seed=11)
        Work(engine.decide, [engine.request(request) for request in others]).do()
    ratio = in_turn(work, Work(by_hand.decide, asked[:2_000]))
    return asdict(ratio) | {
        "checked": checked,
        "loading_seconds": loading,
        "first": first / ratio.reference_seconds,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "version": version(engine.package) if engine.package else "",
        "note": engine.note,
    }


def _agreeing(engine: Engine, native: list[Any], expected: list[tuple[bool, Any]]) -> int:
    """Return how many decisions were compared, all of which agree: all 10,000, or as many as fit into the time.

    Raises:
        ValueError: if one does not.
    """
    began = process_time()
    for checked, (request, (allowed, by_hand)) in enumerate(zip(native, expected, strict=True)):
        if len(native) < _ALL and process_time() - began > _SECONDS_TO_AGREE:
            return checked
        verdict, named = engine.decide(request)
        if bool(verdict) is not allowed:
            raise ValueError(f"decides otherwise than the function written by hand: {request}")
        if named is not None and sorted(engine.ids_of(named)) != sorted(by_hand):
            raise ValueError(f"names other rules than the function written by hand: {request}")
    return len(native)


def _forty(count: int) -> Iterator[Figure]:
    found = {name: _measured(name, 1, count) for name in _PEERS}
    yield from (_figure(SUITE, name, measured) for name, measured in found.items())
    yield Figure(FIRST, f"{OURS}, {count:,} decisions", found[OURS].get("first"))
    ours = found.pop(OURS).get("value")
    for name, measured in found.items():
        theirs = measured.get("value")
        value = theirs / ours if theirs and ours else None
        yield Figure(FASTER, name, value, at_least=10 if name in _TEN_TIMES else 1)


def _figure(suite: str, name: str, measured: dict[str, Any]) -> Figure:
    return Figure(suite, name, measured.get("value"), note=measured["note"], detail=measured)


def _measured(name: str, places: int, count: int) -> dict[str, Any]:
    package = ENGINES[name].package
    try:
        version(package or OURS)
    except PackageNotFoundError:
        return {"note": f"not installed: pip install {package}"}
    try:
        return in_fresh_process("benchmarks.against_peers:one_engine", name, places, count)
    except ChildProcessError as error:
        return {"note": str(error)}
