"""The text of a condition to our own expression tree: the only module that knows rule-engine.

rule-engine parses the text and checks its names and types. What it allows beyond our allow-list is refused here:
calls, built-ins, regular expressions, comprehensions, clocks, text, null and item access.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
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
    depth,
)
from disclosure_policy.fact import Kind

MAX_LENGTH = 2_000
MAX_DEPTH = 40

_WORDS = re.compile(
    r"""\s+|[A-Za-z_][A-Za-z0-9_]*(?!["'])|[0-9]+|[dt]"[^"\n]*"|==|!=|<=|>=|<|>|[()\[\]{},.+-]"""
)
_REFUSED = {
    '"': "text in quotes",
    "'": "text in quotes",
    "$": "a built-in",
    "?": "a choice or a default with `?`",
    "=": "`=`",
    "#": "a comment",
}
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


class Parser:
    """Parses conditions over the facts of one jurisdiction.

    `kinds` gives the kind of each fact by its path; a term of a coded fact is a Boolean fact of its own, as in
    `purpose.child_support`.
    """

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self._context: Any = None
        self._parsed: dict[str, Expression] = {}

    def parse(self, text: str) -> Expression:
        """Return the expression tree of a condition.

        Raises:
            ConditionError: if it is no condition, names an unknown fact, or goes beyond the allow-list.
        """
        if text not in self._parsed:
            self._parsed[text] = self._parse(text)
        return self._parsed[text]

    def _parse(self, text: str) -> Expression:
        import rule_engine  # noqa: PLC0415 - its grammar tables take most of a second to build
        from rule_engine import errors  # noqa: PLC0415

        if len(text) > MAX_LENGTH:
            raise ConditionError(f"the condition is longer than {MAX_LENGTH:,} characters", 0, "split it")
        _check_words(text)
        if self._context is None:
            self._context = rule_engine.Context(type_resolver=self._types(rule_engine.DataType))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                statement = rule_engine.Rule(text, context=self._context).statement
                expression = _Converter(self._kinds, text).convert(statement.expression)
        except errors.RuleSyntaxError as error:
            raise _syntax(text, error) from None
        except errors.ObjectAttributeError as error:
            raise self._unknown_attribute(text, error.attribute_name) from None
        except errors.SymbolResolutionError as error:
            raise self._unknown_name(text, error.symbol_name) from None
        except errors.EngineError as error:
            raise ConditionError(f"the condition cannot be used: {_plain(error)}") from None
        except RecursionError:
            raise ConditionError("the condition is nested too deeply", 0, "split it") from None
        if depth(expression) > MAX_DEPTH:
            raise ConditionError(f"the condition is nested more than {MAX_DEPTH} deep", 0, "split it")
        if expression.kind != "boolean":
            raise ConditionError(f"a condition must be true or false; this is a {expression.kind}")
        return expression

    def _types(self, types: Any) -> dict[str, Any]:  # noqa: ANN401
        leaves = {"boolean": types.BOOLEAN, "number": types.FLOAT, "date": types.DATETIME, "duration": types.TIMEDELTA}
        tree: dict[str, Any] = {}
        for path, kind in self._kinds.items():
            *branch, leaf = path.split(".")
            at = tree
            for part in branch:
                at = at.setdefault(part, {})
            at[leaf] = leaves[kind]

        def typed(name: str, node: Any) -> Any:  # noqa: ANN401
            if not isinstance(node, dict):
                return node
            return types.OBJECT(name, {key: typed(f"{name}.{key}", value) for key, value in node.items()})

        return {name: typed(name, node) for name, node in tree.items()}

    def _unknown_attribute(self, text: str, name: str) -> ConditionError:
        offset = _find(text, f".{name}") + 1
        owner = _owner(text, offset)
        siblings = {
            path[len(owner) + 1 :].partition(".")[0] for path in self._kinds if path.startswith(f"{owner}.")
        }
        return ConditionError(f"`{owner}` has no `{name}`", offset, suggest(name, siblings))

    def _unknown_name(self, text: str, name: str) -> ConditionError:
        known = {path.partition(".")[0] for path in self._kinds}
        return ConditionError(f"there is no fact `{name}`", _find(text, name), suggest(name, known))


class _Converter:
    def __init__(self, kinds: Mapping[str, Kind], text: str) -> None:
        self.kinds = kinds
        self.text = text

    def convert(self, node: Any) -> Expression:  # noqa: ANN401
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
                    _find(self.text, path),
                    f"name one of its parts, as in `{next(p for p in self.kinds if p.startswith(path))}`",
                )
            raise ConditionError(f"there is no fact `{path}`", _find(self.text, path), suggest(path, self.kinds))
        return FactReference(path, kind)

    def _refuse(self, node: str) -> ConditionError:
        what = {
            "NullExpression": "`null`",
            "FunctionCallExpression": "a call",
            "ComprehensionExpression": "a comprehension",
            "GetItemExpression": "item access with `[ ]`",
        }.get(node, "this operation")
        return ConditionError(f"{what} is not allowed in a condition", 0, "use facts with `and`, `or`, `not`")


def _check_words(text: str) -> None:
    """Refuse at once what is not on the allow-list: rule-engine works constants out while it parses."""
    at = 0
    while at < len(text):
        word = _WORDS.match(text, at)
        if word is None:
            what = _REFUSED.get(text[at], f"`{text[at]}`")
            raise ConditionError(f"{what} is not allowed in a condition", at, "use facts with `and`, `or`, `not`")
        at = word.end()


def _syntax(text: str, error: Any) -> ConditionError:  # noqa: ANN401
    token = getattr(error, "token", None)
    if token is None:
        return ConditionError("the condition breaks off or cannot be read", len(text))
    return ConditionError(f"the condition cannot be read at `{token.value}`", int(token.lexpos))


def _plain(error: Any) -> str:  # noqa: ANN401
    message = str(getattr(error, "message", "")) or "it cannot be understood"
    return message[:1].lower() + message[1:]


def _find(text: str, part: str) -> int:
    return max(text.find(part), 0)


def _owner(text: str, offset: int) -> str:
    start = offset - 1
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "._"):
        start -= 1
    return text[start : offset - 1]


def kinds_of(facts: Mapping[str, Kind], terms: Mapping[str, Iterable[str]]) -> dict[str, Kind]:
    """Return the kinds a condition sees: each plain fact, and each term of each coded fact as a Boolean."""
    kinds: dict[str, Kind] = {path: kind for path, kind in facts.items() if kind != "terms"}
    for path, names in terms.items():
        kinds.update({f"{path}.{name}": "boolean" for name in names})
    return kinds
