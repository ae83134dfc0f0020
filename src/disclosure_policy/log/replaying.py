"""Decides the entries of a log again, each under the rules and the register that its receipt names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from disclosure_policy.decision import Decision, Receipt
from disclosure_policy.errors import RequestError
from disclosure_policy.log.entries import Entry
from disclosure_policy.log.maskable import UNREAD, matches
from disclosure_policy.log.rule_sets import RuleSets
from disclosure_policy.requests.instruments import INSTRUMENTS

NOT_KEPT = "not kept"
"""Stands for who answered a question and why, where the log does not tell; no rule reads it."""

_NAMES = tuple(f"{kind}.name" for kind in INSTRUMENTS)
"""The names of instruments: no rule reads them, but the digest of the facts has them."""

Outcome = Literal["same", "different", "not decided again"]


@dataclass(frozen=True)
class Replayed:
    """What became of an entry when it was decided again."""

    entry: Entry
    outcome: Outcome
    differences: tuple[str, ...] = ()
    """What is decided otherwise now, each in a line with what was decided then."""
    lacks: tuple[str, ...] = ()
    """What is missing to reproduce it here; an entry that lacks only the version is decided again all the same."""


def replay(entry: Entry, rule_sets: RuleSets) -> Replayed:
    """Decide an entry again.

    Raises:
        RuleFileError: if the rules that it names are here and cannot be used.
    """
    content = entry.content
    try:
        receipt = Receipt.model_validate(content["receipt"])
        policy = rule_sets.policy(receipt)
        if policy is None:
            return Replayed(entry, "not decided again", lacks=(f"rules with the digest {receipt.rules}",))
        found = receipt.lacking(policy)
        lacks = tuple(map(str, found))
        masked = tuple(_decisive(content))
        if masked:
            lacks += (f"what was masked of the request: {', '.join(masked)}",)
        if masked or any(one.what != "package" for one in found):
            return Replayed(entry, "not decided again", lacks=lacks)
        return _compared(entry, receipt, policy.decide(_restored(content)), lacks)
    except (KeyError, TypeError, AttributeError, ValidationError):
        return Replayed(entry, "not decided again", lacks=("a receipt and a request that can be read",))
    except RequestError as error:
        told = f"the request is refused now: {error.problems[0].message}"
        return Replayed(entry, "different", (told,), lacks)


def _compared(entry: Entry, receipt: Receipt, decision: Decision, lacks: tuple[str, ...]) -> Replayed:
    """Compare an entry with the decision on what is kept of its request."""
    then, now = dict(entry.content), _outcome(decision)
    again = decision.receipt
    if again.facts == receipt.facts:
        if again.package == receipt.package and all(then[name] == now[name] for name in now):
            then["decision"], now["decision"] = receipt.decision, again.decision
    elif _is_masked(then, "recipient.name") and receipt.agency_register and not _same_entries(then, decision):
        told = "what was masked of the request: recipient.name, by which the register finds what is on file"
        return Replayed(entry, "not decided again", lacks=(*lacks, told))
    elif not any(_is_masked(then, name) for name in (*_NAMES, "recipient.name")):
        then["facts"], now["facts"] = receipt.facts, again.facts
    differences = tuple(_told(name, then[name], one) for name, one in now.items() if then[name] != one)
    return Replayed(entry, "different" if differences else "same", differences, lacks)


def _outcome(decision: Decision) -> dict[str, Any]:
    return {
        "verdict": decision.verdict,
        "basis": decision.basis,
        "citations": list(decision.citations),
        "rules": [one.rule for one in decision.determining],
    }


def _told(name: str, then: object, now: object) -> str:
    said, says = (", ".join(map(str, one)) if isinstance(one, list) else str(one) for one in (then, now))
    return f"{name}: {said or 'none'} then, {says or 'none'} now"


def _masked(content: Mapping[str, Any]) -> dict[str, str]:
    """Return each place at which something was hashed or dropped, with its path: without places in lists."""
    places = [*content["hashed"], *content["dropped"]]
    return {place: ".".join(step for step in place.split(".") if not step.isdigit()) for place in places}


def _is_masked(content: Mapping[str, Any], path: str) -> bool:
    return path in _masked(content).values()


def _decisive(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield each place that was masked and that a rule could read."""
    for place, path in _masked(content).items():
        if path not in _NAMES and not any(matches(pattern, path) for pattern in UNREAD):
            yield place


def _same_entries(content: Mapping[str, Any], decision: Decision) -> bool:
    """Say whether the same entries of the register supplied facts; some are told by their part of it alone."""
    then = [(one["entry"], one["supplied"]) for one in content["register"]]
    now = [(one.entry, list(one.supplied)) for one in decision.taken if one.supplied]
    return len(then) == len(now) and all(
        was in (entry, entry.partition("/")[0]) and gave == gives
        for (was, gave), (entry, gives) in zip(then, now, strict=True)
    )


def _restored(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request of an entry as it can be decided; what no rule reads has a stand-in."""
    request: dict[str, Any] = deepcopy(content["request"])
    if content["asked_by"] is not None:
        request.setdefault("recipient", {})["name"] = content["asked_by"]
    stand_in = {"by": NOT_KEPT, "why": NOT_KEPT, "day": request.get("as_of")}
    for name, judgment in request.get("judgments", {}).items():
        request["judgments"][name] = stand_in | judgment
    return request
