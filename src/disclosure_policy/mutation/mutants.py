"""Makes mutants: the law with one small mistake in it, as an author could make it.

A mutant that could not be loaded, such as a permit that excepts nothing, is not made: no scenario need see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from disclosure_policy.conditions.editing import parts, replaced, without, written
from disclosure_policy.conditions.expression import And, Constant, Expression, FactReference, Not, Or
from disclosure_policy.conditions.value_kinds import Value
from disclosure_policy.documents import Path as YamlPath
from disclosure_policy.law import Clause, Law, Provision
from disclosure_policy.mutation.mutant import Edit, Mutant, MutantKind
from disclosure_policy.mutation.period_mutants import of_dates

_DAY = timedelta(days=1)


def mutants(law: Law, codes: frozenset[str]) -> Iterator[Mutant]:
    """Yield every mutant of the rules of some jurisdictions, in the order of their files."""
    for code in sorted(codes):
        sections: dict[str, list[Provision]] = {}
        for provision in law.provisions[code]:
            sections.setdefault(provision.section.document.file, []).append(provision)
        for found in sections.values():
            yield from of_dates(found, law)
            for provision in found:
                if not provision.usable:
                    continue  # it permits nothing until somebody accepts it
                yield from _of_conditions(provision, law)
                yield from _of_links(provision)
                yield from _of_effect(provision, law)


def _of_conditions(provision: Provision, law: Law) -> Iterator[Mutant]:
    for number, clause in enumerate(provision.clauses):
        rest = provision.clauses[:number] + provision.clauses[number + 1 :]
        numbers = provision.numbers[:number] + provision.numbers[number + 1 :]
        yield Mutant(
            "drop a condition",
            f"without the condition `{clause.text}`",
            clause.citation,
            ((provision, replace(provision, clauses=rest, numbers=numbers)),),
            (
                Edit(
                    provision.section.document.file, (*_at(provision), "conditions", provision.numbers[number]), None
                ),
            ),
            number,
        )
        seen = {clause.expression}
        for kind, what, expression in _of_expression(clause.expression, provision, law):
            if expression not in seen:
                seen.add(expression)
                yield _with_expression(provision, number, kind, what, expression)


def _with_expression(
    provision: Provision, number: int, kind: MutantKind, what: str, expression: Expression
) -> Mutant:
    clause = provision.clauses[number]
    text = written(expression)
    other = Clause(text, expression, clause.citation, clause.summary, clause.contested)
    clauses = (*provision.clauses[:number], other, *provision.clauses[number + 1 :])
    document = provision.section.document
    path: YamlPath = (*_at(provision), "conditions", provision.numbers[number])
    path = (*path, "when") if (*path, "when") in document.places else path
    return Mutant(
        kind,
        what,
        clause.citation,
        ((provision, replace(provision, clauses=clauses)),),
        (Edit(document.file, path, text),),
        number,
    )


def _of_expression(
    expression: Expression, provision: Provision, law: Law
) -> Iterator[tuple[MutantKind, str, Expression]]:
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


def _other_terms(path: str, provision: Provision, law: Law) -> Iterator[tuple[MutantKind, str]]:
    fact, _, term = path.rpartition(".")
    code = provision.jurisdiction
    if fact not in law.schemes[code]:
        return
    scheme = law.schemes[code][fact]
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


def _at(provision: Provision) -> YamlPath:
    return ("rules", provision.section.text.rules.index(provision.rule))
