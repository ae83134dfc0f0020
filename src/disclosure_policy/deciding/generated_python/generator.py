"""Generates the two Python functions that decide requests under the law of one period.

One reads a request and gives of each disclosure what is met: a number with a bit for each rule whose conditions are
met. The other follows the exceptions from there to the rules that decided; what it comes to is kept by that number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from disclosure_policy.conditions.expression import shifted
from disclosure_policy.deciding.generated_python.conditions import FALSE, TRUE, Conditions, literal
from disclosure_policy.deciding.generated_python.exceptions import Lines, conditional, indented
from disclosure_policy.deciding.generated_python.layers import LayerWriter, paths_of
from disclosure_policy.deciding.generated_python.mask_tables import (
    Bits,
    CodedColumn,
    Declared,
    Mask,
    MaskColumn,
    Table,
    Unfit,
)
from disclosure_policy.law import Law, Layer
from disclosure_policy.limits import MAX_DISCLOSURES
from disclosure_policy.requests import DisclosureRequest, Item, shared_facts
from disclosure_policy.requests.instruments import INSTRUMENTS

PERMITS, REQUIRES, AUTHORIZES = "federal_law.permits", "federal_law.requires", "state_law.authorizes"
PER_DISCLOSURE = ("item.type", "purpose")

TOO_DEEP = (SyntaxError, RecursionError, MemoryError)
"""What Python raises for a function that is nested too deeply for it."""

Fingerprint = int
"""Bits that say which rules of each layer decided; what the same rules decided has the same outcome."""
Weigh = Callable[[DisclosureRequest], tuple[Fingerprint, ...]]


@dataclass(frozen=True, slots=True)
class Lowered:
    """The law of a jurisdiction in a period as a function.

    `weigh` gives the fingerprint of each disclosure that a request asks for, and raises Unfit where the request is
    not well formed. A fingerprint with a bit in `denials` is a denial.
    """

    weigh: Weigh
    denials: int


def lower(law: Law, code: str, day: date) -> Lowered | None:
    """Lower the law of a jurisdiction and its parents, as in force on a day, to a function.

    None if the rules are nested so deeply that Python does not take the function.
    """
    try:
        generator = _Generator(law, code, law.layers(code, day))
        return Lowered(generator.weigh, generator.denials)
    except TOO_DEEP:
        return None


class _Generator:
    """Generates the functions; nothing in their text comes from a rule but numbers."""

    def __init__(self, law: Law, code: str, layers: tuple[Layer, ...]) -> None:
        self._shared, facts, schemes = shared_facts(), law.facts[code], law.schemes[code]
        self._bits = Bits()
        coded = {path: schemes.get(path) for path, fact in facts.items() if fact.kind == "terms"}
        flags = [path for path, fact in facts.items() if fact.kind == "boolean" and path not in (PERMITS, REQUIRES)]
        self._coded = {
            path: CodedColumn(self._bits, path, scheme, whole=facts[path].several) for path, scheme in coded.items()
        }
        self._columns = {path: MaskColumn(self._bits) for path in flags} | self._coded
        declared = Declared({path: fact for path, fact in facts.items() if path not in self._shared})
        self._names: dict[str, Any] = {
            "read": declared.read,
            "shifted": shifted,
            "Unfit": Unfit,
            "items": (Item(),),
            "one": (None,),
        }
        self._constants: dict[tuple[type, object], str] = {}
        self._conditions = Conditions(self._columns, self._plain, self._constant, self._bits)
        decided = Bits()
        writers = tuple(self._writers(layers, decided))
        self._untrue = sum({self._conditions.untrue(one.together) for one in law.contradictions.get(code, ())})
        """The bits of which none is set but in a request that says what cannot be together."""
        self.denials = sum(writer.denials for writer in writers)
        """The bits of which one is set in every denial."""
        follow = [line for writer in writers for line in writer.lines()]
        follow.append(f"return {' | '.join(f'w{depth}' for depth in range(len(layers)))}")
        joining = tuple(self._conditions.joining())  # from here on every bit is given out
        self._names["decided"] = Table(self._compiled("follow", "met", follow))
        self.weigh: Weigh = self._compiled("weigh", "request", self._reading(joining))
        """The function that reads a request and weighs each disclosure it asks for."""

    def _writers(self, layers: tuple[Layer, ...], bits: Bits) -> Iterator[LayerWriter]:
        read = {path for layer in layers[1:] for path in paths_of(layer)}
        for depth, layer in enumerate(layers):
            derived = {PERMITS: ("(not x0)", "(not s0)"), REQUIRES: ("y0", "z0")}
            if depth == 0:
                derived = dict.fromkeys(derived, (FALSE, TRUE))  # unknown to the root itself
            if depth + 1 < len(layers):
                derived[AUTHORIZES] = (TRUE, TRUE)
            asking = self._conditions.asking(derived)
            yield LayerWriter(layer, depth, asking, bits, asked=depth == 0 and REQUIRES in read)

    def _reading(self, joining: Iterable[tuple[Mask, str]]) -> Lines:
        """Read what is the same for each disclosure, then what is not.

        Fields are read where pydantic keeps them, since a model's attributes are slow; a part that was left out is
        known by its being the default.
        """
        self._names["t_item"] = Table(self._coded["item.type"].of_each)
        self._names["t_purpose"] = Table(self._coded["purpose"].of_all)
        every, kept = self._bits.all, self._conditions.kept
        return [
            "request = request.__dict__",
            "wanted = request['items'] or items",
            "purposes = t_purpose[request['purposes']]",
            f"if len(wanted) > 1 and len(wanted) * len(request['purposes'] or one) > {MAX_DISCLOSURES}: raise Unfit",
            f"shared = {every}",
            *self._part("", "shared"),
            *(line for part in self._parts() for line in self._whole_part(part)),
            *self._declared(),
            "found = []",
            "for item in wanted:",
            " item = item.__dict__",
            " alike = shared",
            *indented(self._part("item", "alike")),
            " for what in t_item[item['type']]:",
            "  for why in purposes:",
            "   met = alike & what & why",
            *(f"   if met & {bits} and not {text}: met &= {every ^ bits}" for bits, text in joining),
            *([f"   if met & {self._untrue}: raise Unfit"] if self._untrue else []),
            f"   found.append(decided[{'met' if kept == every else f'met & {kept}'}])",
            "return tuple(found)",
        ]

    def _parts(self) -> Iterator[str]:
        parts = dict.fromkeys(path.partition(".")[0] for path in self._columns if "." in path)
        return (part for part in parts if part in DisclosureRequest.model_fields)

    def _part(self, part: str, mask: str) -> Iterator[str]:
        """Look up what is stated in a part of the request, but for what is decided term by term."""
        for path in self._in_part(part):
            if path not in PER_DISCLOSURE:
                yield from self._look_up(path, f"{part or 'request'}['{path.rpartition('.')[2]}']", mask)

    def _whole_part(self, part: str) -> Lines:
        """Look up what is stated in a part, unless all of it was left out."""
        self._names[f"no_{part}"] = DisclosureRequest.model_fields[part].default
        stated = [f"{part} = {part}.__dict__", *self._part(part, "shared")]
        if part in INSTRUMENTS:  # combinations of several are weighed
            one, all_ = f"if {part}['covers'] is not None: raise Unfit", f"if {part}.__class__ is tuple: raise Unfit"
            stated = [all_, stated[0], one, *stated[1:]]
        return [
            f"{part} = request['{part}']",
            *conditional(f"{part} is not no_{part}", stated, [f"shared &= {self._unstated(self._in_part(part))}"]),
        ]

    def _declared(self) -> Lines:
        """Look up what is stated of facts that the jurisdiction declares, unless nothing is."""
        paths = [path for path in self._columns if path not in self._shared]
        stated = [line for path in paths for line in self._look_up(path, self._plain(path), "shared")]
        return [
            "get = read(request['facts'], request['judgments'])",
            *conditional("request['facts'] or request['judgments']", stated, [f"shared &= {self._unstated(paths)}"]),
        ]

    def _look_up(self, path: str, text: str, mask: str) -> Lines:
        column = self._columns[path]
        if path in self._coded:
            table = f"t{len(self._names)}"
            self._names[table] = Table(self._coded[path].of_terms)
            return [f"{mask} &= {table}[{text}]"] if column.asked else [f"if {text} is not None: {table}[{text}]"]
        true, false, unknown = (column.of_value(value) for value in (True, False, None))
        test = f"{true} if flag is True else {false} if flag is False else {unknown}"
        return [f"flag = {text}", f"{mask} &= {test}"] if column.asked else []

    def _in_part(self, part: str) -> list[str]:
        return [path for path in self._columns if path in self._shared and path.rpartition(".")[0] == part]

    def _unstated(self, paths: Iterable[str]) -> Mask:
        masks = (self._columns[path].of_value(None) for path in paths)
        return reduce(and_, masks, self._bits.all)

    def _plain(self, path: str) -> str:
        return f"request['{path}']" if path in self._shared else f"get({self._constant(path)})"

    def _constant(self, value: object) -> str:
        text = literal(value) or self._constants.setdefault((type(value), value), f"k{len(self._constants)}")
        self._names.setdefault(text, value)
        return text

    def _compiled(self, name: str, argument: str, lines: Lines) -> Any:  # noqa: ANN401
        source = "\n".join([f"def {name}({argument}):", *indented(lines), ""])
        exec(compile(source, "<lowered law>", "exec"), self._names)  # noqa: S102 - no text of a rule is in it
        return self._names.pop(name)
