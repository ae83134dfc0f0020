"""Turns a set of changes into a proposal: the request as it would be, and what in the law asks for each change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from disclosure_policy.conditions.expression import Expression, FactReference, Not, paths
from disclosure_policy.deciding import Case, facts_of
from disclosure_policy.decision import Decision
from disclosure_policy.decision.remedies import Change, Remedy, Requirement, StatedValue, Withheld
from disclosure_policy.errors import RequestError
from disclosure_policy.law import Clause, Law, Provision, Scheme, Statement
from disclosure_policy.missing.instruments_restated import instruments_named, where_in, with_room
from disclosure_policy.missing.items_and_purposes import Bundle, Left
from disclosure_policy.missing.open_verdict import Place, Residue, truth_in
from disclosure_policy.missing.restated_request import as_content, as_stated, where_stated, with_stated
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.requests.request_part import InPart
from disclosure_policy.rule_files import FactDeclaration

Piece = Left | Place

Supposed = bool | Statement
"""What is supposed to be stated of a fact."""


@dataclass(frozen=True)
class Amendment:
    """What is left out of a request, and which facts are stated otherwise."""

    left: frozenset[Left]
    said: Mapping[Place, Supposed]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What it consists of."""
        return (*sorted(self.left), *self.said)

    def only(self, pieces: Iterable[Piece]) -> Amendment:
        """Return a part of it."""
        chosen = set(pieces)
        return Amendment(
            frozenset(left for left in self.left if left in chosen),
            {place: said for place, said in self.said.items() if place in chosen},
        )


@dataclass(frozen=True)
class Proposing:
    """Writes out proposals to change one request."""

    bundle: Bundle
    residue: Residue
    law: Law

    @property
    def declared(self) -> Mapping[str, FactDeclaration]:
        """The facts that can be stated, by path."""
        return self.law.facts[self.bundle.request.jurisdiction]

    def request(self, amendment: Amendment) -> DisclosureRequest:
        """Return the request as an amendment would have it."""
        content = self.bundle.request.model_dump(exclude_none=True)
        items: list[dict[str, Any]] = list(content.get("items", ())) or [{}]
        purposes = list(self.bundle.purposes)
        statements: dict[str, Any] = {}
        for place, said in amendment.said.items():
            kind, _, rest = place[0].partition(".")
            for left in self.bundle.of(place, self.residue):
                if left.kind == "item":
                    items[left.index] = {**items[left.index], rest: self._stated(place[0], said)}
                elif isinstance(said, Statement):
                    purposes[left.index] = said
            if kind not in ("item", "purpose"):
                declared = self.declared[place[0]]
                at = where_in(self.bundle.case, place, where_stated(place[0], declared))
                statements[at] = self._answer(place[0], said)
        kept_items = [item for index, item in enumerate(items) if Left("item", index) not in amendment.left]
        kept_purposes = [
            self._one_purpose(said)
            for index, said in enumerate(purposes)
            if said and Left("purpose", index) not in amendment.left
        ]
        statements |= {"items": kept_items} if kept_items != [{}] else {}
        statements |= {"purposes": kept_purposes} if kept_purposes else {}
        content = with_room(self.bundle.case, amendment.said, as_content(self.bundle.request))
        return with_stated(self.bundle.request, statements, content)

    def case(self, amendment: Amendment) -> Case | None:
        """Return the request as an amendment would have it, as facts; None if it says what cannot be together."""
        try:
            return facts_of(self.request(amendment), self.law)
        except RequestError as error:
            if any(problem.code != "contradiction" for problem in error.problems):
                raise
            return None

    def _stated(self, fact: str, said: Supposed) -> Any:  # noqa: ANN401 - as it is stated
        return as_stated(self.bundle.schemes[fact], said) if isinstance(said, Statement) else said

    def _one_purpose(self, said: Statement) -> str | InPart:
        stated = as_stated(self.bundle.schemes["purpose"], said)
        if isinstance(stated, InPart):
            return stated
        return stated[0] if len(stated) == 1 else InPart(has=stated)

    def proposal(self, amendment: Amendment, changed: Case, decision: Decision) -> Remedy:
        """Write out a proposal that was decided and is allowed."""
        reasons = _Reasons(self.bundle.case, changed, self.law, decision)
        order = list(self.declared)
        places = sorted(amendment.said, key=lambda place: (order.index(place[0]), place[1]))
        changes = [self._change(place, amendment.said[place], reasons) for place in places]
        items = [Left("item", index) for index in range(len(self.bundle.request.items or ()))]
        return Remedy(
            withheld=tuple(
                Withheld(kind=left.kind, term=self.bundle.term(left), label=self.bundle.label(left))
                for left in sorted(amendment.left)
            ),
            released=tuple(dict.fromkeys(self.bundle.label(item) for item in items if item not in amendment.left)),
            purposes=tuple(
                self.bundle.label(Left("purpose", index))
                for index in range(len(self.bundle.purposes))
                if Left("purpose", index) not in amendment.left and self.bundle.purposes[index]
            ),
            changes=tuple(change for change in changes if self.declared[change.fact].changeable),
            provided=tuple(change for change in changes if not self.declared[change.fact].changeable),
            grounds=decision.determining,
            obligations=decision.obligations,
            request=changed.request,
        )

    def _answer(self, fact: str, said: Supposed) -> Any:  # noqa: ANN401 - as it is stated
        declared = self.declared[fact]
        if declared.type != "judgment":
            return self._stated(fact, said)
        why = "supposed by a proposal, to be confirmed"
        return {"answer": said, "by": declared.supplied_by, "day": self.bundle.case.as_of, "why": why}

    def _change(self, place: Place, said: Supposed, reasons: _Reasons) -> Change:
        fact, facts = place[0], self.residue.facts[place]
        declared, scheme = self.declared[fact], facts.schemes.get(fact)
        before = as_stated(scheme, facts.said_of(fact)) or None if scheme else facts.plain.get(fact)
        of = (
            *map(self.bundle.label, self.bundle.of(place, self.residue)),
            *instruments_named(self.bundle.case, [place]),
        )
        return Change(
            fact=fact,
            state_at=where_stated(fact, declared),
            question=declared.question,
            before=cast("StatedValue", before),
            after=as_stated(scheme, said) if scheme and isinstance(said, Statement) else cast("bool", said),
            labels=_labels(scheme, said, facts.said_of(fact)) if scheme and isinstance(said, Statement) else (),
            of=", ".join(dict.fromkeys(of)) or None,
            supplied_by=declared.supplied_by,
            requirements=tuple(dict.fromkeys(reasons.of(fact, said))),
        )


