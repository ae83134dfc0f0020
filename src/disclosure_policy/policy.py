"""Load once, decide often: the way in for a program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources.abc import Traversable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from disclosure_policy.deciding import Decider, facts_of
from disclosure_policy.decision import Decision
from disclosure_policy.documents import Document, model_of, of_value, read
from disclosure_policy.errors import Location, Problem, ProblemsError, RequestError, RuleFileError
from disclosure_policy.law import Law
from disclosure_policy.loading import Memory, bundled_rules, gather_law, gather_rules, keep, recall
from disclosure_policy.missing import Diagnosis
from disclosure_policy.requests import DisclosureRequest

if TYPE_CHECKING:
    from disclosure_policy.decision.remedies import Remedy

_STAND_INS: dict[str, Any] = {"discloser": None, "as_of": date.min}
"""What stands for what a request must state, while its other parts are looked at."""


@dataclass(frozen=True)
class Policy:
    """Rules that are ready to decide requests; immutable, and safe to share between threads."""

    law: Law

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The codes of the jurisdictions whose law is loaded."""
        return self.law.rule_set.codes

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the rules, which every receipt carries."""
        return self.law.fingerprint

    def decide(self, request: DisclosureRequest | Mapping[str, Any]) -> Decision:
        """Decide a request.

        Raises:
            RequestError: if the request is not well formed; lists everything that is wrong with it.
        """
        if not isinstance(request, DisclosureRequest):
            return self.decide_document(of_value(request, "request"))
        return self._decider.decide(request)

    def what_would_permit(self, request: DisclosureRequest | Mapping[str, Any]) -> tuple[Remedy, ...]:
        """Return the smallest sets of lawful changes after which a denied request would be allowed, best first.

        Leaving something out comes first, then what the parties can bring about, then what would also have to be
        found so. Nothing is proposed for what is allowed already, or where no lawful change would do.

        Raises:
            RequestError: as `decide`.
        """
        decision = self.decide(request)
        return decision.remedies

    def decide_document(self, document: Document) -> Decision:
        """Decide a request that was read from a file, so that mistakes are reported by line and column.

        Raises:
            RequestError: as `decide`.
        """
        try:
            request = model_of(DisclosureRequest, document)
        except ProblemsError as error:
            raise RequestError([*error.problems, *self._other_problems(document)]) from None
        return self._decider.decide(request, document)

    @cached_property
    def _decider(self) -> Decider:
        return Decider(self.law, Diagnosis)

    def __reduce__(self) -> tuple[object, ...]:
        return Policy, (self.law,)

    def decide_frame(
        self,
        frame: Any,  # noqa: ANN401 - whichever frame the caller has, and the same again
        *,
        jurisdiction: str | None = None,
        as_of: date | None = None,
        missing: bool = True,
    ) -> Any:  # noqa: ANN401
        """Decide a frame of requests, one in each row, and return it with the decisions (extra `batch`).

        The frame may be of polars, pandas, pyarrow, DuckDB or PySpark; what is lazy stays lazy. A column is named
        by the path at which a request states it (`recipient.type`); nested columns do as well, and a null is an
        unknown. Added are `verdict`, `basis`, `citations`, `determining` (the ids of the rules that decided),
        `missing` (the facts that a denial waits for, by name) and `error`, which says what is wrong with a request
        that cannot be decided and has no verdict. Row by row this is what `decide` says.

        Args:
            frame: the requests.
            jurisdiction: the jurisdiction of rows that name none.
            as_of: the day of rows that state none.
            missing: whether to work out missing facts; without them it is faster and the column is null.

        Raises:
            RequestError: if the columns of the answers are there already, or two columns state the same.
            TypeError: if it is no such frame.
        """
        try:
            from disclosure_policy.frames import Answerer, Options, decided  # noqa: PLC0415 - heavy, in an extra
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                f"frames need {error.name}: pip install 'disclosure-policy[batch]'", name=error.name
            ) from None
        return decided(frame, Answerer(self.law, self.decide, self._memory, Options(jurisdiction, as_of, missing)))

    @cached_property
    def _memory(self) -> Any:  # noqa: ANN401 - its type is in an extra
        from disclosure_policy.frames import Memory  # noqa: PLC0415

        return Memory()

    def _other_problems(self, document: Document) -> list[Problem]:
        """Look for wrong terms in a request whose shape is wrong, in the parts whose shape is right."""
        if not isinstance(document.value, dict) or not isinstance(document.value.get("jurisdiction"), str):
            return []
        sound = {key: value for key, value in document.value.items() if value is not None}
        for _ in range(2):  # once for what is wrong, once without it
            try:
                facts_of(DisclosureRequest.model_validate(_STAND_INS | sound), self.law, document)
            except ValidationError as error:
                wrong = {detail["loc"][0] for detail in error.errors()}
                sound = {key: value for key, value in sound.items() if key not in wrong}
            except RequestError as error:
                return list(error.problems)
        return []


def load(
    path: str | PathLike[str] | Traversable | None = None, *, accept: Iterable[str] = (), cache: bool = True
) -> Policy:
    """Load the rules that come with the package, or those in a folder.

    Args:
        path: a folder with one folder for each jurisdiction; without it, the bundled rules.
        accept: ids of permits that are not wholly encoded, accepted as they are by the caller.
        cache: whether to keep what was read and parsed in the user's cache folder, and to take from there what was
            kept of the very same files.

    Raises:
        RuleFileError: with every mistake in every file.
    """
    folder = Path(path) if isinstance(path, str | PathLike) else path
    if folder is not None and not folder.is_dir():
        raise RuleFileError([Problem(Location(str(path)), "there is no such folder of rules")])
    place = bundled_rules() if folder is None else folder
    kept_at = place if cache and isinstance(place, Path) else None
    memory = recall(kept_at) if kept_at else Memory()
    rule_set, problems = gather_rules(folder, memory=memory)
    law, more = gather_law(rule_set, accept, memory)
    if problems or more:
        raise RuleFileError([*problems, *more])
    if kept_at and memory.learned:
        keep(kept_at, memory)
    return Policy(law)


def read_request(data: bytes, file: str = "request") -> Document:
    """Read a request from YAML or JSON text.

    Raises:
        RequestError: if it is neither.
    """
    try:
        return read(data, file)
    except ProblemsError as error:
        raise RequestError(error.problems) from None
