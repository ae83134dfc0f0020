from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from signal import SIGKILL
from time import sleep
from typing import Any

import pytest

from disclosure_policy.deciding import decider as docketing
from disclosure_policy.deciding.decider import Decider
from disclosure_policy.deciding.generated_python import generator as generating
from disclosure_policy.deciding.generated_python.generator import Lowered
from disclosure_policy.decision.decision import Decision
from disclosure_policy.errors import RequestError
from disclosure_policy.missing.diagnosis import Diagnosis
from disclosure_policy.policy import Policy, read_request
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import POLICE, RESEARCH, a_request, problems_of

REQUESTS = [
    a_request(**facts)
    for facts in (POLICE, RESEARCH, {}, {"jurisdiction": "zz-a"}, {"items": ["name", "number"], "purposes": ["news"]})
]


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docketing, "PATIENCE", 0)
        yield


def model(request: dict[str, Any]) -> DisclosureRequest:
    return DisclosureRequest.model_validate(request)


@pytest.mark.parametrize("request_", REQUESTS)
def test_what_was_lowered_decides_all_parts_alike(
    zedland: Policy, request_: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    decider = Decider(zedland.law, Diagnosis)
    first, second = decider.decide(model(request_)), decider.decide(model(request_))
    monkeypatch.setattr(docketing, "PATIENCE", 1_000)
    weighed = Decider(zedland.law, Diagnosis).decide(model(request_))

    assert weighed.model_dump() == first.model_dump() == second.model_dump()
    assert weighed.remedies == second.remedies


def test_the_law_is_lowered_only_once_it_pays(zedland: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docketing, "PATIENCE", 3)
    lowered: list[object] = []
    monkeypatch.setattr(generating, "lower", lambda *at: lowered.append(at))
    decider = Decider(zedland.law, Diagnosis)

    for already in (0, 0, 0, 1, 1):
        decider.decide(model(REQUESTS[0]))
        assert len(lowered) == already


def test_what_is_wrong_with_a_request_is_told_by_itself(zedland: Policy) -> None:
    decider = Decider(zedland.law, Diagnosis)

    with pytest.raises(RequestError) as refused:
        decider.decide(model(a_request(facts={"nowhere": True})))

    assert refused.value.__context__ is None


def test_law_that_cannot_be_lowered_is_weighed(zedland: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = zedland.decide(REQUESTS[0])
    monkeypatch.setattr(generating, "lower", lambda *_: None)
    decider = Decider(zedland.law, Diagnosis)

    for _ in range(3):
        assert decider.decide(model(REQUESTS[0])) == expected


@pytest.mark.parametrize("request_", [a_request(**POLICE), a_request()])
def test_code_that_errs_is_used_no_more(
    zedland: Policy, monkeypatch: pytest.MonkeyPatch, request_: dict[str, Any]
) -> None:
    expected = zedland.decide(request_)
    asked: list[object] = []

    def lies(request: DisclosureRequest) -> tuple[int, ...]:
        asked.append(request)
        return (1 if expected.allowed else 2,)

    monkeypatch.setattr(generating, "lower", lambda *_: Lowered(lies, 1))
    decider = Decider(zedland.law, Diagnosis)

    for _ in range(3):
        assert decider.decide(model(request_)) == expected
    assert len(asked) == 1


def test_no_more_is_kept_than_there_is_room_for(zedland: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docketing, "MAX_KNOWN", 1)
    decider = Decider(zedland.law, Diagnosis)

    for request in REQUESTS * 2:
        assert decider.decide(model(request)) == zedland.decide(request)


def test_mistakes_are_told_as_before(zedland: Policy) -> None:
    text = b"jurisdiction: zz\nas_of: 2020-06-01\ndiscloser: records_office\npurposes: [nws]\n"

    for _ in range(3):
        assert problems_of(zedland.decide_document, read_request(text, "f")) == [
            "f:4:12: `purpose` has no term `nws` | did you mean `news`?"
        ]
        assert problems_of(zedland.decide, a_request(jurisdiction="zzz")) == [
            "request: there is no jurisdiction `zzz` | did you mean `zz`?"
        ]
        assert problems_of(zedland.decide, a_request(as_of=None)) == [
            "request: `as_of` is missing | state the day as of which to decide, YYYY-MM-DD"
        ]


def test_what_a_caller_changes_after_the_decision_does_not_change_it(zedland: Policy) -> None:
    decider = Decider(zedland.law, Diagnosis)
    expected = decider.decide(model(a_request(facts={"archive": ["paper"]}, **POLICE))).model_dump()

    for _ in range(2):
        stated: dict[str, Any] = {"archive": ["paper"]}
        validated = model(a_request(facts=stated, **POLICE))
        judgments = dict(validated.judgments)
        copied = validated.model_copy(update={"facts": stated, "judgments": judgments})
        decisions = [decider.decide(request) for request in (validated, copied)]
        stated["archive"].append("stone")
        stated["people"] = 7
        judgments.clear()
        assert [decision.model_dump() for decision in decisions] == [expected, expected]


def test_equal_questions_are_explained_once(zedland: Policy) -> None:
    explained = []

    def explain(case: Any, law: Any, weighed: Any) -> Diagnosis:
        explained.append(case)
        return Diagnosis(case, law, weighed)

    decider = Decider(zedland.law, explain)
    judged = {"harms_the_office": {"answer": True, "by": "the head", "day": "2020-05-01", "why": "harm"}}
    for number in range(40):
        named = {"type": "police", "name": f"officer {number}"}
        why = {"harms_the_office": judged["harms_the_office"] | {"why": f"reason {number}"}}
        for request in (a_request(recipient=named), a_request(recipient=named, judgments=why)):
            decision = decider.decide(model(request))
            assert decision.model_dump() == zedland.decide(request).model_dump()

    assert len(explained) == 2


def test_what_is_remembered_is_bounded_by_its_size(zedland: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docketing, "MAX_KNOWN", 100)
    decider = Decider(zedland.law, Diagnosis)

    for number in range(1, 60):
        decision = decider.decide(model(a_request(**POLICE) | {"items": ["name"] * number, "purposes": ["news"]}))
        assert len(decision.disclosures) == number
        assert decision.findings
        (docket,) = vars(decider)["_dockets"].values()
        explained = vars(vars(decider)["_explain"])["_found"].values()
        assert sum(len(known.rulings) for known in docket.known.values()) <= 100
        assert sum(len(one.case.disclosures) for one in explained) <= 100


def test_threads_decide_alike(zedland: Policy) -> None:
    expected = [zedland.decide(request).model_dump() for request in REQUESTS]
    decider = Decider(zedland.law, Diagnosis)

    def decide(number: int) -> Decision:
        return decider.decide(model(REQUESTS[number % len(REQUESTS)]))

    with ThreadPoolExecutor(8) as threads:
        for number, decision in enumerate(threads.map(decide, range(200))):
            assert decision.model_dump() == expected[number % len(REQUESTS)]


def test_a_process_forked_while_another_thread_counts_decides(
    zedland: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docketing, "PATIENCE", 10**9)
    decider = Decider(zedland.law, Diagnosis)
    expected = decider.decide(model(REQUESTS[0])).verdict
    (docket,) = vars(decider)["_dockets"].values()

    with vars(docket)["_lock"]:  # which no thread of the child will ever give back
        child = os.fork()
        if child == 0:
            os._exit(0 if decider.decide(model(REQUESTS[0])).verdict == expected else 1)
        ended = (0, 0)
        for _ in range(600):
            ended = os.waitpid(child, os.WNOHANG)
            if ended[0]:
                break
            sleep(0.1)
        else:
            os.kill(child, SIGKILL)
            os.waitpid(child, 0)

    assert ended == (child, 0)


def test_a_policy_that_has_decided_is_pickled_without_its_code(zedland: Policy) -> None:
    policy = Policy(zedland.law)
    expected = policy.decide(REQUESTS[0])

    other = pickle.loads(pickle.dumps(policy))  # noqa: S301 - our own

    assert other.decide(REQUESTS[0]) == expected


@pytest.mark.parametrize("stated", [{"as_of": None}, {"jurisdiction": "zzz"}, {"facts": {"people": 10**18}}])
def test_a_request_that_the_code_does_not_take_is_read_with_care(zedland: Policy, stated: dict[str, Any]) -> None:
    decider = Decider(zedland.law, Diagnosis)

    for _ in range(2):
        assert decider.decide(model(REQUESTS[0])) == zedland.decide(REQUESTS[0])
        with pytest.raises(RequestError):
            decider.decide(model(a_request(**stated)))
