"""Checks of scenarios: those that cannot be run, and rules that no scenario tries."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_policy.checks.check_definition import Check, Finding
from disclosure_policy.checks.checked_rules import Subject, rule_place
from disclosure_policy.checks.tried_scenarios import cited
from disclosure_policy.errors import Problem, suggest
from disclosure_policy.law import Provision


def invalid(subject: Subject) -> Iterator[Problem]:
    """Yield each mistake that keeps a scenario from being run; what a file shares is told of once."""
    told: set[tuple[str, str]] = set()
    for problem in sorted(subject.tried.problems, key=lambda one: one.location):
        mistake = (problem.location.file, problem.message)
        if mistake not in told:
            told.add(mistake)
            yield problem


def unconfirmed(subject: Subject) -> Iterator[Finding]:
    """Yield each scenario for which nobody has yet said what the law gives."""
    for trial in subject.tried.trials:
        if trial.expect.verdict == "unconfirmed":
            message = f"nobody has confirmed what the law gives in `{trial.name}`"
            yield Finding(trial.location, message, "read the text, then write it in `expect`")


def unknown_expectations(subject: Subject) -> Iterator[Finding]:
    """Yield each citation or fact that is expected although no rule has it."""
    citations = {one for found in subject.law.provisions.values() for p in found for one in cited(p)}
    facts = {name for known in subject.law.facts.values() for name in known}
    for trial in subject.tried.trials:
        for kind in ("citations", "uncited", "lacking"):
            for number, word in enumerate(getattr(trial.expect, kind)):
                if word not in citations:
                    help_ = suggest(word, citations) or "cite it as the rule or its condition is cited"
                    yield Finding(trial.place_of(kind, number), f"no rule is cited as `{word}`", help_)
        for number, word in enumerate(trial.expect.missing):
            if word not in facts and word.rpartition(".")[0] not in facts:
                help_ = suggest(word, facts) or "name a fact as a request states it"
                yield Finding(trial.place_of("missing", number), f"there is no fact `{word}`", help_)


def without_scenarios(subject: Subject) -> Iterator[Finding]:
    """Yield each section that has no scenarios beside it."""
    for section in subject.tried.without:
        message = f"`{section.id}` has no scenarios"
        help_ = "write `scenarios.yaml` beside it: an allow for every permit, and a near miss for each condition"
        yield Finding(section.document.where(("citation",), key=True), message, help_)


def untried(subject: Subject) -> Iterator[Finding]:
    """Yield each rule whose conditions are true in no scenario, though its section has some."""
    for provision in _with_scenarios(subject):
        if provision.id not in subject.tried.met and not subject.never(provision):
            where = rule_place(provision, "id")
            help_ = "write a scenario in which they are, with what the law gives"
            yield Finding(where, f"in no scenario are all conditions of `{provision.rule.id}` true", help_)


def without_near_miss(subject: Subject) -> Iterator[Finding]:
    """Yield each permit that no scenario comes near to and misses."""
    for provision in _with_scenarios(subject):
        wanted = provision.effect == "permit" and provision.clauses and provision.id in subject.tried.met
        if wanted and provision.id not in subject.tried.missed:
            message = f"no scenario comes near to `{provision.rule.id}` and is denied"
            help_ = "vary a scenario that it allows, so that one of its conditions is not true"
            yield Finding(rule_place(provision, "id"), message, help_)


def _with_scenarios(subject: Subject) -> Iterator[Provision]:
    """Yield each rule that scenarios could try, the latest version of each."""
    if subject.tried.problems:
        return
    bare = {section.id for section in subject.tried.without}
    latest = {provision.id: provision for provision in subject.whole}
    yield from (provision for provision in latest.values() if provision.section.id not in bare)


CHECKS = (
    Check("duplicate-scenario", "error", "Two scenarios have the same name."),
    Check("scenario-name", "error", "A scenario or a variation has a name that tells nothing, or that holds `::`."),
    Check("idle-variation", "error", "A variation sets something that the request states already."),
    Check("nothing-to-set", "error", "A variation sets something where nothing can be."),
    Check("invalid-scenario", "error", "A scenario's request cannot be decided.", invalid),
    Check(
        "unknown-expectation",
        "warning",
        "A scenario expects a citation or fact that is not there.",
        unknown_expectations,
    ),
    Check("section-without-scenarios", "warning", "A section has no scenarios.", without_scenarios),
    Check("untried-rule", "warning", "In no scenario are the conditions of a rule true.", untried),
    Check("no-near-miss", "warning", "No scenario comes near to a permit and is denied.", without_near_miss),
    Check("unconfirmed-scenario", "notice", "Nobody has confirmed what a scenario expects.", unconfirmed),
)
