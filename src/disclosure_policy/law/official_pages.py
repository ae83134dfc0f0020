"""Finds the official page on which a citation can be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from disclosure_policy.law.law import Law
from disclosure_policy.rule_files import PARAGRAPH


def pages(law: Law, jurisdiction: str, day: date) -> Mapping[str, str]:
    """Return the official page of each section of a jurisdiction and its parents, by the section's citation.

    Of several versions the one in force on `day` counts; a source that is no web address is left out.
    """
    found: dict[str, str] = {}
    for book in law.rule_set.chain(jurisdiction):
        for section in sorted(book.sections, key=lambda one: one.text.effective.covers(day)):
            if section.text.source.startswith(("https://", "http://")):
                found[section.text.citation] = section.text.source
    return found


def page(citation: str, known: Mapping[str, str]) -> str | None:
    """Return the page of the section that a citation points into, or None if that section is not among the rules."""
    return known.get(PARAGRAPH.sub("", citation))
