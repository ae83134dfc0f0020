"""Converts the tree of rule-engine's parser to our own, by an allow-list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from disclosure_policy.conditions.expression import (
    And,
    Compare,
    Comparison,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    Sum,
    paths,
)
from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.loading.allowed_in_conditions import ConditionError

KINDS = "compare numbers with numbers and days with days; add days and durations"
COMPARE = "compare it with something, as in `people < 10`"
_COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
ORDERED = ("number", "date", "duration")
SHIFTS: dict[tuple[Kind, Kind, bool], Kind] = {
    ("number", "number", False): "number",
    ("number", "number", True): "number",
    ("date", "duration", False): "date",
    ("date", "duration", True): "date",
    ("date", "date", True): "duration",
    ("duration", "duration", False): "duration",
    ("duration", "duration", True): "duration",
}


class Converter:
    """Turns the nodes that the allow-list allows; `kinds` gives the kind of each fact."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.kinds = kinds

    def convert(self, node: Any) -> Expression:  # noqa: ANN401
        """Return our own expression for a node of the parser's tree.

        Raises:
            ConditionError: if the node or its types are not on the allow-list.
        """
        handler = getattr(self, f"_{type(node).__name__}", None)
        if handler is None:
            raise ConditionError(
                "forbidden-word",
                "this operation is not allowed in a condition",
                0,
                "use facts with `and`, `or`, `not`",
            )
        return cast("Expression", handler(node))

    def _LogicExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        word = node.type
        operands: list[Any] = []
        while type(node).__name__ == "LogicExpression" and node.type == word:  # a long chain leans to the left
            operands.append(node.right)
            node = node.left
        operands.append(node)
        flat: list[Expression] = []
        for operand in (self._boolean(operand, word) for operand in reversed(operands)):
            same = isinstance(operand, And if word == "and" else Or)
            flat.extend(operand.operands if same and isinstance(operand, And | Or) else (operand,))
        return And(tuple(flat)) if word == "and" else Or(tuple(flat))

    def _UnaryExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        if node.type == "not":
            return Not(self._boolean(node.right, "not"))
        raise ConditionError("forbidden-word", "a minus sign before a fact is not allowed")

    def _ComparisonExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        left, right = self.convert(node.left), self.convert(node.right)
        if left.kind != right.kind:
            raise ConditionError(
                "mixed-kinds", f"a {left.kind} is compared with a {right.kind}", 0, KINDS, word=_first(left, right)
            )
        return Compare(cast("Comparison", _COMPARISONS[node.type]), left, right)

    def _ArithmeticComparisonExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        compared = cast("Compare", self._ComparisonExpression(node))
        if compared.left.kind not in ORDERED:
            raise ConditionError(
                "mixed-kinds", f"a {compared.left.kind} has no order", 0, "compare it with `==` or `!=`"
            )
        return compared

    def _ContainsExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        if type(node.container).__name__ not in ("ArrayExpression", "SetExpression"):
            raise ConditionError("forbidden-word", "`in` needs a list written out, as in `[1, 2]`")
        item = self.convert(node.member)
        choices = tuple(self.convert(choice) for choice in node.container.value)
        if not all(isinstance(choice, Constant) and choice.kind == item.kind for choice in choices):
            raise ConditionError("mixed-kinds", f"the list after `in` must hold constants, each a {item.kind}")
        return Member(item, cast("tuple[Constant, ...]", choices))

    def _AddExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        return self._shift(node, minus=False)

    def _SubtractExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        return self._shift(node, minus=True)

    def _SymbolExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        return self._fact(str(node.name))

    def _GetAttributeExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        return self._fact(self._path(node))

    def _BooleanExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        return Constant(bool(node.value), "boolean")

    def _FloatExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        return Constant(int(node.value), "number")

    def _DatetimeExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        moment: datetime = node.value  # a whole day: how it is written was checked before
        return Constant(date(moment.year, moment.month, moment.day), "date")

    def _TimedeltaExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        length: timedelta = node.value  # of whole days
        return Constant(length, "duration")

    def _boolean(self, node: Any, word: str) -> Expression:  # noqa: ANN401
        converted = self.convert(node)
        if converted.kind != "boolean":
            raise ConditionError(
                "not-boolean",
                f"`{word}` joins what is true or false; here is a {converted.kind}",
                0,
                COMPARE,
                word=_first(converted),
            )
        return converted

    def _shift(self, node: Any, *, minus: bool) -> Expression:  # noqa: ANN401
        left, right = self.convert(node.left), self.convert(node.right)
        kind = SHIFTS.get((left.kind, right.kind, minus))
        if kind is None:
            sign = "-" if minus else "+"
            raise ConditionError(
                "mixed-kinds",
                f"`{sign}` cannot join a {left.kind} and a {right.kind}",
                0,
                KINDS,
                word=_first(left, right),
            )
        return Sum(left, right, minus, kind)

    def _path(self, node: Any) -> str:  # noqa: ANN401
        owner = getattr(node, "object", None)
        return str(node.name) if owner is None else f"{self._path(owner)}.{node.name}"

    def _fact(self, path: str) -> Expression:
        return FactReference(path, self.kinds[path])  # every name was looked up before the text was parsed


def _first(*expressions: Expression) -> str | None:
    return next((path for expression in expressions for path in paths(expression)), None)
