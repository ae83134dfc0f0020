"""Draws a reasoning in Mermaid's and Graphviz's languages, and as SVG where Graphviz is installed.

Each rule is one box, with its conditions in it; an arrow leads to what limits it. What decided is drawn with a heavy
line and a mark as well as in colour.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from disclosure_policy.decision.reasons import TruthWord
from disclosure_policy.errors import DisclosurePolicyError
from disclosure_policy.escaping import dot as dot_text
from disclosure_policy.escaping import html
from disclosure_policy.escaping import mermaid as mermaid_text
from disclosure_policy.reasoning.steps import Step, StepKind, Trace
from disclosure_policy.reasoning.text import MARK, caption, heading, value_word, words

WIDTH = 44
SECONDS = 60

_FILL = {"true": "#dcebfa", "false": "#f7f1e3", "unknown": "#ececec"}
_SHAPE: dict[StepKind, tuple[str, str]] = {
    "disclosure": ("box", "[[{}]]"),
    "layer": ("folder", "[/{}/]"),
    "forbid": ("box", "[{}]"),
    "permit": ("box", "({})"),
    "omitted": ("plaintext", "([{}])"),
}


@dataclass(frozen=True)
class _Box:
    name: str
    kind: StepKind
    value: TruthWord
    decided: bool
    text: str


@dataclass(frozen=True)
class _Arrow:
    tail: str
    head: str
    decided: bool


def mermaid(told: Trace) -> str:
    """Return a reasoning as a Mermaid flowchart."""
    boxes, arrows = _drawn(told)
    as_wrapped = ["config:", "  flowchart:", "    wrappingWidth: 400"]  # lines are broken here already
    lines = ["---", f"title: {mermaid_text(heading(told))}", *as_wrapped, "---", "flowchart LR"]
    lines += [f"  {box.name}{_SHAPE[box.kind][1].format(mermaid_text(box.text))}" for box in boxes]
    lines += [f"  {arrow.tail} {'==>' if arrow.decided else '-.->'} {arrow.head}" for arrow in arrows]
    lines += [f"  classDef {value} fill:{fill},stroke:#555,color:#111" for value, fill in _FILL.items()]
    lines.append("  classDef decided stroke:#111,stroke-width:4px,font-weight:bold")
    for name in (*_FILL, "decided"):
        named = [box.name for box in boxes if (box.decided if name == "decided" else box.value == name)]
        lines += [f"  class {','.join(named)} {name}"] if named else []
    return "\n".join(lines)


def dot(told: Trace) -> str:
    """Return a reasoning in Graphviz's language."""
    boxes, arrows = _drawn(told)
    title = "\n".join([heading(told), *caption(told)])
    lines = [
        "digraph reasoning {",
        f"  graph [rankdir=LR, labelloc=t, fontname=Helvetica, fontsize=13, ranksep=0.35, label={dot_text(title)}]",
        "  node [fontname=Helvetica, fontsize=10, style=filled, margin=0.12]",
        '  edge [color="#555555"]',
    ]
    for box in boxes:
        bold = ', penwidth=3.5, fontname="Helvetica-Bold"' if box.decided else ', color="#777777"'
        rounded = ', style="filled,rounded"' if box.kind == "permit" else ""
        fill = "none" if box.kind == "omitted" else _FILL[box.value]
        label = dot_text(box.text + "\n").replace("\\n", "\\l")
        lines.append(f'  {box.name} [shape={_SHAPE[box.kind][0]}, fillcolor="{fill}"{rounded}{bold}, label={label}]')
    for arrow in arrows:
        style = ' [penwidth=3, color="#111111"]' if arrow.decided else " [style=dashed]"
        lines.append(f"  {arrow.tail} -> {arrow.head}{style}")
    return "\n".join([*lines, "}"])


def svg(told: Trace) -> str:
    """Return a reasoning as an SVG picture, made by Graphviz's program `dot`.

    Raises:
        DisclosurePolicyError: if Graphviz is not installed, or cannot draw it.
    """
    program = shutil.which("dot")
    if program is None:
        raise DisclosurePolicyError(
            "an svg picture needs Graphviz's program `dot`, which is not installed\n"
            "  help: install it, as with `apt-get install graphviz`, or take `--format dot` to a machine that has it"
        )
    done = subprocess.run(  # noqa: S603 - a program of the system, with text that is quoted for it
        [program, "-Tsvg"], input=dot(told).encode(), capture_output=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        raise DisclosurePolicyError(f"`dot` could not draw it: {done.stderr.decode(errors='replace').strip()}")
    label = html(heading(told))
    return done.stdout.decode().replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def _drawn(told: Trace) -> tuple[list[_Box], list[_Arrow]]:
    boxes: dict[str, _Box] = {}
    arrows: dict[tuple[str, str], _Arrow] = {}
    for number, disclosure in enumerate(told.disclosures):
        for parent, box in _boxes(disclosure, told, f"d{number}", None):
            if box.name not in boxes or not _is_reference(boxes[box.name], box):
                boxes[box.name] = box
            if parent:
                decided = box.decided and boxes[parent].decided
                arrows.setdefault((parent, box.name), _Arrow(parent, box.name, decided))
    return list(boxes.values()), list(arrows.values())


def _is_reference(known: _Box, other: _Box) -> bool:
    """Say whether a box is the shorter of two for one rule: the one where the rule is merely named."""
    return len(other.text) < len(known.text)


def _boxes(step: Step, told: Trace, name: str, parent: str | None) -> Iterator[tuple[str | None, _Box]]:
    """Yield each box with the name of the one it hangs from; a rule has one box under each disclosure."""
    conditions = [part for part in step.parts if part.kind == "condition"]
    text = "\n".join(row for one in (step, *conditions) for row in _rows(one, told))
    yield parent, _Box(name, step.kind, step.value, step.decided, text)
    for index, part in enumerate(part for part in step.parts if part.kind != "condition"):
        disclosure = name.partition("_")[0]
        below = f"{disclosure}_{_identifier(part.rule)}" if part.rule else f"{name}_{index}"
        yield from _boxes(part, told, below, name)


def _rows(step: Step, told: Trace) -> list[str]:
    """Return a step in short lines, without its notes, which a picture has no room for."""
    text = "".join(
        words(step.model_copy(update={"again": False, "not_encoded": None, "contested": None, "facts": ()}), told)
    )
    value = "" if step.kind == "omitted" else f"{value_word(step)}: "
    lead = f"{'• ' if step.kind == 'condition' else ''}{f'{MARK} ' if step.decided else ''}"
    return wrap(f"{lead}{value}{text}", WIDTH, break_on_hyphens=False)


def _identifier(rule: str) -> str:
    return "".join(one if one.isalnum() and one.isascii() else f"_{ord(one):x}_" for one in rule)
