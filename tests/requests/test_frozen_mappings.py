from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime
from typing import Any

import pytest

from disclosure_policy.requests.frozen_mappings import Frozen, NamedFacts
from disclosure_policy.requests.request import DisclosureRequest, validated
from tests.helpers.builders import a_request

JUDGMENT = {"answer": True, "by": "head", "day": "2020-01-31", "why": "it does"}


def a_model(**facts: Any) -> DisclosureRequest:
    return DisclosureRequest.model_validate(a_request(**facts))


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts.update(b=2),
        lambda facts: facts.__setitem__("b", 2),
        lambda facts: facts.__delitem__("a"),
        lambda facts: facts.__ior__({"b": 2}),
        lambda facts: facts.setdefault("b", 2),
        lambda facts: facts.pop("a"),
        lambda facts: facts.popitem(),
        lambda facts: facts.clear(),
    ],
)
@pytest.mark.parametrize("kind", [Frozen, NamedFacts])
def test_nothing_changes_it(kind: type[Any], change: Any) -> None:
    facts = kind({"a": 1})

    with pytest.raises(TypeError, match="does not change"):
        change(facts)

    assert facts == {"a": 1}


@pytest.mark.parametrize("made", [Frozen({"a": (1,)}), NamedFacts({"a": [1]}), NamedFacts()])
def test_it_is_copied_and_pickled_as_it_is(made: Any) -> None:
    for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):  # noqa: S301 - our own
        assert (type(other), other) == (type(made), made)
        assert getattr(other, "form", None) == getattr(made, "form", None)


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("nothing", None),
        ("flag", True),
        ("number", 10**18 - 1),
        ("other", 10**18),
        ("number", 1 - 10**18),
        ("other", -(10**18)),
        ("other", 1.0),
        ("day", date(2020, 1, 1)),
        ("other", datetime(2020, 1, 1)),  # noqa: DTZ001
        ("text", "a"),
        ("texts", ["a", "b"]),
        ("texts", ()),
        ("other", ["a", 1]),
        ("other", [["a"]]),
        ("other", {"a": 1}),
        ("other", type("T", (str,), {})("a")),
    ],
)
def test_the_form_tells_of_what_sort_each_value_is(sort: str, value: object) -> None:
    assert NamedFacts({"b": value, "a": None}).form == ("b", "a", sort, "nothing")


def test_a_name_is_not_taken_for_a_sort() -> None:
    assert NamedFacts({"flag": 1}).form != NamedFacts({"number": True}).form


def test_the_facts_of_a_request_do_not_change() -> None:
    archive = ["paper"]
    request = a_model(facts={"archive": archive}, judgments={"harm": JUDGMENT})

    archive.append("stone")
    with pytest.raises(TypeError, match="does not change"):
        request.facts["people"] = 7  # type: ignore[index]
    with pytest.raises(TypeError, match="does not change"):
        request.judgments.clear()  # type: ignore[attr-defined]

    assert request.facts == {"archive": ("paper",)}
    assert [*request.judgments] == ["harm"]


def test_a_request_is_written_down_and_read_back() -> None:
    request = a_model(facts={"archive": ["paper"], "people": 3}, judgments={"harm": JUDGMENT})

    assert request.model_dump(mode="json")["facts"] == {"archive": ["paper"], "people": 3}
    assert json.loads(request.model_dump_json())["judgments"] == {"harm": JUDGMENT}
    for other in (
        DisclosureRequest.model_validate_json(request.model_dump_json()),
        DisclosureRequest.model_validate(request.model_dump()),
        pickle.loads(pickle.dumps(request)),  # noqa: S301 - our own
        request.model_copy(deep=True),
    ):
        assert other == validated(other) == request


def test_what_is_copied_into_a_request_is_frozen_before_it_decides() -> None:
    changed = a_model(facts={"people": 3}).model_copy(update={"facts": {"archive": ["paper"]}, "judgments": {}})

    assert validated(changed).facts == NamedFacts({"archive": ["paper"]})
    assert type(validated(changed).judgments) is Frozen
