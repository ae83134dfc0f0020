"""Turns a document into a model, and reports every mismatch at its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from disclosure_policy.documents.document import Document
from disclosure_policy.errors import Location, Problem, ProblemsError, instead, suggest
from disclosure_policy.field_descriptions import descriptions
from disclosure_policy.limits import MAX_DIGITS, MAX_TOLD

Model = TypeVar("Model", bound=BaseModel)

_MESSAGES: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda detail: f"`{detail['loc'][-1]}` is missing",
    "extra_forbidden": lambda detail: f"`{detail['loc'][-1]}` is not a field here",
    "bool_type": lambda detail: f"expected true or false, not {_shown(detail['input'])}",
    "string_type": lambda detail: f"expected text, not {_shown(detail['input'])}",
    "tuple_type": lambda detail: f"expected a list, not {_shown(detail['input'])}",
    "dict_type": lambda detail: f"expected entries with names, not {_shown(detail['input'])}",
    "mapping_type": lambda detail: f"expected entries with names, not {_shown(detail['input'])}",
    "model_type": lambda detail: f"expected entries with names, not {_shown(detail['input'])}",
    "too_short": lambda _: "the list must not be empty",
    "literal_error": lambda detail: f"expected {detail['ctx']['expected']}, not {_shown(detail['input'])}",
    "malformed-date": lambda detail: f"{_shown(detail['input'])} is not a date",
    "value_error": lambda detail: str(detail["ctx"]["error"]),
}

_CODES = {
    "missing": "missing-field",
    "extra_forbidden": "unknown-field",
    "literal_error": "unknown-value",
    "too_short": "empty-list",
}

_HELP = {
    "too_short": "write at least one entry",
    "tuple_type": "write the entries as `[…, …]`, or each on a line of its own after `- `",
    "bool_type": "write true or false, without quotes",
    "malformed-date": "write a date as YYYY-MM-DD",
    "model_type": "write its entries by name, as in `{type: …}`",
    "mapping_type": "write its entries by name, as in `{name: …}`",
    "dict_type": "write its entries by name, as in `{name: …}`",
}


LISTED, IN_PART, ONE = "⟨listed⟩", "⟨in part⟩", "⟨one⟩"
"""Tags of the forms in which a coded fact, or an instrument, is stated; they stand in no document."""


def model_of(kind: type[Model], document: Document) -> Model:
    """Check a document against a model.

    Raises:
        ProblemsError: with every mismatch, at the line and column of the offending key or value.
    """
    try:
        return kind.model_validate(document.value)
    except ValidationError as error:
        raise ProblemsError(mismatches(kind, document, error)) from None


def mismatches(kind: type[BaseModel], document: Document, error: ValidationError) -> list[Problem]:
    """Return every mismatch between a document and a model, at the line and column of the offending key or value."""
    return [_mismatch(document, kind, detail) for detail in details_of(error)]


def details_of(error: ValidationError) -> list[ErrorDetails]:
    """Return each mismatch as pydantic tells it; a list is not called empty if what was in it is told already.

    Of very many, one more than are told at once.
    """
    details = [_without_tags(detail) for detail in error.errors(include_url=False)[: MAX_TOLD + 1]]
    wrong = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    return [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in wrong]


def _without_tags(detail: ErrorDetails) -> ErrorDetails:
    detail["loc"] = tuple(part for part in detail["loc"] if part not in (LISTED, IN_PART, ONE))
    return detail


def _mismatch(document: Document, kind: type[BaseModel], detail: ErrorDetails) -> Problem:
    code = detail["type"]
    message = _MESSAGES.get(code, _own_words)(detail)
    help_: str | None
    if code == "extra_forbidden":
        model = _model_at(kind, detail["loc"][:-1])
        fields = [info.alias or name for name, info in model.model_fields.items()] if model else []
        help_ = instead(str(detail["loc"][-1]), fields, "the fields here") if fields else None
    elif code == "literal_error":
        choices = re.findall("'([^']*)'", detail["ctx"]["expected"])
        help_ = suggest(str(detail["input"]), choices) or "write one of these"
    elif code == "missing" and document.places:
        model = _model_at(kind, detail["loc"][:-1])
        absent = descriptions(model).get(str(detail["loc"][-1])) if model else None
        help_ = f"it says: {_as_clause(absent)}" if absent else None
    elif code == "string_type" and isinstance(detail["input"], int) and document.places:
        help_ = "put it in quotation marks"
    else:
        help_ = detail.get("ctx", {}).get("help") or (_HELP.get(code) if detail["loc"] else None)
    where = _place(document, detail)
    if not document.places and detail["loc"]:
        message = f"{'.'.join(map(str, detail['loc']))}: {message}"
    return Problem(
        where, message, help_, code=_CODES.get(code, code if "-" in code else "wrong-type"), word=_word(detail)
    )


def _place(document: Document, detail: ErrorDetails) -> Location:
    """Return where a mismatch is: at the key if the key is wrong, or if it is one key of several that is at fault."""
    at = (*detail["loc"], key) if (key := detail.get("ctx", {}).get("key")) else detail["loc"]
    return document.where(at, key=at != detail["loc"] or detail["type"] == "extra_forbidden")


def _word(detail: ErrorDetails) -> str | None:
    """Return the author's word that is at fault: the key or the text itself, else the key under which it stands."""
    if detail["type"] == "missing":
        return None
    if isinstance(detail["input"], str) and detail["type"] != "extra_forbidden":
        return detail["input"]
    keys = [part for part in detail["loc"] if isinstance(part, str)]
    return detail.get("ctx", {}).get("key") or (keys[-1] if keys else None)


def _as_clause(description: str) -> str:
    text = " ".join(description.split()).removesuffix(".")
    return text[:1].lower() + text[1:]


def _own_words(detail: ErrorDetails) -> str:
    return detail["msg"][:1].lower() + detail["msg"][1:]


def _model_at(annotation: Any, path: tuple[str | int, ...]) -> type[BaseModel] | None:  # noqa: ANN401
    """Return the model whose fields may stand at a place of a model; None where any may."""
    kind = _model_in(annotation)
    if kind is None:
        return None
    if "root" in kind.model_fields:
        return _model_at(kind.model_fields["root"].annotation, path)
    fields = {info.alias or name: info for name, info in kind.model_fields.items()}
    others = kind.__annotations__.get("__pydantic_extra__")
    if others is not None and path and path[0] not in fields:
        return _model_at(others, path[1:])
    step = next((index for index, part in enumerate(path) if part in fields), None)
    return kind if step is None else _model_at(fields[str(path[step])].annotation, path[step + 1 :])


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in getattr(annotation, "__args__", ()) if (found := _model_in(inner))), None)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "entries with names"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        return "so long a number"
    return f"`{str(value)[:60]}`"
