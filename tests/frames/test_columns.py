"""The columns of a frame of requests are those of the request model, and the page says so."""

from __future__ import annotations

import pytest

import disclosure_policy
from disclosure_policy.frames.columns import declared_columns, is_stated, page_with, request_of, shared_columns
from disclosure_policy.requests.request import DisclosureRequest, Item, Judgment
from disclosure_policy.requests.request_part import Asks, Part
from tests.helpers.builders import ROOT

PAGE = ROOT / "docs" / "batch.md"


def test_the_page_lists_the_columns_of_the_request_model() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page_with(page, shared_columns()) == page
    assert page.count("| `recipient.type` |") == 1


def test_every_fact_of_the_request_model_has_a_column_at_its_path() -> None:
    columns = shared_columns()
    for name, info in DisclosureRequest.model_fields.items():
        if any(isinstance(mark, Asks) for mark in info.metadata):
            assert name in columns
        elif isinstance(info.annotation, type) and issubclass(info.annotation, Part):
            assert {f"{name}.{field}" for field in info.annotation.model_fields} <= set(columns)
    assert {f"items.{field}" for field in Item.model_fields} <= set(columns)


@pytest.mark.parametrize("code", ["us", "us-nm"])
def test_every_declared_fact_has_a_column_and_a_judgment_one_for_each_part(code: str) -> None:
    law = disclosure_policy.load().law
    columns = declared_columns(law, code)

    for name, fact in law.facts[code].items():
        if fact.type == "judgment":
            assert {f"judgments.{name}.{part}" for part in Judgment.model_fields} <= set(columns)
        else:
            assert f"facts.{name}" in columns or name not in columns


def test_a_row_states_what_its_columns_hold_and_nothing_where_they_are_null() -> None:
    row = {
        "recipient.type": "police",
        "recipient.name": None,
        "discloser": None,
        "items": [{"type": "name", "x": None}],
    }

    assert request_of(row) == {"recipient": {"type": "police"}, "discloser": None, "items": [{"type": "name"}]}


def test_only_what_begins_like_a_part_of_a_request_belongs_to_it() -> None:
    assert is_stated("facts.anything")
    assert is_stated("purposes")
    assert not is_stated("id")
    assert not is_stated("purpose")
