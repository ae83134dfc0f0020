"""What a letter says, by its structure: sections, provisions, facts; and what it says to whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings

from disclosure_policy.decision.remedies import Change, Requirement
from disclosure_policy.documents.validating import model_of
from disclosure_policy.letters.contents import Letter, Passage
from disclosure_policy.letters.sentences import Citing, chained, told, within
from disclosure_policy.letters.what_would_permit import requested
from disclosure_policy.letters.writing import Letterhead, letter
from disclosure_policy.policy import Policy, load, read_request
from disclosure_policy.reasoning.audience import Audience, brief
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import POLICE, RESEARCH, ROOT, a_request
from tests.helpers.generated_law import a_policy, requests, rule_books
from tests.reasoning.test_audience import OWN

EXAMPLES = ROOT / "examples"
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
    told_in = [one for block in section.blocks for one in (block.lead, *block.points)] if section else []
    return [part for one in told_in for part in one.walk()]


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
        "As a federal immigration enforcement agency, you asked for the disclosure of an individual's name and"
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
    order, subpoena = (
        next(at for at, text in enumerate(permitted) if text.endswith(words))
        for words in ("if all of this were so: there is an order of a court that requires the disclosure", "subpoena")
    )
    assert permitted[order + 1] == "the order covers this information"
    assert "and the court or other forum denied the motion to quash" in permitted[subpoena:]
    assert not any("?" in text for text in permitted)
    assert permitted[-1] == "A request to which any of this applies would be decided on its own facts"


def test_the_2019_letter_tells_of_no_agreement_once_and_of_targeted_cooperation(bundled: Policy) -> None:
    made = example(bundled, "2019-request-for-all-records")

    assert [question for question in facts(made) if "agreement" in question] == [
        "Is there a written agreement with the agency or entity that requests the information?"
    ]
    cited = [(one.text, one.citation) for one in passages(made, "reasons") if one.citation]
    assert len(set(cited)) == len(cited)
    permitted = texts(made, "permitted")
    assert (
        "The exceptions named above, 20 CFR 603.5(e)(1) and 11.3.100.106(D) NMAC, apply to a request that meets all"
        " of their requirements and keeps within all of their limits"
    ) in permitted
    assert "The purpose is a criminal investigation or a child support proceeding" in permitted
    assert any(text.startswith("The request names an open criminal case") for text in permitted)
    assert any(text.startswith("To a federal law enforcement agency nothing goes") for text in texts(made, "reasons"))


def test_the_2019_letter_tells_first_what_fails_then_what_was_not_shown_then_what_is_for_others(
    bundled: Policy,
) -> None:
    reasons = [text.partition(":")[0] for text in texts(example(bundled, "2019-request-for-all-records"), "reasons")]

    order = (
        "In the law of New Mexico, the exception nearest to your request is this",
        "It does not apply, because the request does not keep within these limits",
        (
            "On the facts stated, it is not the case that the request names an open case, that it states the criminal"
            " statute or that it names its targets"
        ),
        "Law enforcement is given no standing access",
        "The following has not been shown to be met either",
        "The following does not depend on you alone, and did not have to be decided",
    )
    places = [next(at for at, text in enumerate(reasons) if text.startswith(words)) for words in order]
    assert places == sorted(places)


def test_an_agreement_of_which_anything_is_so_is_told_as_it_was_stated(zedland: Policy) -> None:
    agreement = {"written": False, "with_recipient": False, "terms": ["every_required_term"]}

    made = written(zedland, "requester", **RESEARCH | {"agreement": agreement})

    assert facts(made)["Is the agreement in writing?"] == "No"


def test_a_limit_that_could_be_met_is_no_reason_why_an_exception_does_not_apply(bundled: Policy) -> None:
    reasons = texts(example(bundled, "2019-request-for-all-records"), "reasons")

    limit = "Disclosures of this kind are made only under a written, enforceable agreement"
    assert "What you stated does not show that it applies. The following has not been shown to be met" in reasons
    assert reasons[reasons.index(limit) + 1] == (
        "On the facts stated, there is no agreement with the requesting agency or entity, with every required term"
    )


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
@pytest.mark.parametrize("audience", ["counsel", "requester"])
def test_every_citation_of_an_encoded_section_has_its_page(bundled: Policy, file: Path, audience: Any) -> None:
    made = example(bundled, file.stem, audience)

    for section in made.sections:
        for one in passages(made, section.name):
            if one.citation and "603.8" not in one.citation and "9-26-6" not in one.citation:
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
        "The disclosure is permitted by this provision: Researchers may have records under an agreement",
        "What is required for that is met, as follows: there is an agreement as it must be",
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
    assert texts(made, "reasons")[0] == (
        "The information you asked for is not reached by these provisions on confidentiality: Records are secret,"
        " but for averages"
    )


def test_a_denial_on_ignorance_says_what_was_not_stated(zedland: Policy) -> None:
    made = written(zedland, recipient={"type": "researcher"})

    assert "as it stands" in texts(made, "determination")[0]
    assert any("Is there a written agreement" in text for text in texts(made, "unstated"))


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

    permitted = texts(written(zedland, **request), "permitted")
    assert not any("would be permitted" in text for text in permitted)
    assert permitted[0].startswith(
        "The exception named above, 1 ZC 20(d), applies to a request that meets all of its"
    )


def test_what_must_not_be_so_is_told_as_that() -> None:
    limit = Requirement(summary="access would be ongoing", citation="1 ZC 2", effect="forbid")
    nothing = Change(
        fact="access", state_at="access", question="How?", before=("ongoing",), after=(), supplied_by="the requester",
        requirements=(limit,),
    )  # fmt: skip
    once = nothing.model_copy(update={"after": ("single_release",), "labels": ("released once",)})

    told = [[one.text for one in requested(change, Citing({}))] for change in (nothing, once)]

    assert told == [
        ["It is not the case that access would be ongoing"],
        ["Released once", "It is not the case that access would be ongoing"],
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

    assert theirs[-1] == (
        "What you stated does not show that it applies. It depends on the following, which is not for you alone to"
        " supply: not where it harms the work of the office"
    )
    assert ours[-1] == (
        "It does not apply, because the request does not keep within this limit: not where it harms the work of the"
        " office"
    )


def test_a_request_that_says_of_nobody_who_would_disclose_gets_its_letter(zedland: Policy) -> None:
    made = written(zedland, **RESEARCH | {"discloser": None, "agreement": {"written": False}})

    assert texts(made, "permitted")[0] == (
        "This disclosure would be permitted if all of this were so: the agreement is in writing"
    )


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


def test_points_are_a_sentence_or_a_list_and_what_all_rest_on_is_cited_once() -> None:
    citing = Citing({})
    one, other, third = (citing.clause(f"it is {name}", "1 ZC 2") for name in "abc")

    (single,), (double,), (several,) = (
        list(told("So", points)) for points in ([one], [one, other], [one, other, third])
    )

    assert [part.text for part in single.lead.walk()] == ["So: it is a"]
    assert [(part.text, part.stop) for part in double.lead.walk()] == [("So: it is a", ";"), ("and it is b", ".")]
    assert (several.lead.text, several.lead.citation) == ("So", "1 ZC 2")
    assert [(point.text, point.citation) for point in several.points] == [
        ("It is a", None),
        ("It is b", None),
        ("It is c", None),
    ]
    assert list(told("So", [])) == []


def test_passages_are_chained_in_order() -> None:
    one, two, three = (Passage(text=text) for text in "abc")

    assert [part.text for part in chained(chained(one, two), three).walk()] == ["a", "b", "c"]


@settings(max_examples=60, deadline=None)
@given(rule_books(), requests())
def test_no_reason_is_told_that_is_not_in_the_decision(books: dict[str, Any], request: dict[str, Any]) -> None:
    policy = a_policy(books)
    for audience in ("counsel", "requester"):
        told_to = brief(DisclosureRequest.model_validate(request), policy.law, audience)
        assume(not told_to.decision.allowed)
        section = letter(told_to, DAY).section("reasons")
        words = {rule.summary for rule in told_to.decision.determining}
        lacking = {lack.summary for permit in told_to.seen.closest for lack in permit.lacks}
        for permit in told_to.seen.closest:
            words |= {permit.summary, *(one.summary for one in (*permit.failed, *permit.unknown))}
            words |= {limit.summary for limit in permit.carve_outs}
        known = tuple(within(word.rstrip(".")).lower() for word in words)
        for block in section.blocks if section else ():
            said = [part for one in (block.lead, *block.points) for part in one.walk()]
            if block.points:  # the last of the lead introduces them
                assert said.pop(len([*block.lead.walk()]) - 1).text.startswith(LEADS)
            for one in said:
                if one.text.startswith("On the facts stated, "):
                    assert any(summary in one.text for summary in lacking | SUMMARIES)
                else:
                    assert one.text.lower().endswith(known)


LEADS = ("The disclosure is forbidden by", "It ", "The following ", "What ", "Nor ")
"""How what introduces a list begins."""
SUMMARIES = frozenset(f"rule {number}" for number in range(20))


@settings(max_examples=60, deadline=None)
@given(rule_books(), requests())
def test_an_exception_is_said_not_to_apply_only_if_something_of_it_fails(
    books: dict[str, Any], request: dict[str, Any]
) -> None:
    policy = a_policy(books)
    for audience in ("counsel", "requester"):
        told_to = brief(DisclosureRequest.model_validate(request), policy.law, audience)
        assume(not told_to.decision.allowed)

        said = " ".join(texts(letter(told_to, DAY), "reasons"))

        fails = [one for one in told_to.seen.closest if one.failed or any(i.holds == "true" for i in one.carve_outs)]
        assert "It does not apply" not in said or fails
        assert not any(words in said for words in ("to be met either", "did not have to be decided")) or fails
        assert "does not show that it applies" not in said or len(fails) < len(told_to.seen.closest)
