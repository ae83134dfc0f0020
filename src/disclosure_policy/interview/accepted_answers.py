"""Turns what somebody said into an answer that the question takes, or says why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from disclosure_policy.days import as_day
from disclosure_policy.interview.question import Question, QuestionKind
from disclosure_policy.law import Scheme
from disclosure_policy.requests import Judgment

_EXPECTED: dict[QuestionKind, str] = {
    "yes or no": "answer yes or no",
    "number": "answer with a whole number",
    "date": "write the day as YYYY-MM-DD",
}


def accepted(question: Question, value: object, scheme: Scheme | None) -> object:
    """Return an answer in the form in which a request states it.

    Raises:
        ValueError: if the question cannot be answered so.
    """
    match question.kind:
        case "yes or no":
            fits = isinstance(value, bool)
        case "number":
            fits = type(value) is int
        case "date":
            day = as_day(value)
            value, fits = day.isoformat() if day else value, day is not None
        case "judgment":
            return _judgment(value)
        case _:
            return _terms(question, value, scheme)
    if not fits:
        raise ValueError(_EXPECTED[question.kind])
    return value


def _judgment(value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("say what the answer is, who gave it, when and why")  # noqa: TRY004 - what was said, not its type
    try:
        return Judgment.model_validate(dict(value)).model_dump(mode="json")
    except ValidationError as error:
        wrong = error.errors()[0]
        raise ValueError(f"`{wrong['loc'][0]}`: {wrong['msg'].lower()}") from None


def _terms(question: Question, value: object, scheme: Scheme | None) -> list[str]:
    """Take terms that are offered, or narrower than was offered: whoever knows a term can name it at once."""
    terms = as_terms(value)
    offered = {option.term for option in question.options}
    for term in terms:
        known = scheme is not None and term in scheme.terms
        fits = scheme is None or question.of is None or term in scheme.narrower[question.of] or term in offered
        if not known or not fits:
            raise ValueError(f"`{term}` is none of the options")
    if len(terms) > 1 and question.kind == "one":
        raise ValueError("choose one")
    return terms


def as_terms(answer: object) -> list[str]:
    """Return an answer as a list of terms; one by itself is a list of one."""
    return [str(term) for term in answer] if isinstance(answer, list | tuple) else [str(answer)]
