"""A case and the law to a decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

from disclosure_policy.deciding.case import Case, digest_of, facts_of
from disclosure_policy.deciding.ruling import Known, known_of
from disclosure_policy.deciding.weighing import Weights, weigh
from disclosure_policy.decision import Decision, DisclosureDecision, ObligationDue, Receipt
from disclosure_policy.decision.reasons import ClosestPermit, ContestedReading, Finding, MissingFact
from disclosure_policy.law import Law
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.version import VERSION

if TYPE_CHECKING:
    from disclosure_policy.decision.remedies import Remedy

_NAMED = ("recipient.type", "purpose", "item.type")


Weighed = tuple[tuple[Weights, ...], ...]
"""For each disclosure of a request the weights of every layer, root first."""


class Explanation(Protocol):
    """What explains a decision: worked out when it is asked for, since it costs more than the decision."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every rule considered."""

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that could still change the verdict."""

    @property
    def closest(self) -> tuple[ClosestPermit, ...]:
        """Return the permits that failed by least."""

    @property
    def contested(self) -> tuple[ContestedReading, ...]:
        """Return the contested readings on which the verdict depends."""

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """Return the smallest lawful changes that would permit it."""


Explain = Callable[[Case, Law, Weighed], Explanation]
"""Explains the decision on a case; handed in, because what explains decisions also makes some."""


def decide(case: Case, law: Law, explain: Explain, weighed: Weighed | None = None) -> Decision:
    """Decide a case: allow only if every disclosure in it passes every layer of the law.

    `weighed` is what weighing the case came to, if that was done already.
    """
    weighed = weigh_case(case, law) if weighed is None else weighed
    known = known_of(weighed)
    working = Working(case.request, law, known, explain)
    working.case, working.weighed = case, weighed
    return Decision(known.outcome, working)


def weigh_case(case: Case, law: Law) -> Weighed:
    """Weigh every disclosure of a case under every layer of the law of its day."""
    layers = law.layers(case.jurisdiction, case.as_of)
    return tuple(weigh(layers, facts) for _, _, facts in case.disclosures)


class Working:
    """The parts of a decision that are worked out when they are asked for, and not before.

    `known` is what weighing the request comes to.
    """

    def __init__(self, request: DisclosureRequest, law: Law, known: Known, explain: Explain) -> None:
        self.request = request
        self._law = law
        self._known = known
        self._explain = explain

    @cached_property
    def case(self) -> Case:
        """Return the request as facts."""
        return facts_of(self.request, self._law)

    @cached_property
    def weighed(self) -> Weighed:
        """Return what was weighed."""
        return weigh_case(self.case, self._law)

    @cached_property
    def _explanation(self) -> Explanation:
        return self._explain(self.case, self._law, self.weighed)

    @property
    def jurisdiction(self) -> str:
        """Return the code of the jurisdiction."""
        return self.request.jurisdiction

    @property
    def as_of(self) -> date:
        """Return the day whose law was applied."""
        return cast("date", self.request.as_of)

    @cached_property
    def disclosures(self) -> tuple[DisclosureDecision, ...]:
        """Return the decision on each item for each purpose."""
        return tuple(
            DisclosureDecision(item=item, purpose=purpose, verdict=one.verdict, basis=one.basis, layers=one.layers)
            for (item, purpose, _), one in zip(self.case.disclosures, self._known.rulings, strict=True)
        )

    @property
    def obligations(self) -> tuple[ObligationDue, ...]:
        """Return the duties that come with an allow."""
        return self._known.obligations

    @cached_property
    def receipt(self) -> Receipt:
        """Return what makes the decision replayable."""
        return Receipt(
            package=VERSION,
            rules=self._law.fingerprint,
            as_of=self.as_of,
            facts=digest_of(self.request),
        )

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return the words for the codes that occur."""
        labels = {book.code: book.jurisdiction.name for book in self._law.rule_set.chain(self.jurisdiction)}
        for _, _, facts in self.case.disclosures:
            for path in _NAMED:
                for term in facts.terms.get(path) or ():
                    labels[f"{path}.{term}"] = facts.schemes[path].terms[term].label
        return labels

    @property
    def floor(self) -> bool:
        """Return whether states stand above the jurisdiction."""
        books = self._law.rule_set.lawbooks.values()
        return any(book.jurisdiction.parent == self.jurisdiction for book in books)

    @property
    def recipient(self) -> tuple[str, ...] | None:
        """Return what the recipient was stated to be."""
        return self.case.disclosures[0][2].terms.get("recipient.type")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every rule considered."""
        return self._explanation.findings

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that could still change the verdict."""
        return self._explanation.missing

    @property
    def closest(self) -> tuple[ClosestPermit, ...]:
        """Return the permits that failed by least."""
        return self._explanation.closest

    @property
    def contested(self) -> tuple[ContestedReading, ...]:
        """Return the contested readings on which the verdict depends."""
        return self._explanation.contested

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """Return the smallest lawful changes that would permit it."""
        return self._explanation.remedies
