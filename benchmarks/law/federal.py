"""20 CFR Part 603 and what stands beside it, by hand."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.law.terms import (
    ACCESS,
    AGREEMENT_TERMS,
    MOTION,
    PRECEDENT,
    PROCESS,
    RECIPIENT,
    RELEASE_FORM,
    RELEASE_PURPOSE,
    RELEASE_STATEMENTS,
    SAFEGUARDS,
    Terms,
)
from disclosure_policy.requests.request import DisclosureRequest, Item


class Disclosure(NamedTuple):
    """One item for one purpose: the terms that surely apply to it, and those that may."""

    request: DisclosureRequest
    item: Item
    what: Terms
    maybe_what: Terms
    purpose: Terms
    maybe_purpose: Terms
    who: Terms
    maybe_who: Terms
    discloser: Terms
    maybe_discloser: Terms


class Answer(NamedTuple):
    """What federal law says: the citations are those of the verdict."""

    allowed: bool
    citations: list[str]
    required: bool


_STATEMENTS = frozenset(
    (
        "identifies_information",
        "government_files_accessed",
        "states_purpose",
        "used_only_for_purpose",
        "names_all_recipients",
    )
)
_AGREEMENT = frozenset(
    (
        "terminable_for_breach",
        "specific_information_and_purposes",
        "need_to_know",
        "methods_and_timing",
        "payment_of_costs",
        "safeguards",
        "on_site_inspection",
    )
)
_AGREEMENT_WITH_PRINCIPAL = _AGREEMENT | {"holds_principal_responsible"}
_RELEASE_TERMS = frozenset(("access_limited_to_release", "use_limited_to_release"))
_RELEASE_AUDITS = frozenset(("release_transactions_audited", "employees_under_same_penalties"))
_SAFEGUARDS = frozenset(
    (
        "authorized_use_only",
        "physical_security",
        "electronic_security",
        "authorized_personnel_only",
        "personnel_instructed",
        "acknowledgment_signed",
        "disposal",
        "audit_system",
        "penalties",
    )
)
_SCHOOLS = frozenset(
    (
        "public_postsecondary_institution",
        "performance_accountability_agency",
        "chief_elected_official_of_local_area",
        "state_educational_authority",
    )
)
_ACCOUNTABILITY = frozenset(
    ("workforce_performance_accountability", "discretionary_workforce_grant", "education_or_training_accountability")
)
_PUBLIC_WORKS = frozenset(
    (
        "individual_name",
        "home_address",
        "ordinary_occupation",
        "employment_status",
        "rights_to_further_compensation",
    )
)
_FOOD_STAMPS = frozenset(("wage_information", "claim_information", "work_refusal"))
_NEW_HIRES = frozenset(("wage_information", "claim_information"))
_NEW_HIRES_TAX_ACT = frozenset(("individual_name", "wage_information", "claim_information"))
_HOUSING = frozenset(("wage_information", "claim_status", "benefit_amount"))
_VERIFICATION = frozenset(("wage_information", "claim_information", "work_refusal", "other_eligibility_information"))
_PROGRAM = frozenset(("uc_program_administration", "uc_program_oversight_or_audit", "statistics"))
_PARTIES = frozenset(("individual", "employer"))
_NOT_CONFIDENTIAL = frozenset(("public_domain_information", "bls_statistical_information"))


def federal(d: Disclosure) -> Answer:
    """Decide one disclosure under federal law, as part of a decision under a state's."""
    received = "recipient_of_disclosed_information" in d.maybe_discloser
    if received:
        permits, required = _redisclosures(d), False
    else:
        permits, required = _grounds(d)
    item, what = d.item, d.what
    if "outside_uc_information" in what or (
        item.reveals_identity is False
        and item.could_reveal_identity is False
        and "identifying_particular" not in d.maybe_what
    ):
        return Answer(True, _not_confidential(d), required)
    if permits:
        return Answer(True, permits, required)
    listed = received and _NOT_CONFIDENTIAL.isdisjoint(what)
    return Answer(False, ["20 CFR 603.4(b)", "20 CFR 603.9(c)(1)"] if listed else ["20 CFR 603.4(b)"], required)


