"""Checks the words of a condition before it is parsed: an allow-list, and names that exist.

The parser works constants out while it reads, and gives no place for a name it does not know; so what may not stand
in a condition is refused here, at its exact place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.days import as_day
from disclosure_policy.errors import suggest
from disclosure_policy.requests import DisclosureRequest, shared_facts

MAX_LENGTH = 2_000
RESERVED = frozenset({"and", "or", "not", "in", "true", "false"})
"""Words with a meaning of their own in a condition."""

_WORD = re.compile(
    r"""(?P<space>\s+)
    |   (?P<literal>[dt]"[^"\n]*")
    |   (?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?!["'.\w])
    |   (?P<number>[0-9]{1,18})(?![\w.])
    |   (?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,|\+|-)""",
    re.VERBOSE | re.ASCII,
)
_DURATION = re.compile("P[0-9]{1,9}[DW]")
_REFUSED = {
    '"': "text in quotes",
    "'": "text in quotes",
    "$": "a built-in",
    "?": "a choice or a default with `?`",
    "=": "`=`",
    "#": "a comment",
}
_HELP = "use facts with `and`, `or`, `not`, and `==`, `<` and the like for numbers and dates"
_DECLARE = "`disclosure-policy facts` lists what can be read; declare what this law alone needs in `facts.yaml`"
_MOST_LISTED = 12


def is_free(name: str) -> bool:
    """Say whether a fact may have a name: it is a word, and nothing in a request or a condition is called by it."""
    return name.isidentifier() and name.isascii() and name not in names_in_use()


@cache
def names_in_use() -> frozenset[str]:
    """Return the names that no fact of a jurisdiction may have."""
    roots = {path.partition(".")[0] for path in shared_facts()}
    return frozenset(roots | DisclosureRequest.model_fields.keys() | RESERVED)


class ConditionError(Exception):
    """A condition cannot be used; the trouble is at `offset` in its text or, if given, where `word` stands."""

    def __init__(
        self, code: str, message: str, offset: int = 0, help_: str | None = None, *, word: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
        self.help = help_
        self.word = word

    def placed_in(self, text: str) -> ConditionError:
        """Return the same at the place of its word in the text of the condition."""
        found = re.search(rf"(?<![\w.]){re.escape(self.word)}(?![\w.])", text) if self.word else None
        return ConditionError(self.code, self.message, found.start() if found else self.offset, self.help)


def check_words(text: str, kinds: Mapping[str, Kind]) -> None:
    """Check that every word of a condition may stand in it.

    Raises:
        ConditionError: at the first word that is not on the allow-list, or that names no fact.
    """
    if len(text) > MAX_LENGTH:
        raise ConditionError(
            "oversized-condition", f"the condition is longer than {MAX_LENGTH:,} characters", 0, "split it"
        )
    at, before = 0, ""
    while at < len(text):
        word = _WORD.match(text, at)
        if word is None:
            raise ConditionError(
                "forbidden-word", f"{_what_is_at(text, at)} is not allowed in a condition", at, _HELP
            )
        if word["name"] and word["name"] not in RESERVED:
            _check_name(word["name"], at, kinds)
        if word["literal"]:
            _check_constant(word["literal"], at)
        if word[0] == "(" and before[-1:].isalnum() and before not in ("and", "or", "not", "in"):
            raise ConditionError("forbidden-word", "a call is not allowed in a condition", at, _HELP)
        if word[0] == "[" and before != "in":
            raise ConditionError("forbidden-word", "a list may only follow `in`", at, _HELP)
        before = before if word["space"] else word[0]
        at = word.end()


def _what_is_at(text: str, at: int) -> str:
    if text[at] in _REFUSED:
        return _REFUSED[text[at]]
    chunk = re.match(r"[\w.]+", text[at:])
    return f"`{chunk[0][:40]}`" if chunk else f"`{text[at]}`"


def _check_constant(text: str, at: int) -> None:
    """Refuse what the parser would take for something else, such as a month for its first day."""
    if text[0] == "d" and as_day(text[2:-1]) is None:
        message, help_ = f"`{text}` is not a day", 'write a day alone, as in `d"2024-06-01"`'
        raise ConditionError("malformed-constant", message, at, help_)
    if text[0] == "t" and not _DURATION.fullmatch(text[2:-1]):
        message, help_ = f"`{text}` is not a number of days", 'count in days, as in `t"P30D"`'
        raise ConditionError("malformed-constant", message, at, help_)


def _check_name(name: str, at: int, kinds: Mapping[str, Kind]) -> None:
    if name in kinds:
        return
    owner, _, part = name.rpartition(".")
    while owner and not any(path.startswith(f"{owner}.") for path in kinds):
        owner, _, part = owner.rpartition(".")
    inside = [path for path in kinds if path.startswith(f"{name}.")]
    if inside:
        help_ = f"name one of its parts, as in `{inside[0]}`"
        raise ConditionError("incomplete-name", f"`{name}` is not true or false by itself", at, help_)
    if not owner:
        known = {path.partition(".")[0] for path in kinds}
        first = name.partition(".")[0]
        if first in kinds:
            raise ConditionError("unknown-name", f"`{first}` has no parts", at + len(first) + 1)
        raise ConditionError("unknown-name", f"there is no fact `{first}`", at, suggest(first, known) or _DECLARE)
    parts = {path[len(owner) + 1 :].partition(".")[0] for path in kinds if path.startswith(f"{owner}.")}
    raise ConditionError(
        "unknown-name", f"`{owner}` has no `{part}`", at + len(owner) + 1, suggest(part, parts) or _listed(parts)
    )


def _listed(parts: Collection[str]) -> str:
    return f"it has {', '.join(f'`{part}`' for part in sorted(parts))}" if len(parts) <= _MOST_LISTED else _DECLARE
