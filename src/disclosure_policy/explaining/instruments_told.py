"""Tells by which of the instruments shown a request goes, and what none of them covers."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_policy.decision import Decision, DisclosureDecision, in_words


def went_by(decision: Decision) -> Iterator[str]:
    """Yield by which instruments disclosures go, and then what no instrument of a kind covers; mostly nothing."""
    together: dict[tuple[str, ...], list[DisclosureDecision]] = {}
    uncovered: dict[str, list[DisclosureDecision]] = {}
    for one in decision.disclosures:
        together.setdefault(one.went_by, []).append(one)
        for kind in one.uncovered:
            uncovered.setdefault(kind, []).append(one)
    for instruments, found in together.items():
        of = f", for {_of(decision, found)}" if len(together) > 1 else ""
        yield from [f"{' and '.join(instruments)}{of}"] if instruments else []
    for kind, found in uncovered.items():
        yield f"no {kind} that was shown surely covers {_of(decision, found)}"


def _of(decision: Decision, found: list[DisclosureDecision]) -> str:
    """Name some disclosures: their items and, if the request has several purposes, these too."""
    labels = decision.labels
    items = dict.fromkeys(in_words(labels, "item.type", one.item) or "not stated" for one in found)
    purposes = dict.fromkeys(in_words(labels, "purpose", one.purpose) or "not stated" for one in found)
    several = len({one.purpose for one in decision.disclosures}) > 1
    return "; ".join(items) + (f" ({'; '.join(purposes)})" if several else "")
