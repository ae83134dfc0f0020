"""The scenarios, and random requests near them in which coded facts are said in every way in which they can be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.law.deciding import within_reach
from disclosure_policy.deciding.case import facts_of
from disclosure_policy.errors import RequestError
from disclosure_policy.law import Law
from disclosure_policy.law.vocabulary import Scheme
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.near_scenarios import Request, random_requests, scenario_requests


def scenarios() -> list[Request]:
    """Return the requests of all scenarios that the law written by hand can decide, each put without a register."""
    return [one for one in scenario_requests() if within_reach(DisclosureRequest.model_validate(one))]


def asked(count: int, policy: Policy, seed: int = 7) -> list[Request]:
    """Return random requests without contradiction that both can decide: terms denied, lists whole and in part."""
    rng = random.Random(seed)
    coded = {path: fact for path, fact in policy.law.facts["us-nm"].items() if fact.kind == "terms"}
    schemes = {path: policy.law.vocabularies["us-nm"][fact.terms_of or path] for path, fact in coded.items()}
    found: list[Request] = []
    while len(found) < count:
        for drawn in random_requests(count, policy, rng.randrange(2**32)):
            request = _said_otherwise(rng, schemes, drawn)
            ready = DisclosureRequest.model_validate(request)
            if within_reach(ready) and not _contradicts_itself(policy.law, ready):
                found.append(request)
    return found[:count]


def _contradicts_itself(law: Law, request: DisclosureRequest) -> bool:
    """Read the terms of a request, and decide nothing: who times decisions has then not seen it yet."""
    try:
        facts_of(request, law)
    except RequestError as error:
        if {problem.code for problem in error.problems} != {"contradiction"}:
            raise
        return True
    return False


def _said_otherwise(rng: random.Random, schemes: dict[str, Scheme], drawn: Request) -> Request:
    """Say some coded facts in another way, and of some requests that nothing else was presented."""
    request = DisclosureRequest.model_validate(drawn).model_dump(mode="json", exclude_none=True)
    for path in rng.sample(sorted(schemes), rng.choice((0, 1, 2, 4, 8))):
        for part, key in _places(request, path):
            part[key] = _statement(rng, schemes[path], part.get(key) if isinstance(part, dict) else part[key])
            if path == "purpose" and isinstance(part[key], list):  # each purpose is a term by itself, or said in part
                part[key] = {"has": part[key]} if part[key] else rng.choice(sorted(schemes[path].terms))
    request["nothing_else_presented"] = rng.random() < 0.15
    return request


def _places(request: Request, path: str) -> Iterator[tuple[Any, Any]]:
    """Yield what holds a coded fact, and its key there."""
    if path == "purpose":
        purposes = request.get("purposes", [])
        yield from ((purposes, index) for index in range(len(purposes)))
    elif path == "item.type":
        yield from ((item, "type") for item in request.get("items", ()))
    else:
        *branch, leaf = path.split(".")
        holder = [leaf] if branch or leaf in DisclosureRequest.model_fields else ["facts", leaf]
        at: Any = request
        for name in (*branch, *holder[:-1]):
            at = at.setdefault(name, {})
        yield at, leaf


def _statement(rng: random.Random, scheme: Scheme, said: Any) -> Any:
    """Return what was said, or more or less of it: as a list or in part, some terms denied; or that none applies."""
    has = [said] if isinstance(said, str) else said.get("has", []) if isinstance(said, dict) else said or []
    if rng.random() < 0.2:
        has = rng.sample(has, rng.randint(0, len(has)))
    if rng.random() < 0.2:
        has = [*has, rng.choice(sorted(scheme.terms))]
    if rng.random() < 0.3:
        return has
    applying = {above for term in has for one in scheme.spelled_out([term]) for above in scheme.broader[one]}
    others = sorted(set(scheme.plain) - applying)
    lacks = rng.sample(others, min(len(others), rng.choice((0, 1, 3, 10))))
    return {"has": has, "lacks": lacks} if has or lacks else []
