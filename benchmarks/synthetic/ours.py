"""The synthetic policy as rule files of this package, and its requests as ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from benchmarks.synthetic.requests import Request
from benchmarks.synthetic.rules import (
    ELEMENTS,
    FLAGS,
    ISSUERS,
    KINDS,
    NUMBERS,
    PERMITS,
    PROCESSES,
    PROHIBITIONS,
    PURPOSES,
    Condition,
    SyntheticRule,
)
from benchmarks.synthetic.writing import Writer

_PATHS = {
    "requester_kind": "recipient.type",
    "process": "process.type",
    "day": "as_of",
    "consent_written": "release.signed",
    "agreement_signed": "agreement.written",
}
_DECLARED_FLAGS = [name for name in FLAGS if name not in _PATHS]
_FIRST = "2000-01-01"
CONFIDENTIAL = "confidential"
"""The id of the prohibition that the permits except: what nothing permits is denied."""


class Ours(Writer):
    """Our conditions: a term is true or false by itself, and `or` joins the terms of a list."""

    both, either = " and ", " or "

    def name(self, name: str) -> str:
        return _PATHS.get(name, name)

    def day(self, text: str) -> str:
        return f'd"{text}"'

    def no(self, text: str) -> str:
        return f"not ({text})" if " " in text else f"not {text}"

    def member(self, name: str, values: Iterable[str]) -> str:
        return self.either.join(f"{self.name(name)}.{value}" for value in values)

    def has(self, name: str, value: str) -> str:
        return f"{name}.{value}"

    def within(self, name: str, values: Iterable[str]) -> str:
        return f"not {name}.{beyond(values)}"

    def null(self, name: str) -> str:
        return f"{name.removesuffix('_expires')}_open_ended"

    def write(self, condition: Condition) -> str:
        match condition:
            case ("==", name, value):
                return self.member(name, [value])
            case ("!=", name, value):
                return self.no(self.member(name, [value]))
        return super().write(condition)

    def _bracketed(self, part: Condition) -> str:
        return f"({self.write(part)})" if part[0] in ("and", "or", "in") else self.write(part)


def beyond(values: Iterable[str]) -> str:
    """Return the broader term for every element that is none of `values`."""
    return "beyond_" + "_".join(sorted(value[:2] for value in values))


def write_rules(rules: Iterable[SyntheticRule], folder: Path) -> Path:
    """Write rule files: a folder for each jurisdiction, a section for each period in force."""
    by_code: dict[str, list[SyntheticRule]] = {}
    for rule in rules:
        by_code.setdefault(rule.jurisdiction, []).append(rule)
    for code, own in by_code.items():
        for name, content in _files(code, own):
            file = folder / code / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(yaml.safe_dump(content, sort_keys=False, width=110, allow_unicode=True), encoding="utf-8")
    return folder


def a_request(request: Request) -> dict[str, Any]:
    """Return the request as a mapping that `DisclosureRequest` validates."""
    expires = request["agreement_expires"]
    facts = {name: request[name] for name in (*_DECLARED_FLAGS, *NUMBERS, "issuer", "elements")}
    facts["agreement_open_ended"] = expires is None
    if expires is not None:
        facts["agreement_expires"] = expires
    return {
        "jurisdiction": request["jurisdiction"],
        "as_of": request["day"],
        "discloser": "records_office",
        "recipient": {"type": request["requester_kind"]},
        "purposes": request["purpose"],
        "process": {"type": request["process"]},
        "release": {"signed": request["consent_written"]},
        "agreement": {"written": request["agreement_signed"]},
        "facts": facts,
    }


def deciding_rules(determining: Any) -> list[str]:
    """Return the ids of the rules that decided, without the prohibition that only says what is the default."""
    named = [rule.rule.split("/") for rule in determining]
    return [f"{code}/{short}" for code, _, _, short in named if short != CONFIDENTIAL]


def _files(code: str, rules: list[SyntheticRule]) -> Iterator[tuple[str, dict[str, Any]]]:
    forms = ["{title} ZC {section}{paragraph}"]
    yield "jurisdiction.yaml", {"name": f"Zedland {code}", "parent": "none", "citation_forms": forms}
    yield "vocabulary.yaml", _vocabulary()
    yield "exclusions.yaml", _exclusions()
    yield "facts.yaml", _facts()
    sections: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    sections[_FIRST, None] = [
        {
            "id": CONFIDENTIAL,
            "effect": "forbid",
            "summary": "The records of the office are confidential, as the following sections provide.",
        }
    ]
    for rule in rules:
        period, conditions = _period(rule.condition)
        sections.setdefault(period, []).append(_rule(code, rule, conditions))
    for number, ((first, last), written) in enumerate(sections.items(), start=1):
        yield (
            f"code/{number}/{first}.yaml",
            {
                "citation": f"{number} ZC {number}",
                "title": "Who may have which records",
                "source": "https://law.example/zz",
                "read_on": "2026-01-15",
                "incomplete": "an invented text",
                "effective": {"from": first} | ({"to": last} if last else {}),
                "rules": written,
            },
        )


def _period(condition: Condition) -> tuple[tuple[str, str | None], list[Condition]]:
    """Split a condition into the period in force, which a section states, and the rest."""
    first, last, rest = _FIRST, None, []
    for part in condition[1:]:
        match part:
            case ("compare", "day", ">=", date() as day):
                first = day.isoformat()
            case ("compare", "day", "<", date() as day):
                last = (day - timedelta(days=1)).isoformat()
            case _:
                rest.append(part)
    return (first, last), rest


def _rule(code: str, rule: SyntheticRule, conditions: list[Condition]) -> dict[str, Any]:
    short = rule.id.partition("/")[2]
    permits = rule.effect == "allow"
    written = [Ours().write(part) for part in conditions]
    return {
        "id": short,
        "paragraph": f"({short})",
        "effect": "permit" if permits else "forbid",
        **({"exception_to": f"{code}/code/1/{CONFIDENTIAL}"} if permits else {}),
        "summary": f"A record {'may' if permits else 'may not'} be disclosed where all of this is so.",
        "conditions": [{"when": text, "summary": f"it is so that {text.replace('_', ' ')}"} for text in written],
    }


def _vocabulary() -> dict[str, Any]:
    def plain(terms: Iterable[str]) -> dict[str, Any]:
        return {term: {"label": term.replace("_", " ")} for term in terms}

    elements = plain(ELEMENTS)
    for values in sorted(_lists()):
        elements[beyond(values)] = {"label": f"anything but {', '.join(values)}"}
        for element in ELEMENTS:
            if element not in values:
                elements[element].setdefault("broader", []).append(beyond(values))
    return {
        "discloser": plain(["records_office"]),
        "recipient.type": plain(KINDS),
        "purpose": plain(PURPOSES),
        "process.type": plain(PROCESSES),
        "issuer": plain(ISSUERS),
        "elements": elements,
    }


def _exclusions() -> dict[str, Any]:
    """Say that a request has one of each: there is one requester, with one purpose, on one process at most."""
    one_of_each = {"recipient.type": KINDS, "purpose": PURPOSES, "process.type": PROCESSES, "issuer": ISSUERS}
    return {
        name: [{"terms": list(terms), "because": "a request has one of these"}] for name, terms in one_of_each.items()
    }


def _lists() -> set[tuple[str, ...]]:
    return {
        part[2]
        for whole in (PERMITS, PROHIBITIONS)
        for rule in whole.values()
        for part in rule[1:]
        if part[0] == "within"
    }


def _facts() -> dict[str, Any]:
    kinds = dict.fromkeys((*_DECLARED_FLAGS, "agreement_open_ended"), "boolean") | dict.fromkeys(NUMBERS, "number")
    kinds |= {"agreement_expires": "date", "issuer": "terms", "elements": "terms"}
    facts: dict[str, dict[str, Any]] = {
        name: {"type": kind, "question": f"What of {name.replace('_', ' ')}?"} for name, kind in kinds.items()
    }
    facts["elements"]["several"] = True  # the list is whole: no other element is asked for
    return facts
