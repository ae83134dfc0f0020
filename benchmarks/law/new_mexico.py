"""The law of New Mexico on the records of its Department of Workforce Solutions, by hand."""

from __future__ import annotations

from benchmarks.law.federal import Answer, Disclosure
from benchmarks.law.terms import (
    ACCESS,
    AGREEMENT_TERMS,
    PROCESS,
    RECIPIENT,
    RECORD_NAMES,
    RECORDS_SELECTED_BY,
    RELEASE_FORM,
    SCOPE,
    Terms,
)

_RULE_B, _RULE_C = "11.3.100.106(B) NMAC", "11.3.100.106(C) NMAC"
_RULE_D, _RULE_E = "11.3.100.106(D) NMAC", "11.3.100.106(E) NMAC"
_STATUTE_A, _STATUTE_B = "NMSA 1978, § 51-1-32(A)", "NMSA 1978, § 51-1-32(B)"
_ACT_OF_2025 = "Laws 2025, ch. 138, § 3"
_DEATHS, _TAXES = "NMSA 1978, § 51-1-56", "NMSA 1978, § 7-1-8(A)"

_AGREEMENT = frozenset(("nm_express_purpose", "nm_confidentiality_assured", "nm_reciprocity", "nm_reasonable_cost"))
_CONFIDENTIAL_UNLESS = frozenset(("outside_uc_information", "public_domain_information"))
_PARTIES = frozenset(("individual", "employer"))
_CLAIMANT_OR_EMPLOYER = frozenset(("claimant", "employer"))
_ENFORCERS = frozenset(("law_enforcement_agency", "nm_tribal_police"))
_ENFORCERS_OR_FEDERAL = _ENFORCERS | {"federal_official"}
_PRINCIPALS_OF_ENFORCERS = frozenset(("law_enforcement_agency", "federal_official"))
_WORK_OF_ENFORCERS = frozenset(("criminal_investigation", "immigration_enforcement"))
_ENFORCING = frozenset(("law_enforcement", "child_support_proceeding"))
_BULK = frozenset(("every_employer_and_worker", "defined_class"))
_INVESTIGATING = frozenset(("criminal_investigation", "child_support_proceeding"))
_PROCEEDING = frozenset(("uc_claim_or_appeal", "department_proceeding"))
_COURT_PROCESS = frozenset(("court_order", "grand_jury_subpoena", "search_warrant"))
_COURT_ORDER_OR_SUBPOENA = frozenset(("court_order", "grand_jury_subpoena"))
_POLITICAL = frozenset(("political_solicitation", "nm_other_political_purpose"))
_OTHER_AGENCIES = frozenset(("executive_branch_official", "public_housing_agency", "nm_public_assistance_provider"))
_STATES_AND_LOCALITIES = frozenset(("state_uc_agency", "recipient_nm_state_agency", "recipient_nm_local_agency"))
_NO_EMPLOYEES_OF_THE_STATE = frozenset(
    (
        "recipient_not_public_official",
        "recipient_nm_local_agency",
        "recipient_federal_agency",
        "recipient_agency_elsewhere",
    )
)
_AUTHORITY = frozenset(("nm_human_services_department", "nm_health_care_authority"))
_ABSENT_PARENT = frozenset(
    (
        "home_address",
        "address_date",
        "wage_information",
        "benefit_amount",
        "claim_status",
        "rights_to_further_compensation",
        "property",
    )
)
_WAGE_OR_CLAIM = frozenset(("wage_information", "claim_information"))
_SUPPORT_OR_DIRECTORY = frozenset(("child_support", "national_directory_of_new_hires"))
_LABOR = frozenset(("uc_program_administration", "uc_program_oversight_or_audit", "statistics"))
_PUBLIC_WORKS = frozenset(
    (
        "individual_name",
        "home_address",
        "ordinary_occupation",
        "employment_status",
        "rights_to_further_compensation",
    )
)
_NAME_OR_NUMBER = frozenset(("individual_name", "social_security_number"))
_ADDRESS = frozenset(("home_address", "address_date"))
_ELSEWHERE = frozenset(
    ("other_state_uc_agency", "federal_unemployment_insurance_agency", "public_employment_service_agency")
)
_EMPLOYMENT_LAW = frozenset(("uc_program_administration", "public_employment_service_administration"))
_WORKERS_COMPENSATION = frozenset(
    (
        "reported_employee_name",
        "employee_count",
        "employer_mailing_address",
        "federal_identification_number",
        "general_wage_information",
    )
)
_SENSITIVE = frozenset(
    (
        "social_security_number",
        "tax_identification_number",
        "public_assistance_status",
        "crime_victim_status",
        "immigration_status",
        "alien_registration_number",
        "immigration_document",
        "protected_characteristic",
        "claim_file",
        "testimony",
    )
)
_WITH_NUMBERS = frozenset(("employer_wage_reports", "appeals_record"))
_CLAIMANTS = frozenset(
    (
        "claim_status",
        "benefit_amount",
        "claim_file",
        "appeals_record",
        "rights_to_further_compensation",
        "eligibility_determination",
        "work_refusal",
        "ordinary_occupation",
        "employment_status",
        "benefit_determination",
        "other_eligibility_information",
        "federal_employee_compensation_information",
        "ex_servicemember_compensation_information",
        "disaster_unemployment_information",
        "trade_adjustment_information",
    )
)
_CHOSEN_BY = frozenset(("public_assistance", "crime_victim", "immigration_status_or_other_characteristic"))
_SEVERAL = frozenset(("employer_wage_reports", "claim_file", "appeals_record", "benefit_determination", "testimony"))


