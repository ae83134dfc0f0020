from __future__ import annotations

import pickle
from hashlib import sha256
from typing import Any

import pytest

from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.errors import RuleFileError
from disclosure_policy.loading.cache import Memory, Remembered
from disclosure_policy.loading.compiling import compile_rules
from disclosure_policy.loading.condition_parser import Parser
from disclosure_policy.loading.rules_folder import load_rules
from tests.helpers.builders import a_folder, section, with_defaults

RULES = "- {id: secret, effect: forbid, summary: s, conditions: [discloser.records_office, 'n > 1']}"
SECTION = "zz/code/1/2000-01-01.yaml"
FILES = {SECTION: section(RULES), "zz/facts.yaml": "n: {type: number, question: q}\n"}


def loaded(files: dict[str, str], memory: Memory) -> object:
    law = compile_rules(load_rules(a_folder(files), memory), (), memory)
    return [(one.id, one.citation, one.clauses, one.rule) for one in law.provisions["zz"]], law.fingerprint


def rules_of(files: dict[str, str], memory: Memory) -> list[str]:
    """Return the summaries of the rules in some files."""
    law = compile_rules(load_rules(a_folder(files), memory), (), memory)
    return [one.rule.summary for one in law.provisions["zz"]]


def again(memory: Memory) -> Memory:
    return Memory(memory.values, memory.conditions)


def test_what_is_remembered_is_neither_read_nor_parsed_again() -> None:
    memory = Memory()
    first = loaded(FILES, memory)
    later = again(memory)

    assert loaded(FILES, later) == first
    assert memory.learned
    assert not later.learned
    assert len(later.values) == len(with_defaults(FILES))


def test_a_remembered_file_is_not_read_again() -> None:
    files, others = FILES, FILES | {SECTION: section(RULES.replace("summary: s", "summary: other"))}
    memory = Memory()
    loaded(others, memory)
    digest, other = (sha256(one[SECTION].encode()).hexdigest() for one in (files, others))

    planted = Memory({digest: memory.values[other]})

    assert rules_of(files, planted) == rules_of(others, Memory()) != rules_of(files, Memory())


def test_a_remembered_condition_is_not_parsed_again() -> None:
    memory = Memory()
    loaded(FILES | {SECTION: section(RULES.replace("n > 1", "n > 2"))}, memory)
    planted = Memory({}, {"n > 1": memory.conditions["n > 2"]})

    (rule,) = compile_rules(load_rules(a_folder(FILES)), (), planted).provisions["zz"]

    assert rule.clauses[1].expression == memory.conditions["n > 2"]


@pytest.mark.parametrize(
    "changed",
    [
        {SECTION: section(RULES.replace("n > 1", "n > 2"))},
        {"zz/facts.yaml": "n: {type: number, question: other}\n"},
    ],
)
def test_what_has_changed_is_read_again(changed: dict[str, str]) -> None:
    memory = Memory()
    loaded(FILES, memory)
    later = again(memory)

    assert loaded(FILES | changed, later) == loaded(FILES | changed, Memory())
    assert later.learned


def test_what_is_used_no_more_is_forgotten() -> None:
    memory = Memory()
    loaded(FILES, memory)
    later = again(memory)
    loaded(FILES | {SECTION: section(RULES.replace("n > 1", "n > 2"))}, later)

    assert "n > 1" not in later.conditions


@pytest.mark.parametrize("facts", ["n: {type: boolean, question: q}\n", "m: {type: number, question: q}\n"])
def test_a_remembered_condition_whose_facts_are_others_now_is_refused_as_ever(facts: str) -> None:
    memory = Memory()
    loaded(FILES, memory)

    with pytest.raises(RuleFileError) as remembering:
        loaded(FILES | {"zz/facts.yaml": facts}, again(memory))
    with pytest.raises(RuleFileError) as anew:
        loaded(FILES | {"zz/facts.yaml": facts}, Memory())
    assert str(remembering.value) == str(anew.value)


def test_a_condition_is_parsed_once_for_all_jurisdictions(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = Parser._parse  # noqa: SLF001

    def counting(self: Parser, text: str) -> Any:
        parsed.append(text)
        return parse(self, text)

    monkeypatch.setattr(Parser, "_parse", counting)
    other = {name.replace("zz/", "yy/"): text for name, text in with_defaults(FILES).items()}
    loaded(FILES | other, Memory())

    assert sorted(parsed) == ["discloser.records_office", "n > 1"]


def test_where_things_stand_in_a_remembered_file_is_found_when_asked() -> None:
    data = b"a: 1\nb: [x, 'y']\n"
    document = read(data, "f")
    remembered = Remembered("f", document.value, data)

    assert "places" not in vars(remembered)
    assert remembered.where(("b", 1)) == document.where(("b", 1))
    assert (remembered.places, remembered.keys, remembered.styles) == (
        document.places,
        document.keys,
        document.styles,
    )
    assert pickle.loads(pickle.dumps(remembered)).where(("b", 0)) == document.where(("b", 0))  # noqa: S301 - our own
    with pytest.raises(AttributeError):
        _ = remembered.no_such_thing
