"""The class `Policy`: rules that are loaded once and decide any number of requests; the way in for a program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources.abc import Traversable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from disclosure_policy.deciding import Decider, facts_of
from disclosure_policy.decision import Decision
from disclosure_policy.documents import Document, of_value, read
from disclosure_policy.errors import Location, Problem, ProblemsError, RequestError, RuleFileError
from disclosure_policy.law import Law
from disclosure_policy.loading import gather_law, gather_rules, salvage
from disclosure_policy.missing import Diagnosis
from disclosure_policy.requests import DisclosureRequest, validated

if TYPE_CHECKING:
    from disclosure_policy.decision.remedies import Remedy
    from disclosure_policy.decision_keeper import Keeper
    from disclosure_policy.reasoning import Audience, Brief
    from disclosure_policy.register import Filled, Register
    from disclosure_policy.register import Source as RegisterSource

Frame = TypeVar("Frame")
"""Whichever frame the caller has: what comes back is of the same kind."""


@dataclass(frozen=True)
class Policy:
    """Rules that are ready to decide requests; immutable, and safe to share between threads."""

    law: Law
    """The rules as the package itself reads them; a program needs only what else is here."""
    register: Register | None = None
    """The agency's register under which requests are decided, if there is one."""

    def __repr__(self) -> str:
        """Return which law it is: a failing assertion shows this, and the law itself would fill a book."""
        return f"<Policy of {', '.join(self.jurisdictions)}; fingerprint {self.fingerprint}>"

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The codes of the jurisdictions whose law is loaded."""
        return self.law.rule_set.codes

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the rules, which every receipt carries."""
        return self.law.fingerprint

    def decide(self, request: DisclosureRequest | Mapping[str, Any], *, log: Keeper | None = None) -> Decision:
        """Decide a request, and keep the decision in a log if there is one.

        Raises:
            RequestError: if the request is not well formed; lists everything that is wrong with it.
            LogError: if the decision cannot be kept.
        """
        if not isinstance(request, DisclosureRequest):
            return self.decide_document(of_value(request, "request"), log=log)
        return self._decided(request, None, log)

    def with_register(self, register: RegisterSource) -> Policy:
        """Return the same policy under an agency's register, a file or what one says, instead of any that it has.

        Requests can then refer to what is on file, what they leave unknown is filled from there, and the readings
        that the agency's counsel adopted apply.

        Raises:
            RegisterError: with everything that is wrong with it.
        """
        from disclosure_policy.register import read_register  # noqa: PLC0415 - many models, for registers only

        read = read_register(register, self.law)
        return Policy(self.law.under(read.standing), read)

    def filled(self, request: DisclosureRequest) -> DisclosureRequest:
        """Return a request with what the register supplies of what it leaves unknown: what is decided.

        Raises:
            RequestError: as `decide`.
        """
        return self._way(request, None).request

    def what_would_permit(self, request: DisclosureRequest | Mapping[str, Any]) -> tuple[Remedy, ...]:
        """Return the smallest sets of lawful changes after which a denied request would be allowed, best first.

        Leaving something out comes first, then what the parties can bring about, then what would also have to be
        found so. Nothing is proposed for what is allowed already, or where no lawful change would do.

        Raises:
            RequestError: as `decide`.
        """
        return self.decide(request).remedies

    def decide_document(self, document: Document, *, log: Keeper | None = None) -> Decision:
        """Decide a request that was read from a file, so that mistakes are reported by line and column.

        Raises:
            RequestError, LogError: as `decide`.
        """
        return self._decided(self._request_in(document), document, log)

    def _decided(self, request: DisclosureRequest, document: Document | None, log: Keeper | None = None) -> Decision:
        request = validated(request)
        if log is not None:
            return log.keep(request, self.law, lambda: self._decided(request, document))
        if self.register is None and all(one.on_file is None for one in request.agreements):
            return self._decider.decide(request, document)
        way = self._way(request, document)
        return self._decider.decide(way.request, document, way.taken)

    def _way(self, request: DisclosureRequest, document: Document | None) -> Filled:
        """Return a request with what the register supplies; it is decided so."""
        from disclosure_policy.register import Filled, best, filled, refuse_reference  # noqa: PLC0415 - the same

        request = validated(request)
        if self.register is None:
            refuse_reference(request, document)
            return Filled(request)
        ways = filled(request, self.register, self.law, document)
        return best(ways, lambda one: self._decider.decide(one, document).allowed)

    def brief(self, request: DisclosureRequest | Mapping[str, Any], audience: Audience = "counsel") -> Brief:
        """Decide a request for one reader, and leave out what that reader may not see.

        A letter, the whole reasoning and its pictures are made from what is returned. Counsel sees everything, the
        requester the law, the facts that it is for the requester to supply, and the decision.

        Raises:
            RequestError: as `decide`.
        """
        from disclosure_policy.reasoning import brief  # noqa: PLC0415 - for reasons and letters only

        document = None
        if not isinstance(request, DisclosureRequest):
            document = of_value(request, "request")
            request = self._request_in(document)
        way = self._way(request, document)
        return brief(way.request, self.law, audience, document, way.taken)

    @cached_property
    def _decider(self) -> Decider:
        return Decider(self.law, Diagnosis)

    def __reduce__(self) -> tuple[object, ...]:
        return Policy, (self.law, self.register)

    def decide_frame(
        self,
        frame: Frame,
        *,
        jurisdiction: str | None = None,
        as_of: date | None = None,
        missing: bool = False,
    ) -> Frame:
        """Decide a frame of requests, one in each row, and return it with the decisions (extra `batch`).

        The frame may be of polars, pandas, pyarrow, DuckDB or PySpark; what is lazy stays lazy. A column is named
        by the path at which a request states it (`recipient.type`); nested columns do as well, and a null is an
        unknown. Added are `verdict`, `basis`, `citations`, `determining` (the ids of the rules that decided),
        `missing` (the facts that a denial waits for, by name; null unless asked for) and `error`, which says what is
        wrong with a request that cannot be decided and has no verdict. Row by row this is what `decide` says.

        Args:
            frame: the requests.
            jurisdiction: the jurisdiction of rows that name none.
            as_of: the day of rows that state none.
            missing: whether to work out missing facts, which can take minutes; without them the column is null.

        Raises:
            RequestError: if a column of the answers is there already, two say the same, or a needed one is not there.
            TypeError: if it is no such frame.
        """
        try:
            from disclosure_policy.frames import Answerer, Options, decided  # noqa: PLC0415 - heavy, in an extra
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                f"frames need {error.name}: pip install 'disclosure-policy[batch]'", name=error.name
            ) from None
        by_column = self.register is None or not self.register.supplies_facts
        options = Options(jurisdiction, as_of, missing=missing, by_column=by_column)
        answerer = Answerer(self.law, self.decide, self._memory, options)
        return cast("Frame", decided(frame, answerer, jurisdiction, as_of))

    @cached_property
    def _memory(self) -> Any:  # noqa: ANN401 - its type is in an extra
        from disclosure_policy.frames import FrameMemory  # noqa: PLC0415

        return FrameMemory()

    def _request_in(self, document: Document) -> DisclosureRequest:
        """Return the request that a document states, or raise all that is wrong with it."""
        request, sound, problems = salvage(DisclosureRequest, document)
        if problems or request is None:
            raise RequestError([*problems, *self._other_problems(request, sound)])
        return request

    def _other_problems(self, request: DisclosureRequest | None, sound: Document) -> list[Problem]:
        """Look for wrong terms and facts in what is sound of a request whose shape is wrong."""
        try:
            if request is not None:
                facts_of(request, self.law, sound)
        except RequestError as error:
            return [problem for problem in error.problems if problem.code != "missing-field"]
        return []


def load(
    path: str | PathLike[str] | Traversable | None = None,
    *,
    register: RegisterSource | None = None,
    accept: Iterable[str] = (),
) -> Policy:
    """Load the rules that come with the package, or those in a folder.

    Args:
        path: a folder with one folder for each jurisdiction; without it, the bundled rules.
        register: the register of an agency, a file or what one says; see `Policy.with_register`.
        accept: ids of permits that are not wholly encoded, accepted as they are by the caller.

    Raises:
        RuleFileError: with every mistake in every file.
        RegisterError: with every mistake in the register.
    """
    folder = Path(path) if isinstance(path, str | PathLike) else path
    if folder is not None and not folder.is_dir():
        raise RuleFileError([Problem(Location(str(path)), "there is no such folder of rules", code="no-rules")])
    rule_set, problems = gather_rules(folder)
    law, more = gather_law(rule_set, accept)
    if problems or more:
        raise RuleFileError([*problems, *more])
    return Policy(law) if register is None else Policy(law).with_register(register)


def read_request(data: bytes, file: str = "request") -> Document:
    """Read a request from YAML or JSON text.

    Raises:
        RequestError: if it is neither.
    """
    try:
        return read(data, file)
    except ProblemsError as error:
        raise RequestError(error.problems) from None
