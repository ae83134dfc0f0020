import pytest
from pydantic import ValidationError

from disclosure_policy.rule_files.fact import FactDeclaration


@pytest.mark.parametrize(
    ("expected", "stated"),
    [
        ("boolean", "boolean"),
        ("number", "number"),
        ("date", "date"),
        ("terms", "terms"),
        ("boolean", "judgment"),
    ],
)
def test_a_condition_sees_a_judgment_as_true_or_false(expected: str, stated: str) -> None:
    assert expected == FactDeclaration.model_validate({"type": stated, "question": "Is it?"}).kind


def test_a_fact_is_not_changeable_unless_it_is_said() -> None:
    fact = FactDeclaration(type="boolean", question="Is it?")

    assert not fact.changeable
    assert fact.supplied_by == "the agency"


@pytest.mark.parametrize(
    "declared",
    [
        {"type": "text", "question": "Is it?"},
        {"type": "duration", "question": "Is it?"},
        {"type": "boolean"},
        {"question": "Is it?"},
        {"type": "boolean", "question": "Is it?", "default": False},
    ],
)
def test_a_declaration_that_is_no_declaration_is_refused(declared: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FactDeclaration.model_validate(declared)
