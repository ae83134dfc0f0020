from __future__ import annotations

import pytest

from disclosure_policy.law.vocabulary import Scheme
from disclosure_policy.missing.restated_request import refined, restated, with_stated
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.rule_files.term import Term
from tests.helpers.builders import a_request

SCHEME = Scheme(
    "s",
    {
        name: Term(label=name, broader=tuple(broader))
        for name, broader in {
            "agency": [],
            "federal": [],
            "police": ["agency"],
            "fbi": ["police", "federal"],
            "press": [],
        }.items()
    },
)


@pytest.mark.parametrize(
    ("expected", "stated", "wanted", "several"),
    [
        (("press", "police"), ("press",), {"police": True}, True),
        (("police",), ("press",), {"police": True}, False),
        (("press",), ("press", "police"), {"police": False}, True),
        (("press",), ("press",), {"press": True}, True),
        (("press", "police"), ("press",), {"press": True, "police": True}, True),
        (("agency",), None, {"agency": True}, False),
        (("police", "federal"), ("press",), {"police": True, "federal": True}, False),
        (("fbi",), ("police",), {"fbi": True, "agency": True}, True),
        (("agency",), ("press",), {"press": False}, False),
        ((), ("press",), {"press": False}, True),
        (None, None, {"police": True, "agency": False}, True),
    ],
)
def test_a_fact_is_stated_so_that_its_terms_come_out_as_wanted(
    expected: tuple[str, ...] | None, stated: tuple[str, ...] | None, wanted: dict[str, bool], several: bool
) -> None:
    assert restated(SCHEME, stated, wanted, several=several) == expected


@pytest.mark.parametrize(
    ("expected", "stated", "wanted"),
    [
        (("fbi",), ("police",), {"federal": True}),
        (("fbi",), ("agency",), {"federal": True}),
        (None, ("press",), {"federal": True}),
        (("police",), ("agency",), {"police": True}),
        (("police", "press"), ("agency", "press"), {"police": True}),
    ],
)
def test_what_was_stated_is_only_made_narrower(
    expected: tuple[str, ...] | None, stated: tuple[str, ...], wanted: dict[str, bool]
) -> None:
    assert refined(SCHEME, stated, wanted) == expected


def test_a_request_is_stated_anew_where_it_says_so() -> None:
    request = DisclosureRequest.model_validate(a_request(release={"signed": False}, items=["name"]))

    changed = with_stated(request, {"release.signed": True, "facts.a": 1, "purposes": ["news"]})

    assert (changed.release.signed, dict(changed.facts), changed.purposes) == (True, {"a": 1}, ("news",))
    assert (changed.items, request.release.signed) == (request.items, False)
