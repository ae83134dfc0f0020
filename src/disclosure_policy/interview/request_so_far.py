"""Writes answers into the request that an interview puts together, and reads what it states so far."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from disclosure_policy.interview.accepted_answers import as_terms
from disclosure_policy.interview.question import Given
from disclosure_policy.law import Law, Scheme
from disclosure_policy.missing import where_stated
from disclosure_policy.rule_files import SINGLE


def scheme_of(law: Law, jurisdiction: str, fact: str) -> Scheme | None:
    """Return the scheme of the terms in which a fact is stated, if it is stated in terms."""
    if law.facts[jurisdiction][fact].kind != "terms":
        return None
    return law.vocabularies[jurisdiction][law.scheme_name(jurisdiction, fact)]


def is_of_parts(fact: str) -> bool:
    """Say whether a fact is stated of each item or purpose."""
    return fact.startswith("item.") or fact in SINGLE


def terms_stated(content: dict[str, Any], fact: str, law: Law, jurisdiction: str) -> tuple[str, ...]:
    """Return the terms that a request says to apply of a fact."""
    at: Any = content
    if fact == "item.type":
        return tuple(term for item in at.get("items", ()) for term in _has(item.get("type")))
    for name in _where(fact, law, jurisdiction):
        at = at.get(name) or {}
    return tuple(term for one in at for term in _has(one)) if fact == "purpose" else tuple(_has(at))


def state(content: dict[str, Any], one: Given, law: Law, jurisdiction: str) -> None:
    """Write an answer into a request; of what was offered and not chosen it says that it does not apply."""
    scheme = scheme_of(law, jurisdiction, one.fact)
    if one.fact == "item.type":
        content["items"] = [
            made
            for item in content.get("items") or [{}]
            for made in ([{**item, "type": said} for said in _each(one, item.get("type"), scheme)])
        ]
    elif one.fact.startswith("item."):
        for item in content.setdefault("items", [{}]):
            if one.of is None or one.of in _has(item.get("type")):
                item[one.fact.partition(".")[2]] = one.answer
    elif one.fact == "purpose":
        before: list[Any] = content.get("purposes") or [None]
        content["purposes"] = [said for had in before for said in _each(one, had, scheme)]
    else:
        at: dict[str, Any] = content
        *owners, name = _where(one.fact, law, jurisdiction)
        for owner in owners:
            at = at.setdefault(owner, {})
        whole = law.facts[jurisdiction][one.fact].several
        at[name] = _said(one, at.get(name), scheme, whole=whole) if scheme else one.answer


def _where(fact: str, law: Law, jurisdiction: str) -> list[str]:
    return where_stated(fact, law.facts[jurisdiction][fact]).split(".")


def _has(said: Any) -> list[str]:  # noqa: ANN401 - as a request states it
    return list(said.get("has", ())) if isinstance(said, dict) else as_terms(said) if said else []


def _each(one: Given, had: Any, scheme: Scheme | None) -> list[Any]:  # noqa: ANN401
    """Return what is said of each item, or purpose, that an answer makes of one that was stated so far.

    Terms that are narrower than the one asked about are an item or purpose each; those that merely may go with it
    are said of the same one.
    """
    stated: list[str | None] = [*_has(had)] or [None]
    if one.of not in stated:
        return [had]
    chosen = as_terms(one.answer)
    apart = [term for term in chosen if not (scheme and one.of) or term in scheme.narrower[one.of]]
    along = [term for term in chosen if term not in apart]
    return [
        _said(one.model_copy(update={"answer": [*term, *along]}), had, scheme, beside=chosen)
        for term in ([[term] for term in apart] or [[one.of] if one.of else []])
    ]


def _said(
    one: Given,
    had: Any,  # noqa: ANN401
    scheme: Scheme | None,
    *,
    whole: bool = False,
    beside: Collection[str] = (),
) -> Any:  # noqa: ANN401
    """Return what is said of a coded fact after an answer: a list, or what applies and what does not."""
    chosen = as_terms(one.answer)
    if one.of and scheme and not any(one.of in scheme.broader[term] for term in chosen):
        chosen = [one.of, *chosen]  # what may go with it does not replace it
    before: list[str | None] = [*_has(had)] or [None]
    has = list(dict.fromkeys(new for term in before for new in (chosen if term == one.of else [term]) if new))
    if whole and not isinstance(had, dict):
        return has
    denied = had.get("lacks", ()) if isinstance(had, dict) else ()
    narrowed = [term for term in (*has, *beside) if term != one.of]
    lacks = [
        term
        for term in dict.fromkeys((*denied, *one.offered))
        if scheme and _may_be_denied(scheme, term, has, narrowed)
    ]
    if not lacks:
        return has[0] if len(has) == 1 else has
    return {"has": has, "lacks": lacks} if has else {"lacks": lacks}


def _may_be_denied(scheme: Scheme, term: str, has: Collection[str], narrowed: Collection[str]) -> bool:
    """Say whether a term that was offered and not chosen can be said not to apply.

    It cannot where one that applies falls under it, or where one of `narrowed`, about which nothing narrower was
    asked yet, may turn out to be it. What is short for others, or excluded anyway, is not denied.
    """
    applying = scheme.spelled_out(has)
    return (
        not scheme.terms[term].stands_for
        and not any(term in scheme.broader[one] or term in scheme.excluded[one] for one in applying)
        and all(scheme.narrower[one].isdisjoint(scheme.narrower[term]) for one in scheme.spelled_out(narrowed))
    )
