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
    SCOPE,
    Terms,
)
from disclosure_policy.requests.instruments import Agreement, Process, Release
from disclosure_policy.requests.request import DisclosureRequest, Item


class Disclosure(NamedTuple):
    """One item for one purpose: the terms that surely apply to it, and those that may."""

    request: DisclosureRequest
    release: Release
    process: Process
    agreement: Agreement
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
_WAGES = frozenset(("wage_information", "trade_adjustment_wages"))
_TRADE_CLAIMS = frozenset(("trade_adjustment_wages", "trade_adjustment_claim_information"))
_FOOD_STAMPS = _TRADE_CLAIMS | {"wage_information", "claim_information", "work_refusal"}
_NEW_HIRES = _TRADE_CLAIMS | {"wage_information", "employer_wage_reports", "claim_information"}
_NEW_HIRES_TAX_ACT = _NEW_HIRES | {"individual_name"}
_HOUSING = _WAGES | {"claim_status", "benefit_amount", "trade_adjustment_benefits"}
_VERIFYING = (
    ("tanf_agency", "tanf_eligibility"),
    ("medicaid_agency", "medicaid_eligibility"),
    ("snap_agency", "snap_eligibility"),
    ("other_ssa_programs_agency", "other_ssa_program_eligibility"),
    ("child_support_agency", "child_support"),
    ("social_security_administration", "social_security_eligibility"),
)
_STATUS = frozenset(("individual_name", "alien_registration_number", "immigration_document", "immigration_status"))
_STATUS_BY_NUMBER = frozenset(("individual_name", "alien_registration_number"))
_FEDERAL_EMPLOYEES = frozenset(("federal_employee_compensation_information", "federal_program_wages"))
_EX_SERVICEMEMBERS = frozenset(("ex_servicemember_compensation_information", "federal_program_wages"))
_DISASTERS = frozenset(("disaster_unemployment_information", "federal_program_wages"))
_FEDERAL_PROGRAMS = (
    (_FEDERAL_EMPLOYEES, "20 CFR 609.13(a)", "20 CFR 609.13(b)"),
    (_EX_SERVICEMEMBERS, "20 CFR 614.14(a)", "20 CFR 614.14(b)"),
    (frozenset(("trade_adjustment_information",)), "20 CFR 618.852(a)(1)", "20 CFR 618.852(b)(1)(i)"),
    (_DISASTERS, "20 CFR 625.16(a)", "20 CFR 625.16(b)"),
)
_OUTSIDE = frozenset(("outside_uc_information", "trade_adjustment_business_information"))
_SUPPLIED_FOR = frozenset(("uc_program_administration", "income_and_eligibility_verification", "child_support"))
_OFFICIALS = frozenset(("governmental_official", "agent_or_contractor_of_public_official"))
_NO_OFFICIAL_PROCESS = frozenset(("litigant_subpoena", "quashed_or_withdrawn_process", "order_on_unmet_terms"))
_PARTIES = frozenset(("individual", "employer"))
_CLAIMANT_OR_EMPLOYER = frozenset(("claimant", "employer"))
_NOT_CONFIDENTIAL = frozenset(("public_domain_information", "bls_statistical_information"))


_AGENCY, _LIST = "20 CFR 603.4(b)", "20 CFR 603.9(c)(1)"
_TRADE, _TRADE_BUSINESS = "20 CFR 618.852(b)(1)", "20 CFR 618.852(b)(2)"
_SUPPLIED, _NEW_HIRE_DIRECTORY = "42 U.S.C. 1320b-7(a)(5)(A)", "42 U.S.C. 653(j)(8)(C)(i)"


def federal(d: Disclosure) -> Answer:
    """Decide one disclosure under federal law, as part of a decision under a state's."""
    item, maybe = d.item, d.maybe_what
    received = "recipient_of_disclosed_information" in d.maybe_discloser
    permits, required = (_redisclosures(d), False) if received else _grounds(d)
    relied: list[str] = []
    barred: list[str] = []

    identifying = "identifying_particular" in maybe or not (
        item.reveals_identity is False and item.could_reveal_identity is False
    )
    if identifying and d.what.isdisjoint(_OUTSIDE):
        if permits:
            relied += permits
        else:
            barred.append(_AGENCY)
            if received and d.what.isdisjoint(_NOT_CONFIDENTIAL):
                barred.append(_LIST)
    if "trade_adjustment_information" in maybe and not _may_hold_trade_adjustment_records(d):
        obtains = d.request.facts.get("needed_to_obtain_trade_adjustment_information")
        (relied if obtains else barred).append(_TRADE)
    if "trade_adjustment_business_information" in maybe:
        barred.append(_TRADE_BUSINESS)
    if "federal_tax_information" in maybe and not d.request.facts.get("authorized_to_receive_tax_information"):
        barred.append(_SUPPLIED)
    if "information_from_another_agency" in maybe and d.purpose.isdisjoint(_SUPPLIED_FOR):
        barred.append(_SUPPLIED)
    if "national_new_hire_information" in maybe and "uc_program_administration" not in d.purpose:
        barred.append(_NEW_HIRE_DIRECTORY)

    if barred:
        return Answer(False, barred, required)
    return Answer(True, relied or _not_reached(d), required)


