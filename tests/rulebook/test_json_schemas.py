"""The schemas say what the models say: committed ones are current, files name theirs, and both refuse the same."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

import disclosure_policy
from disclosure_policy.cli import main
from disclosure_policy.deciding.case import facts_of
from disclosure_policy.documents.yaml_reader import read
from disclosure_policy.errors import RequestError
from disclosure_policy.policy import Policy
from disclosure_policy.requests.request import DisclosureRequest
from disclosure_policy.rulebook.json_schemas import MODELS, all_schemas, kind_of, request_schema, schema_of, text_of
from tests.helpers.builders import ROOT, problems_of

POLICY: Policy = disclosure_policy.load()
RULE_FILES = sorted((ROOT / "rules").rglob("*.yaml"))
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
ZED = ROOT / "examples" / "rules-repository"
FIRST_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def shown(file: Path) -> str:
    return str(file.relative_to(ROOT))


def value_of(file: Path) -> Any:
    return read(file.read_bytes(), file.name).value


def named_schema(file: Path) -> Path:
    """Return the schema that the first line of a file names, from where the file is."""
    line = FIRST_LINE.match(file.read_text(encoding="utf-8"))
    assert line, f"{shown(file)} does not name its schema in its first line"
    return (file.parent / line[1]).resolve()


@cache
def validator(name: str) -> Draft202012Validator:
    schema = schema_of(name) if name in MODELS else request_schema(POLICY.law, name)
    return Draft202012Validator(schema, format_checker=FormatChecker(["date"]))


def test_the_committed_schemas_are_what_the_models_give() -> None:
    made = {name: text_of(schema) for name, schema in all_schemas(POLICY.law, POLICY.jurisdictions)}

    assert {file.name for file in (ROOT / "schema").iterdir()} == set(made)
    for name, text in made.items():
        assert (ROOT / "schema" / name).read_text(encoding="utf-8") == text, "run `make docs`"


def test_every_schema_is_one_by_its_own_standard_and_names_no_host() -> None:
    for name, schema in all_schemas(POLICY.law, POLICY.jurisdictions):
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"urn:disclosure-policy:schema:{name.removesuffix('.schema.json')}"


def test_every_field_is_described() -> None:
    def undescribed(node: Any, at: str) -> list[str]:
        if isinstance(node, list):
            return [path for index, one in enumerate(node) for path in undescribed(one, f"{at}/{index}")]
        if not isinstance(node, dict):
            return []
        fields = node.get("properties", {}) if node.get("type") == "object" else {}
        bare = [f"{at}/{name}" for name, field in fields.items() if not {"description", "$ref"} & field.keys()]
        return bare + [path for key, one in node.items() for path in undescribed(one, f"{at}/{key}")]

    assert [
        path for name, schema in all_schemas(POLICY.law, POLICY.jurisdictions) for path in undescribed(schema, name)
    ] == []


@pytest.mark.parametrize("file", RULE_FILES, ids=shown)
def test_a_rule_file_names_the_schema_of_its_kind_and_meets_it(file: Path) -> None:
    assert named_schema(file) == ROOT / "schema" / f"{kind_of(file)}.schema.json"
    assert [error.message for error in validator(kind_of(file)).iter_errors(value_of(file))] == []


@pytest.mark.parametrize("file", EXAMPLES, ids=shown)
def test_an_example_names_the_schema_of_its_jurisdiction_and_meets_it(file: Path) -> None:
    code = value_of(file)["jurisdiction"]

    assert named_schema(file) == ROOT / "schema" / f"request-{code}.schema.json"
    for name in ("request", code):
        assert [error.message for error in validator(name).iter_errors(value_of(file))] == []


def test_the_example_of_another_repository_has_its_own_schemas_and_meets_them() -> None:
    law = disclosure_policy.load(ZED / "rules").law
    made = {name: text_of(schema) for name, schema in all_schemas(law, ["us-zz"])}

    assert {file.name: file.read_text(encoding="utf-8") for file in (ZED / "schema").iterdir()} == made
    for file in [*ZED.rglob("rules/**/*.yaml"), *ZED.rglob("requests/*.yaml")]:
        schema = named_schema(file)
        name = "request-us-zz" if file.parent.name == "requests" else kind_of(file)
        assert schema == ZED / "schema" / f"{name}.schema.json"
        assert Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).is_valid(value_of(file))


SECTION: dict[str, Any] = {
    "citation": "1 ZC 1",
    "title": "t",
    "source": "s",
    "read_on": "2026-01-01",
    "incomplete": "invented",
    "effective": {"from": "2026-01-01"},
}
RULE: dict[str, Any] = {"id": "a", "effect": "forbid", "summary": "s"}
PERMIT = RULE | {"effect": "permit", "exception_to": "b"}
REQUEST: dict[str, Any] = {"jurisdiction": "us", "discloser": "state_uc_agency"}
SCENARIO = {"name": "n", "expect": "deny"}


def a_section(**rule: Any) -> dict[str, Any]:
    return SECTION | {"rules": [RULE | rule]}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("rule", a_section(conditions=["scope.everybody", {"when": "access.once", "paragraph": "(a)(1)"}])),
        ("rule", SECTION | {"rules": [PERMIT, PERMIT | {"exception_to": ["b", "c"], "mandatory": True}]}),
        ("scenarios", {"scenarios": [{"name": "n", "expect": "deny"}]}),
        ("scenarios", {"given": REQUEST, "scenarios": [{"name": "n", "expect": {"verdict": "deny", "missing": []}}]}),
        ("request", REQUEST | {"purposes": "p", "items": "i", "recipient": {"type": "r"}}),
        ("request", REQUEST | {"purposes": ["p"], "items": ["i", {"type": "j", "reveals_identity": True}]}),
        ("request", REQUEST | {"items": {"type": "j"}}),
        (
            "us",
            REQUEST | {"purposes": "publication", "items": "wages", "agreement": {"terms": "every_required_term"}},
        ),
    ],
)
def test_every_short_form_that_a_model_takes_is_taken(kind: str, value: Any) -> None:
    assert [error.message for error in validator(kind).iter_errors(value)] == []
    MODELS.get(kind, DisclosureRequest).model_validate(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("rule", SECTION),
        ("rule", {key: value for key, value in a_section().items() if key != "incomplete"}),
        ("rule", a_section(id="Not Short")),
        ("rule", a_section(effect="allow")),
        ("rule", a_section(effect="permit")),
        ("rule", a_section(mandatory=True)),
        ("rule", a_section(obligations=[{"duty": "d"}])),
        ("rule", a_section(paragraph="a")),
        ("rule", a_section(condition=["scope.everybody"])),
        ("rule", a_section() | {"read_on": "1 January 2026"}),
        ("rule", a_section() | {"read_on": "2026-02-30"}),
        ("rule", a_section() | {"text_sha256": "abc"}),
        ("vocabulary", {"scope": {"everybody": {"label": "e", "broder": ["x"]}}}),
        ("facts", {"open": {"type": "bool", "question": "?"}}),
        ("facts", {"open": {"type": "boolean", "question": "?", "changeable": "yes"}}),
        ("jurisdiction", {"name": "Z", "citation_forms": []}),
        ("structure", {"1 ZC 1": 3}),
        ("scenarios", {"scenarios": []}),
        ("scenarios", {"scenarios": [{"name": "n", "expect": "maybe"}]}),
        ("scenarios", {"scenarios": [{"name": "n", "expect": "deny", "but": [{"name": "b", "set": {}}]}]}),
        ("request", {"jurisdiction": "us"}),
        ("request", REQUEST | {"purposes": []}),
        ("request", REQUEST | {"agreement": {"writen": True}}),
        ("request", REQUEST | {"judgments": {"any": {"answer": True}}}),
    ],
)
def test_a_planted_mistake_is_refused_by_schema_and_model_alike(kind: str, value: Any) -> None:
    assert not validator(kind).is_valid(value)
    with pytest.raises(ValidationError):
        MODELS[kind].model_validate(value)


@pytest.mark.parametrize(
    "part",
    [
        {"jurisdiction": "us-nm"},
        {"purposes": "publicaton"},
        {"purposes": ["publication", "publicaton"]},
        {"items": ["wagez"]},
        {"items": [{"type": "wagez"}]},
        {"recipient": {"type": "nm_state_police"}},
        {"principal": {"type": "offical"}},
        {"facts": {"secretary_consents": True}},
        {"facts": {"interferes_with_administration": True}},
        {"facts": {"party_to_department_proceeding": "yes"}},
        {"judgments": {"interferes": {"answer": False, "by": "x", "on": "2026-01-01", "why": "y"}}},
    ],
)
def test_the_schema_of_a_jurisdiction_knows_its_terms_facts_and_judgments(part: dict[str, Any]) -> None:
    assert not validator("us").is_valid(REQUEST | part)


def test_a_scenario_may_state_any_part_of_a_request_and_no_more() -> None:
    judged = {"judgments": {"interferes": {"answer": True}}}

    assert validator("scenarios").is_valid({"given": judged, "scenarios": [SCENARIO | {"request": {"items": "i"}}]})
    assert not validator("scenarios").is_valid({"scenarios": [SCENARIO | {"request": {"item": "i"}}]})


def test_a_fact_without_terms_takes_none(zedland: Policy) -> None:
    schema = Draft202012Validator(request_schema(zedland.law, "zz"))
    request = {"jurisdiction": "zz", "discloser": "records_office"}

    assert schema.is_valid(request | {"safeguards": []})
    assert not schema.is_valid(request | {"safeguards": ["any"]})


def test_an_unknown_jurisdiction_has_no_schema() -> None:
    assert problems_of(request_schema, POLICY.law, "us-nx") == [
        "us-nx: there is no jurisdiction `us-nx` | did you mean `us-nm`?"
    ]


ODD_TEXTS = ("", "text", "a b", "(a)", "a(b)", "2026-02-30", "allow", "deny", "permit", "forbid")
ODD_VALUES = st.sampled_from(
    [*ODD_TEXTS, None, True, False, 0, -1, [], ["text"], [None], [[]], {}, {"text": "text"}, {"type": "text"}]
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key, one in inner for place in _places(one, (*path, key))]


@st.composite
def spoiled(draw: st.DrawFn, files: list[Path]) -> tuple[Path, Any]:
    """Draw a file with one value replaced, left out, or given a neighbour; of scenarios, not the free parts."""
    file = draw(st.sampled_from(files))
    value = deepcopy(value_of(file))
    places = [place for place in _places(value) if not {"given", "request", "set", "as_of"} & set(place)]
    *branch, leaf = draw(st.sampled_from(places))
    at = value
    for part in branch:
        at = at[part]
    match draw(st.sampled_from(["replace", "replace", "leave out", "add"])):
        case "leave out":
            del at[leaf]
        case "add" if isinstance(at, dict):
            at[f"{leaf}x"] = draw(ODD_VALUES)
        case _:
            at[leaf] = draw(ODD_VALUES)
    return file, value


@settings(deadline=None)
@given(spoiled(RULE_FILES))
def test_schema_and_model_agree_on_every_spoiled_rule_file(drawn: tuple[Path, Any]) -> None:
    file, value = drawn
    try:
        MODELS[kind_of(file)].model_validate(value)
        accepted = True
    except ValidationError:
        accepted = False

    assert validator(kind_of(file)).is_valid(value) == accepted


@settings(deadline=None)
@given(spoiled(EXAMPLES))
def test_the_schema_of_a_jurisdiction_agrees_with_deciding_on_every_spoiled_request(drawn: tuple[Path, Any]) -> None:
    file, value = drawn
    code = value_of(file)["jurisdiction"]
    try:
        facts_of(DisclosureRequest.model_validate(value), POLICY.law)
        accepted = value["jurisdiction"] == code
    except (ValidationError, RequestError):
        accepted = False

    assert validator(code).is_valid(value) == accepted


def test_text_ends_with_a_line_and_reads_back() -> None:
    schema = schema_of("rule")

    assert text_of(schema).endswith("}\n")
    assert json.loads(text_of(schema)) == schema


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["schema", *arguments])


def test_the_command_prints_a_schema_and_tells_the_kinds() -> None:
    assert json.loads(run("facts").output) == schema_of("facts")
    assert json.loads(run("request", "--jurisdiction", "us").output) == request_schema(POLICY.law, "us")
    assert [line.split()[0] for line in run().output.splitlines()] == list(MODELS)


def test_the_command_writes_every_schema_of_a_folder_of_rules(tmp_path: Path) -> None:
    done = run("--rules", str(ROOT / "tests" / "helpers" / "zedland"), "--into", str(tmp_path / "schema"))

    assert done.exit_code == 0
    assert {f"{kind}.schema.json" for kind in MODELS} | {"request-zz.schema.json", "request-zz-a.schema.json"} == {
        file.name for file in (tmp_path / "schema").iterdir()
    }


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("rule", "--jurisdiction", "us"), 2, "--jurisdiction goes with `request` alone"),
        (("rule", "--into", "schema"), 2, "--into writes every schema: leave `rule` out"),
        (("request", "--jurisdiction", "us-nx"), 1, "there is no jurisdiction `us-nx`"),
    ],
)
def test_the_command_refuses_what_does_not_go_together(arguments: tuple[str, ...], code: int, told: str) -> None:
    done = run(*arguments)

    assert (done.exit_code, told in done.output) == (code, True)
