from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.deciding.case import facts_of
from disclosure_policy.deciding.weighing import weigh
from disclosure_policy.decision.decision import Decision
from disclosure_policy.errors import RuleFileError
from disclosure_policy.loading.compiling import compile_rules
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import JURISDICTION, POLICE, RESEARCH, VOCABULARY, a_policy, a_request, assuming, section
from tests.helpers.generated_law import a_rule_set, more_rule_books, requests

HERE = "zz/code/1/2000-01-01.yaml"
FACTS = "".join(f"{flag}: {{type: boolean, question: Is it {flag}?, changeable: true}}\n" for flag in "abcd") + (
    "fixed: {type: boolean, question: Is it fixed?}\n"
    "people: {type: number, question: How many?}\n"
    "judged: {type: judgment, question: Is it so?, supplied_by: the head}\n"
)
TERMS = VOCABULARY + (
    "purpose: {law: {label: law}, crime: {label: crime, broader: [law]}, theft: {label: theft, broader: [crime]},"
    " news: {label: news}}\n"
    "item.type: {name: {label: name}, wages: {label: wages}}\n"
)
EXCLUSIONS = (
    "purpose: [{terms: [law, news], because: each is another end}]\n"
    "item.type: [{terms: [name, wages], because: a name is no sum}]\n"
)


def policy_of(rules: str, accept: tuple[str, ...] = (), **more: str) -> Policy:
    files = {
        HERE: section(rules),
        "zz/facts.yaml": FACTS,
        "zz/vocabulary.yaml": TERMS,
        "zz/exclusions.yaml": EXCLUSIONS,
    }
    return a_policy(files | more, accept)


def decided(rules: str, facts: dict[str, Any] | None = None, **stated: Any) -> Decision:
    return policy_of(rules).decide(a_request(facts=facts or {}, **stated))


def missing(decision: Decision) -> list[tuple[str, bool]]:
    return [(one.fact, one.settles) for one in decision.missing]


BAR = "- {id: bar, effect: forbid, summary: all is barred}"
TWO = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [a, b]}}
- {{id: two, effect: permit, exception_to: bar, summary: s, conditions: [c]}}
"""


@pytest.mark.parametrize(
    ("expected", "facts"),
    [
        ([("c", True), ("a", False), ("b", False)], {}),
        ([("b", True), ("c", True)], {"a": True}),
        ([("c", True)], {"a": False}),
        ([("a", False), ("b", False)], {"c": False}),
        ([("b", True)], {"a": True, "c": False}),
        ([], {"c": True}),
        ([], {"a": False, "c": False}),
        ([], {"a": True, "b": True}),
    ],
)
def test_facts_that_settle_come_first_and_none_is_asked_where_all_is_settled(
    expected: list[tuple[str, bool]], facts: dict[str, bool]
) -> None:
    assert expected == sorted(missing(decided(TWO, facts)), key=lambda one: (not one[1], one[0]))
    settling = [settles for _, settles in missing(decided(TWO, facts))]
    assert settling == sorted(settling, reverse=True)


def test_a_fact_that_settles_by_being_false_settles() -> None:
    rules = "- {id: bar, effect: forbid, summary: s, conditions: [a, b]}"

    assert missing(decided(rules)) == [("a", True), ("b", True)]
    assert missing(decided(rules, {"a": True})) == [("b", True)]


def test_a_fact_that_cannot_matter_is_not_asked() -> None:
    rules = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [a or b, c]}}
- {{id: limit, effect: forbid, exception_to: one, summary: s, conditions: [d, fixed]}}
- {{id: undo, effect: permit, exception_to: limit, summary: s, conditions: [people > 3]}}
"""

    assert {fact for fact, _ in missing(decided(rules))} == {"a", "b", "c", "d", "fixed", "people"}
    assert {fact for fact, _ in missing(decided(rules, {"a": True}))} == {"c", "d", "fixed", "people"}
    assert {fact for fact, _ in missing(decided(rules, {"a": True, "d": False}))} == {"c"}
    assert {fact for fact, _ in missing(decided(rules, {"a": True, "people": 9}))} == {"c"}
    assert missing(decided(rules, {"c": False})) == []


