"""Answers a table of requests: a table in the same order, a row for each row.

Requests under the same law in force are decided together, by the column; what is not well formed, says what cannot be
together, or is too large a bundle, is decided one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from disclosure_policy.deciding.verdict import DisclosureVerdict
from disclosure_policy.decision import Decision
from disclosure_policy.errors import Location, Problem, RequestError
from disclosure_policy.frames.answer_columns import RowAnswer, answer_of, joint
from disclosure_policy.frames.arrow_arrays import NOTHING, Booleans, Integers, is_text, numbers, takeable, together
from disclosure_policy.frames.coded_requests import Coded
from disclosure_policy.frames.columns import AS_OF, JURISDICTION, is_stated, request_of
from disclosure_policy.frames.columns_to_numbers import Coder
from disclosure_policy.frames.disclosures_of_rows import Bundles
from disclosure_policy.frames.distinct_answers import Answers, LookUp
from disclosure_policy.frames.law_programs import Program
from disclosure_policy.frames.statement_numbers import Sequences, distinguished
from disclosure_policy.law import Law

MOST = 1_000_000
"""How many disclosures are decided at a time."""
LARGE_BUNDLE = 64
"""From how many disclosures on a request is decided by itself."""

Missing = tuple[str, ...] | None
DecideRow = Callable[[Mapping[str, Any]], Decision]

_Under = tuple[str, tuple[int, ...], frozenset[str], tuple[int, ...]]
"""A jurisdiction, its law in force, the facts of which anything is stated, and how much of each was numbered."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Options:
    """The jurisdiction and the day of rows that state none, and whether to work out missing facts.

    Where something else than its row supplies a request with facts, none is decided `by_column`.
    """

    jurisdiction: str | None = None
    as_of: date | None = None
    missing: bool = False
    by_column: bool = True


