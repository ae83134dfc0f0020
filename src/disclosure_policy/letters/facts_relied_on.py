"""Writes the sections on what a determination rests on: facts, what is missing, readings, notes for counsel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from disclosure_policy.conditions.expression import paths
from disclosure_policy.explaining import went_by
from disclosure_policy.letters.contents import Block, LetterSection, Passage, SectionName
from disclosure_policy.letters.sentences import Citing, day_in_words, sentence
from disclosure_policy.letters.what_would_permit import proposed
from disclosure_policy.letters.why_not import Declined, provisions
from disclosure_policy.reasoning import REQUESTER, Brief, Trace, denied, pruned, said
from disclosure_policy.requests import asked_together

MOST_UNSTATED = 5

_ALWAYS = ("recipient.type", "purpose", "item.type")


def facts_section(brief: Brief, whole: Trace) -> LetterSection:
    """Return the facts stated that what is told turns on, each as the answer to its question."""
    declared = brief.law.facts[brief.case.jurisdiction]
    steps = (step for disclosure in pruned(whole).disclosures for step in disclosure.walk())
    read = {fact for step in steps for fact in step.facts}.union(_ALWAYS, _keeping_limits_away(whole))
    remedies = () if brief.decision.allowed else proposed(brief)
    read.update(change.fact for remedy in remedies for change in remedy.changes if change.labels)
    everything = range(len(brief.case.disclosures))
    stated = {path: words for path in declared if path in read and (words := said(brief, everything, path))}
    rows = {
        path: (declared[path].question, sentence("; ".join(words)), declared[path].supplied_by)
        for path, words in stated.items()
    }
    for question, facts in asked_once(stated):
        if all(denied(brief, path) for path in facts):
            rows[facts[0]] = (question, "No", declared[facts[0]].supplied_by)
            rows = {path: row for path, row in rows.items() if path not in facts[1:]}
    if instruments := "; ".join(went_by(brief.decision)):
        rows["instruments"] = ("Which of the instruments shown does this go by?", sentence(instruments), "the agency")
    columns = ("Question", "On file", *(("Supplied by",) if brief.audience == "counsel" else ()))
    lead = Passage(text="This determination rests on these facts", stop=":")
    table = tuple(row[: len(columns)] for row in rows.values())
    blocks = (Block(lead=lead, columns=columns, rows=table),) if rows else ()
    return LetterSection(name="facts", heading="Facts relied on", blocks=blocks)


def asked_once(facts: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each question to ask once instead of those of some facts of one instrument, with these facts.

    Where nothing of an agreement is so, a list of its failings would read as an accusation.
    """
    for question, together in asked_together().items():
        instrument = together[0].rpartition(".")[0]
        found = [fact for fact in facts if fact.rpartition(".")[0] == instrument]
        if len(found) > 1 and not set(found).isdisjoint(together):
            yield question, found


def _keeping_limits_away(whole: Trace) -> set[str]:
    """Return the facts by which a permit that decided is clear of its limits: an allow rests on these too."""
    found: set[str] = set()
    for disclosure in whole.disclosures:
        spelled = {step.rule: step for step in disclosure.walk() if step.rule and not step.again}
        decided = (step for step in spelled.values() if step.decided and step.kind == "permit")
        for permit in (step for step in decided if step.value == "true"):
            for limit in (spelled[part.rule] for part in permit.parts if part.rule and part.kind == "forbid"):
                failed = (part for part in limit.parts if part.kind == "condition" and part.value == "false")
                found.update(fact for part in failed for leaf in part.settled_by() for fact in leaf.facts)
    return found


def unstated_section(brief: Brief, exceptions: list[Declined], citing: Citing) -> LetterSection:
    """Return what the nearest exceptions ask that is not stated; nothing, once the verdict is settled."""
    missing = brief.seen.missing if brief.decision.basis == "insufficient facts" else ()
    for_counsel = brief.audience == "counsel"
    for_reader = [one for one in missing if for_counsel or one.supplied_by == REQUESTER]
    asked = _asked_by(brief, exceptions)
    chosen = [one for one in for_reader if one.fact in asked or one.settles]
    questions = {one.fact: one.question for one in chosen}
    for question, facts in asked_once(tuple(questions)):
        if any(said(brief, range(len(brief.case.disclosures)), fact) for fact in asked_together()[question]):
            continue
        questions = {fact: asked for fact, asked in questions.items() if fact not in facts[1:]}
        questions[facts[0]] = question
    points = [
        citing.sentence(f"{questions[one.fact]} To be answered by {one.supplied_by}", one.citations[0])
        if for_counsel
        else citing.sentence(questions[one.fact], one.citations[0], stop="")
        for one in [one for one in chosen if one.fact in questions][:MOST_UNSTATED]
    ]
    return _listed(
        "unstated",
        "What has not been stated",
        "Whether an exception applies also depends on these points, not stated or not narrowly enough",
        points,
    )


