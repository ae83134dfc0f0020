from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from disclosure_policy.rule_files.jurisdiction import Jurisdiction, Paragraph, pinpoint
from disclosure_policy.rule_files.period import EffectivePeriod
from disclosure_policy.rule_files.statute_digest import text_digest

DAYS = st.dates(date(2000, 1, 1), date(2000, 1, 12))
PARAGRAPHS = st.lists(st.from_regex(r"\([A-Za-z0-9]{1,3}\)", fullmatch=True), max_size=4).map("".join)


@st.composite
def periods(draw: st.DrawFn) -> EffectivePeriod:
    first, last = draw(DAYS), draw(st.none() | DAYS)
    return EffectivePeriod(first=first, last=None if last is None else max(first, last))


@pytest.mark.parametrize(
    ("expected", "day"),
    [
        (False, date(2019, 12, 31)),
        (True, date(2020, 1, 1)),
        (True, date(2020, 12, 31)),
        (False, date(2021, 1, 1)),
    ],
)
def test_both_ends_of_a_period_are_in_force(expected: bool, day: date) -> None:
    period = EffectivePeriod(first=date(2020, 1, 1), last=date(2020, 12, 31))

    assert expected is period.covers(day)


def test_a_period_without_an_end_goes_on() -> None:
    period = EffectivePeriod(first=date(2020, 1, 1))

    assert period.covers(date.max)
    assert not period.covers(date(2019, 12, 31))


@given(periods(), periods())
def test_periods_overlap_where_some_day_is_in_both(one: EffectivePeriod, other: EffectivePeriod) -> None:
    days = [date(1999, 12, 1) + timedelta(n) for n in range(80)]
    shared = any(one.covers(day) and other.covers(day) for day in days)

    assert shared is one.overlaps(other)
    assert shared is other.overlaps(one)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError, match="ends on 2019-12-31, before it begins on 2020-01-01"):
        EffectivePeriod(first=date(2020, 1, 1), last=date(2019, 12, 31))


@pytest.mark.parametrize("text", ["(a)", "(d)(2)(i)", "(A)(10)"])
def test_a_paragraph_is_letters_and_digits_in_brackets(text: str) -> None:
    assert text == TypeAdapter(Paragraph).validate_python(text)


@pytest.mark.parametrize("text", ["", "a", "(a", "(a) (b)", "()", "(a)x", "(ä)"])
def test_anything_else_is_no_paragraph(text: str) -> None:
    with pytest.raises(ValidationError, match="is no paragraph"):
        TypeAdapter(Paragraph).validate_python(text)


@pytest.mark.parametrize(
    ("expected", "template", "citation", "paragraph"),
    [
        ("20 ZC 603.5(d)(2)", "{title} ZC {section}{paragraph}", "20 ZC 603.5", "(d)(2)"),
        ("20 ZC 603.5", "{title} ZC {section}{paragraph}", "20 ZC 603.5", ""),
        ("20 ZC 603.5(d)(2)", "{title} ZC {section}{paragraph}", "20 ZC 603.5(d)", "(2)"),
        ("ZA Code § 51-1-32(A)", "ZA Code § {section}{paragraph}", "ZA Code § 51-1-32", "(A)"),
        ("12 ZR 345", "{volume} ZR {page}", "12 ZR 345", ""),
        ("Act 5, § 3(a) of 2025", "Act {act}, § {section}{paragraph} of {year}", "Act 5, § 3 of 2025", "(a)"),
        (None, "{volume} ZR {page}", "12 ZR 345", "(a)"),
        (None, "{title} ZC {section}{paragraph}", "20 XX 603.5", ""),
        (None, "{title} ZC {section}{paragraph}", "20 ZC 603.5 note", ""),
        (None, "{title} ZC {section}{paragraph}", "20 ZC ", ""),
        (None, "A.C. {section}", "ABC 5", ""),
    ],
)
def test_a_paragraph_is_put_in_its_place_in_a_citation(
    expected: str | None, template: str, citation: str, paragraph: str
) -> None:
    assert expected == pinpoint(template, citation, paragraph)


@given(PARAGRAPHS, PARAGRAPHS)
def test_pinpointing_in_two_steps_or_in_one_is_the_same(outer: str, inner: str) -> None:
    form = "{title} ZC {section}{paragraph}"
    once = pinpoint(form, "1 ZC 2", outer + inner)
    halfway = pinpoint(form, "1 ZC 2", outer)

    assert halfway is not None
    assert once == pinpoint(form, halfway, inner)


def test_a_jurisdiction_cites_by_the_first_form_that_fits() -> None:
    jurisdiction = Jurisdiction(
        name="Zedland", citation_forms=("{volume} ZR {page}", "{title} ZC {section}{paragraph}")
    )

    assert jurisdiction.cite("3 ZR 4") == "3 ZR 4"
    assert jurisdiction.cite("3 ZC 4", "(b)") == "3 ZC 4(b)"
    assert jurisdiction.cite("3 ZR 4", "(b)") is None
    assert jurisdiction.cite("elsewhere") is None


@pytest.mark.parametrize(
    ("expected", "template"),
    [
        ("must be a word, and stand there once", "{title} ZC {title}"),
        ("must be a word, and stand there once", "{} ZC {section}"),
        ("must be a word, and stand there once", "{1} ZC {section}"),
        ("something must stand between the names", "{title}{section}"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(expected: str, template: str) -> None:
    with pytest.raises(ValidationError, match=expected):
        Jurisdiction(name="Zedland", citation_forms=(template,))


def test_a_jurisdiction_cites_in_some_form() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        Jurisdiction(name="Zedland", citation_forms=())


def test_the_digest_of_a_text_ignores_how_it_is_spaced_and_composed() -> None:
    text = "No record shall be  disclosed.\n\tExcept\u00a0as provid\u00e9d."

    assert text_digest(text) == text_digest("  No record shall be disclosed. Except as provide\u0301d.\n")
    assert text_digest(text) != text_digest("No record shall be disclosed. Except as provided.")
    assert text_digest("a b") != text_digest("ab")
    assert text_digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
