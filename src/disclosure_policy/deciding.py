"""A case and the law to a decision."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, cast

from disclosure_policy.compiling import Law
from disclosure_policy.decision import Decision
from disclosure_policy.diagnosing import Diagnosis
from disclosure_policy.facts import Case, digest_of, facts_of
from disclosure_policy.outcome import DisclosureDecision, ObligationDue, Receipt
from disclosure_policy.reason import ClosestPermit, ContestedReading, Finding, MissingFact
from disclosure_policy.request import DisclosureRequest
from disclosure_policy.ruling import Known, known_of
from disclosure_policy.version import VERSION

if TYPE_CHECKING:
    from disclosure_policy.remedy import Remedy

_NAMED = ("recipient.type", "purpose", "item.type")


def decide(case: Case, law: Law) -> Decision:
    """Decide a case: allow only if every disclosure in it passes every layer of the law."""
    diagnosis = Diagnosis(case, law, law.layers(case.jurisdiction, case.as_of), decide)
    known = known_of(diagnosis.weighed)
    working = Working(case.request, law, known)
    working.diagnosis = diagnosis
    return Decision(known.outcome, working)


class Working:
    """The parts of a decision that are worked out when they are asked for, and not before.

    `known` is what weighing the request comes to.
    """

    def __init__(self, request: DisclosureRequest, law: Law, known: Known) -> None:
        self.request = request
        self._law = law
        self._known = known

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """Return what explains the decision."""
        case = facts_of(self.request, self._law)
        return Diagnosis(case, self._law, self._law.layers(case.jurisdiction, case.as_of), decide)

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
            for (item, purpose, _), one in zip(self.diagnosis.case.disclosures, self._known.rulings, strict=True)
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
        for _, _, facts in self.diagnosis.case.disclosures:
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
        return self.diagnosis.case.disclosures[0][2].terms.get("recipient.type")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every rule considered."""
        return self.diagnosis.findings

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that could still change the verdict."""
        return self.diagnosis.missing

    @property
    def closest(self) -> tuple[ClosestPermit, ...]:
        """Return the permits that failed by least."""
        return self.diagnosis.closest

    @property
    def contested(self) -> tuple[ContestedReading, ...]:
        """Return the contested readings on which the verdict depends."""
        return self.diagnosis.contested

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """Return the smallest lawful changes that would permit it."""
        return self.diagnosis.remedies
