"""Random requests under the synthetic policy, most of them near some rule."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from benchmarks.synthetic.rules import (
    ELEMENTS,
    FLAGS,
    ISSUERS,
    KINDS,
    PERMITS,
    PROCESSES,
    PURPOSES,
    Condition,
    jurisdictions,
)

Request = dict[str, Any]
"""A flat request: texts, flags, whole numbers, a list of elements, and dates of which one may be None."""

_OFTEN = {"consent_written": 0.35, "opted_out": 0.2, "emergency": 0.15, "redisclosure_barred": 0.12}
_NEAR_A_RULE = 0.66


def requests(count: int = 10_000, places: int = 1, seed: int = 7) -> list[Request]:
    """Return random requests, the same each time, whatever the number of jurisdictions they are spread over."""
    rng = random.Random(seed)
    codes = jurisdictions(places)
    return [{"jurisdiction": codes[number % places]} | _request(rng) for number in range(count)]


def as_json(request: Request) -> Request:
    """Return the request with dates as text, as a peer that speaks JSON takes it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in request.items()}


def _request(rng: random.Random) -> Request:
    day = date(2024, 1, 1) + timedelta(days=rng.randrange(900))
    process = "none" if rng.random() < 0.72 else rng.choice(PROCESSES[1:])
    request: Request = {
        "requester_kind": rng.choice(KINDS),
        "purpose": rng.choice(PURPOSES),
        "process": process,
        "issuer": "none" if process == "none" else rng.choice(ISSUERS),
        "elements": rng.sample(ELEMENTS, rng.choice((1, 1, 2, 2, 3, 4))),
        "subject_count": rng.choice((1, 1, 1, 2, 5, 20, 80, 500, 5000)),
        "subject_age": rng.randint(5, 40),
        "day": day,
    }
    request |= {name: rng.random() < _OFTEN.get(name, 0.5) for name in FLAGS}
    ends = request["agreement_signed"] and rng.random() < 0.6
    request["agreement_expires"] = day + timedelta(days=rng.randrange(-200, 700)) if ends else None
    if rng.random() < _NEAR_A_RULE:
        _steer(rng, request, rng.choice(list(PERMITS.values())))
    return request


def _steer(rng: random.Random, request: Request, condition: Condition) -> None:
    """Give the request some of what a rule asks for."""
    match condition:
        case ("and" | "or", *parts):
            for part in parts:
                _steer(rng, request, part)
        case ("==", name, value):
            request[name] = value
        case ("in", name, values):
            request[name] = rng.choice(values)
        case ("within", name, values) if rng.random() < 0.8:
            request[name] = rng.sample(values, min(len(values), rng.choice((1, 2, 2, 3))))
        case ("is", name) if rng.random() < 0.5:
            request[name] = True
