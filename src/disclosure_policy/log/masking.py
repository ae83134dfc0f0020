"""The class `Mask`: what of a request is written to a log, by path: kept, hashed with a key, or dropped."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from disclosure_policy.canonical import canonical
from disclosure_policy.documents import Document, read
from disclosure_policy.errors import Location, LogError, Problem, ProblemsError, RequestError, suggest
from disclosure_policy.law import Law
from disclosure_policy.loading import contents
from disclosure_policy.log.maskable import ALWAYS, Action, maskable, matches, steps
from disclosure_policy.requests import DisclosureRequest

SHORTEST_KEY = 16
"""How many bytes a key has at least: one that can be guessed hides nothing."""


@dataclass
class Masked:
    """A request as it may be written: what is kept of it, and where something was hashed or dropped."""

    actions: Mapping[str, Action]
    """What was done at each path."""
    request: dict[str, Any] = field(default_factory=dict)
    asked_by: str | None = None
    """The recipient's name, if it is kept; it stands apart from the facts."""
    hashed: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)


class Mask:
    """What is done to the values of a request before they are written.

    Args:
        patterns: paths, each with what is done there and below; the longest that names a path counts, and what none
            names is as by default.
        key: the agency's secret with which values are hashed.
        document: what the patterns were read from.
    """

    def __init__(
        self, patterns: Mapping[str, Action] | None = None, key: bytes | None = None, document: Document | None = None
    ) -> None:
        self.patterns = patterns or {}
        self.key = key
        self.document = document or Document("mask", {})
        self._resolved: tuple[Law, dict[str, Mapping[str, Action]]] | None = None

    def masked(self, request: DisclosureRequest, law: Law) -> Masked:
        """Return a request as it may be written.

        Raises:
            LogError: if the mask names what no request states.
            RequestError: if a value cannot be written so.
        """
        masked = Masked(self._actions(law).get(request.jurisdiction, {}))  # of another one nothing is decided
        try:
            stated = request.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        except ValueError as error:  # a text that is none, such as half a character
            raise _unmaskable("the request", error) from None
        masked.request = {name: stated.pop(name) for name in ALWAYS if name in stated}
        masked.request |= _Masking(self, masked).of(stated, (), ())
        if request.discloser is None:  # which a request has to say
            masked.request["discloser"] = None
        masked.asked_by = masked.request.get("recipient", {}).pop("name", None)
        return masked

    def _actions(self, law: Law) -> Mapping[str, Mapping[str, Action]]:
        """Return what is done at each path of a request of each jurisdiction."""
        if self._resolved is None or self._resolved[0] is not law:
            known = {code: maskable(law, code) for code in law.rule_set.codes}
            self._refuse_unknown({path for paths in known.values() for path in paths})
            resolved: dict[str, Mapping[str, Action]] = {
                code: {path: self._action(path, default) for path, default in paths.items()}
                for code, paths in known.items()
            }
            self._resolved = law, resolved
        return self._resolved[1]

    def _refuse_unknown(self, known: Collection[str]) -> None:
        problems = [
            Problem(
                self.document.where((pattern,), key=True),
                f"no request states anything at `{pattern}`",
                "this is always kept" if pattern in ALWAYS else suggest(pattern, known),
                code="unknown-path",
                word=pattern,
            )
            for pattern in self.patterns
            if not any(matches(pattern, path) for path in known)
        ]
        if problems:
            raise LogError(problems)

    def _action(self, path: str, default: Action) -> Action:
        """Return what is done at a path: as the longest pattern says that names it, a name rather than `*`."""
        naming = [pattern for pattern in self.patterns if matches(pattern, path)]
        best = max(naming, key=lambda one: (len(steps(one)), [step != "*" for step in steps(one)]), default=None)
        return default if best is None else self.patterns[best]

    def hashed(self, path: str, value: object) -> str:
        """Return the HMAC-SHA-256 of a value at a path, by which whoever has the key recognizes it.

        Raises:
            ValueError: if there is no key, or the value has no canonical form.
        """
        if self.key is None:
            raise ValueError("there is no key to hash it with")
        return hmac.new(self.key, canonical([path, value]), sha256).hexdigest()


@dataclass(frozen=True)
class _Masking:
    """One request, masked value by value."""

    mask: Mask
    found: Masked

    def of(self, stated: Mapping[str, Any], path: tuple[str, ...], place: tuple[str, ...]) -> dict[str, Any]:
        """Return what is kept of some entries; `path` leaves out the places in lists that `place` has."""
        kept = {}
        for name, value in stated.items():
            one = self._value(value, (*path, name), (*place, name))
            if one is not None:
                kept[name] = one
        return kept

    def _value(self, value: Any, path: tuple[str, ...], place: tuple[str, ...]) -> Any:  # noqa: ANN401 - any of JSON
        named = ".".join(path)
        if named not in self.found.actions and isinstance(value, dict):
            return self.of(value, path, place)
        if named not in self.found.actions and isinstance(value, list):
            return [self._value(one, path, (*place, str(number))) for number, one in enumerate(value)]
        action, at = self.found.actions.get(named, "drop"), ".".join(place)
        try:
            if action == "keep":
                canonical(value)
                return value
            if action == "hash":
                self.found.hashed[at] = self.mask.hashed(named, value)
            else:
                self.found.dropped.append(at)
        except ValueError as error:
            raise _unmaskable(f"`{named}`", error) from None
        return None


def _unmaskable(what: str, error: ValueError) -> RequestError:
    message, help_ = f"{what} cannot be kept in the log: {error}", "state it otherwise, or have the mask drop it"
    return RequestError([Problem(Location("request"), message, help_, code="masking-failed")])


def read_mask(file: Path, key: bytes | None = None) -> Mask:
    """Read a mask from a file: paths of a request, each with `keep`, `hash` or `drop`.

    Raises:
        LogError: with everything that is wrong with it.
    """
    try:
        document = read(contents(file, str(file)), str(file))
    except ProblemsError as error:
        raise LogError(error.problems) from None
    if not isinstance(document.value, dict):
        message = "expected paths, each with what is done there"
        raise LogError([Problem(document.where(()), message, "write `recipient.name: hash`", code="wrong-type")])
    actions, problems = get_args(Action), []
    for path, action in document.value.items():
        if action not in actions:
            help_ = suggest(str(action), actions) or f"write {', '.join(actions[:-1])} or {actions[-1]}"
            message = f"`{action}` is nothing that can be done to a value"
            problems.append(Problem(document.where((path,)), message, help_, code="unknown-value"))
    if "hash" in document.value.values():
        problems += _key_problems(key, str(file))
    if problems:
        raise LogError(problems)
    return Mask(document.value, key, document)


def _key_problems(key: bytes | None, file: str) -> list[Problem]:
    if key is not None and len(key) >= SHORTEST_KEY:
        return []
    message = "something is to be hashed, and there is no key" if key is None else "the key is too short"
    help_ = f"give a secret of at least {SHORTEST_KEY} bytes"
    return [Problem(Location(file), message, help_, code="no-key")]
