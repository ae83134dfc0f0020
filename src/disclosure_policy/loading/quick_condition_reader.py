"""Reads a condition in its plainest spelling, so that only others need the parser, which takes long to start.

What is read is written out again and is taken only if that gives the very text: a text has one meaning, and the tests
hold this reader against the parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from disclosure_policy.conditions.editing import written
from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Comparison,
    Constant,
    Expression,
    FactReference,
    Not,
    Or,
    Sum,
    paths,
)
from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.loading.from_rule_engine import ORDERED, SHIFTS

_WORD = re.compile(r'\s*([dt]"[^"]*"|[\w.]+|[=!<>]=|[<>()+-])', re.ASCII)
_DAYS = re.compile(r't"P([0-9]{1,9})D"')
_MOST_BRACKETS = 32


def read_plainly(text: str, kinds: Mapping[str, Kind]) -> Expression | None:
    """Return the expression that a condition is in its plainest spelling, or None if the parser has to read it.

    `kinds` gives the kind of each fact by its path. Every word was looked up before.
    """
    words = _WORD.findall(text)
    if words.count("(") > _MOST_BRACKETS:
        return None
    try:
        expression = _Reader([*words, ""], kinds).whole()
    except _NotPlainError:
        return None
    return expression if written(expression) == " ".join(text.split()) else None


class _NotPlainError(Exception):
    """The parser has to read this."""


class _Reader:
    def __init__(self, words: list[str], kinds: Mapping[str, Kind]) -> None:
        self._words = words
        self._kinds = kinds
        self._at = 0

    def whole(self) -> Expression:
        return self._joined("or", self._conjunction)

    def _conjunction(self) -> Expression:
        return self._joined("and", self._negation)

    def _joined(self, word: str, part: Any) -> Expression:  # noqa: ANN401 - a method of this class
        operands = [part()]
        while self._took(word):
            operands.append(part())
        if len(operands) == 1:
            return cast("Expression", operands[0])
        made = And if word == "and" else Or
        if not all(one.kind == "boolean" and any(paths(one)) and type(one) is not made for one in operands):
            raise _NotPlainError
        return made(tuple(operands))

    def _negation(self) -> Expression:
        if not self._took("not"):
            return self._comparison()
        operand = self._comparison()
        if operand.kind != "boolean" or not any(paths(operand)):
            raise _NotPlainError
        return Not(operand)

    def _comparison(self) -> Expression:
        left = self._sum()
        operation = self._took("==", "!=", "<", "<=", ">", ">=")
        if not operation:
            return left
        right = self._sum()
        ordered = left.kind in ORDERED or operation in ("==", "!=")
        if left.kind != right.kind or not ordered or (not any(paths(left)) and not any(paths(right))):
            raise _NotPlainError
        return Compare(cast("Comparison", operation), left, right)

    def _sum(self) -> Expression:
        left = self._single()
        while sign := self._took("+", "-"):
            right, minus = self._single(), sign == "-"
            kind = SHIFTS.get((left.kind, right.kind, minus))
            if kind is None or not any(paths(left)):  # the parser adds constants up
                raise _NotPlainError
            left = Sum(left, right, minus, kind)
        return left

    def _single(self) -> Expression:
        word = self._words[self._at]
        self._at += 1
        if word == "(":
            inner = self.whole()
            if not self._took(")"):
                raise _NotPlainError
            return inner
        if word in self._kinds:
            return FactReference(word, self._kinds[word])
        try:
            if word.isdigit():
                return Constant(int(word), "number")
            if word.startswith('d"'):
                return Constant(date.fromisoformat(word[2:-1]), "date")
            return Constant(timedelta(int(_DAYS.fullmatch(word)[1])), "duration")  # type: ignore[index]
        except (TypeError, ValueError):
            raise _NotPlainError from None

    def _took(self, *words: str) -> str | None:
        """Go past the next word if it is one of these."""
        word = self._words[self._at]
        if word not in words:
            return None
        self._at += 1
        return word
