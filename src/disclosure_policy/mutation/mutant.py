"""A mutant: the law with one small mistake in it, and the change to the rule files that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from disclosure_policy.documents import Path as YamlPath
from disclosure_policy.law import Law, Provision

MutantKind = Literal[
    "drop a condition",
    "negate a condition",
    "swap and, or",
    "broaden a term",
    "narrow a term",
    "shift a constant",
    "drop an exception",
    "shift a date",
    "flip an effect",
]


@dataclass(frozen=True)
class Edit:
    """One change to the text of a rule file: the value at `path` becomes `value`, or goes if that is None."""

    file: str
    path: YamlPath
    value: Any


@dataclass(frozen=True, eq=False)
class Mutant:
    """The law with some rules replaced by others."""

    kind: MutantKind
    what: str
    """The mistake, in words."""
    citation: str
    changed: tuple[tuple[Provision, Provision], ...]
    """Each rule changed with what takes its place."""
    edits: tuple[Edit, ...]
    clause: int | None = None
    """The one condition that changed, if that is all; it may be gone."""
    relinks: str | None = None
    """The one rule that is no longer limited, if that is all; the rule changed still limits others."""

    @property
    def provision(self) -> Provision:
        """The rule in which the mistake was made."""
        return self.changed[0][0]

    def law(self, law: Law) -> Law:
        """Return the law with the mistake."""
        others = dict(self.changed)
        provisions = {code: tuple(others.get(p, p) for p in found) for code, found in law.provisions.items()}
        return Law(law.rule_set, f"{law.fingerprint}~{id(self)}", provisions, law.facts, law.vocabularies)
