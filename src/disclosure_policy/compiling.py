"""A rule set to law that can be applied: conditions parsed, citations made, exceptions linked, versions dated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from disclosure_policy.authority import Jurisdiction
from disclosure_policy.errors import Location, Problem, RuleFileError, suggest
from disclosure_policy.expression import Expression
from disclosure_policy.fact import FactDeclaration
from disclosure_policy.parsing import ConditionError, Parser, kinds_of
from disclosure_policy.request import shared_facts
from disclosure_policy.rule import Condition, Contested, Effect, Lawbook, Obligation, Rule, RuleSet, Section
from disclosure_policy.vocabulary import Vocabulary, merged


@dataclass(frozen=True)
class Clause:
    """A condition of a rule, ready to be evaluated."""

    text: str
    expression: Expression
    citation: str
    summary: str
    contested: Contested | None


@dataclass(frozen=True)
class Duty:
    """An obligation with its citation."""

    text: str
    citation: str
    bears: str


@dataclass(frozen=True, eq=False)
class Provision:
    """A rule in one version of its section, ready to be weighed."""

    id: str
    jurisdiction: str
    section: Section
    rule: Rule
    citation: str
    clauses: tuple[Clause, ...]
    duties: tuple[Duty, ...]
    exception_to: tuple[str, ...]
    usable: bool
    """False for a permit that is not wholly encoded and that nobody has accepted as it is."""

    @property
    def effect(self) -> Effect:
        """Whether it forbids or permits."""
        return self.rule.effect


@dataclass(frozen=True)
class Layer:
    """The law of one jurisdiction in force on a day: its prohibitions with everything below them.

    `provisions` stand in an order in which every exception comes before what it limits.
    """

    code: str
    jurisdiction: Jurisdiction
    provisions: tuple[Provision, ...]
    prohibitions: tuple[Provision, ...]
    exceptions: Mapping[str, tuple[Provision, ...]]


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
    _layers: dict[tuple[str, date], tuple[Layer, ...]] = field(default_factory=dict, repr=False)

    def layers(self, code: str, day: date) -> tuple[Layer, ...]:
        """Return the law of a jurisdiction and those above it as in force on `day`, root first."""
        if (code, day) not in self._layers:
            self._layers[code, day] = tuple(self._layer(book, code, day) for book in self.rule_set.chain(code))
        return self._layers[code, day]

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
        return Layer(book.code, book.jurisdiction, tuple(_exceptions_first(tops, linked)), tops, linked)


def compile_rules(rule_set: RuleSet, accepted: Iterable[str] = ()) -> Law:
    """Compile a rule set.

    `accepted` names permits that are not wholly encoded and that somebody accepts as they are.

    Raises:
        RuleFileError: with every condition that cannot be used, every citation of no known form, and every
            exception that is dangling, of the same effect, out of its jurisdiction's reach, or circular.
    """
    accepted = frozenset(accepted)
    problems: list[Problem] = []
    provisions: dict[str, tuple[Provision, ...]] = {}
    facts: dict[str, dict[str, FactDeclaration]] = {}
    vocabularies: dict[str, Vocabulary] = {}
    for code, book in rule_set.lawbooks.items():
        chain = rule_set.chain(code)
        facts[code] = shared_facts() | {name: fact for one in chain for name, fact in one.facts.items()}
        vocabularies[code] = merged(one.terms for one in chain)
        parser = _parser(facts[code], vocabularies[code])
        compiler = _Compiler(book, parser, accepted, problems)
        provisions[code] = tuple(
            compiler.provision(section, index) for section in book.sections for index in range(len(section.text.rules))
        )
    problems += _exception_problems(rule_set, provisions)
    problems += _unknown_acceptances(accepted, provisions)
    if problems:
        raise RuleFileError(problems)
    fingerprint = rule_set.fingerprint + "".join(f"+{name}" for name in sorted(accepted))
    return Law(rule_set, fingerprint, provisions, facts, vocabularies)


def _parser(facts: Mapping[str, FactDeclaration], vocabulary: Vocabulary) -> Parser:
    terms = {
        path: vocabulary[scheme].terms
        for path, fact in facts.items()
        if fact.kind == "terms" and (scheme := fact.terms_of or path) in vocabulary
    }
    return Parser(kinds_of({path: fact.kind for path, fact in facts.items()}, terms))


@dataclass
class _Compiler:
    book: Lawbook
    parser: Parser
    accepted: frozenset[str]
    problems: list[Problem]

    def provision(self, section: Section, index: int) -> Provision:
        rule = section.text.rules[index]
        at = ("rules", index)
        identity = section.rule_id(rule.id)
        citation = self._cite(section, rule.paragraph, None, ("citation",))
        return Provision(
            id=identity,
            jurisdiction=self.book.code,
            section=section,
            rule=rule,
            citation=citation,
            clauses=tuple(self._clauses(section, rule, at)),
            duties=tuple(self._duty(section, rule, duty) for duty in rule.obligations),
            exception_to=tuple(section.rule_id(target) for target in rule.exception_to),
            usable=rule.effect == "forbid" or rule.not_encoded is None or identity in self.accepted,
        )

    def _clauses(self, section: Section, rule: Rule, at: tuple[str | int, ...]) -> Iterator[Clause]:
        for number, condition in enumerate(rule.conditions):
            place = (*at, "conditions", number)
            try:
                expression = self.parser.parse(condition.when)
            except ConditionError as error:
                where = _inside(section, condition, place, error.offset)
                self.problems.append(Problem(where, error.message, error.help))
                continue
            citation = self._cite(section, condition.paragraph or rule.paragraph, condition.citation, place)
            yield Clause(condition.when, expression, citation, condition.summary or condition.when, condition.contested)

    def _duty(self, section: Section, rule: Rule, duty: Obligation) -> Duty:
        citation = self._cite(section, duty.paragraph or rule.paragraph, duty.citation, ("rules",))
        return Duty(duty.duty, citation, duty.bears)

    def _cite(
        self, section: Section, paragraph: str | None, other: str | None, at: tuple[str | int, ...]
    ) -> str:
        text = other or section.text.citation
        pinpoint = self.book.jurisdiction.cite(text, None if other else paragraph)
        if pinpoint is None:
            forms = ", ".join(f"`{form}`" for form in self.book.jurisdiction.citation_forms)
            where = section.document.where((*at, "citation") if other else at)
            self.problems.append(
                Problem(where, f"`{text}` is not a citation of `{self.book.code}`", f"its forms are {forms}")
            )
        return pinpoint or text


def _inside(section: Section, condition: Condition, place: tuple[str | int, ...], offset: int) -> Location:
    document = section.document
    where = document.where((*place, "when")) if (*place, "when") in document.places else document.where(place)
    return Location(where.file, where.line, where.column + (offset if "\n" not in condition.when else 0))


def _exception_problems(
    rule_set: RuleSet, provisions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Problem]:
    effects = {p.id: p.effect for found in provisions.values() for p in found}
    targets: dict[str, set[str]] = {}
    for code, found in provisions.items():
        reach = {book.code for book in rule_set.chain(code)}
        for provision in found:
            targets.setdefault(provision.id, set()).update(provision.exception_to)
            yield from _target_problems(provision, effects, reach)
    yield from _cycle_problems(targets, provisions)


def _target_problems(provision: Provision, effects: Mapping[str, Effect], reach: set[str]) -> Iterator[Problem]:
    index = provision.section.text.rules.index(provision.rule)
    for number, target in enumerate(provision.exception_to):
        at: tuple[str | int, ...] = ("rules", index, "exception_to", number)
        where = provision.section.document.where(at)
        written = provision.rule.exception_to[number]
        if target not in effects:
            hint = suggest(target, effects) or suggest(written, (i.rpartition("/")[2] for i in effects))
            yield Problem(where, f"there is no rule `{written}` to be an exception to", hint)
        elif effects[target] == provision.effect:
            yield Problem(
                where,
                f"`{written}` has the same effect, `{provision.effect}`",
                "an exception permits what is forbidden or forbids what is permitted",
            )
        elif target.partition("/")[0] not in reach:
            yield Problem(where, f"`{written}` belongs to a jurisdiction that is not above `{provision.jurisdiction}`")


def _cycle_problems(
    targets: Mapping[str, set[str]], provisions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Problem]:
    remaining = {identity: {t for t in found if t in targets} for identity, found in targets.items()}
    while True:
        free = [identity for identity, found in remaining.items() if not found]
        if not free:
            break
        for identity in free:
            del remaining[identity]
        for found in remaining.values():
            found.difference_update(free)
    for code in provisions:
        for provision in provisions[code]:
            if provision.id in remaining and _circular(provision.id, remaining):
                index = provision.section.text.rules.index(provision.rule)
                where = provision.section.document.where(("rules", index, "exception_to"))
                yield Problem(where, f"`{provision.rule.id}` is, through others, an exception to itself")


def _circular(start: str, targets: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    stack = list(targets[start])
    while stack:
        at = stack.pop()
        if at == start:
            return True
        if at not in seen:
            seen.add(at)
            stack.extend(targets.get(at, ()))
    return False


def _unknown_acceptances(
    accepted: Iterable[str], provisions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Problem]:
    known = {p.id for found in provisions.values() for p in found}
    for name in sorted(accepted):
        if name not in known:
            yield Problem(Location(name), "there is no such rule to accept", suggest(name, known))


def _exceptions_first(
    tops: tuple[Provision, ...], exceptions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Provision]:
    done: set[str] = set()
    stack = list(reversed(tops))
    while stack:
        provision = stack[-1]
        waiting = [e for e in exceptions.get(provision.id, ()) if e.id not in done]
        if waiting:
            stack.extend(reversed(waiting))
        else:
            stack.pop()
            if provision.id not in done:
                done.add(provision.id)
                yield provision