def new_mexico(d: Disclosure, above: Answer) -> tuple[bool, list[str]]:
    """Decide one disclosure under New Mexico's law, knowing what federal law says; return the citations of it."""
    r, item, what, maybe = d.request, d.item, d.what, d.maybe_what
    relied: list[str] = []
    barred: list[str] = []
    reached = False

    identifying = "identifying_particular" in maybe or not (
        item.reveals_identity is False and item.could_reveal_identity is False
    )
    if identifying and what.isdisjoint(_CONFIDENTIAL_UNLESS):
        reached = True
        permits = _grounds(d, above)
        if permits:
            relied += permits
        else:
            barred += [_RULE_C, _STATUTE_A]

    outside = "nm_department_personnel" not in d.who
    if outside and d.discloser.isdisjoint(_NO_EMPLOYEES_OF_THE_STATE) and _may_be_sensitive(d):
        reached = True
        (relied if _act_excepts(d, above) else barred).append(_ACT_OF_2025)

    if "death_report" in maybe and (outside or "uc_program_administration" not in d.purpose):
        reached = True
        barred.append(_DEATHS)

    if "tax_return_information" in maybe:
        reached = True
        if r.facts.get("return_information_made_public"):
            relied.append("NMSA 1978, § 7-1-8(D)")
        else:
            barred.append(_TAXES)

    if barred:
        return False, barred
    return True, relied if reached else _not_confidential(d)


def _not_confidential(d: Disclosure) -> list[str]:
    """Return the prohibitions that come near; each does if some condition of it is surely met."""
    item, what, maybe = d.item, d.what, d.maybe_what
    found = []
    inside = maybe.isdisjoint(_CONFIDENTIAL_UNLESS)
    if inside or item.reveals_identity or item.could_reveal_identity or "identifying_particular" in what:
        found += [_RULE_C, _STATUTE_A]
    if (
        d.maybe_discloser.isdisjoint(_NO_EMPLOYEES_OF_THE_STATE)
        or "nm_department_personnel" not in d.maybe_who
        or _is_sensitive(d)
    ):
        found.append(_ACT_OF_2025)
    if (
        "death_report" in what
        or "nm_department_personnel" not in d.maybe_who
        or "uc_program_administration" not in d.maybe_purpose
    ):
        found.append(_DEATHS)
    if "tax_return_information" in what:
        found.append(_TAXES)
    return found or [_RULE_C, _STATUTE_A, _ACT_OF_2025, _DEATHS, _TAXES]


def _may_be_sensitive(d: Disclosure) -> bool:
    """Say whether the Act of 2025 may protect the item, or that by which the records were chosen."""
    r, maybe = d.request, d.maybe_what
    if not maybe.isdisjoint(_SENSITIVE) or not maybe.isdisjoint(_CLAIMANTS):
        return True
    if not d.item.social_security_numbers_removed and not maybe.isdisjoint(_WITH_NUMBERS):
        return True
    if "defined_class" not in SCOPE.possibly(r.scope):
        return False
    if "aggregate_statistics" in d.what and d.item.could_reveal_identity is False:
        return False
    chosen = RECORDS_SELECTED_BY.possibly(r.facts.get("records_selected_by"))
    return "claim" in chosen or not chosen.isdisjoint(_CHOSEN_BY)


