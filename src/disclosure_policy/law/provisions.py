"""Rules ready to be applied: parsed conditions, pinpoint citations, and the layers they form on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from disclosure_policy.conditions.editing import PartPath, replaced
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
    branch: PartPath | None = None
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
    section: Section = field(repr=False)
    rule: Rule = field(repr=False)
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
    other_side: tuple[Clause, ...] | Literal["never"] | None = None
    """Its conditions on the reading that a register can adopt, `never` if it is then no rule; None without one."""
    adopted: Contested | None = None
    """The contested point of which the other side was adopted, and is what the conditions say."""

    @property
    def effect(self) -> Effect:
        """Whether it forbids or permits."""
        return self.rule.effect

    @property
    def on_either_side(self) -> tuple[Clause, ...]:
        """Its conditions, with those of the reading that a register can adopt."""
        return (*self.clauses, *(self.other_side if isinstance(self.other_side, tuple) else ()))

    @property
    def adoptable(self) -> tuple[Contested, str] | None:
        """The contested point of which a register can adopt the other side, and its citation."""
        cited = {number: clause.citation for number, clause in zip(self.numbers, self.clauses, strict=False)}
        carrying = ((n, one) for n, one in self.rule.points if one.alternative_conditions is not None)
        for number, contested in carrying if self.other_side is not None else ():
            return contested, self.citation if number is None else cited.get(number, self.citation)
        return None


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
