import ast
import shutil
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure_policy
from disclosure_policy.checks import CHECKS, check
from disclosure_policy.errors import Problem
from tests.helpers.builders import ZEDLAND, a_folder, section, write_rules
from tests.helpers.fixtures import BASE

BAR = "- {id: secret, effect: forbid, summary: all is secret}"
HERE = "zz/code/1/2000-01-01.yaml"
THERE = "zz/code/2/2000-01-01.yaml"


def told(problems: tuple[Problem, ...], severity: str = "error") -> list[str]:
    return [f"{p.location} {p.code} {p.message}" for p in problems if p.severity == severity]


def errors(files: dict[str, str] | str) -> list[str]:
    return told(check(a_folder(files)))


def test_bad_rules_never_raise_and_sound_ones_have_no_errors() -> None:
    assert told(check(ZEDLAND)) == []
    assert errors(f"{BAR}\n{BAR}") == [f"{HERE}:9:8 duplicate-id the id `secret` is used twice in this section"]


def test_a_file_that_cannot_be_read_hides_nothing_in_another() -> None:
    wrong = "- {id: open, effect: permit, exception_to: secret, summary: s, conditions: [recipient.tipe.police]}"

    found = errors({HERE: "rules: [", THERE: section(f"{BAR}\n{wrong}")})

    assert [line.split()[:2] for line in found] == [
        [f"{HERE}:2:1", "not-yaml"],
        [f"{THERE}:9:87", "unknown-name"],
    ]


def test_a_mistake_hides_nothing_in_its_own_file() -> None:
    rules = """
    - id: secret
      effect: forbids
      summary: all is secret
      conditions:
        - {when: as_of, sumary: on a day}
        - itm.about_recipient
    - id: open
      paragraph: a
      effect: permit
      exception_to: [secret, secrt]
      conditions: [5, item.about_recipient and]
      obligations: [{duty: keep it, bears: him}]
    """

    found = errors({HERE: section(rules).replace("title: a section\n", "").replace("1 ZC", "ZC")})

    assert [tuple(line.split()[:2]) for line in found] == [
        (f"{HERE}:1:1", "missing-field"),
        (f"{HERE}:1:11", "citation-form"),
        (f"{HERE}:8:11", "unknown-value"),
        (f"{HERE}:11:14", "not-boolean"),
        (f"{HERE}:11:21", "unknown-field"),
        (f"{HERE}:12:7", "unknown-name"),
        (f"{HERE}:13:3", "missing-field"),
        (f"{HERE}:14:14", "malformed-paragraph"),
        (f"{HERE}:16:26", "dangling-exception"),
        (f"{HERE}:17:16", "wrong-type"),
        (f"{HERE}:17:43", "unreadable-condition"),
        (f"{HERE}:18:40", "unknown-value"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"zz/vocabulary.yaml": "purpose: {theft: [}"},
        {"zz/vocabulary.yaml": "purpose: {theft: {}}\nrecipient.type: {police: {label: p, broder: x}}"},
        {"zz/facts.yaml": "consents: {type: maybe, question: q}"},
        {"zz/jurisdiction.yaml": "name: Zedland\nparent: [zzz]\ncitation_forms: ['{a}{b}']"},
        {THERE: "citation: 1 ZC 2\nrules: 5"},
    ],
)
def test_nothing_is_said_that_may_only_follow_from_another_mistake(broken: dict[str, str]) -> None:
    rules = f"""
    {BAR}
    - id: open
      effect: permit
      exception_to: [secret, zz/code/2/other]
      summary: open
      conditions: [purpose.theft or recipient.type.police or consents]
    """
    sound = {
        "zz/vocabulary.yaml": "purpose: {theft: {label: t}}\nrecipient.type: {police: {label: p}}",
        "zz/facts.yaml": "consents: {type: boolean, question: q}",
        HERE: section(rules),
        THERE: section("- {id: other, effect: forbid, summary: s}", number="2"),
    }

    assert errors(sound) == []
    found = errors(sound | broken)
    assert found
    assert all(line.startswith(next(iter(broken))) for line in found)


