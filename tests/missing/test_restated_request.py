from __future__ import annotations

import pytest

from disclosure_policy.deciding.stated_terms import statement_of
from disclosure_policy.law.vocabulary import Scheme, Statement
from disclosure_policy.missing.restated_request import as_stated, refined, restated, with_stated
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.requests.request_part import InPart
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
    {"agency": {"press": "so it is"}, "press": {"agency": "so it is"}},
)


@pytest.mark.parametrize(
    ("expected", "said", "wanted"),
    [
        (Statement(("press", "federal")), Statement(("press",)), {"federal": True}),
        (Statement(("police",)), Statement(("press",)), {"police": True}),  # it cannot be both
        (Statement(("press",)), Statement(("press",)), {"press": True}),
        (Statement(("press",)), Statement(("press",)), {"press": True, "police": False}),  # that follows
        (Statement(("press",), ("federal",)), Statement(("press",)), {"federal": False}),
        (Statement(lacks=("press",)), Statement(("press",)), {"press": False}),
        (Statement(("agency",)), Statement(), {"agency": True}),
        (Statement(("agency",), ("police",)), Statement(), {"agency": True, "police": False}),
        (Statement(("fbi",)), Statement(("police",)), {"fbi": True, "agency": True}),
        (Statement(("police", "federal"), ("fbi",)), Statement(("police", "federal")), {"fbi": False}),
        (Statement(("agency",)), Statement(lacks=("agency",)), {"agency": True}),
        (Statement(whole=True), Statement(("press",), whole=True), {"press": False}),
        (Statement(("press",), whole=True), Statement(("press",), whole=True), {"federal": False}),
        (None, Statement(), {"police": True, "agency": False}),
        (None, Statement(), {"police": True, "press": True}),
    ],
)
def test_a_fact_is_stated_so_that_its_terms_come_out_as_wanted(
    expected: Statement | None, said: Statement, wanted: dict[str, bool]
) -> None:
    assert restated(SCHEME, said, wanted) == expected


@pytest.mark.parametrize(
    ("expected", "said", "wanted"),
    [
        (("fbi",), ("police",), {"fbi": True}),
        (("fbi",), ("agency",), {"fbi": True}),
        (None, ("press",), {"federal": True}),
        (None, ("police",), {"federal": True}),  # the police need not be federal to be what was said
        (("police",), ("agency",), {"police": True}),
        (("federal", "police"), ("agency", "federal"), {"police": True}),
    ],
)
def test_what_was_stated_is_only_made_narrower(
    expected: tuple[str, ...] | None, said: tuple[str, ...], wanted: dict[str, bool]
) -> None:
    assert refined(SCHEME, Statement(said), wanted) == (expected and Statement(expected))


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (("police",), Statement(("police",))),
        ((), Statement(whole=True)),
        (InPart(has=("police",), lacks=("federal",)), Statement(("police",), ("federal",))),
        (InPart(has=("police",), lacks=("fbi", "press")), Statement(("police",), ("fbi",), whole=True)),
    ],
)
def test_a_statement_is_put_as_a_request_states_it(expected: tuple[str, ...] | InPart, said: Statement) -> None:
    stated = as_stated(SCHEME, said)

    assert stated == expected
    again = statement_of(stated, SCHEME, whole=said.whole)
    assert [SCHEME.truth(again, term) for term in SCHEME.terms] == [SCHEME.truth(said, term) for term in SCHEME.terms]


def test_a_request_is_stated_anew_where_it_says_so() -> None:
    request = DisclosureRequest.model_validate(a_request(release={"signed": False}, items=["name"]))

    changed = with_stated(request, {"release.signed": True, "facts.a": 1, "purposes": ["news"]})

    assert (changed.release.signed, dict(changed.facts), changed.purposes) == (True, {"a": 1}, ("news",))
    assert (changed.items, request.release.signed) == (request.items, False)
