"""Coverage of the law by pairs of scenarios, against weighing everything again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

from hypothesis import given, settings

from disclosure_policy.conditions.editing import written
from disclosure_policy.deciding.weighing import weigh
from disclosure_policy.decision import Basis, Verdict
from disclosure_policy.errors import Location
from disclosure_policy.missing.what_if import Scales, Weighing
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.scenarios.coverage import LawCoverage, coverage_of, points_of, turned_on
from disclosure_policy.scenarios.running import differences
from disclosure_policy.scenarios.scenario_files import Expectation
from disclosure_policy.scenarios.trials import Trial
from tests.helpers.builders import POLICE, a_request, assuming
from tests.helpers.builders import a_policy as zz_policy
from tests.helpers.generated_law import a_policy, requests, rule_books

VERDICT = {True: Expectation(verdict="allow"), False: Expectation(verdict="deny")}
"""What a scenario expects that states its verdict alone."""

RULES = """
- {id: secret, paragraph: (a), effect: forbid, summary: secret}
- id: police
  paragraph: (b)
  effect: permit
  exception_to: secret
  summary: the police may
  conditions: [agreement.written and (release.signed or agreement.in_force)]
"""


DUTY = """
- {id: secret, paragraph: (a), effect: forbid, summary: secret}
- id: may
  paragraph: (b)
  effect: permit
  exception_to: secret
  summary: whoever has an agreement may be told
  conditions: [agreement.written]
- id: must
  paragraph: (c)
  effect: permit
  exception_to: secret
  mandatory: true
  summary: whoever has a release must be told
  conditions: [release.signed]
