"""What a letter says, by its structure: sections, provisions, facts; and what it says to whom."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disclosure_policy.deciding import combinations
from disclosure_policy.deciding.facts import Facts
from disclosure_policy.deciding.weighing import weigh
from disclosure_policy.decision.remedies import Change, Remedy, Requirement
from disclosure_policy.documents.validating import model_of
from disclosure_policy.letters.contents import Block, Letter, Passage
from disclosure_policy.letters.sentences import Citing, chained, not_so, sentence, told
from disclosure_policy.letters.what_would_permit import proposal, requested
from disclosure_policy.letters.writing import Letterhead, letter
from disclosure_policy.missing import what_if
from disclosure_policy.policy import Policy, load, read_request
from disclosure_policy.reasoning.audience import Audience, brief
from disclosure_policy.requests.request import DisclosureRequest
from tests.helpers.builders import POLICE, RESEARCH, ROOT, VOCABULARY, a_request, section
from tests.helpers.builders import a_policy as a_policy_of
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


def said_in(block: Block) -> list[Passage]:
    return [part for one in (block.lead, *block.points) for part in one.walk()]


def passages(made: Letter, name: Any) -> list[Passage]:
    found = made.section(name)
    return [one for block in found.blocks for one in said_in(block)] if found else []


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
        "As a federal immigration enforcement agency, you asked for the disclosure of an individual's name, an"
        " individual's home address, the employer's identity and wages paid to an individual. Your request is for"
        " the records of every employer and worker, by direct access to the agency's database. The purpose you"
        " gave is enforcing immigration law"
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
    ways = [at for at, text in enumerate(permitted) if text.endswith("permitted if all of this were so")]
    order, subpoena = (permitted[at + 1 : permitted.index("These provisions would permit it")] for at in ways)
    assert order[:2] == [
        "A court has ordered the disclosure, by an order or a judge's search warrant",
        "The order covers this information",
    ]
    assert subpoena[0].endswith(" (a grand jury subpoena)")
    assert "The court or other forum denied the motion to quash" in subpoena
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
    reasons = texts(example(bundled, "2019-request-for-all-records"), "reasons")

    order = (
        "In the law of New Mexico, the exception nearest to your request is this",
        "It does not apply, because the request does not keep within these limits",
        (
            "On the facts stated, none of this is so: the request names an open case; it states the criminal statute;"
            " it names its targets"
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


def test_nothing_of_an_agreement_is_asked_once(zedland: Policy) -> None:
    question = "Is there a written agreement with the agency or entity that requests the information?"
    none = written(zedland, "requester", **RESEARCH | {"agreement": {"written": False, "terms": []}})
    alone = written(zedland, "requester", **RESEARCH | {"agreement": {"written": False}})
    unstated = written(zedland, "requester", **RESEARCH | {"agreement": {}})
    partly = written(zedland, "requester", **RESEARCH | {"agreement": {"written": True}})

    assert [answer for asked, answer in facts(none).items() if "agreement" in asked] == ["No"]
    assert facts(none)[question] == "No"
    assert facts(alone)["Is the agreement in writing?"] == "No"
    assert [text for text in texts(unstated, "unstated") if "agreement" in text] == [question]
    assert [text for text in texts(partly, "unstated") if "agreement" in text] == ["What does the agreement provide?"]


def test_a_limit_that_could_be_met_is_no_reason_why_an_exception_does_not_apply(bundled: Policy) -> None:
    reasons = texts(example(bundled, "2019-request-for-all-records"), "reasons")

    limit = "Disclosures of this kind are made only under a written, enforceable agreement"
    assert "What you stated does not show that it applies. The following has not been shown to be met" in reasons
    assert reasons[reasons.index(limit) + 1] == (
        "On the facts stated, this is not so: There is an agreement with the requesting agency or entity,"
        " with every required term"
    )


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
@pytest.mark.parametrize("audience", ["counsel", "requester"])
def test_every_citation_of_an_encoded_section_has_its_page(bundled: Policy, file: Path, audience: Any) -> None:
    made = example(bundled, file.stem, audience)

    for part in made.sections:
        for one in passages(made, part.name):
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
        "The disclosure is permitted by this provision: researchers may have records under an agreement",
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
    assert texts(made, "reasons")[:2] == [
        "The information you asked for is not reached by these provisions on confidentiality",
        "Records are secret, but for averages",
    ]


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

    assert told == [
        ["a subpoena or other process was served (a grand jury subpoena)"],
        ["a subpoena or other process was served (it was denied)"],
        ["a subpoena or other process was served"],
    ]


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

    remedy = Remedy(
        withheld=(), released=("a name",), purposes=(), changes=(nothing,), provided=(), grounds=(), obligations=(),
    )  # fmt: skip
    both = remedy.model_copy(update={"changes": (once,)})

    told = [
        [one.text for block in proposal(each, 1, "would be", Citing({})) for one in said_in(block)]
        for each in (remedy, both)
    ]

    assert told == [
        ["This disclosure would be permitted if this were not so: access would be ongoing"],
        [
            "This disclosure would be permitted if all of this were so",
            "How? Released once",
            "This is not so: access would be ongoing",
        ],
    ]


def test_what_may_go_by_itself_is_named(zedland: Policy) -> None:
    made = written(zedland, **POLICE | {"purposes": ["theft_investigation", "news"]})

    assert texts(made, "determination")[1:] == [
        "Asked for by itself, the following may be disclosed",
        "A name, for the investigation of a theft",
        "All that you asked for may be disclosed once this is shown: the record is about the recipient (of a name)",
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
    harm = {"harms_the_office": {"answer": True, "by": "the head", "day": "2020-05-01", "why": "it would"}}
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
    harm = {"harms_the_office": {"answer": True, "by": "the head", "day": "2020-05-01", "why": "it would"}}
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

    assert texts(made, "permitted")[:2] == [
        "This disclosure would be permitted if all of this were so",
        "The agreement is in writing",
    ]


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


def test_one_point_is_a_sentence_and_more_are_a_list_and_what_all_rest_on_is_cited_once() -> None:
    citing = Citing({})
    one, other, third = (citing.clause(f"it is {name}", "1 ZC 2") for name in "abc")

    (single,), (several,) = (list(told("So", points)) for points in ([one], [one, other, third]))

    assert [part.text for part in single.lead.walk()] == ["So: it is a"]
    assert (several.lead.text, several.lead.citation) == ("So", "1 ZC 2")
    assert [(point.text, point.citation) for point in several.points] == [
        ("It is a", None),
        ("It is b", None),
        ("It is c", None),
    ]
    assert list(told("So", [])) == []


@pytest.mark.parametrize("audience", ["counsel", "requester"])
@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (RESEARCH, "allow"),
        (RESEARCH | {"agreement": {"written": False}}, "deny"),
        (POLICE | {"judgments": {}}, "deny"),
    ],
    ids=["an allow", "a denial", "a denial on what is not stated"],
)
def test_a_letter_weighs_no_disclosure_again(
    zedland: Policy, monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any], verdict: str, audience: Audience
) -> None:
    weighed: list[Facts] = []

    def counted(layers: Any, facts: Facts, root: Any = None) -> Any:
        weighed.append(facts)
        return weigh(layers, facts, root)

    for module in (combinations, what_if):
        monkeypatch.setattr(module, "weigh", counted)

    made = written(zedland, audience, **facts | {"items": ["name", "number"]})

    request = DisclosureRequest.model_validate(a_request(**facts | {"items": ["name", "number"]}))
    asked = list(weighed)
    monkeypatch.undo()
    assert made.verdict == verdict
    assert [asked.count(one.facts) for one in brief(request, zedland.law, audience).case.disclosures] == [1, 1]


def test_what_is_not_so_is_told_after_a_colon_as_it_is_written() -> None:
    assert not_so("Counsel has approved.") == "this is not so: Counsel has approved"
    assert not_so("it is a", "B holds.") == "none of this is so: it is a; B holds"


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
        known = {word.rstrip(".") for word in words}
        for block in section.blocks if section else ():
            said = [part for one in (block.lead, *block.points) for part in one.walk()]
            if block.points:  # the last of the lead introduces them
                assert said.pop(len([*block.lead.walk()]) - 1).text.startswith(LEADS)
            for one in said:
                if one.text.startswith("On the facts stated, "):
                    assert any(summary in one.text for summary in lacking | SUMMARIES)
                else:
                    assert one.text.rpartition(": ")[2] in known or one.text in map(sentence, known)


LEADS = ("The disclosure is forbidden by", "It ", "The following ", "What ", "Nor ")
"""How what introduces a list begins."""
SUMMARIES = frozenset(f"rule {number}" for number in range(20))


WYE = """
- {id: shut, paragraph: (a), effect: forbid, summary: Wye keeps its ledgers shut.}
- id: inspectors
  paragraph: (b)
  effect: permit
  exception_to: shut
  summary: Inspectors of Wye look into a ledger that Counsel has opened.
  conditions:
    - {when: recipient.type.police, summary: Inspectors ask for it}
    - {when: counsel_opened, summary: Counsel has opened the ledger}
    - {when: sealed, summary: '"Sealed" stands on it'}
