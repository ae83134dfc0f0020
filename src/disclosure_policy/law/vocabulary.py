"""The terms in which coded facts are stated, each with the broader terms it falls under."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from disclosure_policy.rule_files import Exclusion, Term
from disclosure_policy.truth import Truth


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of one coded fact: terms that apply, and terms that do not."""

    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    whole: bool = False
    """Whether nothing else applies, as of a list that is complete."""

    def __bool__(self) -> bool:
        return bool(self.has or self.lacks or self.whole)


NOTHING_SAID = Statement()


@dataclass(frozen=True)
class Scheme:
    """The terms that one coded fact can take, as a hierarchy in which a term may have several broader ones."""

    name: str
    terms: Mapping[str, Term]
    exclusive: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For terms, those that exclude them, each with the reason; what falls under them inherits it."""

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

    @cached_property
    def excluded(self) -> dict[str, frozenset[str]]:
        """For each term, those that cannot be true with it, because both fall under terms that exclude each other."""
        return {
            term: frozenset(
                out
                for above in self.broader[term]
                for other in self.exclusive.get(above, ())
                for out in self.narrower[other]
            )
            for term in self.terms
        }

    @property
    def impossible(self) -> frozenset[str]:
        """The terms that can never apply, because they fall under terms that exclude each other."""
        return frozenset(term for term, out in self.excluded.items() if term in out)

    def truth(self, said: Statement, term: str) -> Truth:
        """Say whether `term` applies, by what is said.

        A term that is said to apply makes itself and everything broader true, and false what the vocabulary declares
        to exclude it; one that is denied makes itself and everything narrower false. Of a list that is whole, what
        nothing on it can turn out to be is false too: no term falls under both. All else is unknown.
        """
        if any(term in self.broader[one] for one in said.has):
            return True
        if not self.broader[term].isdisjoint(said.lacks) or any(term in self.excluded[one] for one in said.has):
            return False
        if said.whole and all(self.narrower[one].isdisjoint(self.narrower[term]) for one in said.has):
            return False
        return None

    def reason(self, one: str, other: str) -> str | None:
        """Return why two terms exclude each other, if they do."""
        found = (
            self.exclusive.get(above, {}).get(also) for above in self.broader[one] for also in self.broader[other]
        )
        return next((because for because in found if because), None)

    def contradiction(self, said: Statement) -> tuple[str, str] | None:
        """Return two terms of a statement that cannot go together, or None; the second is denied or excluded."""
        for one in said.has:
            for other in said.lacks:
                if other in self.broader[one]:
                    return one, other
            for other in said.has:
                if other in self.excluded[one]:
                    return one, other
        return None

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


def merged(
    terms: Iterable[Mapping[str, Mapping[str, Term]]],
    exclusions: Iterable[Mapping[str, Iterable[Exclusion]]] = (),
) -> dict[str, Scheme]:
    """Join the vocabularies of a jurisdiction and those above it, root first, and what they say excludes what.

    A term that names narrower ones stands above them, wherever they are defined. What names a term that is not there
    is passed over: the checks tell of it.
    """
    schemes: dict[str, dict[str, Term]] = {}
    for layer in terms:
        for name, found in layer.items():
            schemes.setdefault(name, {}).update(found)
    exclusive: dict[str, dict[str, dict[str, str]]] = {}
    for excluding in exclusions:
        for name, declared in excluding.items():
            for exclusion in declared:
                for one, other in exclusion.pairs:
                    if one in schemes.get(name, ()) and other in schemes[name]:
                        exclusive.setdefault(name, {}).setdefault(one, {})[other] = exclusion.because
                        exclusive[name].setdefault(other, {})[one] = exclusion.because
    return {name: Scheme(name, _with_those_above(found), exclusive.get(name, {})) for name, found in schemes.items()}


def _with_those_above(terms: Mapping[str, Term]) -> dict[str, Term]:
    """Return the terms, each with those in `broader` that name it as narrower."""
    above: dict[str, list[str]] = {}
    for name, term in terms.items():
        for narrow in term.narrower:
            above.setdefault(narrow, []).append(name)
    return {
        name: term.model_copy(update={"broader": (*term.broader, *above[name])}) if name in above else term
        for name, term in terms.items()
    }
