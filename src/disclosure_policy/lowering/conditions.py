"""Conditions written as Python, each as the answer to a question: is it surely true, or is it possibly true.

Where the answers differ the condition is unknown. `not` exchanges the questions and everything else keeps them, so
that Python's own `and` and `or` follow strong Kleene logic exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from disclosure_policy.expression import (
    And,
    Compare,
    Constant,
    Expression,
    FactReference,
    Member,
    Not,
    Or,
    Sum,
    paths,
)
from disclosure_policy.lowering.tables import Columns, Row

TRUE, FALSE = "True", "False"
Derived = Mapping[str, tuple[str, str]]
"""For facts that come from other layers, the names of the answers to both questions: surely, possibly."""


class Conditions:
    """Writes the conditions of one layer.

    `coded` gives the columns of each coded fact and the variable that holds its row, `plain` the Python text that
    reads any other fact, `constant` the text of a constant. The rows in `given` are known already: what they settle
    is written as True or False.
    """

    def __init__(
        self,
        coded: Mapping[str, tuple[Columns, str]],
        plain: Callable[[str], str],
        constant: Callable[[object], str],
        derived: Derived,
        prefix: str,
    ) -> None:
        self._coded = coded
        self._plain = plain
        self._constant = constant
        self._derived = derived
        self._prefix = prefix
        self._variables = 0
        self._seen: Counter[tuple[int, bool]] = Counter()
        self._shared: dict[tuple[int, bool], str] = {}
        self._given: Mapping[str, Row] = {}
        self._facts: dict[int, str | None] = {}
        self._parts: dict[int, tuple[Expression, ...]] = {}
        self._columns: dict[tuple[int, bool], int] = {}
        self._same: dict[Expression, Expression] = {}
        self._found: dict[int, tuple[Expression, Expression]] = {}  # keeps what it knows by its identity

    def begin(self, given: Mapping[str, Row]) -> None:
        """Begin a function in which the rows of some coded facts are known."""
        self._given = given
        self._seen.clear()
        self._shared = {}

    def share(self) -> tuple[str, ...]:
        """From now on work out only once what was asked more than once; return the variables that must be None."""
        repeated = (question for question, count in self._seen.items() if count > 1)
        self._shared = {question: f"{self._prefix}c{number}" for number, question in enumerate(repeated)}
        return tuple(self._shared.values())

    def text(self, expression: Expression, *, sure: bool) -> str:
        """Return the text that asks one question of a Boolean expression; it gives True or False."""
        expression = self._once(expression)
        fact = self._only_coded_fact(expression)
        if fact is not None:
            return self._column(fact, expression, sure=sure)
        match expression:
            case Constant():
                return TRUE if expression.value is True else FALSE
            case FactReference() if expression.path in self._derived:
                return self._derived[expression.path][0 if sure else 1]
            case FactReference():
                return f"{self._plain(expression.path)} {'is True' if sure else 'is not False'}"
            case Not():
                return _negated(self.text(expression.operand, sure=not sure))
            case And() | Or():
                return self._joined(expression, sure=sure)
            case Member():
                choices = self._constant(tuple(choice.value for choice in expression.choices))
                return self._known((expression.item,), lambda texts: f"{texts[0]} in {choices}", sure=sure)
            case Compare():
                operation = expression.operation
                parts = (expression.left, expression.right)
                return self._known(parts, lambda texts: f"{texts[0]} {operation} {texts[1]}", sure=sure)
            case Sum():
                raise TypeError("a sum is not true or false")

    def _column(self, fact: str, expression: Expression, *, sure: bool) -> str:
        columns, row = self._coded[fact]
        question = id(expression), sure
        if question not in self._columns:
            self._columns[question] = columns.index(expression, sure=sure)
        index = self._columns[question]
        if fact in self._given:
            return TRUE if self._given[fact][index] else FALSE
        return f"{row}[{index}]"

    def _once(self, expression: Expression) -> Expression:
        """Return the one expression that stands for all that are equal to this one."""
        if id(expression) not in self._found:
            self._found[id(expression)] = expression, self._same.setdefault(expression, expression)
        return self._found[id(expression)][1]

    def _joined(self, expression: And | Or, *, sure: bool) -> str:
        settling, empty, word = (FALSE, TRUE, " and ") if isinstance(expression, And) else (TRUE, FALSE, " or ")
        texts: list[str] = []
        for part in self._grouped(expression):
            text = self.text(part, sure=sure)
            if text == settling:
                return settling
            if text != empty:
                texts.append(text)
        if len(texts) < 2:  # noqa: PLR2004 - one of them needs no word between
            return texts[0] if texts else empty
        text = f"({word.join(texts)})"
        self._seen[id(expression), sure] += 1
        name = self._shared.get((id(expression), sure))
        return text if name is None else f"({name} if {name} is not None else ({name} := {text}))"

    def _grouped(self, expression: And | Or) -> tuple[Expression, ...]:
        """Return the operands, those on one coded fact as one of them; what is cheap to ask comes first."""
        if id(expression) not in self._parts:
            kind = type(expression)
            groups: dict[str, list[Expression]] = {}
            others: list[Expression] = []
            for operand in expression.operands:
                for part in operand.operands if isinstance(operand, kind) else (operand,):
                    fact = self._only_coded_fact(part)
                    groups.setdefault(fact, []).append(part) if fact is not None else others.append(part)
            joined = (parts[0] if len(parts) == 1 else kind(tuple(parts)) for parts in groups.values())
            self._parts[id(expression)] = (*joined, *sorted(others, key=_cost))
        return self._parts[id(expression)]

    def _known(self, parts: tuple[Expression, ...], operation: Callable[[list[str]], str], *, sure: bool) -> str:
        """Ask a question of an operation on values: it is unknown if one of them is."""
        tests, texts = [], []
        for part in parts:
            text = self._value(part)
            if not isinstance(part, Constant):
                self._variables += 1
                name = f"{self._prefix}v{self._variables}"
                tests.append(f"({name} := {text}) is {'not ' if sure else ''}None")
                text = name
            texts.append(text)
        return f"({(' and ' if sure else ' or ').join([*tests, operation(texts)])})"

    def _value(self, expression: Expression) -> str:
        """Return the text that gives the value of an expression, None where it is unknown."""
        match expression:
            case Constant():
                return self._constant(expression.value)
            case FactReference() if expression.kind != "boolean":
                return self._plain(expression.path)
            case Sum():
                left, right = self._value(expression.left), self._value(expression.right)
                return f"shifted({left}, {right}, {expression.minus})"
            case _:
                sure, possible = self.text(expression, sure=True), self.text(expression, sure=False)
                return f"(True if {sure} else None if {possible} else False)"

    def _only_coded_fact(self, expression: Expression) -> str | None:
        """Return the coded fact that an expression reads, if it reads nothing else."""
        expression = self._once(expression)
        if id(expression) not in self._facts:
            facts = {path.rpartition(".")[0] for path in paths(expression)}
            self._facts[id(expression)] = (
                next(iter(facts)) if len(facts) == 1 and facts <= self._coded.keys() else None
            )
        return self._facts[id(expression)]


def literal(value: object) -> str | None:
    """Return the text of a constant that needs no name, or None."""
    return repr(value) if isinstance(value, bool | int) else None


def _negated(text: str) -> str:
    return {TRUE: FALSE, FALSE: TRUE}.get(text) or f"(not {text})"


def _cost(expression: Expression) -> int:
    return sum(1 for _ in paths(expression))
