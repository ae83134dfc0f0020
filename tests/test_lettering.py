"""What a letter says, by its structure: sections, provisions, facts; and what it says to whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings

from conftest import POLICE, RESEARCH, a_request
from disclosure_policy.letters.justifying import requested
from disclosure_policy.letters.letter import Letter, Passage
from disclosure_policy.letters.lettering import Letterhead, letter
from disclosure_policy.letters.phrasing import Citing
from disclosure_policy.policy import Policy, load, read_request
from disclosure_policy.redacting import Audience, brief
from disclosure_policy.remedy import Change, Requirement
from disclosure_policy.request import DisclosureRequest
from disclosure_policy.validating import model_of
from strategies import a_policy, requests, rule_books
from test_redacting import OWN

EXAMPLES = Path(__file__).parents[1] / "examples"
DAY = Letterhead(date(2026, 1, 2))


@pytest.fixture(scope="module")
def bundled() -> Policy:
    return load()


def written(policy: Policy, audience: Audience = "counsel", **facts: Any) -> Letter:
    request = DisclosureRequest.model_validate(a_request(**facts))
    return letter(brief(request, policy.law, audience), DAY)


def example(policy: Policy, name: str, audience: Audience = "requester") -> Letter:
    document = read_request((EXAMPLES / f"{name}.yaml").read_bytes())
    return letter(brief(model_of(DisclosureRequest, document), policy.law, audience), DAY)


def names(made: Letter) -> list[str]:
    return [section.name for section in made.sections]


def passages(made: Letter, name: Any) -> list[Passage]:
    section = made.section(name)
    return [one for block in section.blocks for one in (block.lead, *block.points)] if section else []


def texts(made: Letter, name: Any) -> list[str]:
    return [one.text for one in passages(made, name)]


def facts(made: Letter) -> dict[str, str]:
    section = made.section("facts")
    return {row[0]: row[1] for block in section.blocks for row in block.rows} if section else {}


def test_the_2019_request_is_refused_on_the_provisions_that_decided(bundled: Policy) -> None:
    made = example(bundled, "2019-request-for-all-records")

    assert names(made) == ["request", "determination", "reasons", "permitted", "facts"]
    (text,) = texts(made, "request")
    assert text == (
        "As a federal immigration enforcement agency you asked for the disclosure of an individual's name and"
        " home address, the employer's identity and wages paid to an individual. Your request is for the"
        " records of every employer and worker, by direct access to the agency's database. The purpose you gave is"
        " enforcing immigration law"
    )
    (text,) = texts(made, "determination")
    assert text == (
        "The law of New Mexico and of the United States, as in force on August 2, 2019, does not permit this"
        " disclosure. Your request is therefore denied"
    )
    assert {"20 CFR 603.4(b)", "11.3.100.106(C) NMAC", "NMSA 1978, § 51-1-32(A)"} <= {
        one.citation for one in passages(made, "reasons")
    }
    assert made.addressee == ("An immigration enforcement office, El Paso",)


def test_the_2019_letter_tells_what_a_court_could_open(bundled: Policy) -> None:
    made = example(bundled, "2019-request-for-all-records")

    assert "11.3.100.106(C) NMAC" in {one.citation for one in passages(made, "permitted")}
    permitted = texts(made, "permitted")
    assert "There is an order of a court that requires the disclosure" in permitted
    subpoena = permitted[permitted.index("There is a grand jury subpoena") :]
    assert "The court or other forum denied the motion to quash" in subpoena
    assert not any("?" in text for text in permitted)
    assert len(set(permitted[-4:])) == len(permitted[-4:])


def test_the_2019_letter_tells_of_no_agreement_once_and_of_targeted_cooperation(bundled: Policy) -> None:
    made = example(bundled, "2019-request-for-all-records")

    assert [question for question in facts(made) if "agreement" in question] == [
        "Is there a written agreement with the agency or entity that requests the information?"
    ]
    reasons = texts(made, "reasons")
    cited = [(one.text, one.citation) for one in passages(made, "reasons") if one.citation]
    assert len(set(cited)) == len(cited)
    assert "The purpose is a criminal investigation or a child support proceeding" in reasons
    assert any(text.startswith("The request identifies a criminal case") for text in reasons)


def test_an_agreement_of_which_anything_is_so_is_told_as_it_was_stated(zedland: Policy) -> None:
    agreement = {"written": False, "with_recipient": False, "terms": ["every_required_term"]}

    made = written(zedland, "requester", **RESEARCH | {"agreement": agreement})

    assert facts(made)["Is the agreement in writing?"] == "No"


def test_a_limit_that_could_be_met_is_no_reason_why_an_exception_does_not_apply(bundled: Policy) -> None:
    reasons = texts(example(bundled, "2019-request-for-all-records"), "reasons")

    lead = "One of its limits would be met by the following, which is not so on the facts stated"
    assert reasons[reasons.index(lead) + 1] == (
        "There is an agreement with the requesting agency or entity, with every required term"
    )
    assert reasons[reasons.index(lead) - 1] == "What you stated does not show that it applies"


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
@pytest.mark.parametrize("audience", ["counsel", "requester"])
def test_every_citation_of_an_encoded_section_has_its_page(bundled: Policy, file: Path, audience: Any) -> None:
    made = example(bundled, file.stem, audience)

    for section in made.sections:
        for one in passages(made, section.name):
            if one.citation and "1320b" not in one.citation and "9-26-6" not in one.citation:
                assert one.page, one.citation
                assert one.page.startswith("https://")


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_letter_speaks_of_an_appeal_which_no_rule_gives(bundled: Policy, file: Path) -> None:
    words = example(bundled, file.stem, "counsel").model_dump_json()

    assert "you may appeal" not in words
    assert "reconsider" not in words


def test_an_allow_names_grounds_and_obligations(zedland: Policy) -> None:
    made = written(zedland, **RESEARCH)

    (text,) = texts(made, "determination")
    assert text == (
        "The law of Zedland, as in force on June 1, 2020, permits this disclosure. The information may therefore be"
        " disclosed, subject to the obligations set out below"
    )
    assert texts(made, "reasons") == [
        "The disclosure is permitted by these provisions",
        "Researchers may have records under an agreement",
        "What they require is met, as follows",
        "There is an agreement as it must be",
    ]
    assert texts(made, "obligations") == ["Under 1 ZC 20(d)", "The recipient must destroy the copies afterwards"]
    assert made.section("permitted") is None
    assert "the law of a state may still forbid" in made.closing.text


def test_what_is_required_is_not_merely_permitted(zedland: Policy) -> None:
    made = written(zedland, items=[{"type": "name", "about_recipient": True}], recipient={"type": "school"})

    assert "requires this disclosure" in texts(made, "determination")[0]


def test_what_is_not_confidential_is_told_so(zedland: Policy) -> None:
    made = written(zedland, items=["average"], recipient={"type": "school"})

    assert "does not make this information confidential" in texts(made, "determination")[0]
    assert (
        texts(made, "reasons")[0] == "These provisions on confidentiality do not reach the information you asked for"
    )


def test_a_denial_on_ignorance_says_what_was_not_stated(zedland: Policy) -> None:
    made = written(zedland, recipient={"type": "researcher"})

    assert "as it stands" in texts(made, "determination")[0]
    assert any("Is the agreement in writing?" in text for text in texts(made, "unstated"))


def test_a_condition_that_is_wider_than_the_change_does_not_speak_for_it() -> None:
    wide = Requirement(summary="a subpoena or other process was served", citation="1 ZC 2", effect="permit")
    change = Change(
        fact="process", state_at="process", question="Which?", before=None, after=("grand_jury",),
        labels=("a grand jury subpoena",), supplied_by="the requester", requirements=(wide,),
    )  # fmt: skip
    signed = change.model_copy(update={"after": ("denied",), "labels": ("it was denied",)})
    exactly = signed.model_copy(update={"requirements": (wide.model_copy(update={"exactly": True}),)})

    told = [[one.text for one in requested(one, Citing({}))] for one in (change, signed, exactly)]

    assert told == [["There is a grand jury subpoena"], ["It was denied"], ["A subpoena or other process was served"]]


def test_a_proposal_that_rests_on_a_supposition_is_no_part_of_a_letter(zedland: Policy) -> None:
    request = RESEARCH | {"judgments": {}, "agreement": {"written": False}}
    assert all(one.provided for one in zedland.what_would_permit(a_request(**request)))

    assert written(zedland, **request).section("permitted") is None


def test_what_must_not_be_so_is_told_as_that() -> None:
    limit = Requirement(summary="access would be ongoing", citation="1 ZC 2", effect="forbid")
    nothing = Change(
        fact="access", state_at="access", question="How?", before=("ongoing",), after=(), supplied_by="the requester",
        requirements=(limit,),
    )  # fmt: skip
    once = nothing.model_copy(update={"after": ("single_release",), "labels": ("released once",)})

    told = [[one.text for one in requested(change, Citing({}))] for change in (nothing, once)]

    assert told == [
        ["It is not so that access would be ongoing"],
        ["Released once", "It is not so that access would be ongoing"],
    ]


def test_what_may_go_by_itself_is_named(zedland: Policy) -> None:
    made = written(zedland, **POLICE | {"purposes": ["theft_investigation", "news"]})

    assert texts(made, "determination")[1:] == [
        "Asked for by itself, the following may be disclosed",
        "A name, for the investigation of a theft",
    ]


def test_a_day_without_law_is_told_so(zedland: Policy) -> None:
    made = written(zedland, as_of="1999-12-31")

    assert "No provision on the confidentiality" in texts(made, "determination")[0]


def test_the_facts_are_those_that_the_reasons_turn_on(zedland: Policy) -> None:
    made = written(zedland, **POLICE | {"facts": {"people": 3}})

    assert facts(made) == {
        "What is the recipient?": "The police",
        "For what purpose is the information asked?": "The investigation of a theft",
        "What information is asked for?": "A name",
        "Would the disclosure harm the work of the office?": "No (the head, 2020-05-01: no harm)",
    }


def test_counsel_sees_a_judgment_with_its_reason_and_the_requester_does_not(zedland: Policy) -> None:
    harm = {"harms_the_office": {"answer": True, "by": "the head", "on": "2020-05-01", "why": "it would"}}
    denied = POLICE | {"judgments": harm}

    question = "Would the disclosure harm the work of the office?"
    assert facts(written(zedland, "counsel", **denied))[question] == "Yes (the head, 2020-05-01: it would)"
    theirs = written(zedland, "requester", **denied)
    assert question not in facts(theirs)
    assert "the head" not in theirs.model_dump_json().replace("the head of the office", "")


def test_the_digest_of_the_facts_stays_with_the_agency(zedland: Policy) -> None:
    decision = zedland.decide(a_request(**POLICE))

    assert decision.receipt.facts in written(zedland, "counsel", **POLICE).model_dump_json()
    assert decision.receipt.facts not in written(zedland, "requester", **POLICE).model_dump_json()


def test_what_is_for_others_to_say_is_told_apart(zedland: Policy) -> None:
    harm = {"harms_the_office": {"answer": True, "by": "the head", "on": "2020-05-01", "why": "it would"}}
    stopped = POLICE | {"judgments": harm, "items": [{"type": "name", "about_recipient": False}]}

    theirs, ours = (texts(written(zedland, audience, **stopped), "reasons") for audience in ("requester", "counsel"))

    assert theirs[-2:] == [
        "It requires the following, which turns at least in part on what is not for you to supply",
        "Not where it harms the work of the office",
    ]
    assert ours[-1] == "It does not apply: not where it harms the work of the office"


def test_a_request_that_says_of_nobody_who_would_disclose_gets_its_letter(zedland: Policy) -> None:
    made = written(zedland, **RESEARCH | {"discloser": None, "agreement": {"written": False}})

    assert "The agreement is in writing" in texts(made, "permitted")


def test_placeholders_stand_for_what_was_not_given(zedland: Policy) -> None:
    made = written(zedland, **POLICE)

    assert (made.agency, made.signatory, made.addressee) == (
        "[name of the agency]",
        "[name and title]",
        ("[addressee]",),
    )
    assert made.day == "January 2, 2026"


def test_all_text_is_plain(zedland: Policy) -> None:
    request = DisclosureRequest.model_validate(a_request(recipient={"name": "a\u202eb\n\tc\x00"}))
    head = Letterhead(date(2026, 1, 2), "A\u2066gency\n", "Sig\x1bned", ())

    made = letter(brief(request, zedland.law, "requester"), head)

    assert (made.agency, made.signatory, made.addressee) == ("Agency", "Signed", ("Ab c",))


@settings(max_examples=40, deadline=None)
@given(rule_books(), requests(), requests())
def test_what_others_supplied_shows_in_no_letter_to_the_requester(
    books: dict[str, Any], request: dict, other: dict
) -> None:
    policy = a_policy(books)
    twin = other | {key: request[key] for key in OWN}
    one, two = (brief(DisclosureRequest.model_validate(each), policy.law, "requester") for each in (request, twin))
    assume(one.decision.disclosures == two.decision.disclosures)
    assume(one.decision.obligations == two.decision.obligations)

    assert letter(one, DAY) == letter(two, DAY)
