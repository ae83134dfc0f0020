"""The conditions of the synthetic policy written out in each peer's own language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from benchmarks.synthetic.rules import Condition

_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Writer:
    """A language with infix operators; what it writes otherwise, a subclass says."""

    both, either = " && ", " || "

    def name(self, name: str) -> str:
        """Write the name of an attribute."""
        return name

    def value(self, value: object) -> str:
        """Write a constant."""
        return self.day(value.isoformat()) if isinstance(value, date) else json.dumps(value)

    def values(self, values: Iterable[object]) -> str:
        """Write a list of constants."""
        return "[" + ", ".join(map(self.value, values)) + "]"

    def day(self, text: str) -> str:
        """Write a date; most languages compare it as text."""
        return json.dumps(text)

    def day_of(self, name: str) -> str:
        """Write a reference to an attribute that is a date."""
        return self.name(name)

    def no(self, text: str) -> str:
        """Write that something is not so."""
        return f"!({text})"

    def flag(self, name: str) -> str:
        """Write that a flag is set."""
        return self.name(name)

    def member(self, name: str, values: Iterable[str]) -> str:
        """Write that an attribute is one of some values."""
        return f"{self.name(name)} in {self.values(values)}"

    def has(self, name: str, value: str) -> str:
        """Write that a list has an element."""
        return f"{self.value(value)} in {self.name(name)}"

    def within(self, name: str, values: Iterable[str]) -> str:
        """Write that every element of a list is one of some values."""
        return f"{self.name(name)}.all(e, e in {self.values(values)})"

    def null(self, name: str) -> str:
        """Write that an attribute is not there."""
        return f"{self.name(name)} == null"

    def write(self, condition: Condition) -> str:
        """Write a condition."""
        match condition:
            case ("and", *parts):
                return self.both.join(self._bracketed(part) for part in parts)
            case ("or", *parts):
                return self.either.join(self._bracketed(part) for part in parts)
            case ("not", part):
                return self.no(self.write(part))
            case ("==" | "!=" as operator, name, value):
                return f"{self.name(name)} {operator} {self.value(value)}"
            case ("in", name, values):
                return self.member(name, values)
            case ("is", name):
                return self.flag(name)
            case ("has", name, value):
                return self.has(name, value)
            case ("within", name, values):
                return self.within(name, values)
            case ("compare", name, operator, value):
                left = self.day_of(name) if isinstance(value, date) else self.name(name)
                return f"{left} {operator} {self.value(value)}"
            case ("relate", name, operator, other):
                return f"{self.day_of(name)} {operator} {self.day_of(other)}"
            case ("null", name):
                return self.null(name)
        raise ValueError(condition)

    def _bracketed(self, part: Condition) -> str:
        return f"({self.write(part)})" if part[0] in ("and", "or") else self.write(part)


class Cedar(Writer):
    """Cedar's conditions over `context`."""

    def name(self, name: str) -> str:
        return f"context.{name}"

    def day(self, text: str) -> str:
        return f'datetime("{text}")'

    def member(self, name: str, values: Iterable[str]) -> str:
        return f"{self.values(values)}.contains({self.name(name)})"

    def has(self, name: str, value: str) -> str:
        return f"{self.name(name)}.contains({self.value(value)})"

    def within(self, name: str, values: Iterable[str]) -> str:
        return f"{self.values(values)}.containsAll({self.name(name)})"

    def null(self, name: str) -> str:
        return f"!(context has {name})"


class OrdinalCedar(Cedar):
    """The same with dates as whole numbers, for a binding that takes no extension values."""

    def day(self, text: str) -> str:
        return str(date.fromisoformat(text).toordinal())


class Cel(Writer):
    """The Common Expression Language."""


class Zen(Writer):
    """The expressions of the ZEN engine."""

    both, either = " and ", " or "

    def no(self, text: str) -> str:
        return f"not ({text})"

    def flag(self, name: str) -> str:
        return f"{name} == true"

    def day(self, text: str) -> str:
        return f'd("{text}")'

    def day_of(self, name: str) -> str:
        return f"d({name})"

    def within(self, name: str, values: Iterable[str]) -> str:
        return f"all({name}, # in {self.values(values)})"


