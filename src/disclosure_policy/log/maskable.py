"""What of a request can be masked: each path at which something is stated, and whether it is kept by default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel

from disclosure_policy.law import Law
from disclosure_policy.requests import DisclosureRequest, Item, Judgment, shared_facts
from disclosure_policy.requests.instruments import INSTRUMENTS, Covers
from disclosure_policy.requests.request_part import Asks, Part
from disclosure_policy.rule_files import FactDeclaration

Action = Literal["keep", "hash", "drop"]
"""What is done to a value before it is written: it is kept, hashed with the agency's key, or dropped."""

ALWAYS = ("jurisdiction", "as_of")
"""What is always kept: the receipt would tell it anyway."""

UNREAD = ("recipient.name", "judgments.*.by", "judgments.*.day", "judgments.*.why")
"""What no rule reads and no receipt digests."""

_KEPT_BESIDE_FACTS = frozenset({"agreement.on_file", "nothing_else_presented"})
"""Fields that are no facts and tell of nobody: a name in the agency's own register, and a plain yes."""
_WITHOUT_DEFAULT_KEPT = frozenset({"number"})
"""The types of declared facts of which nothing is kept by default: an amount can tell of whom it is."""


def maskable(law: Law, code: str) -> dict[str, Action]:
    """Return every path at which a request of a jurisdiction can state something, with what is done by default.

    Places in lists are left out of a path. Facts that classify, yes or no, and days are kept; names, texts and
    numbers are dropped.
    """
    return dict(_shared()) | dict(_declared(law.facts[code]))


def steps(path: str) -> tuple[str, ...]:
    """Return the names that a dotted path leads through."""
    return tuple(path.split("."))


def matches(pattern: str, path: str) -> bool:
    """Say whether a pattern names a path, or something that it stands in; `*` is any one name."""
    wanted, found = steps(pattern), steps(path)
    return len(wanted) <= len(found) and all(one in ("*", other) for one, other in zip(wanted, found, strict=False))


@cache
def _shared() -> Mapping[str, Action]:
    return dict(_of(DisclosureRequest, ""))


def _of(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, Action]]:
    for name, info in model.model_fields.items():
        path = f"{prefix}{info.alias or name}"
        if path in (*ALWAYS, "facts", "judgments"):
            continue
        inner = _parts(path, info.annotation)
        if inner is not None:
            yield from _of(inner, f"{path}.")
        else:
            is_fact = any(isinstance(mark, Asks) for mark in info.metadata)
            yield path, "keep" if is_fact or model is Covers or path in _KEPT_BESIDE_FACTS else "drop"


def _parts(path: str, annotation: object) -> type[BaseModel] | None:
    """Return the model of what stands at a path, if it has parts of its own."""
    if path == "items":
        return Item
    if path in INSTRUMENTS:
        return INSTRUMENTS[path]
    if path.endswith(".covers"):
        return Covers
    return annotation if isinstance(annotation, type) and issubclass(annotation, Part) else None


def _declared(facts: Mapping[str, FactDeclaration]) -> Iterator[tuple[str, Action]]:
    for name, fact in facts.items():
        if fact.type == "judgment":
            for field in Judgment.model_fields:
                yield f"judgments.{name}.{field}", "keep" if field in ("answer", "day") else "drop"
        elif name not in shared_facts():
            yield f"facts.{name}", "drop" if fact.type in _WITHOUT_DEFAULT_KEPT else "keep"
