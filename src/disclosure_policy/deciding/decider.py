"""Decides requests; after 16 for one period of the law it switches to generated code.

The code gives of each disclosure a fingerprint of the rules that decided. What fingerprints come to is worked out by
weighing the request when they are first met, and is known from then on.
"""

from __future__ import annotations

from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, NoReturn

from disclosure_policy.deciding.case import Case, facts_of
from disclosure_policy.deciding.combinations import Weighed, settled
from disclosure_policy.deciding.decision_by_weighing import Explain, WorkedOut, decide
from disclosure_policy.deciding.generated_python.mask_tables import Table, Unfit
from disclosure_policy.deciding.verdict import Known, known_of
from disclosure_policy.decision import Decision, Explanation, FromRegister
from disclosure_policy.documents import Document
from disclosure_policy.law import Law
from disclosure_policy.requests import DisclosureRequest, validated

if TYPE_CHECKING:
    from disclosure_policy.deciding.generated_python.generator import Fingerprint, Weigh

PATIENCE = 16
"""How many requests under the law of a period are weighed before it is lowered: so many that it pays."""
MAX_KNOWN = 4_096
"""How many disclosures are remembered with what was decided of them, and with what explains that."""


class Decider:
    """Decides requests under one law, from any number of threads."""

    def __init__(self, law: Law, explain: Explain) -> None:
        self._law = law
        self._explain = _Explained(explain)
        self._by_day = Table(self._docket)
        self._dockets: dict[tuple[str, int], _Docket] = {}

    def decide(
        self, request: DisclosureRequest, document: Document | None = None, taken: tuple[FromRegister, ...] = ()
    ) -> Decision:
        """Decide a request; `document` is what it was read from, `taken` what of it a register supplied.

        Raises:
            RequestError: as `validated` and `facts_of`.
        """
        request = validated(request)
        docket = self._by_day[request.jurisdiction, request.as_of]
        try:
            weighed = docket.weigh(request)
        except Unfit:
            weighed = None
        if weighed is None:
            return decide(facts_of(request, self._law, document), self._law, self._explain, taken=taken)
        known = docket.known.get(weighed) or docket.learn(weighed, request)
        return WorkedOut(request, self._law, known, self._explain, taken=taken)

    def _docket(self, at: tuple[str, date | None]) -> _Docket:
        code, day = at
        if day is None or code not in self._law.rule_set.lawbooks:
            return _Docket(self._law)
        return self._dockets.setdefault((code, self._law.period(code, day)), _Docket(self._law, code, day))


class _Explained:
    """Explains equal cases once: whose names and reasons differ, and nothing that decides, is the same case."""

    def __init__(self, explain: Explain) -> None:
        self._explain = explain
        self._found: dict[str, Explanation] = {}
        self._held = 0

    def __call__(self, case: Case, law: Law, weighed: Weighed) -> Explanation:
        """Return the explanation of a case, which may be that of an equal one."""
        found = self._found.get(case.digest)
        if found is None:
            self._held += len(case.disclosures)
            if self._held > MAX_KNOWN:
                self._found, self._held = {}, len(case.disclosures)
            found = self._found.setdefault(case.digest, self._explain(case, law, weighed))
        return found


class _Docket:
    """What was asked under the law of one jurisdiction in one period, and what it came to."""

    def __init__(self, law: Law, code: str = "", day: date | None = None) -> None:
        self.known: dict[tuple[Fingerprint, ...], Known] = {}
        self.weigh: Weigh = _never if day is None else self._wait
        self._law, self._code, self._day = law, code, day
        self._denials = 0
        self._held = 0
        self._waited = 0
        self._lock = Lock()

    def learn(self, weighed: tuple[Fingerprint, ...], request: DisclosureRequest) -> Known:
        """Work out what the fingerprints of a request come to; generated code that errs is used no more."""
        case = facts_of(request, self._law)
        known = known_of(settled(case, self._law)[1])
        denied = [ruling.verdict == "deny" for ruling in known.rulings]
        if denied != [bool(one & self._denials) for one in weighed]:
            self.weigh = _never
            return known
        self._held += len(weighed)
        if self._held > MAX_KNOWN:
            self.known, self._held = {}, len(weighed)
        return self.known.setdefault(weighed, known)

    def _wait(self, request: DisclosureRequest) -> tuple[Fingerprint, ...]:
        """Have a request weighed, and lower the law once it was asked for often enough."""
        if not self._lock.acquire(blocking=False):  # another thread counts, or did when this process was forked
            raise Unfit
        try:
            self._waited += 1
            if self._waited > PATIENCE and self.weigh == self._wait and self._day is not None:
                from disclosure_policy.deciding.generated_python.generator import lower  # noqa: PLC0415 - for many requests only

                lowered = lower(self._law, self._code, self._day)
                self._denials = lowered.denials if lowered else 0
                self.weigh = lowered.weigh if lowered else _never
        finally:
            self._lock.release()
        if self.weigh == self._wait:
            raise Unfit
        return self.weigh(request)


def _never(request: DisclosureRequest) -> NoReturn:  # noqa: ARG001 - stands for a function that is never there
    raise Unfit