def test_a_permit_that_nobody_accepted_asks_for_nothing() -> None:
    rules = f"""
{BAR}
- {{id: old, effect: permit, exception_to: bar, summary: s, conditions: [a], not_encoded: much}}
"""

    assert missing(decided(rules)) == []
    assert missing(policy_of(rules, ("zz/code/1/old",)).decide(a_request())) == [("a", True)]


def test_a_missing_fact_says_what_is_asked_of_whom_and_by_what_law() -> None:
    rules = f"""
{BAR}
- {{id: one, paragraph: (a), effect: permit, exception_to: bar, summary: s, conditions: [judged, b]}}
- id: two
  paragraph: (b)
  effect: permit
  exception_to: bar
  summary: s
  conditions: [{{when: judged, paragraph: (b)(1)}}, a]
"""
    (judged, *others) = decided(rules).missing

    assert (judged.fact, judged.question, judged.supplied_by) == ("judged", "Is it so?", "the head")
    assert set(judged.citations) == {"1 ZC 1(a)", "1 ZC 1(b)(1)"}
    assert (judged.settles, judged.opens, judged.terms) == (False, 2, ())
    assert [(one.fact, one.settles, one.opens) for one in others] == [("a", False, 1), ("b", False, 1)]


def test_what_another_fact_settles_whenever_it_would_help_is_not_asked() -> None:
    rules = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [judged]}}
- {{id: two, effect: permit, exception_to: bar, summary: s, conditions: [judged, a]}}
"""

    assert missing(decided(rules)) == [("judged", True)]
    assert missing(
        decided(f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [a or b, a]}}")
    ) == [("a", True)]


@pytest.mark.parametrize(
    ("expected", "settles", "stated"),
    [
        (("theft",), True, {}),
        (("theft",), True, {"purposes": "crime"}),
        (("theft",), True, {"purposes": "law"}),
    ],
)
def test_a_vague_statement_is_asked_for_the_narrower_term(
    expected: tuple[str, ...], settles: bool, stated: dict[str, Any]
) -> None:
    rules = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [purpose.theft]}}"

    (asked,) = decided(rules, **stated).missing

    assert (asked.fact, asked.terms, asked.settles) == ("purpose", expected, settles)
    assert decided(rules, purposes="news").missing == ()


def test_two_terms_that_must_both_apply_can_settle_together() -> None:
    more = {"zz/vocabulary.yaml": f"{TERMS}agreement.terms: {{keep: {{label: k}}, burn: {{label: b}}}}\n"}
    rules = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [agreement.terms.keep, agreement.terms.burn]}}
"""

    (asked,) = policy_of(rules, **more).decide(a_request()).missing

    assert (asked.fact, asked.terms, asked.settles) == ("agreement.terms", ("keep", "burn"), True)


def test_a_term_that_must_not_apply_can_settle_by_its_absence() -> None:
    rules = "- {id: bar, effect: forbid, summary: s, conditions: [purpose.news]}"

    (asked,) = decided(rules).missing

    assert (asked.fact, asked.terms, asked.settles) == ("purpose", ("news",), True)


@pytest.mark.parametrize(
    ("settles", "condition"),
    [
        (True, "people > 3"),
        (True, "people + 2 in [3, 4]"),
        (True, "5 - people >= 2"),
        (False, "people > 3 or people < 9"),
        (False, "people > 3 or a"),
    ],
)
def test_a_number_settles_if_some_value_of_it_does(settles: bool, condition: str) -> None:
    rules = f"- {{id: bar, effect: forbid, summary: s, conditions: ['{condition}']}}"

    assert [one for one in missing(decided(rules)) if one[0] == "people"] == (
        [("people", settles)] if settles or "or a" in condition else []
    )


def test_numbers_that_are_compared_with_each_other_are_asked_for() -> None:
    rules = "- {id: bar, effect: forbid, summary: s, conditions: [people > people + 1]}"

    assert [fact for fact, _ in missing(decided(rules))] == ["people"]


