import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from disclosure_policy.errors import RuleFileError
from disclosure_policy.loading.rules_folder import bundled_rules, load_rules
from disclosure_policy.policy import load
from tests.helpers.builders import (
    JURISDICTION,
    ZEDLAND,
    a_folder,
    a_law,
    a_request,
    problems_of,
    section,
    with_defaults,
    write_rules,
)

BAR = "- {id: secret, effect: forbid, summary: all is secret}"
PERMIT = """
- {id: secret, effect: forbid, summary: all is secret}
- {id: open, effect: permit, exception_to: secret, summary: own, conditions: [item.about_recipient]}
"""
HERE = "zz/code/1/2000-01-01.yaml"


def problems(files: Mapping[str, str] | str) -> list[str]:
    return problems_of(load_rules, a_folder(files))


def test_a_folder_of_rules_is_loaded() -> None:
    rule_set = load_rules(ZEDLAND)

    assert rule_set.codes == ("zz", "zz-a")
    zedland = rule_set.lawbooks["zz"]
    assert zedland.jurisdiction.name == "Zedland"
    assert zedland.facts["people"].type == "number"
    assert zedland.terms["recipient.type"]["police_school"].broader == ("police", "school")
    assert [(one.id, str(one.text.effective.first)) for one in zedland.sections] == [
        ("zz/code/10", "2000-01-01"),
        ("zz/code/10", "2010-01-01"),
        ("zz/code/20", "2010-01-01"),
        ("zz/code/30", "2010-01-01"),
    ]
    assert rule_set.lawbooks["zz-a"].jurisdiction.parent == "zz"


def test_the_rules_that_come_with_the_package_are_found() -> None:
    assert (bundled_rules() / "us" / "jurisdiction.yaml").is_file()


