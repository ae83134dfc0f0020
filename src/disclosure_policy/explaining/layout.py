"""Writes a decision as text for a terminal, Markdown for a file, or JSON for a program."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap
from typing import Literal

from disclosure_policy.decision import Decision
from disclosure_policy.escaping import json, markdown, plain
from disclosure_policy.explaining.wording import Block, blocks

Format = Literal["text", "json", "markdown"]

WIDTH = 100
_UNTITLED = ("Next", "The request", "Receipt")


def explain(decision: Decision, form: Format = "text") -> str:
    """Return the decision in words that a person who is no programmer can follow.

    `form` is `text`, `markdown` or `json`; JSON holds everything, every finding included.

    Raises:
        ValueError: if there is no such form.
    """
    if form == "json":
        return json(decision.model_dump_json(indent=2))
    place = decision.labels.get(decision.jurisdiction, decision.jurisdiction)
    title = f"{decision.verdict.upper()} ({decision.basis}) under the law of {place} as of {decision.as_of}"
    found = [block for block in blocks(decision) if block.lines]
    writers: dict[str, Callable[[str, list[Block]], str]] = {"markdown": _markdown, "text": _text}
    if form not in writers:
        raise ValueError(f"there is no format `{form}`: choose text, markdown or json")
    return writers[form](title, found)


def _text(title: str, blocks: list[Block]) -> str:
    lines = [plain(title)]
    for block in blocks:
        if block.title not in _UNTITLED:
            lines += ["", block.title]
        elif block.title == "Receipt":
            lines.append("")
        lead = max((len(plain(line.lead)) for line in block.lines if line.text), default=0)
        for line in block.lines:
            indent = "  " * (1 + line.level)
            head = f"{indent}{plain(line.lead):<{0 if line.level else lead}}  " if line.text else indent
            lines += wrap(
                plain(line.text or line.lead),
                WIDTH,
                initial_indent=head,
                subsequent_indent=" " * min(len(head), 34),
                break_on_hyphens=False,
            )
    return "\n".join(lines)


def _markdown(title: str, blocks: list[Block]) -> str:
    parts = [f"# {markdown(title)}"]
    for block in blocks:
        rows = [
            f"{'  ' * line.level}- "
            + (f"**{markdown(line.lead)}** {markdown(line.text)}" if line.text else markdown(line.lead))
            for line in block.lines
        ]
        parts.append(f"## {markdown(block.title)}\n\n" + "\n".join(rows))
    return "\n\n".join(parts)
