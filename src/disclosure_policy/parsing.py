"""The text of a condition to our own expression tree: the only module that knows rule-engine.

rule-engine parses the text and checks its names and types. What it allows beyond our allow-list is refused here:
calls, built-ins, regular expressions, comprehensions, clocks, text, null and item access.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

from disclosure_policy.converting import ConditionError, Converter, find
from disclosure_policy.errors import suggest
from disclosure_policy.expression import Expression, depth
from disclosure_policy.fact import Kind

MAX_LENGTH = 2_000
MAX_DEPTH = 40

_WORDS = re.compile(r"""\s+|[A-Za-z_][A-Za-z0-9_]*(?!["'])|[0-9]+|[dt]"[^"\n]*"|==|!=|<=|>=|<|>|[()\[\]{},.+-]""")
_REFUSED = {
    '"': "text in quotes",
    "'": "text in quotes",
    "$": "a built-in",
    "?": "a choice or a default with `?`",
    "=": "`=`",
    "#": "a comment",
}


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
                expression = Converter(self._kinds, text).convert(statement.expression)
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

    def _unknown_attribute(self, text: str, name: str) -> ConditionError:
        offset = find(text, f".{name}") + 1
        owner = _owner(text, offset)
        siblings = {path[len(owner) + 1 :].partition(".")[0] for path in self._kinds if path.startswith(f"{owner}.")}
        return ConditionError(f"`{owner}` has no `{name}`", offset, suggest(name, siblings))

    def _unknown_name(self, text: str, name: str) -> ConditionError:
        known = {path.partition(".")[0] for path in self._kinds}
        return ConditionError(f"there is no fact `{name}`", find(text, name), suggest(name, known))


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