def test_a_jurisdiction_whose_parent_is_missing_is_checked_as_far_as_it_can_be() -> None:
    rules = (
        f"{BAR}\n- {{id: open, effect: permit, exception_to: [secret, zz-a/x/secret], summary: s, conditions: [1]}}"
    )

    found = errors(
        {"zz/jurisdiction.yaml": "name: Z\nparent: uss\ncitation_forms: ['{t} ZC {s}']", HERE: section(rules)}
    )

    assert [tuple(line.split()[:2]) for line in found] == [
        (f"{HERE}:9:94", "wrong-type"),
        ("zz/jurisdiction.yaml:2:9", "unknown-parent"),
    ]


def test_one_jurisdiction_or_one_file_can_be_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = f"{BAR}\n{BAR}"
    child = "name: A\nparent: zz\ncitation_forms: ['{t} ZC {s}{paragraph}']"
    write_rules(
        tmp_path,
        {HERE: section(BAR), "zz-a/jurisdiction.yaml": child, "zz-a/code/1/2000-01-01.yaml": section(twice)}
        | {"zz-b/jurisdiction.yaml": child, "zz-b/code/1/2000-01-01.yaml": section(twice), "zz-b/facts.yaml": "1"},
    )
    monkeypatch.chdir(tmp_path)
    a, b = (
        f"zz-{x}/code/1/2000-01-01.yaml:9:8 duplicate-id the id `secret` is used twice in this section" for x in "ab"
    )
    facts = "zz-b/facts.yaml:1:1 wrong-type expected entries with names, not `1`"

    assert told(check(tmp_path)) == told(check(".")) == [a, b, facts]
    assert told(check("zz-a")) == [a]
    assert told(check(Path("zz-b"))) == [b, facts]
    assert told(check("zz-b/facts.yaml")) == [facts]
    monkeypatch.chdir(tmp_path / "zz-a")
    assert len(told(check("."))) == 1


def test_a_folder_without_rules_and_a_place_that_is_not_there_are_told_of(tmp_path: Path) -> None:
    assert [p.code for p in check(tmp_path)] == ["no-rules"]
    assert [p.code for p in check(tmp_path / "nowhere")] == ["no-rules"]


def test_a_folder_in_memory_can_be_checked() -> None:
    folder: Traversable = a_folder(BAR)

    assert told(check(folder)) == []


def test_every_code_is_words_with_hyphens_and_stands_for_one_check() -> None:
    codes = [one.code for one in CHECKS]

    assert len(codes) == len(set(codes)) >= 30
    assert all(code.replace("-", "").isalpha() and code == code.lower() for code in codes)
    assert all(one.says.endswith(".") and one.says[0].isupper() for one in CHECKS)


def mends(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Problem", "refusal"):
            yield node


@pytest.mark.parametrize(
    "name",
    [
        "documents/yaml_reader",
        "loading/consistency",
        "loading/exception_links",
        "loading/rules_folder",
        "rule_files/jurisdiction",
        "rule_files/section_file",
        "scenarios/scenario_files",
    ],
)
def test_every_problem_of_a_file_that_somebody_wrote_has_a_code_that_is_registered(name: str) -> None:
    known = {one.code for one in CHECKS}
    file = Path(disclosure_policy.__file__).parent / f"{name}.py"
    given = [
        next((word.value for word in call.keywords if word.arg == "code"), call.args[0] if call.args else None)
        for call in mends(ast.parse(file.read_text()))
    ]

    assert given
    assert [ast.unparse(code) for code in given if code and literal(code) not in known] in ([], ["code"])


def literal(code: ast.expr) -> object:
    return code.value if isinstance(code, ast.Constant) else None


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, str]:
    """Draw sound rules in which some lines were dropped, doubled, moved or mistyped."""
    files = {str(one.relative_to(BASE)): one.read_text() for one in sorted(BASE.glob("zz*/**/*.yaml"))}
    for _ in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(sorted(files)))
        lines = files[name].splitlines()
        place = draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        kinds = ["", line[2:], f"  {line}", line.replace(":", "", 1), line.replace("e", "3"), f"{line}\n{line}"]
        words = ["[", "{a: 1}", "- 5", "x: &a", "null", "zz", "secret", "official", "police", "1", "d(", "true or"]
        kinds += [f"{line.partition(':')[0]}: {word}" for word in words]
        lines[place] = draw(st.sampled_from(kinds))
        files[name] = "\n".join(lines) + "\n"
    return files


