"""The facts that every jurisdiction shares, read off the request model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.requests.instruments import INSTRUMENTS
from disclosure_policy.requests.request import DisclosureRequest, Item
from disclosure_policy.requests.request_part import Asks, Flag, Part
from disclosure_policy.rule_files import FactDeclaration

_PER_DISCLOSURE = {"purposes": "purpose", "items": "item"}
_IN_REQUEST = {one: many for many, one in _PER_DISCLOSURE.items()}
DERIVED = {
    "federal_law.permits": "Does federal law permit the disclosure?",
    "federal_law.requires": "Does federal law require the disclosure?",
}


def shared_facts() -> dict[str, FactDeclaration]:
    """Return the facts that every jurisdiction shares, by the path at which a condition reads them."""
    return dict(_shared_facts())


@cache
def _shared_facts() -> dict[str, FactDeclaration]:
    found = dict(_facts_of(DisclosureRequest))
    found["as_of"] = FactDeclaration(type="date", question="On which day is the law applied?")
    for path, question in DERIVED.items():
        found[path] = FactDeclaration(type="boolean", question=question, supplied_by="the rules above")
    return found


@cache
def asked_together() -> Mapping[str, tuple[str, ...]]:
    """Return each question that some facts answer together, with their paths: no to any of them is no to it."""
    found: dict[str, tuple[str, ...]] = {}
    for path, asks, _ in _asked(DisclosureRequest, ""):
        if asks.together:
            found[asks.together] = (*found.get(asks.together, ()), path)
    return found


def stated_at(path: str) -> str:
    """Return where in a request a shared fact is stated: a request lists `purposes` and `items`, a rule sees one."""
    first, dot, rest = path.partition(".")
    return f"{_IN_REQUEST.get(first, first)}{dot}{rest}"


def stated(part: BaseModel, prefix: str) -> Iterator[tuple[str, Value | tuple[str, ...] | None]]:
    """Yield each shared fact of a part of a request with what was stated of it, None where nothing was."""
    for name, info in type(part).model_fields.items():
        path = f"{prefix}{_PER_DISCLOSURE.get(name, name)}"
        value = getattr(part, name)
        if any(isinstance(mark, Asks) for mark in info.metadata):
            yield path, (value,) if isinstance(value, str) else value
        elif isinstance(value, Part):
            yield from stated(value, f"{path}.")


def _facts_of(model: type[BaseModel]) -> Iterator[tuple[str, FactDeclaration]]:
    for path, asks, flag in _asked(model, ""):
        yield (
            path,
            FactDeclaration(
                type="boolean" if flag else "terms",
                question=asks.question,
                supplied_by=asks.supplied_by,
                changeable=asks.changeable,
                terms_of=asks.terms_of,
                several=asks.several,
            ),
        )


def _asked(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, Asks, bool]]:
    """Yield the path of each fact of a model, what is asked for it, and whether the answer is yes or no."""
    for name, info in model.model_fields.items():
        path = f"{prefix}{_PER_DISCLOSURE.get(name, name)}"
        asks = next((mark for mark in info.metadata if isinstance(mark, Asks)), None)
        if asks is not None:
            yield path, asks, info.annotation == Flag
        elif name == "items":
            yield from _asked(Item, f"{path}.")
        elif name in INSTRUMENTS:
            yield from _asked(INSTRUMENTS[name], f"{path}.")
        elif isinstance(info.annotation, type) and issubclass(info.annotation, Part):
            yield from _asked(info.annotation, f"{path}.")