def _not_confidential(d: Disclosure) -> list[str]:
    """Return the prohibitions that come near; each does if some condition of it is surely met."""
    inside = "outside_uc_information" not in d.maybe_what
    near = inside or "identifying_particular" in d.what
    near = near or d.item.reveals_identity is True or d.item.could_reveal_identity is True
    if not near and "recipient_of_disclosed_information" in d.discloser:
        return ["20 CFR 603.9(c)(1)"]
    return ["20 CFR 603.4(b)", "20 CFR 603.9(c)(1)"]


def _grounds(d: Disclosure) -> tuple[list[str], bool]:
    """Return the citations of what permits the agency to disclose, and whether any of it requires that."""
    r, item, what, purpose, who = d.request, d.item, d.what, d.purpose, d.who
    facts, judgments = r.facts, r.judgments
    found: list[str] = []
    limited: list[str] = []  # these need an agreement and safeguards
    required = limited_required = False
    business = "trade_adjustment_business_information" in d.maybe_what
    interferes = judgments.get("interferes_with_administration")
    undisturbed = interferes is not None and interferes.answer is False

    if undisturbed:
        found += _not_confidential_kinds(d)
        if "appeals_record" in what or "precedential_determination" in what:
            consistent = judgments.get("consistent_with_other_law")
            if item.social_security_numbers_removed and consistent is not None and consistent.answer:
                found.append("20 CFR 603.5(b)")
        if not business:
            if item.about_recipient and "uc_program_administration" not in d.maybe_purpose:
                if not who.isdisjoint(_PARTIES):
                    found.append("20 CFR 603.5(c)")
            if r.representation.on_behalf_of_subject and "ongoing" not in ACCESS.possibly(r.access):
                found += _agents(d)
            if r.release.signed:
                found += _third_party(d)
            if "public_official" in who and r.recipient.within_official_duties:
                if "administration_or_enforcement_of_law" in purpose:
                    limited.append("20 CFR 603.5(e)(1)")
                elif "official_responsibilities_of_elected_official" in purpose and "elected_official" in who:
                    maybe = d.maybe_purpose
                    if "constituent_services" not in maybe and "political_solicitation" not in maybe:
                        limited.append("20 CFR 603.5(e)(1)")
                if not purpose.isdisjoint(_ACCOUNTABILITY) and not who.isdisjoint(_SCHOOLS):
                    limited.append("20 CFR 603.5(e)(2)")
            if "agent_or_contractor_of_public_official" in who and r.principal.within_official_duties:
                found += _agent_of_official(d)
            if "bureau_of_labor_statistics" in who and facts.get("bls_agreement"):
                found.append("20 CFR 603.5(g)")

    process = PROCESS.surely(r.process.type)
    compelled = r.process.covers_information and "compulsory_process" in process
    if compelled or r.recipient.subpoena_authority:
        overcome = _motion_to_quash(d, process)
        if overcome:
            found += ["20 CFR 603.5(h)", *overcome]

    if "uc_program_administration" in purpose and _proper_administration(d):
        found.append("20 CFR 603.6(a)")
        required = True

    if "governmental_official" in who:
        if "federal_official" in who:
            if "uc_program_oversight_or_audit" in purpose:
                found.append("20 CFR 603.5(i)")
            reports = "department_of_labor" in who and facts.get("report_required_by_secretary")
            if reports and not purpose.isdisjoint(_PROGRAM):
                found.append("42 U.S.C. 503(a)(6)")
                required = True
            if "department_of_health_and_human_services" in who and not business:
                if "national_directory_of_new_hires" in purpose:
                    if not what.isdisjoint(_NEW_HIRES):
                        found += ["20 CFR 603.6(b)(5)", "20 CFR 603.6(b)(7)(ii)"]
                        required = True
                    elif "individual_name" in what:
                        found.append("20 CFR 603.6(b)(7)(ii)")
                        required = True
        if "eligibility_determination" in what and facts.get("determined_eligible"):
            if "state_snap_agency" in who and facts.get("applicant_disclosed_overissuance"):
                found.append("42 U.S.C. 503(d)(2)(B)(ii)")
            if "child_support_agency" in who and "child_support" in purpose:
                if facts.get("applicant_disclosed_child_support"):
                    found.append("42 U.S.C. 503(e)(2)(A)(ii)")
                    required = True
        programs = [] if business else _programs(d)
        if "ievs_requesting_agency" in who and not what.isdisjoint(_VERIFICATION) and _verifies(d):
            programs.append("20 CFR 603.22(a)")
        if programs:
            limited += programs
            limited_required = True
    if undisturbed and not business and "federal_workforce_evaluation" in purpose and _evaluation(d):
        found.append("20 CFR 603.6(b)(8)")
        required = True

    if limited:
        agreement, safeguards = _agreement(d), _safeguards(d)
        if agreement and safeguards:
            return [*found, *limited, *agreement, *safeguards], required or limited_required
    return found, required


