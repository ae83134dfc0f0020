"""Writes conditions as Python on bits: whether each is surely true, and whether it is possibly true.

Where the answers differ the condition is unknown. `not` exchanges the questions and everything else keeps them, so
that Python's own `and` and `or` follow strong Kleene logic exactly. All that must be so for one bit is split by the
fact that it reads: a fact's own part is looked up with the fact, only what joins several facts is written as text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Protocol

from disclosure_policy.conditions.expression import (
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
    truth,
)
from disclosure_policy.deciding.generated_python.mask_tables import Bits, MaskColumn

TRUE, FALSE = "True", "False"
DerivedAnswers = Mapping[str, tuple[str, str]]
"""For facts that come from other layers, the names of the answers to both questions: surely, possibly."""
ConditionQuestion = tuple[Expression, bool]
"""A condition, and whether it is asked to be surely true rather than possibly."""


class Asking(Protocol):
    """Writes the text that asks a question of a condition; it gives something true or false."""

    def __call__(self, expression: Expression, *, sure: bool) -> str:
        """Return the text."""


class Conditions:
    """Gives conditions their bits.

    `columns` has the facts that are looked up, `plain` gives the Python text that reads any other fact, `constant`
    the text of a constant.
    """

    def __init__(
        self,
        columns: Mapping[str, MaskColumn],
        plain: Callable[[str], str],
        constant: Callable[[object], str],
        bits: Bits,
    ) -> None:
        self._columns = columns
        self._constant = constant
        self._bits = bits
        self._given: dict[ConditionQuestion, int] = {}
        self._joining: dict[ConditionQuestion, int] = {}
        self._joined = _Writer(self._column_of, self._met, plain, constant, {})
        self.kept = 0
        """The bits that are asked for once everything is known of a disclosure."""

    def asking(self, derived: DerivedAnswers) -> Asking:
        """Return what writes questions that are asked once everything is known but what is derived."""

        def group(expression: Expression) -> Hashable | None:
            return None if any(path in derived for path in paths(expression)) else "all"

        def met(expression: Expression, *, sure: bool) -> str:
            self.kept |= self._bit(expression, sure=sure)
            return self._met(expression, sure=sure)

        return _Writer(group, met, str, self._constant, derived).text

    def untrue(self, expression: Expression) -> int:
        """Return the bit that is set where a condition is surely true, which no request may make it."""
        return self._bit(expression, sure=True)

    def joining(self) -> Iterator[tuple[int, str]]:
        """Yield what is asked of several facts at once: the bits that need it, and the text that asks for it."""
        for (expression, sure), bits in self._joining.items():
            yield bits, self._joined.text(expression, sure=sure)

    def _met(self, expression: Expression, *, sure: bool) -> str:
        return f"met & {self._bit(expression, sure=sure)}"

    def _bit(self, expression: Expression, *, sure: bool) -> int:
        """Return the bit that is set where a condition is surely, or possibly, true."""
        question = expression, sure
        if question not in self._given:
            bit = self._given[question] = self._bits.another()
            parts = _conjuncts(expression) if self._column_of(expression) is None else (expression,)
            for part in parts:
                column = self._column_of(part)
                if column is None:
                    self._joining[part, sure] = self._joining.get((part, sure), 0) | bit
                else:
                    self._columns[column].ask(part, bit, sure=sure)
        return self._given[question]

    def _column_of(self, expression: Expression) -> str | None:
        """Return the fact in a column that an expression reads, if it reads nothing else."""
        facts = {path if path in self._columns else path.rpartition(".")[0] for path in paths(expression)}
        return next(iter(facts)) if len(facts) == 1 and facts <= self._columns.keys() else None


class _Writer:
    """Writes conditions as text; what is of a `group` is written as `met` writes it, all of a group at once."""

    def __init__(
        self,
        group: Callable[[Expression], Hashable | None],
        met: Asking,
        plain: Callable[[str], str],
        constant: Callable[[object], str],
        derived: DerivedAnswers,
    ) -> None:
        self._group = group
        self._met = met
        self._plain = plain
        self._constant = constant
        self._derived = derived
        self._variables = 0

    def text(self, expression: Expression, *, sure: bool) -> str:
        """Return the text that asks one question of a Boolean expression."""
        if not any(paths(expression)):
            value = truth(expression, lambda _: None)
            return TRUE if (value is True if sure else value is not False) else FALSE
        if self._group(expression) is not None:
            if isinstance(expression, Or):  # it fails where all of its parts do
                return _negated(self._met(Not(expression), sure=not sure))
            return self._met(expression, sure=sure)
        match expression:
            case FactReference():
                return self._derived[expression.path][0 if sure else 1]
            case Not():
                return _negated(self.text(expression.operand, sure=not sure))
            case And() | Or():
                return self._of_parts(expression, sure=sure)
            case Member():
                choices = self._constant(tuple(choice.value for choice in expression.choices))
                return self._known((expression.item,), lambda texts: f"{texts[0]} in {choices}", sure=sure)
            case Compare():
                operation = expression.operation
                parts = (expression.left, expression.right)
                return self._known(parts, lambda texts: f"{texts[0]} {operation} {texts[1]}", sure=sure)
            case Constant() | Sum():
                raise TypeError("what reads no fact was written before, and a sum is not true or false")

    def _of_parts(self, expression: And | Or, *, sure: bool) -> str:
        settling, empty, word = (FALSE, TRUE, " and ") if isinstance(expression, And) else (TRUE, FALSE, " or ")
        texts = [text for part in self._grouped(expression) if (text := self.text(part, sure=sure)) != empty]
        if settling in texts:
            return settling
        if len(texts) < 2:  # noqa: PLR2004 - one of them needs no word between
            return texts[0] if texts else empty
        return f"({word.join(texts)})"

    def _grouped(self, expression: And | Or) -> Iterator[Expression]:
        """Yield the operands, those of one group as one; what is cheap to ask comes first."""
        groups: dict[Hashable, list[Expression]] = {}
        others: list[Expression] = []
        for operand in expression.operands:
            group = self._group(operand)
            (others if group is None else groups.setdefault(group, [])).append(operand)
        for parts in groups.values():
            yield parts[0] if len(parts) == 1 else type(expression)(tuple(parts))
        yield from sorted(others, key=_cost)

    def _known(self, parts: tuple[Expression, ...], operation: Callable[[list[str]], str], *, sure: bool) -> str:
        """Ask a question of an operation on values: it is unknown if one of them is."""
        tests, texts = [], []
        for part in parts:
            text = self._value(part)
            if not isinstance(part, Constant):
                self._variables += 1
                name = f"v{self._variables}"
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


def literal(value: object) -> str | None:
    """Return the text of a constant that needs no name, or None."""
    return repr(value) if isinstance(value, bool | int) else None


def _conjuncts(expression: Expression) -> Iterator[Expression]:
    """Yield what must all be so for an expression to be so."""
    match expression:
        case And():
            for operand in expression.operands:
                yield from _conjuncts(operand)
        case Not(Or(operands)):
            for operand in operands:
                yield from _conjuncts(Not(operand))
        case Not(Not(operand)):
            yield from _conjuncts(operand)
        case _:
            yield expression


def _negated(text: str) -> str:
    return {TRUE: FALSE, FALSE: TRUE}.get(text) or f"(not {text})"


def _cost(expression: Expression) -> int:
    return sum(1 for _ in paths(expression))