"""
"""A permit that says what must be disclosed, beside another one."""
WRITTEN = {"agreement": {"written": True}}
BOTH = WRITTEN | {"release": {"signed": True}}
AGREED = WRITTEN | {"release": {"signed": False}}
SIGNED = {"agreement": {"written": False}, "release": {"signed": True}}
NEITHER = {"agreement": {"written": False}, "release": {"signed": False}}


def expecting(verdict: Verdict, basis: Basis | None = None, *citations: str, uncited: str = "") -> Expectation:
    return Expectation(verdict=verdict, basis=basis, citations=citations, uncited=(uncited,) if uncited else ())


@dataclass(frozen=True, eq=False)
class Remembering(Scales):
    """Scales that know how many of what they weighed is still kept."""

    kept: WeakSet[Weighing] = field(default_factory=WeakSet)
    counts: list[int] = field(default_factory=list)

    def weigh(self, request: DisclosureRequest | Mapping[str, Any]) -> Weighing:
        found = super().weigh(request)
        self.kept.add(found)
        self.counts.append(len(self.kept))
        return found

    @property
    def most(self) -> int:
        return max(self.counts)


def covered(policy: Policy, *found: tuple[Verdict | Expectation, dict[str, Any]]) -> LawCoverage:
    trials = [
        Trial(
            str(number),
            Location("zz/code/1/scenarios.yaml"),
            a_request(**facts),
            said if isinstance(said, Expectation) else Expectation(verdict=said),
        )
        for number, (said, facts) in enumerate(found)
    ]
    provisions = [p for rules in policy.law.provisions.values() for p in rules]
    return coverage_of(provisions, trials, Scales(policy.law))


def turning(policy: Policy, said: Expectation, facts: dict[str, Any]) -> set[tuple[str, bool]]:
    """Return the conditions and rules on which it turns that all is as expected, with their values."""
    found = turned_on(Scales(policy.law).weigh(a_request(**facts)), said)
    return {(written(p.condition) if p.condition else p.provision.rule.id, value) for p, value in found}


def conditions(coverage: LawCoverage, *, missing: bool) -> set[str]:
    found = [point for point, shown in coverage.shown.items() if shown.covered is not missing]
    return {written(point.condition) if point.condition else point.provision.rule.id for point in found}


@settings(max_examples=100, deadline=None)
@given(rule_books(), requests())
def test_a_rule_is_decisive_where_weighing_everything_again_without_it_gives_another_verdict(
    books: dict[str, list[dict[str, Any]]], request: dict
) -> None:
    policy = a_policy(books)
    weighing = Scales(policy.law).weigh(request)
    decisive = {
        (point.provision.id, value)
        for point, value in turned_on(weighing, VERDICT[weighing.allowed])
        if point.clause is None
    }

    for provision in {p.id: p for layer in weighing.layers for p in layer.provisions}.values():
        for value in (True, False):
            again, was = [], []
            for weights, (_, _, facts) in zip(weighing.weighed, weighing.case.disclosures, strict=True):
                held = [one.holds[provision.id] for one in weights if provision.id in one.holds]
                was += held
                assumed = {provision.id: not value} if value in held else {}
                other = weigh(assuming(weighing.layers, assumed), facts)
                again.append(all(one.allows is True for one in other))
            if len(set(was)) == 1:  # of one value in all layers and disclosures, so that one assumption says it
                expected = value in was and all(again) is not weighing.allowed
                assert ((provision.id, value) in decisive) is expected


def test_a_condition_is_covered_by_two_scenarios_that_differ_in_the_verdict_because_of_it() -> None:
    policy = zz_policy(RULES)
    both = {"agreement": {"written": True, "in_force": False}, "release": {"signed": True}}
    neither = {"agreement": {"written": True, "in_force": False}, "release": {"signed": False}}

    coverage = covered(policy, ("allow", both), ("deny", neither))

    assert conditions(coverage, missing=False) == {"secret", "police", "release.signed"}
    assert conditions(coverage, missing=True) == {"agreement.written", "agreement.in_force"}


def test_a_condition_whose_value_is_masked_is_not_covered() -> None:
    policy = zz_policy(RULES)
    masked = {"agreement": {"written": True, "in_force": True}, "release": {"signed": True}}
    unsigned = {"agreement": {"written": True, "in_force": True}, "release": {"signed": False}}

    assert "release.signed" in conditions(covered(policy, ("allow", masked), ("allow", unsigned)), missing=True)


def test_a_scenario_that_does_not_come_out_as_expected_shows_nothing() -> None:
    policy = zz_policy(RULES)
    both = {"agreement": {"written": True, "in_force": False}, "release": {"signed": True}}

    assert not any(one.true or one.false for one in covered(policy, ("deny", both)).shown.values())
    assert not any(
        one.true or one.false
        for said in (expecting("allow", "required"), expecting("allow", None, "1 ZC 1(c)"))
        for one in covered(policy, (said, both)).shown.values()
    )


def test_an_allow_that_is_said_to_be_required_turns_on_what_requires_it() -> None:
    policy = zz_policy(DUTY)

    assert turning(policy, expecting("allow", "required"), BOTH) == {
        ("secret", False),
        ("must", True),
        ("release.signed", True),
    }
    assert turning(policy, expecting("allow"), BOTH) == {("secret", False)}


def test_an_allow_that_is_said_to_be_permitted_turns_on_what_would_require_it() -> None:
    policy = zz_policy(DUTY)

    assert ("release.signed", False) in turning(policy, expecting("allow", "permitted"), AGREED)
    assert ("release.signed", False) not in turning(policy, expecting("allow"), AGREED)


def test_an_allow_turns_on_the_permits_that_it_names_and_on_those_that_it_excludes() -> None:
    policy = zz_policy(DUTY)

    assert turning(policy, expecting("allow", None, "1 ZC 1(b)"), BOTH) == {
        ("secret", False),
        ("may", True),
        ("agreement.written", True),
    }
    assert turning(policy, expecting("allow", None, uncited="1 ZC 1(b)"), SIGNED) == {
        ("secret", False),
        ("must", True),
        ("release.signed", True),
        ("may", False),
        ("agreement.written", False),
    }


def test_what_is_required_and_what_is_permitted_are_different_outcomes() -> None:
    policy = zz_policy(DUTY)
    required, permitted = expecting("allow", "required"), expecting("allow", "permitted")

    assert conditions(covered(policy, (required, BOTH), (permitted, AGREED)), missing=False) == {
        "must",
        "release.signed",
    }
    assert "release.signed" in conditions(covered(policy, (required, BOTH), ("allow", AGREED)), missing=True)
    assert "release.signed" in conditions(covered(policy, ("allow", BOTH), (permitted, AGREED)), missing=True)
    assert "release.signed" in conditions(covered(policy, (required, BOTH), ("deny", NEITHER)), missing=False)


def test_every_outcome_of_a_point_counts_not_only_the_first() -> None:
    policy = zz_policy(DUTY)
    named = expecting("allow", None, "1 ZC 1(b)")

    alone = covered(policy, (named, AGREED), (expecting("allow", None, uncited="1 ZC 1(b)"), SIGNED))
    more = covered(policy, (named, AGREED), (named, BOTH), ("deny", NEITHER))

    assert "agreement.written" in conditions(alone, missing=False)  # permitted against required
    assert "agreement.written" in conditions(more, missing=False)


def test_what_is_turned_on_is_what_would_make_the_scenario_fail() -> None:
    law = zz_policy(DUTY)
    for facts in (BOTH, AGREED, SIGNED, NEITHER):
        allowed = facts is not NEITHER
        for said in (
            VERDICT[allowed],
            expecting("allow", "required"),
            expecting("allow", "permitted"),
            expecting("allow", None, "1 ZC 1(b)"),
            expecting("allow", None, uncited="1 ZC 1(b)"),
            expecting("deny", None, "1 ZC 1(a)"),
        ):
            passes = not [*differences(said, law.decide(a_request(**facts)))]
            for path in ("agreement.written", "release.signed"):
                part, name = path.split(".")
                value = facts[part][name]
                other = facts | {part: {name: not value}}
                fails = bool([*differences(said, law.decide(a_request(**other)))])
                assert ((path, value) in turning(law, said, facts)) is (passes and fails)


def test_a_denial_under_several_prohibitions_shows_those_that_it_names(zedland: Policy) -> None:
    scales = Scales(zedland.law)
    number = a_request(**(POLICE | {"recipient": {"type": "newspaper"}, "items": ["number"]}))
    weighing = scales.weigh(number)

    silent = {point.provision.rule.id for point, _ in turned_on(weighing, expecting("deny"))}
    named = {point.provision.rule.id for point, _ in turned_on(weighing, expecting("deny", None, "1 ZC 10(b)"))}

    assert "numbers" not in silent
    assert "numbers" in named


def test_no_scenario_is_kept_as_it_was_weighed() -> None:
    scales = Remembering(zz_policy(DUTY).law)
    trials = [
        Trial(str(n), Location("zz/code/1/scenarios.yaml"), a_request(**BOTH), expecting("allow")) for n in range(20)
    ]
    provisions = [p for rules in scales.law.provisions.values() for p in rules]

    coverage_of(provisions, trials, scales)

    assert scales.most == 2  # the one at hand, and the one before it until that is let go


def test_a_permit_that_permits_nothing_yet_is_not_asked_for(zedland: Policy) -> None:
    old = next(p for p in zedland.law.provisions["zz"] if p.rule.id == "old")

    assert not list(points_of(old))
