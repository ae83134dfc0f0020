"""Says in words what was stated of a fact."""

from __future__ import annotations

from collections.abc import Iterable

from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.law import Statement
from disclosure_policy.reasoning.audience import Brief

SHOWN_TERMS = 3


def said(brief: Brief, disclosures: Iterable[int], fact: str, term: str | None = None) -> tuple[str, ...]:
    """Return what was stated of a fact in some disclosures of a request, as its reader may see it; empty if nothing.

    Asked about one term, it names the stated terms that fall under that one or, if none does, the others, of which a
    long list is only counted. A judgment comes with who gave it, when and why.
    """
    path = f"{fact}.{term}" if term else fact
    known = [facts for index in disclosures for facts in brief.case.disclosures[index].facts.looked_at(path)]
    if fact in known[0].schemes:
        scheme = known[0].schemes[fact]
        statements = [facts.said_of(fact) for facts in known]
        terms = list(dict.fromkeys(stated for found in statements for stated in found.has))
        within = [stated for stated in terms if term in scheme.broader[stated]]
        if term and not within and len(terms) > SHOWN_TERMS:
            return (f"{len(terms)} others",)
        labels = tuple(dict.fromkeys(scheme.terms[stated].label for stated in within or terms))
        lacking = dict.fromkeys(one for found in statements for one in found.lacks)
        if lacking and not labels:
            return (f"not {' nor '.join(scheme.terms[one].label for one in lacking)}",)
        return labels or (("none",) if statements[0] else ())
    values = dict.fromkeys(facts.plain.get(fact) for facts in known)
    judgment = brief.request.judgments.get(fact)
    why = f" ({judgment.by}, {judgment.day}: {judgment.why})" if judgment else ""
    return tuple(value_words(value) + why for value in values if value is not None)


def denied(brief: Brief, fact: str) -> bool:
    """Say whether it was stated of a fact that it is not so or, where it has terms, that none applies."""
    return all(
        facts.said_of(fact) == Statement(whole=True) if fact in facts.schemes else facts.plain.get(fact) is False
        for _, _, facts in brief.case.disclosures
    )


def value_words(value: Value) -> str:
    """Return a plain value as a person writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