def _is_sensitive(d: Disclosure) -> bool:
    """Say whether it surely does."""
    r, what = d.request, d.what
    if not what.isdisjoint(_SENSITIVE) or not what.isdisjoint(_CLAIMANTS):
        return True
    if d.item.social_security_numbers_removed is False and not what.isdisjoint(_WITH_NUMBERS):
        return True
    if "defined_class" not in SCOPE.surely(r.scope):
        return False
    if "aggregate_statistics" in d.maybe_what and not d.item.could_reveal_identity:
        return False
    chosen = RECORDS_SELECTED_BY.surely(r.facts.get("records_selected_by"))
    return "claim" in chosen or not chosen.isdisjoint(_CHOSEN_BY)


def _grounds(d: Disclosure, above: Answer) -> list[str]:
    """Return the citations of what permits a disclosure of confidential records, with what its limits need."""
    found = _consent(d) if d.release.form is not None else []
    process = PROCESS.surely(d.process.type)
    if d.process.covers_information and not process.isdisjoint(_COURT_PROCESS):
        found.append(_RULE_C)
    if "nm_title_iv_d_agency" in d.who:
        found += _child_support_agency(d, process)
    if "state_uc_agency" in d.discloser:
        found += _departments_own(d, above)
    return found


def _departments_own(d: Disclosure, above: Answer) -> list[str]:
    """Return what the department alone may disclose."""
    r, what, purpose, who = d.request, d.what, d.purpose, d.who
    facts = r.facts
    found: list[str] = []

    if facts.get("party_to_department_proceeding") and facts.get("pertains_to_proceeding"):
        if not purpose.isdisjoint(_PROCEEDING) and not who.isdisjoint(_PARTIES):
            found.append(_RULE_B)
    if (facts.get("secretary_consents") or facts.get("delegate_consents")) and not who.isdisjoint(_ENFORCERS):
        if facts.get("general_counsel_advises_release") and not purpose.isdisjoint(_INVESTIGATING):
            found += _law_enforcement(d)
    if d.agreement.with_recipient and "nm_exchange" in AGREEMENT_TERMS.surely(d.agreement.terms):
        found += _exchange(d)
    if "uc_program_administration" in purpose and _administers(d, above):
        found.append(_STATUTE_A)

    if "governmental_official" in who:
        if "nm_title_iv_d_agency" in who:
            found += _to_child_support_agency(d)
        if "federal_official" in who:
            if "department_of_labor" in who and facts.get("report_required_by_secretary"):
                if not purpose.isdisjoint(_LABOR):
                    found.append("NMSA 1978, § 51-1-31")
            if "federal_public_works_agency" in who and facts.get("subject_receives_compensation"):
                if "public_works_administration" in purpose and not what.isdisjoint(_PUBLIC_WORKS):
                    found.append("NMSA 1978, § 51-1-31")
            if "railroad_retirement_board" in who and "railroad_retirement_board_purposes" in purpose:
                if "outside_uc_information" not in d.maybe_what:
                    found.append("NMSA 1978, § 51-1-51")
        if "other_state_uc_agency" in who and "combined_wage_claim" in purpose:
            if facts.get("wage_combining_arrangement_approved") and facts.get("called_for_by_wage_combining"):
                found.append("NMSA 1978, § 51-1-50(B)")
        if not who.isdisjoint(_ELSEWHERE) and not purpose.isdisjoint(_EMPLOYMENT_LAW):
            necessary = r.judgments.get("secretary_deems_necessary")
            if necessary is not None and necessary.answer:
                found.append("NMSA 1978, § 51-1-50(E)")
        if "nm_workers_compensation_director" in who and "workers_compensation_evaluation" in purpose:
            if not what.isdisjoint(_WORKERS_COMPENSATION):
                found.append("NMSA 1978, § 52-5-3(D)(1)")
    if "nm_educational_assistance_corporation" in who and "educational_debt_enforcement" in purpose:
        if above.allowed and facts.get("written_request") and facts.get("certified_absent_obligor"):
            if facts.get("debt_owed_to_corporation") and not what.isdisjoint(_ADDRESS):
                found.append("NMSA 1978, § 9-26-14")
    return found


def _administers(d: Disclosure, above: Answer) -> bool:
    """Say whether it goes to the department's own, for administering the program, or verifies a claimant's status."""
    who = d.who
    if "nm_department_personnel" in who:
        return True
    if "agent_or_contractor_of_public_official" in who:
        if "nm_department_personnel" in RECIPIENT.surely(d.request.principal.type):
            return True
    return "uscis" in who and "claimant_immigration_status_verification" in d.purpose and above.required