def _may_hold_trade_adjustment_records(d: Disclosure) -> bool:
    """Say whether the recipient is surely none of the employers and other persons of 618.852(b)(1)."""
    acts = d.request.representation
    return (
        not d.who.isdisjoint(_OFFICIALS)
        or ("individual" in d.who and d.item.about_recipient is True)
        or (acts.on_behalf_of_subject is True and acts.authorized is True)
    )


def _not_reached(d: Disclosure) -> list[str]:
    """Return the prohibitions that come near; each does if some condition of it is surely met."""
    item, what, maybe, acts = d.item, d.what, d.maybe_what, d.request.representation
    inside = maybe.isdisjoint(_OUTSIDE)
    near = inside or "identifying_particular" in what
    near = near or item.reveals_identity is True or item.could_reveal_identity is True
    found = [_AGENCY] if near else []
    if near or "recipient_of_disclosed_information" in d.discloser:
        found.append(_LIST)
    if "trade_adjustment_information" in what or (
        d.maybe_who.isdisjoint(_OFFICIALS)
        and ("individual" not in d.maybe_who or item.about_recipient is False)
        and (acts.on_behalf_of_subject is False or acts.authorized is False)
    ):
        found.append(_TRADE)
    if "trade_adjustment_business_information" in what:
        found.append(_TRADE_BUSINESS)
    tax = d.request.facts.get("authorized_to_receive_tax_information") is False or "federal_tax_information" in what
    if tax or "information_from_another_agency" in what or d.maybe_purpose.isdisjoint(_SUPPLIED_FOR):
        found.append(_SUPPLIED)
    if "national_new_hire_information" in what or "uc_program_administration" not in d.maybe_purpose:
        found.append(_NEW_HIRE_DIRECTORY)
    return found or [_AGENCY, _LIST, _TRADE, _TRADE_BUSINESS, _SUPPLIED, _NEW_HIRE_DIRECTORY]


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
                if not who.isdisjoint(_PARTIES) and not _reports_for_a_worker(d):
                    found.append("20 CFR 603.5(c)")
            if r.representation.on_behalf_of_subject and "ongoing" not in ACCESS.possibly(r.access):
                found += _agents(d)
            if d.release.signed:
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
            if "agent_or_contractor_of_public_official" in who:
                found += _agent_of_official(d)
            if "bureau_of_labor_statistics" in who and facts.get("bls_agreement"):
                found.append("20 CFR 603.5(g)")

    process = PROCESS.surely(d.process.type)
    compelled = d.process.covers_information and "compulsory_process" in process
    if compelled or r.recipient.subpoena_authority:
        overcome = _motion_to_quash(d, process)
        if overcome:
            found += ["20 CFR 603.5(h)", *overcome]

    if _proper_administration(d):
        found.append("20 CFR 603.6(a)")
        required = True

    if "governmental_official" in who:
        if "federal_official" in who:
            if "uc_program_oversight_or_audit" in purpose and "federal_immigration_enforcement" not in d.maybe_who:
                found.append("20 CFR 603.5(i)")
            demanded = [*_inspections(d), *_status(d)]
            if "department_of_labor" in who:
                if facts.get("report_required_by_secretary"):
                    demanded.append("42 U.S.C. 503(a)(6)")
                found += [own for kinds, _, own in _FEDERAL_PROGRAMS if not what.isdisjoint(kinds)]
            if "department_of_health_and_human_services" in who and not business:
                if "national_directory_of_new_hires" in purpose:
                    if not what.isdisjoint(_NEW_HIRES):
                        demanded.append("20 CFR 603.6(b)(5)")
                    if not what.isdisjoint(_NEW_HIRES_TAX_ACT):
                        demanded.append("20 CFR 603.6(b)(7)(ii)")
            found += demanded
            required = required or bool(demanded)
        if "eligibility_determination" in what and facts.get("determined_eligible"):
            if "state_snap_agency" in who and facts.get("applicant_disclosed_overissuance"):
                found.append("42 U.S.C. 503(d)(2)(B)(ii)")
            if "child_support_agency" in who and facts.get("applicant_disclosed_child_support"):
                found.append("42 U.S.C. 503(e)(2)(A)(ii)")
                required = True
        programs = [] if business else _programs(d)
        if "ievs_requesting_agency" in who and _verifies(d):
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