def test_what_only_other_law_or_the_calendar_can_say_is_not_asked() -> None:
    below = (
        "- {id: bar, effect: forbid, summary: s, conditions: [federal_law.permits, a]}\n"
        '- {id: late, effect: forbid, summary: s, conditions: [as_of > d"2030-01-01"]}'
    )
    policy = policy_of(
        f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [b, state_law.authorizes]}}",
        **{
            "zz-a/jurisdiction.yaml": f"parent: zz{JURISDICTION}",
            "zz-a/code/1/2000-01-01.yaml": section(below),
        },
    )

    assert [fact for fact, _ in missing(policy.decide(a_request(jurisdiction="zz-a")))] == ["b", "a"]


def test_a_fact_settles_only_if_it_does_for_all_of_a_bundle() -> None:
    rules = f"""
{BAR}
- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [item.type.name, a]}}
- {{id: two, effect: permit, exception_to: bar, summary: s, conditions: [item.type.wages, b]}}
"""

    assert missing(decided(rules, items=["name"])) == [("a", True)]
    assert missing(decided(rules, items=["name", "wages"])) == [("a", False), ("b", False)]
    assert missing(decided(rules, {"b": False}, items=["name", "wages"])) == []


def test_stating_a_fact_that_settles_allows(zedland: Policy) -> None:
    request = a_request(**(RESEARCH | {"agreement": {"terms": ["every_required_term"]}}))

    assert missing(zedland.decide(request))[0] == ("agreement.written", True)
    assert zedland.decide(request | {"agreement": {"written": True, "terms": ["every_required_term"]}}).allowed


def closest(decision: Decision) -> dict[str, list[tuple[str, str]]]:
    return {
        one.rule.rpartition("/")[2]: [(lack.summary, lack.value) for lack in one.lacks] for one in decision.closest
    }


def test_the_permits_that_failed_by_least_come_first_with_what_they_lacked() -> None:
    decision = decided(
        f"""
{BAR}
- {{id: far, effect: permit, exception_to: bar, summary: s, conditions: [a, b, c]}}
- {{id: near, effect: permit, exception_to: bar, summary: s, conditions: [a]}}
- {{id: middle, effect: permit, exception_to: bar, summary: s, conditions: [a, b]}}
- {{id: furthest, effect: permit, exception_to: bar, summary: s, conditions: [a, b, c, d]}}
""",
        {"a": False, "b": False, "c": False, "d": False},
    )

    assert list(closest(decision)) == ["near", "middle", "far"]
    assert closest(decision)["middle"] == [("a", "false"), ("b", "false")]


def test_what_nobody_can_change_keeps_a_permit_further_off() -> None:
    decision = decided(
        f"""
{BAR}
- {{id: hopeless, effect: permit, exception_to: bar, summary: s, conditions: [fixed]}}
- {{id: possible, effect: permit, exception_to: bar, summary: s, conditions: [a, b, c]}}
""",
        {"fixed": False, "a": False, "b": False, "c": False},
    )

    assert list(closest(decision)) == ["possible", "hopeless"]


def test_nothing_comes_closest_to_an_allow() -> None:
    assert decided(TWO, {"c": True}).closest == ()


def test_nothing_comes_close_to_lifting_an_absolute_bar() -> None:
    assert decided(BAR).closest == ()


def test_each_jurisdiction_that_denies_names_its_own_closest(zedland: Policy) -> None:
    harbour = a_request(jurisdiction="zz-a", **(POLICE | {"recipient": {"type": "harbour_police"}}))

    denied_below = zedland.decide(harbour | {"facts": {"harbour_closed": True}})
    denied_by_both = zedland.decide(harbour | {"purposes": "news"})

    assert {one.jurisdiction for one in denied_below.closest} == {"zz-a"}
    assert {one.jurisdiction for one in denied_by_both.closest} == {"zz", "zz-a"}


def test_every_rule_considered_has_a_finding_with_its_conditions(zedland: Policy) -> None:
    decision = zedland.decide(a_request(**(POLICE | {"recipient": {"type": "newspaper"}})))
    findings = {finding.rule: finding for finding in decision.findings}
    police = findings["zz/code/20/police"]

    assert set(findings) == {one.id for one in zedland.law.layers("zz", decision.as_of)[0].provisions}
    assert (police.effect, police.holds, police.citation, police.disclosures) == (
        "permit",
        "false",
        "1 ZC 20(a)",
        (0,),
    )
    assert [(one.when, one.summary, one.citation, one.value) for one in police.conditions] == [
        ("recipient.type.police", "the recipient is the police", "1 ZC 20(a)(1)", "false"),
        ("purpose.investigation", "the purpose is an investigation", "1 ZC 20(a)(2)", "true"),
    ]
    assert findings["zz/code/10/secret"].holds == "unknown"
    assert findings["zz/code/10/numbers"].holds == "false"