- id: night
  paragraph: (c)
  effect: forbid
  exception_to: inspectors
  summary: Night is no time to look.
  conditions: [{when: at_night, summary: Night has fallen}]
- id: lamp
  paragraph: (d)
  effect: permit
  exception_to: night
  summary: Lamps of Zed make it day.
  conditions: [{when: lamp, summary: "1 lamp is lit"}, {when: oil, summary: Oil is at hand}]
"""
"""Law whose sentences and clauses begin with names, numbers and quotation marks."""
FACTS_OF_WYE = ("counsel_opened", "sealed", "at_night", "lamp", "oil")


def of_wye(audience: Audience = "requester", rules: str = WYE, **facts: bool) -> Letter:
    policy = a_policy_of(
        {
            "zz/code/1/2000-01-01.yaml": section(rules),
            "zz/facts.yaml": "\n".join(
                f"{name}: {{type: boolean, question: {name}?, supplied_by: the requester, changeable: true}}"
                for name in FACTS_OF_WYE
            ),
            "zz/vocabulary.yaml": VOCABULARY + "recipient.type: {police: {label: Inspectors}}\n"
            "item.type: {ledger: {label: Ledgers}, map: {label: "
            "a map's edge}}\n",
        }
    )
    return written(policy, audience, recipient={"type": "police"}, items=["ledger", "map"], facts=facts)


def test_the_letter_of_another_state_has_its_words_as_they_are_written() -> None:
    made = of_wye(counsel_opened=False, sealed=False, at_night=True, lamp=False, oil=False)

    assert texts(made, "request")[0].startswith(
        "As Inspectors, you asked for the disclosure of Ledgers and a map's edge."
    )
    assert texts(made, "reasons") == [
        "The disclosure is forbidden by this provision: Wye keeps its ledgers shut",
        (
            "In the law of Zedland, the exception nearest to your request is this: Inspectors of Wye look into a"
            " ledger that Counsel has opened"
        ),
        "It does not apply, because it requires the following, which is not so on the facts stated",
        "Counsel has opened the ledger",
        '"Sealed" stands on it',
        "Nor does the request keep within this limit: Night is no time to look",
    ]
    ground = "This provision would permit it: Inspectors of Wye look into a ledger that Counsel has opened"
    assert texts(made, "permitted") == [
        "This disclosure would be permitted if all of this were so",
        "Counsel has opened the ledger",
        '"Sealed" stands on it',
        "This is not so: Night has fallen",
        "This disclosure would also be permitted if all of this were so",
        "Counsel has opened the ledger",
        '"Sealed" stands on it',
        "1 lamp is lit",
        "Oil is at hand",
        ground,
        "A request to which any of this applies would be decided on its own facts",
    ]
    assert facts(made)["What information is asked for?"] == "Ledgers; a map's edge"


WORDS = st.sampled_from(["Counsel", "the", "A", "If", "Wye", "wages", "1", '"x"', "there is a", "éclat", "Nobody's"])
LAW_WORDS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(LAW_WORDS, min_size=10, max_size=10), st.dictionaries(st.sampled_from(FACTS_OF_WYE), st.booleans()))
def test_no_letter_bends_the_words_of_the_law(words: list[str], stated: dict[str, bool]) -> None:
    summaries = iter(words)
    rules = re.sub(
        r"summary: .*?(?=[},]|$)", lambda _: f"summary: {json.dumps(next(summaries))}", WYE, flags=re.MULTILINE
    )
    known = set(words)

    made = of_wye("counsel", rules, **stated)

    for name in ("reasons", "permitted"):
        for one in passages(made, name):
            _, colon, said = one.text.rpartition(": ")
            if one.citation and not one.text.startswith("The exception"):
                assert said in known or (not colon and one.text in map(sentence, known)) or one.stop == ":"


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


def test_a_letter_says_by_which_of_several_instruments_it_goes(zedland: Policy) -> None:
    shown = [{"written": True, "terms": ["every_required_term"], "name": "the deed of May 3"}, {"written": False}]
    facts = RESEARCH | {"agreement": shown}

    told = [
        row
        for part in written(zedland, "counsel", **facts).sections
        if part.name == "facts"
        for block in part.blocks
        for row in block.rows
    ]

    assert (
        "Which of the instruments shown does this go by?",
        "Agreement 1 (the deed of May 3)",
        "the agency",
    ) in told
