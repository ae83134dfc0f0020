"""The law of a jurisdiction in a period as functions: one reads a request, one weighs each kind of disclosure.

A kind, or cell, is what discloser, recipient, purpose and item come to by themselves. For a cell that is asked for
often a function is generated in which all that they settle is settled; one function serves all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from disclosure_policy.compiling import Law
from disclosure_policy.expression import shifted
from disclosure_policy.facts import MAX_DISCLOSURES
from disclosure_policy.lowering.conditions import FALSE, TRUE, Conditions, literal
from disclosure_policy.lowering.exceptions import Lines, conditional, indented
from disclosure_policy.lowering.layering import LayerWriter, paths_of
from disclosure_policy.lowering.tables import Columns, Declared, Row, Table, Unfit
from disclosure_policy.provision import Layer
from disclosure_policy.request import DisclosureRequest, Item
from disclosure_policy.shared import shared_facts

PERMITS, REQUIRES, AUTHORIZES = "federal_law.permits", "federal_law.requires", "state_law.authorizes"
PER_CELL = ("discloser", "recipient.type", "purpose", "item.type")
PATIENCE = 512
"""How often a cell is asked for before a function of its own is generated: about as often as it takes to pay."""
MAX_CELLS = 1_024

TOO_DEEP = (SyntaxError, RecursionError, MemoryError)
"""What Python raises for a function that is nested too deeply for it."""

Fingerprint = int
"""Bits that say which rules of each layer decided; what the same rules decided has the same outcome."""
Weigh = Callable[[DisclosureRequest], tuple[Fingerprint, ...]]
Cell = tuple[int, ...]
"""The numbers of the rows of the facts in PER_CELL."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """The law of a jurisdiction in a period as a function.

    `weigh` gives the fingerprint of each disclosure that a request asks for, and raises Unfit where the request is
    not well formed. A fingerprint with a bit in `denials` is a denial.
    """

    weigh: Weigh
    denials: int


def lower(law: Law, code: str, day: date) -> Lowered | None:
    """Lower the law of a jurisdiction and those above it, as in force on a day, to a function.

    None if the rules are nested so deeply that Python does not take the function.
    """
    generator = Generator(law, code, law.layers(code, day))
    try:
        return Lowered(generator.weigh(), generator.denials)
    except TOO_DEEP:
        return None


class _Cells(dict[Cell, Callable[..., Fingerprint]]):
    """The function for each cell; those asked for rarely share one."""

    def __init__(self, generator: Generator) -> None:
        super().__init__()
        self._generator = generator
        self._any = generator.function({})
        self._asked: dict[Cell, int] = {}
        self._lock = Lock()

    def __missing__(self, cell: Cell) -> Callable[..., Fingerprint]:
        with self._lock:
            asked = self._asked.pop(cell, 0) + 1
            if asked < PATIENCE:
                if len(self._asked) >= MAX_CELLS:
                    self._asked.clear()
                self._asked[cell] = asked
                return self._any
            if len(self) >= MAX_CELLS:
                del self[next(iter(self))]
            try:
                self[cell] = self._generator.function(self._generator.rows(cell))
            except TOO_DEEP:
                self[cell] = self._any
            return self[cell]


class Generator:
    """Generates the functions; nothing in their text comes from a rule but numbers."""

    def __init__(self, law: Law, code: str, layers: tuple[Layer, ...]) -> None:
        shared = shared_facts()
        facts, schemes = law.facts[code], law.schemes[code]
        coded = [path for path, fact in facts.items() if fact.kind == "terms"]
        self._shared = frozenset(shared)
        self._coded = {path: (Columns(path, schemes.get(path)), f"r{at}") for at, path in enumerate(coded)}
        self._constants: dict[tuple[type, object], str] = {}
        self._made: WeakValueDictionary[bytes, Any] = WeakValueDictionary()
        self._bits = 0
        declared = Declared({name: fact for name, fact in facts.items() if name not in shared})
        self._names: dict[str, Any] = {
            "read": declared.read,
            "shifted": shifted,
            "Unfit": Unfit,
            "items": (Item(),),
            "one": (None,),
        }
        self._parts = [
            part
            for part in dict.fromkeys(path.partition(".")[0] for path in self._shared if "." in path)
            if part in DisclosureRequest.model_fields
        ]
        self._layers = tuple(self._writers(layers))

    @property
    def denials(self) -> int:
        """The bits of which one is set in every denial."""
        return sum(layer.denials for layer in self._layers)

    def weigh(self) -> Weigh:
        """Return the function that reads a request and weighs each disclosure it asks for."""
        self._names["cells"] = _Cells(self)
        cell = ", ".join(self._row(path) for path in PER_CELL)
        lines = [
            *self._reading(),
            "found = []",
            "for item in wanted:",
            " item = item.__dict__",
            f" for {self._row('item.type')} in t_item[item['type']]:",
            f"  for {self._row('purpose')} in purposes:",
            f"   found.append(cells[{cell}]({', '.join(self._arguments)}))",
            "return tuple(found)",
        ]
        weigh: Weigh = self._compiled("weigh", ("request",), lines)
        return weigh

    def function(self, given: Mapping[str, Row]) -> Callable[..., Fingerprint]:
        """Return the function that weighs one disclosure of which some rows are known."""
        lines: Lines = []
        if not given:
            for path in PER_CELL:
                row = self._row(path)
                self._names[f"rows_{row}"] = self._coded[path][0].rows
                lines.append(f"{row} = rows_{row}[{row}]")
        for layer in self._layers:
            lines += layer.lines(given)
        lines.append(f"return {' | '.join(f'w{depth}' for depth in range(len(self._layers)))}")
        function: Callable[..., Fingerprint] = self._compiled("disclosure", self._arguments, lines)
        return function

    def rows(self, cell: Cell) -> dict[str, Row]:
        """Return the rows that a cell stands for."""
        return {path: self._coded[path][0].rows[number] for path, number in zip(PER_CELL, cell, strict=True)}

    @property
    def _arguments(self) -> tuple[str, ...]:
        return ("request", "item", "get", *self._parts, *(row for _, row in self._coded.values()))

    def _reading(self) -> Iterator[str]:
        """Read what is the same for each disclosure, and look up the terms of every coded fact.

        Fields are read where pydantic keeps them, since a model's attributes are slow; a part that was left out is
        known by its being the default.
        """
        yield "request = request.__dict__"
        yield "wanted = request['items'] or items"
        yield "purposes = t_purpose[request['purposes']]"
        yield f"if len(wanted) > 1 and len(wanted) * len(request['purposes'] or one) > {MAX_DISCLOSURES}: raise Unfit"
        for path in self._coded:
            self._names[f"t_{self._row(path)}"] = self._table(path)
        self._names["t_item"], self._names["t_purpose"] = self._table("item.type"), self._table("purpose")
        own = (path for path in self._coded if path in self._shared and "." not in path and path != "purpose")
        yield from map(self._look_up, own)
        for part in self._parts:
            default = DisclosureRequest.model_fields[part].default
            self._names |= {f"no_{part}": default, f"nothing_of_{part}": default.__dict__}
            yield f"{part} = request['{part}']"
            rows = [path for path in self._coded if path.startswith(f"{part}.")]
            yield from self._unless(
                f"{part} is no_{part}", f"{part} = nothing_of_{part}", f"{part} = {part}.__dict__", rows
            )
        rows = [path for path in self._coded if path not in self._shared]
        yield "get = read(request['facts'], request['judgments'])"
        yield from map(self._look_up, rows)

    def _unless(self, test: str, then: str, otherwise: str, paths: list[str]) -> Lines:
        """Look the terms of facts up, unless it is known that none were stated."""
        for path in paths:
            columns, row = self._coded[path]
            self._names[f"no_{row}"] = columns.number(None) if path in PER_CELL else columns.row(None)
        unstated = [f"{self._row(path)} = no_{self._row(path)}" for path in paths]
        stated = [self._look_up(path) for path in paths]
        return conditional(test, [then, *unstated], [otherwise, *stated])

    def _look_up(self, path: str) -> str:
        return f"{self._row(path)} = t_{self._row(path)}[{self._plain(path)}]"

    def _table(self, path: str) -> Table[Any, Any]:
        columns = self._coded[path][0]
        if path in ("item.type", "purpose"):
            return Table(columns.number_of_each)
        return Table(columns.number) if path in PER_CELL else Table(columns.row)

    def _writers(self, layers: tuple[Layer, ...]) -> Iterator[LayerWriter]:
        read = {path for layer in layers[1:] for path in paths_of(layer)}
        for depth, layer in enumerate(layers):
            derived = {PERMITS: ("(not x0)", "(not s0)"), REQUIRES: ("y0", "z0")}
            if depth == 0:
                derived = dict.fromkeys(derived, (FALSE, TRUE))  # unknown to the root itself
            if depth + 1 < len(layers):
                derived[AUTHORIZES] = (TRUE, TRUE)
            conditions = Conditions(self._coded, self._plain, self._constant, derived, f"l{depth}")
            yield LayerWriter(layer, depth, conditions, self._bit, asked=depth == 0 and REQUIRES in read)

    def _row(self, path: str) -> str:
        return self._coded[path][1]

    def _plain(self, path: str) -> str:
        if path not in self._shared:
            return f"get({self._constant(path)})"
        part, _, name = path.rpartition(".")
        return f"{part or 'request'}['{name}']"

    def _constant(self, value: object) -> str:
        text = literal(value) or self._constants.setdefault((type(value), value), f"k{len(self._constants)}")
        self._names.setdefault(text, value)
        return text

    def _bit(self) -> int:
        self._bits += 1
        return 1 << (self._bits - 1)

    def _compiled(self, name: str, arguments: tuple[str, ...], lines: Lines) -> Any:  # noqa: ANN401
        source = "\n".join([f"def {name}({', '.join(arguments)}):", *indented(lines), ""])
        digest = sha256(source.encode()).digest()
        made = self._made.get(digest)
        if made is None:  # cells that differ often come to the same
            exec(compile(source, "<lowered law>", "exec"), self._names)  # noqa: S102 - no text of a rule is in it
            made = self._made[digest] = self._names.pop(name)
        return made
