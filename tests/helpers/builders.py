"""Builders of invented law: the jurisdiction `zz` and its child `zz-a`, and requests under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from typing import Any, cast
from zipfile import Path as ZipPath
from zipfile import ZipFile

import pytest

from disclosure_policy.conditions.expression import Constant
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.deciding.case import Case, facts_of
from disclosure_policy.errors import ProblemsError
from disclosure_policy.law.law import Law
from disclosure_policy.law.provisions import Clause, Layer, Provision
from disclosure_policy.limits import MAX_EXCEPTIONS
from disclosure_policy.loading.compiling import compile_rules
from disclosure_policy.loading.rules_folder import load_rules
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.truth import Truth

ROOT = Path(__file__).parents[2]
"""The repository."""
ZEDLAND = Path(__file__).parent / "zedland"
FIRST_RULE_LINE = 8
"""Where the rules of a section written by `section` begin."""

JURISDICTION = """
name: Zedland
citation_forms: ["{title} ZC {section}{paragraph}"]
"""
VOCABULARY = "discloser: {records_office: {label: the records office}}\n"


def section(rules: str, *, number: str = "1", first: str = "2000-01-01", last: str | None = None) -> str:
    """Return the text of a section whose rules begin on line `FIRST_RULE_LINE`."""
    period = f"{{from: {first}, to: {last}}}" if last else f"{{from: {first}}}"
    head = (
        f"citation: 1 ZC {number}\ntitle: a section\nsource: https://law.example\nread_on: 2026-01-15\n"
        f"incomplete: an invented text\neffective: {period}\nrules:\n"
    )
    return head + dedent(rules).strip("\n") + "\n"


def with_defaults(files: Mapping[str, str] | str) -> dict[str, str]:
    """Return the files of a rule folder; a text alone is the rules of `1 ZC 1`."""
    given = {"zz/code/1/2000-01-01.yaml": section(files)} if isinstance(files, str) else dict(files)
    return {"zz/jurisdiction.yaml": f"{JURISDICTION}parent: none\n", "zz/vocabulary.yaml": VOCABULARY} | given


def write_rules(folder: Path, files: Mapping[str, str] | str) -> Path:
    """Write a rule folder to disk."""
    for name, text in with_defaults(files).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder


def a_folder(files: Mapping[str, str] | str) -> Traversable:
    """Return a rule folder in memory, whose files are shown by their names in it."""
    archive = BytesIO()
    with ZipFile(archive, "w") as writing:
        for name, text in with_defaults(files).items():
            writing.writestr(name, text)
    return ZipPath(ZipFile(archive))


def a_law(files: Mapping[str, str] | str, accept: Iterable[str] = ()) -> Law:
    """Load and compile a rule folder in memory."""
    return compile_rules(load_rules(a_folder(files)), accept)


def a_policy(files: Mapping[str, str] | str, accept: Iterable[str] = ()) -> Policy:
    """Return a policy from a rule folder in memory."""
    return Policy(a_law(files, accept))


def a_request(**facts: Any) -> dict[str, Any]:
    """Return a request under `zz` in which nothing is stated but `facts`."""
    return {"jurisdiction": "zz", "as_of": "2020-06-01", "discloser": "records_office"} | facts


def a_case(law: Law, **facts: Any) -> Case:
    """Return a request as facts."""
    return facts_of(DisclosureRequest.model_validate(a_request(**facts)), law)


def problems_of(call: Callable[..., object], *arguments: object) -> list[str]:
    """Return the problems that a call reports, each as `place: message`, with its help after ` | `."""
    with pytest.raises(ProblemsError) as raised:
        call(*arguments)
    return [
        f"{problem.location}: {problem.message}" + (f" | {problem.help}" if problem.help else "")
        for problem in raised.value.problems
    ]


def mistakes_of(call: Callable[..., object], *arguments: object) -> list[str]:
    """Return the same without the help."""
    return [problem.partition(" | ")[0] for problem in problems_of(call, *arguments)]


POLICE: dict[str, Any] = {
    "recipient": {"type": "police"},
    "purposes": "theft_investigation",
    "items": ["name"],
    "judgments": {"harms_the_office": {"answer": False, "by": "the head", "day": "2020-05-01", "why": "no harm"}},
}
"""Facts on which the police may have a name under `zz`."""

RESEARCH: dict[str, Any] = {
    "recipient": {"type": "researcher"},
    "purposes": "research",
    "items": ["name"],
    "judgments": POLICE["judgments"],
    "state_law": {"authorizes": True},
    "agreement": {"written": True, "terms": ["every_required_term"]},
}
"""Facts on which a researcher may have a name under `zz`."""


def chained(length: int, facts: str = "f", last: str | None = None) -> dict[str, str]:
    """Return rules of which each but the first is an exception to the one above it, each with a fact of its own.

    The rules are under `rules`, the facts under `facts`; `last` is the condition of the last rule, if not its fact.
    """
    rules = ["- {id: r0, effect: forbid, summary: records are secret}"]
    for number in range(1, length):
        effect, when = ("permit", "forbid")[number % 2 == 0], f"{facts}{number}"
        when = last if last and number == length - 1 else when
        rules.append(
            f"- {{id: r{number}, effect: {effect}, exception_to: r{number - 1}, summary: rule {number} applies, "
            f"conditions: [{{when: {when}, summary: '{when} is so'}}]}}"
        )
    declared = "{type: boolean, question: Is it so?, supplied_by: the requester, changeable: true}"
    named = (f"{facts}{number}: {declared}" for number in range(1, length))
    return {"rules": "\n".join(rules), "facts": "\n".join(named) + "\n"}


def deepest_rules() -> dict[str, str]:
    """Return the files of `zz` and its child with exceptions as deep as may be.

    The child's deepest condition is whether `zz` permits. Their facts are `f1` and `g1`, and so on.
    """
    parent, child = chained(MAX_EXCEPTIONS), chained(MAX_EXCEPTIONS, "g", last="federal_law.permits")
    return {
        "zz/facts.yaml": parent["facts"],
        "zz/code/1/2000-01-01.yaml": section(parent["rules"]),
        "zz-a/jurisdiction.yaml": f"{JURISDICTION}parent: zz\n",
        "zz-a/facts.yaml": child["facts"],
        "zz-a/code/2/2000-01-01.yaml": section(child["rules"], number="2"),
    }


def assuming(layers: tuple[Layer, ...], otherwise: Mapping[str | Clause, Truth]) -> tuple[Layer, ...]:
    """Return the same law with other values for some rules, by id, or for some conditions, wherever they stand."""

    def assumed(provision: Provision) -> Provision:
        clauses = [
            replace(clause, expression=Constant(cast("Value", otherwise[clause]), "boolean"))
            if clause in otherwise
            else clause
            for clause in provision.clauses
        ]
        if provision.id in otherwise:  # it rests on nothing but this
            only = Constant(cast("Value", otherwise[provision.id]), "boolean")
            clauses = [Clause("assumed", only, provision.citation, "assumed", contested=None)]
        return replace(provision, clauses=tuple(clauses), usable=provision.usable or provision.id in otherwise)

    def all_assumed(provisions: Iterable[Provision]) -> tuple[Provision, ...]:
        return tuple(map(assumed, provisions))

    return tuple(
        replace(
            layer,
            provisions=all_assumed(layer.provisions),
            prohibitions=all_assumed(layer.prohibitions),
            exceptions={
                rule: all_assumed(found) for rule, found in layer.exceptions.items() if rule not in otherwise
            },
        )
        for layer in layers
    )
