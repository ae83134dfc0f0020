from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.limits import MAX_EXCEPTIONS
from disclosure_policy.loading import gather_law
from disclosure_policy.loading.rules_folder import load_rules
from tests.helpers.builders import (
    FIRST_RULE_LINE,
    JURISDICTION,
    a_folder,
    a_law,
    chained,
    mistakes_of,
    problems_of,
    section,
)

HERE = "zz/code/1/2000-01-01.yaml"
BAR = "- {id: secret, effect: forbid, summary: s}"
LIKE = "an exception permits what is forbidden or forbids what is permitted"


def rule(identity: str, *targets: str) -> str:
    """Return a rule whose effect its name begins with: `p1` permits, `f1` forbids."""
    effect = {"p": "permit", "f": "forbid"}[identity[0]]
    excepts = f", exception_to: [{', '.join(targets)}]" if targets else ""
    return f"- {{id: {identity}, effect: {effect}, summary: s{excepts}}}"


@pytest.mark.parametrize(
    ("expected", "target"),
    [
        ("there is no rule `secrt` to be an exception to | did you mean `secret`?", "secrt"),
        (
            "there is no rule `zz/code/1/secrt` to be an exception to | did you mean `zz/code/1/secret`?",
            "zz/code/1/secrt",
        ),
        (
            "there is no rule `zz/code/2/secret` to be an exception to | did you mean `zz/code/1/secret`?",
            "zz/code/2/secret",
        ),
        (
            f"`other` has the same effect, `permit` | {LIKE}",
            "other",
        ),
    ],
)
@pytest.mark.parametrize("form", ["{}", "[secret, {}]"])
def test_an_exception_to_nothing_or_to_its_like_is_refused_where_it_says_so(
    expected: str, target: str, form: str
) -> None:
    written = f"- {{id: open, effect: permit, exception_to: {form.format(target)}, summary: s}}"
    rules = f"{BAR}\n- {{id: other, effect: permit, exception_to: secret, summary: s}}\n{written}"
    column = written.index(target, written.index("exception_to")) + 1
    if form == "[secret, {}]":
        column = written.rindex(target) + 1

    assert [f"{HERE}:10:{column}: {expected}"] == problems_of(a_law, rules)


def test_a_prohibition_that_limits_a_prohibition_is_refused() -> None:
    (problem,) = problems_of(a_law, f"{rule('f1')}\n{rule('f2', 'f1')}")

    assert "`f1` has the same effect, `forbid`" in problem


@pytest.mark.parametrize("target", ["zz-b/code/1/f1", "zz-a/code/1/f1"])
def test_an_exception_to_law_that_does_not_stand_above_is_out_of_reach(target: str) -> None:
    files = {
        "zz-a/jurisdiction.yaml": f"parent: zz{JURISDICTION}",
        "zz-b/jurisdiction.yaml": f"parent: zz{JURISDICTION}",
        "zz-a/code/1/2000-01-01.yaml": section(rule("f1")),
        "zz-b/code/1/2000-01-01.yaml": section(rule("f1")),
    }
    home = "zz-a" if target.startswith("zz-b") else "zz"

    found = mistakes_of(a_law, files | {f"{home}/code/9/2000-01-01.yaml": section(rule("p1", target))})

    assert found == [
        f"{home}/code/9/2000-01-01.yaml:8:55: `{target}` belongs to a jurisdiction that is no parent of `{home}`"
    ]


@pytest.mark.parametrize("length", [2, 4, 6, 40])
def test_rules_that_except_each_other_in_a_circle_are_refused_each(length: int) -> None:
    names = [f"{'pf'[n % 2]}{n}" for n in range(length)]
    circle = [rule(name, names[n - 1]) for n, name in enumerate(names)]

    found = mistakes_of(a_law, "\n".join([BAR, *circle]))

    assert found == [
        f"{HERE}:{9 + n}:{circle[n].index('[') + 1}: `{name}` is, through others, an exception to itself"
        for n, name in enumerate(names)
    ]


def test_only_what_lies_on_the_circle_is_named() -> None:
    rules = [BAR, rule("p1", "secret", "f2"), rule("f2", "p1"), rule("p3", "f2"), rule("f4", "p3")]

    found = mistakes_of(a_law, "\n".join(rules))

    assert [problem.split(": ", 1)[1] for problem in found] == [
        "`p1` is, through others, an exception to itself",
        "`f2` is, through others, an exception to itself",
    ]


def test_a_rule_that_excepts_itself_is_refused() -> None:
    found = problems_of(a_law, f"{BAR}\n{rule('p1', 'p1')}")

    assert any("`p1` is, through others, an exception to itself" in problem for problem in found)