@given(files=spoiled())
@settings(max_examples=60, deadline=None)
def test_whatever_is_wrong_it_is_told_and_nothing_is_raised(files: dict[str, str]) -> None:
    problems = check(a_folder(files))

    codes = {one.code for one in CHECKS}
    assert {problem.code for problem in problems} <= codes
    assert list(problems) == sorted(set(problems), key=lambda one: (one.location, one.code, one.message))
    errors = {str(one) for one in problems if one.severity == "error" and "scenario" not in one.location.file}
    try:
        disclosure_policy.load(a_folder(files))
    except disclosure_policy.RuleFileError as error:
        assert errors == {str(one) for one in error.problems}
    else:
        assert errors == set()


def test_a_wrong_fact_hides_no_name_but_its_own() -> None:
    rules = """
    - id: secret
      effect: forbid
      summary: s
      conditions:
        - minister_consents
        - minister_consent
        - purpose.thaft
    """

    found = errors(
        {
            "zz/facts.yaml": "minister_consents: {type: bool, question: Has the minister consented?}",
            "zz/vocabulary.yaml": "purpose: {theft: {label: t}}",
            HERE: section(rules),
        }
    )

    assert [tuple(line.split()[:2]) for line in found] == [
        (f"{HERE}:13:7", "unknown-name"),
        (f"{HERE}:14:15", "unknown-name"),
        ("zz/facts.yaml:1:27", "unknown-value"),
    ]


def test_every_mistake_in_a_condition_has_a_code_that_is_registered() -> None:
    known = {one.code for one in CHECKS}
    for name in ("allowed_in_conditions", "condition_parser", "from_rule_engine"):
        tree = ast.parse((Path(disclosure_policy.__file__).parent / "loading" / f"{name}.py").read_text())
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        raised = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "ConditionError"]

        assert raised
        assert {literal(call.args[0]) for call in raised} - {None} <= known


def test_a_fact_that_is_expected_to_be_missing_but_is_not_there_is_told_where_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(BASE, folder)
    file = folder / "zz" / "code" / "20" / "scenarios.yaml"
    file.write_text(file.read_text().replace("missing: [people]", "missing: [poeple]"))

    (problem,) = check(folder, texts=folder / "texts")

    assert (problem.code, problem.message) == ("unknown-expectation", "there is no fact `poeple`")
    assert problem.help == "did you mean `people`?"
    assert (
        file.read_text().splitlines()[problem.location.line - 1][problem.location.column - 1 :].startswith("poeple")
    )


def test_a_version_that_cannot_be_read_leaves_no_gap() -> None:
    versions = {
        f"zz/code/1/{first}.yaml": section(BAR).replace("{from: 2000-01-01}", f"{{from: {first}, to: {last}}}")
        for first, last in (("2000-01-01", "2000-12-31"), ("2001-01-01", "2001-12-31"), ("2002-01-01", "2002-12-31"))
    }
    spoilt = versions | {
        "zz/code/1/2001-01-01.yaml": versions["zz/code/1/2001-01-01.yaml"].replace("title:", "titel:")
    }

    assert "version-gap" not in {problem.code for problem in check(a_folder(spoilt))}
    del versions["zz/code/1/2001-01-01.yaml"]
    assert "version-gap" in {problem.code for problem in check(a_folder(versions))}
