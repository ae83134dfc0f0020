"""Decides the entries of a log again, each under the rules and the register that its receipt names."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

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
    try:
        then = _Then.model_validate(entry.content)
    except ValidationError:
        return Replayed(entry, "not decided again", lacks=("a receipt and a request that can be read",))
    policy = rule_sets.policy(then.receipt)
    if policy is None:
        return Replayed(entry, "not decided again", lacks=(f"rules with the digest {then.receipt.rules}",))
    found = then.receipt.lacking(policy)
    lacks, masked = tuple(map(str, found)), tuple(then.decisive)
    if masked:
        lacks += (f"what was masked of the request: {', '.join(masked)}",)
    if masked or any(one.what != "package" for one in found):
        return Replayed(entry, "not decided again", lacks=lacks)
    try:
        decision = policy.decide(then.restored())
    except RequestError as error:
        told = f"the request is refused now: {error.problems[0].message}"
        return Replayed(entry, "different", (told,), lacks)
    return _compared(entry, then, decision, lacks)


class _Used(BaseModel):
    """An entry of a register that supplied facts."""

    entry: str
    supplied: tuple[str, ...]


class _Then(BaseModel):
    """What an entry says of what was decided then."""

    asked_by: str | None
    verdict: str
    basis: str
    citations: tuple[str, ...]
    rules: tuple[str, ...]
    register_entries: tuple[_Used, ...] = Field(alias="register")
    receipt: Receipt
    request: dict[str, Any]
    hashed: dict[str, str]
    dropped: tuple[str, ...]

    @property
    def masked(self) -> dict[str, str]:
        """Each place at which something was hashed or dropped, with its path: without places in lists."""
        places = (*self.hashed, *self.dropped)
        return {place: ".".join(step for step in place.split(".") if not step.isdigit()) for place in places}

    @property
    def decisive(self) -> Iterator[str]:
        """The places that were masked and that a rule could read."""
        for place, path in self.masked.items():
            if path not in _NAMES and not any(matches(pattern, path) for pattern in UNREAD):
                yield place

    def restored(self) -> dict[str, Any]:
        """Return the request as it can be decided; what no rule reads has a stand-in."""
        request = deepcopy(self.request)
        if self.asked_by is not None:
            request["recipient"] = {**request.get("recipient", {}), "name": self.asked_by}
        stand_in = {"by": NOT_KEPT, "why": NOT_KEPT, "day": request.get("as_of")}
        judgments = request.get("judgments")
        if isinstance(judgments, dict):
            request["judgments"] = {
                name: stand_in | one if isinstance(one, dict) else one for name, one in judgments.items()
            }
        return request

    def used_the_same(self, decision: Decision) -> bool:
        """Say whether the same entries of the register supplied facts; some are told by their part of it alone."""
        now = [one for one in decision.taken if one.supplied]
        return len(now) == len(self.register_entries) and all(
            was.entry in (one.entry, one.entry.partition("/")[0]) and was.supplied == one.supplied
            for was, one in zip(self.register_entries, now, strict=True)
        )


def _compared(entry: Entry, then: _Then, decision: Decision, lacks: tuple[str, ...]) -> Replayed:
    """Compare an entry with the decision on what is kept of its request."""
    receipt, again = then.receipt, decision.receipt
    rules = tuple(one.rule for one in decision.determining)
    compared: list[tuple[str, object, object]] = [
        ("verdict", then.verdict, decision.verdict),
        ("basis", then.basis, decision.basis),
        ("citations", then.citations, decision.citations),
        ("rules", then.rules, rules),
    ]
    is_otherwise = any(was != one for _, was, one in compared)
    masked = then.masked.values()
    if again.facts == receipt.facts:
        if again.package == receipt.package and not is_otherwise:
            compared.append(("decision", receipt.decision, again.decision))
    elif "recipient.name" in masked and receipt.agency_register and not then.used_the_same(decision):
        told = "what was masked of the request: recipient.name, by which the register finds what is on file"
        return Replayed(entry, "not decided again", lacks=(*lacks, told))
    elif not {*_NAMES, "recipient.name"} & {*masked}:
        compared.append(("facts", receipt.facts, again.facts))
    differences = [one for one in compared if one[1] != one[2] or (is_otherwise and one[0] == "rules")]
    return Replayed(entry, "different" if differences else "same", tuple(map(_told, differences)), lacks)


def _told(difference: tuple[str, object, object]) -> str:
    name, *both = difference
    then, now = (", ".join(one) if isinstance(one, tuple) else str(one) for one in both)
    return f"{name}: {then or 'none'} then, {now or 'none'} now"
