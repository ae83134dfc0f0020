"""Rules ready to be applied: parsed conditions, pinpoint citations, and the layers they form on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure_policy.conditions.editing import Place, replaced
from disclosure_policy.conditions.expression import Constant, Expression
from disclosure_policy.rule_files import EffectivePeriod, Jurisdiction, Section
from disclosure_policy.rule_files.section_file import Contested, Effect, Rule
from disclosure_policy.truth import Truth


@dataclass(frozen=True)
class Clause:
    """A condition of a rule, ready to be evaluated."""

    text: str
    expression: Expression
    citation: str
    summary: str
    contested: Contested | None
    branch: Place | None = None
    """Where in the condition the part stands that is contested, if not all of it is."""

    def supposing(self, value: Truth) -> Expression:
        """Return the condition with what is contested in it replaced by a value that is known."""
        constant = Constant(value=bool(value), kind="boolean")
        return replaced(self.expression, self.branch or (), constant)


@dataclass(frozen=True)
class Duty:
    """An obligation with its citation."""

    text: str
    citation: str
    bears: str


@dataclass(frozen=True, eq=False)
class Provision:
    """A rule as it reads through one period, ready to be weighed."""

    id: str
    jurisdiction: str
    section: Section
    rule: Rule
    effective: EffectivePeriod
    """The days of its section's version on which it is in force with these conditions."""
    citation: str
    clauses: tuple[Clause, ...]
    numbers: tuple[int, ...]
    """Where each of them stands among the conditions of the rule as written."""
    duties: tuple[Duty, ...]
    exception_to: tuple[str, ...]
    usable: bool
    """False for a permit that is not wholly encoded and that nobody has accepted as it is."""

    @property
    def effect(self) -> Effect:
        """Whether it forbids or permits."""
        return self.rule.effect


@dataclass(frozen=True)
class Layer:
    """The law of one jurisdiction in force on a day: its prohibitions with everything below them.

    `provisions` stand in an order in which every exception comes before what it limits.
    """

    code: str
    jurisdiction: Jurisdiction
    provisions: tuple[Provision, ...]
    prohibitions: tuple[Provision, ...]
    exceptions: Mapping[str, tuple[Provision, ...]]
