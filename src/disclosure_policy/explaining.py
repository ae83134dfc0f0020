"""A decision to words: text for a terminal, Markdown for a file, JSON for a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap
from typing import Literal

from disclosure_policy.decision import ClosestPermit, Decision, DeterminingRule, Lack, MissingFact, Role

Format = Literal["text", "json", "markdown"]

WIDTH = 100
SHOWN_LACKS = 3
SHOWN_MISSING = 8
ADVICE = "This applies the rules as encoded to the facts as stated; it is no legal advice."

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
    """
    if form == "json":
        return decision.model_dump_json(indent=2)
    title = f"{decision.verdict.upper()}: {decision.basis}"
    blocks = [block for block in _blocks(decision) if block.lines]
    return _markdown(title, blocks) if form == "markdown" else _text(title, blocks)


def _blocks(decision: Decision) -> Iterator[_Block]:
    yield _Block("The request", tuple(_request(decision)))
    yield from _authority(decision)
    if decision.allowed:
        yield _Block("Obligations", tuple(_obligations(decision)))
    else:
        yield _Block("Allowed by themselves", tuple(_separable(decision)))
        yield _Block("Missing facts that could change this", tuple(_missing(decision.missing)))
        if not decision.missing:
            yield _Block("Came closest", tuple(_closest(decision)))
    yield _Block("Contested", tuple(_contested(decision)))
    yield _Block("Receipt", (_Line(_receipt(decision)), _Line(ADVICE)))


def _request(decision: Decision) -> Iterator[_Line]:
    place = decision.labels.get(decision.jurisdiction, decision.jurisdiction)
    yield _Line("Law", f"{place}, as of {decision.as_of}")
    yield _Line("To", _named(decision, "recipient.type", decision.recipient or (None,)))
    yield _Line("For", _named(decision, "purpose", (d.purpose for d in decision.disclosures)))
    yield _Line("Of", _named(decision, "item.type", (d.item for d in decision.disclosures)))


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
    for ground, due in groupby(decision.obligations, key=lambda one: one.ground):
        yield _Line(f"Under {ground}")
        for one in due:
            yield _Line(one.citation, f"{one.bears} must {one.duty}", level=1)


def _separable(decision: Decision) -> Iterator[_Line]:
    for one in decision.disclosures:
        if one.verdict == "allow":
            item = _label(decision, "item.type", one.item)
            yield _Line(item, f"for {_label(decision, 'purpose', one.purpose)}")


def _missing(facts: tuple[MissingFact, ...]) -> Iterator[_Line]:
    for fact in facts[:SHOWN_MISSING]:
        settles = " This settles it." if fact.settles else ""
        yield _Line(fact.fact, f"{fact.question} ({', '.join(fact.citations[:2])}; ask {fact.supplied_by}){settles}")
    if len(facts) > SHOWN_MISSING:
        yield _Line(f"and {len(facts) - SHOWN_MISSING} more, of less weight")


def _closest(decision: Decision) -> Iterator[_Line]:
    for _, permits in groupby(decision.closest, key=lambda permit: permit.jurisdiction):
        for permit in list(permits)[: 2 if len({p.jurisdiction for p in decision.closest}) == 1 else 1]:
            yield _Line(permit.citation, permit.summary)
            yield from (_Line("lacked", text, level=1) for text in _lacks(permit))


def _lacks(permit: ClosestPermit) -> Iterator[str]:
    by_rule: dict[str, list[Lack]] = {}
    for lack in permit.lacks:
        by_rule.setdefault(lack.rule, []).append(lack)
    for lacks in by_rule.values():
        for lack in lacks[:SHOWN_LACKS]:
            unknown = ", which is not stated" if lack.value == "unknown" else ""
            yield f"{lack.summary}{unknown} ({lack.citation})"
        if len(lacks) > SHOWN_LACKS:
            yield f"and {len(lacks) - SHOWN_LACKS} more elements of {lacks[0].citation}"


def _contested(decision: Decision) -> Iterator[_Line]:
    for one in decision.contested:
        yield _Line(one.citation, f"{one.reading} Otherwise read: {one.alternative}")


def _receipt(decision: Decision) -> str:
    receipt = decision.receipt
    return f"disclosure-policy {receipt.package}, rules {receipt.rules[:12]}, facts {receipt.facts[:12]}"


def _named(decision: Decision, scheme: str, terms: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(_label(decision, scheme, term) for term in terms)) or "nothing"


def _label(decision: Decision, scheme: str, term: str | None) -> str:
    return "not stated" if term is None else decision.labels.get(f"{scheme}.{term}", term)


def _text(title: str, blocks: list[_Block]) -> str:
    lines = [title]
    for block in blocks:
        first = [block.title] if block.title != "The request" else []
        lines += ["", *first] if first else []
        lead = max(len(line.lead) for line in block.lines if line.text) if _any_text(block) else 0
        for line in block.lines:
            indent = "  " + "    " * line.level
            head = f"{indent}{line.lead:<{0 if line.level else lead}}  " if line.text else indent
            body = line.text or line.lead
            lines += wrap(
                body,
                WIDTH,
                initial_indent=head,
                subsequent_indent=" " * min(len(head), 30),
                break_on_hyphens=False,
            )
    return "\n".join(lines)


def _any_text(block: _Block) -> bool:
    return any(line.text for line in block.lines)


def _markdown(title: str, blocks: list[_Block]) -> str:
    parts = [f"# {_escaped(title)}"]
    for block in blocks:
        rows = [
            f"{'  ' * line.level}- "
            + (f"**{_escaped(line.lead)}** {_escaped(line.text)}" if line.text else _escaped(line.lead))
            for line in block.lines
        ]
        parts.append(f"## {_escaped(block.title)}\n\n" + "\n".join(rows))
    return "\n\n".join(parts)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)
