from collections.abc import Mapping
from datetime import date

import pytest

from disclosure_policy.policy import Policy
from tests.helpers.builders import JURISDICTION, a_law, problems_of, section

HERE = "zz/code/1/2000-01-01.yaml"
VOCABULARY = """
purpose: {theft_investigation: {label: t}, research: {label: r}}
recipient.type: {police: {label: p}}
"""
FACTS = """
minister_consents: {type: boolean, question: Does the minister consent?}
people: {type: number, question: How many?}
harm: {type: judgment, question: Does it harm?}
"""
BAR = "- {id: secret, effect: forbid, summary: all is secret}"


def files(rules: str, **more: str) -> dict[str, str]:
    return {HERE: section(rules), "zz/vocabulary.yaml": VOCABULARY, "zz/facts.yaml": FACTS} | more


def problems(rules: str | Mapping[str, str]) -> list[str]:
    return problems_of(a_law, files(rules) if isinstance(rules, str) else rules)


def forbid(conditions: str) -> str:
    return f"- id: secret\n  effect: forbid\n  summary: s\n  conditions:\n{conditions}"


@pytest.mark.parametrize(
    ("expected", "conditions"),
    [
        ("12:15: `purpose` has no `reserch` | did you mean `research`?", "    - purpose.reserch"),
        ("12:22: `recipient.type` has no `plice` | did you mean `police`?", "    - recipient.type.plice"),
        ("12:7: there is no fact `minister_consent` | did you mean `minister_consents`?", "    - minister_consent"),
        ("12:21: there is no fact `peple` | did you mean `people`?", "    - harm and not (peple > 5)"),
        (
            "13:23: there is no fact `peple` | did you mean `people`?",
            "    - harm\n    - {when: harm and peple > 5, summary: s}",
        ),
        (
            "13:21: `purpose` has no `x` | it has `research`, `theft_investigation`",
            "    - harm\n    - when: purpose.x",
        ),
        (
            (
                "12:17: text in quotes is not allowed in a condition"
                " | use facts with `and`, `or`, `not`, and `==`, `<` and the like for numbers and dates"
            ),
            "    - people == 'x'",
        ),
    ],
)
def test_a_misspelt_word_in_a_condition_is_told_at_its_column(expected: str, conditions: str) -> None:
    assert [f"{HERE}:{expected}"] == problems(forbid(conditions))


@pytest.mark.parametrize("sign", ["|", ">", ">-", "|-"])
def test_a_mistake_in_a_condition_of_many_lines_is_told_where_it_is(sign: str) -> None:
    for rules in (
        f"    - {sign}\n        minister_consents\n        and unheard_of",
        f"    - when: {sign}\n        minister_consents\n        and unheard_of\n      summary: s",
    ):
        (problem,) = problems(forbid(rules))
        assert problem.startswith(f"{HERE}:14:13: there is no fact `unheard_of` | ")


def test_a_citation_of_no_known_form_is_refused() -> None:
    rules = "- {id: x, effect: forbid, summary: s, conditions: [{when: harm, citation: 1 ZD 1(a)}]}"

    (problem,) = problems(rules)

    assert problem == (
        f"{HERE}:8:{rules.index('1 ZD') + 1}: `1 ZD 1(a)` is not a citation of `zz`"
        " | its forms are `{title} ZC {section}{paragraph}`"
    )


def test_a_section_cited_in_no_known_form_is_refused_at_its_citation() -> None:
    text = section(BAR).replace("citation: 1 ZC 1\n", "citation: Act 5\n")

    assert problems(files(BAR) | {HERE: text}) == [
        f"{HERE}:1:11: `Act 5` is not a citation of `zz` | its forms are `{{title}} ZC {{section}}{{paragraph}}`"
    ]


