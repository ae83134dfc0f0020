"""What a mask drops is in no entry, and where a value cannot be masked nothing is decided."""

from __future__ import annotations

import hmac
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.canonical import canonical
from disclosure_policy.errors import LogError, RequestError
from disclosure_policy.log.maskable import maskable, matches
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.strategies import requests
from tests.helpers.builders import POLICE, ZEDLAND, a_policy, a_request, problems_of, section
from tests.helpers.logged import KEY, a_log, entries
from tests.helpers.registered import ASKS, under

INVENTED: Policy = disclosure_policy.load(ZEDLAND)
BUNDLED: Policy = disclosure_policy.load()
WITH_TEXTS: dict[str, Any] = a_request(
    recipient={"name": "Zoe Zimmer", "type": "police"},
    release={"name": "the release of Zoe Zimmer", "signed": True},
    process=[{"name": "Zimmer v. Office"}, {"name": "docket 17", "covers": {"items": "name", "from": "2020-01-02"}}],
    agreement={"name": "file 4711"},
    items=["name", {"type": "number", "about_recipient": False}],
    purposes="theft_investigation",
    facts={"people": 4712, "minister_consents": True, "sealed_on": "2019-07-13"},
    judgments={
        "harms_the_office": {"answer": False, "by": "Ada Abel", "day": "2020-05-01", "why": "Zoe Zimmer is harmless"}
    },
)


def entry_of(request: Any, path: Path, mask: str | None = None, policy: Policy = INVENTED) -> dict[str, Any]:
    """Return the entry that a request has in a log."""
    policy.decide(request, log=a_log(path, mask=mask))
    return entries(path / "log.jsonl")[-1]


def test_by_default_no_name_text_or_number_is_kept(tmp_path: Path) -> None:
    entry = entry_of(WITH_TEXTS, tmp_path)

    assert entry["request"] == {
        "jurisdiction": "zz",
        "as_of": "2020-06-01",
        "discloser": ["records_office"],
        "recipient": {"type": ["police"]},
        "release": {"signed": True},
        "process": [{}, {"covers": {"items": ["name"], "from": "2020-01-02"}}],
        "agreement": {},
        "items": [{"type": ["name"]}, {"type": ["number"], "about_recipient": False}],
        "purposes": ["theft_investigation"],
        "facts": {"minister_consents": True, "sealed_on": "2019-07-13"},
        "judgments": {"harms_the_office": {"answer": False, "day": "2020-05-01"}},
    }
    assert sorted(entry["dropped"]) == [
        "agreement.name",
        "facts.people",
        "judgments.harms_the_office.by",
        "judgments.harms_the_office.why",
        "process.0.name",
        "process.1.name",
        "recipient.name",
        "release.name",
    ]
    assert entry["asked_by"] is None
    assert entry["hashed"] == {}
    for told in (b"Zimmer", b"Zoe", b"Ada", b"4711", b"4712", b"docket"):
        assert told not in (tmp_path / "log.jsonl").read_bytes()


