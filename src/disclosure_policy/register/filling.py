"""The class `Filling`: a request that gets, entry by entry, what a register has of what it leaves unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from disclosure_policy.deciding import Case, facts_of
from disclosure_policy.decision import FromRegister
from disclosure_policy.documents import Document, Path
from disclosure_policy.errors import Problem
from disclosure_policy.law import Law
from disclosure_policy.register.register import Register
from disclosure_policy.requests import DisclosureRequest, put
from disclosure_policy.requests.request_part import InPart

Supplies = Mapping[str, tuple[Any, Path]]
"""What an entry has, by the path at which a request states it, each with where in the register it stands."""


@dataclass(frozen=True)
class Filled:
    """A request with what a register supplied."""

    request: DisclosureRequest
    taken: tuple[FromRegister, ...] = ()
    """The entries that bore on it."""
    conflicts: tuple[Problem, ...] = ()
    """What the request states otherwise than the register, each with both places."""
    as_on_file: DisclosureRequest | None = None
    """The request with what the register has in place of what it states otherwise; None if there is nothing."""


@dataclass(frozen=True)
class Filling:
    """A request on its way through a register; `document` is what it was read from."""

    register: Register
    law: Law
    document: Document
    case: Case
    taken: tuple[FromRegister, ...] = ()
    conflicts: tuple[Problem, ...] = ()
    on_file: Mapping[str, Any] = field(default_factory=dict)
    """What the register has of what the request states otherwise, by path."""

    @property
    def request(self) -> DisclosureRequest:
        """The request as far as it is filled."""
        return self.case.request

    @property
    def done(self) -> Filled:
        """What came of it."""
        as_on_file = _stating(self.request, self.on_file) if self.on_file else None
        return Filled(self.request, self.taken, self.conflicts, as_on_file)

    def supplied(self, entry: str, says: str, supplies: Supplies) -> Filling:
        """Return it with what an entry has of what is unknown; what is stated otherwise stays, as a conflict."""
        found: dict[str, Any] = {}
        otherwise: dict[str, Any] = {}
        conflicts: list[Problem] = []
        for path, (value, at) in supplies.items():
            stated = _stated(self.request, path)
            if value is not None and stated is None:
                found[path] = value
            elif value is not None and not self._same(path, stated, value):
                otherwise[path] = value
                conflicts += self._conflict(path, at, f"in `{entry}`")
        if not found and not otherwise:
            return self
        because = None if found else "the request states otherwise"
        return replace(
            self.told(FromRegister(entry=entry, says=says, supplied=tuple(found), passed_over=because)),
            case=facts_of(_stating(self.request, found), self.law, self.document),
            conflicts=(*self.conflicts, *conflicts),
            on_file={**self.on_file, **otherwise},
        )

    def passing_over(self, entry: str, says: str, because: str) -> Filling:
        """Return it with an entry that bears on it and supplies nothing."""
        return self.told(FromRegister(entry=entry, says=says, passed_over=because))

    def told(self, one: FromRegister) -> Filling:
        """Return it with one more entry that bore on it."""
        return replace(self, taken=(*self.taken, one))

    def not_in_force(self, at: Path, because: str) -> Filling:
        """Return it with a conflict, if it says that an agreement is in force which by an entry is not."""
        agreements = self.request.agreements
        if not any(one.in_force for one in agreements):
            return self
        conflict = self._conflict("agreement.in_force", at, f"in `{at[0]}/{at[1]}`: {because}")
        ended = [one.model_copy(update={"in_force": False}) if one.in_force else one for one in agreements]
        on_file = {"agreement": [one.model_dump(exclude_none=True) for one in ended]}
        return replace(self, conflicts=(*self.conflicts, *conflict), on_file={**self.on_file, **on_file})

    def _conflict(self, path: str, at: Path, which: str) -> tuple[Problem, Problem]:
        """Return the problem of a statement that the register contradicts, at both places."""
        here, there = self.document.where(tuple(path.split("."))), self.register.where(*at)
        message = f"`{path}` is stated otherwise than the register has it {which}"
        return (
            Problem(here, message, f"leave it out, or correct the register ({there})", code="register-conflict"),
            Problem(
                there, f"the request states `{path}` otherwise", f"it does so in {here}", code="register-conflict"
            ),
        )

    def _same(self, path: str, stated: Any, value: Any) -> bool:  # noqa: ANN401 - whatever a request states
        if path.startswith("judgments."):
            return bool(stated.answer == value["answer"])
        scheme = self.law.schemes[self.case.jurisdiction].get(path.removeprefix("facts."))
        if scheme is None or isinstance(stated, InPart) or isinstance(value, InPart):
            return bool(stated == value)
        return {*scheme.spelled_out(_listed(stated))} == {*scheme.spelled_out(_listed(value))}


def _stated(request: DisclosureRequest, path: str) -> Any:  # noqa: ANN401
    part, _, name = path.partition(".")
    inside = getattr(request, part)
    if not name:
        return inside
    return inside.get(name) if isinstance(inside, Mapping) else getattr(inside, name)


def _stating(request: DisclosureRequest, statements: Mapping[str, Any]) -> DisclosureRequest:
    content = {"discloser": None} | request.model_dump(exclude_none=True)
    for path, value in statements.items():
        put(content, path, value)
    return DisclosureRequest.model_validate(content)


def _listed(terms: Any) -> tuple[str, ...]:  # noqa: ANN401
    return (terms,) if isinstance(terms, str) else tuple(terms)