class RuleEngine(Writer):
    """rule-engine."""

    both, either = " and ", " or "

    def no(self, text: str) -> str:
        return f"not ({text})"

    def day(self, text: str) -> str:
        return f'd"{text}"'

    def within(self, name: str, values: Iterable[str]) -> str:
        return f"$all([e in {self.values(values)} for e in {name}])"


class Casbin(Writer):
    """Python's syntax over `r.sub`, as casbin's `eval()` takes it."""

    both, either = " and ", " or "

    def name(self, name: str) -> str:
        return f"r.sub.{name}"

    def value(self, value: object) -> str:
        return repr(value.isoformat() if isinstance(value, date) else value)

    def values(self, values: Iterable[object]) -> str:
        return "(" + ", ".join(map(repr, values)) + ",)"

    def no(self, text: str) -> str:
        return f"not ({text})"

    def within(self, name: str, values: Iterable[str]) -> str:
        return f"subset({self.name(name)}, {' '.join(values)!r})"

    def null(self, name: str) -> str:
        return f"{self.name(name)} == None"


class Rego(Writer):
    """Rego's statements; alternatives and what they negate become rules of their own, as its authors write them."""

    def __init__(self) -> None:
        self.helpers: list[str] = []
        self._numbers = count()

    def name(self, name: str) -> str:
        return f"input.{name}"

    def values(self, values: Iterable[object]) -> str:
        return "{" + ", ".join(map(self.value, values)) + "}"

    def flag(self, name: str) -> str:
        return f"input.{name} == true"

    def within(self, name: str, values: Iterable[str]) -> str:
        return f"every e in input.{name} {{ e in {self.values(values)} }}"

    def statements(self, condition: Condition) -> list[str]:
        """Write a condition as statements, all of which must hold."""
        match condition:
            case ("and", *parts):
                return [statement for part in parts for statement in self.statements(part)]
            case ("or", *parts):
                return [self._helper(parts)]
            case ("not", ("is", name)):
                return [f"input.{name} == false"]
            case ("not", ("or", *parts)):
                return [f"not {self._helper(parts)}"]
            case ("not", part):
                return [f"not {self.write(part)}"]
        return [self.write(condition)]

    def _helper(self, alternatives: list[Condition]) -> str:
        name = f"some_{next(self._numbers)}"
        self.helpers += [f"{name} if {{ {'; '.join(self.statements(part))} }}" for part in alternatives]
        return name


def json_logic(condition: Condition) -> Any:
    """Write a condition in JSONLogic."""

    def var(name: str) -> dict[str, str]:
        return {"var": name}

    match condition:
        case ("and" | "or" as operator, *parts):
            return {operator: [json_logic(part) for part in parts]}
        case ("not", part):
            return {"!": [json_logic(part)]}
        case ("==" | "!=" as operator, name, value):
            return {f"{operator}=": [var(name), value]}
        case ("in", name, values):
            return {"in": [var(name), list(values)]}
        case ("is", name):
            return var(name)
        case ("has", name, value):
            return {"in": [value, var(name)]}
        case ("within", name, values):
            return {"all": [var(name), {"in": [var(""), list(values)]}]}
        case ("compare", name, operator, value):
            return {operator: [var(name), value.isoformat() if isinstance(value, date) else value]}
        case ("relate", name, operator, other):
            return {operator: [var(name), var(other)]}
        case ("null", name):
            return {"==": [var(name), None]}
    raise ValueError(condition)


def alternatives(condition: Condition, *, negated: bool = False) -> list[list[Condition]]:
    """Write a condition as alternatives, each a list of tests of one attribute, for who has no `or`."""
    match condition:
        case ("not", part):
            return alternatives(part, negated=not negated)
        case ("compare" | "relate" as tag, name, operator, value) if negated:
            return [[(tag, name, _NEGATED[operator], value)]]
        case ("and" | "or" as operator, *parts):
            found = [alternatives(part, negated=negated) for part in parts]
            if (operator == "or") != negated:
                return [tests for part in found for tests in part]
            joined: list[list[Condition]] = [[]]
            for part in found:
                joined = [left + right for left in joined for right in part]
            return joined
    return [[("not", condition) if negated else condition]]
