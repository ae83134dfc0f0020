"""What is found impossible is impossible, and what is possible is found."""

from datetime import date
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.conditions.expression import And, Constant, Expression, FactReference, Not, Or, truth
from disclosure_policy.deciding.facts import Facts
from disclosure_policy.law.vocabulary import Scheme, Statement
from disclosure_policy.loading.condition_parser import Parser, kinds_of
from disclosure_policy.proving.possible_values import Possibilities
from disclosure_policy.rule_files.period import EffectivePeriod
from disclosure_policy.rule_files.term import Term

SCHEME = Scheme(
    "purpose",
    {
        "investigation": Term(label="i"),
        "theft": Term(label="t", broader=("investigation",)),
        "news": Term(label="n"),
        "both": Term(label="b", broader=("investigation", "news")),
        "short": Term(label="s", stands_for=("theft", "news")),
    },
    {"theft": {"news": "so it is"}, "news": {"theft": "so it is"}},
)
SCHEMES = {"purpose": SCHEME, "types": SCHEME}
TERMS = [name for name, term in SCHEME.terms.items() if not term.stands_for]
FOREVER = EffectivePeriod(first=date(2010, 1, 1))
YEAR = EffectivePeriod(first=date(2020, 1, 1), last=date(2020, 12, 31))
PARSER = Parser(
    kinds_of(
        {"a": "boolean", "b": "boolean", "n": "number", "day": "date", "as_of": "date"},
        dict.fromkeys(SCHEMES, TERMS),
    )
)


def never(*texts: str, period: EffectivePeriod = FOREVER) -> bool:
    return Possibilities(SCHEMES, period).never(*map(PARSER.parse, texts))


def always(text: str, period: EffectivePeriod = FOREVER) -> bool:
    return never(f"not ({text})", period=period)


@pytest.mark.parametrize(
    "texts",
    [
        ("a and not a",),
        ("a", "not a"),
        ("a or b", "not a", "not b"),
        ("purpose.news and purpose.investigation and purpose.theft",),
        ("purpose.theft", "purpose.both"),
        ("purpose.theft", "not purpose.investigation"),
        ("types.theft", "not types.investigation"),
        ("types.theft", "types.news"),
        ("n < 3", "n > 5"),
        ("n == 3 and n in [1, 2]",),
        ('day < d"2020-01-01" and day > d"2020-06-01"',),
        ("false",),
        ("1 > 2",),
        ("3 < n and n < 4",),
    ],
)
def test_what_cannot_be_true_together_is_found(texts: tuple[str, ...]) -> None:
    assert never(*texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("a", "b"),
        ("purpose.news and purpose.investigation",),  # both is both
        ("types.investigation and types.news",),  # a list can hold the two
        ("not types.investigation", "not types.news"),  # an empty list
        ("n > 3", "n < 5"),
        ("n >= 3 and n <= 3",),
        ("day < as_of", "day > as_of"),  # compared with each other: not looked into
        ("true",),
        (),
    ],
)
def test_what_may_be_true_together_is_not(texts: tuple[str, ...]) -> None:
    assert not never(*texts)


def test_a_condition_on_the_day_is_seen_in_the_light_of_the_days_in_force() -> None:
    assert always('as_of >= d"2020-01-01"', YEAR)
    assert not always('as_of >= d"2020-01-02"', YEAR)
    assert never('as_of > d"2020-12-31"', period=YEAR)
    assert not never('as_of > d"2020-12-31"')
    assert never('as_of < d"2010-01-01"')


def test_terms_that_are_read_of_different_facts_have_nothing_to_do_with_each_other() -> None:
    assert not never("purpose.news", "not types.news")


def test_where_there_are_too_many_ways_to_try_nothing_is_found() -> None:
    names = [f"t{n}" for n in range(14)]
    many = Scheme("types", {name: Term(label=name) for name in names})
    parser = Parser(kinds_of({"a": "boolean"}, {"types": names}))
    possible = Possibilities({"types": many}, FOREVER)
    text = " or ".join(f"types.{name}" for name in names)

    assert possible.of(parser.parse(text)) is None
    assert not possible.never(parser.parse(f"({text}) and not ({text})"))


LEAVES = st.sampled_from(
    [
        FactReference("a", "boolean"),
        FactReference("b", "boolean"),
        Constant(value=True, kind="boolean"),
        *(FactReference(f"{path}.{term}", "boolean") for path in SCHEMES for term in TERMS),
    ]
)
CONDITIONS: st.SearchStrategy[Expression] = st.recursive(
    LEAVES,
    lambda inside: st.one_of(
        inside.map(Not),
        st.tuples(inside, inside).map(And),
        st.tuples(inside, inside).map(Or),
    ),
    max_leaves=6,
)


def every_statement() -> list[Facts]:
    """Return facts for all that can be said of two coded facts, once for each way that their terms come out."""
    lists = [*chain.from_iterable(combinations(TERMS, size) for size in range(len(TERMS) + 1))]
    said = [Statement(has, lacks) for has, lacks in product(lists, lists)]
    possible = [one for one in said if not SCHEME.contradiction(one)]
    ways = {tuple(SCHEME.truth(one, term) for term in TERMS): one for one in possible}.values()
    return [
        Facts({"a": a, "b": b}, {"purpose": purpose, "types": types}, SCHEMES)
        for a, b, purpose, types in product((True, False), (True, False), ways, ways)
    ]


EVERY = every_statement()


@given(conditions=st.lists(CONDITIONS, min_size=1, max_size=3))
@settings(max_examples=80, deadline=None)
def test_possible_values_are_those_that_the_engine_gives_for_some_statement(conditions: list[Expression]) -> None:
    engine = {tuple(truth(condition, facts.value) for condition in conditions) for facts in EVERY}
    possible = Possibilities(SCHEMES, FOREVER)

    definite = {row for row in engine if None not in row}
    found = possible.of(*conditions)
    assert found is not None
    assert definite <= found <= engine | {row for row in found if None in row}
    assert possible.never(*conditions) == ((True,) * len(conditions) not in engine)
