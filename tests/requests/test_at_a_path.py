import pytest

from disclosure_policy.requests import put


@pytest.mark.parametrize(
    ("expected", "before", "path", "value"),
    [
        ({"scope": "class"}, {}, "scope", "class"),
        ({"release": {"signed": True}}, {}, "release.signed", True),
        ({"release": {"signed": True, "form": "x"}}, {"release": {"form": "x"}}, "release.signed", True),
        ({"items": [{"type": "a"}, {"type": "c"}]}, {"items": [{"type": "a"}, {"type": "b"}]}, "items.1.type", "c"),
        ({"release": {}}, {"release": {"signed": True}}, "release.signed", None),
        ({}, {}, "scope", None),
        ({}, {}, "facts.order", None),
    ],
)
def test_a_value_is_put_where_a_path_leads(expected: dict, before: dict, path: str, value: object) -> None:
    assert put(before, path, value)
    assert before == expected


@pytest.mark.parametrize("path", ["items.1.type", "items.type", "scope.x", "items.0.type.x", "items.0"])
def test_a_path_that_leads_nowhere_changes_nothing(path: str) -> None:
    request = {"items": [{"type": "a"}], "scope": "class"}

    assert not put(request, path, "x")
    assert request == {"items": [{"type": "a"}], "scope": "class"}
