"""Writes the page docs/coverage: every paragraph of a jurisdiction's law against what encodes it."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_policy.escaping import code, markdown, table
from disclosure_policy.law import CoveredParagraph, Law

_CONTESTED = (
    "Where lawyers could read the text otherwise: what is encoded, and what the other reading would let through."
)
_NAMES = "A rule is named by its section and id, a term or fact by its name."


def coverage_page(law: Law, jurisdiction: str, rows: tuple[CoveredParagraph, ...]) -> str:
    """Return the coverage as a page of Markdown."""
    name = law.lawbook(jurisdiction).jurisdiction.name
    encoded = sum(bool(row.encoded_by) for row in rows)
    excused = sum(row.explained for row in rows) - encoded
    rows_told = (
        (
            markdown(row.citation),
            ", ".join(map(code, row.encoded_by)),
            markdown(row.reason) if row.reason else "" if row.encoded_by else "**not explained**",
        )
        for row in rows
    )
    reviews = tuple(_reviews(law, jurisdiction))
    blocks = [
        f"# Coverage: {markdown(name)} ({code(jurisdiction)})",
        f"{len(rows)} paragraphs: {encoded} encoded, {excused} with the reason why they are no rule.\n{_NAMES}",
        table(("paragraph", "encoded by", "or why not"), rows_told),
        f"## Contested readings\n\n{_CONTESTED}",
        table(("rule", "what is encoded", "the other reading", "it permits"), _contested(law, jurisdiction)),
        f"## Reviewed\n\n{_reviewed(law, jurisdiction)}",
        *([table(("version", "reviewed by", "on", "note"), reviews)] if reviews else []),
    ]
    return "\n\n".join(blocks) + "\n"


def _contested(law: Law, jurisdiction: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield each contested reading once, whatever the version."""
    seen: set[tuple[str, str]] = set()
    for provision in law.provisions[jurisdiction]:
        for one in (provision.rule.contested, *(condition.contested for condition in provision.rule.conditions)):
            if one and (provision.id, one.reading) not in seen:
                seen.add((provision.id, one.reading))
                rule = "/".join(provision.id.split("/")[-2:])
                yield code(rule), markdown(one.reading), markdown(one.alternative), one.alternative_permits


def _reviewed(law: Law, jurisdiction: str) -> str:
    sections = law.lawbook(jurisdiction).sections
    found = sum(bool(section.text.reviewed) for section in sections)
    say = "say" if found > 1 else "says"
    return f"Of {len(sections)} versions of sections, {found or 'none'} {say} who reviewed it."


def _reviews(law: Law, jurisdiction: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield each review of a version; one from before its text was last read says so."""
    for section in law.lawbook(jurisdiction).sections:
        text = section.text
        for one in text.reviewed:
            since = f"the text was read again on {text.read_on}" if one.date < text.read_on else ""
            note = "; ".join(part for part in (one.note, since) if part)
            version = f"{text.citation}, from {text.effective.first}"
            yield markdown(version), markdown(one.by), str(one.date), markdown(note)