def test_a_parent_that_is_not_in_the_folder_is_taken_from_the_bundled_rules(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundled = write_rules(
        tmp_path / "bundled", {"zz-a/jurisdiction.yaml": f"parent: zz{JURISDICTION}", HERE: section(BAR)}
    )
    own = tmp_path / "own"
    (own / "zz-a-b").mkdir(parents=True)
    (own / "zz-a-b" / "jurisdiction.yaml").write_text(f"parent: zz-a{JURISDICTION}")
    monkeypatch.setattr("disclosure_policy.loading.rules_folder.bundled_rules", lambda: bundled)

    rule_set = load_rules(own)

    assert rule_set.codes == ("zz", "zz-a", "zz-a-b")
    assert [one.id for one in rule_set.lawbooks["zz"].sections] == ["zz/code/1"]
    assert load_rules().codes == ("zz", "zz-a")


def test_a_jurisdiction_of_the_folder_goes_before_a_bundled_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundled = write_rules(tmp_path / "bundled", {HERE: section(BAR)})
    own = write_rules(
        tmp_path / "own",
        {
            "zz/jurisdiction.yaml": f"parent: none\nname: mine\n{JURISDICTION.partition('Zedland')[2]}",
            "zz-a/jurisdiction.yaml": f"parent: zz{JURISDICTION}",
        },
    )
    monkeypatch.setattr("disclosure_policy.loading.rules_folder.bundled_rules", lambda: bundled)

    rule_set = load_rules(own)

    assert rule_set.lawbooks["zz"].jurisdiction.name == "mine"
    assert rule_set.lawbooks["zz"].sections == ()


def test_a_package_without_its_rules_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("disclosure_policy.loading.rules_folder.files", lambda _: tmp_path)

    with pytest.raises(RuleFileError, match="the bundled rules are not installed"):
        bundled_rules()


def test_packaged_rules_go_before_those_of_a_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr("disclosure_policy.loading.rules_folder.files", lambda _: tmp_path)

    assert bundled_rules() == tmp_path / "rules"


def test_an_empty_folder_holds_no_rules(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "readme.yaml").write_text("a: 1")

    (problem,) = problems_of(load_rules, tmp_path)

    assert problem == f"{tmp_path}: no rules here | a jurisdiction is a folder with a `jurisdiction.yaml`"


def test_files_that_are_no_rules_are_left_alone() -> None:
    plain = with_defaults(PERMIT)
    more = {
        "README.md": "read me",
        "notes.yaml": "not: [rules",
        "zz/README.md": "read me",
        "zz/code/1/scenarios.yaml": "not: [rules",
        "zz/code/1/text.txt": "a text",
        "elsewhere/vocabulary.yaml": "not: [rules",
    }

    assert load_rules(a_folder(plain)).fingerprint == load_rules(a_folder(plain | more)).fingerprint


@pytest.mark.parametrize(
    "name", ["zz/extra.yaml", "zz/code/extra.yaml", "zz/code/1/2/2000-01-01.yaml", "zz/code/1/2/3/4.yaml"]
)
def test_a_rule_file_in_no_place_for_one_is_refused(name: str) -> None:
    expected = (
        f"{name}:1:1: this is no place for a rule file"
        " | sections are `<jurisdiction>/<instrument>/<section>/<date in force>.yaml`"
    )

    assert [expected] == problems({name: section(BAR)})


@pytest.mark.parametrize("name", ["2000-01-02", "2000-1-1", "current", "20000101"])
def test_a_file_named_for_another_day_is_refused(name: str) -> None:
    expected = (
        f"zz/code/1/{name}.yaml:6:19: the file is named `{name}.yaml` but is in force from 2000-01-01"
        " | a version's file is named for the day it comes into force"
    )

    assert [expected] == problems({f"zz/code/1/{name}.yaml": section(BAR)})


def test_an_id_used_twice_in_a_section_is_refused_where_it_is_used_again() -> None:
    assert problems(f"{BAR}\n{BAR}") == [
        (
            f"{HERE}:9:8: the id `secret` is used twice in this section"
            " | give it another id, or give both an `effective` of their own days"
        )
    ]


def test_the_same_id_may_be_used_in_two_sections_and_two_versions() -> None:
    rule_set = load_rules(
        a_folder(
            {
                HERE: section(BAR, last="2009-12-31"),
                "zz/code/1/2010-01-01.yaml": section(BAR, first="2010-01-01"),
                "zz/code/2/2000-01-01.yaml": section(BAR),
            }
        )
    )

    assert len(rule_set.lawbooks["zz"].sections) == 3


def test_everything_wrong_in_every_file_is_told_at_once_and_in_order() -> None:
    found = problems(
        {
            "zz/facts.yaml": "open: {type: maybe, question: Is it?}\n",
            "zz/vocabulary.yaml": "discloser: [x]\n",
            "zz/code/3/2000-01-01.yaml": section(BAR, number="3") + "title: again\n",
            HERE: section(
                f"- {{id: Secret, effect: forbid, summary: s}}\n- {{id: ok, effect: maybe, summary: s}}\n{BAR}"
            ),
            "zz-a/jurisdiction.yaml": f"prent: zz{JURISDICTION}",
        }
    )

    assert found == [
        "zz-a/jurisdiction.yaml:1:1: `prent` is not a field here | did you mean `parent`?",
        "zz/code/1/2000-01-01.yaml:8:8: `Secret` is not a short id | use lower-case words with hyphens",
        "zz/code/1/2000-01-01.yaml:9:20: expected 'permit' or 'forbid', not `maybe` | write one of these",
        "zz/code/3/2000-01-01.yaml:9:1: the key `title` is given twice | it was first given on line 2",
        (
            "zz/facts.yaml:1:14: expected 'boolean', 'number', 'date', 'terms' or 'judgment', not `maybe`"
            " | write one of these"
        ),
        (
            "zz/vocabulary.yaml:1:12: expected entries with names, not a list"
            " | write its entries by name, as in `{name: …}`"
        ),
    ]


@pytest.mark.parametrize(
    ("at", "message", "rule"),
    [
        ("sumary", "`sumary` is not a field here | did you mean `summary`?", "- {id: x, effect: forbid, sumary: s}"),
        ("{id", "`summary` is missing", "- {id: x, effect: forbid, sumary: s}"),
        (
            "{id",
            "the permit `x` needs `exception_to`: only a prohibition stands alone",
            "- {id: x, effect: permit, summary: s}",
        ),
        ("{s", "`when` is missing", "- {id: x, effect: forbid, summary: s, conditions: [{summary: s}]}"),
        (
            "wen",
            "`wen` is not a field here | did you mean `when`?",
            "- {id: x, effect: forbid, summary: s, conditions: [{wen: s}]}",
        ),
        ("5", "expected a list, not `5`", "- {id: x, effect: forbid, summary: s, conditions: 5}"),
        (
            "d(2)",
            "`d(2)` is no paragraph | a paragraph is written as in `(d)(2)(i)`",
            "- {id: x, paragraph: d(2), effect: forbid, summary: s}",
        ),
    ],
)
def test_a_mistake_in_a_rule_is_told_at_its_line_and_column(at: str, message: str, rule: str) -> None:
    found = problems(f"{BAR}\n{rule}")

    assert f"{HERE}:9:{rule.index(at) + 1}: {message}" in (*found, *(one.partition(" | ")[0] for one in found))


@pytest.mark.parametrize(
    "text", [b"", b"\xff", b"[" * 60_000, b"a: &a [*a]", b"- 1", b"x", b"null", b"rules: [1, null, []]"]
)
@pytest.mark.parametrize("name", ["jurisdiction.yaml", "vocabulary.yaml", "facts.yaml", "code/1/2000-01-01.yaml"])
def test_a_hostile_file_is_refused_by_name(name: str, text: bytes, tmp_path: Path) -> None:
    folder = write_rules(tmp_path, BAR)
    (folder / "zz" / name).write_bytes(text)

    found = problems_of(load_rules, folder)

    assert all(problem.startswith(f"{folder / 'zz' / name}:") for problem in found)


def test_files_are_shown_as_seen_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_rules(tmp_path / "rules", f"{BAR}\n{BAR}")
    monkeypatch.chdir(tmp_path)

    (problem,) = problems_of(load_rules, tmp_path / "rules")

    assert problem.startswith(f"rules/{HERE}:9:8: the id `secret` is used twice in this section | ")
    assert problems_of(load_rules, Path("rules")) == [problem]


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    copied = tmp_path / "copied"
    files = [file for file in sorted(ZEDLAND.rglob("*")) if file.is_file()]
    for file in reversed(files):
        target = copied / file.relative_to(ZEDLAND)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    forward = {str(file.relative_to(ZEDLAND)): file.read_text() for file in files}
    backward = dict(reversed(forward.items()))
    policies = [load(folder) for folder in (ZEDLAND, copied, a_folder(forward), a_folder(backward))]
    requests = [a_request(), a_request(jurisdiction="zz-a", items=["name"], recipient={"type": "police"})]

    assert len({policy.fingerprint for policy in policies}) == 1
    for request in requests:
        assert len({policy.decide(request).model_dump_json() for policy in policies}) == 1


def test_any_change_of_a_rule_file_changes_the_fingerprint() -> None:
    files = with_defaults(PERMIT)
    prints = {load_rules(a_folder(files)).fingerprint}
    for name, text in files.items():
        prints.add(load_rules(a_folder(files | {name: f"{text}# a remark\n"})).fingerprint)
    prints.add(load_rules(a_folder(files | {"zz/code/2/2000-01-01.yaml": section(BAR)})).fingerprint)

    assert len(prints) == len(files) + 2


def test_a_compiled_law_has_the_fingerprint_of_its_rules_and_what_was_accepted() -> None:
    rules = f"{BAR}\n- {{id: old, effect: permit, exception_to: secret, summary: s, not_encoded: much}}"

    plain, accepted = a_law(rules), a_law(rules, accept=["zz/code/1/old"])

    assert plain.fingerprint == plain.rule_set.fingerprint == accepted.rule_set.fingerprint
    assert accepted.fingerprint != plain.fingerprint
