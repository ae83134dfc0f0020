"""Finds the description of each field of a model: the text below it in the source, read when it is asked for.

Pydantic can do this by itself, when a class is made: for every class, whenever the package is imported.
"""

from __future__ import annotations

import ast
from functools import cache
from inspect import cleandoc, getsource
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic_core import CoreSchema


class Described(BaseModel):
    """A model whose fields are described by the text below them, in its JSON Schema too."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the JSON Schema with the descriptions of the fields."""
        schema = handler(core_schema)
        fields = handler.resolve_ref_schema(schema).get("properties", {})
        for name, text in descriptions(cls).items():
            fields[name].setdefault("description", text)
        return schema


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """Return the description of each field of a model, by the name under which it is written."""
    told: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        told |= _texts(kind) if issubclass(kind, Described) else {}
    return {info.alias or name: told[name] for name, info in model.model_fields.items() if name in told}


@cache
def _texts(kind: type) -> dict[str, str]:
    """Return each text in the body of a class that stands below an annotated name, by that name."""
    try:
        (definition,) = ast.parse(dedent(getsource(kind))).body
    except (OSError, TypeError, SyntaxError):  # no source to be had; nothing depends on the words
        return {}
    found: dict[str, str] = {}
    for field, below in pairwise(definition.body if isinstance(definition, ast.ClassDef) else ()):
        match field, below:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                found[name] = cleandoc(text)
    return found
