"""Writes a decision as text for a terminal, Markdown for a file, or JSON for a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap
from typing import Literal

from disclosure_policy.decision import Decision, DeterminingRule, Named, Role, in_words
from disclosure_policy.decision.reasons import ClosestPermit, Lack, MissingFact, RulingNamed
from disclosure_policy.escaping import json, markdown, plain
from disclosure_policy.explaining.instruments_told import went_by
from disclosure_policy.explaining.next_step import next_step

Format = Literal["text", "json", "markdown"]

WIDTH = 100
SHOWN_LACKS = 2
SHOWN_MISSING = 5
ADVICE = "This applies the rules as encoded to the facts as stated; it is no legal advice."

_SIDES = {"reading": "so held", "alternative": "held otherwise", "neither": "bears on it"}
_UNTITLED = ("Next", "The request", "Receipt")
_HEADINGS: dict[Role, str] = {
    "forbids": "Forbidden by",
    "permits": "Permitted by",
    "meets a requirement": "Permitted by",
    "does not reach": "Not reached by",
}


@dataclass(frozen=True)
class _Line:
    lead: str
    text: str = ""
    level: int = 0


@dataclass(frozen=True)
class _Block:
    title: str
    lines: tuple[_Line, ...]


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
    blocks = [block for block in _blocks(decision) if block.lines]
    writers: dict[str, Callable[[str, list[_Block]], str]] = {"markdown": _markdown, "text": _text}
    if form not in writers:
        raise ValueError(f"there is no format `{form}`: choose text, markdown or json")
    return writers[form](title, blocks)


def _blocks(decision: Decision) -> Iterator[_Block]:
    yield _Block("Next", (_Line(next_step(decision)),))
    yield _Block("The request", tuple(_request(decision)))
    yield from _authority(decision)
    if decision.allowed:
        yield _Block("Obligations", tuple(_obligations(decision)))
    else:
        yield _Block("Allowed by themselves", tuple(_separable(decision)))
        yield _Block("Required, though, by", tuple(_required(decision)))
        yield _Block("Came closest", tuple(_closest(decision)))
        yield _Block("Missing facts that could change this", tuple(_missing(decision.missing)))
    yield _Block("Contested: lawyers could read it otherwise", tuple(_contested(decision)))
    yield _Block("Receipt", tuple(_Line(text) for text in (_receipt(decision), *_cautions(decision))))


def _required(decision: Decision) -> Iterator[_Line]:
    """Name a law that requires what another law of the same place does not let through."""
    for rule in dict.fromkeys(
        rule
        for one in decision.disclosures
        for layer in one.layers
        if one.verdict == "deny" and layer.basis == "required"
        for rule in layer.determining
        if rule.mandatory
    ):
        yield _Line(rule.citation, rule.summary)


def _cautions(decision: Decision) -> Iterator[str]:
    if decision.floor and decision.allowed:
        yield "This is the federal floor alone: the law of a state may still forbid it."
    yield ADVICE


def _request(decision: Decision) -> Iterator[_Line]:
    yield _Line("To", _named(decision, "recipient.type", decision.recipient or (None,)))
    yield _Line("For", _named(decision, "purpose", (d.purpose for d in decision.disclosures)))
    yield _Line("Of", _named(decision, "item.type", (d.item for d in decision.disclosures)))
    if instruments := "; ".join(went_by(decision)):
        yield _Line("On", instruments)


def _authority(decision: Decision) -> Iterator[_Block]:
    if not decision.determining:
        nothing = _Line("no confidentiality provision is in force on that day, so nothing may be disclosed")
        yield _Block("Forbidden", (nothing,))
    for heading, rules in groupby(
        sorted(decision.determining, key=lambda rule: list(_HEADINGS).index(rule.role) // 3),
        key=lambda rule: _HEADINGS[rule.role],
    ):
        yield _Block(heading, tuple(_rule_line(rule) for rule in rules))


def _rule_line(rule: DeterminingRule) -> _Line:
    required = " (the law requires it)" if rule.mandatory and rule.role == "permits" else ""
    return _Line(rule.citation, rule.summary + required, level=int(rule.role == "meets a requirement"))


def _obligations(decision: Decision) -> Iterator[_Line]:
    """List the duties under each ground relied on; what several grounds oblige to is told once, under them all."""
    grounds: dict[_Line, dict[str, None]] = {}
    for due in decision.obligations:
        line = _Line(due.citation, f"{due.bears} must {due.duty}", level=1)
        grounds.setdefault(line, {}).setdefault(due.ground)
    for shared in dict.fromkeys(tuple(found) for found in grounds.values()):
        yield _Line(f"Under {' or '.join(shared)}")
        yield from (line for line, found in grounds.items() if tuple(found) == shared)


def _separable(decision: Decision) -> Iterator[_Line]:
    for one in decision.disclosures:
        if one.verdict == "allow":
            item = _label(decision, "item.type", one.item)
            yield _Line(f"{item}, for {_label(decision, 'purpose', one.purpose)}")


def _missing(facts: tuple[MissingFact, ...]) -> Iterator[_Line]:
    for number, fact in enumerate(facts[:SHOWN_MISSING], start=1):
        settles = " This alone settles it." if fact.settles else ""
        of = f" of {' and '.join(fact.of)}" if fact.of else ""
        ask = f"`{fact.state_at}`{of}, {', '.join(fact.citations[:2])}; ask {fact.supplied_by}"
        yield _Line(f"{number}.", f"{fact.question} ({ask}){settles}")
    if len(facts) > SHOWN_MISSING:
        yield _Line(f"and {len(facts) - SHOWN_MISSING} more, of less weight")


def _closest(decision: Decision) -> Iterator[_Line]:
    for _, permits in groupby(decision.closest, key=lambda permit: permit.jurisdiction):
        nearest = next(permits)
        yield _Line(nearest.citation, nearest.summary)
        yield from _lacks(nearest)


def _lacks(permit: ClosestPermit) -> Iterator[_Line]:
    """Say what failed; what is merely unknown only where nothing failed."""
    failed = [lack for lack in permit.lacks if lack.value == "false"]
    unknown = [lack for lack in permit.lacks if lack.value == "unknown"]
    for effect, lead in (("permit", "lacked"), ("forbid", "stopped because")):
        yield from _lack_line(lead, [lack for lack in failed if lack.effect == effect])
    for effect, lead in (("permit", "not stated whether"), ("forbid", "not ruled out that")):
        yield from _lack_line(lead, [lack for lack in unknown if lack.effect == effect and not failed])


def _lack_line(lead: str, lacks: list[Lack]) -> Iterator[_Line]:
    if lacks:
        shown = [
            "; ".join(lack.summary for lack in group) + f" ({citation})"
            for citation, group in groupby(lacks[:SHOWN_LACKS], key=lambda lack: lack.citation)
        ]
        more = len(lacks) - SHOWN_LACKS
        yield _Line(lead, "; ".join(shown) + (f"; and {more} more" if more > 0 else ""), level=1)


def _contested(decision: Decision) -> Iterator[_Line]:
    for one in decision.contested:
        yield _Line(one.citation, f"{one.reading} The other reading: {one.alternative}")
        for ruling in one.rulings:
            yield _Line(_SIDES[ruling.side], _ruling(ruling), level=1)


def _ruling(ruling: RulingNamed) -> str:
    known = ", ".join(part for part in (ruling.case, ruling.docket, f"{ruling.court} ({ruling.decided})") if part)
    reach = "It binds here." if ruling.binds else "It does not bind here."
    seen = {"read whole": "", "read in part": "Known from its opening.", "reported": "Known from reports."}
    rest = (ruling.held, reach, ruling.status, seen.get(ruling.certainty, "Weakly reported."))
    return f"{known}. {' '.join(part for part in rest if part)}"


def _receipt(decision: Decision) -> str:
    receipt = decision.receipt
    return f"disclosure-policy {receipt.package}, rules {receipt.rules[:12]}, facts {receipt.facts[:12]}"


def _named(decision: Decision, scheme: str, named: Iterable[Named]) -> str:
    return "; ".join(dict.fromkeys(_label(decision, scheme, one) for one in named)) or "nothing"


def _label(decision: Decision, scheme: str, named: Named) -> str:
    return in_words(decision.labels, scheme, named) or "not stated"


def _text(title: str, blocks: list[_Block]) -> str:
    lines = [plain(title)]
    for block in blocks:
        if block.title not in _UNTITLED:
            lines += ["", block.title]
        elif block.title == "Receipt":
            lines.append("")
        lead = max(len(plain(line.lead)) for line in block.lines if line.text) if _any_text(block) else 0
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


def _any_text(block: _Block) -> bool:
    return any(line.text for line in block.lines)


def _markdown(title: str, blocks: list[_Block]) -> str:
    parts = [f"# {markdown(title)}"]
    for block in blocks:
        rows = [
            f"{'  ' * line.level}- "
            + (f"**{markdown(line.lead)}** {markdown(line.text)}" if line.text else markdown(line.lead))
            for line in block.lines
        ]
        parts.append(f"## {markdown(block.title)}\n\n" + "\n".join(rows))
    return "\n\n".join(parts)