@st.composite
def forests(draw: st.DrawFn) -> list[str]:
    """Draw rules that only except earlier ones of the opposite effect, in any order."""
    rules, names = [], ["f0"]
    rules.append(rule("f0"))
    for number in range(1, draw(st.integers(1, 8))):
        forbids = draw(st.booleans())
        opposite = [name for name in names if name[0] == ("p" if forbids else "f")]
        name = f"{'f' if forbids else 'p'}{number}"
        targets = draw(st.lists(st.sampled_from(opposite), unique=True, max_size=3)) if opposite else []
        if forbids or targets:
            rules.append(rule(name, *targets))
            names.append(name)
    return draw(st.permutations(rules))


@settings(max_examples=60, deadline=None)
@given(forests())
def test_rules_without_a_circle_are_linked_with_exceptions_first(rules: list[str]) -> None:
    law = a_law("\n".join(rules))
    (layer,) = law.layers("zz", date(2020, 1, 1))
    order = [one.rule.id for one in layer.provisions]
    links = {one.rule.id: one.rule.exception_to for one in law.provisions["zz"]}

    assert sorted(order) == sorted(links)  # all of it hangs from some prohibition
    assert {top.rule.id for top in layer.prohibitions} == {name for name, above in links.items() if not above}
    for name, above in links.items():
        for target in above:
            assert order.index(name) < order.index(target)


def test_an_exception_to_a_section_reaches_whichever_version_is_in_force() -> None:
    law = a_law(
        {
            HERE: section(BAR, last="2009-12-31"),
            "zz/code/1/2010-01-01.yaml": section(BAR, first="2010-01-01", last="2019-12-31"),
            "zz/code/2/2005-01-01.yaml": section(rule("p1", "zz/code/1/secret"), number="2", first="2005-01-01"),
        }
    )

    def in_force(day: str) -> list[str]:
        return [one.id for one in law.layers("zz", date.fromisoformat(day))[0].provisions]

    assert in_force("2004-12-31") == ["zz/code/1/secret"]
    assert in_force("2005-01-01") == ["zz/code/2/p1", "zz/code/1/secret"]
    assert in_force("2015-01-01") == ["zz/code/2/p1", "zz/code/1/secret"]
    assert in_force("2020-01-01") == []


@st.composite
def webs(draw: st.DrawFn) -> dict[str, set[str]]:
    """Draw rules that except rules of the opposite effect, whichever way, by name with what each excepts."""
    names = ["p0", *(f"{draw(st.sampled_from('pf'))}{n}" for n in range(1, draw(st.integers(1, 7))))]
    opposite = {name: [other for other in names if other[0] != name[0]] for name in names}
    return {
        name: draw(st.sets(st.sampled_from(opposite[name]), max_size=3)) if opposite[name] else set()
        for name in names
    }


@settings(max_examples=60, deadline=None)
@given(webs())
def test_the_rules_that_are_named_are_those_from_which_one_comes_back(web: dict[str, set[str]]) -> None:
    reached = {name: set(found) for name, found in web.items()}
    for middle, start in product(web, web):
        reached[start] |= reached[middle] if middle in reached[start] else set()
    rules = [rule(name, *sorted(found or {"secret"} if name[0] == "p" else found)) for name, found in web.items()]
    expected = [name for name in web if name in reached[name]]

    _, found = gather_law(load_rules(a_folder("\n".join([BAR, *rules]))))

    assert [problem.message.split("`")[1] for problem in found] == expected


@pytest.mark.parametrize("length", [MAX_EXCEPTIONS + 1, 200, 300, 600])
def test_of_a_chain_that_is_too_deep_the_first_rule_beyond_is_told(length: int) -> None:
    chain = chained(length)

    found = problems_of(a_law, {HERE: section(chain["rules"]), "zz/facts.yaml": chain["facts"]})

    place = f"zz/code/1/2000-01-01.yaml:{FIRST_RULE_LINE + MAX_EXCEPTIONS}"
    assert len(found) == 1
    assert found[0].startswith(place)
    assert f"{MAX_EXCEPTIONS} rules stand above `r{MAX_EXCEPTIONS}`, each limited by the next | " in found[0]


def test_depth_is_that_of_the_longest_way_up() -> None:
    chain = chained(MAX_EXCEPTIONS)
    beside = "\n- {id: beside, effect: permit, exception_to: [r0, r30], summary: s}"
    facts = {"zz/facts.yaml": chain["facts"]}
    below = "\n- {id: below, effect: forbid, exception_to: beside, summary: s}"

    a_law(facts | {HERE: section(chain["rules"] + beside)})
    found = problems_of(a_law, facts | {HERE: section(chain["rules"] + beside + below)})

    assert [problem.split("`")[1] for problem in found] == ["below"]
