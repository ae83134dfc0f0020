import json
import re
from typing import Any

import pytest

from disclosure_policy.decision.decision import Decision
from disclosure_policy.explaining.layout import WIDTH, Format, explain
from disclosure_policy.explaining.wording import ADVICE
from disclosure_policy.policy import Policy
from tests.helpers.builders import POLICE, RESEARCH, VOCABULARY, a_policy, a_request, section

OWN: dict[str, Any] = {"items": [{"type": "name", "about_recipient": True}]}
HARM = {"harms_the_office": {"answer": True, "by": "the head", "day": "2020-05-01", "why": "it would"}}
STOPPED: dict[str, Any] = POLICE | {"judgments": HARM, "items": [{"type": "name", "about_recipient": False}]}
REQUESTS: list[dict[str, Any]] = [
    {},
    POLICE,
    RESEARCH,
    OWN,
    STOPPED,
    POLICE | {"purposes": ["theft_investigation", "news"]},
    {"items": ["average"]},
    POLICE | {"jurisdiction": "zz-a", "recipient": {"type": "harbour_police"}},
    {"as_of": "1999-12-31"},
]


def lines_of(decision: Decision, form: Format = "text") -> list[str]:
    return [line.strip() for line in explain(decision, form).splitlines()]


def after(lines: list[str], heading: str) -> list[str]:
    """Return the lines below a heading."""
    rest = lines[lines.index(heading) + 1 :]
    return rest[: rest.index("")] if "" in rest else rest


def test_an_allow_names_what_permits_and_what_it_obliges_to(zedland: Policy) -> None:
    decision = zedland.decide(a_request(**RESEARCH))

    assert explain(decision) == (
        "ALLOW (permitted) under the law of Zedland as of 2020-06-01\n"
        "  Release it under 1 ZC 20(d). First see whether the law of the state forbids it.\n"
        "  To   a researcher\n"
        "  For  research\n"
        "  Of   a name\n"
        "\n"
        "Permitted by\n"
        "  1 ZC 20(d)  researchers may have records under an agreement\n"
        "    1 ZC 30(a)  there is an agreement as it must be\n"
        "\n"
        "Obligations\n"
        "  Under 1 ZC 20(d)\n"
        "    1 ZC 30(b)  the recipient must destroy the copies afterwards\n"
        "\n"
        f"  disclosure-policy {decision.receipt.package}, rules {decision.receipt.rules[:12]},"
        f" facts {decision.receipt.facts[:12]}\n"
        "  This is the federal floor alone: the law of a state may still forbid it.\n"
        f"  {ADVICE}"
    )


def test_a_denial_names_what_forbids_what_came_closest_and_what_is_missing(zedland: Policy) -> None:
    lines = lines_of(zedland.decide(a_request(**STOPPED)))

    assert lines[0] == "DENY (insufficient facts) under the law of Zedland as of 2020-06-01"
    assert after(lines, "Forbidden by") == ["1 ZC 10(a)  records are secret, but for averages"]
    assert any("the police may have records to investigate" in line for line in after(lines, "Came closest"))
    assert any("stopped because  it harms the work of the office (1 ZC 20(b))" in line for line in lines)
    assert "Obligations" not in lines
    assert "Allowed by themselves" not in lines


def test_what_the_law_requires_is_said(zedland: Policy) -> None:
    lines = lines_of(zedland.decide(a_request(**OWN)))

    assert lines[0].startswith("ALLOW (required)")
    assert "1 ZC 20(c)  everybody must be given their own record (the law requires it)" in lines


def test_what_no_prohibition_reaches_is_said(zedland: Policy) -> None:
    lines = lines_of(zedland.decide(a_request(items=["average"])))

    assert lines[0].startswith("ALLOW (not confidential)")
    assert after(lines, "Not reached by") == [
        "1 ZC 10(a)  records are secret, but for averages",
        "1 ZC 10(b)  registration numbers never go to a newspaper",
    ]


def test_without_law_in_force_it_says_that_nothing_may_be_disclosed(zedland: Policy) -> None:
    lines = lines_of(zedland.decide(a_request(as_of="1999-12-31")))

    assert lines[0].startswith("DENY (no law in force)")
    assert after(lines, "Forbidden") == [
        "no confidentiality provision is in force on that day, so nothing may be disclosed"
    ]


