"""Says whether an agreement or a recipient on file is the one that a request is about.

What more is known of a request never makes an entry fit less, so that less on file never means that more is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from disclosure_policy.deciding import Case, Facts
from disclosure_policy.register.register_file import AgreementOnFile, Party, RecipientOnFile

Side = Literal["with_recipient", "with_principal"]


@dataclass(frozen=True)
class Fit:
    """Whether an agreement on file governs the disclosures of a request."""

    side: Side | None
    """Whether it is with the recipient, or with the official for whom the recipient acts; None if with neither."""
    why_not: str | None
    """Why it does not govern them, if it does not."""


def fit(agreement: AgreementOnFile, case: Case, *, named: bool) -> Fit:
    """Say whether an agreement on file governs all disclosures of a request; `named` says that the request names it.

    An agreement that the request does not name is found by the name of the party, or by its kind if it has no name.
    Of one that it names, the party's name may be left unstated.
    """
    side = _side(agreement.party, case, named=named)
    if side is None:
        return Fit(None, "it is not known to be with this recipient")
    if case.as_of < agreement.first:
        return Fit(side, f"it begins on {agreement.first}")
    if not agreement.holds(case.as_of):
        return Fit(side, f"it ended on {agreement.last}")
    for path, terms, what in (
        ("purpose", agreement.purposes, "purpose"),
        ("item.type", agreement.items, "information"),
    ):
        if not all(_is_one(one.facts, path, terms) for one in case.disclosures):
            return Fit(side, f"it is not known to cover the {what}")
    return Fit(side, None)


def is_called(names: Iterable[str], name: str | None) -> bool:
    """Say whether a name is one of some names, however it is spaced and capitalised."""
    return name is not None and plain(name) in map(plain, names)


def plain(name: str) -> str:
    """Return a name as it is compared with others."""
    return " ".join(name.casefold().split())


def can_be(recipient: RecipientOnFile, case: Case) -> bool:
    """Say whether a recipient on file can be what a request says that the recipient is."""
    facts = case.disclosures[0].facts
    terms = _spelled_out(facts, "recipient.type", recipient.type)
    return all(facts.value(f"recipient.type.{term}") is not False for term in terms)


def _side(party: Party, case: Case, *, named: bool) -> Side | None:
    facts, name = case.disclosures[0].facts, case.request.recipient.name
    if is_called(party.name, name):
        return "with_recipient"
    if party.name and not (named and name is None):
        return None
    if _is_one(facts, "recipient.type", party.type) or (named and not party.type):
        return "with_recipient"
    return "with_principal" if _is_one(facts, "principal.type", party.type) else None


def _is_one(facts: Facts, path: str, terms: Iterable[str]) -> bool:
    """Say whether one of some terms surely applies."""
    return any(facts.value(f"{path}.{term}") is True for term in _spelled_out(facts, path, terms))


def _spelled_out(facts: Facts, path: str, terms: Iterable[str]) -> tuple[str, ...]:
    return facts.schemes[path].spelled_out(terms)
