"""An interview: one question at a time, only such as can still change the verdict, until it is settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from disclosure_policy.deciding import facts_of, settled
from disclosure_policy.decision import Decision, Named
from disclosure_policy.errors import RequestError
from disclosure_policy.interview.accepted_answers import accepted
from disclosure_policy.interview.options import joined, matching, options, others
from disclosure_policy.interview.question import Given, Option, Question, QuestionKind, Why
from disclosure_policy.interview.request_so_far import is_of_parts, scheme_of, state, terms_stated
from disclosure_policy.law import Scheme
from disclosure_policy.missing import Asked, Closed, asked
from disclosure_policy.policy import Policy
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.rule_files import SINGLE

FIRST = ("recipient.type", "purpose", "item.type", "discloser")
"""What is asked before all else, as far as it matters: who asks, for what, for which information, from whom."""
FEW = 3
"""So many terms that make no difference are offered all the same, lest what is true cannot be chosen."""
BUDGET = 250_000
"""How long the search goes on for the facts that matter; see `relevant_facts`."""


@dataclass(frozen=True)
class Interview:
    """The state of an interview; it does not change, each answer gives a new one.

    `given` is all that has to be kept: `Interview(policy, "us-nm", day, given)` goes on where another left off, and
    every part of it is a pydantic model that is written as JSON and read back. Whoever drives it shows `question`,
    calls `answer` with what was said, or `back`, and stops when `question` is None.
    """

    policy: Policy
    jurisdiction: str
    as_of: date
    given: tuple[Given, ...] = field(default=())
    discloser: str | None = None
    """Who would disclose, as a term; without it, the agency that the rules say holds the records, if they do."""

    @cached_property
    def request(self) -> DisclosureRequest:
        """The request as far as it is known."""
        return DisclosureRequest.model_validate(self.content)

    @cached_property
    def content(self) -> dict[str, Any]:
        """The request as it would be written in a file."""
        content: dict[str, Any] = {
            "jurisdiction": self.jurisdiction,
            "as_of": self.as_of.isoformat(),
            "discloser": self.discloser or self._agency,
        }
        for one in self.given:
            if one.answer is not None:
                state(content, one, self.policy.law, self.jurisdiction)
        return content

    @cached_property
    def decision(self) -> Decision:
        """The decision on what is known so far."""
        return self.policy.decide(self.request)

    @property
    def settled(self) -> bool:
        """Whether nothing that anybody could still say would change the verdict."""
        return self.question is None

    @cached_property
    def question(self) -> Question | None:
        """The next question, or None where the verdict is settled.

        First comes who asks, for which purpose and for what; then what settles the verdict by itself;
        then what tells most about it, whatever the answer.
        """
        closed: set[tuple[str, Named]] = {
            (one.fact, one.of if is_of_parts(one.fact) else None) for one in self.given if one.answer is None
        }
        closed |= {(fact, None) for fact in self._on_file}
        while True:
            found = self._asked(closed)
            if not found:
                return None
            best = min(found, key=lambda one: (self._place(one.fact.fact), not one.fact.settles, -one.informs))
            question = next(self._questions(best), None)
            if question is not None:
                return question
            closed |= {(best.fact.fact, of) for of in best.of}  # all of it that matters was offered before

    def answer(self, value: object) -> Interview:
        """Return the interview after an answer to its question; None says that nobody knows.

        Raises:
            ValueError: if the question cannot be answered so, with the reason.
        """
        if self.question is None:
            raise ValueError("there is no question to answer")
        said = None if value is None else accepted(self.question, value, self._scheme(self.question.fact))
        if said == [] and self.question.of:  # nothing narrower applies: what was stated stays
            said = [self.question.of]
        offered = tuple(option.term for option in self.question.options)
        one = Given(fact=self.question.fact, of=self.question.of, offered=offered, answer=said)
        further = replace(self, given=(*self.given, one))
        try:
            facts_of(further.request, self.policy.law)
        except RequestError as error:
            raise ValueError("; ".join(problem.message for problem in error.problems)) from None
        return further

    def back(self) -> Interview:
        """Return the interview before its last answer; at the beginning it stays as it is."""
        return replace(self, given=self.given[:-1])

    def found(self, words: str) -> tuple[Option, ...]:
        """Return the terms that answer the question and have some words in them, whether offered or not."""
        question = self.question
        scheme = self._scheme(question.fact) if question else None
        return matching(scheme, words, question.of) if question and scheme else ()

    @property
    def _on_file(self) -> Iterator[str]:
        """Yield the facts that come from the agency's register: what they leave open, the register is to say."""
        taken = self.decision.taken if self.policy.register is not None else ()
        for path in (path for one in taken for path in one.supplied):
            yield path.removeprefix("facts.").removeprefix("judgments.")

    def _asked(self, closed: Closed) -> list[Asked]:
        law = self.policy.law
        case, weighed = settled(facts_of(self.policy.filled(self.request), law), law)
        layers = law.layers(self.jurisdiction, self.as_of)
        return asked(case, law, layers, weighed, closed, BUDGET)

    def _place(self, fact: str) -> int:
        """Say how early a fact is asked for; what exactly the items are can wait, once it is known what they are."""
        waits = fact not in FIRST or (fact == "item.type" and self._stated(fact))
        return len(FIRST) if waits else FIRST.index(fact)

    def _questions(self, one: Asked) -> Iterator[Question]:
        """Yield what can be asked about a fact: as it is, of each item, or of each broad term stated before."""
        scheme = self._scheme(one.fact.fact)
        stated: list[Named] = list(self._stated(one.fact.fact)) if scheme else []
        for of in stated or (one.of if one.fact.fact.startswith("item.") and not scheme else [None]):
            if one.fact.fact in SINGLE and stated and of not in one.of:
                continue
            shown: tuple[Option, ...] = ()
            if scheme:
                before = self._offered(one.fact.fact, of)
                above = of if isinstance(of, str) else None
                shown = tuple(o for o in options(scheme, one.fact.terms, above) if o.term not in before)
                rest = others(scheme, [option.term for option in shown])
                if of is None and one.fact.fact in FIRST and len(rest) <= FEW:
                    shown = joined(scheme, shown, rest)
                if not shown:
                    continue
            yield self._question(one, of, scheme, shown)

    def _offered(self, fact: str, of: Named) -> set[str]:
        return {term for given in self.given if (given.fact, given.of) == (fact, of) for term in given.offered}

    def _question(self, one: Asked, of: Named, scheme: Scheme | None, shown: tuple[Option, ...]) -> Question:
        fact = one.fact.fact
        declared = self.policy.law.facts[self.jurisdiction][fact]
        labelled = scheme or (self._scheme("item.type") if of else None)
        kinds: dict[str, QuestionKind] = {
            "boolean": "yes or no",
            "judgment": "judgment",
            "number": "number",
            "date": "date",
        }
        return Question(
            fact=fact,
            state_at=one.fact.state_at,
            text=declared.question,
            kind=kinds.get(declared.type, "several"),
            options=shown,
            others=others(scheme, [option.term for option in shown]) if scheme and of is None else (),
            of=of if isinstance(of, str) else None,
            of_label=labelled.terms[of].label if labelled and isinstance(of, str) else None,
            why=tuple(Why(citation=citation, summary=summary) for citation, summary in one.why.items()),
            supplied_by=declared.supplied_by,
        )

    @property
    def _agency(self) -> str | None:
        chain = self.policy.law.rule_set.chain(self.jurisdiction)
        return next((one.jurisdiction.discloser for one in reversed(chain) if one.jurisdiction.discloser), None)

    def _scheme(self, fact: str) -> Scheme | None:
        return scheme_of(self.policy.law, self.jurisdiction, fact)

    def _stated(self, fact: str) -> tuple[str, ...]:
        return terms_stated(self.content, fact, self.policy.law, self.jurisdiction)
