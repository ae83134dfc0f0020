"""Turns the columns of one jurisdiction's requests into numbers, flags and days, and finds malformed rows.

Whatever is not well formed here is decided row by row, by `decide` itself, which also says what is wrong with it.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from disclosure_policy.frames.absent_instruments import absent
from disclosure_policy.frames.arrow_arrays import (
    NOTHING,
    WRONG,
    Booleans,
    Integers,
    Lists,
    any_in,
    days,
    is_list,
    is_text,
    lists,
    numbers,
    one_each,
    sets,
    stated_in,
    together,
    valid,
)
from disclosure_policy.frames.coded_requests import Coded, Each
from disclosure_policy.frames.columns import AS_OF, DISCLOSER, ITEMS, ON_FILE, declared_columns, shared_columns
from disclosure_policy.frames.statement_numbers import Sequences, Statements, distinguished
from disclosure_policy.law import Law
from disclosure_policy.limits import MAX_DIGITS

_ITEM = f"{ITEMS}."
_BITS = 63


class Coder:
    """Codes the requests of one jurisdiction; what has a number keeps it."""

    def __init__(self, law: Law, code: str) -> None:
        self.columns = shared_columns() | declared_columns(law, code)
        schemes = {path: law.vocabularies[code].get(law.scheme_name(code, path)) for path in law.facts[code]}
        self.statements = {
            path: Statements(scheme, whole=law.facts[code][path].several)
            for path, scheme in schemes.items()
            if scheme
        }
        self._lists = {path: Sequences() for path in self.statements}
        self._known_lists: dict[str, dict[int, int]] = {path: {} for path in self.statements}
        self._judgments = [name for name, fact in law.facts[code].items() if fact.type == "judgment"]

    def __len__(self) -> int:
        """How much it numbered."""
        return sum(map(len, self.statements.values())) + sum(map(len, self._lists.values()))

    def coded(self, table: pa.Table, as_of: date | None) -> Coded:
        """Code a table that has only columns of the request, without nesting."""
        found = Coded(table.num_rows, np.ones(table.num_rows, bool))
        arrays = {
            name: together(table.column(name))
            for name in table.column_names
            if not pa.types.is_null(table.schema.field(name).type)
        }
        if DISCLOSER not in table.column_names:
            found.sound[:] = False
        for name, array in arrays.items():
            column = self.columns.get(name)
            if name == ITEMS:
                found.items = self._items(array, found)
            elif column is None or name == ON_FILE:
                found.refuse(valid(array))
            elif column.fact == "purpose":
                found.purposes = self._purposes(array, found)
            elif not name.startswith(_ITEM):
                self._column(found, name, array)
        of_item = {name.removeprefix(_ITEM): array for name, array in arrays.items() if name.startswith(_ITEM)}
        if of_item:
            one = one_each(pa.array(np.ones(found.rows, bool)))
            found.items = self._described(of_item, found, one, wrong=np.zeros(found.rows, bool))
        self._nothing_else(found, arrays)
        self._dated(found, as_of)
        for name in self._judgments:
            self._judged(found, name, arrays)
        return found

    def _column(self, found: Coded, name: str, array: pa.Array) -> None:
        column = self.columns[name]
        fact = column.fact or name
        match column.holds:
            case "terms":
                found.coded[fact] = self._terms(fact, array)
                found.refuse(found.coded[fact] == WRONG)
            case "truth" if pa.types.is_boolean(array.type):
                found.plain[fact] = array
            case "number" if pa.types.is_integer(array.type):
                limit = 10**MAX_DIGITS
                fits = pc.and_(pc.less(array, limit), pc.greater(array, -limit))
                found.refuse(pc.fill_null(pc.invert(fits), False).to_numpy(zero_copy_only=False))  # noqa: FBT003
                found.plain[fact] = pc.if_else(fits, array, None).cast(pa.int64())
            case "day":
                found.plain[fact], wrong = days(array)
                found.refuse(wrong)
            case "text" if is_text(array.type):
                pass
            case _:
                found.refuse(valid(array))

    def _terms(self, fact: str, array: pa.Array) -> Integers:
        """Return the number of what each row states of a coded fact."""
        statements = self.statements.get(fact)
        known = statements.terms if statements else {}
        if is_text(array.type):
            return numbers(array, known)
        if statements is None or not _of_texts(array):
            return np.where(valid(array), WRONG, NOTHING)
        listed = lists(array)
        elements = numbers(listed.elements, known)
        elements = np.maximum(elements, NOTHING)
        if len(known) < _BITS:
            found = sets(listed, elements)
        else:
            found = self._lists[fact].of_lists(elements, listed.starts, listed.lengths)
        distinct, places = distinguished(found)
        coded = [self._number(fact, stated) for stated in distinct.tolist()]
        return np.where(listed.present, np.array(coded, np.int64)[places], NOTHING)

    def _number(self, fact: str, stated: int) -> int:
        """Return the number of what a list states: a set of terms by its bits, or a sequence by its number."""
        known, statements = self._known_lists[fact], self.statements[fact]
        if stated not in known:
            if len(statements.terms) < _BITS:
                elements = tuple(bit for bit in range(_BITS) if stated >> bit & 1)
            else:
                elements = self._lists[fact].elements(stated)
            known[stated] = WRONG if NOTHING in elements else statements.number_of_terms(elements)
        return known[stated]

    def _purposes(self, array: pa.Array, found: Coded) -> Each:
        if _of_texts(array):
            listed = lists(array)
            terms = numbers(listed.elements, self._known("purpose"))
            return self._each("purpose", found, listed, terms, wrong=terms <= NOTHING)
        if not is_text(array.type):
            found.refuse(valid(array))
            return found.nothing()
        terms = numbers(array, self._known("purpose"))
        return self._each("purpose", found, one_each(array), terms, wrong=terms == WRONG)

    def _items(self, array: pa.Array, found: Coded) -> Each:
        """Read a column of items: a term, terms, or items with what is known of each."""
        if is_list(array.type) and pa.types.is_struct(array.type.value_type):
            listed = lists(array)
            names = [field.name for field in listed.elements.type]
            fields = dict(zip(names, listed.elements.flatten(), strict=True))
            return self._described(fields, found, listed, wrong=~valid(listed.elements))
        if _of_texts(array):
            listed = lists(array)
            return self._described({"type": listed.elements}, found, listed, wrong=~valid(listed.elements))
        if not is_text(array.type):
            found.refuse(valid(array))
            return found.nothing()
        return self._described({"type": array}, found, one_each(array), wrong=np.zeros(found.rows, bool))

    def _described(self, fields: dict[str, pa.Array], found: Coded, listed: Lists, *, wrong: Booleans) -> Each:
        """Read the fields of items."""
        terms = np.zeros(len(wrong), np.int64)
        flags: dict[str, pa.Array] = {}
        for name, array in fields.items():
            column = self.columns.get(f"{ITEMS}.{name}")
            if column and column.fact == "item.type" and is_text(array.type):
                terms = numbers(array, self._known("item.type"))
            elif column and column.fact and column.holds == "truth" and pa.types.is_boolean(array.type):
                flags[column.fact] = array
            else:
                wrong = wrong | valid(array)
        each = self._each("item.type", found, listed, terms, wrong=wrong | (terms == WRONG))
        each.flags = {fact: pa.concat_arrays([array, pa.nulls(1, pa.bool_())]) for fact, array in flags.items()}
        return each

    def _each(self, fact: str, found: Coded, listed: Lists, terms: Integers, *, wrong: Booleans) -> Each:
        """Return what each row lists; an empty list is a mistake, and shorthand for several terms is left out."""
        shorthand = self.statements[fact].shorthand if fact in self.statements else ()
        wrong = wrong | np.isin(terms, list(shorthand))
        found.refuse((listed.present & (listed.lengths == 0)) | any_in(listed, wrong))
        starts = np.where(listed.lengths > 0, listed.starts, len(terms))
        return Each(np.append(terms, NOTHING), starts, np.maximum(listed.lengths, 1))

    def _known(self, fact: str) -> dict[str, int]:
        return self.statements[fact].terms if fact in self.statements else {}

    def _dated(self, found: Coded, as_of: date | None) -> None:
        """Give every request a day; without one it is not well formed."""
        dated = found.plain.get(AS_OF, pa.nulls(found.rows, pa.date32()))
        found.plain[AS_OF] = dated if as_of is None else pc.fill_null(dated, pa.scalar(as_of, pa.date32()))
        found.refuse(~valid(found.plain[AS_OF]))

    def _nothing_else(self, found: Coded, arrays: dict[str, pa.Array]) -> None:
        """State that there is none of what rows do not mention, where they say that nothing else was presented."""
        for path, rows, none in absent(arrays, found.rows):
            fact = self.columns[path].fact or path
            if none is False:
                found.plain[fact] = pc.if_else(rows, none, found.plain.get(fact, pa.nulls(found.rows, pa.bool_())))
            elif fact in self.statements:
                number = self.statements[fact].number_of_terms(())
                found.coded[fact] = np.where(rows, number, found.coded.get(fact, NOTHING))

    def _judged(self, found: Coded, name: str, arrays: dict[str, pa.Array]) -> None:
        """Refuse a judgment of which anything is stated but not all: the answer, who gave it, when and why."""
        parts = [arrays.get(f"judgments.{name}.{part}") for part in ("answer", "by", "day", "why")]
        there = [np.zeros(found.rows, bool) if part is None else stated_in(part) for part in parts]
        found.refuse(np.logical_or.reduce(there) & ~np.logical_and.reduce(there))


def _of_texts(array: pa.Array) -> bool:
    return is_list(array.type) and is_text(array.type.value_type)
