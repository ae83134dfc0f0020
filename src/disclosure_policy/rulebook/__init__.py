"""The law for people and editors: as a tree, as pages, as JSON Schemas; and the skeleton of a new repository.

In comes law that was loaded; out goes text. It decides nothing.
"""

from typing import TYPE_CHECKING

from disclosure_policy.lazy_names import lazily

if TYPE_CHECKING:
    from disclosure_policy.rulebook.coverage import coverage_page
    from disclosure_policy.rulebook.facts_page import catalogue
    from disclosure_policy.rulebook.json_schemas import all_schemas, request_schema, schema_of, text_of
    from disclosure_policy.rulebook.new_repository import is_code, skeleton
    from disclosure_policy.rulebook.tree import outline

__all__ = [
    "all_schemas",
    "catalogue",
    "coverage_page",
    "is_code",
    "outline",
    "request_schema",
    "schema_of",
    "skeleton",
    "text_of",
]

if not TYPE_CHECKING:  # what is not asked for costs no time to start
    __getattr__ = lazily(
        __name__,
        {
            "coverage_page": "coverage",
            "catalogue": "facts_page",
            "all_schemas": "json_schemas",
            "request_schema": "json_schemas",
            "schema_of": "json_schemas",
            "text_of": "json_schemas",
            "is_code": "new_repository",
            "skeleton": "new_repository",
            "outline": "tree",
        },
    )
