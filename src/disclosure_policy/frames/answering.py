"""A table of requests to a table of answers, in the same order, a row for each row.

Requests under the same law in force are decided together, by the column; what is not well formed, or is too large a
bundle, is decided one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from disclosure_policy.compiling import Law
from disclosure_policy.decision import Decision
from disclosure_policy.errors import Location, Problem, RequestError
from disclosure_policy.frames.arrays import NOTHING, is_text, numbers, valid
from disclosure_policy.frames.bundles import Bundles
from disclosure_policy.frames.coding import Coded, Coder
from disclosure_policy.frames.columns import AS_OF, JURISDICTION, RESULTS, is_stated, request_of
from disclosure_policy.frames.outcomes import Answer, Outcome, answer_of, joint
from disclosure_policy.frames.programs import Program
from disclosure_policy.frames.stated import Sequences, distinguished

ROWS = 262_144
"""How many rows are decided at a time."""
LARGE_BUNDLE = 64
"""From how many disclosures on a request is decided by itself."""

Decide = Callable[[Mapping[str, Any]], Decision]

_EPOCH = date(1970, 1, 1)
TEXTS = pa.list_(pa.string())
SCHEMA = pa.schema(
    [(name, TEXTS if name in {"citations", "determining", "missing"} else pa.string()) for name in RESULTS]
)


@dataclass
class Answers:
    """The distinct answers to the rows of a table, and the missing facts of those that wait for some."""

    rows: np.ndarray
    distinct: list[Answer] = field(default_factory=list)
    waits: np.ndarray = field(init=False)
    missing: list[pa.Array] = field(default_factory=lambda: [pa.array([None, []], TEXTS)])

    def __post_init__(self) -> None:
        self.waits = np.zeros(len(self.rows), np.int64)

    def give(self, rows: np.ndarray, answers: list[Answer], which: np.ndarray) -> None:
        """Give some rows their answers."""
        self.rows[rows] = which + len(self.distinct)
        self.waits[rows] = 1
        self.distinct += answers

    def wait(self, rows: np.ndarray, facts: pa.Array) -> None:
        """Give some rows their missing facts."""
        self.waits[rows] = np.arange(len(rows)) + sum(map(len, self.missing))
        self.missing.append(facts)

    def wait_for(self, rows: np.ndarray, facts: list[str], waits: np.ndarray) -> None:
        """Give some rows the facts that `waits` says of each."""
        ends = np.concatenate(([0], np.cumsum(waits.sum(axis=1, dtype=np.int32))))
        named = pa.array(facts, pa.string()).take(pa.array(np.nonzero(waits)[1]))
        self.wait(rows, pa.ListArray.from_arrays(pa.array(ends, pa.int32()), named))

    def table(self, *, missing: bool) -> pa.Table:
        """Return the columns of the answers."""
        which = pa.array(self.rows)
        columns = {
            name: pa.array([getattr(answer, name) for answer in self.distinct], SCHEMA.field(name).type).take(which)
            for name in RESULTS
            if name != "missing"
        }
        facts = pa.concat_arrays(self.missing).take(pa.array(self.waits))
        return pa.table({**columns, "missing": facts if missing else pa.nulls(len(which), TEXTS)}).select(RESULTS)


class Answering:
    """Decides tables of requests, one after the other; remembers what it worked out.

    `jurisdiction` and `as_of` are for rows that state none. Without `missing`, missing facts are left null.
    """

    def __init__(
        self,
        law: Law,
        decide: Decide,
        *,
        jurisdiction: str | None = None,
        as_of: date | None = None,
        missing: bool = True,
    ) -> None:
        self.law, self.decide, self.missing = law, decide, missing
        self.jurisdiction, self.as_of = jurisdiction, as_of
        self._coders: dict[str, Coder] = {}
        self._programs: dict[Any, Program] = {}
        self._numbers: dict[Outcome, int] = {}
        self._sequences = Sequences()
        self._joint: dict[int, Answer] = {}

    def answers(self, table: pa.Table) -> pa.Table:
        """Return the answers to the requests of a table.

        Raises:
            RequestError: if two columns state the same.
        """
        table = stated_columns(table)
        parts = [self._answers(table.slice(start, ROWS)) for start in range(0, table.num_rows, ROWS)]
        return pa.concat_tables(parts) if parts else SCHEMA.empty_table()

    def _answers(self, table: pa.Table) -> pa.Table:
        found = Answers(np.full(table.num_rows, -1))
        for code, rows in self._by_jurisdiction(table):
            coder = self._coders.setdefault(code, Coder(self.law, code))
            coded = coder.coded(table.take(pa.array(rows)), self.as_of)
            counts = coded.items.counts * coded.purposes.counts
            sound = np.nonzero(coded.sound & (counts < LARGE_BUNDLE))[0]
            for day, chosen in self._by_period(code, coded, sound):
                for bundles in Bundles(coded, chosen).portions(ROWS):
                    self._decide(found, rows[bundles.rows], bundles, self._program(code, day, coder, bundles))
        self._one_by_one(found, table, np.nonzero(found.rows < 0)[0])
        return found.table(missing=self.missing)

    def _by_jurisdiction(self, table: pa.Table) -> Iterator[tuple[str, np.ndarray]]:
        """Yield each known jurisdiction that is named with the rows that name it."""
        named = pa.nulls(table.num_rows, pa.string())
        if JURISDICTION in table.column_names and is_text(table.schema.field(JURISDICTION).type):
            named = table.column(JURISDICTION).combine_chunks().cast(pa.string())
        elif JURISDICTION in table.column_names:
            named = pa.array(np.where(valid(table.column(JURISDICTION).combine_chunks()), "", None), pa.string())
        codes = self.law.rule_set.codes
        which = numbers(named, {code: number for number, code in enumerate(codes, start=1)})
        if self.jurisdiction in codes:
            which[which == NOTHING] = codes.index(self.jurisdiction) + 1
        for number in np.unique(which[which > NOTHING]).tolist():
            yield codes[number - 1], np.nonzero(which == number)[0]

    def _by_period(self, code: str, coded: Coded, rows: np.ndarray) -> Iterator[tuple[date, np.ndarray]]:
        """Yield a day of each period in which the law did not change, with the rows decided as of its days."""
        changes = np.array([(day - _EPOCH).days for day in _changes(self.law, code)], np.int64)
        days = coded.plain[AS_OF].cast(pa.int32()).take(pa.array(rows)).to_numpy(zero_copy_only=False)
        periods = np.searchsorted(changes, days, side="right")
        for period in np.unique(periods).tolist():
            chosen = np.nonzero(periods == period)[0]
            yield _EPOCH + timedelta(days=int(days[chosen[0]])), rows[chosen]

    def _program(self, code: str, day: date, coder: Coder, bundles: Bundles) -> Program:
        layers = self.law.layers(code, day)
        present = bundles.coded.present
        sizes = tuple(len(statements) for statements in coder.statements.values())
        in_force = tuple(id(provision) for layer in layers for provision in layer.provisions)
        key = (code, in_force, present, sizes)
        if key not in self._programs:
            self._programs[key] = Program(layers, coder.statements, present)
        return self._programs[key]

    def _decide(self, found: Answers, rows: np.ndarray, bundles: Bundles, program: Program) -> None:
        """Decide well-formed requests under one law."""
        outcomes, places = program.outcomes(bundles.columns(), int(bundles.counts.sum()))
        numbered = [self._numbers.setdefault(one, len(self._numbers) + 1) for one in outcomes]
        by_row = self._sequences.of_lists(np.array(numbered, np.int64)[places], bundles.starts, bundles.counts)
        distinct, which = distinguished(by_row)
        answers = [self._answer(sequence) for sequence in distinct.tolist()]
        found.give(rows, answers, which)
        waiting = np.array([answer.basis == "insufficient facts" for answer in answers])[which]
        if self.missing and waiting.any():
            some = bundles.some(waiting)
            facts, waits = program.missing(some.columns(), int(some.counts.sum()))
            found.wait_for(rows[waiting], facts, np.logical_or.reduceat(waits, some.starts, axis=0))

    def _answer(self, sequence: int) -> Answer:
        if sequence not in self._joint:
            outcomes = list(self._numbers)
            self._joint[sequence] = joint(outcomes[number - 1] for number in self._sequences.elements(sequence))
        return self._joint[sequence]

    def _one_by_one(self, found: Answers, table: pa.Table, rows: np.ndarray) -> None:
        """Decide requests one by one, equal ones once."""
        known: dict[str, int] = {}
        answers: list[Answer] = []
        which = np.zeros(len(rows), np.int64)
        for index, row in enumerate(table.take(pa.array(rows)).to_pylist()):
            key = repr(row)
            if key not in known:
                known[key] = len(answers)
                answers.append(self._by_itself(row))
            which[index] = known[key]
        found.give(rows, answers, which)
        facts = pa.array([answer.missing for answer in answers], TEXTS).take(pa.array(which))
        found.wait(rows, facts)

    def _by_itself(self, row: dict[str, Any]) -> Answer:
        given = {JURISDICTION: self.jurisdiction, AS_OF: self.as_of}
        row |= {name: value for name, value in given.items() if row.get(name) is None}
        try:
            return answer_of(self.decide(request_of(row)), missing=self.missing)
        except RequestError as error:
            return Answer(error=str(error))


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
        raise RequestError([Problem(place, f"`{name}` is stated by more than one column") for name in twice])
    return table


def _changes(law: Law, code: str) -> list[date]:
    """Return the days on which the law of a jurisdiction, or of one above it, changes."""
    provisions = [provision for book in law.rule_set.chain(code) for provision in law.provisions[book.code]]
    periods = {provision.section.text.effective for provision in provisions}
    ends = {period.last for period in periods if period.last and period.last < date.max}
    return sorted({period.first for period in periods} | {last + timedelta(days=1) for last in ends})
