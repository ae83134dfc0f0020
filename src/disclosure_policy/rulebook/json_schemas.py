"""Makes JSON Schemas of the files that people write, from the models that read them.

An editor completes and checks with them while a file is written. What only several files together can show remains
with the checks. Source: JSON Schema, draft 2020-12.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from disclosure_policy import escaping
from disclosure_policy.days import Day
from disclosure_policy.law import Law, Scheme
from disclosure_policy.limits import MAX_DIGITS
from disclosure_policy.mutation import SurvivorsFile
from disclosure_policy.register import RegisterFile
from disclosure_policy.requests import DERIVED, DisclosureRequest, shared_facts, stated_at
from disclosure_policy.rule_files import FactDeclaration, Jurisdiction
from disclosure_policy.rule_files.section_file import SectionText
from disclosure_policy.rule_files.side_files import (
    ExclusionsFile,
    FactsFile,
    PropertiesFile,
    RulingsFile,
    StructureFile,
    VocabularyFile,
)
from disclosure_policy.scenarios import MaskedFile, ScenarioFile

Schema = dict[str, Any]

MODELS: dict[str, type[BaseModel]] = {
    "rule": SectionText,
    "vocabulary": VocabularyFile,
    "exclusions": ExclusionsFile,
    "facts": FactsFile,
    "jurisdiction": Jurisdiction,
    "structure": StructureFile,
    "rulings": RulingsFile,
    "register": RegisterFile,
    "scenarios": ScenarioFile,
    "survivors": SurvivorsFile,
    "masked": MaskedFile,
    "properties": PropertiesFile,
    "request": DisclosureRequest,
}
"""The model of each kind of file."""


def kind_of(file: PurePath) -> str:
    """Return the kind of a file in a folder of rules, by its name: what has no name of its own is a `rule`."""
    return file.stem if file.stem in MODELS else "rule"


def schema_of(kind: str) -> Schema:
    """Return the schema of a kind of file, one of `MODELS`."""
    schema = _generated(kind, MODELS[kind])
    if kind == "scenarios":
        _state_requests(schema)
    return schema


def request_schema(law: Law, jurisdiction: str) -> Schema:
    """Return the schema of a request under one jurisdiction, with its terms, its facts and its judgments.

    Raises:
        RequestError: if there is no such jurisdiction.
    """
    name = law.lawbook(jurisdiction).jurisdiction.name
    schema = _generated(f"request-{jurisdiction}", DisclosureRequest)
    schema["description"] = f"{schema['description']}\n\nWith the terms, facts and judgments of {name}."
    fields, parts = schema["properties"], schema["$defs"]
    fields["jurisdiction"]["const"] = jurisdiction
    shared = shared_facts()
    for path in shared:
        if path not in DERIVED and shared[path].kind == "terms":
            _take_terms(_at(schema, stated_at(path)), _coded(parts, law, jurisdiction, path))
    _take_terms(fields["items"], _coded(parts, law, jurisdiction, "item.type"))
    for field, path in (("items", "item.type"), ("purposes", "purpose")):
        _take_terms(parts["Covers"]["properties"][field], _coded(parts, law, jurisdiction, path))
    own = {name: fact for name, fact in law.facts[jurisdiction].items() if name not in shared}
    judged = {name: fact for name, fact in own.items() if fact.type == "judgment"}
    answer = {"$ref": "#/$defs/Judgment"}
    fields["judgments"] |= _only({name: _asking(fact, answer) for name, fact in judged.items()})
    fields["facts"] |= _only(
        {
            name: _asking(
                fact, _said(_coded(parts, law, jurisdiction, name)) if fact.kind == "terms" else _value(fact)
            )
            for name, fact in own.items()
            if name not in judged
        }
    )
    return schema


def all_schemas(law: Law, jurisdictions: Iterable[str]) -> Iterator[tuple[str, Schema]]:
    """Yield every schema with the name of its file: those of all kinds, and of requests under some jurisdictions."""
    for kind in MODELS:
        yield f"{kind}.schema.json", schema_of(kind)
    for code in jurisdictions:
        yield f"request-{code}.schema.json", request_schema(law, code)


def text_of(schema: Schema) -> str:
    """Return a schema as the text of its file."""
    return escaping.json(json.dumps(schema, indent=1, ensure_ascii=False)) + "\n"


class _Generator(GenerateJsonSchema):
    """Leaves out titles that only repeat a field's name, and defaults that only say that nothing was stated."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - the base class's own types
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        generated = super().default_schema(schema)
        if isinstance(generated.get("default"), list | dict | None):
            generated.pop("default", None)
        return generated


def _generated(name: str, model: type[BaseModel]) -> Schema:
    generated = model.model_json_schema(schema_generator=_Generator)
    head = {"$schema": GenerateJsonSchema.schema_dialect, "$id": f"urn:disclosure-policy:schema:{name}"}
    return {**head, **_in_lines(generated)}


