"""Reads what a request says of a coded fact as a statement in the terms of a vocabulary."""

from __future__ import annotations

from disclosure_policy.decision import Named
from disclosure_policy.law import NOTHING_SAID, Scheme, Statement
from disclosure_policy.requests.request_part import InPart, Said


def one_by_one(said: Said | str | None, scheme: Scheme | None) -> tuple[Statement, ...]:
    """Return what is said of an item or a purpose: of several, if one term is short for others."""
    if said is None or scheme is None:
        return (NOTHING_SAID,)
    alone = (said,) if isinstance(said, str) else said
    if isinstance(alone, tuple) and len(alone) == 1:
        return tuple(Statement((term,)) for term in scheme.spelled_out(alone))
    return (statement_of(alone, scheme),)


def statement_of(said: Said | str, scheme: Scheme, *, whole: bool = False) -> Statement:
    """Return what is said of a coded fact; `whole` says that a list of it is complete."""
    if isinstance(said, InPart):
        return Statement(scheme.spelled_out(said.has), scheme.spelled_out(said.lacks))
    terms = (said,) if isinstance(said, str) else said
    return Statement(scheme.spelled_out(terms), whole=whole or not terms)  # an empty list says that nothing applies


def named(said: Statement) -> Named:
    """Return the terms by which an item or a purpose is named."""
    return said.has if len(said.has) > 1 else said.has[0] if said.has else None
