"""A log of decisions under `zz`, and what tests do to one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from disclosure_policy.log.decision_log import DecisionLog
from disclosure_policy.policy import Policy
from tests.helpers.builders import POLICE, RESEARCH, a_request

NOW = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)
KEY = b"a secret of the records office"

ASKED: tuple[dict[str, Any], ...] = (
    a_request(**POLICE),
    a_request(**RESEARCH),
    a_request(),
    a_request(recipient={"type": "newspaper", "name": "The Zed Times"}, items="name"),
)


def a_log(path: Path, *, mask: str | None = None, key: bytes | None = KEY, **more: Any) -> DecisionLog:
    """Return a log in a folder; `mask` is what its mask says."""
    file = None
    if mask is not None:
        file = path / "mask.yaml"
        file.write_text(mask, encoding="utf-8")
    return DecisionLog(path / "log.jsonl", now=lambda: NOW, mask=file, key=key, **more)


def logged(policy: Policy, log: DecisionLog, requests: Iterable[dict[str, Any]] = ASKED) -> Path:
    """Decide requests under a log, and return its file."""
    for request in requests:
        policy.decide(request, log=log)
    return log.path


def entries(path: Path) -> list[dict[str, Any]]:
    """Return what the lines of a log say."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
