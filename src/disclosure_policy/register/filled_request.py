"""Fills what a request leaves unknown from an agency's register, before anything is decided.

A request gets what is on file of the recipient that it names, then of an agreement, then the determinations made for
requests of its kind. Nothing that it states is overridden. An entry that has expired, or is not surely for this
request, leaves the facts unknown: so without any entry less is known, and nothing is allowed that was not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from disclosure_policy.conditions.expression import truth
from disclosure_policy.deciding import facts_of
from disclosure_policy.documents import Document, Path, of_value
from disclosure_policy.errors import Problem, RequestError, suggest
from disclosure_policy.law import Law
from disclosure_policy.register.entries_as_stated import answer_of
from disclosure_policy.register.filling import Filled, Filling
from disclosure_policy.register.fitting import Fit, can_be, fit, is_called
from disclosure_policy.register.register import Register
from disclosure_policy.register.register_file import AgreementOnFile
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.requests.request_part import InPart


def filled(
    request: DisclosureRequest, register: Register, law: Law, document: Document | None = None
) -> tuple[Filled, ...]:
    """Return a request as filled from a register; `document` is what it was read from.

    Of several agreements that could govern it each gives one, in the order of the register: see `best`. Otherwise
    there is one.

    Raises:
        RequestError: if the request is not well formed, is under another jurisdiction than the register, or names an
            agreement that is not on file or is with somebody else.
    """
    document = document or of_value(None, "request")
    filling = Filling(register, law, document, facts_of(request, law, document))
    _refuse_another_jurisdiction(filling)
    ways = _with_agreements(_with_recipient(filling))
    return tuple(_with_determinations(way).done for way in ways)


def best(ways: Iterable[Filled], allows: Callable[[DisclosureRequest], bool]) -> Filled:
    """Return the first way in which a request is allowed, else the first of all.

    What it states otherwise than the register stands where it makes no difference, or makes it a denial.

    Raises:
        RequestError: if it is allowed only by what it states otherwise, with both places.
    """
    ways = tuple(ways)
    allowed = [way for way in ways if allows(way.request)]
    sound = [way for way in allowed if way.as_on_file is None or allows(way.as_on_file)]
    if allowed and not sound:
        raise RequestError(conflict for way in allowed for conflict in way.conflicts)
    return next(iter((*sound, *ways)))


def refuse_reference(request: DisclosureRequest, document: Document | None = None) -> None:
    """Refuse a request that names an agreement on file, where there is no register.

    Raises:
        RequestError: if it does.
    """
    named = next((one.on_file for one in request.agreements if one.on_file is not None), None)
    if named is not None:
        where = (document or of_value(None, "request")).where(("agreement", "on_file"))
        message = f"the agreement `{named}` is on file, but no register was given"
        raise RequestError([Problem(where, message, "give the agency's register", code="no-register")])


def _refuse_another_jurisdiction(filling: Filling) -> None:
    asked, kept_by = filling.request.jurisdiction, filling.register.file.jurisdiction
    if asked != kept_by:
        message = f"the request is under `{asked}`, and the register is of `{kept_by}`"
        help_ = f"give the register of an agency of `{asked}`, or none"
        where = filling.document.where(("jurisdiction",))
        raise RequestError([Problem(where, message, help_, code="other-jurisdiction")])


def _with_recipient(filling: Filling) -> Filling:
    """Return a request with what is on file of the recipient of that name."""
    for name, one in filling.register.file.recipients.items():
        if not is_called(one.name, filling.request.recipient.name) or not one.holds(filling.case.as_of):
            continue
        entry, says, at = f"recipients/{name}", f"{one.name[0]} is on file", ("recipients", name)
        if not can_be(one, filling.case):
            because = "the request says that the recipient is something else"
            filling = filling.passing_over(entry, says, because)
            continue
        supplies: dict[str, tuple[Any, Path]] = {
            "recipient.subpoena_authority": (one.subpoena_authority, (*at, "subpoena_authority"))
        }
        if filling.request.recipient.type is None:
            supplies["recipient.type"] = (one.type or None, (*at, "type"))
        filling = filling.supplied(entry, says, supplies)
    return filling


def _with_agreements(filling: Filling) -> Iterator[Filling]:
    """Yield a request under each agreement on file that governs it, or once if there is none."""
    shown, agreements = filling.request.agreements, filling.register.file.agreements
    named = next((one.on_file for one in shown if one.on_file is not None), None)
    if named is not None:
        _refuse_others_beside(named, filling)
        _refuse_unknown(named, filling)
        _refuse_another_name(named, filling)
        yield _under(named, fit(agreements[named], filling.case, named=True), filling)
        return
    found = {name: fit(one, filling.case, named=False) for name, one in agreements.items()}
    found = {name: one for name, one in found.items() if one.side is not None}
    stated = any(value is not None for one in shown for _, value in one)
    governing = [name for name, one in found.items() if one.why_not is None and not stated]
    for name in governing:
        yield _under(name, found[name], _beside_suspended(governing, name, filling))
    if not governing:
        for name, one in found.items():
            agreement = agreements[name]
            if stated and agreement.holds(filling.case.as_of) and not agreement.in_force(filling.case.as_of):
                filling = filling.not_in_force(("agreements", name, "breach"), "it is suspended for a breach")
            why_not = one.why_not or "the request states an agreement of its own"
            filling = _under(name, replace(one, why_not=why_not), filling)
        yield filling


def _beside_suspended(governing: Iterable[str], chosen: str, filling: Filling) -> Filling:
    """Return a request with other agreements that would govern it, but are suspended for a breach."""
    for name in governing:
        one = filling.register.file.agreements[name]
        if name != chosen and not one.in_force(filling.case.as_of):
            entry, because = f"agreements/{name}", "it is suspended for a breach"
            filling = filling.passing_over(entry, _in_words(one), because)
    return filling


def _under(name: str, found: Fit, filling: Filling) -> Filling:
    agreement = filling.register.file.agreements[name]
    entry, at, says = f"agreements/{name}", ("agreements", name), _in_words(agreement)
    if found.side is None or found.why_not is not None:
        because = found.why_not or ""
        passed = filling.passing_over(entry, says, because)
        return passed.not_in_force(at, because) if filling.request.agreements[0].on_file == name else passed
    in_force = agreement.in_force(filling.case.as_of)
    supplies: dict[str, tuple[Any, Path]] = {
        "agreement.on_file": (name, at),
        f"agreement.{found.side}": (True, (*at, "with")),
        "agreement.in_force": (in_force, at if in_force else (*at, "breach")),
        "agreement.written": (agreement.written, (*at, "written")),
        "agreement.enforceable": (agreement.enforceable, (*at, "enforceable")),
        "agreement.terms": (agreement.terms, (*at, "terms")),
        "safeguards": (agreement.safeguards, (*at, "safeguards")),
    }
    return filling.supplied(entry, says, supplies)


def _refuse_others_beside(named: str, filling: Filling) -> None:
    if len(filling.request.agreements) > 1:
        message = f"the agreement `{named}` on file is named beside others"
        help_ = "name it alone, or leave it out, so that the register finds what governs"
        where = filling.document.where(("agreement",))
        raise RequestError([Problem(where, message, help_, code="register-conflict")])


def _refuse_unknown(named: str, filling: Filling) -> None:
    known = filling.register.file.agreements
    if named not in known:
        where = filling.document.where(("agreement", "on_file"))
        help_ = suggest(named, known) or f"on file are {', '.join(known) or 'none'}"
        message = f"there is no agreement `{named}` on file"
        raise RequestError([Problem(where, message, help_, code="unknown-agreement", word=named)])


def _refuse_another_name(named: str, filling: Filling) -> None:
    """Refuse a request that names one recipient, and an agreement with another."""
    name, names = filling.request.recipient.name, filling.register.file.agreements[named].party.name
    if name is not None and names and not is_called(names, name):
        there = filling.register.where("agreements", named, "with", "name")
        where = filling.document.where(("recipient", "name"))
        message = f"the recipient is `{name}`, and the agreement `{named}` is with `{names[0]}`"
        help_ = f"name the agreement with this recipient, or correct the register ({there})"
        raise RequestError([Problem(where, message, help_, code="register-conflict")])


def _with_determinations(filling: Filling) -> Filling:
    """Return a request with the answers determined for requests of its kind, by what was known before any of them."""
    case, register = filling.case, filling.register
    for name, one in register.file.determinations.items():
        condition = register.conditions.get(name)
        is_for = condition is None or all(truth(condition, each.facts.value) is True for each in case.disclosures)
        if not one.holds(case.as_of) or not is_for:
            continue
        path, answer = answer_of(register, name, filling.law.facts[case.jurisdiction][one.fact])
        says = f"{_shown(one.answer)}, by {register.official(one.by)} on {one.day}: {one.why}"
        supplies: dict[str, tuple[Any, Path]] = {path: (answer, ("determinations", name, "answer"))}
        filling = filling.supplied(f"determinations/{name}", says, supplies)
    return filling


def _in_words(agreement: AgreementOnFile) -> str:
    who = ", ".join(agreement.party.name[:1] or agreement.party.type)
    until = f" to {agreement.last}" if agreement.last else ""
    breach = agreement.breach
    right = f", put right on {breach.put_right}" if breach and breach.put_right else ""
    suspended = f"; breach on {breach.day}: {breach.what}{right}" if breach else ""
    return f"agreement with {who}, from {agreement.first}{until}{suspended}"


def _shown(answer: object) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, InPart):
        has, lacks = ", ".join(answer.has) or "nothing known", ", ".join(answer.lacks) or "nothing known"
        return f"has {has}; lacks {lacks}"
    return ", ".join(map(str, answer)) if isinstance(answer, tuple) else str(answer)