def _agents(d: Disclosure) -> list[str]:
    """Return what 603.5(d)(1) permits whoever acts for the individual or employer."""
    r, found = d.request, []
    acts, release = r.representation, r.release
    if acts.authorized and release.from_subject:
        form = RELEASE_FORM.surely(release.form)
        if "written" in form:
            found.append("20 CFR 603.5(d)(1)(i)(A)")
        if "other_form_permitted" in form and release.written_impracticable:
            found.append("20 CFR 603.5(d)(1)(i)(B)")
    if "elected_official" in d.who and "constituent_services" in d.purpose and acts.evidence_of_constituent_request:
        found.append("20 CFR 603.5(d)(1)(ii)")
    if "attorney" in d.who and acts.retained_for_uc_law and acts.asserted_by_attorney:
        if "uc_program_administration" in d.purpose:
            found.append("20 CFR 603.5(d)(1)(iii)")
    return found


def _released(d: Disclosure) -> bool:
    """Say whether there is a full written release for this purpose."""
    release = d.request.release
    if not (release.signed and release.from_subject and "written" in RELEASE_FORM.surely(release.form)):
        return False
    if not RELEASE_STATEMENTS.surely(release.statements) >= _STATEMENTS:
        return False
    if "other" in RELEASE_PURPOSE.possibly(release.purpose):
        return False
    limited_to = RELEASE_PURPOSE.surely(release.purpose)
    return ("service_or_benefit_to_signer" in limited_to and "service_or_benefit_to_individual" in d.purpose) or (
        "administration_or_evaluation_of_public_program" in limited_to
        and "public_program_administration_or_evaluation" in d.purpose
    )


def _third_party(d: Disclosure) -> list[str]:
    """Return what 603.5(d)(2) permits on a full written release, with what its limits need."""
    r = d.request
    acts = r.representation
    if not (
        "third_party" in d.who
        or acts.on_behalf_of_subject is False
        or acts.authorized is False
        or "ongoing" in ACCESS.surely(r.access)
    ):
        return []
    if not _released(d):
        return []
    agreement, safeguards = _agreement(d), _safeguards(d)
    if not agreement or not safeguards:
        return []
    found = ["20 CFR 603.5(d)(2)", *agreement, *safeguards]
    terms = AGREEMENT_TERMS.surely(r.agreement.terms) >= _RELEASE_TERMS
    if terms:
        found.append("20 CFR 603.10(b)(2)")
    elif "20 CFR 603.10(d)" not in agreement:
        return []
    if SAFEGUARDS.surely(r.safeguards) >= _RELEASE_AUDITS:
        found.append("20 CFR 603.9(b)(2)")
    elif "20 CFR 603.9(d)" not in safeguards:
        return []
    return found


def _agent_of_official(d: Disclosure) -> list[str]:
    """Return what 603.5(f) permits an agent or contractor of an official, with what its limits need."""
    r, purpose = d.request, d.purpose
    principal = RECIPIENT.surely(r.principal.type)
    if not (
        ("public_official" in principal and "administration_or_enforcement_of_law" in purpose)
        or ("elected_official" in principal and "official_responsibilities_of_elected_official" in purpose)
        or (not principal.isdisjoint(_SCHOOLS) and not purpose.isdisjoint(_ACCOUNTABILITY))
    ):
        return []
    if "political_solicitation" in d.maybe_purpose:
        return []
    agreement = r.agreement
    if not (agreement.with_principal and agreement.written and agreement.enforceable and agreement.in_force):
        return []
    if not AGREEMENT_TERMS.surely(agreement.terms) >= _AGREEMENT_WITH_PRINCIPAL:
        return []
    safeguards = _safeguards(d)
    return ["20 CFR 603.5(f)", "20 CFR 603.10(a)(2)", *safeguards] if safeguards else []


