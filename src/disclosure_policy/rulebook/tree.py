"""Prints the law of a jurisdiction as a tree of exceptions, for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import wrap

from disclosure_policy.escaping import plain
from disclosure_policy.law import Law, Layer, Provision

WIDTH = 110


def outline(law: Law, jurisdiction: str, day: date) -> str:
    """Return the provisions in force on `day`, each under what it is an exception to.

    Raises:
        RequestError: if there is no such jurisdiction.
    """
    structure = law.lawbook(jurisdiction).structure
    layer = law.layers(jurisdiction, day)[-1]
    head = plain(f"{layer.jurisdiction.name} ({layer.code}), in force on {day}")
    if not layer.prohibitions:
        return f"{head}\n\nno confidentiality provision is in force, so nothing may be disclosed"
    drawing = _Drawing(layer, tuple(structure))
    lines = [head]
    for top in drawing.in_order(layer.prohibitions):
        lines += ["", *drawing.branch(top, "", "")]
    return "\n".join(lines)


class _Drawing:
    def __init__(self, layer: Layer, paragraphs: tuple[str, ...]) -> None:
        self.layer = layer
        self.paragraphs = paragraphs
        self.drawn: set[str] = set()

    def in_order(self, provisions: Iterable[Provision]) -> list[Provision]:
        """Sort as the jurisdiction lists its paragraphs; what it does not list comes after, by section and place."""
        return sorted(provisions, key=lambda provision: (self._listed(provision.citation), _place(provision)))

    def _listed(self, citation: str) -> int:
        inside = (i for i, one in enumerate(self.paragraphs) if citation == one or one.startswith(f"{citation}("))
        within = (i for i, one in enumerate(self.paragraphs) if citation.startswith(f"{one}("))
        return next(inside, next(within, len(self.paragraphs)))

    def branch(self, provision: Provision, before: str, after: str) -> Iterator[str]:
        """Draw a provision and what hangs from it; `before` and `after` stand before its first line and the rest."""
        self.drawn.add(provision.id)
        mark = {"forbid": "NO", "permit": "MUST" if provision.rule.mandatory else "MAY"}[provision.effect]
        note = _note(provision)
        text = f"{mark} {provision.citation}: {provision.rule.summary}" + (f" [{note}]" if note else "")
        yield from _wrapped(text, before, after)
        exceptions = self.in_order(self.layer.exceptions.get(provision.id, ()))
        drawn = [exception for exception in exceptions if exception.id in self.drawn]
        fresh = [exception for exception in exceptions if exception.id not in self.drawn]
        if drawn:
            text = "as above: " + "; ".join(f"{one.citation} {one.rule.id}" for one in drawn)
            yield from _wrapped(text, after + ("├─ " if fresh else "└─ "), after + ("│  " if fresh else "   "))
        for index, exception in enumerate(fresh):
            last = index == len(fresh) - 1
            yield from self.branch(exception, after + ("└─ " if last else "├─ "), after + ("   " if last else "│  "))


def _wrapped(text: str, before: str, after: str) -> list[str]:
    return wrap(plain(text), WIDTH, initial_indent=before, subsequent_indent=after + "     ", break_on_hyphens=False)


def _note(provision: Provision) -> str | None:
    if provision.rule.not_encoded:
        return f"not wholly encoded: {provision.rule.not_encoded}"
    contested = provision.rule.contested or any(clause.contested for clause in provision.clauses)
    return "contested" if contested else None


def _place(provision: Provision) -> tuple[tuple[tuple[int, str], ...], int]:
    return _natural(provision.section.id), provision.section.text.rules.index(provision.rule)


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    parts = text.replace("/", ".").replace("-", ".").split(".")
    return tuple((int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts)
