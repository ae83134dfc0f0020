from itertools import pairwise, product
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_policy.law.vocabulary import Scheme, merged
from disclosure_policy.rule_files.term import Term
from disclosure_policy.truth import Truth


def scheme(**broader: str) -> Scheme:
    """Return a scheme from terms and, in words, what each falls under."""
    return Scheme("s", {term: Term(label=term, broader=tuple(above.split())) for term, above in broader.items()})


ANIMALS = scheme(animal="", pet="", plant="", cat="animal pet", dog="animal pet", wolf="animal", kitten="cat")


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


def _above(found: Scheme, term: str) -> set[str]:
    return {term}.union(*(_above(found, parent) for parent in found.terms[term].broader))


@pytest.mark.parametrize(
    ("expected", "stated", "term"),
    [
        (True, ["cat"], "cat"),
        (True, ["cat"], "animal"),
        (True, ["cat"], "pet"),
        (True, ["kitten"], "animal"),
        (None, ["cat"], "kitten"),
        (False, ["cat"], "dog"),
        (False, ["cat"], "wolf"),
        (False, ["cat"], "plant"),
        (None, ["animal"], "pet"),  # a cat would be both
        (None, ["animal"], "kitten"),
        (None, ["pet"], "animal"),
        (None, ["pet"], "dog"),
        (False, ["pet"], "wolf"),
        (True, ["plant", "cat"], "plant"),
        (True, ["plant", "cat"], "pet"),
        (None, ["plant", "cat"], "kitten"),
        (False, ["plant", "cat"], "wolf"),
        (False, [], "cat"),
        (None, None, "cat"),
    ],
)
def test_a_stated_term_settles_what_it_must_and_no_more(expected: Truth, stated: list[str] | None, term: str) -> None:
    assert expected is ANIMALS.truth(stated, term)


@given(hierarchies())
def test_broader_and_narrower_are_the_closure_of_what_is_written(found: Scheme) -> None:
    assert found.broader == {term: _above(found, term) for term in found.terms}
    assert found.narrower == {
        term: {other for other in found.terms if term in _above(found, other)} for term in found.terms
    }


@given(hierarchies(), st.data())
def test_a_stated_term_makes_itself_and_everything_broader_true(found: Scheme, data: st.DataObject) -> None:
    stated = data.draw(st.sampled_from(sorted(found.terms)))

    assert {term for term in found.terms if found.truth([stated], term)} == _above(found, stated)


@given(hierarchies(), st.data())
def test_a_term_is_false_exactly_where_nothing_falls_under_both(found: Scheme, data: st.DataObject) -> None:
    stated = data.draw(st.sampled_from(sorted(found.terms)))
    false = {term for term in found.terms if found.truth([stated], term) is False}

    assert false == {
        term for term in found.terms if not any({stated, term} <= _above(found, both) for both in found.terms)
    }


@given(hierarchies(), st.data())
def test_refining_a_statement_never_reverses_an_answer(found: Scheme, data: st.DataObject) -> None:
    stated = data.draw(st.lists(st.sampled_from(sorted(found.terms)), min_size=1, max_size=3))
    refined = [data.draw(st.sampled_from(sorted(found.narrower[term]))) for term in stated]

    for term in found.terms:
        before, after = found.truth(stated, term), found.truth(refined, term)
        assert before is None or before is after


@given(hierarchies(), st.data())
def test_an_answer_holds_of_every_most_narrow_reading(found: Scheme, data: st.DataObject) -> None:
    stated = data.draw(st.lists(st.sampled_from(sorted(found.terms)), min_size=1, max_size=2))
    readings = list(product(*(found.narrower[term] for term in stated)))

    seen = {term: {found.truth(reading, term) for reading in readings} for term in found.terms}
    for term in found.terms:
        if (expected := found.truth(stated, term)) is not None:
            assert seen[term] <= {expected}


@given(hierarchies())
def test_an_unstated_fact_leaves_every_term_unknown_and_an_empty_one_makes_all_false(found: Scheme) -> None:
    assert {found.truth(None, term) for term in found.terms} == {None}
    assert {found.truth((), term) for term in found.terms} == {False}


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
    assert found["s"].truth(["b"], "a") is True
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
    assert [short.truth(short.spelled_out(["all"]), term) for term in ("one", "two", "three")] == [True, True, False]
    assert short.truth(["one", "two"], "all") is False
