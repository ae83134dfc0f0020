"""Decides a request for one reader, and leaves out what that reader may not see.

Counsel sees everything. The requester sees the law and the facts that it is for the requester to supply: a fact's own
declaration says who supplies it, so that nothing here names a fact. What others supply (the agency, its secretary and
counsel, a court, whoever the record is about) is left out before anything is explained, and is then unknown to the
reader as a fact that nobody stated is. In strong Kleene logic what is definite without a fact stays so with it:
what the requester reads is never untrue, only less. Beyond its own facts the reader learns the decision itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from disclosure_policy.deciding import Case, Weighed, decide, facts_of, settled
from disclosure_policy.decision import Decision, FromRegister
from disclosure_policy.documents import Document
from disclosure_policy.law import Law
from disclosure_policy.missing import Diagnosis
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.requests.request_part import Asks, Part
from disclosure_policy.rule_files import FactDeclaration

Audience = Literal["counsel", "requester"]
"""Who reads an answer."""

REQUESTER = "the requester"
"""The name, in a fact's declaration, of the one who asks for the information."""

Some = TypeVar("Some", bound=Part)


@dataclass(frozen=True)
class Brief:
    """A request as its reader may see it, and the decision on the whole of it."""

    audience: Audience
    law: Law
    request: DisclosureRequest
    """What the reader may see of what was stated."""
    case: Case
    """The same as facts."""
    weighed: Weighed
    """What weighing them came to."""
    decision: Decision
    """The decision on all that was stated: who reads it may know its verdict, basis, citations and obligations."""
    seen: Decision
    """The decision on what the reader may see: the reasons told, and what came closest, come from it."""


def brief(
    request: DisclosureRequest,
    law: Law,
    audience: Audience = "counsel",
    document: Document | None = None,
    taken: tuple[FromRegister, ...] = (),
) -> Brief:
    """Decide a request, and leave out what its reader may not see.

    `document` is what it was read from, and `taken` what of it a register supplied.

    Raises:
        RequestError: as `Policy.decide`.
    """
    case, weighed = settled(facts_of(request, law, document), law)
    request = case.request
    decision = seen = decide(case, law, Diagnosis, weighed, taken)
    own = request if audience == "counsel" else redacted(request, law.facts[request.jurisdiction])
    if own != request:
        case, weighed = settled(facts_of(own, law), law)
        seen = decide(case, law, Diagnosis, weighed)
    return Brief(audience, law, own, case, weighed, decision, seen)


def redacted(request: DisclosureRequest, declared: Mapping[str, FactDeclaration]) -> DisclosureRequest:
    """Return a request with only those facts stated that it is for the requester to supply."""
    stated = {
        key: {name: value for name, value in getattr(request, key).items() if _is_own(declared[name].supplied_by)}
        for key in ("facts", "judgments")
    }
    return _own_part(request).model_copy(update=stated)


def _own_part(part: Some) -> Some:
    own: dict[str, object] = {}
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        asks = next((mark for mark in info.metadata if isinstance(mark, Asks)), None)
        if asks is not None and not _is_own(asks.supplied_by):
            own[name] = None
        elif isinstance(value, Part):
            own[name] = _own_part(value)
        elif isinstance(value, tuple):
            own[name] = tuple(_own_part(one) if isinstance(one, Part) else one for one in value)
    return part.model_copy(update=own)


def _is_own(supplied_by: str) -> bool:
    return supplied_by == REQUESTER
