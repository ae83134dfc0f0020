"""What a type checker says of the public names; mypy reads this file, nothing runs it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, assert_type

from disclosure_policy import (
    Brief,
    Decision,
    DecisionLog,
    DisclosureRequest,
    Interview,
    Letterhead,
    LogError,
    Policy,
    Problem,
    ReceiptError,
    Register,
    RegisterError,
    RequestError,
    Trace,
    check,
    explain,
    letter,
    load,
    narrate,
    pruned,
    text_digest,
    trace,
    typeset,
)
from disclosure_policy.strategies import NearMiss, near_misses, requests


class Frame:
    """A frame of whichever library."""


def deciding(request: DisclosureRequest, mapping: Mapping[str, Any]) -> None:
    policy = load()
    assert_type(policy, Policy)
    assert_type(load(Path("rules"), accept=["a"]), Policy)
    assert_type(load(register=Path("register.yaml")), Policy)
    assert_type(policy.with_register({"jurisdiction": "us-nm"}), Policy)
    assert_type(policy.register, Register | None)
    assert_type(policy.filled(request), DisclosureRequest)
    assert_type(policy.decide(request), Decision)
    assert_type(policy.decide(mapping), Decision)
    assert_type(policy.jurisdictions, tuple[str, ...])
    assert_type(policy.decide_frame(Frame(), missing=False), Frame)
    policy.decide("a text")  # type: ignore[arg-type]
    policy.decide_frame(Frame(), day=1)  # type: ignore[call-arg]


def reading(decision: Decision) -> None:
    assert_type(decision.verdict, Literal["allow", "deny"])
    assert_type(decision.allowed, bool)
    assert_type(decision.citations, tuple[str, ...])
    assert_type(decision.as_of, date)
    assert_type(decision.taken[0].supplied, tuple[str, ...])
    assert_type(decision.adopted[0].day, date)
    assert_type(decision.receipt.agency_register, str | None)
    assert_type(decision.missing[0].state_at, str)
    assert_type(decision.remedies[0].request, DisclosureRequest | None)
    assert_type(decision.model_dump_json(indent=2), str)
    assert_type(Decision.model_validate_json(b""), Decision)
    assert_type(explain(decision, "markdown"), str)
    decision.verdict = "allow"  # type: ignore[misc]
    _ = decision.verdicts  # type: ignore[attr-defined]
    _ = decision.verdict == "permit"  # type: ignore[comparison-overlap]
    Decision()  # type: ignore[abstract]


def telling(policy: Policy, request: DisclosureRequest) -> None:
    told = policy.brief(request, "requester")
    assert_type(told, Brief)
    assert_type(trace(told), Trace)
    assert_type(narrate(pruned(trace(told)), "text"), str)
    assert_type(typeset(letter(told, Letterhead(day=date(2025, 1, 16))), "html"), str | bytes)
    policy.brief(request, "the public")  # type: ignore[arg-type]


def asking(policy: Policy) -> None:
    interview = Interview(policy, "us-nm", date(2019, 8, 2))
    assert_type(interview.answer(["state_uc_agency"]), Interview)
    assert_type(interview.decision, Decision)


def mistakes(error: RequestError, other: RegisterError) -> None:
    assert_type(other.problems, tuple[Problem, ...])
    assert_type(error.problems, tuple[Problem, ...])
    assert_type(check(Path("rules")), tuple[Problem, ...])
    assert_type(text_digest("a"), str)


def keeping(policy: Policy, request: DisclosureRequest, wrong: LogError, edited: ReceiptError) -> None:
    log = DecisionLog(Path("log.jsonl"), now=lambda: datetime(2026, 1, 15, tzinfo=UTC), mask="mask.yaml", key=b"")
    assert_type(log.about("case 7"), DecisionLog)
    decision = policy.decide(request, log=log)
    assert_type(decision, Decision)
    with log.together() as together:
        policy.decide({}, log=together)
    assert_type([one.needed for one in decision.receipt.lacking(policy)], list[str | None])
    assert_type(wrong.problems, tuple[Problem, ...])
    assert_type(str(edited), str)
    DecisionLog("log.jsonl")  # type: ignore[call-arg]
    policy.decide(request, log=Path("log.jsonl"))  # type: ignore[arg-type]


def drawing(policy: Policy) -> None:
    drawn = requests(policy, "us-nm").example()
    assert_type(drawn, DisclosureRequest)
    assert_type(near_misses(policy, "a").example(), NearMiss)