@pytest.mark.parametrize(
    "stated",
    [
        {"discloser": "Zoe"},
        {"recipient": {"type": {"lacks": "Zoe"}}},
        {"principal": {"type": "Zoe"}},
        {"items": "Zoe"},
        {"items": {"has": "Zoe"}},
        {"purposes": {"lacks": "Zoe"}},
        {"release": [{"covers": {"items": "Zoe"}}, {"covers": {"purposes": "Zoe"}}]},
        {"agreement": {"terms": {"lacks": ["Zoe"]}}},
        {"agreement": {"on_file": "Zoe"}},
        {"facts": {"archive": "Zoe"}},
        {"facts": {"sealed_on": "Zoe"}},
        {"facts": {"Zoe": True}},
        {"judgments": {"Zoe": {"answer": True, "by": "b", "day": "2020-05-01", "why": "w"}}},
    ],
)
def test_where_something_is_kept_by_default_nobody_can_write_a_name(stated: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(RequestError):
        entry_of(a_request() | stated, tmp_path)
    assert not (tmp_path / "log.jsonl").exists()


def test_who_asked_is_kept_apart_from_the_facts(tmp_path: Path) -> None:
    entry = entry_of(WITH_TEXTS, tmp_path, "recipient.name: keep\n")

    assert entry["asked_by"] == "Zoe Zimmer"
    assert "name" not in entry["request"]["recipient"]


def test_what_is_hashed_can_be_recognized_by_whoever_has_the_key(tmp_path: Path) -> None:
    entry = entry_of(WITH_TEXTS, tmp_path, "recipient.name: hash\nprocess.name: hash\n")

    told = canonical(["recipient.name", "Zoe Zimmer"])
    assert entry["hashed"]["recipient.name"] == hmac.new(KEY, told, sha256).hexdigest()
    assert entry["hashed"].keys() == {"recipient.name", "process.0.name", "process.1.name"}
    assert entry["asked_by"] is None
    assert b"Zimmer" not in (tmp_path / "log.jsonl").read_bytes()


def test_the_longest_path_counts_and_a_name_before_a_star(tmp_path: Path) -> None:
    mask = "judgments: drop\njudgments.*.by: keep\njudgments.harms_the_office.why: hash\n"
    mask += "facts.*: drop\nfacts.people: keep\n"
    entry = entry_of(WITH_TEXTS, tmp_path, mask)

    assert entry["request"]["judgments"] == {"harms_the_office": {"by": "Ada Abel"}}
    assert entry["request"]["facts"] == {"people": 4712}
    assert "judgments.harms_the_office.why" in entry["hashed"]
    assert {"judgments.harms_the_office.answer", "facts.sealed_on"} <= {*entry["dropped"]}


def test_a_register_is_not_told_by_the_names_that_a_request_drops(tmp_path: Path) -> None:
    asked = ASKS | {"agreement": {"on_file": "A-1"}}

    kept = entry_of(asked, tmp_path, policy=under())
    masked = entry_of(asked, tmp_path, "agreement.on_file: drop\n", policy=under())

    assert kept["request"]["agreement"] == {"on_file": "A-1"}
    assert "agreements/A-1" in [one["entry"] for one in kept["register"]]
    assert "agreements" in [one["entry"] for one in masked["register"]]
    assert "A-1" not in str(masked)


@pytest.mark.parametrize(
    ("mask", "told"),
    [
        ("recipient.nmae: drop\n", "no request states anything at `recipient.nmae` | did you mean `recipient.name`?"),
        ("as_of: drop\n", "no request states anything at `as_of` | this is always kept"),
        ("recipient.name: burn\n", "`burn` is nothing that can be done to a value | write keep, hash or drop"),
        ("recipient.name: hsah\n", "`hsah` is nothing that can be done to a value | did you mean `hash`?"),
        ("[recipient.name]\n", "expected paths, each with what is done there"),
        ("recipient.name: [drop]\n", "is nothing that can be done to a value"),
        ("a: &b c\n", "the anchor `&b` is not allowed"),
    ],
)
def test_a_mask_that_says_nothing_usable_is_told(mask: str, told: str, tmp_path: Path) -> None:
    problems = problems_of(lambda: INVENTED.decide(a_request(), log=a_log(tmp_path, mask=mask)))

    assert told in problems[0]
    assert problems[0].startswith(f"{tmp_path / 'mask.yaml'}:1:")
    assert not (tmp_path / "log.jsonl").exists()


@pytest.mark.parametrize("key", [None, b"", b"short"])
def test_nothing_is_hashed_without_a_good_key(key: bytes | None, tmp_path: Path) -> None:
    with pytest.raises(LogError, match="key"):
        a_log(tmp_path, mask="recipient.name: hash\n", key=key)


def test_where_a_value_cannot_be_masked_nothing_is_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = DisclosureRequest.model_validate(a_request(facts={"people": 2**53}))
    for action in ("keep", "hash"):
        log = a_log(tmp_path, mask=f"facts.people: {action}\n")
        with monkeypatch.context() as patched:
            patched.setattr("disclosure_policy.deciding.decider.Decider.decide", pytest.fail)
            with pytest.raises(RequestError, match=r"`facts.people` cannot be kept in the log: 9007199254740992 ex"):
                INVENTED.decide(request, log=log)
    assert not (tmp_path / "log.jsonl").exists()
    INVENTED.decide(request, log=a_log(tmp_path))


@pytest.mark.parametrize("text", ["half of \ud83d", "\udcff"])
def test_half_a_character_is_told(text: str, tmp_path: Path) -> None:
    for stated in ({"recipient": {"name": text}}, {"items": text}, {"facts": {"archive": text}}):
        with pytest.raises(RequestError):
            INVENTED.decide(a_request() | stated, log=a_log(tmp_path, mask="recipient.name: keep\n"))
    assert not (tmp_path / "log.jsonl").exists()


def test_a_log_serves_several_laws(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    other = a_policy(
        {
            "zz/facts.yaml": "open: {type: boolean, question: Is it?}\n",
            "zz/code/1/2000-01-01.yaml": section("- {id: secret, effect: forbid, summary: s}"),
        }
    )

    INVENTED.decide(a_request(**POLICE), log=log)
    other.decide(a_request(facts={"open": True}), log=log)

    assert entries(log.path)[1]["request"]["facts"] == {"open": True}


TEXTS = st.text("αβγδεζηθ", min_size=6, max_size=12)  # letters that nothing else in a log has


@st.composite
def named(draw: st.DrawFn, policy: Policy) -> tuple[DisclosureRequest, set[str]]:
    """Draw a request with names and reasons in every place that can have them, and those texts."""
    drawn = {"discloser": None} | draw(requests(policy)).model_dump(mode="json", by_alias=True, exclude_none=True)
    texts: set[str] = set()

    def text() -> str:
        texts.add(draw(TEXTS))
        return max(texts)

    drawn.setdefault("recipient", {})["name"] = text()
    for kind in ("release", "process", "agreement"):
        shown = drawn.get(kind) or {}
        for one in shown if isinstance(shown, list) else [shown]:
            one["name"] = text()
        drawn[kind] = shown
    for judgment in drawn.get("judgments", {}).values():
        judgment |= {"by": text(), "why": text()}
    return DisclosureRequest.model_validate(drawn), texts


@settings(deadline=None, max_examples=40)
@given(named(INVENTED) | named(BUNDLED), st.booleans())
def test_no_text_that_is_dropped_or_hashed_is_in_an_entry(
    drawn: tuple[DisclosureRequest, set[str]], hashes: bool
) -> None:
    request, texts = drawn
    policy = INVENTED if request.jurisdiction.startswith("zz") else BUNDLED
    mask = "recipient.name: hash\nrelease.name: hash\njudgments.*.why: hash\n" if hashes else None
    with TemporaryDirectory() as folder:
        policy.decide(request, log=a_log(Path(folder), mask=mask))
        (line,) = (Path(folder) / "log.jsonl").read_text(encoding="utf-8").splitlines()

    assert not any(text in line for text in texts)


@settings(deadline=None, max_examples=40)
@given(requests(INVENTED), st.data())
def test_a_path_that_is_dropped_is_not_in_the_request_of_an_entry(
    request: DisclosureRequest, data: st.DataObject
) -> None:
    paths = sorted(maskable(INVENTED.law, request.jurisdiction))
    dropped = data.draw(st.lists(st.sampled_from(paths), min_size=1, unique=True))
    with TemporaryDirectory() as folder:
        mask = "".join(f"{path}: drop\n" for path in dropped)
        entry = entry_of(request, Path(folder), mask, INVENTED)

    def leaves(value: Any, path: str) -> list[str]:
        if isinstance(value, dict) and path not in paths:
            return [leaf for name, one in value.items() for leaf in leaves(one, f"{path}.{name}".lstrip("."))]
        if isinstance(value, list) and path not in paths:
            return [leaf for one in value for leaf in leaves(one, path)]
        return [] if value is None else [path]

    kept = leaves(entry["request"], "")
    assert not any(matches(pattern, path) for pattern in dropped for path in kept)