def test_disclosures_of_which_the_same_is_true_share_a_finding() -> None:
    rules = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [item.type.name]}}"

    decision = decided(rules, items=["name", "wages", "name", {}])

    assert [(one.rule.rpartition("/")[2], one.holds, one.disclosures) for one in decision.findings] == [
        ("one", "true", (0, 2)),
        ("bar", "false", (0, 2)),
        ("one", "false", (1,)),
        ("bar", "true", (1,)),
        ("one", "unknown", (3,)),
        ("bar", "unknown", (3,)),
    ]


def contested(*, permits: str = "more", on: str, condition: str = "a", effect: str = "permit") -> str:
    """Return rules with a contested reading on the rule or the condition of a permit or of its limit."""
    mark = f"contested: {{reading: strict, alternative: loose, alternative_permits: {permits}}}"

    def rule(kind: str, identity: str, target: str, when: str) -> str:
        here = kind == effect
        of_condition = f", {mark}" if here and on == "condition" else ""
        of_rule = f", {mark}" if here and on == "rule" else ""
        conditions = f"[{{when: {when}{of_condition}}}]"
        marked = f"conditions: {conditions}{of_rule}"
        return f"- {{id: {identity}, effect: {kind}, exception_to: {target}, summary: s, {marked}}}"

    return "\n".join([BAR, rule("permit", "open", "bar", condition), rule("forbid", "shut", "open", "b")])


@pytest.mark.parametrize(
    ("expected", "rules", "facts"),
    [
        # a denial turns on a condition that failed and, otherwise read, would not have
        (True, contested(on="condition"), {"a": False, "b": False}),
        (True, contested(on="condition"), {"b": False}),
        (False, contested(on="condition"), {"a": False, "b": True}),
        (False, contested(on="condition"), {"a": True, "b": True}),
        # or on a limit that stood in the way
        (True, contested(on="condition", effect="forbid"), {"a": True, "b": True}),
        (True, contested(on="rule", effect="forbid"), {"a": True, "b": True}),
        (False, contested(on="rule", effect="forbid"), {"a": False, "b": True}),
        # an allow does not turn on a reading that would let more through
        (False, contested(on="condition"), {"a": True, "b": False}),
        (False, contested(on="rule"), {"a": True, "b": False}),
        # but on one that would let less
        (True, contested(on="rule", permits="less"), {"a": True, "b": False}),
        (True, contested(on="condition", permits="less"), {"a": True, "b": False}),
        (False, contested(on="rule", permits="less"), {"a": False, "b": False}),
        (False, contested(on="condition", permits="less"), {"a": False, "b": False}),
    ],
)
def test_a_contested_reading_is_named_where_the_verdict_turns_on_it(
    expected: bool, rules: str, facts: dict[str, bool]
) -> None:
    decision = decided(rules, facts)

    assert expected is bool(decision.contested)
    for one in decision.contested:
        assert (one.reading, one.alternative, one.citation) == ("strict", "loose", "1 ZC 1")


def test_an_allow_that_rests_on_another_ground_as_well_does_not_turn_on_a_reading() -> None:
    rules = f"""
{contested(on="rule", permits="less")}
- {{id: also, effect: permit, exception_to: bar, summary: s, conditions: [c]}}
"""

    assert len(decided(rules, {"a": True, "b": False, "c": False}).contested) == 1
    assert decided(rules, {"a": True, "b": False, "c": True}).contested == ()


def test_a_contested_reading_is_named_once_for_a_bundle() -> None:
    decision = decided(contested(on="condition"), {"a": False, "b": False}, items=["name", "wages"])

    assert len(decision.contested) == 1