def _in_lines(node: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return the same schema with each paragraph of a description on one line."""
    if isinstance(node, list):
        return [_in_lines(one) for one in node]
    if not isinstance(node, dict):
        return node
    told = {key: _in_lines(value) for key, value in node.items()}
    if isinstance(told.get("description"), str):
        told["description"] = "\n\n".join(" ".join(p.split()) for p in told["description"].split("\n\n"))
    return told


def _state_requests(schema: Schema) -> None:
    """Let scenarios state any part of a request: the rest may come from what is given."""
    request = _generated("", DisclosureRequest)
    parts = {name: _without(part, "required") for name, part in request.pop("$defs").items()}
    whole = {key: request[key] for key in ("type", "properties", "additionalProperties")}
    schema["$defs"] |= parts | {"PartOfRequest": whole}
    for fields in (schema["properties"]["given"], schema["$defs"]["Scenario"]["properties"]["request"]):
        fields.pop("additionalProperties", None)
        fields["$ref"] = "#/$defs/PartOfRequest"


def _without(part: Schema, key: str) -> Schema:
    return {name: value for name, value in part.items() if name != key}


def _at(schema: Schema, path: str) -> Schema:
    """Return the schema of what is stated at a dotted path of a request."""
    at = schema
    for name in path.split("."):
        if name == "items" and at is schema and path != "items":
            at = schema["$defs"]["Item"]
            continue
        at = at["properties"][name]
        one = next((choice for choice in at.get("oneOf", ()) if "$ref" in choice), at)  # one, or a list of several
        if "$ref" in one:
            at = schema["$defs"][one["$ref"].rpartition("/")[2]]
    return at


class _Coded(NamedTuple):
    """References to what states a coded fact: one of its terms, or what is known of it in part."""

    term: Schema
    part: Schema


def _coded(parts: Schema, law: Law, jurisdiction: str, path: str) -> _Coded:
    """Return the references for a coded fact, which are defined where the first fact needs them."""
    name = law.scheme_name(jurisdiction, path)
    scheme = law.vocabularies[jurisdiction].get(name)
    parts[name] = {"not": {}, "description": "there are no terms"} if scheme is None else _one_of(scheme)
    term: Schema = {"$ref": f"#/$defs/{name}"}
    short = [one for one, meaning in scheme.terms.items() if meaning.stands_for] if scheme else []
    denied = {"allOf": [term, {"not": {"enum": short}}]} if short else term
    in_part = parts["InPart"]
    fields = {
        "has": _with_terms(in_part["properties"]["has"], _Coded(term, {})),
        "lacks": _with_terms(in_part["properties"]["lacks"], _Coded(denied, {})),
    }
    parts[f"{name}.in_part"] = in_part | {"properties": fields}
    return _Coded(term, {"$ref": f"#/$defs/{name}.in_part"})


def _one_of(scheme: Scheme) -> Schema:
    choices = []
    for name, term in scheme.terms.items():
        choice = {"const": name, "title": term.label}
        short = f"Short for {', '.join(term.stands_for)}." if term.stands_for else None
        told = " ".join(filter(None, (term.definition, short, term.citation and f"({term.citation})")))
        choices.append(choice | ({"description": " ".join(told.split())} if told else {}))
    return {"type": "string", "oneOf": choices}


def _take_terms(node: Schema, coded: _Coded) -> None:
    """Put the terms in place of every text at a place of a schema, in the lists and parts that it allows too."""
    node |= _with_terms(node, coded)


def _with_terms(choice: Schema, coded: _Coded) -> Schema:
    if choice.get("type") == "string":
        return coded.term
    if choice.get("$ref") == "#/$defs/InPart":
        return coded.part
    if choice.get("type") == "array":
        return choice | {"items": _with_terms(choice["items"], coded)}
    for key in ("anyOf", "oneOf"):
        if key in choice:
            return choice | {key: [_with_terms(one, coded) for one in choice[key]]}
    return choice


def _asking(fact: FactDeclaration, value: Schema) -> Schema:
    citation = f" ({fact.citation})" if fact.citation else ""
    return {"description": f"{fact.question}{citation} Asked of {fact.supplied_by}."} | value


def _said(coded: _Coded) -> Schema:
    return {"anyOf": [coded.term, {"type": "array", "items": coded.term}, coded.part, {"type": "null"}]}


def _value(fact: FactDeclaration) -> Schema:
    if fact.kind == "number":
        limit = 10**MAX_DIGITS
        return {"type": ["integer", "null"], "exclusiveMinimum": -limit, "exclusiveMaximum": limit}
    if fact.kind == "date":
        return {"anyOf": [TypeAdapter(Day).json_schema(), {"type": "null"}]}
    return {"type": ["boolean", "null"]}


def _only(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}
