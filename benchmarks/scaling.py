"""One decision with 80 rules loaded, and with 4,000 of fifty jurisdictions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from benchmarks.figures import Figure
from benchmarks.synthetic.peers import DisclosurePolicy
from benchmarks.synthetic.requests import requests
from benchmarks.synthetic.rules import rules
from benchmarks.timing import Work, in_fresh_process, in_turn

_PASSES = 70
"""How often each request was decided before, so that all that is worked out on the way is there on both sides."""
SUITE = "Fifty jurisdictions of 80 rules: one decision, times one with a single jurisdiction loaded"


def measure(*, quick: bool) -> Iterator[Figure]:
    """Measure once with all fifty asked about in turn, and once with one of them."""
    places = 10 if quick else 50
    for name, figures in in_fresh_process("benchmarks.scaling:ratios", places).items():
        yield Figure(SUITE, f"{80 * places:,} rules, {name}", figures["value"], at_most=1.2, detail=figures)


def ratios(places: int) -> dict[str, Any]:
    """Time decisions with many jurisdictions loaded in turn with decisions with one."""
    few, many = DisclosurePolicy(rules(1, copies=2)), DisclosurePolicy(rules(places, copies=2))
    one = [few.request(request) for request in requests(2_000, 1)]
    spread = [few.request(request) for request in requests(2_000, places)]
    found = {}
    for name, asked in (("requests spread over all of them", spread), ("requests under one of them", one)):
        assert [many.decide(request)[0] for request in asked] == [few.decide(request)[0] for request in one]
        for _ in range(_PASSES):
            Work(few.decide, one).do()
            Work(many.decide, asked).do()
        found[name] = asdict(in_turn(Work(many.decide, asked), Work(few.decide, one)))
    return found
