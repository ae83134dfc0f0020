"""Parses the text of a condition to our own expression tree; no other module knows rule-engine.

rule-engine parses the text and checks its names and types. What it allows beyond our allow-list is refused here:
calls, built-ins, regular expressions, comprehensions, clocks, text, null and item access.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

from disclosure_policy.conditions.expression import Expression, FactReference, depth
from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.loading.allowed_in_conditions import ConditionError, check_words
from disclosure_policy.loading.from_rule_engine import COMPARE, KINDS, Converter
from disclosure_policy.loading.quick_condition_reader import read_plainly

MAX_DEPTH = 40


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
        if self._kinds.get(text) == "boolean":  # most conditions are a fact by itself, which needs no parser
            return FactReference(text, "boolean")
        check_words(text, self._kinds)
        return self._checked(read_plainly(text, self._kinds) or self._parsed_by_rule_engine(text))

    def _parsed_by_rule_engine(self, text: str) -> Expression:
        import rule_engine  # noqa: PLC0415 - its grammar tables take most of a second to build
        from rule_engine import errors  # noqa: PLC0415

        if self._context is None:
            self._context = rule_engine.Context(type_resolver=self._types(rule_engine.DataType))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                statement = rule_engine.Rule(text, context=self._context).statement
                return Converter(self._kinds).convert(statement.expression)
        except ConditionError as error:
            raise error.placed_in(text) from None
        except errors.RuleSyntaxError as error:
            raise _syntax(text, error) from None
        except errors.EngineError as error:
            raise _mistyped(text, error, self._kinds) from None
        except (ArithmeticError, ValueError) as error:  # constants that are worked out while parsing
            raise ConditionError("unreadable-condition", f"the condition cannot be worked out: {error}") from None
        except RecursionError:
            raise ConditionError("oversized-condition", "the condition is nested too deeply", 0, "split it") from None

    def _checked(self, expression: Expression) -> Expression:
        if depth(expression) > MAX_DEPTH:
            raise ConditionError(
                "oversized-condition", f"the condition is nested more than {MAX_DEPTH} deep", 0, "split it"
            )
        if expression.kind != "boolean":
            raise ConditionError(
                "not-boolean", f"a condition must be true or false; this is a {expression.kind}", 0, COMPARE
            )
        return expression

    def _types(self, types: Any) -> dict[str, Any]:  # noqa: ANN401
        leaves = {
            "boolean": types.BOOLEAN,
            "number": types.FLOAT,
            "date": types.DATETIME,
            "duration": types.TIMEDELTA,
        }
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


_MENDS = "what stands between two facts is `and`, `or`, a comparison, `+` or `-`; every bracket is closed"
_COMPARED = re.compile(r'([dt]"[^"]*"|[\w.]+)\s*(?:==|!=|<=?|>=?)\s*([dt]"[^"]*"|[\w.]+)')


def _mistyped(text: str, error: Any, kinds: Mapping[str, Kind]) -> ConditionError:  # noqa: ANN401
    """Return what the parser says of kinds that do not go together, which it says without a place."""
    message = _plain(error)
    if message != "data type mismatch":
        return ConditionError("unreadable-condition", f"the condition cannot be used: {message}")
    for pair in _COMPARED.finditer(text):
        left, right = (_kind(word, kinds) for word in pair.groups())
        around = text[: pair.start()].rstrip()[-1:] + text[pair.end() :].lstrip()[:1]
        if set(around) & {"+", "-"}:
            break  # what is compared is a sum
        if left and right and left != right:
            return ConditionError("mixed-kinds", f"a {left} is compared with a {right}", pair.start(), KINDS)
    return ConditionError("mixed-kinds", "values of different kinds are compared or added", 0, KINDS)


def _kind(word: str, kinds: Mapping[str, Kind]) -> Kind | None:
    if word.isdigit():
        return "number"
    return {"d": "date", "t": "duration"}[word[0]] if word.endswith('"') else kinds.get(word)  # type: ignore[return-value]


def _syntax(text: str, error: Any) -> ConditionError:  # noqa: ANN401
    token = getattr(error, "token", None)
    if token is None:
        return ConditionError("unreadable-condition", "the condition breaks off or cannot be read", len(text), _MENDS)
    return ConditionError(
        "unreadable-condition", f"the condition cannot be read at `{token.value}`", int(token.lexpos), _MENDS
    )


def _plain(error: Any) -> str:  # noqa: ANN401
    message = str(getattr(error, "message", "")) or "it cannot be understood"
    return message[:1].lower() + message[1:]


def kinds_of(facts: Mapping[str, Kind], terms: Mapping[str, Iterable[str]]) -> dict[str, Kind]:
    """Return the kinds a condition sees: each plain fact, and each term of each coded fact as a Boolean."""
    kinds: dict[str, Kind] = {path: kind for path, kind in facts.items() if kind != "terms"}
    for path, names in terms.items():
        kinds.update({f"{path}.{name}": "boolean" for name in names})
    return kinds