def test_a_condition_that_several_rules_have_is_read_otherwise_in_all_of_them() -> None:
    shared = "{when: a, citation: 1 ZC 9, contested: {reading: strict, alternative: loose}}"
    rules = f"""
{BAR}
- {{id: open, effect: permit, exception_to: bar, summary: s, conditions: [{shared}]}}
- {{id: shut, effect: forbid, exception_to: open, summary: s, conditions: [{{when: b, citation: 1 ZC 9}}]}}
"""

    assert len(decided(rules, {"a": False, "b": False}).contested) == 1
    assert decided(rules.replace("{when: b, citation: 1 ZC 9}", shared), {"a": False}).contested == ()


BRANCH = f"""
{BAR}
- id: one
  effect: permit
  exception_to: bar
  summary: s
  conditions:
    - when: a or (b and c)
      contested: {{branch: b and c, reading: so, alternative: not so, alternative_permits: PERMITS}}
"""


@pytest.mark.parametrize(
    ("permits", "facts", "expected"),
    [
        ("less", {"a": False, "b": True, "c": True}, True),  # the branch alone carries the allow
        ("less", {"a": True, "b": True, "c": True}, False),  # it goes without the branch
        ("less", {"a": True, "b": False}, False),
        ("less", {"a": False, "b": False}, False),  # a stricter reading would deny as well
        ("more", {"a": False, "b": True, "c": False}, True),
        ("more", {"a": False, "b": True, "c": True}, False),
        ("other", {"a": False, "b": True, "c": True}, True),
        ("other", {"a": False, "b": False}, True),
    ],
)
def test_a_contested_branch_is_named_only_where_the_verdict_turns_on_it(
    permits: str,
    facts: dict[str, bool],
    expected: bool,
) -> None:
    decision = decided(BRANCH.replace("PERMITS", permits), facts)

    assert expected is bool(decision.contested)
    assert [one.alternative_permits for one in decision.contested] == [permits] * expected


@pytest.mark.parametrize("branch", ["d", "a or (b and c)", "b or", "c and b"])
def test_what_is_no_part_of_a_condition_is_told_of(branch: str) -> None:
    with pytest.raises(RuleFileError) as raised:
        policy_of(BRANCH.replace("PERMITS", "more").replace("branch: b and c", f"branch: {branch}"))

    assert [one.code for one in raised.value.problems] == ["unknown-branch"]


READINGS = st.builds(
    dict,
    reading=st.just("so"),
    alternative=st.just("not so"),
    alternative_permits=st.sampled_from(["more", "less", "other"]),
)


def _text(condition: str | dict[str, Any]) -> str:
    return condition if isinstance(condition, str) else str(condition["when"])