def _proper_administration(d: Disclosure) -> bool:
    """Say whether 603.6(a) requires the disclosure, for a purpose that is administration of the program."""
    facts, purpose = d.request.facts, d.purpose
    necessary = d.request.judgments.get("necessary_for_proper_administration")
    if necessary is None or not necessary.answer:
        if not (facts.get("party_to_department_proceeding") and facts.get("pertains_to_proceeding")):
            return False
        if "uc_claim_or_appeal" not in purpose or d.who.isdisjoint(_PARTIES):
            return False
    if "federal_immigration_enforcement" in d.maybe_who:
        return False
    if "irs" in d.maybe_who and "uc_tax_administration" not in purpose:
        return False
    return "uscis" not in d.maybe_who or "claimant_immigration_status_verification" in purpose


def _programs(d: Disclosure) -> list[str]:
    """Return what 603.6(b) requires for particular programs, under an agreement and with safeguards."""
    what, purpose, who, facts, found = d.what, d.purpose, d.who, d.request.facts, []
    if "child_support_enforcement" in purpose:
        if "child_support_agency" in who and "wage_information" in what:
            if "custodial_parent_support" not in d.maybe_purpose:
                found.append("20 CFR 603.6(b)(4)")
    if "snap_eligibility" in purpose and not what.isdisjoint(_FOOD_STAMPS):
        if "department_of_agriculture" in who or "state_snap_agency" in who:
            found.append("20 CFR 603.6(b)(3)")
    if "tanf_eligibility" in purpose and "tanf_agency" in who and "wage_information" in what:
        if facts.get("necessary_under_hhs_regulations"):
            found.append("20 CFR 603.6(b)(7)(i)")
    if "housing_assistance_eligibility" in purpose and not what.isdisjoint(_HOUSING):
        if "department_of_housing_and_urban_development" in who or "public_housing_agency" in who:
            if facts.get("housing_applicant_or_participant") and facts.get("hud_consent_form_signed"):
                found.append("20 CFR 603.6(b)(6)")
    if "federal_public_works_agency" in who and facts.get("subject_receives_compensation"):
        if "public_works_administration" in purpose and not what.isdisjoint(_PUBLIC_WORKS):
            found.append("20 CFR 603.6(b)(1)")
    if "railroad_retirement_board" in who and "railroad_retirement_board_purposes" in purpose:
        if "uc_information" in what:
            found.append("20 CFR 603.6(b)(2)")
    return found


def _verifies(d: Disclosure) -> bool:
    """Say whether 603.22(a) reaches the purpose of a requesting agency."""
    if "income_and_eligibility_verification" not in d.purpose and not (
        "child_support" in d.purpose and "child_support_agency" in d.who
    ):
        return False
    return "social_security_administration" not in d.maybe_who or "social_security_eligibility" in d.purpose


def _evaluation(d: Disclosure) -> bool:
    """Say whether 603.6(b)(8) requires the disclosure for an evaluation."""
    if "uc_information" not in d.what:
        return False
    if "federal_official" not in d.who and not (
        "agent_or_contractor_of_public_official" in d.who
        and "federal_official" in RECIPIENT.surely(d.request.principal.type)
    ):
        return False
    protected = d.request.judgments.get("evaluation_protections")
    return protected is not None and protected.answer


def _agreement(d: Disclosure) -> list[str]:
    """Return what meets the requirement of an agreement with the recipient, 603.10(a)(1)."""
    r, found = d.request, []
    agreement = r.agreement
    if agreement.with_recipient and agreement.written and agreement.enforceable and agreement.in_force:
        if AGREEMENT_TERMS.surely(agreement.terms) >= _AGREEMENT:
            found.append("20 CFR 603.10(a)(1)")
    if r.facts.get("payment_recognized_by_notice") and r.facts.get("safeguards_recognized_by_notice"):
        if "federal_official" in d.who:
            found.append("20 CFR 603.10(d)")
    return found


