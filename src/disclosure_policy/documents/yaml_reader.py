"""Reads YAML or JSON text as plain values, with the line and column of every key and value.

Built on the parser's events rather than its loaders: the loaders drop duplicate keys in silence and can be
crashed by deep nesting. Only what a rule or a request needs is accepted. Anchors, aliases, tags and merge keys
are refused; the only scalars that are not text are null, true, false and plain integers, because a decimal
reading would turn section 603.10 into 603.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from disclosure_policy.documents.document import Document, Path, ReadingError
from disclosure_policy.errors import Location, Problem
from disclosure_policy.limits import MAX_BYTES, MAX_DEPTH, MAX_DIGITS

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""U+0085, U+2028 and U+2029 break a line for YAML and for no editor: a comment would go on as a rule, unseen."""
_BREAK = re.compile("\r\n|\r|\n")
_SURROGATES = re.compile(r"(?<!\\)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_NOT_YAML = (
    "look here and just before: an open bracket or quotation mark, uneven spaces, `: ` in a text without quotes"
)
_LIBYAMLS_OWN_LIMIT = "exceeded maximum nesting depth"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONSTANTS: dict[str, bool | None] = {"null": None, "~": None, "": None, "true": True, "false": False}


def read(data: bytes, file: str) -> Document:
    """Read one YAML or JSON document.

    Raises:
        ReadingError: with everything found wrong, each with its line and column.
    """
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes"
        raise ReadingError([Problem(Location(file, 1, 1), message, code="oversized")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = Location(file, *_after(data[: error.start].decode("utf-8-sig")))
        raise ReadingError([Problem(where, "the file is not UTF-8 text", code="not-text")]) from None
    return _Builder(file).build(text)


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.styles: dict[Path, str] = {}
        self.problems: list[Problem] = []

    def build(self, text: str) -> Document:
        value: Any = None
        joined = _SURROGATES.sub(_joined, text)
        try:
            self._refuse_control_characters(text)
            value = self._document(yaml.parse(joined, Loader=_LOADER))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if mark and error.problem == _LIBYAMLS_OWN_LIMIT:  # it reads ahead; what comes before is too deep for us
                return _Builder(self.file).build(joined[: mark.index])
            where = Location(self.file, mark.line + 1, mark.column + 1) if mark else Location(self.file, 1, 1)
            message = f"this is not YAML: {error.problem or error.context}"
            self.problems.append(Problem(where, message, _NOT_YAML, code="not-yaml"))
        except _Refused as refused:
            self.problems.append(refused.problem)
        document = Document(self.file, value, self.places, self.keys, self.styles, tuple(_BREAK.split(text)))
        if self.problems:
            told = all(problem.code == "duplicate-key" for problem in self.problems)
            raise ReadingError(self.problems, document if told else None)
        return document

    def _refuse_control_characters(self, text: str) -> None:
        found = _CONTROL.search(text)
        if found:
            where, written = _after(text[: found.start()]), f"\\u{ord(found[0]):04x}"
            help_ = f"delete it, or write `{written}` in double quotation marks"
            raise self._refusal(
                "not-text", *where, f"the control character U+{written[2:].upper()} is not allowed", help_
            )

    def _document(self, events: Iterator[yaml.Event]) -> Any:  # noqa: ANN401
        root: list[Any] = []
        stack: list[_Frame] = [_Frame(root, (), is_root=True)]
        for event in events:
            frame = stack[-1]
            line, column = _place(event)
            if isinstance(event, yaml.DocumentStartEvent) and root:
                message = "only one document is allowed in a file"
                raise self._refusal("forbidden-yaml", line, column, message, "split the file")
            if isinstance(event, yaml.NodeEvent):
                self._refuse_extras(event, line, column)
                self._node(event, stack, frame, (line, column))
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
        if not root:
            raise self._refusal("empty-file", 1, 1, "the file is empty", "write what it should say, or remove it")
        return root[0]

    def _node(self, event: yaml.NodeEvent, stack: list[_Frame], frame: _Frame, place: tuple[int, int]) -> None:
        if frame.wants_key:
            self._key(event, frame, place)
            return
        path = frame.next_path()
        self.places[path] = place
        if isinstance(event, yaml.ScalarEvent):
            if event.style:
                self.styles[path] = "block" if event.style in "|>" else "quoted"
            frame.add(self._scalar(event, place))
            return
        if len(stack) > MAX_DEPTH:
            raise self._refusal("oversized", *place, f"nested more than {MAX_DEPTH} deep")
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        frame.add(value)
        stack.append(_Frame(value, path))

    def _key(self, event: yaml.NodeEvent, frame: _Frame, place: tuple[int, int]) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refusal("forbidden-yaml", *place, "a key must be a word", "put a text in quotation marks")
        key = str(event.value)
        if key == "<<":
            raise self._refusal("forbidden-yaml", *place, "merge keys are not allowed", "write the entries out")
        path = (*frame.path, key)
        if path in self.keys:
            first = self.keys[path][0]
            self.problems.append(
                Problem(
                    Location(self.file, *place),
                    f"the key `{key}` is given twice",
                    f"it was first given on line {first}",
                    code="duplicate-key",
                )
            )
        self.keys.setdefault(path, place)
        frame.key = key

    def _refuse_extras(self, event: yaml.NodeEvent, line: int, column: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            message = f"the alias `*{event.anchor}` is not allowed"
            raise self._refusal("forbidden-yaml", line, column, message, "write the value out")
        if event.anchor is not None:
            raise self._refusal(
                "forbidden-yaml",
                line,
                column,
                f"the anchor `&{event.anchor}` is not allowed",
                "write the value out where it is used",
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            message = f"the tag `{tag}` is not allowed"
            raise self._refusal("forbidden-yaml", line, column, message, "write a plain value")

    def _scalar(self, event: yaml.ScalarEvent, place: tuple[int, int]) -> str | int | bool | None:
        text = str(event.value)
        if not event.implicit[0]:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INTEGER.fullmatch(text):
            if len(text.lstrip("-")) > MAX_DIGITS:
                message = f"a number of more than {MAX_DIGITS} digits is not allowed"
                raise self._refusal("oversized", *place, message, "put a text in quotation marks")
            return int(text)
        return text

    def _refusal(self, code: str, line: int, column: int, message: str, help_: str | None = None) -> _Refused:
        return _Refused(Problem(Location(self.file, line, column), message, help_, code=code))


class _Refused(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass
class _Frame:
    value: Any
    path: Path
    is_root: bool = False
    key: str | None = None

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None

    def next_path(self) -> Path:
        if isinstance(self.value, dict):
            return (*self.path, str(self.key))
        return self.path if self.is_root else (*self.path, len(self.value))

    def add(self, value: Any) -> None:  # noqa: ANN401
        if isinstance(self.value, dict):
            self.value[self.key] = value
            self.key = None
        else:
            self.value.append(value)


def _joined(pair: re.Match[str]) -> str:
    """Write the two escapes by which JSON spells a character beyond the first plane as the one that YAML knows."""
    high, low = int(pair[1], 16), int(pair[2], 16)
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _after(text: str) -> tuple[int, int]:
    *before, last = _BREAK.split(text)
    return len(before) + 1, len(last) + 1
