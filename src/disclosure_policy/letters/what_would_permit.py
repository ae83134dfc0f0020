"""Writes the section on what the law would permit; nothing in it is a promise."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_policy.decision.remedies import Change, Remedy
from disclosure_policy.escaping import plain
from disclosure_policy.letters.contents import Block, LetterSection, Passage
from disclosure_policy.letters.sentences import Citing, chained, listed, not_so, sentence, told
from disclosure_policy.letters.why_not import Declined
from disclosure_policy.reasoning import Brief, value_words

MOST_REMEDIES = 2


def proposed(brief: Brief) -> tuple[Remedy, ...]:
    """Return the proposals that a letter tells: none that supposes what nobody can bring about."""
    return tuple(remedy for remedy in brief.seen.remedies if not remedy.provided)[:MOST_REMEDIES]


def permitted_section(brief: Brief, nearest: list[Declined], citing: Citing) -> LetterSection:
    """Return what the law would permit: on which facts, under which provisions; nothing that was stated is denied.

    The exceptions that came nearest are recalled, unless they are what would permit it or nobody could come within
    them.
    """
    remedies = proposed(brief)
    items = len({one.item for one in brief.decision.disclosures})
    blocks: list[Block] = []
    for remedy in remedies:
        blocks += proposal(remedy, items, "would also be" if blocks else "would be", citing)
    grounds = [rule for remedy in remedies for rule in remedy.grounds if rule.role == "permits"]
    cited = dict.fromkeys(citing.clause(rule.summary, rule.citation) for rule in grounds)
    blocks += told(f"{'This provision' if len(cited) == 1 else 'These provisions'} would permit it", cited)
    blocks += _recalled([one for one in nearest if one.permit.rule not in {rule.rule for rule in grounds}])
    if blocks:
        text = "A request to which any of this applies would be decided on its own facts"
        blocks.append(Block(lead=Passage(text=text)))
    return LetterSection(name="permitted", heading="What the law would permit", blocks=tuple(blocks))


def _recalled(nearest: list[Declined]) -> Iterator[Block]:
    """Recall the exceptions within which a request can be brought, and some of what they ask."""
    open_ = [one for one in nearest if not one.shut]
    if not open_:
        return
    cited = listed(one.permit.citation for one in open_)
    exceptions = f"The exception named above, {cited}, applies to a request that meets all of its requirements and"
    if len(open_) > 1:
        exceptions = (
            f"The exceptions named above, {cited}, apply to a request that meets all of their requirements and"
        )
    opening = Passage(text=f"{exceptions} keeps within all of {'their' if len(open_) > 1 else 'its'} limits")
    points = dict.fromkeys(point for one in open_ for point in one.what_meets())
    blocks = list(told("Some of these would be met by the following", points))
    if not blocks:
        yield Block(lead=opening)
    for block in blocks:
        once = {"citation": None, "page": None} if block.lead.citation == cited else {}
        yield block.model_copy(update={"lead": chained(opening, block.lead.model_copy(update=once))})


def once_shown(brief: Brief, citing: Citing) -> Iterator[Block]:
    """Yield what would have to be shown of what is open, the way that the request takes, as its reader may see it."""
    way = next(iter(brief.seen.release_once), None) if brief.decision.basis == "insufficient facts" else None
    if way:
        limits = (one for change in way.facts for one in change.requirements if one.effect == "forbid")
        kept = (citing.clause(not_so(one.summary), one.citation) for one in limits)
        points = tuple(dict.fromkeys((*(p for change in way.facts for p in requested(change, citing)), *kept)))
        what = "All that you asked for" if any(one.verdict == "allow" for one in brief.decision.disclosures) else "It"
        yield from told(f"{what} may be disclosed once {'all of ' if len(points) > 1 else ''}this is shown", points)


def proposal(remedy: Remedy, items: int, would_be: str, citing: Citing) -> Iterator[Block]:
    """Tell under which changes the law would permit some of `items` things, and what must not be so."""
    what = "this disclosure" if len(remedy.released) == items else f"the disclosure of {listed(remedy.released)}"
    without = f"without {listed(one.label for one in remedy.withheld)}, " if remedy.withheld else ""
    lead = sentence(f"{without}{what} {would_be} permitted")
    limits = [one for change in remedy.changes for one in change.requirements if one.effect == "forbid"]
    points = dict.fromkeys(point for change in remedy.changes for point in requested(change, citing))
    avoided = dict.fromkeys(citing.clause(one.summary, one.citation) for one in limits)
    if not points and not avoided:
        yield Block(lead=Passage(text=lead))
    elif not points:
        yield from told(f"{lead} if {'this were not' if len(avoided) == 1 else 'none of this were'} so", avoided)
    else:
        kept = (one.model_copy(update={"text": not_so(one.text)}) for one in avoided)
        yield from told(
            f"{lead} if {'all of ' if len(points) + len(avoided) > 1 else ''}this were so", (*points, *kept)
        )


def requested(change: Change, citing: Citing) -> Iterator[Passage]:
    """Tell a change in the words of the conditions that ask for it, and in its own where those say more than it does.

    A condition on one of several kinds of process, say, is met by a grand jury subpoena: that is told with it.
    """
    of = f" (of {change.of})" if change.of else ""
    label = f"{listed(change.labels)}{of}"
    asked = [one for one in change.requirements if one.effect == "permit"]
    exact = [one for one in asked if one.exactly]
    if not change.requirements:
        answer = value_words(change.after) if isinstance(change.after, bool) else label
        yield Passage(text=f"{sentence(change.question)} {sentence(answer or 'none')}")
    elif exact or len(change.labels) != 1:
        yield from (citing.clause(f"{plain(one.summary)}{of}", one.citation) for one in exact or asked)
    elif asked:
        one = asked[0]  # what it is narrowed to meets the others as well
        yield citing.clause(f"{plain(one.summary).removesuffix('.')} ({label})", one.citation)
    else:
        yield Passage(text=f"{change.question} {sentence(label)}")
