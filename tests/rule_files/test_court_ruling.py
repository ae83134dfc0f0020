"""What courts have ruled, named beside the readings on which a decision depends."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from disclosure_policy.explaining.layout import explain
from disclosure_policy.rule_files.court_ruling import Ruling
from tests.helpers.builders import a_policy, a_request, section

RULING = {
    "case": "Zedland v. Yed",
    "court": "a court",
    "provision": "1 ZC 1",
    "question": "Is it?",
    "held": "It is not.",
    "certainty": "read whole",
    "source": "https://law.example",
}
RULES = """
- id: secret
  effect: forbid
  summary: Records are secret.
- id: own
  effect: permit
  exception_to: secret
  summary: One's own record may go.
  conditions:
    - when: item.about_recipient
      summary: it is the recipient's own
    - when: process.covers_information
      summary: process calls for it
      contested:
        reading: Process must call for it.
        alternative: It need not.
        rulings:
          - {ruling: first, side: alternative}
          - {ruling: second, side: reading}
"""
RULINGS = """
first: {case: A v. B, court: the high court, decided: 2020-05, provision: 1 ZC 1, question: Must it?,
  held: It need not., binds: zz, certainty: reported, source: a newspaper}
second: {case: C v. D, court: a court, docket: no. 7, decided: 2020-08-01, provision: 1 ZC 1, question: Must it?,
  held: It must., status: An appeal is pending., certainty: read whole, source: the court}
"""


@pytest.mark.parametrize(
    ("decided", "known"),
    [
        ("2020-02", date(2020, 2, 29)),
        ("2026-04", date(2026, 4, 30)),
        ("2020-02-03", date(2020, 2, 3)),
        ("2020", date(2020, 12, 31)),
    ],
)
def test_a_ruling_of_which_the_month_or_year_alone_is_known_is_surely_made_at_its_end(
    decided: str, known: date
) -> None:
    assert Ruling.model_validate(RULING | {"decided": decided}).known_from == known


@pytest.mark.parametrize("decided", ["20", "2020-", "2020-13", "2020-2", "2020-02-30", "May 2020"])
def test_a_day_that_is_none_is_refused(decided: str) -> None:
    with pytest.raises(ValidationError, match="written as YYYY-MM-DD, or a month"):
        Ruling.model_validate(RULING | {"decided": decided})


@pytest.mark.parametrize(
    ("day", "named"),
    [("2020-05-30", []), ("2020-05-31", ["A v. B"]), ("2020-08-01", ["C v. D", "A v. B"])],
)
def test_a_decision_names_the_rulings_made_by_its_day_on_what_it_depends_on(day: str, named: list[str]) -> None:
    policy = a_policy({"zz/code/1/2000-01-01.yaml": section(RULES), "zz/rulings.yaml": RULINGS})
    asked = a_request(
        items=[{"type": None, "about_recipient": True}], process={"covers_information": False}, as_of=day
    )

    decision = policy.decide(asked)

    assert decision.verdict == "deny"
    assert [ruling.case for one in decision.contested for ruling in one.rulings] == named
    assert type(decision).model_validate_json(decision.model_dump_json()).contested == decision.contested


def test_the_answer_tells_who_held_so_who_held_otherwise_and_whom_it_binds() -> None:
    policy = a_policy({"zz/code/1/2000-01-01.yaml": section(RULES), "zz/rulings.yaml": RULINGS})
    asked = a_request(items=[{"about_recipient": True}], process={"covers_information": False}, as_of="2021-01-01")

    told = " ".join(explain(policy.decide(asked)).split())

    assert (
        "so held C v. D, no. 7, a court (2020-08-01). It must. It does not bind here. An appeal is pending." in told
    )
    assert "held otherwise A v. B, the high court (2020-05). It need not. It binds here. Known from reports." in told
