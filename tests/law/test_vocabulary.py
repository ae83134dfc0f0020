from collections.abc import Iterator
from itertools import combinations, pairwise
from operator import attrgetter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from disclosure_policy.law.vocabulary import Scheme, Statement, merged
from disclosure_policy.rule_files.term import Exclusion, Term
from disclosure_policy.truth import Truth


def scheme(**broader: str) -> Scheme:
    """Return a scheme from terms and, in words, what each falls under."""
    return Scheme("s", {term: Term(label=term, broader=tuple(above.split())) for term, above in broader.items()})


ANIMALS = Scheme(
    "s",
    scheme(animal="", pet="", plant="", cat="animal pet", dog="animal pet", wolf="animal", kitten="cat").terms,
    {"animal": {"plant": "it moves"}, "plant": {"animal": "it moves"}, "cat": {"dog": "no"}, "dog": {"cat": "no"}},
)


@st.composite
def hierarchies(draw: st.DrawFn) -> Scheme:
    """Draw a poly-hierarchy: each term falls under any of those before it, then all are shuffled."""
    names = [f"t{n}" for n in range(draw(st.integers(1, 8)))]
    broader = {
        name: draw(st.lists(st.sampled_from(names[:index]), unique=True, max_size=3)) if index else []
        for index, name in enumerate(names)
    }
    order = draw(st.permutations(names))
    return Scheme("s", {name: Term(label=name, broader=tuple(broader[name])) for name in order})


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Draw a hierarchy some terms of which exclude each other, so that none becomes impossible."""
    found = draw(hierarchies())
    exclusive: dict[str, dict[str, str]] = {}
    for one, other in draw(st.lists(st.tuples(*[st.sampled_from(sorted(found.terms))] * 2), max_size=4)):
        if found.narrower[one].isdisjoint(found.narrower[other]):
            exclusive.setdefault(one, {})[other] = exclusive.setdefault(other, {})[one] = "so it is"
    return Scheme("s", found.terms, exclusive)


@st.composite
def statements(draw: st.DrawFn, found: Scheme) -> Statement:
    """Draw something that can be said without contradiction, of a list that may be whole."""
    terms = st.lists(st.sampled_from(sorted(found.terms)), unique=True, max_size=3)
    has, whole = tuple(draw(terms)), draw(st.booleans())
    said = Statement(has, () if whole else tuple(draw(terms)), whole)
    assume(found.contradiction(said) is None)
    return said


def _above(found: Scheme, term: str) -> set[str]:
    return {term}.union(*(_above(found, parent) for parent in found.terms[term].broader))


def _worlds(found: Scheme) -> Iterator[frozenset[str]]:
    """Yield every set of terms that can be true together: with each, all that it falls under, and no two excluded."""
    for size in range(len(found.terms) + 1):
        for chosen in combinations(found.terms, size):
            world = frozenset(chosen)
            upwards = all(_above(found, term) <= world for term in world)
            if upwards and not any(other in world for term in world for other in found.exclusive.get(term, ())):
                yield world


def _agrees(found: Scheme, world: frozenset[str], said: Statement) -> bool:
    """Say whether a statement holds in a world; with a whole list, all that is true has to do with what is on it."""
    below = {other for term in said.has for other in found.terms if term in _above(found, other)}
    accounted = {above for term in below for above in _above(found, term)}
    return world.issuperset(said.has) and world.isdisjoint(said.lacks) and (not said.whole or world <= accounted)


@pytest.mark.parametrize(
    ("expected", "said", "term"),
    [
        (True, Statement(("cat",)), "cat"),
        (True, Statement(("cat",)), "animal"),
        (True, Statement(("cat",)), "pet"),
        (True, Statement(("kitten",)), "animal"),
        (None, Statement(("cat",)), "kitten"),
        (False, Statement(("cat",)), "dog"),
        (None, Statement(("cat",)), "wolf"),  # nothing says that nothing is both
        (False, Statement(("cat",)), "plant"),
        (False, Statement(("plant",)), "kitten"),  # with what it falls under
        (None, Statement(("plant",)), "pet"),
        (None, Statement(("animal",)), "pet"),
        (False, Statement(lacks=("cat",)), "kitten"),
        (None, Statement(lacks=("cat",)), "animal"),
        (None, Statement(lacks=("kitten",)), "cat"),
        (True, Statement(("animal",), ("pet",)), "animal"),
        (False, Statement(("animal",), ("pet",)), "dog"),
        (False, Statement(("cat",), whole=True), "wolf"),
        (None, Statement(("cat",), whole=True), "kitten"),
        (None, Statement(("animal",), whole=True), "pet"),  # a cat would be both
        (False, Statement(("pet",), whole=True), "wolf"),
        (False, Statement(whole=True), "cat"),
        (None, Statement(), "cat"),
    ],
)
def test_a_statement_settles_what_it_must_and_no_more(expected: Truth, said: Statement, term: str) -> None:
    assert expected is ANIMALS.truth(said, term)


@given(hierarchies())
def test_broader_and_narrower_are_the_closure_of_what_is_written(found: Scheme) -> None:
    assert found.broader == {term: _above(found, term) for term in found.terms}
    assert found.narrower == {
        term: {other for other in found.terms if term in _above(found, other)} for term in found.terms
    }


@given(schemes().flatmap(lambda found: st.tuples(st.just(found), statements(found))))
def test_what_is_said_settles_nothing_that_is_otherwise_in_a_world_it_agrees_with(
    case: tuple[Scheme, Statement],
) -> None:
    found, said = case
    worlds = [world for world in _worlds(found) if _agrees(found, world, said)]

    assert worlds
    for term in found.terms:
        settled = found.truth(said, term)
        assert settled is None or all((term in world) is settled for world in worlds)


@given(schemes().flatmap(lambda found: st.tuples(st.just(found), statements(found))))
def test_what_a_statement_leaves_open_can_come_out_either_way(case: tuple[Scheme, Statement]) -> None:
    found, said = case
    assume(not said.whole)
    worlds = [world for world in _worlds(found) if _agrees(found, world, said)]

    for term in found.terms:
        if found.truth(said, term) is None:
            assert {term in world for world in worlds} == {True, False}


@given(schemes().flatmap(lambda found: st.tuples(st.just(found), statements(found), statements(found))))
def test_what_is_said_besides_never_reverses_an_answer(case: tuple[Scheme, Statement, Statement]) -> None:
    found, said, more = case
    both = Statement(said.has + more.has, said.lacks + more.lacks)
    assume(not said.whole and found.contradiction(both) is None)

    for term in found.terms:
        before, after = found.truth(said, term), found.truth(both, term)
        assert before is None or before is after


@given(schemes(), st.data())
def test_refining_a_statement_never_reverses_an_answer(found: Scheme, data: st.DataObject) -> None:
    said = data.draw(statements(found))
    finer = Statement(
        tuple(data.draw(st.sampled_from(sorted(found.narrower[term]))) for term in said.has), said.lacks, said.whole
    )
    assume(found.contradiction(finer) is None)

    for term in found.terms:
        before, after = found.truth(said, term), found.truth(finer, term)
        assert before is None or before is after


@given(schemes().flatmap(lambda found: st.tuples(st.just(found), statements(found))))
def test_terms_that_nothing_connects_with_what_is_said_change_nothing(case: tuple[Scheme, Statement]) -> None:
    found, said = case
    more = {f"n{n}": Term(label="new", broader=(term,) if n % 2 else ()) for n, term in enumerate(found.terms)}
    larger = Scheme("s", {**more, **found.terms}, found.exclusive)

    assert {term: larger.truth(said, term) for term in found.terms} == {
        term: found.truth(said, term) for term in found.terms
    }


@given(schemes(), st.data())
def test_a_statement_contradicts_itself_exactly_where_no_world_agrees(found: Scheme, data: st.DataObject) -> None:
    terms = st.lists(st.sampled_from(sorted(found.terms)), unique=True, max_size=3)
    said = Statement(tuple(data.draw(terms)), tuple(data.draw(terms)))

    contradicted = found.contradiction(said) is not None

    assert contradicted is not any(_agrees(found, world, said) for world in _worlds(found))


@given(hierarchies(), st.data())
def test_a_term_is_impossible_where_it_falls_under_terms_that_exclude_each_other(
    found: Scheme, data: st.DataObject
) -> None:
    one, other = (data.draw(st.sampled_from(sorted(found.terms))) for _ in range(2))
    excluding = Scheme("s", found.terms, {one: {other: "so it is"}, other: {one: "so it is"}})

    assert excluding.impossible == found.narrower[one] & found.narrower[other]


def test_a_contradiction_is_told_with_the_reason_that_the_vocabulary_gives() -> None:
    assert ANIMALS.contradiction(Statement(("kitten", "plant"))) == ("kitten", "plant")
    assert ANIMALS.reason("kitten", "plant") == "it moves"
    assert ANIMALS.contradiction(Statement(("kitten",), ("pet",))) == ("kitten", "pet")
    assert ANIMALS.reason("kitten", "pet") is None


@given(hierarchies())
def test_a_hierarchy_has_no_cycle(found: Scheme) -> None:
    assert found.cycle(attrgetter("broader")) is None


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a"}, scheme(a="a")),
        ({"a", "b"}, scheme(a="b", b="a")),
        ({"b", "c", "d"}, scheme(a="b", b="c", c="d", d="b")),
        ({"c", "d"}, scheme(x="", a="x c", c="x d", d="c")),
    ],
)
def test_a_circle_of_terms_is_found(expected: set[str], found: Scheme) -> None:
    circle = found.cycle(attrgetter("broader"))

    assert circle is not None
    assert circle[0] == circle[-1]
    assert expected == set(circle)


@given(hierarchies(), st.data())
def test_a_term_put_under_one_of_its_own_makes_a_circle(found: Scheme, data: st.DataObject) -> None:
    top = data.draw(st.sampled_from(sorted(found.terms)))
    low = data.draw(st.sampled_from(sorted(found.narrower[top])))
    terms = dict(found.terms) | {top: Term(label=top, broader=(*found.terms[top].broader, low))}

    circle = Scheme("s", terms).cycle(attrgetter("broader"))

    assert circle is not None
    for term, parent in pairwise(circle):
        assert parent in terms[term].broader


@pytest.mark.parametrize("step", [1, -1])
def test_a_chain_as_long_as_a_vocabulary_can_be_needs_no_recursion(step: int) -> None:
    numbers = range(2_000)
    chain = {f"t{n}": Term(label="t", broader=(f"t{n + step}",) if n + step in numbers else ()) for n in numbers}
    ring = {f"t{n}": Term(label="t", broader=(f"t{(n + step) % 2_000}",)) for n in numbers}
    ends = ("t0", "t1999")[::step]

    assert Scheme("s", chain).cycle(attrgetter("broader")) is None
    assert len(Scheme("s", chain).broader[ends[0]]) == 2_000
    assert len(Scheme("s", ring).cycle(attrgetter("broader")) or ()) == 2_001


def test_a_lower_layer_adds_terms_and_schemes() -> None:
    above = {"s": {"a": Term(label="a")}, "only_above": {"x": Term(label="x")}}
    below = {"s": {"b": Term(label="b", broader=("a",))}, "only_below": {"y": Term(label="y")}}

    found = merged([above, below])

    assert set(found) == {"s", "only_above", "only_below"}
    assert found["s"].truth(Statement(("b",)), "a") is True
    assert found["only_below"].name == "only_below"
    assert set(above["s"]) == {"a"}


def test_a_term_that_is_short_for_others_is_stated_with_them() -> None:
    short = Scheme(
        "s",
        {
            "all": Term(label="all", stands_for=("one", "two")),
            "one": Term(label="one"),
            "two": Term(label="two"),
            "three": Term(label="three"),
        },
    )

    assert short.spelled_out(["all"]) == ("one", "two")
    assert short.spelled_out(["two", "all", "three"]) == ("two", "one", "three")
    assert short.spelled_out([]) == ()
    whole = Statement(short.spelled_out(["all"]), whole=True)
    assert [short.truth(whole, term) for term in ("one", "two", "three")] == [True, True, False]


def test_a_lower_layer_puts_a_term_above_one_that_is_there_and_says_what_excludes_what() -> None:
    above = {"s": {"a": Term(label="a"), "b": Term(label="b"), "c": Term(label="c", broader=("b",))}}
    below = {"s": {"own": Term(label="own", narrower=("a", "nowhere"))}}
    exclusions = [{}, {"s": [Exclusion(terms=("own",), against=("b", "nowhere"), because="so it is")], "t": []}]

    found = merged([above, below], exclusions)["s"]

    assert found.truth(Statement(("a",)), "own") is True
    assert found.truth(Statement(("a",)), "c") is False
    assert found.reason("c", "a") == found.reason("a", "c") == "so it is"
    assert merged([above])["s"].truth(Statement(("a",)), "c") is None
    assert above["s"]["a"].broader == ()


def test_several_terms_exclude_each_other_or_each_what_they_are_set_against() -> None:
    assert set(Exclusion(terms=("a", "b", "c"), because="x").pairs) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert set(Exclusion(terms=("a", "b"), against=("c",), because="x").pairs) == {("a", "c"), ("b", "c")}
