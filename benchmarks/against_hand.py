"""One decision under the bundled law: this package, and the same law written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from benchmarks.figures import Figure
from benchmarks.timing import Ratio, Work, in_fresh_process, in_turn

SUITE = "The bundled law of New Mexico and the federal rules, times the same written by hand"
_TARGETS = {"a request that is ready": 5, "from a dictionary, with validation": 3, "from JSON, with validation": 3}


def measure(*, quick: bool) -> Iterator[Figure]:
    """Measure requests that are ready, and requests that are to be validated first."""
    found = in_fresh_process("benchmarks.against_hand:ratios", 500 if quick else 5_000)
    for name, figures in found.items():
        yield Figure(SUITE, name, figures["value"], at_most=_TARGETS.get(name), detail=figures)


def ratios(count: int) -> dict[str, Any]:
    """See that both decide alike on the scenarios and so many random requests, then time them on the scenarios."""
    import disclosure_policy
    from benchmarks.law.deciding import decide as by_hand
    from benchmarks.law.requests import random_requests, scenario_requests
    from disclosure_policy.request import DisclosureRequest

    policy = disclosure_policy.load()
    scenarios = scenario_requests()
    for request in (*scenarios, *random_requests(count, policy)):
        ready = DisclosureRequest.model_validate(request)
        decision, (verdict, citations) = policy.decide(ready), by_hand(ready)
        assert (decision.verdict, set(decision.citations)) == (verdict, set(citations)), request

    texts = [json.dumps(request, default=str).encode() for request in scenarios]
    validated = [json.loads(text) for text in texts]
    ready = [DisclosureRequest.model_validate(request) for request in validated]

    Work(policy.decide, ready).warm_up()

    def decide(request: Any) -> tuple[str, tuple[str, ...]]:
        decision = policy.decide(request)
        return decision.verdict, decision.citations

    def timed(ours: Callable[[Any], object], theirs: Callable[[Any], object], asked: list[Any]) -> dict[str, Any]:
        ratio: Ratio = in_turn(Work(ours, asked), Work(theirs, asked))
        return asdict(ratio)

    return {
        "a request that is ready": timed(decide, by_hand, ready),
        "from a dictionary, with validation": timed(
            decide, lambda request: by_hand(DisclosureRequest.model_validate(request)), validated
        ),
        "from JSON, with validation": timed(
            lambda text: decide(json.loads(text)),
            lambda text: by_hand(DisclosureRequest.model_validate_json(text)),
            texts,
        ),
        "from JSON, validated as JSON": timed(
            lambda text: decide(DisclosureRequest.model_validate_json(text)),
            lambda text: by_hand(DisclosureRequest.model_validate_json(text)),
            texts,
        ),
    }