def _reports_for_a_worker(d: Disclosure) -> bool:
    """Say whether it may be an employer's wage reports, which tell of every worker, for somebody else than it."""
    return "employer_wage_reports" in d.maybe_what and "employer" not in d.who


def _reports_of_several(d: Disclosure) -> bool:
    """Say whether it may be wage reports, not surely those of the employer for which somebody acts."""
    return "employer_wage_reports" in d.maybe_what and d.request.facts.get("represents_the_employer") is not True


def _agents(d: Disclosure) -> list[str]:
    """Return what 603.5(d)(1) permits whoever acts for the individual or employer."""
    r, found = d.request, []
    if _reports_of_several(d):
        return []
    acts, release = r.representation, d.release
    if acts.authorized and release.from_subject:
        form = RELEASE_FORM.surely(release.form)
        if "written" in form:
            found.append("20 CFR 603.5(d)(1)(i)(A)")
        if "other_form_permitted" in form and release.written_impracticable:
            found.append("20 CFR 603.5(d)(1)(i)(B)")
    if "elected_official" in d.who and "constituent_services" in d.purpose and acts.evidence_of_constituent_request:
        found.append("20 CFR 603.5(d)(1)(ii)")
    if "attorney" in d.who and acts.retained_for_uc_law and acts.asserted_by_attorney:
        found.append("20 CFR 603.5(d)(1)(iii)")
    return found


def _released(d: Disclosure) -> bool:
    """Say whether there is a full written release for this purpose."""
    release = d.release
    if not (release.signed and release.from_subject and "written" in RELEASE_FORM.surely(release.form)):
        return False
    if not RELEASE_STATEMENTS.surely(release.statements) >= _STATEMENTS:
        return False
    if "other" in RELEASE_PURPOSE.possibly(release.purpose):
        return False
    limited_to = RELEASE_PURPOSE.surely(release.purpose)
    if "employer_account" in d.maybe_what and "administration_or_evaluation_of_public_program" not in limited_to:
        return False
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
    if "employer_wage_reports" in d.maybe_what or not _released(d):
        return []
    agreement, safeguards = _agreement(d), _safeguards(d)
    if not agreement or not safeguards:
        return []
    found = ["20 CFR 603.5(d)(2)", *agreement, *safeguards]
    terms = AGREEMENT_TERMS.surely(d.agreement.terms) >= _RELEASE_TERMS
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
    official = r.principal.within_official_duties and (
        ("public_official" in principal and "administration_or_enforcement_of_law" in purpose)
        or ("elected_official" in principal and "official_responsibilities_of_elected_official" in purpose)
    )
    if not official and (principal.isdisjoint(_SCHOOLS) or purpose.isdisjoint(_ACCOUNTABILITY)):
        return []
    if "political_solicitation" in d.maybe_purpose:
        return []
    own = _agreement_in_order(d, _AGREEMENT) if d.agreement.with_recipient else None
    principals = _agreement_in_order(d, _AGREEMENT_WITH_PRINCIPAL) if d.agreement.with_principal else None
    safeguards = _safeguards(d)
    if own is None or principals is None or not safeguards:
        return []
    return ["20 CFR 603.5(f)", "20 CFR 603.10(a)(1)", *own, "20 CFR 603.10(a)(2)", *principals, *safeguards]


def _proper_administration(d: Disclosure) -> bool:
    """Say whether 603.6(a) requires the disclosure."""
    facts, purpose, who = d.request.facts, d.purpose, d.who
    if "uc_program_administration" not in purpose:
        return False
    verifying = "claimant_immigration_status_verification" in purpose
    about = d.item.about_recipient
    everybodys = "every_employer_and_worker" in SCOPE.possibly(d.request.scope)
    if not who.isdisjoint(_CLAIMANT_OR_EMPLOYER) and (about or not everybodys):
        own = about and ("employer" in who or "employer_wage_reports" not in d.maybe_what)
        if own or (facts.get("party_to_department_proceeding") and facts.get("pertains_to_proceeding")):
            return True
    if "uscis" in who and verifying and not d.what.isdisjoint(_STATUS) and not everybodys:
        return True
    if "irs" in who and "uc_tax_administration" in purpose:
        return True
    necessary = d.request.judgments.get("necessary_for_proper_administration")
    if necessary is None or not necessary.answer or "federal_immigration_enforcement" in d.maybe_who:
        return False
    if "irs" in d.maybe_who and "uc_tax_administration" not in purpose:
        return False
    return "uscis" not in d.maybe_who or verifying