def _child_support_agency(d: Disclosure, process: Terms) -> list[str]:
    """Return what New Mexico's child support enforcement agency may have from others than the department too."""
    r, purpose, facts, found = d.request, d.purpose, d.request.facts, []
    if "child_support" in purpose and "iv_d_agency_subpoena" in process:
        needed = r.judgments.get("needed_for_support_order")
        if d.process.covers_information and facts.get("served_ten_days_before"):
            if needed is not None and needed.answer:
                found.append("NMSA 1978, § 27-1-11(B)")
    if "child_support_enforcement" in purpose and not d.discloser.isdisjoint(_STATES_AND_LOCALITIES):
        if facts.get("absent_parent_not_supporting"):
            if not d.what.isdisjoint(_ABSENT_PARENT) or facts.get("bears_on_location_income_or_property"):
                found.append("NMSA 1978, § 27-2-32")
    return found


def _to_child_support_agency(d: Disclosure) -> list[str]:
    """Return what statutes give New Mexico's child support enforcement agency from the department."""
    r, what, purpose, who = d.request, d.what, d.purpose, d.who
    facts, found = r.facts, []
    new_claim = facts.get("new_eligible_claimant")
    if "child_support" in purpose:
        if facts.get("relates_to_paternity_or_support_order") and "outside_uc_information" not in d.maybe_what:
            agreed = "safeguards" in AGREEMENT_TERMS.surely(d.agreement.terms)
            if agreed or facts.get("privacy_and_security_safeguards"):
                found.append("NMSA 1978, § 27-1-11(D)(1)(e)")
        if new_claim and "individual_name" in what:
            found.append("NMSA 1978, § 51-1-37.1(A)")
    if "nm_state_directory_of_new_hires" in who:
        if not purpose.isdisjoint(_SUPPORT_OR_DIRECTORY) and not what.isdisjoint(_WAGE_OR_CLAIM):
            found.append("NMSA 1978, § 50-13-3(H)")
    if new_claim and "food_stamp_overissuance" in purpose and not what.isdisjoint(_NAME_OR_NUMBER):
        if facts.get("overissuance_reimbursement_arranged") and not who.isdisjoint(_AUTHORITY):
            found.append("NMSA 1978, § 51-1-37.2(A)")
    return found


def _agreement(d: Disclosure) -> bool:
    """Say whether there is an agreement as section 51-1-32(B) asks, and not one that the Act of 2026 forbids."""
    agreement = d.agreement
    if not (agreement.with_recipient and agreement.in_force):
        return False
    if not AGREEMENT_TERMS.surely(agreement.terms) >= _AGREEMENT:
        return False
    if "federal_official" not in d.maybe_who:
        return True
    facts = d.request.facts
    return facts.get("agreement_under_1357g") is False and facts.get("agreement_deputizes_staff") is False


def _consent(d: Disclosure) -> list[str]:
    """Return what subsection C permits on a signed release, with what its limits need."""
    r, item, who = d.request, d.item, d.who
    form = RELEASE_FORM.surely(d.release.form)
    if "written" not in form or not (d.release.signed or "electronic_with_department_pin" in form):
        return []
    acts = r.representation
    represents = acts.on_behalf_of_subject and acts.authorized and r.facts.get("represents_employer_or_claimant")
    if not represents and not (item.about_recipient and not who.isdisjoint(_CLAIMANT_OR_EMPLOYER)):
        return []
    if "law_enforcement" in d.maybe_purpose and not item.about_recipient:
        return []
    named, signed = r.facts.get("record_names"), RECORD_NAMES.surely(r.facts.get("release_signed_by"))
    if RECORD_NAMES.surely(named).isdisjoint(signed):
        return []
    found = [_RULE_C]
    if d.purpose.isdisjoint(_PROCEEDING) or not r.facts.get("before_the_department"):
        maybe_named = RECORD_NAMES.possibly(named)
        if len(maybe_named) > 1 and not signed >= maybe_named:
            return []
    own = item.about_recipient and not who.isdisjoint(_PARTIES)
    if not own and "ongoing" in ACCESS.possibly(r.access):
        if not _agreement(d):
            return []
        found.append(_STATUTE_B)
    return found


