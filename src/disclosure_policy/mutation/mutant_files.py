"""Writes mutants as changes to the text of rule files, shown as unified diffs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any

import yaml

from disclosure_policy.mutation.mutant import Edit, Mutant


def diff(mutant: Mutant) -> str:
    """Return the change that a mutant makes to its rule files; empty if a file is not on disk."""
    return "".join(_diffs(mutant))


def _diffs(mutant: Mutant) -> Iterator[str]:
    files: dict[str, list[Edit]] = {}
    for edit in mutant.edits:
        files.setdefault(edit.file, []).append(edit)
    for file, edits in files.items():
        path = Path(file)
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        after = before
        for edit in edits if before else ():
            after = edited(after, edit)
        yield from unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), file, file)


def edited(text: str, edit: Edit) -> str:
    """Return the text of a file with the value at a path changed, added to its mapping, or taken out."""
    *above, last = edit.path
    around = _node(text, above)
    node = _child(around, last)
    if node is None:
        return _added(text, around, str(last), edit.value)
    if edit.value is None:
        return _removed(text, around, last)
    value = f"[{', '.join(edit.value)}]" if isinstance(edit.value, list) else _scalar(edit.value)
    start, end = _span(text, node)
    return text[:start] + value + text[end:]


def _removed(text: str, around: Any, last: str | int) -> str:  # noqa: ANN401 - a list or a mapping
    """Take out an entry of a mapping or an item of a list, with the line that it alone stands on."""
    if isinstance(around, yaml.MappingNode):
        key, value = next(pair for pair in around.value if pair[0].value == last)
        start, end = key.start_mark.index, _span(text, value)[1]
    else:
        start, end = _span(text, around.value[last])
        if len(around.value) == 1:
            return text[: _span(text, around)[0]] + "[]" + text[_span(text, around)[1] :]
    if around.flow_style:
        after = text[end:]
        tail = len(after) - len(after.lstrip(", \n"))
        return (
            text[:start] + text[end + tail :] if after.lstrip().startswith(",") else text[:start].rstrip(", ") + after
        )
    start = text.rfind("\n", 0, start) + 1
    end = text.find("\n", end) + 1 or len(text)
    return text[:start] + text[end:]


def _added(text: str, around: yaml.Node, key: str, value: Any) -> str:  # noqa: ANN401 - as in the file
    column = around.start_mark.column
    start = text.find("\n", around.start_mark.index) + 1
    shown = f"[{', '.join(value)}]" if isinstance(value, list) else _scalar(value)
    return f"{text[:start]}{' ' * column}{key}: {shown}\n{text[start:]}"


def _node(text: str, path: Sequence[str | int]) -> Any:  # noqa: ANN401 - a list or a mapping
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in path:
        node = _child(node, part)
    return node


def _child(node: Any, part: str | int) -> Any:  # noqa: ANN401 - whatever stands there, or None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return node.value[part] if isinstance(node, yaml.SequenceNode) and isinstance(part, int) else None


def _span(text: str, node: yaml.Node) -> tuple[int, int]:
    start, end = node.start_mark.index, node.end_mark.index
    return start, start + len(text[start:end].rstrip())


def _scalar(value: object) -> str:
    text = str(value)
    plain = not any(sign in text for sign in ",[]{}#:'\"") and text[:1].isalnum()
    return text if plain else "'" + text.replace("'", "''") + "'"
