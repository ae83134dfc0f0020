"""Spells a condition out in steps, down to the facts it reads and what was stated of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    paths,
    truth,
)
from disclosure_policy.deciding import UNSTATED, Facts
from disclosure_policy.missing import truth_word
from disclosure_policy.reasoning.audience import Brief
from disclosure_policy.reasoning.stated_values import said, value_words
from disclosure_policy.reasoning.steps import Step, StepKind
from disclosure_policy.rule_files import FactDeclaration

LEGAL = "as the law decides"
"""What is said of a fact that the law itself supplies, such as whether the state's own law authorizes."""


@dataclass(frozen=True)
class Speller:
    """Spells out expressions over the facts of one disclosure, or of several of which the same is true."""

    brief: Brief
    disclosures: tuple[int, ...]
    facts: Facts
    """What is known under one layer of the law."""

    def step(self, expression: Expression, *, decided: bool) -> Step:
        """Return an expression as a step; a part is on the path that decided if it gives the whole its value."""
        value = truth(expression, self.facts.value)
        kind: StepKind
        operands: tuple[Expression, ...]
        match expression:
            case And():
                kind, text, operands = "and", "all of these", expression.operands
            case Or():
                kind, text, operands = "or", "at least one of these", expression.operands
            case Not():
                kind, text, operands = "not", "it is not so that", (expression.operand,)
            case _:
                return self._leaf(expression, decided=decided)
        parts = tuple(
            self.step(part, decided=decided and (kind == "not" or truth(part, self.facts.value) is value))
            for part in operands
        )
        return Step(kind=kind, text=text, value=truth_word(value), decided=decided, parts=parts)

    def _leaf(self, expression: Expression, *, decided: bool) -> Step:
        read = tuple(dict.fromkeys(self.facts.fact_of(path)[0] for path in paths(expression)))
        askable = (self._declared[fact].supplied_by for fact in read if fact not in UNSTATED)
        term = self.facts.fact_of(expression.path)[1] if isinstance(expression, FactReference) else None
        told = {fact: words for fact in read if (words := self._said(fact, term))}
        if len(read) > 1:
            told = {fact: (f"{self._question(fact)} {'; '.join(words)}",) for fact, words in told.items()}
        return Step(
            kind="fact" if isinstance(expression, FactReference) else "value",
            text=self._words(expression),
            value=truth_word(truth(expression, self.facts.value)),
            decided=decided,
            stated=tuple(chain.from_iterable(told.values())),
            facts=read,
            supplied_by=tuple(dict.fromkeys(askable)),
        )

    def _said(self, fact: str, term: str | None) -> tuple[str, ...]:
        given = fact not in self.facts.schemes and self.facts.value(fact) is not None
        return said(self.brief, self.disclosures, fact, term) or ((LEGAL,) if given else ())

    @property
    def _declared(self) -> Mapping[str, FactDeclaration]:
        return self.brief.law.facts[self.brief.case.jurisdiction]

    def _question(self, fact: str) -> str:
        return self._declared[fact].question

    def _words(self, expression: Expression) -> str:
        match expression:
            case Constant():
                return value_words(expression.value)
            case FactReference():
                fact, term = self.facts.fact_of(expression.path)
                label = f" {self.facts.schemes[fact].terms[term].label}" if term else ""
                return self._question(fact) + label
            case Member():
                choices = " or ".join(value_words(choice.value) for choice in expression.choices)
                return f"{self._words(expression.item)} {choices}"
            case Compare():
                return f"{self._words(expression.left)} {expression.operation} {self._words(expression.right)}"
            case Not() | And() | Or():
                return f"({expression.kind})"  # a truth value compared with another: spelled out nowhere
            case _:
                sign = "-" if expression.minus else "+"
                return f"{self._words(expression.left)} {sign} {self._words(expression.right)}"
