"""Mutants that no complete set of facts can tell from the law."""

from __future__ import annotations

from disclosure_policy.mutation.equivalent_mutants import never_noticed
from disclosure_policy.mutation.mutants import mutants
from tests.helpers.builders import a_law, section

VOCABULARY = """
discloser: {records_office: {label: the records office}}
recipient.type:
  official: {label: an official}
  police: {label: the police, broader: [official]}
  clerk: {label: a clerk, broader: [official]}
"""


def same(rules: str) -> set[str]:
    """Return the mistakes in conditions that no facts show."""

    law = a_law({"zz/code/1/2000-01-01.yaml": section(rules), "zz/vocabulary.yaml": VOCABULARY})
    found = [m for m in mutants(law, frozenset({"zz"})) if m.clause is not None and never_noticed(m, law)]
    return {f"{mutant.kind}: {mutant.what}" for mutant in found}


def test_what_another_condition_of_the_rule_implies_can_be_dropped() -> None:
    found = same("""
- {id: secret, effect: forbid, summary: secret}
- id: police
  effect: permit
  exception_to: secret
  summary: the police may
  conditions: [recipient.type.police, recipient.type.official]
""")

    assert "drop a condition: without the condition `recipient.type.official`" in found
    assert "drop a condition: without the condition `recipient.type.police`" not in found


def test_what_the_rule_that_is_limited_implies_can_be_dropped() -> None:
    found = same("""
- {id: secret, effect: forbid, summary: secret}
- id: police
  effect: permit
  exception_to: secret
  summary: the police may
  conditions: [recipient.type.police]
- id: unsigned
  effect: forbid
  exception_to: police
  summary: not unsigned
  conditions: [recipient.type.official, not release.signed]
""")

    assert "drop a condition: without the condition `recipient.type.official`" in found
    assert "narrow a term: `recipient.type.police` for `recipient.type.official`" in found
    assert "narrow a term: `recipient.type.clerk` for `recipient.type.official`" not in found
    assert not any("release.signed" in one for one in found)


def test_an_exception_to_what_cannot_be_met_with_it_can_be_dropped() -> None:
    law = a_law(
        {
            "zz/code/1/2000-01-01.yaml": section("""
- {id: secret, effect: forbid, summary: secret}
- {id: names, effect: permit, exception_to: secret, summary: names, conditions: [item.type.name]}
- {id: dates, effect: permit, exception_to: secret, summary: dates, conditions: [item.type.date or release.signed]}
- id: no-dates
  effect: forbid
  exception_to: [names, dates]
  summary: no dates
  conditions: [item.type.date]
"""),
            "zz/vocabulary.yaml": f"{VOCABULARY}item.type: {{name: {{label: a name}}, date: {{label: a date}}}}\n",
            "zz/exclusions.yaml": "item.type: [{terms: [name, date], because: a name is no date}]",
        }
    )
    found = {m.what for m in mutants(law, frozenset({"zz"})) if m.relinks is not None and never_noticed(m, law)}

    assert found == {"no exception to `zz/code/1/names`"}


def test_nothing_in_a_rule_that_always_gives_way_can_be_noticed() -> None:
    found = same("""
- {id: secret, effect: forbid, summary: secret}
- {id: right, effect: permit, exception_to: secret, summary: a right, conditions: [release.signed]}
- {id: other-law, effect: forbid, exception_to: right, summary: where other law does not say otherwise}
""")

    assert "negate a condition: the opposite" in found