class Answering:
    """Decides tables of requests, one after the other; remembers what it worked out."""

    def __init__(self, law: Law, decide: DecideRow) -> None:
        self.law, self.decide = law, decide
        self._coders: dict[str, Coder] = {}
        self._programs: dict[_Under, Program] = {}
        self._numbers: dict[DisclosureVerdict, int] = {}
        self._rulings: list[DisclosureVerdict] = []
        self._sequences = Sequences()
        self._joint: dict[int, RowAnswer] = {}

    @property
    def remembered(self) -> int:
        """How much is remembered, in no particular unit."""
        return len(self._sequences) + len(self._numbers) + sum(map(len, self._coders.values())) + len(self._programs)

    def answers(self, table: pa.Table, options: Options) -> tuple[LookUp, ...]:
        """Return the answers to the requests of a table.

        Raises:
            RequestError: if two columns state the same.
        """
        table = stated_columns(table)
        found = Answers(np.full(table.num_rows, -1))
        for code, rows in self._by_jurisdiction(table, options.jurisdiction) if options.by_column else ():
            mine = table if len(rows) == table.num_rows else takeable(table).take(pa.array(rows))
            coder = self._coder(code)
            coded = coder.coded(mine, options.as_of)
            counts = coded.items.counts * coded.purposes.counts
            sound = np.nonzero(coded.sound & (counts < LARGE_BUNDLE))[0]
            for day, chosen in self._by_period(code, coded, sound):
                for portion in Bundles(coded, chosen).portions(MOST):
                    program = self._program(code, day, coder, portion)
                    bundles = program.consistent(portion)
                    if not len(bundles.rows):
                        continue
                    waiting = self._decide(found, rows[bundles.rows], bundles, program)
                    if options.missing and waiting.any():
                        some = bundles.some(waiting)
                        self._ask(found, rows[some.rows], some, program, partial(self._missing, table, options))
        self._one_by_one(found, table, options)
        return found.look_ups(missing=options.missing)

    def _coder(self, code: str) -> Coder:
        if code not in self._coders:
            self._coders[code] = Coder(self.law, code)
        return self._coders[code]

    def _by_jurisdiction(self, table: pa.Table, given: str | None) -> Iterator[tuple[str, Integers]]:
        """Yield each known jurisdiction that is named with the rows that name it."""
        named = pa.nulls(table.num_rows, pa.string())
        if JURISDICTION in table.column_names and is_text(table.schema.field(JURISDICTION).type):
            named = together(table.column(JURISDICTION)).cast(pa.string())
        elif JURISDICTION in table.column_names:
            named = pc.if_else(together(table.column(JURISDICTION)).is_valid(), "", pa.scalar(None, pa.string()))
        codes = self.law.rule_set.codes
        which = numbers(named, {code: number for number, code in enumerate(codes, start=1)})
        if given in codes:
            which[which == NOTHING] = codes.index(given) + 1
        for number in np.nonzero(np.bincount(which[which > NOTHING]))[0].tolist():
            yield codes[number - 1], np.nonzero(which == number)[0]

    def _by_period(self, code: str, coded: Coded, rows: Integers) -> Iterator[tuple[date, Integers]]:
        """Yield a day of each period in which the law did not change, with the rows decided as of its days."""
        changes = np.array([(day - _EPOCH).days for day in self.law.days_of_change[code]], np.int64)
        days = coded.plain[AS_OF].cast(pa.int32()).take(pa.array(rows)).to_numpy(zero_copy_only=False)
        periods = np.searchsorted(changes, days, side="right")
        for period in np.nonzero(np.bincount(periods))[0].tolist():
            chosen = np.nonzero(periods == period)[0]
            yield _EPOCH + timedelta(days=int(days[chosen[0]])), rows[chosen]

    def _program(self, code: str, day: date, coder: Coder, bundles: Bundles) -> Program:
        layers = self.law.layers(code, day)
        present = bundles.coded.present
        sizes = tuple(len(statements) for statements in coder.statements.values())
        in_force = tuple(id(provision) for layer in layers for provision in layer.provisions)
        key = (code, in_force, present, sizes)
        if key not in self._programs:
            self._programs[key] = Program(layers, coder.statements, present, self.law.contradictions.get(code, ()))
        return self._programs[key]

    def _decide(self, found: Answers, rows: Integers, bundles: Bundles, program: Program) -> Booleans:
        """Decide well-formed requests under one law, and say which wait for some fact."""
        rulings, places = program.rulings(bundles.columns(program.decide.reads), int(bundles.counts.sum()))
        numbered = np.array([self._number(one) for one in rulings], np.int64)
        if len(places) == len(bundles.rows):
            distinct, which = self._sequences.extended(np.zeros_like(numbered), numbered), places
        else:
            by_row = self._sequences.of_lists(numbered[places], bundles.starts, bundles.counts)
            distinct, which = distinguished(by_row)
        answers = [self._answer(sequence) for sequence in distinct.tolist()]
        found.give(rows, answers, which)
        return np.array([answer.basis == "insufficient facts" for answer in answers])[which]

    def _ask(
        self, found: Answers, rows: Integers, bundles: Bundles, program: Program, ask: Callable[[int], Missing]
    ) -> None:
        """Tell which facts are missing: for one of all requests that leave the same to be found out."""
        columns = bundles.columns(program.asks)
        signatures = program.signatures(columns, int(bundles.counts.sum()), bundles.identities())
        by_row = program.sequences.of_lists(signatures, bundles.starts, bundles.counts)
        distinct, which = distinguished(by_row)
        first = np.zeros(len(distinct), np.int64)
        first[which[::-1]] = rows[::-1]
        for sequence, row in zip(distinct.tolist(), first.tolist(), strict=True):
            if sequence not in program.missing:
                program.missing[sequence] = ask(row)
        found.tell(rows, which, [program.missing[sequence] for sequence in distinct.tolist()])

    def _missing(self, table: pa.Table, options: Options, row: int) -> Missing:
        return self._by_itself(takeable(table.slice(row, 1)).to_pylist()[0], options).missing

    def _number(self, found: DisclosureVerdict) -> int:
        if found not in self._numbers:
            self._rulings.append(found)
            self._numbers[found] = len(self._rulings)
        return self._numbers[found]

    def _answer(self, sequence: int) -> RowAnswer:
        if sequence not in self._joint:
            self._joint[sequence] = joint(self._rulings[number - 1] for number in self._sequences.elements(sequence))
        return self._joint[sequence]

    def _one_by_one(self, found: Answers, table: pa.Table, options: Options) -> None:
        """Decide what has no answer yet request by request, equal ones once."""
        rows = found.unanswered
        if not len(rows):
            return
        known: dict[str, int] = {}
        answers: list[RowAnswer] = []
        which = np.zeros(len(rows), np.int64)
        for index, row in enumerate(takeable(table).take(pa.array(rows)).to_pylist()):
            key = repr(row)
            if key not in known:
                known[key] = len(answers)
                answers.append(self._by_itself(row, options))
            which[index] = known[key]
        found.give(rows, answers, which)
        found.tell(rows, which, [answer.missing for answer in answers])

    def _by_itself(self, row: dict[str, Any], options: Options) -> RowAnswer:
        given = {JURISDICTION: options.jurisdiction, AS_OF: options.as_of}
        row |= {name: value for name, value in given.items() if row.get(name) is None}
        try:
            return answer_of(self.decide(request_of(row)), missing=options.missing)
        except RequestError as error:
            return RowAnswer(error=str(error))


def stated_columns(table: pa.Table) -> pa.Table:
    """Return the columns that belong to the request, each field of a nested one as a column of its own.

    Raises:
        RequestError: if two columns state the same.
    """
    table = table.select([name for name in table.column_names if is_stated(name)])
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    names = table.column_names
    twice = sorted({name for name in names if names.count(name) > 1 or any(n.startswith(f"{name}.") for n in names)})
    if twice:
        place = Location("columns")
        raise RequestError(
            [Problem(place, f"`{name}` is stated by more than one column", code="repeated-column") for name in twice]
        )
    return table