def _law_enforcement(d: Disclosure) -> list[str]:
    """Return what subsection D permits law enforcement, consented to and advised, with what its limits need."""
    r, facts = d.request, d.request.facts
    if "federal_law_enforcement_agency" in d.maybe_who:
        if not (facts.get("open_case_named") and facts.get("criminal_statute_stated")):
            return []
        if not facts.get("not_for_civil_removal") or "named_subjects" not in SCOPE.surely(r.scope):
            return []
    if "ongoing" in ACCESS.possibly(r.access) or not SCOPE.possibly(r.scope).isdisjoint(_BULK):
        return []
    return [_RULE_D, _STATUTE_B] if _agreement(d) else []


def _exchange(d: Disclosure) -> list[str]:
    """Return what subsection E permits other agencies under an exchange agreement."""
    who, maybe_who, maybe_purpose = d.who, d.maybe_who, d.maybe_purpose
    if not ("public_official" in who and "elected_official" not in maybe_who) and who.isdisjoint(_OTHER_AGENCIES):
        return []
    if not maybe_purpose.isdisjoint(_ENFORCING) and _enforces(d):
        return []
    if "law_enforcement" in maybe_purpose and "every_employer_and_worker" in SCOPE.possibly(d.request.scope):
        return []
    if "nm_department_personnel" in maybe_who or not maybe_purpose.isdisjoint(_POLITICAL):
        return []
    return [_RULE_E, _STATUTE_B] if _agreement(d) else []


def _enforces(d: Disclosure) -> bool:
    """Say whether the recipient may be, or may act as or for, a law enforcement agency or a federal body."""
    if not d.maybe_who.isdisjoint(_ENFORCERS_OR_FEDERAL) or not d.maybe_purpose.isdisjoint(_WORK_OF_ENFORCERS):
        return True
    if "agent_or_contractor_of_public_official" not in d.maybe_who:
        return False
    return not RECIPIENT.possibly(d.request.principal.type).isdisjoint(_PRINCIPALS_OF_ENFORCERS)


def _act_excepts(d: Disclosure, above: Answer) -> bool:
    """Say whether an exception of the Act of 2025 applies."""
    r, purpose, who = d.request, d.purpose, d.who
    if above.required:
        return True
    necessary = r.judgments.get("necessary_for_proper_administration")
    if "uc_program_administration" in purpose and necessary is not None and necessary.answer:
        return True
    facts = r.facts
    if facts.get("public_records_act_requires") or facts.get("under_whistleblower_act"):
        return True
    if facts.get("permitted_by_hipaa"):
        return True
    if _ordered_for_support(d):
        return True
    if d.process.covers_information:
        if not PROCESS.surely(d.process.type).isdisjoint(_COURT_ORDER_OR_SUBPOENA):
            return True
    if "court" in who and facts.get("in_judicial_proceeding"):
        return True
    if "agent_or_contractor_of_public_official" in who and facts.get("contractor_needs_for_contract"):
        if facts.get("contractor_accepts_restrictions"):
            return True
    if d.release.from_subject and "written" in RELEASE_FORM.surely(d.release.form):
        if d.maybe_what.isdisjoint(_SEVERAL):
            return True
        named = RECORD_NAMES.possibly(facts.get("record_names"))
        signed = RECORD_NAMES.surely(facts.get("release_signed_by"))
        return all(one in signed for one in ("claimant", "other_party") if one in named)
    return False


def _ordered_for_support(d: Disclosure) -> bool:
    """Say whether a statute orders the department to give it for child support, food stamps or the directory."""
    what, purpose, who, facts = d.what, d.purpose, d.who, d.request.facts
    new_claim = facts.get("new_eligible_claimant")
    if "nm_title_iv_d_agency" in who:
        if "child_support" in purpose:
            needed = d.request.judgments.get("needed_for_support_order")
            if facts.get("relates_to_paternity_or_support_order") or (needed is not None and needed.answer):
                return True
            if "individual_name" in what and new_claim:
                return True
        if "child_support_enforcement" in purpose and facts.get("absent_parent_not_supporting"):
            if not what.isdisjoint(_ABSENT_PARENT) or facts.get("bears_on_location_income_or_property"):
                return True
    if "nm_health_care_authority" in who and "food_stamp_overissuance" in purpose:
        if not what.isdisjoint(_NAME_OR_NUMBER) and new_claim and facts.get("overissuance_reimbursement_arranged"):
            return True
    if "nm_state_directory_of_new_hires" in who and not purpose.isdisjoint(_SUPPORT_OR_DIRECTORY):
        return not what.isdisjoint(_WAGE_OR_CLAIM)
    return False
