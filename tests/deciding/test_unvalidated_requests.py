"""A request that nothing validated is validated or refused, whether its law is weighed or lowered."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from disclosure_policy.deciding import decider as deciders
from disclosure_policy.deciding.decider import Decider
from disclosure_policy.errors import RequestError
from disclosure_policy.missing.diagnosis import Diagnosis
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest, Item, Judgment, Process, validated
from disclosure_policy.requests.request_part import InPart, Part
from tests.helpers.builders import POLICE, a_request

Maker = Callable[[Any, str, object], Any]
ODD = [
    *(None, True, False, 0, 1, 0.0, 1.0, -(10**18), Decimal(1), "", "true", "police", "name", b"police"),
    *((), [], {}, ("police",), ["police"], ("police", 1), frozenset({"police"}), {"police": True}, ({},), (None,)),
    *(
        {"has": ["police"]},
        {"has": "police", "lacks": []},
        InPart.model_construct(has=(1,)),
        InPart.model_construct(),
    ),
    *(datetime(2020, 6, 1, tzinfo=UTC), "2020-06-01", type("Text", (str,), {})("police"), object),
    *(
        {"people": True},
        {"minister_consents": 0},
        {"minister_consents": 1.0},
        {"archive": [1]},
        {"archive": {"paper"}},
    ),
    {"harms_the_office": Judgment.model_construct(answer=0)},
    {"harms_the_office": Judgment.model_construct(answer=0, by="the head", day="2020-05-01", why="no harm")},
    Process.model_construct(covers_information=0, type={"police"}),
    Process.model_construct(unheard_of=1),
]


def _plain(value: Any) -> Any:
    """Write a model as somebody would who states the same in plain values."""
    if isinstance(value, BaseModel):
        return {name: _plain(one) for name, one in vars(value).items() if name in value.model_fields_set}
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return type(value)(map(_plain, value)) if type(value) in (tuple, list) else value


def _copied(part: Any, name: str, value: object) -> Any:
    return part.model_copy(update={name: value})


def _constructed(part: Any, name: str, value: object) -> Any:
    stated = {one: getattr(part, one) for one in part.model_fields_set} | {name: value}
    return type(part).model_construct(**stated)


def _from_elsewhere(part: Any, name: str, value: object) -> Any:
    """Return what a pickle gives that some other program wrote."""
    try:
        return pickle.loads(pickle.dumps(_copied(part, name, value)))  # noqa: S301 - our own
    except (TypeError, AttributeError, pickle.PicklingError):  # the odd value cannot be pickled
        return _copied(part, name, value)


MAKERS: list[Maker] = [_copied, _constructed, _from_elsewhere]


BASE = DisclosureRequest.model_validate(
    a_request(**POLICE, process={"covers_information": True}, facts={"people": 3, "sealed_on": "2020-01-01"})
)
PLACES = [
    *(("", name) for name in DisclosureRequest.model_fields),
    *(("items", name) for name in Item.model_fields),
    *(
        (part, name)
        for part in DisclosureRequest.model_fields
        if isinstance(getattr(BASE, part), Part)
        for name in type(getattr(BASE, part)).model_fields
        if name != "on_file"  # what names an agreement on file comes to a decider filled
    ),
]


def _put(place: str, name: str, value: object, make: Maker, around: Maker) -> DisclosureRequest:
    """Put a value past validation, at one place of the request or of a part of it."""
    if not place:
        return make(BASE, name, value)
    part = getattr(BASE, place)
    changed = (make(part[0], name, value),) if place == "items" else make(part, name, value)
    return around(BASE, place, changed)


REFUSED = "refused"


def _answer(decide: Callable[[Any], Any], request: object) -> object:
    try:
        decision = decide(request)
    except RequestError:
        return REFUSED
    return decision.verdict, decision.citations, decision.receipt


@pytest.fixture(scope="module")
def warm(zedland: Policy) -> Decider:
    decider = Decider(zedland.law, Diagnosis)
    for _ in range(deciders.PATIENCE + 4):
        decider.decide(BASE)
    return decider


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(ODD), st.tuples(*[st.sampled_from(MAKERS)] * 2))
def test_it_is_answered_as_its_plain_values_are(
    zedland: Policy, warm: Decider, place: tuple[str, str], value: object, makers: tuple[Maker, Maker]
) -> None:
    request = _put(*place, value, *makers)
    cold = Decider(zedland.law, Diagnosis)
    answers = _answer(cold.decide, request), _answer(warm.decide, request)

    refused = isinstance(value, BaseModel) and answers == (REFUSED, REFUSED)  # a part that is another part's
    assert refused or answers == (expected := _answer(zedland.decide, _plain(request)), expected)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("value", [0, 1, 0.0, "false", ()])
def test_only_true_false_and_none_are_truth_values(zedland: Policy, make: Any, value: object) -> None:
    request = DisclosureRequest.model_validate(a_request(**POLICE))
    stating = make(request, "process", make(request.process, "covers_information", value))
    policy = Policy(zedland.law)

    for _ in range(deciders.PATIENCE + 4):
        with pytest.raises(RequestError, match=r"process.covers_information: expected true or false"):
            policy.decide(stating)
        policy.decide(request)


def test_a_request_that_was_validated_is_not_validated_again() -> None:
    request = DisclosureRequest.model_validate(a_request(**POLICE))

    assert validated(request) is request
    assert validated(validated(request.model_copy())) is not request
    assert DisclosureRequest.model_validate(request) == request == validated(request.model_copy())


def test_a_copy_that_says_that_nothing_else_was_presented_says_it_of_each_instrument() -> None:
    request = DisclosureRequest.model_validate(a_request(**POLICE))

    assert validated(request.model_copy(update={"nothing_else_presented": True})).process.type == ()