def test_a_paragraph_that_a_form_has_no_place_for_is_refused() -> None:
    rules = "- {id: x, paragraph: (a), effect: forbid, summary: s}"
    forms = 'name: Z\ncitation_forms: ["{title} ZC {section}"]\nparent: none'

    assert a_law(files(BAR) | {"zz/jurisdiction.yaml": forms}).provisions["zz"][0].citation == "1 ZC 1"
    (problem,) = problems(files(rules) | {"zz/jurisdiction.yaml": forms})
    assert problem == f"{HERE}:1:11: `1 ZC 1` is not a citation of `zz` | its forms are `{{title}} ZC {{section}}`"


def test_acceptance_of_no_rule_is_refused_with_a_suggestion() -> None:
    rules = f"{BAR}\n- {{id: old, effect: permit, exception_to: secret, summary: s, not_encoded: much}}"

    assert problems_of(a_law, files(rules), ["zz/code/1/odl", "nonsense"]) == [
        "nonsense: there is no such rule to accept",
        "zz/code/1/odl: there is no such rule to accept | did you mean `zz/code/1/old`?",
    ]


def test_a_permit_not_wholly_encoded_is_usable_once_it_is_accepted() -> None:
    rules = f"""
{BAR}
- {{id: old, effect: permit, exception_to: secret, summary: s, not_encoded: much}}
- {{id: bar, effect: forbid, exception_to: old, summary: s, not_encoded: some}}
"""

    def usable(accept: list[str]) -> dict[str, bool]:
        return {one.rule.id: one.usable for one in a_law(files(rules), accept).provisions["zz"]}

    assert usable([]) == {"secret": True, "old": False, "bar": True}
    assert usable(["zz/code/1/old"]) == {"secret": True, "old": True, "bar": True}


def test_everything_wrong_is_told_at_once_and_in_order() -> None:
    rules = """
- {id: secret, effect: forbid, summary: s, conditions: [unheard_of, purpose.unheard_of, people]}
- {id: x, effect: permit, exception_to: nothing, summary: s, conditions: [{when: harm, citation: elsewhere}]}
"""
    found = problems_of(
        a_law,
        files(
            rules, **{"zz/code/2/2000-01-01.yaml": section("- {id: a, effect: forbid, exception_to: b, summary: s}")}
        ),
        ["gone"],
    )

    assert [problem.partition(" |")[0] for problem in found] == [
        "gone: there is no such rule to accept",
        f"{HERE}:8:57: there is no fact `unheard_of`",
        f"{HERE}:8:77: `purpose` has no `unheard_of`",
        f"{HERE}:8:89: a condition must be true or false; this is a number",
        f"{HERE}:9:41: there is no rule `nothing` to be an exception to",
        f"{HERE}:9:98: `elsewhere` is not a citation of `zz`",
        "zz/code/2/2000-01-01.yaml:8:41: there is no rule `b` to be an exception to",
    ]


def test_a_provision_is_its_rule_with_conditions_parsed_and_citations_made() -> None:
    rules = f"""
{BAR}
- id: open
  paragraph: (b)(1)
  effect: permit
  exception_to: secret
  summary: s
  conditions:
    - minister_consents
    - {{when: not harm, paragraph: (b)(2), summary: it does no harm}}
    - {{when: people < 5, citation: 9 ZC 3(a)}}
  obligations:
    - {{duty: lock it away}}
    - {{duty: keep a list, paragraph: (c), bears: the agency}}
    - {{duty: give it back, citation: 9 ZC 4}}
"""
    secret, opened = a_law(files(rules)).provisions["zz"]

    assert (secret.id, secret.citation, secret.exception_to) == ("zz/code/1/secret", "1 ZC 1", ())
    assert (opened.id, opened.citation) == ("zz/code/1/open", "1 ZC 1(b)(1)")
    assert opened.exception_to == ("zz/code/1/secret",)
    assert [(clause.citation, clause.summary) for clause in opened.clauses] == [
        ("1 ZC 1(b)(1)", "minister_consents"),
        ("1 ZC 1(b)(2)", "it does no harm"),
        ("9 ZC 3(a)", "people < 5"),
    ]
    assert [(duty.text, duty.citation, duty.bears) for duty in opened.duties] == [
        ("lock it away", "1 ZC 1(b)(1)", "the recipient"),
        ("keep a list", "1 ZC 1(c)", "the agency"),
        ("give it back", "9 ZC 4", "the recipient"),
    ]


