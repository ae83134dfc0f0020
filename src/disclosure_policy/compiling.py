"""A rule set to law that can be applied: conditions parsed, citations made, exceptions linked, versions dated."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from disclosure_policy.consistency import doubtful_words, is_free, lost
from disclosure_policy.document import Path as Place
from disclosure_policy.errors import Location, Problem, RequestError, RuleFileError, suggest
from disclosure_policy.fact import FactDeclaration
from disclosure_policy.keeping.memory import Memory
from disclosure_policy.linking import exception_problems, exceptions_first
from disclosure_policy.parsing import Parser, kinds_of
from disclosure_policy.placing import place_in_text
from disclosure_policy.provision import Clause, Duty, Layer, Provision
from disclosure_policy.rule import Lawbook, Rule, RuleSet, Section
from disclosure_policy.salvaging import STAND_IN
from disclosure_policy.shared import shared_facts
from disclosure_policy.vocabulary import Scheme, Vocabulary, merged
from disclosure_policy.wording import ConditionError


@dataclass(frozen=True)
class Law:
    """All law that was loaded, and what applying it to a request needs."""

    rule_set: RuleSet
    fingerprint: str
    provisions: Mapping[str, tuple[Provision, ...]]
    """Every version of every provision, by jurisdiction."""
    facts: Mapping[str, Mapping[str, FactDeclaration]]
    """The facts of each jurisdiction, its own, those above it and the shared ones, by path."""
    vocabularies: Mapping[str, Vocabulary]
    _layers: dict[tuple[str, int], tuple[Layer, ...]] = field(default_factory=dict, repr=False)

    def layers(self, code: str, day: date) -> tuple[Layer, ...]:
        """Return the law of a jurisdiction and those above it as in force on `day`, root first."""
        period = code, self.period(code, day)
        if period not in self._layers:
            self._layers[period] = tuple(self._layer(book, code, day) for book in self.rule_set.chain(code))
        return self._layers[period]

    def period(self, code: str, day: date) -> int:
        """Return the number of the period, between one change of the law and the next, in which a day falls."""
        return bisect_right(self._changes[code], day)

    @cached_property
    def _changes(self) -> dict[str, list[date]]:
        """The days on which a version comes into force or has ceased to be, by jurisdiction, in order."""
        return {code: sorted(set(_changes(self.rule_set.chain(code)))) for code in self.rule_set.codes}

    @cached_property
    def schemes(self) -> dict[str, dict[str, Scheme]]:
        """For each jurisdiction, the vocabulary scheme of each coded fact, by path; those that have one."""
        return {
            code: {
                path: vocabulary[name]
                for path in self.facts[code]
                if (name := self.scheme_name(code, path)) in vocabulary
            }
            for code, vocabulary in self.vocabularies.items()
        }

    def lawbook(self, code: str, named_at: Location | None = None) -> Lawbook:
        """Return what a jurisdiction's folder says.

        Raises:
            RequestError: if there is no such jurisdiction; `named_at` is where the request names it.
        """
        if code not in self.rule_set.lawbooks:
            known = self.rule_set.codes
            help_ = suggest(code, known) or f"the jurisdictions are {', '.join(known)}"
            raise RequestError([Problem(named_at or Location(code), f"there is no jurisdiction `{code}`", help_)])
        return self.rule_set.lawbooks[code]

    def scheme_name(self, code: str, path: str) -> str:
        """Return the name of the vocabulary scheme from which a coded fact takes its terms."""
        return self.facts[code][path].terms_of or path

    def _layer(self, book: Lawbook, code: str, day: date) -> Layer:
        in_force = {
            provision.id: provision
            for lawbook in self.rule_set.chain(code)
            for provision in self.provisions[lawbook.code]
            if provision.section.text.effective.covers(day)
        }
        exceptions: dict[str, list[Provision]] = {}
        for provision in in_force.values():
            for target in provision.exception_to:
                exceptions.setdefault(target, []).append(provision)
        linked = {target: tuple(found) for target, found in exceptions.items()}
        tops = tuple(
            provision
            for provision in in_force.values()
            if provision.jurisdiction == book.code and not provision.exception_to
        )
        return Layer(book.code, book.jurisdiction, tuple(exceptions_first(tops, linked)), tops, linked)


def _changes(books: Iterable[Lawbook]) -> Iterator[date]:
    for period in (section.text.effective for book in books for section in book.sections):
        yield period.first
        if period.last is not None and period.last < date.max:
            yield period.last + timedelta(days=1)


def compile_rules(rule_set: RuleSet, accepted: Iterable[str] = (), memory: Memory | None = None) -> Law:
    """Compile a rule set.

    `accepted` names permits that are not wholly encoded and that somebody accepts as they are. Conditions that are in
    the `memory` are not parsed again.

    Raises:
        RuleFileError: with every condition that cannot be used, every citation of no known form, and every
            exception that is dangling, of the same effect, out of its jurisdiction's reach, or circular.
    """
    law, problems = gather_law(rule_set, accepted, memory)
    if problems:
        raise RuleFileError(problems)
    return law


def gather_law(
    rule_set: RuleSet, accepted: Iterable[str] = (), memory: Memory | None = None
) -> tuple[Law, tuple[Problem, ...]]:
    """Compile a rule set as `compile_rules` does, mistakes and all.

    Nothing is said of what may only follow from another mistake, such as a name that a broken vocabulary may define.
    With a problem, the law serves to look for more of them and for nothing else.
    """
    accepted = frozenset(accepted)
    memory = memory or Memory()
    problems: list[Problem] = []
    provisions: dict[str, tuple[Provision, ...]] = {}
    facts: dict[str, dict[str, FactDeclaration]] = {}
    vocabularies: dict[str, Vocabulary] = {}
    for code, book in rule_set.lawbooks.items():
        chain = rule_set.chain(code)
        facts[code] = shared_facts() | {n: fact for one in chain for n, fact in one.facts.items() if is_free(n)}
        vocabularies[code] = merged(one.terms for one in chain)
        parser = _parser(facts[code], vocabularies[code], memory)
        compiler = _Compiler(book, parser, accepted, problems, chain)
        provisions[code] = tuple(
            compiler.provision(section, index)
            for section in book.sections
            for index in range(len(section.text.rules))
        )
    problems += exception_problems(rule_set, provisions)
    problems += _unknown_acceptances(accepted, provisions)
    fingerprint = rule_set.fingerprint + "".join(f"+{name}" for name in sorted(accepted))
    return Law(rule_set, fingerprint, provisions, facts, vocabularies), tuple(problems)


def _parser(facts: Mapping[str, FactDeclaration], vocabulary: Vocabulary, memory: Memory) -> Parser:
    terms = {
        path: [name for name, term in vocabulary[scheme].terms.items() if name.isidentifier() and not term.stands_for]
        for path, fact in facts.items()
        if fact.kind == "terms" and (scheme := fact.terms_of or path) in vocabulary
    }
    return Parser(kinds_of({path: fact.kind for path, fact in facts.items()}, terms), memory)


@dataclass
class _Compiler:
    book: Lawbook
    parser: Parser
    accepted: frozenset[str]
    problems: list[Problem]
    chain: tuple[Lawbook, ...]

    def provision(self, section: Section, index: int) -> Provision:
        rule = section.text.rules[index]
        at = ("rules", index)
        identity = section.rule_id(rule.id)
        citation = self._cite(section, rule.paragraph, None, at)
        return Provision(
            id=identity,
            jurisdiction=self.book.code,
            section=section,
            rule=rule,
            citation=citation,
            clauses=tuple(self._clauses(section, rule, at)),
            duties=tuple(self._duties(section, rule, at)),
            exception_to=tuple(section.rule_id(target) for target in rule.exception_to),
            usable=rule.effect == "forbid" or rule.not_encoded is None or identity in self.accepted,
        )

    def _clauses(self, section: Section, rule: Rule, at: Place) -> Iterator[Clause]:
        for number, condition in enumerate(rule.conditions):
            place = (*at, "conditions", number)
            try:
                expression = self.parser.parse(condition.when)
            except ConditionError as error:
                if self._may_follow(error, condition.when):
                    continue
                document = section.document
                path = (*place, "when") if (*place, "when") in document.places else place
                where = place_in_text(document, path, error.offset)
                self.problems.append(Problem(where, error.message, error.help, code=error.code))
                continue
            citation = self._cite(section, condition.paragraph or rule.paragraph, condition.citation, place)
            yield Clause(
                condition.when, expression, citation, condition.summary or condition.when, condition.contested
            )

    def _may_follow(self, error: ConditionError, text: str) -> bool:
        """Say whether an error may only follow from a mistake in the facts or terms that a condition reads."""
        unread = error.code == "unknown-name" and lost(self.chain, "vocabulary", "facts")
        return unread or not doubtful_words(self.chain).isdisjoint(re.findall(r"\w+", text))

    def _duties(self, section: Section, rule: Rule, at: Place) -> Iterator[Duty]:
        for number, duty in enumerate(rule.obligations):
            place = (*at, "obligations", number)
            citation = self._cite(section, duty.paragraph or rule.paragraph, duty.citation, place)
            yield Duty(duty.duty, citation, duty.bears)

    def _cite(self, section: Section, paragraph: str | None, other: str | None, at: Place) -> str:
        text = other or section.text.citation
        pinpoint = self.book.jurisdiction.cite(text, None if other else paragraph)
        if pinpoint is None and text != STAND_IN and "jurisdiction" not in self.book.unsound:
            forms = ", ".join(f"`{form}`" for form in self.book.jurisdiction.citation_forms)
            where = section.document.where((*at, "citation") if other else ("citation",))
            message = f"`{text}` is not a citation of `{self.book.code}`"
            self.problems.append(Problem(where, message, f"its forms are {forms}", code="citation-form"))
        return pinpoint or text


def _unknown_acceptances(
    accepted: Iterable[str], provisions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Problem]:
    known = {p.id for found in provisions.values() for p in found}
    for name in sorted(accepted):
        if name not in known:
            yield Problem(Location(name), "there is no such rule to accept", suggest(name, known))
