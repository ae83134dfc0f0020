"""The 40 rules, as small trees that `writing` puts into every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

KINDS = (
    "student parent school_official teacher counselor law_enforcement prosecutor court attorney journalist researcher"
    " auditor health_provider insurer employer military_recruiter state_agency federal_agency vendor public"
).split()
PURPOSES = (
    "education transfer financial_aid audit evaluation research health_emergency safety_emergency investigation"
    " prosecution subpoena_response licensing employment insurance marketing recruiting statistics child_welfare"
    " immigration tax voter_registration journalism litigation archive personal"
).split()
PROCESSES = "none subpoena court_order warrant grand_jury".split()
ISSUERS = "none clerk judge magistrate prosecutor agency".split()
ELEMENTS = (
    "name address dob ssn phone email photo grades discipline attendance medical financial biometric directory_id"
).split()
FLAGS = "consent_written opted_out agreement_signed notice_given emergency redisclosure_barred".split()
NUMBERS = "subject_count subject_age".split()

Condition = tuple[Any, ...]
"""A tag and its parts: `("in", "purpose", ("audit", "tax"))`."""


def both(*parts: Condition) -> Condition:
    """Hold where every part is."""
    return ("and", *parts)


def either(*parts: Condition) -> Condition:
    """Hold where some part is."""
    return ("or", *parts)


def no(part: Condition) -> Condition:
    """Hold where the part is false."""
    return ("not", part)


def kind(*kinds: str) -> Condition:
    """Hold where the requester is of one of these kinds."""
    return _one_of("requester_kind", kinds)


def purpose(*purposes: str) -> Condition:
    """Hold where the purpose is one of these."""
    return _one_of("purpose", purposes)


def process(*processes: str) -> Condition:
    """Hold where the legal process is one of these."""
    return _one_of("process", processes)


def issuer(*issuers: str) -> Condition:
    """Hold where the process was issued by one of these."""
    return _one_of("issuer", issuers)


def flag(name: str) -> Condition:
    """Hold where the flag is set."""
    return ("is", name)


def has(element: str) -> Condition:
    """Hold where the element is asked for."""
    return ("has", "elements", element)


def only(*elements: str) -> Condition:
    """Hold where nothing but these elements is asked for."""
    return ("within", "elements", elements)


def number(name: str, operator: str, value: int) -> Condition:
    """Compare a number."""
    return ("compare", name, operator, value)


def day(operator: Literal["<", ">="], value: str) -> Condition:
    """Compare the day of the request."""
    return ("compare", "day", operator, date.fromisoformat(value))


def _one_of(name: str, values: tuple[str, ...]) -> Condition:
    return ("in", name, values) if len(values) > 1 else ("==", name, *values)


OPEN_ENDED = ("null", "agreement_expires")
CURRENT = either(OPEN_ENDED, ("relate", "agreement_expires", ">=", "day"))
LAPSED = both(no(OPEN_ENDED), ("relate", "agreement_expires", "<", "day"))
DIRECTORY = ("name", "address", "phone", "email", "photo", "directory_id", "attendance")
CONSENTED = flag("consent_written")
SIGNED = flag("agreement_signed")
JUDICIAL = process("court_order", "warrant")

PERMITS: dict[str, Condition] = {
    "a01": both(kind("student"), purpose("personal")),
    "a02": both(kind("parent"), number("subject_age", "<", 18), purpose("education", "personal", "transfer")),
    "a03": both(kind("parent"), number("subject_age", ">=", 18), CONSENTED),
    "a04": both(kind("school_official", "teacher", "counselor"), purpose("education", "evaluation")),
    "a05": both(kind("school_official", "teacher", "counselor"), purpose("transfer"), flag("notice_given")),
    "a06": both(
        purpose("financial_aid"),
        kind("school_official", "state_agency", "federal_agency"),
        only("name", "address", "dob", "ssn", "financial"),
    ),
    "a07": both(kind("auditor", "state_agency", "federal_agency"), purpose("audit", "evaluation"), SIGNED),
    "a08": both(kind("researcher"), purpose("research", "statistics"), SIGNED, CURRENT, no(has("ssn"))),
    "a09": both(
        kind("researcher"),
        purpose("statistics"),
        number("subject_count", ">=", 10),
        only("grades", "attendance", "discipline"),
    ),
    "a10": both(
        process("subpoena"),
        issuer("clerk", "judge"),
        flag("notice_given"),
        kind("attorney", "law_enforcement", "prosecutor"),
    ),
    "a11": both(process("court_order"), issuer("judge", "magistrate")),
    "a12": both(process("warrant"), issuer("judge", "magistrate"), kind("law_enforcement", "federal_agency")),
    "a13": both(process("grand_jury"), kind("prosecutor", "law_enforcement", "federal_agency")),
    "a14": both(
        flag("emergency"),
        purpose("health_emergency", "safety_emergency"),
        kind("health_provider", "law_enforcement", "school_official", "state_agency"),
    ),
    "a15": both(
        kind("journalist", "military_recruiter", "employer", "vendor", "public"),
        no(flag("opted_out")),
        only(*DIRECTORY),
    ),
    "a16": both(
        kind("military_recruiter"),
        purpose("recruiting"),
        no(flag("opted_out")),
        day(">=", "2002-01-08"),
        only("name", "address", "phone"),
    ),
    "a17": both(
        kind("state_agency"),
        purpose("child_welfare"),
        either(SIGNED, process("court_order")),
        day(">=", "2013-01-14"),
    ),
    "a18": both(kind("health_provider"), purpose("health_emergency"), has("medical"), CONSENTED),
    "a19": both(kind("insurer"), purpose("insurance"), CONSENTED, no(either(has("grades"), has("discipline")))),
    "a20": both(kind("employer"), purpose("employment", "licensing"), CONSENTED, number("subject_age", ">=", 16)),
    "a21": both(
        kind("vendor"),
        purpose("education", "evaluation", "archive"),
        SIGNED,
        CURRENT,
        no(flag("redisclosure_barred")),
    ),
    "a22": both(
        kind("state_agency"),
        purpose("tax"),
        day(">=", "2018-07-01"),
        day("<", "2030-01-01"),
        only("name", "ssn", "address", "financial"),
    ),
    "a23": both(
        kind("state_agency", "public"),
        purpose("voter_registration"),
        number("subject_age", ">=", 18),
        only("name", "address", "dob"),
    ),
    "a24": both(kind("journalist"), purpose("journalism"), number("subject_count", "<=", 100), only(*DIRECTORY)),
    "a25": both(kind("court"), purpose("litigation", "prosecution")),
    "a26": both(kind("attorney"), purpose("litigation"), either(CONSENTED, ("!=", "process", "none"))),
    "a27": both(kind("federal_agency"), purpose("immigration"), JUDICIAL, day(">=", "2003-01-01")),
    "a28": both(kind("counselor"), purpose("health_emergency", "child_welfare")),
    "a29": both(
        kind("prosecutor"),
        purpose("prosecution"),
        process("subpoena", "grand_jury"),
        ("!=", "issuer", "none"),
    ),
    "a30": both(
        CONSENTED,
        purpose("employment", "licensing", "insurance", "financial_aid", "transfer"),
        only(*(element for element in ELEMENTS if element not in ("ssn", "biometric"))),
    ),
    "a31": both(kind("auditor"), purpose("archive"), number("subject_count", "<=", 50), day("<", "2024-07-01")),
    "a32": both(kind("federal_agency"), purpose("statistics"), SIGNED, no(has("ssn")), no(has("biometric"))),
}

PROHIBITIONS: dict[str, Condition] = {
    "d33": both(
        has("ssn"),
        process("none"),
        no(CONSENTED),
        no(kind("student", "parent", "federal_agency", "school_official")),
    ),
    "d34": both(has("biometric"), no(JUDICIAL)),
    "d35": both(
        flag("opted_out"),
        kind("journalist", "public", "vendor", "employer", "military_recruiter"),
        no(CONSENTED),
    ),
    "d36": both(purpose("marketing")),
    "d37": both(flag("redisclosure_barred"), kind("vendor", "researcher", "insurer", "employer")),
    "d38": both(
        has("medical"),
        no(either(CONSENTED, flag("emergency"), JUDICIAL)),
        no(kind("student", "parent", "health_provider")),
    ),
    "d39": both(
        number("subject_count", ">", 1000),
        no(purpose("audit", "statistics", "research", "evaluation")),
        process("none"),
    ),
    "d40": both(kind("vendor", "researcher", "auditor"), SIGNED, *LAPSED[1:]),
}


@dataclass(frozen=True)
class SyntheticRule:
    """One rule of one jurisdiction."""

    id: str
    effect: Literal["allow", "deny"]
    jurisdiction: str
    condition: Condition
    """A conjunction, which does not say that the jurisdiction must be the rule's."""

    @property
    def whole(self) -> Condition:
        """The condition, and before it that the jurisdiction must be the rule's."""
        return both(("==", "jurisdiction", self.jurisdiction), *self.condition[1:])


def jurisdictions(count: int) -> list[str]:
    """Return the codes of so many jurisdictions."""
    return [f"zz-{number:03d}" for number in range(count)]


def rules(count: int = 1, *, copies: int = 1) -> list[SyntheticRule]:
    """Return the rules of so many jurisdictions: 40 times `copies` for each."""
    return [
        SyntheticRule(f"{code}/{name}{'x' * copy}", effect, code, condition)
        for code in jurisdictions(count)
        for copy in range(copies)
        for effect, named in (("allow", PERMITS), ("deny", PROHIBITIONS))
        for name, condition in named.items()
    ]
