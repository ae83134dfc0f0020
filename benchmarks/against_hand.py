"""One decision under the bundled law: this package, and the same law written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from benchmarks.figures import Figure
from benchmarks.timing import Work, in_fresh_process, in_turn

SUITE = "The bundled law of New Mexico and the federal rules, times the same written by hand"
_READY, _DICTIONARY, _JSON = (
    "a request that is ready",
    "from a dictionary, with validation",
    "from JSON, with validation",
)
_TARGETS = {_READY: 5, _DICTIONARY: 3, _JSON: 3}
_Decide = Callable[[Any], Any]


def measure(*, quick: bool) -> Iterator[Figure]:
    """Measure requests that are ready, and requests that are to be validated first."""
    found = in_fresh_process("benchmarks.against_hand:ratios", 2_000 if quick else 20_000, timeout=900)
    for name, figures in found.items():
        yield Figure(SUITE, name, figures["value"], at_most=_TARGETS[name.partition(":")[0]], detail=figures)


def ratios(count: int) -> dict[str, Any]:
    """See that both decide alike, on the scenarios and on so many random requests; then time them in turn.

    They are timed on the scenarios and on random requests that neither has seen.
    """
    import disclosure_policy
    from benchmarks.law.asking import asked
    from benchmarks.law.asking import scenarios as scenarios_within_reach
    from benchmarks.law.deciding import decide as by_hand
    from disclosure_policy.requests.request import DisclosureRequest

    def decide(request: Any) -> tuple[str, tuple[str, ...]]:
        decision = policy.decide(request)
        return decision.verdict, decision.citations

    policy = disclosure_policy.load()
    scenarios, others = scenarios_within_reach(), asked(count, policy)
    unseen = asked(2_000, policy, seed=11)
    for request in (*scenarios, *others):
        ready = DisclosureRequest.model_validate(request)
        (ours, cited), (theirs, named) = decide(ready), by_hand(ready)
        assert (ours, set(cited)) == (theirs, set(named)), request
    return {f"{name}: scenarios": figures for name, figures in _timed(decide, by_hand, scenarios).items()} | {
        f"{name}: unseen random requests": figures for name, figures in _timed(decide, by_hand, unseen).items()
    }


def _timed(decide: _Decide, by_hand: _Decide, requests: list[Any]) -> dict[str, Any]:
    from disclosure_policy.requests.request import DisclosureRequest

    texts = [json.dumps(request, default=str).encode() for request in requests]
    plain = [json.loads(text) for text in texts]
    ready = [DisclosureRequest.model_validate(request) for request in plain]
    pairs: dict[str, tuple[_Decide, _Decide, list[Any]]] = {
        _READY: (decide, by_hand, ready),
        _DICTIONARY: (decide, lambda request: by_hand(DisclosureRequest.model_validate(request)), plain),
        _JSON: (
            lambda text: decide(json.loads(text)),
            lambda text: by_hand(DisclosureRequest.model_validate_json(text)),
            texts,
        ),
    }
    return {
        name: asdict(in_turn(Work(ours, asked), Work(theirs, asked))) for name, (ours, theirs, asked) in pairs.items()
    }
