"""The class `Entry`: one decision in a log, as the line that says it and bears the digest of the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from types import UnionType
from typing import Any

from disclosure_policy.canonical import canonical, digest
from disclosure_policy.decision import Decision
from disclosure_policy.log.maskable import Action
from disclosure_policy.log.masking import Masked

FORMAT = 1
"""The number of the form that entries have."""

Draft = Mapping[str, Any]
"""An entry that has no place in a log yet."""

_TYPES: Mapping[str, type | UnionType] = {
    "log": int,
    "number": int,
    "time": str,
    "reference": str | None,
    "asked_by": str | None,
    "verdict": str,
    "basis": str,
    "citations": list,
    "rules": list,
    "register": list,
    "receipt": dict,
    "request": dict,
    "hashed": dict,
    "dropped": list,
    "previous": str | None,
    "digest": str,
}
"""What an entry has, and of which type it is."""

_SECTIONS = {"agreements": "agreement.on_file", "recipients": "recipient.name"}
"""The parts of a register whose entries have names that a request could state, and where it states them."""


@dataclass(frozen=True)
class Entry:
    """One line of a log."""

    content: Mapping[str, Any]

    @property
    def number(self) -> int:
        """Its number in the log, from 1 on."""
        return int(self.content["number"])

    @property
    def digest(self) -> str:
        """The digest that it bears: of everything else in it, the digest of the entry before included."""
        return str(self.content["digest"])

    @property
    def previous(self) -> str | None:
        """The digest of the entry before it; None for the first."""
        before: str | None = self.content["previous"]
        return before

    @cached_property
    def own_digest(self) -> str:
        """The digest of what it says, which it bears unless it was changed."""
        return digest({name: one for name, one in self.content.items() if name != "digest"})

    @property
    def is_as_digested(self) -> bool:
        """Whether it bears the digest of what it says."""
        return self.digest == self.own_digest

    def as_json(self) -> str:
        """Return the line, in canonical form."""
        return canonical(self.content).decode()


def draft_of(decision: Decision, masked: Masked, at: datetime, reference: str | None) -> Draft:
    """Return the entry of a decision before it has its place in a log.

    Raises:
        ValueError: if `at` does not say of which time zone it is.
    """
    if at.tzinfo is None:
        raise ValueError("the time of an entry needs its time zone")
    return {
        "log": FORMAT,
        "time": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "reference": reference,
        "asked_by": masked.asked_by,
        "verdict": decision.verdict,
        "basis": decision.basis,
        "citations": list(decision.citations),
        "rules": [one.rule for one in decision.determining],
        "register": [
            {"entry": _shown(one.entry, masked.actions), "supplied": list(one.supplied)}
            for one in decision.taken
            if one.supplied
        ],
        "receipt": decision.receipt.model_dump(mode="json"),
        "request": masked.request,
        "hashed": masked.hashed,
        "dropped": masked.dropped,
    }


def placed(draft: Draft, number: int, previous: str | None) -> Entry:
    """Return the entry that a draft becomes at its place in a log."""
    content = {**draft, "number": number, "previous": previous}
    return Entry({**content, "digest": digest(content)})


def entry_in(line: bytes) -> Entry | None:
    """Return the entry that a line writes, whatever its digest; None if it writes none in canonical form."""
    try:
        content = json.loads(line)
        if not _is_entry(content) or canonical(content) != line:
            return None
    except (ValueError, RecursionError):
        return None
    return Entry(content)


def _is_entry(content: object) -> bool:
    return (
        isinstance(content, dict)
        and content.keys() == _TYPES.keys()
        and content["log"] == FORMAT
        and all(isinstance(content[name], kind) for name, kind in _TYPES.items())
        and not isinstance(content["number"], bool)
    )


def _shown(entry: str, actions: Mapping[str, Action]) -> str:
    """Return the name of a register's entry, or of its part alone where a request's own name is not kept."""
    section, _, _ = entry.partition("/")
    path = _SECTIONS.get(section)
    if path is None:
        return entry
    return entry if actions.get(path) == "keep" else section
