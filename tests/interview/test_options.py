from __future__ import annotations

from disclosure_policy.interview.options import ROOM, joined, options, others
from disclosure_policy.law.vocabulary import Scheme
from disclosure_policy.rule_files.term import Term


def a_scheme(**broader: list[str]) -> Scheme:
    return Scheme("s", {name: Term(label=name, broader=tuple(above)) for name, above in broader.items()})


SMALL = a_scheme(law=[], crime=["law"], theft=["crime"], tax=["law"], news=[])


def shown(scheme: Scheme, *matter: str, above: str | None = None) -> dict[str, tuple[str, ...]]:
    return {option.term: option.under for option in options(scheme, matter, above)}


def test_terms_that_matter_are_offered_with_what_they_fall_under() -> None:
    assert shown(SMALL, "theft") == {"law": (), "crime": ("law",), "theft": ("law", "crime")}
    assert shown(SMALL, "news") == {"news": ()}


def test_the_others_are_those_of_which_nothing_is_offered() -> None:
    assert [option.term for option in others(SMALL, ["news"])] == ["law", "crime", "theft", "tax"]
    assert [option.term for option in others(SMALL, ["law"])] == ["news"]


def test_under_a_broad_term_only_what_says_more_is_offered() -> None:
    assert shown(SMALL, "theft", above="law") == {"crime": (), "theft": ("crime",)}  # taxes may be theft too
    assert shown(SMALL, "theft", above="theft") == {}
    assert shown(SMALL, "news", above="law") == {}


def test_narrower_terms_wait_if_there_is_no_room() -> None:
    many = {f"kind{number}": ["one"] for number in range(ROOM)}
    scheme = a_scheme(one=[], two=[], small=["two"], **many)

    assert shown(scheme, *many, "small") == {"one": (), "two": (), "small": ("two",)}
    assert set(shown(scheme, *many, above="one")) == set(many)


def test_a_term_short_for_others_is_offered_where_they_all_are() -> None:
    terms = {"a": Term(label="a"), "b": Term(label="b"), "both": Term(label="both", stands_for=("a", "b"))}
    scheme = Scheme("s", terms)

    assert list(shown(scheme, "a", "b")) == ["both", "a", "b"]
    assert list(shown(scheme, "a")) == ["a"]


def test_options_joined_stand_in_the_order_of_the_vocabulary() -> None:
    together = joined(SMALL, options(SMALL, ["news"]), others(SMALL, ["news"]))

    assert [option.term for option in together] == ["law", "crime", "theft", "tax", "news"]


def test_an_option_says_whether_a_narrower_choice_follows() -> None:
    many = a_scheme(law=[], news=[], **{f"law{number}": ["law"] for number in range(ROOM)})

    more = {option.term: option.more for option in options(many, [*many.terms])}
    small = {option.more for option in options(SMALL, ["theft"])}

    assert (more["law"], more["news"], small) == (True, False, {False})
