"""Numbers what was stated of a coded fact: one number for each distinct list of terms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import pyarrow as pa

from disclosure_policy.frames.arrow_arrays import WRONG, Integers
from disclosure_policy.frames.truth_bytes import Truths, code_of
from disclosure_policy.law import NOTHING_SAID, Scheme, Statement


class Statements:
    """Numbers for what can be stated of a fact: 0 for nothing, then each term by itself, then lists as they occur.

    Terms are numbered so that those under one broader term mostly stand side by side. `whole` says that a list of
    them is complete.
    """

    def __init__(self, scheme: Scheme, *, whole: bool) -> None:
        self.scheme = scheme
        self.terms = {term: number for number, term in enumerate(_side_by_side(scheme), start=1)}
        self._whole = whole
        self._numbers: dict[frozenset[int], int] = {}
        self._said = [NOTHING_SAID, *(self._statement((term,)) for term in self.terms)]
        self._truths: dict[str, bytearray] = {}

    def __len__(self) -> int:
        return len(self._said)

    def number_of_terms(self, numbers: Iterable[int]) -> int:
        """Return the number of a list of terms, in whichever order and however often each of them is named.

        Terms that cannot go together have none.
        """
        stated = frozenset(numbers)
        if len(stated) == 1:
            return next(iter(stated))
        if stated not in self._numbers:
            names = list(self.terms)
            said = self._statement(tuple(names[number - 1] for number in sorted(stated)))
            fits = self.scheme.contradiction(said) is None
            self._numbers[stated] = len(self) if fits else WRONG
            self._said += [said] if fits else []
        return self._numbers[stated]

    @cached_property
    def shorthand(self) -> frozenset[int]:
        """The numbers of the terms that merely stand for others."""
        return frozenset(number for term, number in self.terms.items() if self.scheme.terms[term].stands_for)

    def truths(self, term: str) -> Truths:
        """Return for each number whether `term` applies where that was stated."""
        known = self._truths.setdefault(term, bytearray())
        known.extend(code_of(self.scheme.truth(said, term)) for said in self._said[len(known) :])
        return bytes(known)

    def _statement(self, terms: tuple[str, ...]) -> Statement:
        return Statement(self.scheme.spelled_out(terms), whole=self._whole or not terms)


class Sequences:
    """Numbers for sequences of numbers, each made of a shorter one and one number more; 0 is the empty one."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, int]] = [(0, 0)]
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._parts)

    def extended(self, heads: Integers, tails: Integers) -> Integers:
        """Return the numbers of the sequences `heads`, each with the number at its place in `tails` added."""
        distinct, places = distinguished((heads << 32) | tails)
        return np.array([self._number(key) for key in distinct.tolist()], np.int64)[places]

    def of_lists(self, numbers: Integers, starts: Integers, lengths: Integers) -> Integers:
        """Return the number of each list, of which `numbers` holds all elements."""
        found = np.zeros(len(lengths), np.int64)
        for index in range(int(lengths.max(initial=0))):
            rows = np.nonzero(lengths > index)[0]
            found[rows] = self.extended(found[rows], numbers[starts[rows] + index])
        return found

    def elements(self, number: int) -> tuple[int, ...]:
        """Return the sequence that a number stands for."""
        found: list[int] = []
        while number:
            number, last = self._parts[number]
            found.append(last)
        return tuple(reversed(found))

    def _number(self, key: int) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._parts)
            self._parts.append((key >> 32, key & 0xFFFFFFFF))
        return self._numbers[key]


def distinguished(keys: Integers) -> tuple[Integers, Integers]:
    """Return the distinct keys, and for each key its place among them."""
    encoded = pa.array(keys).dictionary_encode()
    places = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return encoded.dictionary.to_numpy(zero_copy_only=False), places


def _side_by_side(scheme: Scheme) -> list[str]:
    """Return every term, each after a broader one and before what does not fall under it."""
    below: dict[str, list[str]] = {}
    for name, term in scheme.terms.items():
        below.setdefault(term.broader[0] if term.broader else "", []).append(name)
    order: list[str] = []
    waiting = below.get("", [])[::-1]
    while waiting:
        order.append(waiting.pop())
        waiting += below.get(order[-1], [])[::-1]
    return order