def _asked_by(brief: Brief, exceptions: list[Declined]) -> set[str]:
    """Return the facts that some exceptions, and what limits them, read."""
    known, facts = provisions(brief), brief.case.disclosures[0].facts
    permits = [one.permit for one in exceptions]
    limits = {limit.rule for permit in permits for limit in permit.carve_outs}
    rules = {permit.rule for permit in permits} | {lack.rule for permit in permits for lack in permit.lacks} | limits
    read = (path for rule in rules for clause in known[rule].clauses for path in paths(clause.expression))
    return {facts.fact_of(path)[0] for path in read}


def contested_section(brief: Brief, citing: Citing) -> LetterSection:
    """Return the points on which the text can be read otherwise, and the outcome would change with the reading.

    First those where the determination rests on a reading that counsel adopted.
    """
    adopted = (
        citing.sentence(
            f"{one.alternative.rstrip('.')}. The other reading: {one.reading.rstrip('.')}. Adopted by {one.by}, from"
            f" {day_in_words(one.day)} on: {one.why}",
            one.citation,
        )
        for one in brief.decision.adopted
    )
    points = (
        citing.sentence(f"{one.reading.rstrip('.')}. The other reading: {one.alternative}", one.citation)
        for one in brief.seen.contested
    )
    rests = "This determination rests on readings of the text that were adopted for the agency"
    could_differ = (
        "On the following the text can be read otherwise, and on the other reading the outcome could differ"
    )
    heading = "Readings of the text"
    parts = (_listed("contested", heading, *one) for one in ((rests, adopted), (could_differ, points)))
    return LetterSection(
        name="contested", heading=heading, blocks=tuple(block for part in parts for block in part.blocks)
    )


def counsel_section(brief: Brief, citing: Citing) -> LetterSection | None:
    """Return what counsel has to know beside the letter: conflicts of laws, and what of the text is not encoded."""
    if brief.audience != "counsel":
        return None
    decision, known = brief.decision, provisions(brief)
    rules = [rule.rule for rule in decision.determining] + [permit.rule for permit in decision.closest]
    named = [known[rule] for rule in dict.fromkeys(rules)]
    required = [
        citing.sentence(f"Required, though denied: {rule.summary}", rule.citation)
        for one in decision.disclosures
        for layer in one.layers
        if one.verdict == "deny" and layer.basis == "required"
        for rule in layer.determining
        if rule.mandatory
    ]
    unencoded = [
        citing.sentence(f"Not wholly encoded: {one.rule.not_encoded}", one.citation)
        for one in named
        if one.rule.not_encoded
    ]
    texts = dict.fromkeys((one.section.text.incomplete, one.section.text.citation) for one in named)
    on_file = [
        Passage(
            text=sentence(
                f"from the register, {one.entry}: {one.says}"
                f"{f'; it did not count: {one.passed_over}' if one.passed_over else ''}"
            )
        )
        for one in decision.taken
    ]
    incomplete = [citing.sentence(f"Of the text: {text}", citation) for text, citation in texts if text]
    lead = Passage(
        text="This copy shows what others than the requester supplied; the requester's copy leaves that out"
    )
    points = tuple(dict.fromkeys((*required, *unencoded, *incomplete, *on_file)))
    return LetterSection(name="counsel", heading="For counsel", blocks=(Block(lead=lead, points=points),))


def _listed(name: SectionName, heading: str, lead: str, points: Iterable[Passage]) -> LetterSection:
    found = tuple(dict.fromkeys(points))
    blocks = (Block(lead=Passage(text=lead, stop=":"), points=found),) if found else ()
    return LetterSection(name=name, heading=heading, blocks=blocks)
