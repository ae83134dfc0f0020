"""Mends what was drawn for a request, so that it says nothing that the law says cannot be together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from disclosure_policy.conditions.expression import truth
from disclosure_policy.deciding import facts_of
from disclosure_policy.errors import RequestError
from disclosure_policy.law import Law
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.strategies.requests_from_facts import Stated, request_stating


def consistent(law: Law, code: str, day: date, stated: Stated, keep: Collection[str]) -> DisclosureRequest:
    """Return a request that states some facts, or the opposite of some that cannot be so together.

    What is to be kept stays; then, and where several instruments are shown, it may still not be consistent.
    """
    request = request_stating(law, code, day, stated)
    entries, silent = law.contradictions.get(code, ()), replace(law, contradictions={})
    for _ in entries:
        case = facts_of(request, silent)
        untrue = [
            one
            for one in entries
            if any(truth(one.together, asked.facts.value) is True for asked in case.disclosures)
        ]
        for entry in untrue:
            free = [path for path in case.disclosures[0].facts.facts_in(entry.paths) if path not in keep]
            stated = _without(law, code, stated, free)
        if not untrue:
            break
        request = request_stating(law, code, day, stated)
    return request


def is_consistent(request: DisclosureRequest, law: Law) -> bool:
    """Say whether a request says nothing that cannot be together."""
    try:
        facts_of(request, law)
    except RequestError as error:
        return all(problem.code != "contradiction" for problem in error.problems)
    return True


def _without(law: Law, code: str, stated: Stated, free: list[str]) -> Stated:
    """Return what is stated with one fact otherwise: the last that is true or false, or else a list emptied."""
    declared = law.facts[code]
    flag = next((path for path in reversed(free) if declared[path].kind == "boolean"), None)
    listed = next((path for path in reversed(free) if declared[path].several), None)

    def otherwise(facts: Mapping[str, Any]) -> dict[str, Any]:
        if flag is not None:
            opposite = {flag: not facts[flag]} if facts.get(flag) is not None else {}
            return {**facts, **opposite}
        return {**facts, listed: ()} if listed is not None and listed in facts else {**facts}

    return replace(stated, facts=otherwise(stated.facts), items=[otherwise(item) for item in stated.items])
