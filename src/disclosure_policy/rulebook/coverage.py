"""Writes the page docs/coverage: every paragraph of a jurisdiction's law against what encodes it."""

from __future__ import annotations

from disclosure_policy.law import CoveredParagraph, Law


def coverage_page(law: Law, jurisdiction: str, rows: tuple[CoveredParagraph, ...]) -> str:
    """Return the coverage as a page of Markdown."""
    name = law.lawbook(jurisdiction).jurisdiction.name
    encoded = sum(bool(row.encoded_by) for row in rows)
    excused = sum(row.explained for row in rows) - encoded
    lines = [
        f"# Coverage: {name} (`{jurisdiction}`)",
        "",
        f"{len(rows)} paragraphs: {encoded} encoded, {excused} with the reason why they are no rule.",
        "A rule is named by its section and id, a term or fact by its name.",
        "",
        "| paragraph | encoded by | or why not |",
        "|---|---|---|",
    ]
    for row in rows:
        names = ", ".join(f"`{name}`" for name in row.encoded_by)
        reason = row.reason or ("" if row.encoded_by else "**not explained**")
        lines.append(f"| {row.citation} | {names} | {reason} |")
    return "\n".join(lines) + "\n"
