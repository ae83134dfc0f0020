"""Sets every paragraph of a jurisdiction's law against what encodes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from disclosure_policy.law.law import Law


@dataclass(frozen=True)
class CoveredParagraph:
    """A paragraph, what encodes it, and the reason why it is no rule, if one was given."""

    citation: str
    encoded_by: tuple[str, ...]
    reason: str | None

    @property
    def explained(self) -> bool:
        """Whether nothing was skipped: it is encoded, or there is a reason why not."""
        return bool(self.encoded_by or self.reason)


def coverage(law: Law, jurisdiction: str) -> tuple[CoveredParagraph, ...]:
    """Return each paragraph that the jurisdiction's `structure.yaml` lists, in its order.

    A paragraph is encoded by every rule, condition, obligation, term or fact that cites it or a place inside it.

    Raises:
        RequestError: if there is no such jurisdiction.
    """
    book = law.lawbook(jurisdiction)
    cited: dict[str, dict[str, None]] = {}
    for citation, name in _citations(law, jurisdiction):
        cited.setdefault(citation, {}).setdefault(name)
    rows = []
    for paragraph, reason in book.structure.items():
        inside = [
            names
            for citation, names in cited.items()
            if citation == paragraph or citation.startswith(f"{paragraph}(")
        ]
        rows.append(CoveredParagraph(paragraph, tuple(dict.fromkeys(n for names in inside for n in names)), reason))
    return tuple(rows)


def _citations(law: Law, jurisdiction: str) -> Iterator[tuple[str, str]]:
    for provision in law.provisions[jurisdiction]:
        name = provision.id.removeprefix(f"{jurisdiction}/").partition("/")[2]
        yield provision.citation, name
        for clause in provision.clauses:
            yield clause.citation, name
        for duty in provision.duties:
            yield duty.citation, name
    book = law.lawbook(jurisdiction)
    for scheme, terms in book.terms.items():
        for term, meaning in terms.items():
            if meaning.citation:
                yield meaning.citation, f"{scheme}.{term}"
    for name, fact in book.facts.items():
        if fact.citation:
            yield fact.citation, name
