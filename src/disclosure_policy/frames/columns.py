"""The columns of a frame of requests, read off the request model, and the request that a row states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from disclosure_policy.field_descriptions import descriptions
from disclosure_policy.law import Law
from disclosure_policy.requests import DERIVED, DisclosureRequest, Judgment, put, shared_facts, stated_at

Content = Literal["text", "truth", "number", "day", "terms"]

JURISDICTION, AS_OF, DISCLOSER = "jurisdiction", "as_of", "discloser"
ITEMS = "items"
NOTHING_ELSE = "nothing_else_presented"
ON_FILE = "agreement.on_file"
"""Names an agreement in the agency's register; a row that states it is decided by itself."""
RESULTS = ("verdict", "basis", "citations", "determining", "missing", "error")
"""The columns that a decided frame has besides its own."""

_HOLDS: dict[str, Content] = {
    "boolean": "truth",
    "judgment": "truth",
    "number": "number",
    "date": "day",
    "terms": "terms",
}


@dataclass(frozen=True)
class Column:
    """A column: its name is the path at which a request states it, `fact` the path at which a rule reads it."""

    name: str
    holds: Content
    fact: str | None
    question: str


def shared_columns() -> dict[str, Column]:
    """Return the columns that mean the same in every jurisdiction, by name."""
    named = [
        Column(JURISDICTION, "text", None, "Whose records are asked for: the code of the jurisdiction."),
        Column("recipient.name", "text", None, "Who asks, by name; no rule reads it."),
        Column(ON_FILE, "text", None, "Under which name is the agreement in the agency's register?"),
    ]
    nothing_else = "Was nothing shown, and does nobody's authority stand behind it, but what is stated here?"
    named.append(Column(NOTHING_ELSE, "truth", None, nothing_else))
    for path, fact in shared_facts().items():
        if path not in DERIVED:
            named.append(Column(stated_at(path), _HOLDS[fact.type], path, fact.question))
    order = list(DisclosureRequest.model_fields)
    named.sort(key=lambda column: order.index(column.name.partition(".")[0]))
    return {column.name: column for column in named}


def declared_columns(law: Law, code: str) -> dict[str, Column]:
    """Return the columns for the facts and judgments that a jurisdiction and its parents declare, by name."""
    found: dict[str, Column] = {}
    shared, told = shared_facts(), descriptions(Judgment)
    for name, fact in law.facts[code].items():
        if name in shared:
            continue
        if fact.type != "judgment":
            found[f"facts.{name}"] = Column(f"facts.{name}", _HOLDS[fact.type], name, fact.question)
            continue
        for part in Judgment.model_fields:
            at = f"judgments.{name}.{part}"
            is_answer = part == "answer"
            holds: Content = "truth" if is_answer else "day" if part == "day" else "text"
            question = fact.question if is_answer else told.get(part, part)
            found[at] = Column(at, holds, name if is_answer else None, question)
    return found


def lacking(names: Iterable[str], *, jurisdiction: str | None = None, as_of: date | None = None) -> list[str]:
    """Return the columns that every request needs and that are not among these; what is given needs no column."""
    there = {name.partition(".")[0] for name in names}
    needed = {JURISDICTION: jurisdiction, AS_OF: as_of, DISCLOSER: None}
    return [name for name, given in needed.items() if given is None and name not in there]


def is_stated(column: str) -> bool:
    """Say whether a column belongs to the request; all others are carried along."""
    return column.partition(".")[0] in DisclosureRequest.model_fields


def request_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request that a row states: each column at the path of its name, nothing where it is null."""
    request: dict[str, Any] = {DISCLOSER: None} if DISCLOSER in row else {}
    for name, value in row.items():
        if value is not None:
            put(request, name, _plain(value))
    return request


def page_with(page: str, columns: Mapping[str, Column]) -> str:
    """Return a page with the table of these columns between its marks."""
    before, begin, rest = page.partition("<!-- columns: made by `make docs` from the request model -->\n")
    _, end, after = rest.partition("<!-- end -->\n")
    return "".join((before, begin, "\n", *(f"{line}\n" for line in columns_table(columns)), "\n", end, after))


def columns_table(columns: Mapping[str, Column]) -> Iterator[str]:
    """Yield the lines of a Markdown table of columns."""
    yield from ("| column | holds | what is asked |", "|---|---|---|")
    for column in columns.values():
        shown = "a term" if column.fact == "item.type" else _SHOWN[column.holds]
        yield f"| `{column.name}` | {shown} | {column.question} |"


_SHOWN: dict[Content, str] = {
    "text": "text",
    "truth": "true or false",
    "number": "a whole number",
    "day": "a date, or text as YYYY-MM-DD",
    "terms": "a term, or a list of terms",
}


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime) and value.tzinfo is None and value.time() == time():
        return value.date()  # some engines have no type of days
    return value
