"""Decides one case by weighing it, and works out the parts of the decision when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, cast

from disclosure_policy.deciding.case import Case, digest_of, facts_of
from disclosure_policy.deciding.combinations import Weighed, settled
from disclosure_policy.deciding.verdict import Known, known_of
from disclosure_policy.decision import (
    Basis,
    Decision,
    DeterminingRule,
    DisclosureDecision,
    Explanation,
    FromRegister,
    ObligationDue,
    Receipt,
    Verdict,
)
from disclosure_policy.decision.reasons import (
    AdoptedReading,
    ClosestPermit,
    ContestedReading,
    Finding,
    MissingFact,
    NotEncoded,
)
from disclosure_policy.law import Law
from disclosure_policy.requests import DisclosureRequest
from disclosure_policy.version import VERSION

if TYPE_CHECKING:
    from disclosure_policy.decision.remedies import OpenWay, Remedy

_NAMED = ("recipient.type", "purpose", "item.type")


Explain = Callable[[Case, Law, Weighed], Explanation]
"""Explains the decision on a case; handed in, because what explains decisions also makes some."""


def decide(
    case: Case, law: Law, explain: Explain, weighed: Weighed | None = None, taken: tuple[FromRegister, ...] = ()
) -> Decision:
    """Decide a case: allow only if every disclosure in it passes every layer of the law.

    `weighed` is what weighing the case came to, if it was settled already; `taken` is what of it a register supplied.
    """
    if weighed is None:
        case, weighed = settled(case, law)
    return WorkedOut(case.request, law, known_of(weighed), explain, taken=taken, _case=case, _weighed=weighed)


class WorkedOut(Decision):
    """A decision whose parts are worked out when they are first asked for, and not before.

    `known` is what weighing the request comes to, `taken` what of the request a register supplied. `more` is what is
    at hand already.
    """

    def __init__(
        self,
        request: DisclosureRequest,
        law: Law,
        known: Known,
        explain: Explain,
        *,
        taken: tuple[FromRegister, ...] = (),
        **more: object,
    ) -> None:
        vars(self).update(more, _request=request, _law=law, _known=known, _explain=explain, _taken=taken)

    if TYPE_CHECKING:  # set past the guard against changes
        _request: DisclosureRequest
        _law: Law
        _known: Known
        _explain: Explain
        _taken: tuple[FromRegister, ...]

    @cached_property
    def _case(self) -> Case:
        """The request as facts."""
        return facts_of(self._request, self._law)

    @cached_property
    def _weighed(self) -> Weighed:
        """What was weighed."""
        return settled(self._case, self._law)[1]

    @cached_property
    def _explanation(self) -> Explanation:
        return self._explain(self._case, self._law, self._weighed)

    @property
    def verdict(self) -> Verdict:
        """Taken from what weighing came to."""
        return self._known.verdict

    @property
    def basis(self) -> Basis:
        """Taken from what weighing came to."""
        return self._known.basis

    @property
    def citations(self) -> tuple[str, ...]:
        """Taken from what weighing came to."""
        return self._known.citations

    @property
    def determining(self) -> tuple[DeterminingRule, ...]:
        """Taken from what weighing came to."""
        return self._known.determining

    @property
    def jurisdiction(self) -> str:
        """Taken from the request."""
        return self._request.jurisdiction

    @property
    def as_of(self) -> date:
        """Taken from the request, which states a day where it was decided."""
        return cast("date", self._request.as_of)

    @cached_property
    def disclosures(self) -> tuple[DisclosureDecision, ...]:
        """Put together from the rulings."""
        return tuple(
            DisclosureDecision(
                item=disclosure.item,
                purpose=disclosure.purpose,
                verdict=one.verdict,
                basis=one.basis,
                layers=one.layers,
                went_by=under.labels if (under := disclosure.facts.under) else (),
                uncovered=under.uncovered if under else (),
            )
            for disclosure, one in zip(self._case.disclosures, self._known.rulings, strict=True)
        )

    @property
    def obligations(self) -> tuple[ObligationDue, ...]:
        """Taken from what weighing came to."""
        return self._known.obligations

    @property
    def taken(self) -> tuple[FromRegister, ...]:
        """Taken from the register before it was decided."""
        return self._taken

    @cached_property
    def receipt(self) -> Receipt:
        """Made from the digests of facts, rules, register and decision."""
        made = Receipt(
            package=VERSION,
            rules=self._law.fingerprint,
            as_of=self.as_of,
            facts=digest_of(self._request, self._taken),
            agency_register=self._law.standing.register,
            decision="",
        )
        return made.model_copy(update={"decision": self.digest_with(made)})

    @cached_property
    def labels(self) -> dict[str, str]:
        """Looked up in the law."""
        labels = {book.code: book.jurisdiction.name for book in self._law.rule_set.chain(self.jurisdiction)}
        for facts in (disclosure.facts for disclosure in self._case.disclosures):
            for path in _NAMED:
                for term in facts.said_of(path).has:
                    labels[f"{path}.{term}"] = facts.schemes[path].terms[term].label
        return labels

    @property
    def floor(self) -> bool:
        """Seen from the other jurisdictions of the law."""
        books = self._law.rule_set.lawbooks.values()
        return any(book.jurisdiction.parent == self.jurisdiction for book in books)

    @property
    def recipient(self) -> tuple[str, ...] | None:
        """Taken from the facts."""
        return self._case.disclosures[0].facts.said_of("recipient.type").has or None

    @property
    def contested(self) -> tuple[ContestedReading, ...]:
        """Asked of what explains the decision."""
        return self._explanation.contested

    @property
    def adopted(self) -> tuple[AdoptedReading, ...]:
        """Asked of what explains the decision."""
        return self._explanation.adopted

    @property
    def closest(self) -> tuple[ClosestPermit, ...]:
        """Asked of what explains the decision."""
        return self._explanation.closest

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """Asked of what explains the decision."""
        return self._explanation.missing

    @property
    def release_once(self) -> tuple[OpenWay, ...]:
        """Asked of what explains the decision."""
        return self._explanation.release_once

    @property
    def kept_open_by(self) -> tuple[NotEncoded, ...]:
        """Asked of what explains the decision."""
        return self._explanation.kept_open_by

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Asked of what explains the decision."""
        return self._explanation.findings

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """Asked of what explains the decision."""
        return self._explanation.remedies
