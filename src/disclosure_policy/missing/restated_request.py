"""States facts anew in a request, so that their terms come out as wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from disclosure_policy.law import Scheme, Statement
from disclosure_policy.requests import DisclosureRequest, put, shared_facts, stated_at
from disclosure_policy.requests.request_part import InPart
from disclosure_policy.rule_files import FactDeclaration

Wanted = Mapping[str, bool]
"""Terms, and whether each is to apply."""


def joined(said: Statement, has: tuple[str, ...] = (), lacks: tuple[str, ...] = ()) -> Statement:
    """Return what is said with something more: further terms that apply, and terms that do not."""
    return replace(
        said, has=tuple(dict.fromkeys((*said.has, *has))), lacks=tuple(dict.fromkeys((*said.lacks, *lacks)))
    )


def as_stated(scheme: Scheme, said: Statement) -> tuple[str, ...] | InPart:
    """Return a statement as a request states it: a list if nothing is denied, otherwise in part."""
    if not said.lacks:
        return said.has
    gone = [term for term in scheme.terms if said.whole and scheme.truth(said, term) is False]
    broadest = (term for term in gone if not any(other != term and other in scheme.broader[term] for other in gone))
    return InPart(has=said.has, lacks=tuple(dict.fromkeys((*said.lacks, *broadest))))


def restated(scheme: Scheme, said: Statement, wanted: Wanted) -> Statement | None:
    """Return a statement under which all that is `wanted` comes out so, as near as can be to what is said, or None.

    What is said stays, but for what stands against that.
    """
    applying = _narrowest(scheme, (term for term, applies in wanted.items() if applies))
    denied = tuple(term for term, applies in wanted.items() if not applies)
    target = Statement(applying, denied)
    kept = Statement(
        tuple(term for term in said.has if not scheme.contradiction(joined(target, has=(term,)))),
        tuple(term for term in said.lacks if not scheme.contradiction(joined(target, lacks=(term,)))),
        said.whole,
    )
    added = tuple(term for term in applying if scheme.truth(kept, term) is not True)
    kept = replace(kept, has=tuple(t for t in kept.has if not any(t in scheme.broader[other] for other in added)))
    with_added = joined(kept, has=added)
    return _coming_out(scheme, with_added, wanted)


def refined(scheme: Scheme, said: Statement, wanted: Wanted) -> Statement | None:
    """Return what is said with narrower terms added under which all that is `wanted` comes out so, or None."""
    asked = _narrowest(
        scheme, (term for term, applies in wanted.items() if applies and not _is_so(scheme, said, term))
    )
    if not all(any(above in scheme.broader[term] for above in said.has) for term in asked):
        return None
    kept = tuple(t for t in said.has if not any(t in scheme.broader[other] for other in asked))
    return _coming_out(scheme, joined(replace(said, has=kept), has=asked), wanted)


def _coming_out(scheme: Scheme, said: Statement, wanted: Wanted) -> Statement | None:
    """Return a statement with what it must deny for all that is wanted to come out, or None if that cannot be."""
    open_ = tuple(term for term, applies in wanted.items() if not applies and scheme.truth(said, term) is None)
    denying = joined(said, lacks=open_)
    if scheme.contradiction(denying):
        return None
    return denying if all(scheme.truth(denying, term) is applies for term, applies in wanted.items()) else None


def _is_so(scheme: Scheme, said: Statement, term: str) -> bool:
    return scheme.truth(said, term) is True


def _narrowest(scheme: Scheme, terms: Iterable[str]) -> tuple[str, ...]:
    given = tuple(terms)
    return tuple(t for t in given if not any(t != other and t in scheme.broader[other] for other in given))


def where_stated(fact: str, declared: FactDeclaration) -> str:
    """Return where in a request a fact is stated."""
    if fact in shared_facts():
        return stated_at(fact)
    return f"judgments.{fact}" if declared.type == "judgment" else f"facts.{fact}"


def as_content(request: DisclosureRequest) -> dict[str, Any]:
    """Return a request as plain values, without what is not stated in it."""
    return {"discloser": None} | request.model_dump(exclude_none=True)


def with_stated(
    request: DisclosureRequest, statements: Mapping[str, Any], content: dict[str, Any] | None = None
) -> DisclosureRequest:
    """Return a request with some things stated otherwise, each where a request states it, as in `release.signed`.

    `content` is the request as plain values, if there is more room in them.
    """
    content = as_content(request) if content is None else content
    for path, value in statements.items():
        put(content, path, value)
    return DisclosureRequest.model_validate(content)
