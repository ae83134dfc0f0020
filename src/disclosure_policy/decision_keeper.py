"""What keeps the decisions that are made, such as a log; the protocol that `Policy.decide` asks of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from disclosure_policy.decision import Decision
from disclosure_policy.law import Law
from disclosure_policy.requests import DisclosureRequest


class Keeper(Protocol):
    """Something that keeps decisions."""

    def keep(self, request: DisclosureRequest, law: Law, decide: Callable[[], Decision]) -> Decision:
        """Have a request decided, keep the decision, and return it; what cannot be kept is not decided."""
        ...