def _inspections(d: Disclosure) -> list[str]:
    """Return what opens records of federal programs to inspection."""
    if not d.request.facts.get("designated_for_inspection"):
        return []
    return [inspection for kinds, inspection, _ in _FEDERAL_PROGRAMS if not d.what.isdisjoint(kinds)]


def _status(d: Disclosure) -> list[str]:
    """Return what 1320b-7(d) requires for verifying a claimant's status."""
    if "uscis" not in d.who:
        return []
    facts, found = d.request.facts, []
    if facts.get("immigration_documentation_presented") and facts.get("designated_verification_system"):
        if not d.what.isdisjoint(_STATUS_BY_NUMBER):
            found.append("42 U.S.C. 1320b-7(d)(3)")
    if facts.get("reasonable_evidence_of_status") and facts.get("status_not_verified_by_number"):
        if "immigration_document" in d.what:
            found.append("42 U.S.C. 1320b-7(d)(4)(B)(i)")
    return found


def _programs(d: Disclosure) -> list[str]:
    """Return what 603.6(b) requires for particular programs, under an agreement and with safeguards."""
    what, purpose, who, facts, found = d.what, d.purpose, d.who, d.request.facts, []
    if "child_support_enforcement" in purpose:
        if "child_support_agency" in who and not what.isdisjoint(_WAGES):
            if "custodial_parent_support" not in d.maybe_purpose:
                found.append("20 CFR 603.6(b)(4)")
    if "snap_eligibility" in purpose and not what.isdisjoint(_FOOD_STAMPS):
        if "department_of_agriculture" in who or "state_snap_agency" in who:
            found.append("20 CFR 603.6(b)(3)")
    if "tanf_eligibility" in purpose and "tanf_agency" in who and not what.isdisjoint(_WAGES):
        if facts.get("necessary_under_hhs_regulations"):
            found.append("20 CFR 603.6(b)(7)(i)")
    if "housing_assistance_eligibility" in purpose and not what.isdisjoint(_HOUSING):
        if "department_of_housing_and_urban_development" in who or "public_housing_agency" in who:
            if facts.get("housing_applicant_or_participant") and facts.get("hud_consent_form_signed"):
                found.append("20 CFR 603.6(b)(6)")
    if "federal_public_works_agency" in who and facts.get("subject_receives_compensation"):
        if not what.isdisjoint(_PUBLIC_WORKS):
            found.append("20 CFR 603.6(b)(1)")
    if "railroad_retirement_board" in who and "uc_information" in what:
        found.append("20 CFR 603.6(b)(2)")
    return found


def _verifies(d: Disclosure) -> bool:
    """Say whether 603.22(a) reaches the item and the purpose of a requesting agency."""
    what, purpose = d.what, d.purpose
    if what.isdisjoint(_FOOD_STAMPS):
        if "other_eligibility_information" not in what or "income_and_eligibility_verification" not in purpose:
            return False
    if not any(agency in d.who and program in purpose for agency, program in _VERIFYING):
        return False
    return "every_employer_and_worker" not in SCOPE.possibly(d.request.scope)


def _evaluation(d: Disclosure) -> bool:
    """Say whether 603.6(b)(8) requires the disclosure for an evaluation."""
    if "uc_information" not in d.what or "federal_immigration_enforcement" in d.maybe_who:
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
    own = _agreement_in_order(d, _AGREEMENT) if d.agreement.with_recipient else None
    if own is not None:
        found += ["20 CFR 603.10(a)(1)", *own]
    if r.facts.get("payment_recognized_by_notice") and r.facts.get("safeguards_recognized_by_notice"):
        if "federal_official" in d.who:
            found.append("20 CFR 603.10(d)")
    return found


def _agreement_in_order(d: Disclosure, terms: Terms) -> list[str] | None:
    """Return what stands in for its term on safeguards, if that is wanting; None if the agreement will not do."""
    agreement = d.agreement
    if not (agreement.written and agreement.enforceable and agreement.in_force):
        return None
    stated = AGREEMENT_TERMS.surely(agreement.terms)
    if not stated >= terms:
        return None
    return [] if "safeguards" in stated else _recognized(d) or None


