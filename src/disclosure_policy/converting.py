"""The parser's tree to our own, by an allow-list: what is not named here cannot stand in a condition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from disclosure_policy.errors import suggest
from disclosure_policy.expression import (
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
)
from disclosure_policy.fact import Kind

_COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_ORDERED = ("number", "date", "duration")
_SHIFTS: dict[tuple[Kind, Kind, bool], Kind] = {
    ("number", "number", False): "number",
    ("number", "number", True): "number",
    ("date", "duration", False): "date",
    ("date", "duration", True): "date",
    ("date", "date", True): "duration",
    ("duration", "duration", False): "duration",
    ("duration", "duration", True): "duration",
}


class ConditionError(Exception):
    """A condition cannot be used; `offset` is where in its text the trouble is."""

    def __init__(self, message: str, offset: int = 0, help_: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.help = help_


class Converter:
    """Turns the nodes that the allow-list allows; `kinds` gives the kind of each fact, `text` is the condition."""

    def __init__(self, kinds: Mapping[str, Kind], text: str) -> None:
        self.kinds = kinds
        self.text = text

    def convert(self, node: Any) -> Expression:  # noqa: ANN401
        """Return our own expression for a node of the parser's tree.

        Raises:
            ConditionError: if the node or its types are not on the allow-list.
        """
        handler = getattr(self, f"_{type(node).__name__}", None)
        if handler is None:
            raise self._refuse(type(node).__name__)
        return cast("Expression", handler(node))

    def _LogicExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        sides = (self._boolean(node.left, node.type), self._boolean(node.right, node.type))
        kind = And if node.type == "and" else Or
        flat: list[Expression] = []
        for side in sides:
            flat.extend(side.operands if isinstance(side, And | Or) and type(side) is kind else (side,))
        return kind(tuple(flat))

    def _UnaryExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        if node.type == "not":
            return Not(self._boolean(node.right, "not"))
        raise ConditionError("a minus sign before a fact is not allowed")

    def _ComparisonExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        left, right = self.convert(node.left), self.convert(node.right)
        if left.kind != right.kind:
            raise ConditionError(f"a {left.kind} is compared with a {right.kind}")
        return Compare(cast("Comparison", _COMPARISONS[node.type]), left, right)

    def _ArithmeticComparisonExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        compared = cast("Compare", self._ComparisonExpression(node))
        if compared.left.kind not in _ORDERED:
            raise ConditionError(f"a {compared.left.kind} has no order", 0, "compare it with `==` or `!=`")
        return compared

    def _ContainsExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        if type(node.container).__name__ not in ("ArrayExpression", "SetExpression"):
            raise ConditionError("`in` needs a list written out, as in `[1, 2]`")
        item = self.convert(node.member)
        choices = tuple(self.convert(choice) for choice in node.container.value)
        if not all(isinstance(choice, Constant) and choice.kind == item.kind for choice in choices):
            raise ConditionError(f"the list after `in` must hold constants, each a {item.kind}")
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
        if node.value != int(node.value):
            raise ConditionError(f"`{node.value}` is not a whole number")
        return Constant(int(node.value), "number")

    def _DatetimeExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        moment: datetime = node.value
        if moment.time() != datetime.min.time():
            raise ConditionError("a date must not have a time of day")
        return Constant(date(moment.year, moment.month, moment.day), "date")

    def _TimedeltaExpression(self, node: Any) -> Expression:  # noqa: ANN401, N802
        length: timedelta = node.value
        if length != timedelta(days=length.days):
            raise ConditionError("a duration must be whole days")
        return Constant(length, "duration")

    def _boolean(self, node: Any, word: str) -> Expression:  # noqa: ANN401
        converted = self.convert(node)
        if converted.kind != "boolean":
            raise ConditionError(f"`{word}` joins what is true or false; here is a {converted.kind}")
        return converted

    def _shift(self, node: Any, *, minus: bool) -> Expression:  # noqa: ANN401
        left, right = self.convert(node.left), self.convert(node.right)
        kind = _SHIFTS.get((left.kind, right.kind, minus))
        if kind is None:
            sign = "-" if minus else "+"
            raise ConditionError(f"`{sign}` cannot join a {left.kind} and a {right.kind}")
        return Sum(left, right, minus, kind)

    def _path(self, node: Any) -> str:  # noqa: ANN401
        if type(node).__name__ == "GetAttributeExpression":
            return f"{self._path(node.object)}.{node.name}"
        if type(node).__name__ == "SymbolExpression":
            return str(node.name)
        raise self._refuse(type(node).__name__)

    def _fact(self, path: str) -> Expression:
        kind = self.kinds.get(path)
        if kind is None:
            branches = {p.rpartition(".")[0] for p in self.kinds}
            if any(branch == path or branch.startswith(f"{path}.") for branch in branches):
                raise ConditionError(
                    f"`{path}` is not true or false by itself",
                    find(self.text, path),
                    f"name one of its parts, as in `{next(p for p in self.kinds if p.startswith(path))}`",
                )
            raise ConditionError(f"there is no fact `{path}`", find(self.text, path), suggest(path, self.kinds))
        return FactReference(path, kind)

    def _refuse(self, node: str) -> ConditionError:
        what = {
            "NullExpression": "`null`",
            "FunctionCallExpression": "a call",
            "ComprehensionExpression": "a comprehension",
            "GetItemExpression": "item access with `[ ]`",
        }.get(node, "this operation")
        return ConditionError(f"{what} is not allowed in a condition", 0, "use facts with `and`, `or`, `not`")


def find(text: str, part: str) -> int:
    """Return where a part of a condition stands in it, or 0."""
    return max(text.find(part), 0)
