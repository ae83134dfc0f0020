"""Freezes the mappings in a request, and says which form the facts in one may have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, NoReturn, TypeVar

from disclosure_policy.limits import MAX_DIGITS
from disclosure_policy.requests.request_part import InPart, in_part

Sort = Literal["nothing", "flag", "number", "day", "text", "texts", "in part", "other"]
"""What a value is, told by its type alone; a whole number of too many digits is something else."""

_SORTS: Mapping[type, Sort] = {
    type(None): "nothing",
    InPart: "in part",
    bool: "flag",
    int: "number",
    date: "day",
    str: "text",
}

Key = TypeVar("Key")
Held = TypeVar("Held")


class Frozen(dict[Key, Held]):
    """A dictionary that does not change."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("what a request states does not change")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (dict(self),)


class NamedFacts(Frozen[str, Any]):
    """Facts by name; a list among their values becomes a tuple.

    `form` has the names, and then the sort of each value: what can be said of the facts from their form alone has to
    be worked out only once.
    """

    __slots__ = ("form",)

    form: tuple[str, ...]

    def __init__(self, stated: Mapping[str, object] | Iterable[tuple[str, object]] = ()) -> None:
        values = dict(stated)
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = tuple(value)
            elif isinstance(value, dict):
                values[name] = in_part(value)
        super().__init__(values)
        self.form = (*values, *map(_sort, values.values()))


def _sort(value: object) -> Sort:
    kind = type(value)
    if kind is int:
        return "number" if abs(value) < 10**MAX_DIGITS else "other"  # type: ignore[arg-type]
    if kind is tuple:
        return "texts" if {*map(type, value)} <= {str} else "other"  # type: ignore[call-overload]
    return _SORTS.get(kind, "other")