def _safeguards(d: Disclosure) -> list[str]:
    """Return what meets the requirement of safeguards, 603.9(a)."""
    r, agreement = d.request, d.agreement
    found = _recognized(d)
    if (r.safeguards is not None and SAFEGUARDS.surely(r.safeguards) >= _SAFEGUARDS) or (
        (agreement.with_recipient or agreement.with_principal)
        and "safeguards" in AGREEMENT_TERMS.surely(agreement.terms)
    ):
        found.append("20 CFR 603.9(b)(1)")
    return found


def _recognized(d: Disclosure) -> list[str]:
    """Return the notices that recognize the safeguards of a federal recipient."""
    r, who, found = d.request, d.who, []
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
    if d.process.covers_information and "compulsory_process" in process:
        if "court_order" in process or "denied" in MOTION.surely(d.process.motion_to_quash):
            found.append("20 CFR 603.7(a)")
        precedent = PRECEDENT.surely(d.process.precedent)
        if "binding_precedential_decision" in precedent or "well_established_pattern" in precedent:
            found.append("20 CFR 603.7(b)(1)")
    if r.recipient.subpoena_authority and "governmental_official" in d.who:
        if "clerk_of_court_for_litigant" not in d.maybe_who:
            if PROCESS.possibly(d.process.type).isdisjoint(_NO_OFFICIAL_PROCESS):
                found.append("20 CFR 603.7(b)(2)")
    return found


def _not_confidential_kinds(d: Disclosure) -> list[str]:
    """Return the citations of what makes the item a kind that the requirement does not apply to."""
    found = ["20 CFR 603.5(a)"] if "public_domain_information" in d.what else []
    return [*found, "20 CFR 603.5(g)"] if "bls_statistical_information" in d.what else found


def _redisclosures(d: Disclosure) -> list[str]:
    """Return the citations of what permits whoever received the information to pass it on, 603.9(c)(1)."""
    r, discloser, found = d.request, d.discloser, []
    facts, interferes = r.facts, r.judgments.get("interferes_with_administration")
    free = _not_confidential_kinds(d)
    if free and interferes is not None and interferes.answer is False:
        found += [*free, "20 CFR 603.9(c)"]
    if "recipient_of_disclosed_information" not in discloser:
        return found
    process = PROCESS.surely(d.process.type)
    authorized = facts.get("redisclosure_authorized_by_agency")
    if "compulsory_process" in process and d.process.covers_information:
        overcome = _motion_to_quash(d, process)
        ordered = "court_order" in process or "denied" in MOTION.surely(d.process.motion_to_quash)
        if overcome and (authorized or ordered):
            found += ["20 CFR 603.9(c)(1)(iv)", *overcome]
    if authorized:
        found += _authorized_redisclosures(d)
    if free and found:  # what is not confidential is not under the list either
        found.append("20 CFR 603.9(c)")
    return found


def _authorized_redisclosures(d: Disclosure) -> list[str]:
    """Return the citations of what the agency may authorize, process apart."""
    r, who, discloser, facts, found = d.request, d.who, d.discloser, d.request.facts, []
    if d.item.about_recipient and not who.isdisjoint(_PARTIES) and not _reports_for_a_worker(d):
        found.append("20 CFR 603.9(c)(1)(i)")
    if r.representation.on_behalf_of_subject and r.representation.authorized and not _reports_of_several(d):
        found.append("20 CFR 603.9(c)(1)(ii)")
    if "proceedings_of_recipient" in d.purpose:
        found.append("20 CFR 603.9(c)(1)(iii)")
    if "recipient_public_official" in discloser:
        between = []
        if "agent_or_contractor_of_public_official" in who and facts.get("official_retains_responsibility"):
            between.append("20 CFR 603.9(c)(1)(v)")
        if "public_official" in who:
            between.append("20 CFR 603.9(c)(1)(vi)")
        if between and r.safeguards is not None and SAFEGUARDS.surely(r.safeguards) >= _SAFEGUARDS:
            found += [*between, "20 CFR 603.9(b)(1)"]
        if "recipient_child_support_agency" in discloser and "child_support_contractor" in who:
            if "wage_information" in d.what and "child_support_enforcement" in d.purpose:
                found.append("20 CFR 603.9(c)(1)(vii)")
    if facts.get("release_authorizes_redisclosure") and "employer_wage_reports" not in d.maybe_what and _released(d):
        found.append("20 CFR 603.9(c)(1)(viii)")
    return found
