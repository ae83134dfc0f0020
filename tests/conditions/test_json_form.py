import json

import pytest
from hypothesis import given, settings

from disclosure_policy.conditions.expression import depth
from disclosure_policy.conditions.json_form import expression_of, plain_of
from disclosure_policy.conditions.value_kinds import Kind
from disclosure_policy.loading.condition_parser import Parser
from tests.helpers.generated_law import KEPT, MORE_LEAVES, TERMS, expressions

KINDS: dict[str, Kind] = {
    "a": "boolean",
    "b": "boolean",
    "c": "boolean",
    "judged": "boolean",
    "n": "number",
    "when": "date",
    "as_of": "date",
    "state_law.authorizes": "boolean",
} | {f"{path}.{term}": "boolean" for path, terms in (*TERMS.items(), ("kept", KEPT)) for term in terms}


@settings(max_examples=100, deadline=None)
@given(expressions(MORE_LEAVES))
def test_what_is_made_plain_and_kept_as_json_is_the_same_expression(text: str) -> None:
    expression = Parser(KINDS).parse(text)

    again = expression_of(json.loads(json.dumps(plain_of(expression))))

    assert again == expression
    assert depth(again) == depth(expression)


@pytest.mark.parametrize("plain", [[], ["perhaps", []], ["not"], ["==", ["constant", "number", 1]], ["call", "os"]])
def test_what_is_no_expression_is_refused(plain: list[object]) -> None:
    with pytest.raises(ValueError, match="no expression"):
        expression_of(plain)