def _safeguards(d: Disclosure) -> list[str]:
    """Return what meets the requirement of safeguards, 603.9(a)."""
    r, who, found = d.request, d.who, []
    if r.safeguards is not None and SAFEGUARDS.surely(r.safeguards) >= _SAFEGUARDS:
        found.append("20 CFR 603.9(b)(1)")
    if "federal_official" in who:
        if r.facts.get("safeguards_recognized_by_notice"):
            found.append("20 CFR 603.9(d)")
        if "irs" in who and "federal_tax_administration" in d.purpose:
            found.append("71 FR 66556")
        if "census_bureau" in who and "lehd_program" in d.purpose:
            found.append("87 FR 13762")
        if "department_of_labor" in who and "in_person_identity_verification" in d.purpose:
            if r.facts.get("postal_interagency_agreement"):
                found.append("88 FR 7996")
    return found


def _motion_to_quash(d: Disclosure, process: Terms) -> list[str]:
    """Return what spares or follows the motion to quash that 603.7(a) asks for."""
    r, found = d.request, []
    served = "compulsory_process" in PROCESS.possibly(r.process.type)
    stands = "granted" not in MOTION.possibly(r.process.motion_to_quash)
    if r.process.covers_information and "compulsory_process" in process:
        if "court_order" in process or "denied" in MOTION.surely(r.process.motion_to_quash):
            found.append("20 CFR 603.7(a)")
        precedent = PRECEDENT.surely(r.process.precedent)
        if stands and ("binding_precedential_decision" in precedent or "well_established_pattern" in precedent):
            found.append("20 CFR 603.7(b)(1)")
    if r.recipient.subpoena_authority and "governmental_official" in d.who:
        if "clerk_of_court_for_litigant" not in d.maybe_who:
            if "litigant_subpoena" not in PROCESS.possibly(r.process.type) and (stands or not served):
                found.append("20 CFR 603.7(b)(2)")
    return found


def _not_confidential_kinds(d: Disclosure) -> list[str]:
    """Return the citations of what makes the item a kind that the requirement does not apply to."""
    found = ["20 CFR 603.5(a)"] if "public_domain_information" in d.what else []
    return [*found, "20 CFR 603.5(g)"] if "bls_statistical_information" in d.what else found


def _redisclosures(d: Disclosure) -> list[str]:
    """Return the citations of what permits whoever received the information to pass it on, 603.9(c)(1)."""
    r, who, discloser, found = d.request, d.who, d.discloser, []
    facts, interferes = r.facts, r.judgments.get("interferes_with_administration")
    free = _not_confidential_kinds(d)
    if free and interferes is not None and interferes.answer is False:
        found += [*free, "20 CFR 603.9(c)"]
    if "recipient_of_disclosed_information" not in discloser or not facts.get("redisclosure_authorized_by_agency"):
        return found
    if d.item.about_recipient and not who.isdisjoint(_PARTIES):
        found.append("20 CFR 603.9(c)(1)(i)")
    if r.representation.on_behalf_of_subject and r.representation.authorized:
        found.append("20 CFR 603.9(c)(1)(ii)")
    if "proceedings_of_recipient" in d.purpose:
        found.append("20 CFR 603.9(c)(1)(iii)")
    process = PROCESS.surely(r.process.type)
    if "subpoena" in process and r.process.covers_information:
        overcome = _motion_to_quash(d, process)
        if overcome:
            found += ["20 CFR 603.9(c)(1)(iv)", *overcome]
    if "recipient_public_official" in discloser:
        between = []
        if "agent_or_contractor_of_public_official" in who and facts.get("official_retains_responsibility"):
            between.append("20 CFR 603.9(c)(1)(v)")
        if "public_official" in who and r.recipient.within_official_duties:
            between.append("20 CFR 603.9(c)(1)(vi)")
        if between and r.safeguards is not None and SAFEGUARDS.surely(r.safeguards) >= _SAFEGUARDS:
            found += [*between, "20 CFR 603.9(b)(1)"]
        if "recipient_child_support_agency" in discloser and "child_support_contractor" in who:
            if "wage_information" in d.what and "child_support_enforcement" in d.purpose:
                found.append("20 CFR 603.9(c)(1)(vii)")
    if facts.get("release_authorizes_redisclosure") and _released(d):
        found.append("20 CFR 603.9(c)(1)(viii)")
    if free and found:  # what is not confidential is not under the list either
        found.append("20 CFR 603.9(c)")
    return found