class _Reasons:
    """What in the law asks for a change: the conditions that it brings about in the rules relied on."""

    def __init__(self, before: Case, after: Case, law: Law, decision: Decision) -> None:
        self.before = [one.facts for one in before.disclosures]
        self.after = [one.facts for one in after.disclosures]
        relied_on = {rule.rule for rule in decision.determining}
        self.rules: list[tuple[Provision, bool]] = []
        for layer in law.layers(after.jurisdiction, after.as_of):
            for provision in layer.provisions:
                limits = bool(relied_on & set(provision.exception_to)) and provision.effect == "forbid"
                if provision.id in relied_on or limits:  # what is relied on and forbids does not reach so far
                    self.rules.append((provision, provision.effect == "permit"))

    def of(self, fact: str, said: Supposed) -> Iterator[Requirement]:
        """Yield the conditions that read a fact and that the change brings about."""
        for provision, wanted in self.rules:
            for clause in provision.clauses:
                if self._brought_about(clause, fact, wanted=wanted):
                    yield Requirement(
                        summary=clause.summary,
                        citation=clause.citation,
                        effect="permit" if wanted else "forbid",
                        exactly=self._exactly(clause.expression, said),
                    )

    def _exactly(self, expression: Expression, said: Supposed) -> bool:
        """Say whether a condition reads one fact alone and, of a coded one, no broader term than will be stated."""
        while isinstance(expression, Not):
            expression = expression.operand
        if not isinstance(expression, FactReference):
            return False
        term = self.after[0].fact_of(expression.path)[1]
        return term is None or not said or (isinstance(said, Statement) and term in said.has)

    def _brought_about(self, clause: Clause, fact: str, *, wanted: bool) -> bool:
        if not any(facts.fact_of(path)[0] == fact for facts in self.after[:1] for path in paths(clause.expression)):
            return False
        was = any(truth_in(facts, clause.expression) is not wanted for facts in self.before)
        return was and any(truth_in(facts, clause.expression) is wanted for facts in self.after)


def _labels(scheme: Scheme, said: Statement, before: Statement) -> tuple[str, ...]:
    """Return what would be stated in words; what is denied already need not be told."""
    denied = (term for term in said.lacks if term not in before.lacks)
    return (*(scheme.terms[term].label for term in said.has), *(f"not {scheme.terms[term].label}" for term in denied))
