"""A request to a verdict and its citations, by hand."""

from __future__ import annotations

from typing import TypeVar

from benchmarks.law.federal import Disclosure, federal
from benchmarks.law.new_mexico import new_mexico
from benchmarks.law.terms import DISCLOSER, ITEM, PURPOSE, RECIPIENT
from disclosure_policy.requests.instruments import Instrument
from disclosure_policy.requests.request import DisclosureRequest, Item

Kind = TypeVar("Kind", bound=Instrument)

_NO_ITEMS = (Item(),)
_NO_PURPOSES = (None,)


def within_reach(request: DisclosureRequest) -> bool:
    """Say whether this can decide a request: one that shows one instrument of each kind, good for all that it asks.

    What an agency's register fills in, and several instruments, are left to the engine.
    """
    shown = (request.release, request.process, request.agreement)
    return all(isinstance(one, Instrument) and one.covers is None for one in shown)


def disclosures(request: DisclosureRequest) -> list[Disclosure]:
    """Return each item for each purpose, with the terms that surely apply and those that may."""
    who, maybe_who = RECIPIENT.surely(request.recipient.type), RECIPIENT.possibly(request.recipient.type)
    by, maybe_by = DISCLOSER.surely(request.discloser), DISCLOSER.possibly(request.discloser)
    release, process, agreement = _alone(request.release), _alone(request.process), _alone(request.agreement)
    common = (request, release, process, agreement)
    found = []
    for item in request.items or _NO_ITEMS:
        what, maybe_what = ITEM.surely(item.type), ITEM.possibly(item.type)
        for why in request.purposes or _NO_PURPOSES:
            purpose, maybe = PURPOSE.surely(why), PURPOSE.possibly(why)
            found.append(Disclosure(*common, item, what, maybe_what, purpose, maybe, who, maybe_who, by, maybe_by))
    return found


def decide(request: DisclosureRequest) -> tuple[str, list[str]]:
    """Return allow or deny, and the citations of what decided: each once, those of a denial for the parts denied."""
    allowed: dict[str, None] = {}
    denied: dict[str, None] = {}
    for disclosure in disclosures(request):
        above = federal(disclosure)
        passes, citations = new_mexico(disclosure, above)
        if above.allowed and passes:
            allowed |= dict.fromkeys(above.citations)
            allowed |= dict.fromkeys(citations)
        else:
            if not above.allowed:
                denied |= dict.fromkeys(above.citations)
            if not passes:
                denied |= dict.fromkeys(citations)
    return ("deny", list(denied)) if denied else ("allow", list(allowed))


def _alone(shown: Kind | tuple[Kind, ...]) -> Kind:
    if isinstance(shown, tuple) or shown.covers is not None:
        raise ValueError("the law written by hand reads one instrument of each kind, good for all that is asked")
    return shown
