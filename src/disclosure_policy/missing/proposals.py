"""Turns a set of changes into a proposal: the request as it would be, and what in the law asks for each change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, cast

from disclosure_policy.conditions.expression import Expression, FactReference, Not, paths
from disclosure_policy.deciding import Case
from disclosure_policy.decision import Decision
from disclosure_policy.decision.remedies import Change, Remedy, Requirement, Said, Withheld
from disclosure_policy.law import Clause, Law, Provision
from disclosure_policy.missing.open_verdict import Place, Residue, truth_in
from disclosure_policy.missing.restated_request import where_stated, with_stated
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.rule_files import FactDeclaration


@dataclass(frozen=True, order=True)
class Left:
    """An item or a purpose, by its place in the request."""

    kind: Literal["item", "purpose"]
    index: int


Piece = Left | Place


@dataclass(frozen=True)
class Amendment:
    """What is left out of a request, and which facts are stated otherwise."""

    left: frozenset[Left]
    said: Mapping[Place, Said]

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


class Bundle:
    """The items and the purposes of a request, and the disclosures that they make."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.request = case.request
        self.purposes = case.disclosures[0].facts.spelled_out("purpose", case.request.purposes)

    @cached_property
    def grid(self) -> list[tuple[Left, Left]]:
        """The item and the purpose of each disclosure."""
        facts = self.case.disclosures[0].facts
        items = [
            facts.spelled_out("item.type", (item.type,) if item.type else None) for item in self.request.items or ()
        ]
        counts = [len(kinds) for kinds in items] or [1]
        return [
            (Left("item", item), Left("purpose", purpose))
            for item, count in enumerate(counts)
            for _ in range(count)
            for purpose in range(len(self.purposes))
        ]

    @property
    def separable(self) -> Iterator[Left]:
        """Yield the items and purposes that can be left out, because there are others."""
        items, purposes = len(self.request.items or ()), len(self.purposes)
        yield from (Left("item", index) for index in range(items if items > 1 else 0))
        yield from (Left("purpose", index) for index in range(purposes if purposes > 1 else 0))

    def term(self, left: Left) -> str | None:
        """Return the term for an item or a purpose."""
        if left.kind == "purpose":
            return self.purposes[left.index]
        return self.request.items[left.index].type if self.request.items else None

    def label(self, left: Left) -> str:
        """Return the words for an item or a purpose."""
        term = self.term(left)
        scheme = self.case.disclosures[0].facts.schemes.get("item.type" if left.kind == "item" else "purpose")
        return scheme.terms[term].label if scheme and term else "not stated"

    def of(self, place: Place, residue: Residue) -> Iterator[Left]:
        """Yield the items, or purposes, of which a fact is stated; nothing, if it is of the request as a whole."""
        kind = place[0].partition(".")[0]
        for (item, purpose), slots in zip(self.grid, residue.slots, strict=True):
            if slots.get(kind) == place[1]:
                yield item if kind == "item" else purpose


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
            one = said[0] if isinstance(said, tuple) and said else said
            for left in self.bundle.of(place, self.residue):
                if left.kind == "item":
                    items[left.index] = {**items[left.index], rest: one}
                else:
                    purposes[left.index] = str(one)
            if kind not in ("item", "purpose"):
                declared = self.declared[place[0]]
                statements[where_stated(place[0], declared)] = self._answer(declared, said)
        kept_items = [item for index, item in enumerate(items) if Left("item", index) not in amendment.left]
        kept_purposes = [term for index, term in enumerate(purposes) if Left("purpose", index) not in amendment.left]
        statements |= {"items": kept_items} if kept_items != [{}] else {}
        statements |= {"purposes": kept_purposes} if kept_purposes != [None] else {}
        return with_stated(self.bundle.request, statements)

    def proposal(self, amendment: Amendment, changed: Case, decision: Decision) -> Remedy:
        """Write out a proposal that was decided and is allowed."""
        reasons = _Reasons(self.bundle.case, changed, self.law, decision)
        order = list(self.declared)
        places = sorted(amendment.said, key=lambda place: (order.index(place[0]), place[1]))
        changes = [self._change(place, amendment.said[place], reasons) for place in places]
        items = [Left("item", index) for index in range(len(self.bundle.request.items or ()))]
        schemes = changed.disclosures[0].facts.schemes
        return Remedy(
            withheld=tuple(
                Withheld(kind=left.kind, term=self.bundle.term(left), label=self.bundle.label(left))
                for left in sorted(amendment.left)
            ),
            released=tuple(dict.fromkeys(self.bundle.label(item) for item in items if item not in amendment.left)),
            purposes=tuple(schemes["purpose"].terms[term].label for term in changed.request.purposes or ()),
            changes=tuple(change for change in changes if self.declared[change.fact].changeable),
            provided=tuple(change for change in changes if not self.declared[change.fact].changeable),
            grounds=decision.determining,
            obligations=decision.obligations,
            request=changed.request,
        )

    def _answer(self, declared: FactDeclaration, said: Said) -> Any:  # noqa: ANN401 - as it is stated
        if declared.type != "judgment":
            return said
        why = "supposed by a proposal, to be confirmed"
        return {"answer": said, "by": declared.supplied_by, "on": self.bundle.case.as_of, "why": why}

    def _change(self, place: Place, said: Said, reasons: _Reasons) -> Change:
        fact, facts = place[0], self.residue.facts[place]
        declared, scheme = self.declared[fact], facts.schemes.get(fact)
        before = facts.terms.get(fact) if scheme else facts.plain.get(fact)
        of = map(self.bundle.label, self.bundle.of(place, self.residue))
        return Change(
            fact=fact,
            state_at=where_stated(fact, declared),
            question=declared.question,
            before=cast("Said", before),
            after=said,
            labels=tuple(scheme.terms[term].label for term in said) if scheme and isinstance(said, tuple) else (),
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

    def of(self, fact: str, said: Said) -> Iterator[Requirement]:
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

    def _exactly(self, expression: Expression, said: Said) -> bool:
        """Say whether a condition reads one fact alone and, of a coded one, no broader term than will be stated."""
        while isinstance(expression, Not):
            expression = expression.operand
        if not isinstance(expression, FactReference):
            return False
        term = self.after[0].fact_of(expression.path)[1]
        return term is None or not said or (isinstance(said, tuple) and term in said)

    def _brought_about(self, clause: Clause, fact: str, *, wanted: bool) -> bool:
        if not any(facts.fact_of(path)[0] == fact for facts in self.after[:1] for path in paths(clause.expression)):
            return False
        was = any(truth_in(facts, clause.expression) is not wanted for facts in self.before)
        return was and any(truth_in(facts, clause.expression) is wanted for facts in self.after)
