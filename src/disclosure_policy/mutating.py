"""Mutants: the law with one small mistake in it, as an author could make it, each made on rules ready to be applied.

A mutant that could not be loaded, such as a permit that excepts nothing, is not made: no scenario need see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from disclosure_policy.authority import EffectivePeriod
from disclosure_policy.compiling import Law
from disclosure_policy.expression import And, Constant, Expression, FactReference, Not, Or
from disclosure_policy.fact import Value
from disclosure_policy.provision import Clause, Provision
from disclosure_policy.reading import Path as YamlPath
from disclosure_policy.reshaping import parts, replaced, without, written
from disclosure_policy.rule import Section

Kind = Literal[
    "drop a condition",
    "negate a condition",
    "swap and, or",
    "broaden a term",
    "narrow a term",
    "shift a constant",
    "drop an exception",
    "shift a date",
    "flip an effect",
]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Edit:
    """One change to the text of a rule file: the value at `path` becomes `value`, or goes if that is None."""

    file: str
    path: YamlPath
    value: Any


@dataclass(frozen=True, eq=False)
class Mutant:
    """The law with some rules replaced by others."""

    kind: Kind
    what: str
    """The mistake, in words."""
    citation: str
    changed: tuple[tuple[Provision, Provision], ...]
    """Each rule changed with what takes its place."""
    edits: tuple[Edit, ...]
    clause: int | None = None
    """The one condition that changed, if that is all; it may be gone."""
    relinks: str | None = None
    """The one rule that is no longer limited, if that is all; the rule changed still limits others."""

    @property
    def provision(self) -> Provision:
        """The rule in which the mistake was made."""
        return self.changed[0][0]

    def law(self, law: Law) -> Law:
        """Return the law with the mistake."""
        others = dict(self.changed)
        provisions = {code: tuple(others.get(p, p) for p in found) for code, found in law.provisions.items()}
        return Law(law.rule_set, f"{law.fingerprint}~{id(self)}", provisions, law.facts, law.vocabularies)


def mutants(law: Law, codes: frozenset[str]) -> Iterator[Mutant]:
    """Yield every mutant of the rules of some jurisdictions, in the order of their files."""
    for code in sorted(codes):
        sections: dict[str, list[Provision]] = {}
        for provision in law.provisions[code]:
            sections.setdefault(provision.section.document.file, []).append(provision)
        for found in sections.values():
            yield from _of_dates(found, law)
            for provision in found:
                if not provision.usable:
                    continue  # it permits nothing until somebody accepts it
                yield from _of_conditions(provision, law)
                yield from _of_links(provision)
                yield from _of_effect(provision, law)


def _of_conditions(provision: Provision, law: Law) -> Iterator[Mutant]:
    for number, clause in enumerate(provision.clauses):
        rest = provision.clauses[:number] + provision.clauses[number + 1 :]
        yield Mutant(
            "drop a condition",
            f"without the condition `{clause.text}`",
            clause.citation,
            ((provision, replace(provision, clauses=rest)),),
            (Edit(provision.section.document.file, (*_at(provision), "conditions", number), None),),
            number,
        )
        seen = {clause.expression}
        for kind, what, expression in _of_expression(clause.expression, provision, law):
            if expression not in seen:
                seen.add(expression)
                yield _with_expression(provision, number, kind, what, expression)


def _with_expression(provision: Provision, number: int, kind: Kind, what: str, expression: Expression) -> Mutant:
    clause = provision.clauses[number]
    text = written(expression)
    other = Clause(text, expression, clause.citation, clause.summary, clause.contested)
    clauses = (*provision.clauses[:number], other, *provision.clauses[number + 1 :])
    document = provision.section.document
    path: YamlPath = (*_at(provision), "conditions", number)
    path = (*path, "when") if (*path, "when") in document.places else path
    return Mutant(
        kind,
        what,
        clause.citation,
        ((provision, replace(provision, clauses=clauses)),),
        (Edit(document.file, path, text),),
        number,
    )


def _of_expression(expression: Expression, provision: Provision, law: Law) -> Iterator[tuple[Kind, str, Expression]]:
    bare = expression.operand if isinstance(expression, Not) else Not(expression)
    yield "negate a condition", "the opposite", bare
    for place, part in parts(expression):
        match part:
            case And() | Or():
                other = Or(part.operands) if isinstance(part, And) else And(part.operands)
                yield "swap and, or", f"`{written(other)}`", replaced(expression, place, other)
                for number, operand in enumerate(part.operands):
                    yield (
                        "drop a condition",
                        f"without `{written(operand)}`",
                        without(expression, (*place, number)),
                    )
            case FactReference():
                for kind, path in _other_terms(part.path, provision, law):
                    other_term = FactReference(path, part.kind)
                    yield kind, f"`{path}` for `{part.path}`", replaced(expression, place, other_term)
            case Constant():
                for value in _beside(part.value):
                    constant = Constant(value, part.kind)
                    yield "shift a constant", f"`{written(constant)}`", replaced(expression, place, constant)
            case _:
                pass


def _other_terms(path: str, provision: Provision, law: Law) -> Iterator[tuple[Kind, str]]:
    fact, _, term = path.rpartition(".")
    code = provision.jurisdiction
    declared = law.facts[code].get(fact)
    if declared is None or declared.kind != "terms":
        return
    scheme = law.vocabularies[code][law.scheme_name(code, fact)]
    for broader in scheme.terms[term].broader:
        yield "broaden a term", f"{fact}.{broader}"
    for name, other in scheme.terms.items():
        if term in other.broader and not other.stands_for:
            yield "narrow a term", f"{fact}.{name}"


def _beside(value: Value) -> tuple[Value, ...]:
    if isinstance(value, bool):
        return ()
    if isinstance(value, int):
        return value - 1, value + 1
    return value - _DAY, value + _DAY


def _of_links(provision: Provision) -> Iterator[Mutant]:
    if provision.effect == "permit" and len(provision.exception_to) == 1:
        return  # a permit that excepts nothing is not loaded
    for number, target in enumerate(provision.exception_to):
        rest = provision.exception_to[:number] + provision.exception_to[number + 1 :]
        document, path = provision.section.document, (*_at(provision), "exception_to")
        edit = Edit(document.file, (*path, number), None) if rest else Edit(document.file, path, None)
        yield Mutant(
            "drop an exception",
            f"no exception to `{target}`",
            provision.citation,
            ((provision, replace(provision, exception_to=rest)),),
            (edit,),
            relinks=target if rest else None,
        )


def _of_effect(provision: Provision, law: Law) -> Iterator[Mutant]:
    """Make a permit a prohibition by itself, and a limit of permits a permit that excepts what those except.

    Only where nothing limits the rule, or what does would have the same effect.
    """
    everything = [p for found in law.provisions.values() for p in found]
    if any(provision.id in other.exception_to for other in everything):
        return
    by_id = {other.id: other for other in everything}
    limited = dict.fromkeys(t for target in provision.exception_to for t in by_id[target].exception_to)
    targets = tuple(limited) if provision.effect == "forbid" else ()
    effect: Literal["permit", "forbid"] = "permit" if provision.effect == "forbid" else "forbid"
    if not provision.exception_to or provision.rule.mandatory or provision.rule.obligations:
        return
    rule = provision.rule.model_copy(update={"effect": effect, "exception_to": targets})
    usable = effect == "forbid" or rule.not_encoded is None
    file = provision.section.document.file
    yield Mutant(
        "flip an effect",
        f"{effect} for {provision.effect}",
        provision.citation,
        ((provision, replace(provision, rule=rule, exception_to=targets, usable=usable)),),
        (
            Edit(file, (*_at(provision), "effect"), effect),
            Edit(file, (*_at(provision), "exception_to"), list(targets) or None),
        ),
    )


def _of_dates(provisions: list[Provision], law: Law) -> Iterator[Mutant]:
    """Shift the first and the last day of a version by one; a version that adjoins gives way."""
    section = provisions[0].section
    period = section.text.effective
    versions = {p.section.document.file: p.section for p in law.provisions[section.jurisdiction]}
    others = [one for one in versions.values() if one.id == section.id and one is not section]
    for end in ("from", "to"):
        day = period.first if end == "from" else period.last
        for step in (-_DAY, _DAY):
            if day is None or (moved := _shifted(period, end, step)) is None:
                continue
            changes = [(section, end, day + step, moved)]
            for other in others:
                if moved.overlaps(other.text.effective):
                    opposite = "to" if end == "from" else "from"
                    given_way = _shifted(other.text.effective, opposite, step)
                    if given_way is not None:
                        changes.append((other, opposite, _end(given_way, opposite), given_way))
            yield _of_periods(changes, day + step, law)


def _of_periods(changes: list[tuple[Section, str, date, EffectivePeriod]], day: date, law: Law) -> Mutant:
    changed: list[tuple[Provision, Provision]] = []
    edits: list[Edit] = []
    for section, end, moved, period in changes:
        other = replace(section, text=section.text.model_copy(update={"effective": period}))
        found = (p for p in law.provisions[section.jurisdiction] if p.section is section)
        changed += [(provision, replace(provision, section=other)) for provision in found]
        edits.append(Edit(section.document.file, ("effective", end), moved.isoformat()))
    section, end = changes[0][0], changes[0][1]
    what = f"in force {end} {day}"
    return Mutant("shift a date", what, section.text.citation, tuple(changed), tuple(edits))


def _shifted(period: EffectivePeriod, end: str, step: timedelta) -> EffectivePeriod | None:
    first = period.first + step if end == "from" else period.first
    last = period.last + step if end == "to" and period.last else period.last
    return None if last is not None and last < first else EffectivePeriod(first=first, last=last)


def _end(period: EffectivePeriod, end: str) -> date:
    return period.first if end == "from" else (period.last or period.first)


def _at(provision: Provision) -> YamlPath:
    return ("rules", provision.section.text.rules.index(provision.rule))