def test_what_may_go_by_itself_is_said_of_a_denied_bundle(zedland: Policy) -> None:
    lines = lines_of(zedland.decide(a_request(**(POLICE | {"purposes": ["theft_investigation", "news"]}))))

    assert after(lines, "Allowed by themselves") == ["a name, for the investigation of a theft"]


def test_missing_facts_are_numbered_with_their_questions_and_the_rest_counted(zedland: Policy) -> None:
    decision = zedland.decide(a_request())
    told = after(lines_of(decision), "Missing facts that could change this")
    text = " ".join(told)

    first = decision.missing[0]
    assert (
        f"1.  {first.question} (`{first.state_at}`, {', '.join(first.citations[:2])}; ask {first.supplied_by})"
        in text
    )
    assert first.settles
    assert text.count("This alone settles it.") == sum(fact.settles for fact in decision.missing[:5])
    assert told[-1] == f"and {len(decision.missing) - 5} more, of less weight"


def test_what_is_not_stated_is_said_to_be_not_stated(zedland: Policy) -> None:
    lines = lines_of(zedland.decide(a_request()))

    assert [line for line in lines if line.startswith(("To ", "For ", "Of "))] == [
        "To   not stated",
        "For  not stated",
        "Of   not stated",
    ]


def test_each_item_and_purpose_is_named_once_in_words(zedland: Policy) -> None:
    lines = lines_of(
        zedland.decide(
            a_request(
                items=["name", "average", "name"],
                purposes=["news", "research"],
                recipient={"type": ["police", "school"]},
            )
        )
    )

    assert [line for line in lines if line.startswith(("To ", "For ", "Of "))] == [
        "To   the police; a school",
        "For  reporting the news; research",
        "Of   a name; an average over all records",
    ]


def test_a_long_list_of_what_is_lacking_is_cut_short() -> None:
    conditions = ", ".join(
        f"{{when: agreement.{name}, summary: it is {name}}}"
        for name in ("written", "enforceable", "with_recipient", "with_principal", "in_force")
    )
    policy = a_policy(
        f"""
- {{id: bar, effect: forbid, summary: s}}
- {{id: open, effect: permit, exception_to: bar, summary: s, conditions: [{conditions}]}}
"""
    )
    parts = dict.fromkeys(("written", "enforceable", "with_recipient", "with_principal", "in_force"), False)

    failed = " ".join(" ".join(lines_of(policy.decide(a_request(agreement=parts)))).split())
    unknown = " ".join(" ".join(lines_of(policy.decide(a_request()))).split())

    shown = "it is written; it is enforceable (1 ZC 1); and 3 more"
    assert f"lacked {shown}" in failed
    assert f"not stated whether {shown}" in unknown


def test_what_is_unknown_is_not_told_where_something_failed(zedland: Policy) -> None:
    request = a_request(**(RESEARCH | {"agreement": {"written": False}}))

    closest = after(lines_of(zedland.decide(request)), "Came closest")

    assert any("lacked" in line and "the agreement is in writing" in line for line in closest)
    assert not any("it provides what it must" in line for line in closest)


CONTESTED = """
- {id: bar, effect: forbid, summary: s}
- {id: open, effect: permit, exception_to: bar, summary: s, conditions: [{when: minister, contested: C}]}
""".replace("C}", "{reading: Only the minister's own hand counts., alternative: A stamp is enough.}}")


def test_a_contested_reading_is_told_with_the_other() -> None:
    policy = a_policy(
        {
            "zz/code/1/2000-01-01.yaml": section(CONTESTED),
            "zz/facts.yaml": "minister: {type: boolean, question: Did the minister sign?}",
        }
    )
    lines = lines_of(policy.decide(a_request()))

    assert after(lines, "Contested: lawyers could read it otherwise") == [
        "1 ZC 1  Only the minister's own hand counts. The other reading, which permits more: A stamp is",
        "enough.",
    ]


