from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from disclosure_policy.cli import main
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.policy import load
from tests.helpers.builders import ZEDLAND

RULES = ZEDLAND


def interviewed(*lines: str, save: Path | None = None) -> Result:
    options = ["--save", str(save)] if save else []
    arguments = ["interview", "zz", "--rules", str(RULES), "--as-of", "2020-06-01", *options]
    return CliRunner().invoke(main, arguments, input="".join(f"{line}\n" for line in lines))


def test_it_begins_with_the_place_the_day_and_what_can_be_answered() -> None:
    shown = interviewed("quit").output

    assert shown.startswith("Zedland (zz), the law of 2020-06-01\n")
    assert "? why it is asked · unknown · back · quit" in shown
    assert "1. " in shown


def test_a_question_mark_tells_why_it_is_asked() -> None:
    shown = interviewed("?", "quit").output

    assert "It is asked because of:" in shown
    assert "ZC" in shown
    assert "Who can say: " in shown


def test_a_question_mark_leaves_the_question_and_its_options_in_sight() -> None:
    question = interviewed("quit").output.partition("1. ")[2].partition(" > ")[0]

    shown = interviewed("?", "quit").output

    assert shown.count(f"1. {question}") == 2
    assert shown.rpartition("Who can say: ")[2].count(f"1. {question}") == 1


def test_a_question_mark_with_a_number_tells_what_an_option_means() -> None:
    arguments = ["interview", "us-nm", "--as-of", "2019-08-02"]
    first = CliRunner().invoke(main, arguments, input="quit\n").output
    number = next(line.split()[0] for line in first.splitlines() if line.endswith(" a claimant"))

    shown = CliRunner().invoke(main, arguments, input=f"? {number}\n? 99\nquit\n").output

    assert "a claimant: " in shown
    assert "there is no 99 among the options" in shown


def test_the_words_shown_are_an_answer() -> None:
    assert "2. " in interviewed("the police", "quit").output


def test_an_exact_label_is_chosen_though_it_is_not_shown_and_others_have_its_words() -> None:
    lines = ["a federal immigration enforcement agency", "quit"]
    shown = CliRunner().invoke(main, ["interview", "us-nm", "--as-of", "2019-08-02"], input="\n".join(lines)).output

    assert "2. For what purpose" in shown
    assert "which of these" not in shown


def test_somebody_else_may_be_said_to_disclose() -> None:
    def begun(term: str) -> Result:
        return CliRunner().invoke(main, ["interview", "us-nm", "--discloser", term], input="quit\n")

    assert "1. " in begun("recipient_of_disclosed_information").output
    assert "there is no term `nobody`; the terms are " in begun("nobody").output


def test_a_wrong_answer_is_quoted_as_it_was_given() -> None:
    assert "`the polite ones` is none of the options" in interviewed("the polite ones", "quit").output
    assert "`polite` is none of the options" in interviewed("1, polite", "quit").output


def test_an_immigration_officer_finds_the_agency_behind_a_broader_choice() -> None:
    lines = ["a federal official or agency", "a federal immigration enforcement agency", "quit"]

    shown = CliRunner().invoke(main, ["interview", "us-nm", "--as-of", "2019-08-02"], input="\n".join(lines)).output

    assert "a federal official or agency …" in shown
    assert "a narrower choice follows" in shown
    assert "3. For what purpose" in shown


def test_going_back_asks_the_question_before_again() -> None:
    first = interviewed("quit").output.split("1. ")[1].splitlines()[0]

    shown = interviewed("unknown", "back", "quit").output

    assert shown.count(f"1. {first}") == 2


def test_what_is_unknown_is_left_open_and_the_next_question_comes() -> None:
    shown = interviewed("police", "unknown", "quit").output

    assert "3. " in shown
    assert "Ended after 2 questions." in shown


def test_what_was_unknown_is_recalled_at_the_end() -> None:
    shown = interviewed("unknown", "unknown").output

    assert "Settled after 2 questions, unless what is unknown becomes known." in shown


def test_what_cannot_be_understood_is_asked_again() -> None:
    shown = interviewed("99", "nonsense", "quit").output

    assert "there is no 99 among the options" in shown
    assert "`nonsense` is none of the options" in shown
    assert shown.count("1. What is the recipient?") == 1
    assert shown.count(" > ") == 3


def test_the_end_of_the_input_ends_the_interview() -> None:
    result = interviewed()

    assert "Ended after 0 questions." in result.output
    assert result.exit_code == 3


def _answers() -> list[str]:
    """Answer as the police do that may have a name, whatever the order of the questions."""
    known = {
        "What is the recipient?": "police",
        "For what purpose": "theft_investigation",
        "What information": "name",
        "Would the disclosure harm": "no",
    }
    given: list[str] = []
    while "Settled" not in (shown := interviewed(*given, "quit").output):
        asked = shown.rpartition(f"{shown.count(' > ') - 3 * given.count('no')}. ")[2]
        said = next((answer for question, answer in known.items() if question in asked), "unknown")
        given += [said, "the head", "", "no harm"] if said == "no" else [said]
        assert len(given) < 40
    return given


def test_it_ends_when_the_verdict_is_settled_prints_the_decision_and_saves_the_request(tmp_path: Path) -> None:
    file = tmp_path / "request.yaml"
    result = interviewed(*_answers(), save=file)

    assert result.exit_code == 0, result.output
    assert "Settled after" in result.output
    assert "ALLOW (permitted)" in result.output
    assert result.output.endswith(f"The request is in {file}.\n")
    saved = read(file.read_bytes(), file.name)
    assert load(RULES).decide_document(saved).allowed
    assert saved.value["as_of"] == "2020-06-01"


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "request.yaml"
    file.write_text("mine", encoding="utf-8")

    result = interviewed("quit", save=file)

    assert (result.exit_code, file.read_text(encoding="utf-8")) == (2, "mine")


def test_an_unknown_jurisdiction_is_told_without_a_trace() -> None:
    result = CliRunner().invoke(main, ["interview", "zy", "--rules", str(RULES)])

    assert result.exit_code == 1
    assert "there is no jurisdiction `zy`" in result.output


@pytest.mark.parametrize("line", ["1 2 3 4 5 6 7", "-1", "true", "{}", "\\", "é"])
def test_no_answer_makes_a_trace(line: str) -> None:
    result = interviewed(line, line, line, "quit")

    assert isinstance(result.exception, SystemExit)


def test_a_word_finds_the_terms_that_have_it_whether_offered_or_not() -> None:
    words = "ICE\n1\nquit\n"

    shown = CliRunner().invoke(main, ["interview", "us-nm", "--as-of", "2019-08-02"], input=words).output

    assert "With `ice`:\n    1  a federal immigration enforcement agency" in shown
    assert "To   a federal immigration enforcement agency" in shown


def test_a_word_that_finds_too_much_asks_for_another() -> None:
    shown = CliRunner().invoke(main, ["interview", "us-nm", "--as-of", "2019-08-02"], input="a\nquit\n").output

    assert "choices have `a` in them: add another word" in shown


def test_of_what_a_word_found_one_may_say_unknown_too() -> None:
    words = "ICE\nunknown\nquit\n"

    shown = CliRunner().invoke(main, ["interview", "us-nm", "--as-of", "2019-08-02"], input=words).output

    assert "none of the options" not in shown
    assert "To   not stated" in shown
