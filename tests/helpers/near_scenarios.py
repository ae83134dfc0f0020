"""Requests under the bundled law: those of its scenarios, and random ones made from them."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.policy import Policy
from disclosure_policy.scenarios.trials import read_trials
from tests.helpers.builders import ROOT

DAY = "2026-06-01"
Request = dict[str, Any]


def scenario_requests() -> list[Request]:
    """Return the request of every scenario and example, all put to New Mexico on the one day."""
    files = sorted((ROOT / "rules").rglob("scenarios.yaml"))
    found = [trial.request for file in files for trial in read_trials(file)]
    found += [read(file.read_bytes(), file.name).value for file in sorted((ROOT / "examples").glob("*.yaml"))]
    return [deepcopy(request) | {"jurisdiction": "us-nm", "as_of": DAY} for request in found]


def random_requests(count: int, policy: Policy, seed: int = 7) -> list[Request]:
    """Return random requests near the scenarios: parts of several joined, facts dropped, changed and added."""
    rng = random.Random(seed)
    known = _Known(policy)
    scenarios = scenario_requests()
    allowed = [request for request in scenarios if policy.decide(request).allowed]
    return [_request(rng, known, rng.choice((allowed, scenarios)), scenarios) for _ in range(count)]


class _Known:
    """What can be stated."""

    def __init__(self, policy: Policy) -> None:
        declared = policy.law.facts["us-nm"]
        schemes = policy.law.vocabularies["us-nm"]
        apart = {path: fact for path, fact in declared.items() if "." not in path}
        self.judgments = [path for path, fact in apart.items() if fact.type == "judgment"]
        self.flags = [path for path, fact in declared.items() if fact.type == "boolean" and path in apart]
        self.own = [path for path in ("record_names", "release_signed_by", "records_selected_by") if path in apart]
        self.terms = {
            path: sorted(schemes[fact.terms_of or path].terms)
            for path, fact in declared.items()
            if fact.kind == "terms"
        }
        self.broader = {
            path: {name: term.broader for name, term in schemes[path].terms.items()}
            for path in ("purpose", "recipient.type")
        }
        self.paths = [
            path
            for path, fact in declared.items()
            if "." in path and fact.kind == "boolean" and path.split(".")[0] not in ("item", "federal_law")
        ]
        self.shared_terms = [
            path for path in self.terms if path not in (*self.own, "purpose", "item.type", "discloser")
        ]


def _request(rng: random.Random, known: _Known, bases: list[Request], scenarios: list[Request]) -> Request:
    request = deepcopy(rng.choice(bases))
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        other = rng.choice(scenarios)
        key = rng.choice([key for key in other if key not in ("jurisdiction", "as_of")])
        request[key] = _joined(request.get(key), deepcopy(other[key]), rng)
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        _change(rng, known, request)
    if rng.random() < 0.4:
        _leave_out(rng, request, rng.choice((0.03, 0.1)))
    return request


def _joined(mine: Any, theirs: Any, rng: random.Random) -> Any:
    if isinstance(mine, dict) and isinstance(theirs, dict) and rng.random() < 0.7:
        return mine | theirs
    return theirs


def _change(rng: random.Random, known: _Known, request: Request) -> None:
    match rng.randrange(9):
        case 0:
            request.setdefault("facts", {})[rng.choice(known.flags)] = rng.random() < 0.6
        case 1:
            answer = {"answer": rng.random() < 0.5, "by": "someone", "day": "2026-01-01", "why": "because"}
            request.setdefault("judgments", {})[rng.choice(known.judgments)] = answer
        case 2:
            _put(request, rng.choice(known.paths), rng.choice((True, True, False, None)))
        case 3:
            path = rng.choice(known.shared_terms)
            terms = known.terms[path]
            _put(request, path, rng.sample(terms, min(len(terms), rng.choice((1, 1, 2)))))
        case 4:
            request["purposes"] = rng.sample(known.terms["purpose"], rng.choice((1, 1, 2)))
        case 5:
            flags = (
                "about_recipient",
                "reveals_identity",
                "could_reveal_identity",
                "social_security_numbers_removed",
            )
            kinds = rng.sample(known.terms["item.type"], rng.choice((1, 1, 2)))
            request["items"] = [
                {"type": kind} | {flag: rng.choice((True, False)) for flag in flags if rng.random() < 0.5}
                for kind in kinds
            ]
        case 6:
            name = rng.choice(known.own)
            request.setdefault("facts", {})[name] = rng.sample(known.terms[name], rng.choice((1, 2)))
            if rng.random() < 0.2:
                request["discloser"] = rng.choice(known.terms["discloser"])
        case 7:
            _be_vague(rng, known, request, ("purpose", "purposes"))
        case 8:
            _be_vague(rng, known, request.get("recipient", {}), ("recipient.type", "type"))


def _be_vague(rng: random.Random, known: _Known, part: Request, named: tuple[str, str]) -> None:
    """Put a broader term in the place of a stated one, or another one beside it."""
    path, key = named
    stated = part.get(key)
    if stated and isinstance(stated, str | list) and not any(isinstance(one, dict) for one in stated):
        listed = [stated] if isinstance(stated, str) else list(stated)
        place = rng.randrange(len(listed))
        broader = known.broader[path][listed[place]]
        if broader and rng.random() < 0.7:
            listed[place] = rng.choice(broader)
        else:
            listed.append(rng.choice(known.terms[path]))
        part[key] = listed


def _leave_out(rng: random.Random, request: Request, share: float) -> None:
    whole = ("has", "lacks")  # of what is said in part, something has to be left
    parts = (value for value in list(request.values()) if isinstance(value, dict) and value.keys().isdisjoint(whole))
    for part in (request, *parts):
        for key in list(part):
            if key not in ("jurisdiction", "as_of", "discloser") and rng.random() < share:
                del part[key]


def _put(request: Request, path: str, value: object) -> None:
    *branch, leaf = path.split(".")
    at = request
    for part in branch:
        at = at.setdefault(part, {}) or at.__setitem__(part, {}) or at[part]
    at[leaf] = value