@pytest.mark.parametrize("facts", REQUESTS)
def test_no_line_of_text_is_wider_than_the_page_or_ends_in_space(zedland: Policy, facts: dict[str, Any]) -> None:
    lines = explain(zedland.decide(a_request(**facts))).splitlines()

    assert max(map(len, lines)) <= WIDTH
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("facts", REQUESTS)
def test_text_and_markdown_say_the_same(zedland: Policy, facts: dict[str, Any]) -> None:
    decision = zedland.decide(a_request(**facts))

    def words(text: str) -> list[str]:
        return re.findall(r"[\w.()§]+", text.replace("\\", "").replace("**", "").replace("_", " ").replace("`", ""))

    text, markdown = explain(decision), explain(decision, "markdown")
    told = words(re.sub("## (Next|The request|Receipt)", "", markdown))
    assert words(text) == told


def test_markdown_has_headings_and_lists(zedland: Policy) -> None:
    markdown = explain(zedland.decide(a_request(**RESEARCH)), "markdown")

    assert markdown.startswith("# ALLOW (permitted) under the law of Zedland as of 2020-06-01\n\n")
    assert "\n\n## Permitted by\n\n- **1 ZC 20(d)** researchers may have records under an agreement\n" in markdown
    assert "\n  - **1 ZC 30(a)** there is an agreement as it must be\n" in markdown
    assert "\n- Under 1 ZC 20(d)\n  - **1 ZC 30(b)** the recipient must destroy the copies afterwards\n" in markdown


def test_what_is_special_in_markdown_is_escaped() -> None:
    policy = a_policy(
        {
            "zz/vocabulary.yaml": VOCABULARY + "item.type: {name: {label: 'a <b>name</b> | `x` [y](z) #1'}}\n",
            "zz/code/1/2000-01-01.yaml": section(
                "- {id: bar, effect: forbid, summary: 'never *ever*, _really_ <script> {x} \\'}"
            ),
        }
    )
    markdown = explain(policy.decide(a_request(items=["name"])), "markdown")

    assert r"never \*ever\*, \_really\_ \<script\> \{x\} \\" in markdown
    assert r"a \<b\>name\</b\> \| \`x\` \[y\](z) \#1" in markdown


@pytest.mark.parametrize("facts", REQUESTS)
def test_json_holds_everything(zedland: Policy, facts: dict[str, Any]) -> None:
    decision = zedland.decide(a_request(**facts))

    assert decision.model_dump(mode="json") == json.loads(explain(decision, "json"))


def test_a_law_that_requires_what_another_stops_is_named() -> None:
    rules = """
    - {id: secret, effect: forbid, summary: secret}
    - {id: must, paragraph: (b), effect: permit, exception_to: secret, mandatory: true, summary: must be told}
    """
    policy = a_policy(
        {
            "zz/code/1/2000-01-01.yaml": section(rules),
            "zz-a/jurisdiction.yaml": 'name: Ay\nparent: zz\ncitation_forms: ["{title} AC {section}{paragraph}"]\n',
            "zz-a/code/1/2000-01-01.yaml": section("- {id: no, effect: forbid, summary: no}").replace("1 ZC", "1 AC"),
        }
    )
    lines = lines_of(policy.decide(a_request(jurisdiction="zz-a")))

    assert after(lines, "Required, though, by") == ["1 ZC 1(b)  must be told"]


def test_a_duty_under_two_grounds_is_told_once_under_both() -> None:
    rules = """
    - {id: secret, effect: forbid, summary: secret}
    - id: a
      paragraph: (a)
      effect: permit
      exception_to: secret
      summary: a
      obligations: [{duty: burn it, citation: 2 ZC 2}]
    - id: b
      paragraph: (b)
      effect: permit
      exception_to: secret
      summary: b
      obligations: [{duty: burn it, citation: 2 ZC 2}, {duty: pay}]
    """
    lines = lines_of(a_policy(rules).decide(a_request()))

    assert after(lines, "Obligations") == [
        "Under 1 ZC 1(a) or 1 ZC 1(b)",
        "2 ZC 2  the recipient must burn it",
        "Under 1 ZC 1(b)",
        "1 ZC 1(b)  the recipient must pay",
    ]