def test_a_state_reads_its_own_facts_and_terms_and_those_above() -> None:
    rules = forbid(
        "    - harbour_closed\n    - minister_consents\n"
        "    - recipient.type.harbour_police\n    - recipient.type.police"
    )
    child = {
        "zz-a/jurisdiction.yaml": f"parent: zz{JURISDICTION}",
        "zz-a/facts.yaml": "harbour_closed: {type: boolean, question: Is it closed?}",
        "zz-a/vocabulary.yaml": "recipient.type: {harbour_police: {label: h, broader: [police]}}",
        "zz-a/code/1/2000-01-01.yaml": section(rules),
    }

    law = a_law(files(BAR) | child)

    assert len(law.provisions["zz-a"][0].clauses) == 4
    found = problems(files(rules) | child)
    assert [problem.split(": ", 1)[1].partition(" |")[0] for problem in found] == [
        "there is no fact `harbour_closed`",
        "`recipient.type` has no `harbour_police`",
    ]


def test_a_coded_fact_that_no_jurisdiction_gives_terms_cannot_be_read() -> None:
    (problem,) = problems(forbid("    - scope.everybody"))

    assert problem.startswith(f"{HERE}:12:7: there is no fact `scope`")


def test_a_coded_fact_may_take_the_terms_of_another() -> None:
    law = a_law(files(forbid("    - principal.type.police")))

    assert law.scheme_name("zz", "principal.type") == "recipient.type"
    assert law.scheme_name("zz", "purpose") == "purpose"


def test_a_layer_is_what_is_in_force_on_the_day(zedland: Policy) -> None:
    def ids(code: str, day: str) -> list[list[str]]:
        layers = zedland.law.layers(code, date.fromisoformat(day))
        return [[one.rule.id for one in layer.provisions] for layer in layers]

    assert ids("zz", "1999-12-31") == [[]]
    assert ids("zz", "2000-01-01") == [["secret"]]
    assert ids("zz", "2009-12-31") == [["secret"]]
    assert "numbers" in ids("zz", "2010-01-01")[0]
    assert ids("zz-a", "2012-01-01")[1] == []
    assert ids("zz-a", "2015-01-01")[1] == ["must", "harbour", "as-above", "secret"]


def test_every_exception_comes_before_what_it_limits(zedland: Policy) -> None:
    for layer in zedland.law.layers("zz-a", date(2020, 1, 1)):
        order = [one.id for one in layer.provisions]

        assert len(order) == len(set(order))
        for target, exceptions in layer.exceptions.items():
            for exception in exceptions:
                if target in order:
                    assert order.index(exception.id) < order.index(target)


def test_a_child_may_except_what_its_parent_forbids() -> None:
    child = {
        "zz-a/jurisdiction.yaml": f"parent: zz{JURISDICTION}",
        "zz-a/code/5/2000-01-01.yaml": section(
            "- {id: open, effect: permit, exception_to: zz/code/1/secret, summary: s}", number="5"
        ),
    }
    law = a_law(files(BAR) | child)
    day = date(2020, 1, 1)

    assert [one.id for one in law.layers("zz", day)[0].provisions] == ["zz/code/1/secret"]
    assert [one.id for one in law.layers("zz-a", day)[0].provisions] == ["zz-a/code/5/open", "zz/code/1/secret"]
    assert law.layers("zz-a", day)[1].provisions == ()


def test_the_layers_of_a_day_are_made_once(zedland: Policy) -> None:
    day = date(2021, 1, 1)

    assert zedland.law.layers("zz", day) is zedland.law.layers("zz", day)
