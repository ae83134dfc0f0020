"""A request with several instruments comes out as the best of those that show one of each kind, and stays safe."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disclosure_policy import load, strategies
from disclosure_policy.deciding import decider
from disclosure_policy.decision import Decision
from disclosure_policy.requests import DisclosureRequest
from tests.helpers.generated_law import a_policy, completions
from tests.helpers.several_instruments import (
    FLAGS,
    barring_books,
    books,
    covers_surely,
    instrument,
    one_of_each,
    several,
)

Books = dict[str, list[dict[str, Any]]]
BUNDLED = load()
ORDER = {"allow": 0, "insufficient facts": 1, "prohibited": 2, "no law in force": 2}


@pytest.fixture(scope="module", autouse=True)
def _lowering() -> Iterator[None]:
    """Have what shows one instrument of each kind decided by generated code, so that it is held against weighing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decider, "PATIENCE", 0)
        yield


def outcomes(decision: Decision) -> list[int]:
    """Say of each disclosure whether it is allowed, open or settled against."""
    return [ORDER[one.verdict if one.verdict == "allow" else one.basis] for one in decision.disclosures]


@settings(max_examples=50, deadline=None)
@given(books(bars=False), several(most=2, covers=False, bars=False))
def test_it_is_the_best_of_what_each_combination_alone_comes_to(law: Books, request: dict[str, Any]) -> None:
    policy = a_policy(law)

    by_hand = [outcomes(policy.decide(one)) for one in one_of_each(request)]

    assert outcomes(policy.decide(request)) == [min(found) for found in zip(*by_hand, strict=True)]


@settings(max_examples=50, deadline=None)
@given(books(bars=False), several(most=2, bars=False))
def test_an_instrument_opens_what_it_surely_covers_and_nothing_else(law: Books, request: dict[str, Any]) -> None:
    policy = a_policy(law)
    request["nothing_else_presented"] = False
    decision = policy.decide(request)

    for index, one in enumerate(decision.disclosures):
        alone = deepcopy(request)
        for kind in FLAGS.keys() & request.keys():
            covering = [s for s in request[kind] if covers_surely(s, one.item, one.purpose, request["as_of"])]
            alone[kind] = [{key: value for key, value in s.items() if key != "covers"} for s in covering]
        shown = {key: value for key, value in alone.items() if value != []}
        assert (one.verdict == "allow") is (outcomes(policy.decide(shown))[index] == 0)


