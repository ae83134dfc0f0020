import pytest

from disclosure_policy.errors import Location, Problem, ProblemsError, RequestError, RuleFileError, suggest
from disclosure_policy.limits import MAX_TOLD
from disclosure_policy.policy import Policy
from tests.helpers.builders import a_request


@pytest.mark.parametrize(
    ("expected", "location"),
    [
        ("a.yaml:3:7", Location("a.yaml", 3, 7)),
        ("request", Location("request")),
    ],
)
def test_a_location_is_shown_as_editors_read_it(expected: str, location: Location) -> None:
    assert expected == str(location)


def test_a_problem_shows_its_help_on_a_line_of_its_own() -> None:
    problem = Problem(Location("a.yaml", 1, 2), "this is wrong", "do it so", code="wrong-type")

    assert str(problem) == "a.yaml:1:2: this is wrong\n  help: do it so"
    assert str(Problem(problem.location, "this is wrong", code="wrong-type")) == "a.yaml:1:2: this is wrong"


def test_problems_are_sorted_by_place_and_told_once() -> None:
    late = Problem(Location("a", 10, 1), "late", code="c")
    early = Problem(Location("a", 9, 1), "early", "with help", code="c")
    same_place = Problem(Location("a", 9, 1), "also early", code="c")
    other_file = Problem(Location("b", 1, 1), "other", code="c")

    error = RuleFileError([other_file, late, early, same_place, early])

    assert error.problems == (same_place, early, late, other_file)
    assert str(error).splitlines()[0] == "a:9:1: also early"
    assert isinstance(error, ProblemsError)


def test_problems_that_differ_only_in_having_help_can_be_sorted() -> None:
    place = Location("a", 1, 1)

    assert len(ProblemsError([Problem(place, "x", code="c"), Problem(place, "x", "help", code="c")]).problems) == 2


@pytest.mark.parametrize(
    ("expected", "word", "known"),
    [
        ("did you mean `purpose`?", "purpse", ["item", "purpose"]),
        (None, "zzz", ["item", "purpose"]),
        (None, "item", []),
    ],
)
def test_the_nearest_known_word_is_suggested(expected: str | None, word: str, known: list[str]) -> None:
    assert expected == suggest(word, known)


def test_the_order_of_the_known_words_does_not_matter() -> None:
    assert suggest("aaax", ["aaab", "aaac"]) == suggest("aaax", ["aaac", "aaab"])


def test_of_very_many_mistakes_the_first_are_told_and_that_there_are_more(zedland: Policy) -> None:
    asked = a_request(**{f"x{number}": 1 for number in range(5_000)})
    items = a_request(items=[f"x{number}" for number in range(900)])

    for request in (asked, items):
        with pytest.raises(RequestError, match="there are more mistakes than these") as refused:
            zedland.decide(request)
        assert len(refused.value.problems) == MAX_TOLD
        assert len(str(refused.value)) < MAX_TOLD * 500
