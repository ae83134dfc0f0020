from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from disclosure_policy.field_descriptions import descriptions
from disclosure_policy.requests.request import DisclosureRequest, Item, Judgment, Part
from disclosure_policy.requests.request_part import Asks
from tests.helpers.builders import a_request


def _parts(model: type[BaseModel]) -> list[type[BaseModel]]:
    inner = [info.annotation for info in model.model_fields.values()]
    parts = [kind for kind in inner if isinstance(kind, type) and issubclass(kind, Part)]
    return [model, *(found for part in parts for found in _parts(part))]


PARTS = [*_parts(DisclosureRequest), Item, Judgment]


def a_model(**facts: Any) -> DisclosureRequest:
    return DisclosureRequest.model_validate(a_request(**facts))


def test_everything_but_the_jurisdiction_and_the_discloser_may_be_left_out() -> None:
    request = DisclosureRequest.model_validate({"jurisdiction": "zz", "discloser": "records_office"})

    assert request.discloser == ("records_office",)
    assert request.purposes is None
    assert request.items is None
    assert request.agreement.written is None
    assert request.facts == {}


def test_one_term_stands_for_a_list_of_one() -> None:
    assert a_model(purposes="research", recipient={"type": "police"}) == a_model(
        purposes=["research"], recipient={"type": ["police"]}
    )


def test_a_bare_term_stands_for_an_item_of_that_type() -> None:
    assert a_model(items=["name", {"type": "number", "about_recipient": True}]).items == (
        Item(type="name"),
        Item(type="number", about_recipient=True),
    )


@pytest.mark.parametrize("value", ["true", "yes", 1, 0, "false", 1.0])
@pytest.mark.parametrize("path", ["agreement.written", "state_law.authorizes", "release.signed"])
def test_only_true_and_false_are_true_and_false(value: object, path: str) -> None:
    part, _, name = path.partition(".")
    with pytest.raises(ValidationError, match="bool"):
        a_model(**{part: {name: value}})


@pytest.mark.parametrize(
    "stated",
    [
        {"unheard_of": True},
        {"recipient": {"unheard_of": True}},
        {"items": [{"unheard_of": True}]},
        {"purposes": [1]},
        {"purposes": {"research": True}},
        {"items": 5},
        {"as_of": "yesterday"},
        {"judgments": {"harm": True}},
        {"judgments": {"harm": {"answer": True, "by": "", "day": "2020-01-01", "why": "it does"}}},
        {"judgments": {"harm": {"answer": True, "by": "head", "day": "2020-01-01", "why": ""}}},
        {"judgments": {"harm": {"answer": True, "by": " ", "day": "2020-01-01", "why": "it does"}}},
        {"judgments": {"harm": {"answer": True, "by": "head", "day": "2020-01-01", "why": "\u200b\u202e"}}},
        {"judgments": {"harm": {"answer": "true", "by": "head", "day": "2020-01-01", "why": "it does"}}},
        {"judgments": {"harm": {"answer": True, "by": "head", "why": "it does"}}},
    ],
)
def test_what_a_request_cannot_say_is_refused(stated: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        a_model(**stated)


def test_a_judgment_says_who_when_and_why() -> None:
    request = a_model(judgments={"harm": {"answer": False, "by": "head", "day": "2020-01-31", "why": "no harm"}})

    assert request.judgments["harm"] == Judgment(answer=False, by="head", day=date(2020, 1, 31), why="no harm")


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_no_part_of_a_request_changes_once_made(part: type[BaseModel]) -> None:
    made = part.model_construct()

    for name in part.model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(made, name, None)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_is_described(part: type[BaseModel]) -> None:
    assert [name for name in part.model_fields if not descriptions(part).get(name)] == []


@pytest.mark.parametrize("part", PARTS[:-1], ids=lambda part: part.__name__)
def test_every_fact_asks_a_question(part: type[BaseModel]) -> None:
    asked = [mark for info in part.model_fields.values() for mark in info.metadata if isinstance(mark, Asks)]

    assert asked
    assert [mark.question for mark in asked if not mark.question.endswith("?")] == []
    assert [mark for mark in asked if not mark.supplied_by] == []