def filled(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return an instrument with more known of it, by what another says."""
    full = {**{key: value for key, value in other.items() if key not in ("covers", "type")}, **one}
    if "type" in other and "type" not in one:
        full["type"] = other["type"]
    return full


def fuller(draw: Any, request: dict[str, Any]) -> dict[str, Any]:
    full = deepcopy(request) | draw(completions({k: v for k, v in request.items() if k not in FLAGS}))
    for kind in FLAGS.keys() & request.keys():
        full[kind] = [filled(one, draw(instrument(kind))) for one in request[kind]]
    return full


@settings(max_examples=150, deadline=None)
@given(books(), several(most=2), st.data())
def test_learning_more_of_an_instrument_never_reverses_a_settled_verdict(
    law: Books, request: dict[str, Any], data: st.DataObject
) -> None:
    policy = a_policy(law)
    full = fuller(data.draw, request)

    for one, other in zip(outcomes(policy.decide(request)), outcomes(policy.decide(full)), strict=True):
        assert one in {1, other}


@settings(max_examples=50, deadline=None)
@given(books(), several(most=2), st.data())
def test_saying_less_of_an_instrument_never_turns_a_denial_into_an_allow(
    law: Books, request: dict[str, Any], data: st.DataObject
) -> None:
    policy = a_policy(law)
    vaguer = deepcopy(request)
    for kind in FLAGS.keys() & request.keys():
        for one in vaguer[kind]:
            for key in data.draw(st.lists(st.sampled_from(sorted(one)), unique=True) if one else st.just([])):
                one.pop(key) if key != "covers" else None
    vaguer["nothing_else_presented"] = False

    for one, other in zip(outcomes(policy.decide(request)), outcomes(policy.decide(vaguer)), strict=True):
        assert one == 0 or other > 0


BARRING = {"process": {"type": {"has": ["quashed"]}}, "agreement": {"in_force": False}}


@settings(max_examples=50, deadline=None)
@given(barring_books(), several(most=2), st.sampled_from(sorted(BARRING)), st.data())
def test_what_only_bars_opens_nothing_wherever_it_is_shown(
    law: Books, request: dict[str, Any], kind: str, data: st.DataObject
) -> None:
    policy = a_policy(law)
    request["nothing_else_presented"] = False
    shown = request.get(kind, [])
    place = data.draw(st.integers(0, len(shown)))
    barred = request | {kind: [*shown[:place], BARRING[kind], *shown[place:]]}

    before, after = outcomes(policy.decide(request)), outcomes(policy.decide(barred))

    assert all(one == 0 or other > 0 for one, other in zip(before, after, strict=True))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(BARRING)), st.data())
def test_nothing_else_that_is_shown_escapes_what_bars(kind: str, data: st.DataObject) -> None:
    policy = a_policy(data.draw(barring_books(kind)))
    request = data.draw(several(most=2))
    shown = request.get(kind, [])
    place = data.draw(st.integers(0, len(shown)))
    barred = BARRING[kind] | data.draw(st.sampled_from([{}, {"covers": {"items": "wages"}}]))

    assert 0 not in outcomes(policy.decide(request | {kind: [*shown[:place], barred, *shown[place:]]}))


@settings(max_examples=50, deadline=None)
@given(barring_books(), several(most=2), st.sampled_from(sorted(BARRING)), st.data())
def test_to_leave_out_an_instrument_that_bars_nothing_opens_nothing(
    law: Books, request: dict[str, Any], kind: str, data: st.DataObject
) -> None:
    policy = a_policy(law)
    request["nothing_else_presented"] = False
    other = data.draw(instrument(kind, covers=False, bars=False))
    other |= {"in_force": True} if kind == "agreement" else {}
    if kind == "process":
        said = other.get("type", {"has": [], "lacks": []})
        other["type"] = {"has": said["has"], "lacks": [*said["lacks"], "quashed"]}
    shown = [*request.get(kind, []), BARRING[kind]]

    with_it = outcomes(policy.decide(request | {kind: [*shown, other]}))
    without = outcomes(policy.decide(request | {kind: shown}))

    assert all(one == 0 or less > 0 for one, less in zip(with_it, without, strict=True))


@settings(max_examples=50, deadline=None)
@given(books(), several(most=2), st.data())
def test_what_turned_an_open_denial_was_asked_for(law: Books, request: dict[str, Any], data: st.DataObject) -> None:
    policy = a_policy(law)
    decision = policy.decide(request)
    assume(decision.basis == "insufficient facts")
    full = fuller(data.draw, request)

    if policy.decide(full).allowed:
        said = flat(DisclosureRequest.model_validate(full)) - flat(DisclosureRequest.model_validate(request))
        assert {path.replace("items", "item").replace("purposes", "purpose") for path, _ in said} & {
            fact.fact for fact in decision.missing
        }


def flat(request: DisclosureRequest) -> set[tuple[str, str]]:
    """Return what is stated, by the path of the fact, whichever instrument it is stated of."""
    found: set[tuple[str, str]] = set()

    def walk(path: str, value: Any) -> None:
        if isinstance(value, dict) and not value.keys() & {"has", "lacks", "answer"}:
            for key, inner in value.items():
                bare = path in ("", "facts", "judgments")
                walk(str(key) if bare else f"{path}.{key}", inner)
        elif isinstance(value, tuple | list) and value and isinstance(value[0], dict) and path != "purposes":
            for inner in value:
                walk(path, inner)
        else:
            found.add((path, repr(value)))

    walk("", request.model_dump(exclude_none=True))
    return found


@settings(max_examples=50, deadline=None)
@given(books(), several(most=2))
def test_what_is_proposed_is_allowed_and_changes_one_instrument_at_its_place(
    law: Books, request: dict[str, Any]
) -> None:
    policy = a_policy(law)

    for remedy in policy.what_would_permit(request):
        assert remedy.request is not None
        assert policy.decide(remedy.request).allowed


@settings(max_examples=50, deadline=None)
@given(books(), several(most=2))
def test_all_that_explains_it_can_be_told(law: Books, request: dict[str, Any]) -> None:
    decision = a_policy(law).decide(request)

    assert Decision.model_validate_json(decision.model_dump_json()) == decision
    for one in decision.disclosures:
        assert len(one.went_by) + len(one.uncovered) == len(several_kinds(request))


def several_kinds(request: dict[str, Any]) -> list[str]:
    shown = {kind: request[kind] for kind in FLAGS.keys() & request.keys()}
    return [kind for kind, found in shown.items() if len(found) > 1 or "covers" in found[0]]


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_quashing_or_a_breach_opens_nothing_in_the_bundled_law(data: st.DataObject) -> None:
    request = {"discloser": None} | data.draw(strategies.requests(BUNDLED)).model_dump(exclude_none=True)
    quashed = {"process": {"type": "quashed_or_withdrawn_process"}, "agreement": {"in_force": False}}
    kind = data.draw(st.sampled_from(sorted(quashed)))
    shown = request.get(kind) or ()
    shown = list(shown) if isinstance(shown, list | tuple) else [shown]

    before = BUNDLED.decide(request)
    after = BUNDLED.decide(request | {kind: [*shown, quashed[kind]]})

    assert before.allowed or not after.allowed
