"""Writes a reasoning in words: a tree for a terminal, a nested list for Markdown, JSON for a program."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from disclosure_policy.escaping import address, json, markdown, plain
from disclosure_policy.reasoning.audience import REQUESTER
from disclosure_policy.reasoning.steps import Step, Trace

WIDTH = 110
MARK = "►"
LEGEND = f"{MARK} marks what decided. A rule that is true holds; a layer that is true lets the disclosure through."
WITHHELD = "It rests on the law and on what the requester stated; what others supplied is left out, and unknown."

_RULES = {"forbid": "forbids", "permit": "permits"}
_VERDICTS = {"true": "ALLOW", "false": "DENY"}


def narrate(told: Trace, form: str = "text") -> str:
    """Return a reasoning in words; `form` is `text`, `markdown` or `json`."""
    if form == "json":
        return json(told.model_dump_json(indent=2, exclude_defaults=True))
    return _markdown(told) if form == "markdown" else _text(told)


def heading(told: Trace) -> str:
    """Return the decision whose reasoning this is, in one line."""
    return f"{told.verdict.upper()} ({told.basis}) under the law of {told.jurisdiction} as of {told.as_of}"


def caption(told: Trace) -> list[str]:
    """Return what a reader of the tree has to know."""
    return [LEGEND, *([WITHHELD] if told.audience == "requester" else [])]


def authority(told: Trace) -> list[str]:
    """Return the provisions under which it was decided, in one line."""
    return [f"Under {'; '.join(told.citations)}."] if told.citations else []


def value_word(step: Step) -> str:
    """Return the truth value of a step in one word, or the verdict on a disclosure."""
    return _VERDICTS.get(step.value, "") if step.kind == "disclosure" else step.value


def words(step: Step, told: Trace) -> tuple[str, str, str]:
    """Return what a step says: the words before its citation, the citation, and the words after it."""
    if step.kind == "omitted":
        return f"{step.text}: {' or '.join(map(str, step.counts))}", "", ""
    notes = "".join(f" [{note}]" for note in _notes(step, told))
    cited = step.citation or ""
    if step.is_rule:
        return "", cited, f" {_RULES[step.kind]}: {step.text}{notes}"
    return (f"{step.text} (", cited, f"){notes}") if cited else (step.text, "", notes)


def _notes(step: Step, told: Trace) -> Iterator[str]:
    if step.facts:
        if step.stated:
            yield f"stated: {'; '.join(step.stated)}"
        elif step.supplied_by:
            who = " or ".join(step.supplied_by)
            withheld = told.audience == "requester" and step.supplied_by != (REQUESTER,)
            yield f"for {who} to answer" if withheld else f"not stated; ask {who}"
    if step.again:
        yield "told elsewhere in this tree"
    if step.not_encoded:
        yield f"not wholly encoded: {step.not_encoded}"
    if step.contested:
        yield f"contested: {step.contested}"


def _text(told: Trace) -> str:
    notes = (*authority(told), *caption(told))
    lines = [
        plain(heading(told)),
        *(row for note in notes for row in wrap(plain(note), WIDTH, break_on_hyphens=False)),
    ]
    for disclosure in told.disclosures:
        lines += ["", *_lines(disclosure, told, "", "")]
    return "\n".join(lines)


def _lines(step: Step, told: Trace, before: str, after: str) -> Iterator[str]:
    text = plain("".join(words(step, told)))
    if step.kind != "omitted":
        text = f"{value_word(step):<5} {text}"
    indent = f"{after}{'│ ' if step.parts else '  '}    "
    yield from wrap(
        f"{MARK} {text}" if step.decided else text,
        WIDTH,
        initial_indent=before,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
    for index, part in enumerate(step.parts):
        last = index == len(step.parts) - 1
        yield from _lines(part, told, after + ("└─ " if last else "├─ "), after + ("   " if last else "│  "))


def _markdown(told: Trace) -> str:
    blocks = [f"# {markdown(heading(told))}", *map(markdown, (*authority(told), *caption(told)))]
    for disclosure in told.disclosures:
        blocks += [f"## {markdown(disclosure.text)}", "\n".join(_items(disclosure, told, 0))]
    return "\n\n".join(blocks)


def _items(step: Step, told: Trace, level: int) -> Iterator[str]:
    before, cited, after = (_spaced(text) for text in words(step, told))
    link = f"[{cited}]({address(step.source)})" if step.source and cited else cited
    lead = "" if step.kind == "omitted" else f"**{value_word(step)}** "
    text = f"{before}{link}{after}"
    yield f"{'  ' * level}- {lead}" + (f"{MARK} **{text}**" if step.decided else text)
    for part in step.parts:
        yield from _items(part, told, level + 1)


def _spaced(text: str) -> str:
    """Quote a piece of a line, keeping the space at either end of it."""
    quoted = markdown(text)
    start = " " if text[:1].isspace() else ""
    return f"{start}{quoted}{' ' if text[-1:].isspace() and quoted else ''}"
