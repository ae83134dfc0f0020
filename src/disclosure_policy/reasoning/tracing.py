"""Traces a decision to its reasoning: every rule, condition and fact with its truth value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from disclosure_policy.conditions.expression import paths, truth
from disclosure_policy.deciding.weighing import Weights
from disclosure_policy.decision import DisclosureDecision, LayerDecision, Named, in_words
from disclosure_policy.errors import Location, Problem, RequestError, suggest
from disclosure_policy.law import Clause, Provision, page, pages
from disclosure_policy.missing import truth_word
from disclosure_policy.reasoning.audience import Brief
from disclosure_policy.reasoning.condition_steps import Speller
from disclosure_policy.reasoning.rule_placement import deciding_rules, homes, nearest
from disclosure_policy.reasoning.steps import NamedDisclosure, Step, Trace, name_of
from disclosure_policy.rule_files.section_file import Contested
from disclosure_policy.truth import conjunction


def trace(brief: Brief) -> Trace:
    """Return the whole reasoning behind a decision, as its reader may see it.

    Disclosures of which the same is true share one reasoning.
    """
    groups: dict[object, list[int]] = {}
    for index, weights in enumerate(brief.weighed):
        groups.setdefault(_outcome(brief, index, weights), []).append(index)
    decision = brief.decision
    return Trace(
        audience=brief.audience,
        verdict=decision.verdict,
        basis=decision.basis,
        jurisdiction=decision.labels.get(decision.jurisdiction, decision.jurisdiction),
        as_of=decision.as_of,
        citations=decision.citations,
        disclosures=tuple(_disclosure(brief, tuple(found), brief.weighed[found[0]]) for found in groups.values()),
    )


def under_rule(whole: Trace, rule: str) -> Trace:
    """Return the reasoning about one rule alone.

    Raises:
        RequestError: if the rule was not considered; names the one that was probably meant.
    """
    kept: list[Step] = []
    known: set[str] = set()
    for disclosure in whole.disclosures:
        rules = {step.rule: step for step in disclosure.walk() if step.rule and not step.again}
        known |= set(rules)
        if rule in rules:
            kept.append(disclosure.model_copy(update={"parts": (rules[rule],)}))
    if not kept:
        short = {name.rpartition("/")[2]: name for name in sorted(known)}
        near = next(iter(get_close_matches(rule.rpartition("/")[2], short, n=1)), None)
        help_ = suggest(rule, known) or (f"did you mean `{short[near]}`?" if near else None)
        message = f"no rule `{rule}` was considered for this request"
        raise RequestError(
            [
                Problem(
                    Location("--rule"),
                    message,
                    help_ or "`--all --format json` names every rule that was",
                    code="unknown-rule",
                )
            ]
        )
    return whole.model_copy(update={"disclosures": tuple(kept)})


def _outcome(brief: Brief, index: int, weights: tuple[Weights, ...]) -> object:
    """Return all that is true of a disclosure, whatever its item and purpose are called."""
    read = [
        one.facts.value(path)
        for one in weights
        for provision in one.layer.provisions
        for clause in provision.clauses
        for path in paths(clause.expression)
    ]
    holds = [tuple(one.holds.values()) for one in weights]
    decided = brief.decision.disclosures[index]
    return decided.verdict, decided.went_by, tuple(holds), tuple(read)


def _disclosure(brief: Brief, indexes: tuple[int, ...], weights: tuple[Weights, ...]) -> Step:
    decided = brief.decision.disclosures[indexes[0]]
    named = tuple(_named(brief, brief.decision.disclosures[index]) for index in indexes)
    layers = (
        _layer(brief, indexes, one, allowed=decided.verdict == "allow", answer=layer)
        for one, layer in zip(weights, decided.layers, strict=True)
    )
    return Step(
        kind="disclosure",
        text=name_of(named),
        named=named,
        value="true" if decided.verdict == "allow" else "false",
        decided=True,
        parts=tuple(layers),
    )


def _named(brief: Brief, one: DisclosureDecision) -> NamedDisclosure:
    return NamedDisclosure(
        item=_label(brief, "item.type", one.item),
        purpose=_label(brief, "purpose", one.purpose),
        on=" and ".join(one.went_by),
    )


def _label(brief: Brief, path: str, named: Named) -> str:
    return in_words(brief.decision.labels, path, named) or "not stated"


def _layer(brief: Brief, indexes: tuple[int, ...], one: Weights, *, allowed: bool, answer: LayerDecision) -> Step:
    decided = allowed or answer.verdict == "deny"
    near = nearest(brief.seen.closest)
    relied_on = {rule.rule for rule in answer.determining} if answer.verdict == "allow" else None
    path = deciding_rules(one, near, relied_on) if decided else {}
    speller = Speller(brief, indexes, one.facts)
    known = pages(brief.law, brief.case.jurisdiction, brief.case.as_of)
    writer = _Rules(one, speller, path, near, homes(one, path, near), known)
    nothing = "" if one.layer.prohibitions else ": no prohibition is in force, so nothing may be disclosed"
    return Step(
        kind="layer",
        text=f"the law of {one.layer.jurisdiction.name}{nothing}",
        value=truth_word(one.allows),
        decided=decided,
        parts=tuple(writer.step(top, under=one.layer.code) for top in one.layer.prohibitions),
    )


@dataclass(frozen=True)
class _Rules:
    """Writes the rules of one layer."""

    one: Weights
    speller: Speller
    decided: Mapping[str, None]
    near: frozenset[str]
    homes: Mapping[str, str]
    pages: Mapping[str, str]

    def step(self, provision: Provision, under: str) -> Step:
        again = self.homes[provision.id] != under
        below = () if again else self.one.exceptions(provision)
        conditions = () if again else tuple(self._conditions(provision))
        return Step(
            kind=provision.effect,
            text=provision.rule.summary,
            value=truth_word(self.one.holds[provision.id]),
            decided=provision.id in self.decided,
            near=provision.id in self.near,
            rule=provision.id,
            citation=provision.citation,
            source=page(provision.citation, self.pages),
            not_encoded=provision.rule.not_encoded,
            contested=_reading(provision.rule.contested, provision),
            again=again,
            parts=conditions + tuple(self.step(exception, under=provision.id) for exception in below),
        )

    def _conditions(self, provision: Provision) -> Iterator[Step]:
        values = self.one.clauses[provision.id]
        outcome = conjunction(values)
        beaten = outcome is not False and self.one.holds[provision.id] is False
        for clause, value in zip(provision.clauses, values, strict=True):
            decided = provision.id in self.decided and not beaten and value is outcome
            yield Step(
                kind="condition",
                text=clause.summary,
                value=truth_word(value),
                decided=decided,
                citation=clause.citation,
                source=page(clause.citation, self.pages),
                contested=_reading(clause.contested, provision) if self._rests_on_it(clause) else None,
                parts=(self.speller.step(clause.expression, decided=decided),),
            )

    def _rests_on_it(self, clause: Clause) -> bool:
        """Say whether the value of a condition rests on the part of it that is contested."""
        lookup = self.one.facts.value
        return truth(clause.supposing(True), lookup) is not truth(clause.supposing(False), lookup)  # noqa: FBT003


def _reading(contested: Contested | None, provision: Provision) -> str | None:
    """Return the reading that applies of a contested point: the one encoded, unless counsel adopted the other."""
    if contested is None:
        return None
    return f"adopted: {contested.alternative}" if contested is provision.adopted else contested.reading
