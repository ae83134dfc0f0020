"""Odd values, and requests with some in them."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**18, 10**40, 1.5, "", " ", "name", "police", "unknown", "true", "2020-02-30",
    "2024-01-01T00:00:00+14:00", "0001-01-01", "9999-12-31", "a" * 3000, "\u202eabc", "\ufeff", "\x1b[31m", "\ud800",
    "=1+1", "::stop-commands::", [], {}, [None], [[]], ["name", "name"], {"type": "name"},
    {"has": ["x"], "lacks": []}, {"has": [], "lacks": ["name"]}, {"": None}, {"answer": True},
    [{"type": None}] * 40, ["name"] * 200,
)  # fmt: skip
NAMES = ("jurisdiction", "as_of", "items", "items.type", "agreement", "covers", "facts", "", "__class__", "verdict")


def odd(random: Random, request: dict[str, Any]) -> dict[str, Any]:
    """Return a request in which a few values, at any depth, are others, missing, or under another name."""
    request = deepcopy(request)
    for _ in range(random.randint(0, 3)):
        part: Any = request
        while isinstance(part, dict) and part:
            name = random.choice(list(part))
            if isinstance(part[name], dict) and random.random() < 0.7:
                part = part[name]
                continue
            match random.randrange(4):
                case 0:
                    del part[name]
                case 1:
                    part[random.choice(NAMES)] = part[name]
                case 2:
                    part[name] = [part[name], deepcopy(random.choice(ODD))]
                case _:
                    part[name] = deepcopy(random.choice(ODD))
            break
    return request