@st.composite
def contested_books(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Rules of three jurisdictions, many of them contested, with conditions that several have in common."""
    books = draw(more_rule_books())
    for rule in (rule for made in books.values() for rule in made):
        if draw(st.integers(0, 2)) == 0:
            rule["contested"] = draw(READINGS)
        rule["conditions"] = [
            (when if isinstance(when, dict) else {})
            | {
                "when": draw(st.sampled_from([_text(when), "a", "b"])),
                "citation": "zz 1",
                "contested": draw(READINGS),
            }
            if draw(st.booleans())
            else when
            for when in rule["conditions"]
        ]
    return books


def weighed_again(policy: Policy, request: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the contested rules and conditions on which a verdict depends, by weighing everything for each again."""
    case = facts_of(DisclosureRequest.model_validate(request), policy.law)
    layers = policy.law.layers(case.jurisdiction, case.as_of)
    before = [weigh(layers, facts) for _, _, facts in case.disclosures]
    allowed = all(one.allows is True for weights in before for one in weights)
    otherwise = {"permit": not allowed, "forbid": allowed}
    named: dict[tuple[str, str], tuple[str, str]] = {}
    for (_, _, facts), weights in zip(case.disclosures, before, strict=True):
        passed = all(one.allows is True for one in weights)
        for one in weights:
            for provision in one.layer.provisions:
                values, other = one.clauses[provision.id], otherwise[provision.effect]
                met = one.met[provision.id] is True
                in_play = met if provision.effect == "permit" else not values or True in values
                points: list[tuple[Any, Any, bool]] = [(None, provision.rule.contested, in_play)]
                points += [
                    (clause, clause.contested, values[provision.clauses.index(clause)] is not other)
                    for clause in provision.clauses
                ]
                for clause, reading, rests_on_it in points:
                    if not reading or not rests_on_it or passed is not allowed:
                        continue
                    again = weigh(assuming(layers, {clause or provision.id: other}), facts)
                    turned = all(w.allows is True for w in again) is not allowed
                    if turned and reading.alternative_permits in {"less" if allowed else "more", "other"}:
                        citation = clause.citation if clause else provision.citation
                        named[provision.id, reading.reading] = (provision.id, citation)
    return list(named.values())


@settings(max_examples=200, deadline=None)
@given(contested_books(), requests(more=True))
def test_the_contested_readings_named_are_those_found_by_weighing_everything_again(
    books: dict[str, list[dict[str, Any]]], request: dict[str, Any]
) -> None:
    policy = Policy(compile_rules(a_rule_set(books)))

    found = [(one.rule, one.citation) for one in policy.decide(request).contested]

    assert found == weighed_again(policy, request)


def test_the_closest_permit_tells_which_conditions_were_met_and_which_limits_defeated_it() -> None:
    (nearest,) = decided(
        f"""
{BAR}
- {{id: open, paragraph: (a), effect: permit, exception_to: bar, summary: s, conditions: [a, b, c]}}
- {{id: shut, paragraph: (b), effect: forbid, exception_to: open, summary: never so, conditions: [d, fixed]}}
- {{id: past, effect: forbid, exception_to: open, summary: s, conditions: [people > 3]}}
""",
        {"a": True, "b": False, "d": True, "people": 1},
    ).closest

    assert [[one.when for one in part] for part in (nearest.met, nearest.failed, nearest.unknown)] == [
        ["a"],
        ["b"],
        ["c"],
    ]
    (defeat,) = nearest.carve_outs
    assert (defeat.citation, defeat.summary, defeat.holds) == ("1 ZC 1(b)", "never so", "unknown")
    assert [(one.when, one.value) for one in defeat.conditions] == [("d", "true"), ("fixed", "unknown")]


def test_the_closest_permit_says_of_which_disclosure_it_came_closest() -> None:
    rules = f"{BAR}\n- {{id: open, effect: permit, exception_to: bar, summary: s, conditions: [item.type.wages, a]}}"

    (nearest,) = decided(rules, {"a": False}, items=["name", "wages"]).closest

    assert nearest.disclosure == 1


def test_terms_that_exclude_each_other_are_not_asked_for_together_and_others_are() -> None:
    files = {"zz/vocabulary.yaml": TERMS + "recipient.type: {police: {label: p}, school: {label: s}}\n"}

    def asked_with(condition: str) -> list[str]:
        rules = f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [{condition}]}}"
        return [one.fact for one in policy_of(rules, **files).decide(a_request()).missing]

    assert asked_with("purpose.theft and purpose.news") == []
    assert asked_with("item.type.name and item.type.wages") == []
    assert asked_with("recipient.type.police and recipient.type.school") == ["recipient.type"]
    assert asked_with("purpose.theft and not purpose.crime") == []


@given(more_rule_books(), requests(more=True), st.integers(2, 3))
@settings(max_examples=40, deadline=None)
def test_what_is_asked_for_twice_is_explained_as_once(rules: Any, asked: dict[str, Any], times: int) -> None:
    policy = Policy(compile_rules(a_rule_set(rules)))
    once = policy.decide(asked)
    again = policy.decide(asked | {"items": [item for item in asked["items"] or () for _ in range(times)] or None})

    assert again.verdict == once.verdict
    assert (again.missing, again.contested, again.kept_open_by) == (once.missing, once.contested, once.kept_open_by)
    assert [way.facts for way in again.release_once] == [way.facts for way in once.release_once]


def test_items_of_which_different_things_are_denied_are_not_taken_for_the_same() -> None:
    rules = (
        f"{BAR}\n- {{id: one, effect: permit, exception_to: bar, summary: s, conditions: [not item.type.wages, a]}}"
    )
    policy = policy_of(rules, **{"zz/exclusions.yaml": "{}"})
    items = [{"type": {"has": ["name"], "lacks": ["wages"]}}, {"type": "name"}]
    found = [policy.decide(a_request(items=each)).missing for each in (items, items[::-1], items[1:])]

    assert [sorted(one.fact for one in missing) for missing in found] == [["a", "item.type"]] * 3
