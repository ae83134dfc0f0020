"""Compiles a rule set to law: conditions parsed, citations made, exceptions linked, versions dated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from disclosure_policy.conditions.editing import PartPath, parts
from disclosure_policy.conditions.expression import Expression
from disclosure_policy.documents import Document
from disclosure_policy.documents import Path as Place
from disclosure_policy.errors import Location, Problem, RuleFileError, suggest
from disclosure_policy.law import Clause, Contradiction, Duty, Law, Provision, Scheme, merged
from disclosure_policy.loading.allowed_in_conditions import ConditionError, is_free
from disclosure_policy.loading.alternative_conditions import read_otherwise
from disclosure_policy.loading.condition_parser import Parser, kinds_of
from disclosure_policy.loading.exception_links import exception_problems
from disclosure_policy.loading.follow_on_mistakes import Doubt
from disclosure_policy.loading.place_in_text import place_in_text
from disclosure_policy.requests import shared_facts
from disclosure_policy.rule_files import FactDeclaration, Lawbook, RuleSet, Section
from disclosure_policy.rule_files.section_file import AlternativeCondition, Condition, Contested, Rule


def compile_rules(rule_set: RuleSet, accepted: Iterable[str] = ()) -> Law:
    """Compile a rule set.

    `accepted` names permits that are not wholly encoded and that somebody accepts as they are.

    Raises:
        RuleFileError: with every condition that cannot be used, every citation of no known form, and every
            exception that is dangling, of the same effect, out of its jurisdiction's reach, or circular.
    """
    law, problems = gather_law(rule_set, accepted)
    if problems:
        raise RuleFileError(problems)
    return law


def gather_law(rule_set: RuleSet, accepted: Iterable[str] = ()) -> tuple[Law, tuple[Problem, ...]]:
    """Compile a rule set as `compile_rules` does, mistakes and all.

    Nothing is said of what may only follow from another mistake, such as a name that a broken vocabulary may define.
    With a problem, the law serves to look for more of them and for nothing else.
    """
    accepted = frozenset(accepted)
    doubt = Doubt(rule_set)
    problems: list[Problem] = []
    provisions: dict[str, tuple[Provision, ...]] = {}
    facts: dict[str, dict[str, FactDeclaration]] = {}
    vocabularies: dict[str, Mapping[str, Scheme]] = {}
    contradictions: dict[str, tuple[Contradiction, ...]] = {}
    for code, book in rule_set.lawbooks.items():
        chain = rule_set.chain(code)
        facts[code] = shared_facts() | {n: fact for one in chain for n, fact in one.facts.items() if is_free(n)}
        vocabularies[code] = merged((one.terms for one in chain), (one.exclusions for one in chain))
        parser = parser_of(facts[code], vocabularies[code])
        compiler = _Compiler(book, parser, accepted, problems, doubt)
        contradictions[code] = tuple(compiler.contradictions())
        provisions[code] = tuple(
            provision
            for section in book.sections
            for index in range(len(section.text.rules))
            for provision in compiler.provisions(section, index)
        )
    problems += dict.fromkeys(exception_problems(rule_set, provisions))
    problems += _unknown_acceptances(accepted, provisions)
    fingerprint = rule_set.fingerprint + "".join(f"+{name}" for name in sorted(accepted))
    inherited = {
        code: tuple(one for book in rule_set.chain(code) for one in contradictions[book.code]) for code in provisions
    }
    return Law(rule_set, fingerprint, provisions, facts, vocabularies, inherited), tuple(problems)


def parser_of(facts: Mapping[str, FactDeclaration], vocabulary: Mapping[str, Scheme]) -> Parser:
    """Return a parser of conditions over the facts and terms of a jurisdiction."""
    terms = {
        path: [name for name in vocabulary[scheme].plain if name.isidentifier()]
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
    doubt: Doubt

    def provisions(self, section: Section, index: int) -> Iterator[Provision]:
        """Yield a rule as it reads in each period between changes of its conditions, so that nothing else asks."""
        rule = section.text.rules[index]
        whole = section.text.period_of(rule) or section.text.effective
        at = ("rules", index)
        identity = section.rule_id(rule.id)
        citation = self._cite(section, rule.paragraph, None, at)
        clauses = list(self._clauses(section, rule, at))
        duties = tuple(self._duties(section, rule, at))
        self._branch(section, rule.contested, None, at)
        dated = {n: one.effective.within(whole) or whole for n, one in enumerate(rule.conditions) if one.effective}
        for period in whole.cut_by(dated.values()):
            found = [(n, clause) for n, clause in clauses if dated.get(n, whole).covers(period.first)]
            yield Provision(
                id=identity,
                jurisdiction=self.book.code,
                section=section,
                rule=rule,
                effective=period,
                citation=citation,
                clauses=tuple(clause for _, clause in found),
                numbers=tuple(number for number, _ in found),
                duties=duties,
                exception_to=tuple(section.rule_id(target) for target in rule.exception_to),
                usable=rule.effect == "forbid" or rule.not_encoded is None or identity in self.accepted,
                other_side=self._other_side(section, rule, at, dict(found)),
            )

    def contradictions(self) -> Iterator[Contradiction]:
        """Yield what the jurisdiction says cannot be together across facts, so far as it can be read."""
        for number, one in enumerate(self.book.not_together):
            places = [("not_together", number, "all", index) for index in range(len(one.all))]
            document = self.book.documents["exclusions"]
            found = [self._parsed(document, text, place) for text, place in zip(one.all, places, strict=True)]
            if one.citation:
                self._citation(document, one.citation, None, ("not_together", number, "citation"))
            conditions = tuple(condition for condition in found if condition is not None)
            if len(conditions) == len(found):
                yield Contradiction(self.book.code, number, conditions, one.because, one.citation)

    def _clauses(self, section: Section, rule: Rule, at: Place) -> Iterator[tuple[int, Clause]]:
        for number, condition in enumerate(rule.conditions):
            found = self._clause(section, rule, condition, (*at, "conditions", number))
            if found is not None:
                place = (*at, "conditions", number)
                branch = self._branch(section, condition.contested, found.expression, place)
                yield number, replace(found, contested=condition.contested, branch=branch)

    def _clause(
        self, section: Section, rule: Rule, condition: Condition | AlternativeCondition, place: Place
    ) -> Clause | None:
        path = (*place, "when") if (*place, "when") in section.document.places else place
        expression = self._parsed(section.document, condition.when, path)
        if expression is None:
            return None
        citation = self._cite(section, condition.paragraph or rule.paragraph, condition.citation, place)
        return Clause(condition.when, expression, citation, condition.summary or condition.when, contested=None)

    def _parsed(self, document: Document, text: str, path: Place) -> Expression | None:
        try:
            return self.parser.parse(text)
        except ConditionError as error:
            if not self.doubt.of_condition(self.book.code, text, error):
                where = place_in_text(document, path, error.offset)
                self.problems.append(Problem(where, error.message, error.help, code=error.code))
            return None

    def _other_side(
        self, section: Section, rule: Rule, at: Place, clauses: Mapping[int, Clause]
    ) -> tuple[Clause, ...] | Literal["never"] | None:
        """Return the conditions of a rule on the reading that a register can adopt, if a contested point has them.

        `clauses` are those of one period, each under its number among the conditions of the rule.
        """
        for number, contested in rule.points:
            written = contested.alternative_conditions
            if written is None or (number is not None and number not in clauses):
                continue
            if written == "never":
                return written
            place = (*at, "contested") if number is None else (*at, "conditions", number, "contested")
            places = ((*place, "alternative_conditions", index) for index in range(len(written)))
            found = [self._clause(section, rule, one, where) for one, where in zip(written, places, strict=True)]
            others = tuple(one for one in found if one is not None)
            index = None if number is None else list(clauses).index(number)
            return read_otherwise(rule.effect, tuple(clauses.values()), index, others)
        return None

    def _branch(
        self, section: Section, contested: Contested | None, whole: Expression | None, at: Place
    ) -> PartPath | None:
        """Return where the part of a condition stands that is contested, if not all of it is."""
        if contested is None or contested.branch is None:
            return None
        try:
            part = self.parser.parse(contested.branch)
        except ConditionError:
            part = None
        found = [place for place, one in parts(whole) if place and one == part] if whole else []
        if len(found) == 1:
            return found[0]
        where = section.document.where((*at, "contested", "branch"))
        message = f"`{contested.branch}` is {'more than one part' if found else 'no part'} of this condition"
        help_ = "write a part of it as it stands there" if whole else "mark one of the rule's conditions"
        self.problems.append(Problem(where, message, help_, code="unknown-branch"))
        return None

    def _duties(self, section: Section, rule: Rule, at: Place) -> Iterator[Duty]:
        for number, duty in enumerate(rule.obligations):
            place = (*at, "obligations", number)
            citation = self._cite(section, duty.paragraph or rule.paragraph, duty.citation, place)
            yield Duty(duty.duty, citation, duty.bears)

    def _cite(self, section: Section, paragraph: str | None, other: str | None, at: Place) -> str:
        place = (*at, "citation") if other else ("citation",)
        return self._citation(section.document, other or section.text.citation, None if other else paragraph, place)

    def _citation(self, document: Document, text: str, paragraph: str | None, place: Place) -> str:
        pinpoint = self.book.jurisdiction.cite(text, paragraph)
        if pinpoint is None and not self.doubt.of_citation(self.book, text):
            forms = ", ".join(f"`{form}`" for form in self.book.jurisdiction.citation_forms)
            message = f"`{text}` is not a citation of `{self.book.code}`"
            problem = Problem(document.where(place), message, f"its forms are {forms}", code="citation-form")
            self.problems.append(problem)
        return pinpoint or text


def _unknown_acceptances(
    accepted: Iterable[str], provisions: Mapping[str, tuple[Provision, ...]]
) -> Iterator[Problem]:
    known = {p.id for found in provisions.values() for p in found}
    for name in sorted(accepted):
        if name not in known:
            yield Problem(
                Location(name), "there is no such rule to accept", suggest(name, known), code="unknown-rule"
            )
