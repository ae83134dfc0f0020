"""The terms in which coded facts are stated, each with the broader terms it falls under."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from disclosure_policy.rule_files import Term
from disclosure_policy.truth import Truth, disjunction


@dataclass(frozen=True)
class Scheme:
    """The terms that one coded fact can take, as a hierarchy in which a term may have several broader ones."""

    name: str
    terms: Mapping[str, Term]

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The terms that are short for no others; conditions are written in these."""
        return tuple(name for name, term in self.terms.items() if not term.stands_for)

    @cached_property
    def broader(self) -> dict[str, frozenset[str]]:
        """For each term, itself and every term it falls under, however far up."""
        closure: dict[str, frozenset[str]] = {}
        for term in TopologicalSorter({name: term.broader for name, term in self.terms.items()}).static_order():
            above = (closure[parent] for parent in self.terms[term].broader)
            closure[term] = frozenset({term}).union(*above)
        return closure

    @cached_property
    def narrower(self) -> dict[str, frozenset[str]]:
        """For each term, itself and every term that falls under it, however far down."""
        below: dict[str, set[str]] = {term: set() for term in self.terms}
        for term, above in self.broader.items():
            for parent in above:
                below[parent].add(term)
        return {term: frozenset(found) for term, found in below.items()}

    def spelled_out(self, stated: Iterable[str]) -> tuple[str, ...]:
        """Return the terms stated, each that is short for others replaced by those."""
        found: dict[str, None] = {}
        stack = list(stated)[::-1]
        seen: set[str] = set()
        while stack:
            term = stack.pop()
            if term not in seen:
                seen.add(term)
                found |= {} if self.terms[term].stands_for else {term: None}
                stack += self.terms[term].stands_for[::-1]
        return tuple(found)

    def truth(self, stated: Iterable[str] | None, term: str) -> Truth:
        """Say whether `term` applies where the terms in `stated` are said to apply, and those alone.

        A stated term makes itself and everything broader true. A term is false if nothing can be both; it stays
        unknown if something could, as every narrower term could. An unstated fact leaves every term unknown.
        """
        if stated is None:
            return None
        return disjunction(self._truth(one, term) for one in stated)

    def _truth(self, stated: str, term: str) -> Truth:
        if term in self.broader[stated]:
            return True
        return None if self.narrower[stated] & self.narrower[term] else False

    def cycle(self, others: Callable[[Term], Iterable[str]]) -> tuple[str, ...] | None:
        """Return terms that name each other in a circle, or None; `others` gives those that a term names."""
        links = TopologicalSorter[str](dict.fromkeys(self.terms, ()))
        for name, term in self.terms.items():
            for other in others(term):
                links.add(other, name)
        try:
            links.prepare()
        except CycleError as error:
            return tuple(error.args[1])
        return None


Vocabulary = Mapping[str, Scheme]
"""The schemes of a jurisdiction and its parents, by name."""


def merged(layers: Iterable[Mapping[str, Mapping[str, Term]]]) -> dict[str, Scheme]:
    """Join the vocabularies of a jurisdiction and its parents, root first."""
    schemes: dict[str, dict[str, Term]] = {}
    for layer in layers:
        for name, terms in layer.items():
            schemes.setdefault(name, {}).update(terms)
    return {name: Scheme(name, terms) for name, terms in schemes.items()}
