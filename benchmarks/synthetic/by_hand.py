"""The synthetic policy as a programmer would write it who needs nothing else and wants it fast."""

from __future__ import annotations

from datetime import date
from typing import Any

_STAFF = frozenset(("school_official", "teacher", "counselor"))
_DIRECTORY = frozenset(("name", "address", "phone", "email", "photo", "directory_id", "attendance"))
_AID = frozenset(("name", "address", "dob", "ssn", "financial"))
_STATISTICS = frozenset(("grades", "attendance", "discipline"))
_CONTACT = frozenset(("name", "address", "phone"))
_TAX = frozenset(("name", "ssn", "address", "financial"))
_VOTER = frozenset(("name", "address", "dob"))
_SENSITIVE = frozenset(("ssn", "biometric"))
_RECRUITING, _WELFARE, _IMMIGRATION = date(2002, 1, 8), date(2013, 1, 14), date(2003, 1, 1)
_TAX_FROM, _TAX_UNTIL, _ARCHIVE_UNTIL = date(2018, 7, 1), date(2030, 1, 1), date(2024, 7, 1)


def decide(r: dict[str, Any], codes: frozenset[str]) -> tuple[bool, list[str]]:
    """Return whether the request is allowed, and the ids of the rules that decided."""
    code = r["jurisdiction"]
    if code not in codes:
        return False, []
    kind, purpose, process = r["requester_kind"], r["purpose"], r["process"]
    consent, elements = r["consent_written"], r["elements"]
    deny = []
    if "ssn" in elements and process == "none" and not consent:
        if kind not in ("student", "parent", "federal_agency", "school_official"):
            deny.append("d33")
    if "biometric" in elements and process not in ("court_order", "warrant"):
        deny.append("d34")
    if r["opted_out"] and not consent:
        if kind in ("journalist", "public", "vendor", "employer", "military_recruiter"):
            deny.append("d35")
    if purpose == "marketing":
        deny.append("d36")
    if r["redisclosure_barred"] and kind in ("vendor", "researcher", "insurer", "employer"):
        deny.append("d37")
    if "medical" in elements and kind not in ("student", "parent", "health_provider"):
        if not consent and not r["emergency"] and process not in ("court_order", "warrant"):
            deny.append("d38")
    if r["subject_count"] > 1000 and process == "none":
        if purpose not in ("audit", "statistics", "research", "evaluation"):
            deny.append("d39")
    if kind in ("vendor", "researcher", "auditor") and r["agreement_signed"]:
        expires = r["agreement_expires"]
        if expires is not None and expires < r["day"]:
            deny.append("d40")
    if deny:
        return False, [f"{code}/{name}" for name in deny]
    day, age, count = r["day"], r["subject_age"], r["subject_count"]
    signed, expires = r["agreement_signed"], r["agreement_expires"]
    ok = []
    if kind == "student":
        if purpose == "personal":
            ok.append("a01")
    elif kind == "parent":
        if age < 18:
            if purpose in ("education", "personal", "transfer"):
                ok.append("a02")
        elif consent:
            ok.append("a03")
    if kind in _STAFF:
        if purpose in ("education", "evaluation"):
            ok.append("a04")
        elif purpose == "transfer" and r["notice_given"]:
            ok.append("a05")
    if purpose == "financial_aid" and kind in ("school_official", "state_agency", "federal_agency"):
        if _AID.issuperset(elements):
            ok.append("a06")
    if signed and purpose in ("audit", "evaluation") and kind in ("auditor", "state_agency", "federal_agency"):
        ok.append("a07")
    if kind == "researcher":
        if purpose in ("research", "statistics") and signed and "ssn" not in elements:
            if expires is None or expires >= day:
                ok.append("a08")
        if purpose == "statistics" and count >= 10 and _STATISTICS.issuperset(elements):
            ok.append("a09")
    issuer = r["issuer"]
    if process == "subpoena":
        if issuer in ("clerk", "judge") and r["notice_given"]:
            if kind in ("attorney", "law_enforcement", "prosecutor"):
                ok.append("a10")
    elif process == "court_order":
        if issuer in ("judge", "magistrate"):
            ok.append("a11")
    elif process == "warrant":
        if issuer in ("judge", "magistrate") and kind in ("law_enforcement", "federal_agency"):
            ok.append("a12")
    elif process == "grand_jury":
        if kind in ("prosecutor", "law_enforcement", "federal_agency"):
            ok.append("a13")
    if r["emergency"] and purpose in ("health_emergency", "safety_emergency"):
        if kind in ("health_provider", "law_enforcement", "school_official", "state_agency"):
            ok.append("a14")
    if kind in ("journalist", "military_recruiter", "employer", "vendor", "public") and not r["opted_out"]:
        if _DIRECTORY.issuperset(elements):
            ok.append("a15")
        if kind == "military_recruiter" and purpose == "recruiting" and day >= _RECRUITING:
            if _CONTACT.issuperset(elements):
                ok.append("a16")
    if kind == "state_agency" and purpose == "child_welfare" and day >= _WELFARE:
        if signed or process == "court_order":
            ok.append("a17")
    if kind == "health_provider" and purpose == "health_emergency" and consent and "medical" in elements:
        ok.append("a18")
    if kind == "insurer" and purpose == "insurance" and consent:
        if "grades" not in elements and "discipline" not in elements:
            ok.append("a19")
    if kind == "employer" and purpose in ("employment", "licensing") and consent and age >= 16:
        ok.append("a20")
    if kind == "vendor" and purpose in ("education", "evaluation", "archive") and signed:
        if (expires is None or expires >= day) and not r["redisclosure_barred"]:
            ok.append("a21")
    if kind == "state_agency" and purpose == "tax" and _TAX_FROM <= day < _TAX_UNTIL and _TAX.issuperset(elements):
        ok.append("a22")
    if purpose == "voter_registration" and kind in ("state_agency", "public") and age >= 18:
        if _VOTER.issuperset(elements):
            ok.append("a23")
    if kind == "journalist" and purpose == "journalism" and count <= 100 and _DIRECTORY.issuperset(elements):
        ok.append("a24")
    if kind == "court" and purpose in ("litigation", "prosecution"):
        ok.append("a25")
    if kind == "attorney" and purpose == "litigation" and (consent or process != "none"):
        ok.append("a26")
    if kind == "federal_agency" and purpose == "immigration" and process in ("court_order", "warrant"):
        if day >= _IMMIGRATION:
            ok.append("a27")
    if kind == "counselor" and purpose in ("health_emergency", "child_welfare"):
        ok.append("a28")
    if kind == "prosecutor" and purpose == "prosecution" and process in ("subpoena", "grand_jury"):
        if issuer != "none":
            ok.append("a29")
    if consent and purpose in ("employment", "licensing", "insurance", "financial_aid", "transfer"):
        if _SENSITIVE.isdisjoint(elements):
            ok.append("a30")
    if kind == "auditor" and purpose == "archive" and count <= 50 and day < _ARCHIVE_UNTIL:
        ok.append("a31")
    if kind == "federal_agency" and purpose == "statistics" and signed and _SENSITIVE.isdisjoint(elements):
        ok.append("a32")
    return bool(ok), [f"{code}/{name}" for name in ok]
