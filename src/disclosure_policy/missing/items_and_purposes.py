"""The items and the purposes of a request, and the disclosures that they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from disclosure_policy.deciding import Case
from disclosure_policy.deciding.stated_terms import one_by_one
from disclosure_policy.decision import Named
from disclosure_policy.law import Statement
from disclosure_policy.missing.open_verdict import Place, Residue
from disclosure_policy.requests.request_part import InPart


@dataclass(frozen=True, order=True)
class Left:
    """An item or a purpose, by its place in the request."""

    kind: Literal["item", "purpose"]
    index: int


class Bundle:
    """The items and the purposes of a request, and the disclosures that they make."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.request = case.request
        schemes = case.disclosures[0].facts.schemes
        self.schemes = schemes
        self.purposes: list[Statement] = [
            said for one in case.request.purposes or (None,) for said in one_by_one(one, schemes.get("purpose"))
        ]

    @cached_property
    def grid(self) -> list[tuple[Left, Left]]:
        """The item and the purpose of each disclosure."""
        scheme = self.schemes.get("item.type")
        counts = [len(one_by_one(item.type, scheme)) for item in self.request.items or ()] or [1]
        return [
            (Left("item", item), Left("purpose", purpose))
            for item, count in enumerate(counts)
            for _ in range(count)
            for purpose in range(len(self.purposes))
        ]

    @property
    def separable(self) -> Iterator[Left]:
        """Yield the items and purposes that can be left out, because there are others."""
        items, purposes = len(self.request.items or ()), len(self.purposes)
        yield from (Left("item", index) for index in range(items if items > 1 else 0))
        yield from (Left("purpose", index) for index in range(purposes if purposes > 1 else 0))

    def terms(self, left: Left) -> tuple[str, ...]:
        """Return the terms for an item or a purpose, as they were stated."""
        if left.kind == "purpose":
            return self.purposes[left.index].has
        said = self.request.items[left.index].type if self.request.items else None
        return said.has if isinstance(said, InPart) else said or ()

    def term(self, left: Left) -> Named:
        """Return the term for an item or a purpose, or several that apply to the one."""
        terms = self.terms(left)
        return terms if len(terms) > 1 else terms[0] if terms else None

    def label(self, left: Left) -> str:
        """Return the words for an item or a purpose."""
        scheme = self.schemes.get("item.type" if left.kind == "item" else "purpose")
        labels = [scheme.terms[term].label for term in self.terms(left)] if scheme else []
        return " and ".join(labels) or "not stated"

    def of(self, place: Place, residue: Residue) -> Iterator[Left]:
        """Yield the items, or purposes, of which a fact is stated; nothing, if it is of the request as a whole."""
        kind = place[0].partition(".")[0]
        for (item, purpose), slots in zip(self.grid, residue.slots, strict=True):
            if slots.get(kind) == place[1]:
                yield item if kind == "item" else purpose
