"""Writes the page docs/coverage: every paragraph of a jurisdiction's law against what encodes it."""

from __future__ import annotations

from disclosure_policy.escaping import code, markdown, table
from disclosure_policy.law import CoveredParagraph, Law

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
    blocks = [
        f"# Coverage: {markdown(name)} ({code(jurisdiction)})",
        f"{len(rows)} paragraphs: {encoded} encoded, {excused} with the reason why they are no rule.\n{_NAMES}",
        table(("paragraph", "encoded by", "or why not"), rows_told),
    ]
    return "\n\n".join(blocks) + "\n"
