"""Tells which rules of a layer decided or came near, and chooses under which parent each is printed in full."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.decision.reasons import ClosestPermit
from disclosure_policy.law import Provision


def nearest(closest: tuple[ClosestPermit, ...]) -> frozenset[str]:
    """Return the permit that came closest in each jurisdiction, and whatever it lacked or was stopped by."""
    first = {permit.jurisdiction: permit for permit in reversed(closest)}.values()
    return frozenset(rule for permit in first for rule in (permit.rule, *(lack.rule for lack in permit.lacks)))


def deciding_rules(one: Weights, near: Container[str], relied_on: Container[str] | None) -> dict[str, None]:
    """Return the rules to which a layer owes its answer, from the top down.

    `relied_on` names the rules by which the decision lets the disclosure through; None, if it does not. A reader
    from whom facts are withheld knows these from the decision, where the weights leave them open.
    """
    found: dict[str, None] = {}
    tops = one.layer.prohibitions
    if relied_on is None:
        waiting = [top for top in tops if one.holds[top.id] is not False]
    else:
        waiting = [top for top in tops if top.id in relied_on]  # those that do not reach so far
        waiting = waiting or [top for top in tops if one.met[top.id] is not False]
    while waiting:
        provision = waiting.pop(0)
        if provision.id not in found:
            found[provision.id] = None
            waiting += _deciding_exceptions(provision, one, near, relied_on)
    return found


def _deciding_exceptions(
    provision: Provision, one: Weights, near: Container[str], relied_on: Container[str] | None
) -> Iterator[Provision]:
    """Yield the exceptions to which a rule owes its value.

    What does not hold was beaten by those that do. What holds, or stays open, withstood those that would hold but for
    a limit. What is open waits for its open limits and for the nearest permits; where it let the disclosure through
    all the same, for the permits relied on and the limits that they meet.
    """
    if one.met[provision.id] is False:
        return
    for exception in one.exceptions(provision):
        own = one.holds[exception.id]
        if one.holds[provision.id] is False:
            follows = own is True
        elif relied_on is not None:
            below = (met.id for met in one.exceptions(exception))
            follows = exception.id in relied_on or any(met in relied_on for met in below)
        elif own is False:
            follows = one.met[exception.id] is True
        else:
            follows = exception.effect == "forbid" or exception.id in near
        if follows:
            yield exception


def homes(one: Weights, decided: Container[str], near: Container[str]) -> Mapping[str, str]:
    """Return for each rule the one it limits under which it is spelled out: where it decided, else where it is near.

    A rule that limits several is spelled out once, and only named under the others. A prohibition at the top has
    the code of its jurisdiction.
    """
    found = {top.id: one.layer.code for top in one.layer.prohibitions}
    from_the_top = reversed(one.layer.provisions)
    for provision in sorted(from_the_top, key=lambda p: (p.id not in decided, p.id not in near)):
        for exception in one.exceptions(provision):
            found.setdefault(exception.id, provision.id)
    return found
